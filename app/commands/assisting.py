"""The documents for assistants, by the Model Context Protocol."""

from __future__ import annotations

from pathlib import Path

import click

from app import options


@click.command()
@click.option(
    "--http", is_flag=True, help="Serve streamable HTTP on --host and --port instead of standard input and output."
)
@options.host
@options.port(8503)
@options.home
@options.model
@options.backend
def mcp(http: bool, host: str, port: int, home: Path, model: str | None, backend: str | None) -> None:
    """Let an assistant search, read, cite and compare the documents, by the Model Context Protocol (docs/mcp.md).

    Example: dieukhoan mcp --home ho-so
    """
    from app.mcp_server.library import Library
    from app.mcp_server.running import run_http, run_stdio
    from app.mcp_server.server import made
    from search import Searcher

    with options.open_store(home) as store:
        library = Library(store, Searcher(store, model, backend=backend))
        library.warm_up()
        server = made(library)
        if http:
            run_http(server, host, port)
        else:
            run_stdio(server)
