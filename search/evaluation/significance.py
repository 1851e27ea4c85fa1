"""Whether one ranking is better than another: the same queries, compared one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corpus.errors import InputError

_DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class Difference:
    """A change over `n_queries` queries: its `mean`, the 95 % bootstrap interval from `low` to `high`, `p` of a paired t-test.

    `rose` and `fell` count queries.
    """

    n_queries: int
    mean: float
    low: float
    high: float
    p: float
    rose: int
    fell: int


def paired(before: Mapping[str, float], after: Mapping[str, float]) -> Difference:
    """How `after` differs from `before`, both a measure by query.

    Raises:
        InputError: they are not of the same queries.
    """
    from scipy import stats  # half a second

    if not before or set(before) != set(after):
        raise InputError(
            f"The two rankings are of different queries ({len(before)} and {len(after)}); compare figures of one set of queries."
        )
    change = np.array([after[query] - before[query] for query in before])
    drawn = np.random.default_rng(0).integers(0, len(change), (_DRAWS, len(change)))
    low, high = np.percentile(change[drawn].mean(axis=1), [2.5, 97.5])
    p = float(stats.ttest_1samp(change, 0.0).pvalue) if change.std() > 0 else 1.0
    return Difference(
        len(change), round(float(change.mean()), 4), round(float(low), 4), round(float(high), 4), round(p, 4),
        int((change > 1e-9).sum()), int((change < -1e-9).sum()),
    )  # fmt: skip
