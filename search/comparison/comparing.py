"""Two documents side by side, and several documents on one question."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Document
from search.comparison.alignment import Alignment
from search.comparison.differences import Differences, differences


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """Two clauses that belong together, by their ids, and what differs; `score` is in [0, 1], higher is surer."""

    a: str
    b: str
    score: float
    differences: Differences


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents: their paired clauses in the order of the first, and the ids of the clauses that only one has, in its order."""

    a: str
    b: str
    pairs: tuple[ComparedPair, ...]
    only_in_a: tuple[str, ...]
    only_in_b: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What one document says to a question: its best clause, or None in every field but the first.

    `score` is in [0, 1] and means the same in every row.
    """

    document_id: str
    clause_id: str | None = None
    text: str | None = None
    score: float | None = None
    citation: str | None = None


def compared(a: Document, b: Document, alignment: Alignment) -> Comparison:
    """`alignment` of `a` and `b` with the differences of every pair."""
    pairs = []
    for pair in alignment.pairs:
        first, second = a.clause(pair.a), b.clause(pair.b)
        assert first is not None
        assert second is not None
        pairs.append(ComparedPair(pair.a, pair.b, pair.score, differences(first, second)))
    return Comparison(a.id, b.id, tuple(pairs), alignment.only_in_a, alignment.only_in_b)
