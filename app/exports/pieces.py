"""What the exports share: text in plain and marked pieces, or in lines and tables, safe to write into XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

#: Characters that XML cannot hold; documents bring them from damaged sources.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
_RULE = re.compile(r"^[\s|:-]+$")

#: Rows of as many cells each.
Table = tuple[tuple[str, ...], ...]


def writable(text: str) -> str:
    """`text` with a blank for each character that cannot be written; the length is unchanged."""
    return _UNWRITABLE.sub(" ", text)


def pieces(text: str, marks: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """`text` in order as pieces, each with whether it is marked."""
    clean = writable(text)
    at = 0
    for start, end in marks:
        if at < start:
            yield clean[at:start], False
        yield clean[start:end], True
        at = end
    if at < len(clean):
        yield clean[at:], False


def lines_and_tables(text: str) -> Iterator[str | Table]:
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


def _even(rows: Sequence[tuple[str, ...]]) -> Table:
    """`rows` of one length, the shorter ones filled with empty cells."""
    width = max(map(len, rows))
    return tuple(row + ("",) * (width - len(row)) for row in rows)
