"""Serving assistants over streamable HTTP."""

from __future__ import annotations

import socket

from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

from app.listening import announce, listening

_HERE = ("127.0.0.1", "localhost", "[::1]")


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
