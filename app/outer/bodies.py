"""What is sent on after it was refused: a body without an end in sight ends with the answer."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Bytes that are read past after a refusal, so that their sender hears it: who is cut off while he sends may not.
_PATIENCE = 1_000_000_000


class Bodies:
    """ASGI middleware: closes the connection behind an answer that came before the end of a body that is endless or enormous."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        if scope["type"] != "http" or not _is_endless(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        ended = False

        async def heard() -> Message:
            nonlocal ended
            message = await receive()
            ended = not message.get("more_body", False)
            return message

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and not ended:
                MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        await self._app(scope, heard, told)


def _is_endless(headers: Headers) -> bool:
    length = headers.get("content-length", "0")
    return "transfer-encoding" in headers or not length.isdecimal() or int(length) > _PATIENCE
