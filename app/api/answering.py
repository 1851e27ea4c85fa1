"""How an answer leaves: JSON with its tag, and lists page by page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response

from app.api.parameters import Paging
from app.caching import kept, known, tag_of

JSON = "application/json"


def answered(request: Request, value: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """`value` as JSON with a strong tag, or 304 where the client has it."""
    body = _json(value)
    tag = tag_of(body)
    return known(request, tag) or Response(body, status, {**kept(tag), **(headers or {})}, JSON)


def answered_afresh(request: Request, value: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """As `answered` for a search, which says how long it took: the tag is weak and leaves that out."""
    tag = tag_of(_json({name: item for name, item in value.items() if name != "took_ms"}))
    made = {**kept(tag, weak=True), **(headers or {})}
    return known(request, tag, weak=True) or Response(_json(value), 200, made, JSON)


def changed(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """`value` as JSON after something was changed: not to be kept."""
    return Response(_json(value), status, {"Cache-Control": "no-store", **(headers or {})}, JSON)


def listed(request: Request, items: Sequence[Any], paging: Paging) -> Response:
    """One page of `items`: `items`, `total`, and `next`, the address of the next page or null; the header Link has it too."""
    after = paging.offset + paging.limit
    following = _with_offset(request, after) if after < len(items) else None
    page = {"items": items[paging.offset : after], "total": len(items), "next": following}
    return answered(request, page, headers=links(request, paging.offset, paging.limit, more=following is not None))


def links(request: Request, offset: int, limit: int, *, more: bool) -> dict[str, str]:
    """The header Link: the next page where there is `more`, the one before where `offset` leaves something out."""
    found = []
    if more:
        found.append(f'<{_with_offset(request, offset + limit)}>; rel="next"')
    if offset:
        found.append(f'<{_with_offset(request, max(0, offset - limit))}>; rel="prev"')
    return {"Link": ", ".join(found)} if found else {}


def _with_offset(request: Request, offset: int) -> str:
    """The address of this request with another offset, without scheme and host: whatever proxy stands before it, it holds."""
    url = request.url.include_query_params(offset=offset)
    return f"{url.path}?{url.query}"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
