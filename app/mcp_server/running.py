"""Serving assistants over standard input and output, or over streamable HTTP."""

from __future__ import annotations

import signal
import socket

from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

from app.listening import announce, listening

_HERE = ("127.0.0.1", "localhost", "[::1]")


def run_stdio(server: MCPServer[None]) -> None:
    """Serve the program at the other end of standard input and output until it closes them, or a signal comes."""
    # Python's own Ctrl-C would wait for the next line: the thread that reads it cannot be stopped.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    server.run()


def run_http(server: MCPServer[None], host: str, port: int) -> None:
    """Serve until the process is stopped; prints the address first. No request depends on another one: there are no sessions.

    A page of the web that has its own name point to this computer is refused: requests are to name this computer.

    Raises:
        InputError: the port cannot be listened on.
    """
    listening(host, port).close()
    shown = f"[{host}]" if ":" in host else host
    names = dict.fromkeys((*_HERE, shown, socket.gethostname()))
    security = TransportSecuritySettings(
        allowed_hosts=[f"{name}:*" for name in names], allowed_origins=[f"http://{name}:*" for name in names]
    )
    announce(host, port, "/mcp")
    server.run("streamable-http", host=host, port=port, stateless_http=True, transport_security=security)
