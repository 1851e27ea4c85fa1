"""The server of the pages: Streamlit with the routes that the pages fetch from. `app/pages_server/running.py` starts it."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from app.access.pages import LoggedIn
from app.access.settings import is_required
from app.outer import guarded
from app.pages_server.policy import policy
from app.pages_server.routes import ROUTES
from app.session import warm_up
from ingest.isolation import stop_workers

#: What a page is made of, besides documents.
_PARTS = r"/static/.+|/favicon\.png|/§|(/\w+)?/_stcore/(health|host-config)"


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[None]:
    """A server that ends does not wait for the files that it reads: those that are not stored yet can be sent again."""
    threading.Thread(target=warm_up, daemon=True).start()
    yield
    stop_workers()


app = st.App(
    Path(__file__).parents[1] / "pages" / "main.py",
    routes=ROUTES,
    middleware=[Middleware(LoggedIn, routes=ROUTES)] if is_required() else [],
    lifespan=_lifespan,
)


def behind_the_door(host: str) -> ASGIApp:
    """The pages as visitors reach them on the address `host`.

    Raises:
        InputError: a setting cannot be used.
    """
    return guarded(app, host, policy=policy(), free=_PARTS)
