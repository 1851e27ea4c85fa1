"""The documents for assistants, by the Model Context Protocol."""

from __future__ import annotations

import os
from pathlib import Path

import click

from app import options
from app.access import SETTING


@click.command()
@click.option(
    "--http", is_flag=True, help="Serve streamable HTTP on --host and --port instead of standard input and output."
)
@options.host
@options.auth
@options.port(8503)
@options.outer
@options.home
@options.model
@options.backend
def mcp(
    http: bool, host: str, port: int, auth: Path | None, home: Path, model: str | None, backend: str | None
) -> None:
    """Let an assistant search, read, cite and compare the documents, by the Model Context Protocol (docs/mcp.md).

    Example: dieukhoan mcp --home ho-so
    """
    options.open_store(home).close()  # a home that cannot be used is said here, not in every answer
    options.hand_on(home, model, backend)
    if not http:
        os.environ.pop(SETTING, None)  # whoever starts the program may read the home anyway
    from app.mcp_server.library import Library
    from app.mcp_server.running import run_http, run_stdio
    from app.mcp_server.server import made

    library = Library()
    library.warm_up()
    server = made(library)
    if http:
        run_http(server, host, port, home)
    else:
        run_stdio(server)
