"""The pages."""

from __future__ import annotations

from pathlib import Path

import click

from app import options


@click.command()
@options.host
@options.auth
@options.port(8501, "Port; the next free one is taken.")
@click.option(
    "--frame-ancestors",
    envvar="DIEUKHOAN_FRAME_ANCESTORS",
    default="",
    metavar="SITES",
    help="Sites whose pages may embed clauses, with blanks between them: https://noibo.tinh.gov.vn.",
)
@options.outer
@options.home
@options.model
@options.backend
def serve(
    host: str, port: int, auth: Path | None, frame_ancestors: str, home: Path, model: str | None, backend: str | None
) -> None:
    """Open the pages on this computer; the address is printed.

    Example: dieukhoan serve --port 8501
    """
    from app.pages_server.running import run

    options.open_store(home).close()  # a home that cannot be used is said here, not in the browser
    run(host, port, home, model, backend, frame_ancestors, auth)
