"""One score from three: a weighted sum of nearness, BM25 and coverage, each brought to [0, 1].

A normalised weighted sum beats reciprocal-rank fusion on every set that we measured. A tree ensemble over thirty such signals wins where it was trained and
loses .01 to .03 elsewhere, so three stay.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each signal counts; only their ratios matter."""

    nearness: float
    bm25: float
    coverage: float


#: Learned listwise on `articles`, `policy-synthetic` and titles of 141 acts, each set ranked with the weights of the other two, then averaged and rounded.
HYBRID = Weights(nearness=0.35, bm25=0.25, coverage=0.40)
LEXICAL = Weights(nearness=0.0, bm25=HYBRID.bm25, coverage=HYBRID.coverage)


def scaled(scores: Scores, low: float, high: float) -> Scores:
    """`scores` with `low` brought to 0 and `high` to 1, cut off there; all 0 where the two are equal."""
    if high - low < 1e-6:  # what is left of equal numbers that were added up in another order
        return np.zeros_like(scores)
    return np.asarray(np.clip((scores - low) / (high - low), 0.0, 1.0), dtype=np.float32)


def weighted_sum(weights: Weights, cosine: Scores | None, background: float, bm25: Scores, coverage: Scores) -> Scores:
    """The scores of candidates, in [0, 1], from their three signals; `cosine` is None where it does not count.

    `background` is the lowest cosine that any passage has: e5 gives any two texts .7 and more, and what resembles the question no
    more than the remotest text counts nothing. The best candidate of each signal counts 1.
    """
    if not len(bm25):
        return bm25
    total = weights.bm25 * scaled(bm25, 0.0, float(bm25.max()))
    total += weights.coverage * scaled(coverage, 0.0, float(coverage.max()))
    if cosine is not None:
        total += weights.nearness * scaled(cosine, background, float(cosine.max()))
    return np.asarray(total / (weights.nearness + weights.bm25 + weights.coverage), dtype=np.float32)
