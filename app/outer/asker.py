"""Where a request came from, for all that is done in answer to it."""

from __future__ import annotations

import sys
from contextvars import ContextVar

from starlette.types import Scope

from app.access.viewer import viewer

_LOCAL = "127.0.0.1"
_ADDRESS: ContextVar[str] = ContextVar("address")


def arrived(scope: Scope) -> None:
    """Keep the address that this request came from: the browser's or program's, or that of a proxy that is not believed."""
    host, _ = scope.get("client") or (_LOCAL, 0)
    _ADDRESS.set(host)


def sent_from(address: str) -> None:
    """Let what this thread does from now on be done for a visitor at `address`."""
    _ADDRESS.set(address)


def address() -> str:
    """Where the request came from that is being answered, or the visitor is in whose run of a page this is called."""
    if found := _ADDRESS.get(""):
        return found
    streamlit = sys.modules.get("streamlit")  # outside a request only a page asks, and then it is loaded
    named = streamlit.context.ip_address if streamlit else None
    return str(named or _LOCAL)  # Streamlit names no address of this computer


def who() -> str:
    """The name of who asks, where one is known, else the address: by this requests are counted and logged."""
    return viewer().name or address()
