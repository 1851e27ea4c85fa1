"""The door of programs: a request to the API or to MCP is asked by whom its token names."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import cast

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.access.viewer import NOBODY, Role, Viewer, asking
from corpus.store.tokens import PREFIX, Tokens

#: What is said to who brings no token that holds.
NO_TOKEN = "The header Authorization brings no token that holds; `dieukhoan token add NAME` makes one."


class Bearer:
    """ASGI middleware: what handles a request may ask for the `viewer`; who brings no token that holds is `NOBODY`."""

    def __init__(
        self,
        app: ASGIApp,
        home: Callable[[], Path],
        open_to_all: Collection[str],
        refusal: Callable[[Request], Response],
    ) -> None:
        """The tokens are those of the folder that `home` gives when the first request comes.

        Whoever brings none passes to the paths `open_to_all` and what lies below, and is answered by `refusal` elsewhere.

        Raises:
            StoreError: the tokens cannot be read.
        """
        self._app, self._tokens = app, Tokens(home())
        self._open, self._refusal = tuple(open_to_all), refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with asking(self._sender(Headers(scope=scope).get("authorization", ""))) as who:
            if who.role is None and not self._is_open(scope["path"]):  # before anything of its body is read
                await self._refusal(Request(scope))(scope, receive, send)
            else:
                await self._app(scope, receive, send)

    def _is_open(self, path: str) -> bool:
        return any(path == one or path.startswith(f"{one}/") for one in self._open)

    def _sender(self, authorization: str) -> Viewer:
        scheme, _, token = authorization.partition(" ")
        known = self._tokens.known(token.strip()) if scheme.lower() == "bearer" and PREFIX in token else None
        return Viewer(f"token {known.name}", cast(Role, known.role), frozenset(known.groups)) if known else NOBODY
