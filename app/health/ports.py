"""Whether the ports of this computer are free that the pages and the other doors listen on, and who has them where they are not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPException
from typing import Any
from urllib.request import ProxyHandler, build_opener

from app.health.check import Check
from app.listening import is_free

#: What listens there unless `--port` says otherwise: the pages, the HTTP API, the MCP server.
USUAL = (8501, 8502, 8503)
_NAME = "dieukhoan"
_SECONDS = 1


def port(number: int) -> Iterator[Check]:
    """Whether `number` is free on the loopback interface, or this program has it."""
    name = f"port {number}"
    if is_free(number):
        yield Check(name, "ok", "free")
    elif ours := _ours(number):
        yield Check(name, "ok", f"dieukhoan listens there already ({ours})")
    else:
        advice = f"end that program, or name another port with --port {number + 10}"
        yield Check(name, "warning", "another program listens there", advice)


def _ours(number: int) -> str | None:
    """What of this program answers at `number`, if anything."""
    if isinstance(_json(number, "/suggest?q="), list):
        return "pages"
    api, assistants = _json(number, "/v1/openapi.json"), _json(number, "/health")
    if isinstance(api, dict) and _NAME in str(api.get("info")).casefold():
        return "HTTP API"
    return "MCP server" if isinstance(assistants, dict) and assistants.get("name") == _NAME else None


def _json(number: int, path: str) -> Any:
    """What answers at `path` of port `number` in JSON; None where nothing does."""
    direct = build_opener(ProxyHandler({}))
    try:
        with direct.open(f"http://127.0.0.1:{number}{path}", timeout=_SECONDS) as answer:
            return json.load(answer)
    except (OSError, HTTPException, ValueError):  # whoever listens there need not speak HTTP
        return None
