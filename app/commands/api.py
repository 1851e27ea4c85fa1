"""The HTTP API."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import click

from app import options


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; no one is asked who he is.")
@click.option("--port", default=8502, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@options.home
@options.model
@options.backend
def api(host: str, port: int, home: Path, model: str | None, backend: str | None) -> None:
    """Answer other programs over HTTP; the address is printed, and /v1/docs there says what they may ask.

    There is no log-in yet: with another --host than 127.0.0.1, whoever reaches the port reads and changes everything.

    Example: dieukhoan api --port 8502
    """
    import uvicorn

    options.open_store(home).close()  # a home that cannot be used is said here, not in every answer
    given = {"DIEUKHOAN_HOME": str(home.resolve()), "DIEUKHOAN_MODEL": model, "DIEUKHOAN_BACKEND": backend}
    os.environ.update({name: value for name, value in given.items() if value})
    from app.api.application import application

    listening = _socket(host, port)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"dieukhoan: http://{shown}:{port}/v1/docs")
    sys.stdout.flush()
    config = uvicorn.Config(
        application(), server_header=False, log_level="warning", access_log=False, timeout_graceful_shutdown=5
    )
    uvicorn.Server(config).run(sockets=[listening])


def _socket(host: str, port: int) -> socket.socket:
    from corpus.errors import InputError

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        if os.name == "posix":  # elsewhere the option lets two servers share one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        raise InputError(
            f"{host}:{port} cannot be listened on ({error.strerror or error}); name another with --host or --port."
        ) from error
    return listening
