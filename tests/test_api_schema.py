"""The API keeps what its description promises, whatever is asked of it: schemathesis with all its checks on the sample documents.

A log-in is asked for, and an administrator asks; that each operation refuses others is in `test_tokens.py`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from app import work
from app.access import SETTING
from app.access.viewer import ANYONE, asking
from app.api.application import application
from app.session import workspace
from tests.access import access_file, login_required, make_tokens
from tests.api import opened, wait_for

with mock.patch.dict(os.environ, {SETTING: "any"}):
    APP = application()


def described() -> dict[str, Any]:
    """What the API says of itself but for the log-in: a token is sent with every request, right or wrong."""
    found = deepcopy(APP.openapi())
    for operations in found["paths"].values():
        for operation in operations.values():
            operation.pop("security", None)
    return found


schema = schemathesis.openapi.from_dict(described())
schema.app = APP


@pytest.fixture(scope="module")
def token(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The token of an administrator of the home that is served."""
    folder = tmp_path_factory.mktemp("api")
    home = Path(shutil.copytree(sample_home, folder / "home"))
    made = make_tokens(home)["admin"]
    with login_required(access_file(folder)), opened(home):
        with asking(ANYONE):
            workspace().create("Trích dẫn")
        yield made
        with asking(ANYONE):
            wait_for(lambda: not work.running())


@schema.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_keeps_its_promise(case: Any, token: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"})
