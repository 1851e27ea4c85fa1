"""A file that is open already as an answer: it is sent whole, whatever becomes of its name meanwhile."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import IO
from urllib.parse import quote

from starlette.responses import StreamingResponse

_CHUNK = 1 << 18


def sent(file: IO[bytes], name: str, media_type: str, headers: Mapping[str, str]) -> StreamingResponse:
    """The content of `file`, to be kept under `name` and not to be shown; it is closed at the end."""
    encoded = quote(name)
    named = f'filename="{name}"' if encoded == name else f"filename*=utf-8''{encoded}"
    return StreamingResponse(
        _chunks(file),
        media_type=media_type,
        headers={
            **headers,
            "Content-Length": str(os.fstat(file.fileno()).st_size),
            "Content-Disposition": f"attachment; {named}",
        },
    )


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
