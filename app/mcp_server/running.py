"""Serving assistants over standard input and output, or over streamable HTTP."""

from __future__ import annotations

import signal
from pathlib import Path

from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from app.access.bearer import NO_TOKEN, Bearer
from app.access.settings import is_required
from app.listening import announce, listening
from app.outer import answer, guarded


def run_stdio(server: MCPServer[None]) -> None:
    """Serve the program at the other end of standard input and output until it closes them, or a signal comes."""
    # Python's own Ctrl-C would wait for the next line: the thread that reads it cannot be stopped.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    server.run()


def run_http(server: MCPServer[None], host: str, port: int, home: Path) -> None:
    """Serve until the process is stopped; prints the address first. No request depends on another one: there are no sessions.

    Where a log-in is required, the tokens of `home` are asked for.

    A page of the web that has its own name point to this computer is refused: requests are to name this computer.

    Raises:
        InputError: the port cannot be listened on, or a setting cannot be used.
    """
    # The outer door knows the names of this computer; the SDK's own check of them would have to be told the same again.
    security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    app: ASGIApp = server.streamable_http_app(stateless_http=True, transport_security=security)
    if is_required():
        app = Bearer(app, lambda: home, open_to_all=["/health"], refusal=_unknown)
    served = guarded(app, host, free="/health")
    bound = listening(host, port)
    announce(host, port, "/mcp")
    answer(served, bound)


def _unknown(_: Request) -> Response:
    return JSONResponse({"error": NO_TOKEN}, 401, {"WWW-Authenticate": "Bearer"})
