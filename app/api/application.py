"""The API put together: FastAPI with its addresses under `/v1`, its description and its pages of documentation."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi_offline import FastAPIOffline
from starlette.types import ASGIApp

from app.access.bearer import Bearer
from app.access.settings import is_required
from app.api import across, answers, collections, docs_page, documents, service, uploads
from app.api.description import describe
from app.api.docs_page import ASSETS
from app.api.gate import Limits, gate, origins, readers
from app.api.problems import documented, handle, turned_away, unknown
from app.outer import guarded
from app.session import home_folder, warm_up
from ingest.isolation import stop_workers

PREFIX = "/v1"
#: What is told without a log-in: the service's own state and description.
_OPEN = ("health", "problems", "openapi.json", "docs")


@asynccontextmanager
async def _lifespan(_: FastAPI) -> AsyncIterator[None]:
    """The model is loaded while the first requests come; files that are being read when the server ends can be sent again."""
    threading.Thread(target=warm_up, daemon=True).start()
    yield
    stop_workers()


def application() -> FastAPI:
    """The API over the store that `app/session.py` opens."""
    app: FastAPI = FastAPIOffline(
        title="dieukhoan",
        version=version("dieukhoan"),
        docs_url=None,
        redoc_url=None,
        static_url=f"{PREFIX}{ASSETS}",
        openapi_url=f"{PREFIX}/openapi.json",
        swagger_ui_parameters={"validatorUrl": None},  # it would send the description to another site
        redirect_slashes=False,
        lifespan=_lifespan,
        generate_unique_id_function=lambda route: route.name,
    )
    every = documented(
        "foreign-origin", "too-many-requests", "not-acceptable", "invalid-request", "internal-error", "home-unusable"
    )
    known = documented("not-logged-in", "not-allowed") if is_required() else {}
    app.include_router(docs_page.router, prefix=PREFIX)
    for module in (answers, documents, across, collections, uploads):
        passed = [*([Depends(readers)] if is_required() else []), Depends(gate)]
        app.include_router(module.router, prefix=PREFIX, dependencies=passed, responses={**every, **known})
    app.include_router(service.router, prefix=PREFIX, dependencies=[Depends(gate)], responses=every)
    handle(app)
    describe(app)
    app.add_middleware(Limits)
    if is_required():
        app.add_middleware(
            Bearer, home=home_folder, open_to_all=[f"{PREFIX}/{name}" for name in _OPEN], refusal=unknown
        )
    if allowed := origins():
        app.add_middleware(
            CORSMiddleware, allow_origins=allowed, allow_methods=["*"], allow_headers=["*"],
            expose_headers=["ETag", "Link", "Location"],
        )  # fmt: skip
    return app


def behind_the_door(app: FastAPI, host: str) -> ASGIApp:
    """The API `app` as other programs reach it on the address `host`.

    Raises:
        InputError: a setting cannot be used.
    """
    free = f"{PREFIX}{ASSETS}/.+"
    return guarded(app, host, refuse=turned_away, origins=tuple(origins()), free=free)
