"""What every request passes behind the outer door (`app/outer/`): limits on its body, and which media types it speaks.

Every router depends on `gate`; where a log-in is required, all but the service's own depend on `readers`, and what changes the store on `editors`.
"""

from __future__ import annotations

import os
import re
from typing import Annotated

from fastapi import Request, Security
from fastapi.security import HTTPBearer
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.access.viewer import require
from app.api.problems import ProblemError
from ingest.readers.reading import MAX_BYTES

#: A body may have so many bytes: a file as large as one may be, and what multipart puts around it.
MOST = MAX_BYTES + 100_000


def origins() -> list[str]:
    """The origins of other sites' pages that may use the API: `DIEUKHOAN_API_ORIGINS`, with spaces or commas between them."""
    return re.findall(r"[^\s,]+", os.environ.get("DIEUKHOAN_API_ORIGINS", ""))


_TOKEN = HTTPBearer(auto_error=False, description="A token of `dieukhoan token add`.")


async def readers(_: Annotated[object, Security(_TOKEN)]) -> None:
    """Let those pass who may read.

    Raises:
        AccessError: who asks may not.
    """
    require("reader")


async def editors() -> None:
    """Let those pass who may change what is stored.

    Raises:
        AccessError: who asks may not.
    """
    require("editor")


async def administrators() -> None:
    """Let administrators pass.

    Raises:
        AccessError: who asks is none.
    """
    require("admin")


async def gate(request: Request) -> None:
    """Refuse what asks for or brings another media type than its address has.

    Raises:
        ProblemError: it is refused.
    """
    _check_media_types(request)


def _check_media_types(request: Request) -> None:
    route = request.scope["route"]
    offered = route.response_class.media_type
    wanted = request.headers.get("accept", "*/*")
    if offered and not accepts(wanted, offered):
        raise ProblemError("not-acceptable", f"This address answers {offered}; name that in Accept, or */*.")
    if route.body_field is None:
        return
    taken = route.body_field.field_info.media_type
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent != taken:
        raise ProblemError("unsupported-media-type", f"This address takes {taken} and not {sent or 'a body without Content-Type'}; send that.")  # fmt: skip


def accepts(wanted: str, offered: str) -> bool:
    """Whether the header Accept `wanted` lets `offered` pass; the most exact range decides (RFC 9110, 12.5.1)."""
    ranges = {}
    for item in wanted.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        ranges[name] = not any(re.fullmatch(r"q=0(\.0*)?", parameter) for parameter in parameters)
    exact_first = (offered, offered.partition("/")[0] + "/*", "*/*")
    return next((ranges[name] for name in exact_first if name in ranges), False)


class Limits:
    """ASGI middleware: a body that is too large ends while it arrives, HEAD is a GET, answers are whole and taken for nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":  # FastAPI knows it for no address; the server leaves the body out
            scope = {**scope, "method": "GET"}
        # Starlette gives parts of files, and refuses a range by other than a problem document; whoever may ignore it gives all.
        scope = {**scope, "headers": [field for field in scope["headers"] if field[0] != b"range"]}
        left = MOST
        said = Headers(scope=scope).get("content-length", "")
        too_large = said.isdecimal() and int(said) > MOST

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0 or too_large:
                raise ProblemError("too-large", f"One request may hold {MAX_BYTES // 1_000_000} MB; send the files one by one.")  # fmt: skip
            return message

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Content-Type-Options"] = "nosniff"
            await send(message)

        await self._app(scope, counted, marked)
