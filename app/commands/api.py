"""The HTTP API."""

from __future__ import annotations

from pathlib import Path

import click

from app import options


@click.command()
@options.host
@options.auth
@options.port(8502)
@options.outer
@options.home
@options.model
@options.backend
def api(host: str, port: int, auth: Path | None, home: Path, model: str | None, backend: str | None) -> None:
    """Answer other programs over HTTP; the address is printed, and /v1/docs there says what they may ask.

    Example: dieukhoan api --port 8502
    """
    from app.listening import announce, listening
    from app.outer import answer

    options.open_store(home).close()  # a home that cannot be used is said here, not in every answer
    options.hand_on(home, model, backend)
    from app.api.application import application, behind_the_door

    served = behind_the_door(application(), host)
    bound = listening(host, port)
    announce(host, port, "/v1/docs")
    answer(served, bound)
