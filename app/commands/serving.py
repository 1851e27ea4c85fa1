"""The pages."""

from __future__ import annotations

from pathlib import Path

import click

from app import options


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Address to listen on; 0.0.0.0 opens the pages to the network, where whoever reaches them can do all: there is no log-in.",
)
@click.option(
    "--port", default=8501, show_default=True, type=click.IntRange(1, 65535), help="Port; the next free one is taken."
)
@click.option(
    "--frame-ancestors",
    envvar="DIEUKHOAN_FRAME_ANCESTORS",
    default="",
    metavar="SITES",
    help="Sites whose pages may embed clauses, with blanks between them: https://noibo.tinh.gov.vn.",
)
@options.home
@options.model
@options.backend
def serve(host: str, port: int, frame_ancestors: str, home: Path, model: str | None, backend: str | None) -> None:
    """Open the pages on this computer; the address is printed.

    Example: dieukhoan serve --port 8501
    """
    from app.framing import ancestors
    from app.server import run

    ancestors(frame_ancestors)
    options.open_store(home).close()  # a home that cannot be used is said here, not in the browser
    run(host, port, home, model, backend, frame_ancestors)
