"""What the tests of the API share: the application over a home, in this process."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from unittest import mock

from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.applications import Starlette

from app import session
from app.api.application import application, behind_the_door

_CLIENTS = count(1)
ADDRESS = "http://127.0.0.1:8502"


@contextmanager
def opened(home: Path) -> Iterator[FastAPI]:
    """The application over `home`; what it opened before is forgotten."""
    with mock.patch.dict(os.environ, {"DIEUKHOAN_HOME": str(home), "DIEUKHOAN_RATE": "0"}):
        session._opened.cache_clear()
        session._workspace.cache_clear()
        yield application()
    session._opened.cache_clear()
    session._workspace.cache_clear()


def wait_for(done: Callable[[], bool], most: float = 60) -> None:
    end = time.monotonic() + most
    while not done():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.02)


def client_of(app: Starlette) -> TestClient:
    """A client with an address of its own: wrong tokens are counted by addresses."""
    door = behind_the_door(app, "127.0.0.1")
    return TestClient(door, base_url=ADDRESS, raise_server_exceptions=False, client=(f"10.0.0.{next(_CLIENTS)}", 1))
