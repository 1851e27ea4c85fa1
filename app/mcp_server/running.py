"""Serving assistants over streamable HTTP."""

from __future__ import annotations

import socket
import sys

import click
from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

from app.health.ports import is_free

_HERE = ("127.0.0.1", "localhost", "[::1]")


def run_http(server: MCPServer[None], host: str, port: int) -> None:
    """Serve until the process is stopped; prints the address first. No request depends on another one: there are no sessions.

    A page of the web that has its own name point to this computer is refused: requests are to name this computer.

    Raises:
        click.ClickException: the port cannot be listened on.
    """
    if not is_free(port, host):
        raise click.ClickException(
            f"Nothing can listen on port {port} of {host} now; name another --port, or an address of this computer as --host."
        )
    shown = f"[{host}]" if ":" in host else host
    names = dict.fromkeys((*_HERE, shown, socket.gethostname()))
    security = TransportSecuritySettings(
        allowed_hosts=[f"{name}:*" for name in names], allowed_origins=[f"http://{name}:*" for name in names]
    )
    click.echo(f"dieukhoan: http://{shown}:{port}/mcp")
    sys.stdout.flush()
    server.run("streamable-http", host=host, port=port, stateless_http=True, transport_security=security)
