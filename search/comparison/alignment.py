"""Which clauses of two documents belong together: pairs with a score, and what only one of the two has.

Compared are the clauses that say something themselves, at every level. A heading, and a line that only leads in ("Sở Xây dựng chủ trì:"),
is paired with headings alone, and is never missing: what stands under it is.

Three things tell whether two clauses belong together: how near their vectors are, how many rare words they share, and whether the sections
around them belong together. What counts is less how alike two clauses are than how much more alike than each is to the rest of the other
document: all clauses of two plans on housing are alike.

Two versions of one text are told by the share of clauses that they have nearly word for word. There a clause has one counterpart at most,
and its place decides between equals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.citing.identifiers import ClauseId
from corpus.document import Clause, Document
from search.comparison.overlap import overlap
from search.comparison.sides import Side
from search.index.dense import Vectors

Matrix = NDArray[np.float64]

#: What the overlap of words counts against nearness, where one number is needed.
_WORDS = 1.5
#: How many of the nearest clauses, and headings, of the other document say how alike one is to it on the whole.
_NEIGHBOURS, _NEIGHBOUR_HEADINGS = 5, 3
#: Two documents are versions of one text when this share of the shorter one's clauses has a counterpart with at least this overlap.
_VERSION_SHARE, _SAME_WORDS = 0.5, 0.8
#: In sections that belong together, the best that a clause has needs no more than this.
_SECOND = 0.1
#: In two versions: what the same place counts beside the same words, and the least that a pair needs.
_SAME_PLACE, _LEAST = 0.25, 0.35


@dataclass(frozen=True, slots=True)
class Pair:
    """Two clauses that belong together, by their ids; `score` is in [0, 1], higher is surer."""

    a: str
    b: str
    score: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs in the order of the first document, and the clauses that only one document has, by their ids, in its order."""

    pairs: tuple[Pair, ...]
    only_in_a: tuple[str, ...]
    only_in_b: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for each pair of two lists of clauses, `(n_a, n_b)` each.

    `near`: cosine of the vectors; `words`: overlap, in [0, 1]; `standing`: both together, above what either clause has with its nearest
    ones; `section`: the same for what stands around the clauses, for headings: under them.
    """

    near: Matrix
    words: Matrix
    standing: Matrix
    section: Matrix


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic function of the signals; `tests/benchmarks/alignment.py` fits it."""

    near: float
    words: float
    standing: float
    section: float
    bias: float

    def score(self, signals: Signals) -> Matrix:
        """In [0, 1]; pairs of 0.5 and more belong together."""
        total = self.near * signals.near + self.words * signals.words
        total += self.standing * signals.standing + self.section * signals.section
        return np.asarray(1 / (1 + np.exp(-total - self.bias)), dtype=np.float64)


CLAUSES = Weights(near=6.51, words=20.03, standing=3.28, section=0.5, bias=-6.17)
HEADINGS = Weights(near=7.34, words=2.87, standing=3.15, section=1.08, bias=-5.04)


def align(a: Document, b: Document, vectors: Callable[[str], Vectors]) -> Alignment:
    """Pair the clauses of `a` with those of `b`; a clause may have several counterparts.

    `vectors` gives the vectors of a clause's windows, `(n_windows, dimension)` unit rows, by its id; nothing is encoded here.
    """
    first, second = Side(a, vectors), Side(b, vectors)
    of_clauses, of_headings = signals(first, second)
    heading_scores = HEADINGS.score(of_headings)
    headings = _one_to_one(heading_scores, 0.5)
    if _are_versions(of_clauses.words):
        scores = _of_versions(first.clauses, second.clauses, of_clauses.words)
        chosen = _one_to_one(scores, _LEAST)
    else:
        scores = CLAUSES.score(of_clauses)
        together = _together(first, second, headings)
        chosen = _without_strays([(int(i), int(j)) for i, j in np.argwhere(scores >= 0.5)], together)
        chosen += _second_choices(chosen, np.where(together, scores, 0.0))
    pairs = [_pair(first.clauses[i], second.clauses[j], scores[i, j]) for i, j in chosen]
    pairs += [_pair(first.headings[i], second.headings[j], heading_scores[i, j]) for i, j in headings]
    paired = {key for pair in pairs for key in (pair.a, pair.b)}
    order = {clause.id: clause.order for clause in (*a.clauses, *b.clauses)}
    return Alignment(
        tuple(sorted(pairs, key=lambda pair: (order[pair.a], order[pair.b]))),
        tuple(clause.id for clause in first.clauses if clause.id not in paired),
        tuple(clause.id for clause in second.clauses if clause.id not in paired),
    )


