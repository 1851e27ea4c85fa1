"""What is turned away is answered with one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketClose

#: Why a request is turned away, with the status of the answer.
STATUSES = {"foreign-origin": 403, "too-many-requests": 429}


class Refuse(Protocol):
    """Makes the answer to a request that is turned away for the reason `kind` of `STATUSES`."""

    def __call__(self, asked: HTTPConnection, kind: str, told: str, headers: Mapping[str, str]) -> Response:
        """The answer; `told` is a sentence with the next step."""


def sentence(asked: HTTPConnection, kind: str, told: str, headers: Mapping[str, str]) -> Response:
    """The sentence alone."""
    return PlainTextResponse(told + "\n", STATUSES[kind], dict(headers))


async def turn_away(
    scope: Scope, receive: Receive, send: Send, refuse: Refuse, kind: str, told: str, headers: Mapping[str, str]
) -> None:
    """Answer instead of the application; a WebSocket is not opened."""
    if scope["type"] == "websocket":
        await WebSocketClose(1008, told)(scope, receive, send)
    else:
        await refuse(HTTPConnection(scope), kind, told, headers)(scope, receive, send)
