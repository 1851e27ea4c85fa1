"""A collection as what its exports share: each quotation with the form in which its document is cited there, and the documents cited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.exports.pieces import Table, lines_and_tables, writable
from corpus.store.workspace import Item


@dataclass(frozen=True, slots=True)
class Cited:
    """A quotation in a draft: its lines, or the rows of a table, in order, its citation, and its note ("" where there is none)."""

    parts: tuple[str | Table, ...]
    citation: str
    note: str


def cited(items: Iterable[Item]) -> list[Cited]:
    """`items` in their order; a document is cited in full where it comes first and shortly after that."""
    known: set[str] = set()
    shown = []
    for item in items:
        quotation = item.quotation
        citation = quotation.later if quotation.document in known else quotation.citation
        known.add(quotation.document)
        shown.append(
            Cited(tuple(lines_and_tables(writable(quotation.text))), writable(citation), writable(item.note.strip()))
        )
    return shown


def documents(items: Iterable[Item]) -> list[str]:
    """The citations of the documents that `items` quote, each once, in order of appearance."""
    return list(dict.fromkeys(writable(item.quotation.document) for item in items))