def signals(a: Side, b: Side) -> tuple[Signals, Signals]:
    """What speaks for each pair of clauses, and of headings."""
    near, words, standing = _likeness(a, b, a.clauses, b.clauses, _NEIGHBOURS)
    near_headings, words_headings, standing_headings = _likeness(a, b, a.headings, b.headings, _NEIGHBOUR_HEADINGS)
    under = np.zeros(near_headings.shape)
    below_b = [b.under(heading) for heading in b.headings]
    for i, heading in enumerate(a.headings):
        rows = a.under(heading)
        for j, columns in enumerate(below_b):
            if rows and columns:
                part = standing[np.ix_(rows, columns)]
                under[i, j] = (part.max(axis=1).mean() + part.max(axis=0).mean()) / 2
    under = _standing(under, _NEIGHBOUR_HEADINGS)
    around = np.zeros(near.shape)
    rows_of, columns_of = a.sections(), b.sections()
    placed = np.ix_(np.flatnonzero(rows_of >= 0), np.flatnonzero(columns_of >= 0))
    if around[placed].size:
        sections = under + standing_headings / 2
        around[placed] = sections[np.ix_(rows_of[rows_of >= 0], columns_of[columns_of >= 0])]
    return (
        Signals(near, words, standing, around),
        Signals(near_headings, words_headings, standing_headings, under),
    )


def _likeness(
    a: Side, b: Side, clauses_a: Sequence[Clause], clauses_b: Sequence[Clause], neighbours: int
) -> tuple[Matrix, Matrix, Matrix]:
    """Nearness, overlap and standing of each pair: of the windows that have most of it, so that one row of a table counts."""
    if not clauses_a or not clauses_b:
        nothing = np.zeros((len(clauses_a), len(clauses_b)))
        return nothing, nothing, nothing
    rows, words_a, starts_a = a.windows(clauses_a)
    columns, words_b, starts_b = b.windows(clauses_b)
    near = (rows @ columns.T).astype(np.float64)
    words = overlap(words_a, words_b)
    standing = _standing(_WORDS * words + near, neighbours)
    best = (
        np.maximum.reduceat(np.maximum.reduceat(part, starts_a), starts_b, axis=1) for part in (near, words, standing)
    )
    first, second, third = best
    return first, second, third


def _standing(likeness: Matrix, neighbours: int) -> Matrix:
    """Twice the likeness of each pair less the mean of the `neighbours` highest of its row and of its column."""
    if not likeness.size:
        return likeness
    rows = -np.sort(-likeness, axis=1)[:, :neighbours].mean(axis=1, keepdims=True)
    columns = -np.sort(-likeness, axis=0)[:neighbours].mean(axis=0, keepdims=True)
    return np.asarray(2 * likeness - rows - columns, dtype=np.float64)


def _together(a: Side, b: Side, headings: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Which clauses stand in sections whose headings are paired, `(n_a, n_b)`."""
    paired = np.zeros(
        (len(a.headings) + 1, len(b.headings) + 1), dtype=bool
    )  # the last row and column: under no heading
    for i, j in headings:
        paired[i, j] = True
    return np.asarray(paired[np.ix_(a.sections(), b.sections())], dtype=bool)


def _without_strays(pairs: Sequence[tuple[int, int]], together: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """`pairs` without those across sections whose clauses both have counterparts in the sections that belong to theirs.

    The target for 2025 resembles that for 2030, but each has its own.
    """
    at_home = [(i, j) for i, j in pairs if together[i, j]]
    rows, columns = {i for i, _ in at_home}, {j for _, j in at_home}
    return [(i, j) for i, j in pairs if together[i, j] or i not in rows or j not in columns]


def _second_choices(pairs: Sequence[tuple[int, int]], at_home: Matrix) -> list[tuple[int, int]]:
    """For clauses that `pairs` leave alone, the one of the sections that belong to theirs, where neither has a better one there.

    `at_home`: the scores, 0 across sections.
    """
    if not at_home.size:
        return []
    taken_a, taken_b = {i for i, _ in pairs}, {j for _, j in pairs}
    best = at_home.argmax(axis=1)
    return [
        (i, int(j))
        for i, j in enumerate(best)
        if i not in taken_a and at_home[i, j] >= _SECOND and (int(j) not in taken_b or at_home[:, j].argmax() == i)
    ]


def _are_versions(words: Matrix) -> bool:
    """Whether most clauses of the document with fewer have a counterpart of nearly the same words."""
    if not words.size:
        return False
    best = words.max(axis=1) if words.shape[0] <= words.shape[1] else words.max(axis=0)
    return bool((best >= _SAME_WORDS).mean() >= _VERSION_SHARE)


def _of_versions(a: Sequence[Clause], b: Sequence[Clause], words: Matrix) -> Matrix:
    """The scores of pairs in two versions of one text: equal words, and the same place in both."""
    place = {ClauseId.parse(clause.id).segments: j for j, clause in enumerate(b)}
    same = np.zeros(words.shape)
    for i, clause in enumerate(a):
        if (j := place.get(ClauseId.parse(clause.id).segments)) is not None:
            same[i, j] = 1.0
    equal = np.array(
        [[clause.text == other.text for other in b] for clause in a]
    )  # one word alone has no pair of words
    return np.asarray((1 - _SAME_PLACE) * np.maximum(words, equal) + _SAME_PLACE * same, dtype=np.float64)


def _one_to_one(scores: Matrix, least: float) -> list[tuple[int, int]]:
    """The pairs of at least `least` that give the highest sum, each row and column in one at most."""
    from scipy.optimize import linear_sum_assignment  # a second that only comparing needs

    worth = np.where(scores >= least, scores, 0.0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if worth[i, j] > 0]


def _pair(a: Clause, b: Clause, score: float) -> Pair:
    return Pair(a.id, b.id, round(float(score), 4))
