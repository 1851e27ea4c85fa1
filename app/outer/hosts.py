"""By which names this server may be asked, and whose pages may change something.

A page of the web can have its own name point to this computer (DNS rebinding), and send forms and open WebSockets anywhere: both
are told by Host and Origin, which its script cannot change.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.outer.refusing import Refuse, turn_away
from app.outer.settings import HOSTS

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_READING = ("GET", "HEAD", "OPTIONS")


class Hosts:
    """ASGI middleware: turns away what is asked in another server's name, and changes that a page of another site sends.

    Starlette's TrustedHostMiddleware knows no "any address" and no origins, and answers without a next step.
    """

    def __init__(
        self, app: ASGIApp, bound: str, named: tuple[str, ...], origins: tuple[str, ...], refuse: Refuse
    ) -> None:
        self._app, self._origins, self._refuse = app, origins, refuse
        self._network = bound not in _LOOPBACK
        own = (bound, socket.gethostname()) if self._network else (bound,)
        self._names = frozenset(name.lower() for name in (*_LOOPBACK, *own, *named))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, or say what to do."""
        told = self._wrong(scope) if scope["type"] in ("http", "websocket") else None
        if told:
            await turn_away(scope, receive, send, self._refuse, "foreign-origin", told, {})
        else:
            await self._app(scope, receive, send)

    def _wrong(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if not self._own(host):
            return f"This server is not asked as '{host[:100]}'; take the address that it printed at its start, or name this one in {HOSTS}."
        if origin is None or (scope["type"] == "http" and scope["method"] in _READING) or origin in self._origins:
            return None
        if origin.partition("://")[2] != host:
            return f"Pages of {origin[:100]} may change nothing here; the administrator allows them with DIEUKHOAN_API_ORIGINS."
        return None

    def _own(self, host: str) -> bool:
        try:
            parts = urlsplit(f"//{host}")
            name, _ = parts.hostname, parts.port
        except ValueError:
            return False
        if not name or parts.netloc != host or "@" in host:
            return False
        return name.rstrip(".") in self._names or (self._network and _is_address(name))


def _is_address(name: str) -> bool:
    """A number of an address leads where it says, so nobody can have it lead elsewhere."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
