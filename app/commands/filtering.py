"""The options by which a command narrows what may answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from app.options import Command


def _day(option: str, name: str, said: str) -> Callable[[Command], Command]:
    """`option`, a day that is given on as ISO."""
    return click.option(
        option,
        name,
        type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
        callback=lambda _context, _parameter, day: day.date().isoformat() if day else None,
        help=said,
    )


def filtering(command: Callable[..., None]) -> Callable[..., None]:
    """What may answer: `--type`, `--issuer` …, given together as `filters`."""
    stated = {
        "type": click.option("--type", help="Only documents of this type: Kế hoạch, Quyết định, …"),
        "issuer": click.option("--issuer", help="Only documents whose issuer's name holds this."),
        "issued_from": _day("--from", "issued_from", "Issued on this day or later."),
        "issued_to": _day("--to", "issued_to", "Issued on this day or earlier."),
        "document": click.option("--document", help="Only this document, by its id."),
        "status": click.option("--status", help="Only documents of this status."),
        "level": click.option(
            "--level", help="Only clauses of this level: article, clause, point, roman, arabic, dash, …"
        ),
    }

    @wraps(command)
    def gathered(**given: Any) -> None:
        from search import Filters

        command(filters=Filters(**{name: given.pop(name) for name in stated}).checked(), **given)

    for option in reversed(stated.values()):
        gathered = option(gathered)
    return gathered
