"""A comparison as it is laid out: one row for each pair and for each clause that only one document has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.language import N_
from corpus.citing.citation import cite_clause, label_path
from corpus.document import Clause, Document, Span
from corpus.store import Store
from search.comparison.comparing import ComparedPair, Comparison
from search.comparison.differences import Differences, ValueChange

NOT_TAKEN_UP = N_("Chưa có điều khoản tương ứng")
ADDED = N_("Chỉ có ở văn bản này")
NOTHING = N_("Không quy định")
SAME = N_("Giống nhau")
NAMES = {"figures": N_("Số liệu"), "deadlines": N_("Thời hạn"), "agencies": N_("Cơ quan")}
#: What stands for a figure, a deadline or an agency that one side has not.
ABSENT = N_("không có")


@dataclass(frozen=True, slots=True)
class NamedChange:
    """What differs besides words: under which of `NAMES`, and how either side has it (None where it has none)."""

    name: str
    a: str | None
    b: str | None

    def line(self, say: Callable[[str], str] = N_) -> str:
        """`80% → 75%`; `say` translates what is no word of a document."""
        return f"{self.a or say(ABSENT)} → {self.b or say(ABSENT)}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A clause in a row: its id, its place, its citation, its own text, and the stretches of it that the other side has otherwise."""

    clause_id: str
    place: str
    citation: str
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SideRow:
    """A row: either cell is None where that side has nothing."""

    a: Cell | None
    b: Cell | None
    score: float | None
    changes: tuple[NamedChange, ...]
    differs: bool


def side_by_side(store: Store, comparison: Comparison) -> list[SideRow]:
    """The rows of `comparison` in the order of the first document; what only the second has comes last, in its order."""
    a, b = store.document(comparison.a), store.document(comparison.b)
    rows = [(_clause(a, pair.a).order, _clause(b, pair.b).order, _pair(a, b, pair)) for pair in comparison.pairs]
    rows += [
        (_clause(a, key).order, -1, SideRow(_cell(a, key, ()), None, None, (), True)) for key in comparison.only_in_a
    ]
    rows += [
        (len(a.clauses), _clause(b, key).order, SideRow(None, _cell(b, key, ()), None, (), True))
        for key in comparison.only_in_b
    ]
    return [row for _, _, row in sorted(rows, key=lambda item: item[:2])]


def _pair(a: Document, b: Document, pair: ComparedPair) -> SideRow:
    found = pair.differences
    first, second = _clause(a, pair.a).text, _clause(b, pair.b).text
    changes = [
        NamedChange(NAMES[name], _printed(change.a, first), _printed(change.b, second))
        for name, listed in _listed(found)
        for change in listed
    ]
    return SideRow(
        _cell(a, pair.a, [change.a for change in found.words]),
        _cell(b, pair.b, [change.b for change in found.words]),
        pair.score,
        tuple(changes),
        found.any,
    )


def _listed(found: Differences) -> Sequence[tuple[str, Sequence[ValueChange[Any]]]]:
    return ("figures", found.figures), ("deadlines", found.deadlines), ("agencies", found.agencies)


def _printed(span: Span | None, text: str) -> str | None:
    return " ".join(text[span.start : span.end].split()) if span else None


def _cell(document: Document, clause_id: str, marks: Sequence[Span]) -> Cell:
    clause = _clause(document, clause_id)
    return Cell(
        clause_id,
        label_path(document, clause),
        cite_clause(document, clause, "later"),
        clause.text,
        tuple((span.start, span.end) for span in marks if span.start < span.end),
    )


def _clause(document: Document, clause_id: str) -> Clause:
    clause = document.clause(clause_id)
    assert clause is not None
    return clause
