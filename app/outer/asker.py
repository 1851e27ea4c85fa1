"""Who asks: the viewer's name where one is known, and the address that the request came from."""

from __future__ import annotations

import sys
from contextvars import ContextVar
from dataclasses import dataclass

from starlette.types import Scope


@dataclass(frozen=True, slots=True)
class Asker:
    """`address` is that of the browser or program, or of a proxy that is not trusted; `name` that of the viewer."""

    address: str
    name: str | None = None

    @property
    def who(self) -> str:
        """By what requests are counted and logged."""
        return self.name or self.address


_LOCAL = "127.0.0.1"
_ASKER: ContextVar[Asker | None] = ContextVar("asker", default=None)


def nobody(_: Scope) -> str | None:
    """The viewer where nobody logs in."""
    return None


def arrived(scope: Scope, name: str | None) -> Asker:
    """Keep who sent this request, for all that is done in answer to it."""
    host, _ = scope.get("client") or ("", 0)
    found = Asker(host, name)
    _ASKER.set(found)
    return found


def asking() -> Asker:
    """Who is being answered: the sender of a request, or the visitor in whose run of a page this is called."""
    if found := _ASKER.get():
        return found
    streamlit = sys.modules.get("streamlit")  # outside a request only a page asks, and then it is loaded
    address = streamlit.context.ip_address if streamlit else None
    return Asker(address or _LOCAL)  # Streamlit names no address of this computer


def answering(asker: Asker) -> None:
    """Let what this thread does from now on be done for `asker`."""
    _ASKER.set(asker)
