"""One place in the list for what says the same: a clause with what stands around it, and the same text in several documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corpus.document import Clause, Document
from corpus.language.text import fold, syllables

#: A shown text of at most this many characters speaks for the clauses in it; a longer one is answered clause by clause.
_SHORT = 1500
#: Two texts repeat each other when this share of their pairs of syllables is common to both.
_ALIKE = 0.85

Reason = Literal["encloses", "within", "repeats"]


@dataclass(frozen=True, slots=True)
class Also:
    """A clause folded under an answer: it `encloses` the answer, stands `within` it, or `repeats` its words elsewhere."""

    clause_id: str
    reason: Reason


@dataclass
class Group:
    """A place in the list: the best clause and what is folded under it."""

    clause_id: str
    score: float
    also: list[Also]


def grouped(
    ranked: Iterable[tuple[str, float]], clause_of: Callable[[str], tuple[Document, Clause]], k: int
) -> list[Group]:
    """The first `k` groups of `ranked` (clause ids and scores, best first); what follows the last is folded in where it belongs."""
    groups: list[Group] = []
    leaders: list[_Shown] = []
    for clause_id, score in ranked:
        shown = _Shown(*clause_of(clause_id))
        for group, leader in zip(groups, leaders, strict=True):
            if reason := _relation(leader, shown):
                group.also.append(Also(clause_id, reason))
                break
        else:
            if len(groups) == k:
                break
            groups.append(Group(clause_id, score, []))
            leaders.append(shown)
    return groups


class _Shown:
    """A clause as it is shown, with what comparing needs."""

    def __init__(self, document: Document, clause: Clause) -> None:
        self.document_id = document.id
        self.clause = clause
        self.span = document.answer_span(clause)
        words = [fold(word) for word in syllables(document.text[self.span.start : self.span.end])]
        self.numbers = [word for word in words[1:] if re.search(r"\d", word)]  # the first may be the label
        self.pairs = frozenset(pairwise(words[1:]))


def _relation(leader: _Shown, other: _Shown) -> Reason | None:
    """Why `other` needs no place of its own beside `leader`; None when it does."""
    if leader.document_id == other.document_id:
        if other.clause.start <= leader.clause.start and leader.clause.end <= other.clause.subtree_end:
            return "encloses"
        shown_in_leader = leader.span.start <= other.span.start and other.span.end <= leader.span.end
        if shown_in_leader and leader.span.end - leader.span.start <= _SHORT:
            return "within"
        if (
            other.clause.parent == leader.clause.id
            and other.clause.start < leader.clause.subtree_end <= leader.clause.start + _SHORT
        ):
            return "within"
    # The same words with another figure are another answer.
    smaller, larger = sorted((len(leader.pairs), len(other.pairs)))
    if smaller < 4 or smaller < _ALIKE * larger or leader.numbers != other.numbers:
        return None
    common = len(leader.pairs & other.pairs)
    return "repeats" if common >= _ALIKE * (len(leader.pairs) + len(other.pairs) - common) else None
