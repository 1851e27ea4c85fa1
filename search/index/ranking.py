"""From candidates to ranked entries: three signals, one score, and how well the best answers fit at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.backend import Candidates
from search.index.dense import Vectors
from search.index.fusion import HYBRID, LEXICAL, weighted_sum
from search.index.lexical import IN_NAME, Words, norms

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that answers: `score` in [0, 1], higher is better; `start`/`end` bound its best window in its text."""

    key: str
    score: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well the best answers fit at all, whatever the others do.

    `coverage`: the largest share of the question's terms in one window; `cosine`: the nearest window's; `usual`: the mean cosine of all
    windows, high for a question in the language of the documents. 0 where a side was not asked.
    """

    coverage: float
    cosine: float
    usual: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Entries, best first, and how well they fit."""

    hits: tuple[Hit, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for candidates: `bm25` `(n,)` of each entry; `coverage` and `cosine` `(n_windows,)` of each window, the last None without a vector."""

    bm25: Scores
    coverage: Scores
    cosine: Scores | None

    @classmethod
    def of(cls, candidates: Candidates, words: Words | None, query: Vectors | None, mean_length: float) -> Signals:
        """The signals of `candidates` for the `words` and the vector of a question, one of which may be None."""
        sizes = np.diff([*candidates.first, len(candidates.spans)])
        if words is None:
            bm25, coverage = np.zeros(len(sizes), np.float32), np.zeros(len(candidates.spans), np.float32)
        else:
            bm25 = words.bm25(candidates.counts, norms(candidates.lengths, mean_length))
            named = np.repeat(candidates.named, sizes, axis=1)
            coverage = words.coverage(np.maximum(candidates.present, IN_NAME * named))
        return cls(bm25, coverage, None if query is None else candidates.vectors @ query)


def ranked(candidates: Candidates, signals: Signals, k: int, background: float, usual: float) -> Ranking:
    """The best `k` of `candidates`. `background` is the lowest cosine of anything indexed, `usual` the mean one.

    All windows of a candidate count, so that each signal is taken where it is best.
    """
    first = candidates.first
    if not len(first):
        return Ranking((), Evidence(0.0, 0.0, 0.0))
    lexical = bool(len(candidates.counts))
    coverage = np.maximum.reduceat(signals.coverage, first)
    cosine = None if signals.cosine is None else np.maximum.reduceat(signals.cosine, first)
    entry_of = np.repeat(np.arange(len(first)), np.diff([*first, len(candidates.spans)]))
    if not lexical:
        assert cosine is not None
        assert signals.cosine is not None
        scores, by_window = cosine, signals.cosine
    else:
        weights = LEXICAL if cosine is None else HYBRID
        scores = weighted_sum(weights, cosine, background, signals.bm25, coverage)
        by_window = weighted_sum(weights, signals.cosine, background, signals.bm25[entry_of], signals.coverage)
    hits = []
    # Equal scores are ordered by their keys, whichever segment they lie in; beyond six digits a sum depends on where it was computed.
    for at in sorted(range(len(first)), key=lambda at: (-round(float(scores[at]), 6), candidates.keys[at]))[:k]:
        last = first[at + 1] if at + 1 < len(first) else len(candidates.spans)
        best = first[at] + int(np.argmax(by_window[first[at] : last]))
        start, end = map(int, candidates.spans[best])
        hits.append(Hit(candidates.keys[at], float(np.clip(scores[at], 0, 1)), start, end))
    best_cosine = 0.0 if cosine is None else float(cosine.max())
    return Ranking(tuple(hits), Evidence(float(coverage.max()), best_cosine, usual))
