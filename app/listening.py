"""Where the servers listen: an address and a port of this computer, and what is said of them at the start."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress

import click

from app.access.settings import is_required
from corpus.errors import InputError

#: Reaches the programs of this computer alone.
LOOPBACK = "127.0.0.1"
_EVERYWHERE = ("0.0.0.0", "::")
#: So many ports are tried from the wanted one on.
_TRIED = 50


def listening(host: str, port: int) -> socket.socket:
    """A socket that is bound to `port` of `host`, 0 for any free one.

    Raises:
        InputError: this computer has no such address, or another program has the port.
    """
    try:
        return _bound(host, port)
    except OSError as error:
        where = f"port {port} of {host}" if port else host
        raise InputError(
            f"Nothing can listen on {where} ({error.strerror or error}); name another with --port, or an address of this "
            "computer with --host."
        ) from error


def free_port(host: str, wanted: int) -> int:
    """The first port from `wanted` on that is free.

    Raises:
        InputError: none is, or this computer has no such address.
    """
    listening(host, 0).close()
    for port in range(wanted, min(wanted + _TRIED, 65536)):
        if is_free(port, host):
            return port
    raise InputError(f"No port from {wanted} on is free; name another with --port.")


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on `port` of `host` now."""
    with suppress(OSError):
        _bound(host, port).close()
        return True
    return False


def announce(host: str, port: int, path: str = "") -> None:
    """Print the address of a server, and what it means that others than this computer reach it."""
    named = "localhost" if host in (LOOPBACK, *_EVERYWHERE) else f"[{host}]" if ":" in host else host
    click.echo(f"dieukhoan: http://{named}:{port}{path}")
    if host not in (LOOPBACK, "localhost", "::1") and not is_required():
        said = "Whoever reaches this computer on that port can do all that the server can: there is no log-in (--auth)."
        click.echo(said, err=True)
    sys.stdout.flush()


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    bound = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere the option lets two servers have one port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError:
        bound.close()
        raise
    return bound
