"""The door of the pages: who logged in to Streamlit, in its runs and in what the pages fetch beside them.

`st.login` keeps who somebody is in a signed cookie. Streamlit reads it for its own connection; for the pages' other requests it is read here,
by Streamlit's own functions, so that both agree. What is open to all is named here; everything else asks for a log-in.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from app.access.people import person
from app.access.settings import settings
from app.access.viewer import NOBODY, Viewer, asking
from corpus.errors import InputError

_LOG = logging.getLogger("dieukhoan")
#: The program of the pages, which holds no documents, the way to the log-in and back, and the language.
_OPEN = re.compile(
    r"(/[a-z]+)?/(_stcore/(health|host-config|bidi-components/.+)|static/.+|language/\w+)"
    r"|/auth/(login|logout)|/oauth2callback|/opensearch\.xml|/(favicon|manifest|robots)\.\w+"
)
#: A page's place in the address, where the same program is given out for each.
_PAGE = re.compile(r"/[a-z]*/?")


class LoggedIn:
    """ASGI middleware: what the pages fetch is asked by who has logged in; nobody else is told more than how to do so."""

    def __init__(self, app: ASGIApp, routes: Sequence[Route]) -> None:
        """`routes` answer with what documents say; other places of one word are pages."""
        self._app = app
        self._answering = {route.path.split("/")[1] for route in routes}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request; the pages' own connection finds out by itself who asks (`in_run`)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with asking(_sender(HTTPConnection(scope).cookies)) as who:
            if who.role is None and not self._is_open(scope["path"]):
                told = {"error": "Log in first: these documents are for known people only."}
                await JSONResponse(told, 401)(scope, receive, send)
            else:
                await self._app(scope, receive, send)

    def _is_open(self, path: str) -> bool:
        page = _PAGE.fullmatch(path) and (path == "/" or path.strip("/") not in self._answering)
        return bool(page or _OPEN.fullmatch(path))


def in_run() -> Viewer | None:
    """Who asks for the page that is being made; None where none is."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    return _person(st.user.to_dict()) if st.user.is_logged_in else NOBODY


def _sender(cookies: Mapping[str, str]) -> Viewer:
    claims = _claims(cookies)
    # The cookie holds for the place that Streamlit was told to come back to.
    if not claims.get("is_logged_in") or claims.get("origin") != get_origin_from_redirect_uri():
        return NOBODY
    return _person(claims)


def _person(claims: Mapping[str, Any]) -> Viewer:
    try:
        return person(claims, settings().access)
    except InputError as error:  # the file cannot be used any more: nobody is let in until it is corrected
        _LOG.error("%s", error)
        return NOBODY


def _claims(cookies: Mapping[str, str]) -> dict[str, Any]:
    def signed(name: str) -> bytes | None:
        return decode_signed_value(get_cookie_secret(), name, cookies.get(name, ""))

    found = get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    claims: dict[str, Any] = json.loads(found) if found else {}
    return claims
