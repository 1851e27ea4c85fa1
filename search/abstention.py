"""When to answer nothing, and where a list of answers ends.

A ranking alone cannot tell: its best candidate always scores high. What tells is absolute, the `Evidence`: how much of the question one window
holds, how near the nearest window is, and how near windows are to it on the whole. `tests/benchmarks/abstention.py` fits the constants and draws the curve.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from search.encoding.encoder import DEFAULT_NAME
from search.index.ranking import Evidence

#: Weights of coverage, cosine and usual cosine, and what they must reach together; the cosines of another encoder mean something else.
_DEFAULT = (15.08, 66.79, 71.56, 120.58)
#: Coverage alone, for any other encoder.
_COVERAGE = 0.12
#: Where each of many documents is asked by itself, each is a chance to err: it needs this likelihood, where the store as a whole needs 0.5.
ONE_OF_MANY = 0.88
#: An answer that scores less than this share of the best one is left out: of what is relevant among the first ten, 99.9 % stays, and one in six others goes.
_TAIL = 0.55


def margin(evidence: Evidence, encoder: str) -> float:
    """How far `evidence` is from where answers begin: 0 or more means that the documents hold an answer.

    `encoder` is the name of the encoder that the cosines come from.
    """
    if encoder != DEFAULT_NAME:
        return evidence.coverage - _COVERAGE
    coverage, cosine, usual, needed = _DEFAULT
    return coverage * evidence.coverage + cosine * evidence.cosine + usual * evidence.usual - needed


def likelihood(evidence: Evidence, encoder: str) -> float:
    """`margin` as a share in [0, 1]; equal shares mean the same for every document and every question."""
    return 1 / (1 + math.exp(-margin(evidence, encoder)))


def kept(scores: Sequence[float]) -> int:
    """How many of `scores` (descending) are answers and not the tail."""
    return sum(score >= _TAIL * scores[0] for score in scores) if scores else 0
