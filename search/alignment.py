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

from corpus.document import Clause, Document
from corpus.identifiers import ClauseId
from search.dense import Vectors
from search.overlap import overlap
from search.sides import Side, unlabelled

Matrix = NDArray[np.float64]

#: What the overlap of words counts against nearness, where one number is needed.
_WORDS = 1.5
#: How many of the nearest clauses, and headings, of the other document say how alike one is to it on the whole.
_NEIGHBOURS, _NEIGHBOUR_HEADINGS = 5, 3
#: Two documents are versions of one text when this share of the shorter one's clauses has a counterpart with at least this overlap.
_VERSION_SHARE, _SAME_WORDS = 0.5, 0.8
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


CLAUSES = Weights(near=7.5, words=21.46, standing=2.33, section=0.46, bias=-6.13)
HEADINGS = Weights(near=7.54, words=2.92, standing=3.22, section=0.84, bias=-5.02)


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
    near, words = _likeness(a, b, a.clauses, b.clauses)
    standing = _standing(_WORDS * words + near, _NEIGHBOURS)
    near_headings, words_headings = _likeness(a, b, a.headings, b.headings)
    standing_headings = _standing(_WORDS * words_headings + near_headings, _NEIGHBOUR_HEADINGS)
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


def _likeness(a: Side, b: Side, clauses_a: Sequence[Clause], clauses_b: Sequence[Clause]) -> tuple[Matrix, Matrix]:
    """The cosine of the nearest windows and the overlap of the words of each pair."""
    if not clauses_a or not clauses_b:
        return np.zeros((len(clauses_a), len(clauses_b))), np.zeros((len(clauses_a), len(clauses_b)))
    rows, row_starts = a.windows(clauses_a)
    columns, column_starts = b.windows(clauses_b)
    cosine = np.maximum.reduceat(np.maximum.reduceat(rows @ columns.T, row_starts, axis=0), column_starts, axis=1)
    words = overlap([unlabelled(clause) for clause in clauses_a], [unlabelled(clause) for clause in clauses_b])
    return cosine.astype(np.float64), words


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
    return np.asarray((1 - _SAME_PLACE) * words + _SAME_PLACE * same, dtype=np.float64)


def _one_to_one(scores: Matrix, least: float) -> list[tuple[int, int]]:
    """The pairs of at least `least` that give the highest sum, each row and column in one at most."""
    from scipy.optimize import linear_sum_assignment  # a second that only comparing needs

    worth = np.where(scores >= least, scores, 0.0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if worth[i, j] > 0]


def _pair(a: Clause, b: Clause, score: float) -> Pair:
    return Pair(a.id, b.id, round(float(score), 4))
