"""What a client may keep of an answer: entity tags, and the short answer that nothing has changed."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import Response


def tag_of(body: bytes) -> str:
    """The tag of exactly these bytes."""
    return hashlib.sha256(body).hexdigest()[:32]


def known(request: Request, tag: str, *, lasting: bool = False, weak: bool = False) -> Response | None:
    """That nothing has changed (304), where the client has what is tagged `tag`; else None."""
    asked = [item.strip().removeprefix("W/") for item in request.headers.get("if-none-match", "").split(",")]
    if f'"{tag}"' in asked or asked == ["*"]:
        return Response(status_code=304, headers=kept(tag, lasting=lasting, weak=weak))
    return None


def kept(tag: str, *, lasting: bool = False, weak: bool = False) -> dict[str, str]:
    """Headers: the client keeps the answer, and asks each time whether it still holds unless it is `lasting`.

    `weak`: answers with this tag say the same and need not be the same bytes.
    """
    keep = "private, max-age=31536000, immutable" if lasting else "private, no-cache"
    return {
        "ETag": f'{"W/" if weak else ""}"{tag}"',
        "Cache-Control": keep,
        "X-Content-Type-Options": "nosniff",
    }
