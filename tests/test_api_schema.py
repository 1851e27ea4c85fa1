"""The API keeps what its description promises, whatever is asked of it: schemathesis with all its checks on the sample documents."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from app import work
from app.api.application import application
from app.session import workspace
from tests.api import opened, wait_for

APP = application()
schema = schemathesis.openapi.from_dict(APP.openapi())
schema.app = APP


@pytest.fixture(scope="module", autouse=True)
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = Path(shutil.copytree(sample_home, tmp_path_factory.mktemp("api") / "home"))
    with opened(folder):
        workspace().create("Trích dẫn")
        yield
        wait_for(lambda: not work.running())


@schema.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_keeps_its_promise(case: Any) -> None:
    case.call_and_validate()
