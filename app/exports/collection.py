"""A collection as what its exports share: each quotation with the form in which its document is cited there, and the documents cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.exports.pieces import writable
from corpus.workspace import Item

_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
_RULE = re.compile(r"^[\s|:-]+$")


@dataclass(frozen=True, slots=True)
class Cited:
    """A quotation in a draft: its lines, or the rows of a table, in order, its citation, and its note ("" where there is none)."""

    parts: tuple[str | tuple[tuple[str, ...], ...], ...]
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
        shown.append(Cited(tuple(_parts(writable(quotation.text))), writable(citation), writable(item.note.strip())))
    return shown


def documents(items: Iterable[Item]) -> list[str]:
    """The citations of the documents that `items` quote, each once, in order of appearance."""
    return list(dict.fromkeys(writable(item.quotation.document) for item in items))


def _parts(text: str) -> Iterator[str | tuple[tuple[str, ...], ...]]:
    """The lines of `text` that are not blank; lines between bars are the rows of one table."""
    rows: list[tuple[str, ...]] = []
    for line in [*text.splitlines(), ""]:
        row = _ROW.match(line)
        if row:
            if not _RULE.match(line):
                rows.append(tuple(cell.strip() for cell in row[1].split("|")))
            continue
        if rows:
            yield _even(rows)
            rows = []
        if line.strip():
            yield line.strip()


def _even(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """`rows` of one length, the shorter ones filled with empty cells."""
    width = max(map(len, rows))
    return tuple(row + ("",) * (width - len(row)) for row in rows)
