"""The catalogue of known documents: facts (number, type, issuer, date, title) about documents whether or not they are stored."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One known document; `title` is in the case in which it is cited, `issued_on` an ISO date. Unknown facts are None."""

    number: str
    type: str
    issuer: str
    issued_on: str | None
    title: str | None


@cache
def catalogue() -> tuple[CatalogueEntry, ...]:
    """The entries that ship with the program, by number."""
    source = files("corpus").joinpath("catalogue.json").read_text("utf-8")
    return tuple(CatalogueEntry(**entry) for entry in json.loads(source))


def find_in_catalogue(number: str, issued_on: str | None = None) -> CatalogueEntry | None:
    """The known document of this number; numbers are given again by other issuers and terms, so a date must agree."""
    for entry in catalogue():
        if entry.number == number and (issued_on is None or entry.issued_on in (None, issued_on)):
            return entry
    return None


def missing_from(stored: Collection[tuple[str | None, str | None]]) -> list[CatalogueEntry]:
    """The known documents that are none of the `stored` ones, each given by its number and date; an unknown date agrees."""
    return [
        entry
        for entry in catalogue()
        if not any(
            number == entry.number and (entry.issued_on in (None, date) or date is None) for number, date in stored
        )
    ]
