"""Tables whose columns say who does what by when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.document import Span
from corpus.language.agencies import find_agencies
from corpus.language.deadlines import Deadline, deadline_of_cell
from ingest.tasks import grammar
from ingest.tasks.assignments import NOBODY, Given

_CELL = re.compile(r"[^|\n]+")
_COUNTING = re.compile(r"\W*(?:\d+|[a-z])?\W*")
#: A name is no longer than this; a cell that is holds more than agencies.
_NAME = 90


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table hold the work, who leads, who helps, and the time; `width` is their number."""

    work: int
    lead: int
    helpers: int | None
    time: int | None
    width: int


@dataclass(frozen=True, slots=True)
class Row(Span):
    """A row that gives work; `work` is where it stands, `time` what its column of dates says."""

    given: Given
    work: Span
    time: Deadline | None


def rows_of(text: str, before: Columns | None) -> tuple[list[Row], Columns | None]:
    """The rows of a table that give work, and its columns; `before`: those of the table that it may continue."""
    columns: Columns | None = None
    out: list[Row] = []
    given = NOBODY
    for line in _lines(text):
        cells = _cells(text, line)
        head = _columns([text[cell.start : cell.end] for cell in cells])
        if head:
            columns = head
            continue
        used = columns or (before if before and before.width == len(cells) else None)
        if used is None or len(cells) != used.width:
            continue
        columns = used
        row = _row(text, line, cells, used, given)
        if row:
            given = row.given
            out.append(row)
    return out, columns


def _row(text: str, line: Span, cells: list[Span], columns: Columns, above: Given) -> Row | None:
    def words(column: int | None) -> str:
        return "" if column is None else text[cells[column].start : cells[column].end].strip()

    work, lead = words(columns.work), words(columns.lead)
    if _COUNTING.fullmatch(work) or not lead or _COUNTING.fullmatch(lead.replace("(", "").replace(")", "")):
        return None
    leads = above.leads if grammar.DITTO.fullmatch(lead) else names_in(lead)
    if not leads:
        return None
    helpers = words(columns.helpers)
    given = Given(leads, above.cooperating if helpers and grammar.DITTO.fullmatch(helpers) else names_in(helpers))
    return Row(line.start, line.end, given, _stripped(text, cells[columns.work]), _time(text, cells, columns))


def _time(text: str, cells: list[Span], columns: Columns) -> Deadline | None:
    if columns.time is None:
        return None
    cell = cells[columns.time]
    read = deadline_of_cell(text[cell.start : cell.end])
    return Deadline(read.start + cell.start, read.end + cell.start, read.date, read.recurrence) if read else None


def names_in(words: str) -> tuple[str, ...]:
    """The agencies of a cell or field; what is no known kind of name is taken as printed, part by part."""
    found = tuple(dict.fromkeys(mention.name for mention in find_agencies(words)))
    if found:
        return found
    parts = [" ".join(part.split()).strip(" .-") for part in re.split(r"[;\n]", words)]
    return tuple(
        part[:1].upper() + part[1:] for part in parts if part and len(part) <= _NAME and re.search(r"[^\W\d_]{2}", part)
    )


def _columns(cells: list[str]) -> Columns | None:
    """What a row of heads says, or None where the row is none."""
    if any(len(cell) > _NAME for cell in cells):
        return None
    helpers = _first(cells, grammar.HELP_COLUMN, ())
    time = _first(cells, grammar.TIME_COLUMN, (helpers,))
    both = (
        helpers is not None
        and bool(grammar.LEAD_COLUMN.search(cells[helpers]))
        and not _first_lead(cells, (helpers, time))
    )
    lead = helpers if both else _first_lead(cells, (helpers, time))
    work = _first(cells, grammar.WORK_COLUMN, (lead, helpers, time))
    if lead is None or work is None:
        return None
    return Columns(work, lead, None if both else helpers, time, len(cells))


def _first_lead(cells: list[str], taken: tuple[int | None, ...]) -> int | None:
    return _first(cells, grammar.LEAD_COLUMN, taken)


def _first(cells: list[str], pattern: re.Pattern[str], taken: tuple[int | None, ...]) -> int | None:
    return next((at for at, cell in enumerate(cells) if at not in taken and pattern.search(cell)), None)


def _lines(text: str) -> Iterator[Span]:
    at = 0
    for line in text.split("\n"):
        yield Span(at, at + len(line))
        at += len(line) + 1


def _cells(text: str, line: Span) -> list[Span]:
    """The cells of a line between its bars."""
    bars = [at for at in range(line.start, line.end) if text[at] == "|"]
    return [Span(left + 1, right) for left, right in pairwise(bars)]


def _stripped(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))
