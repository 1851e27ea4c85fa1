"""What is asked of whatever keeps the passages, here or on a server: candidates, with all that is needed to score them.

Scoring itself is common (`search/index/ranking.py`), so that one question has one answer whoever keeps the passages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.index.dense import Vectors
from search.index.postings import Terms


@dataclass(frozen=True, slots=True)
class Scope:
    """Which entries may answer; None lets all pass. `documents` and `keys` are ids, `level` is a level of clauses."""

    documents: frozenset[str] | None = None
    level: str | None = None
    keys: frozenset[str] | None = None


#: Everything may answer.
EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Asked:
    """What candidates are sought for: the `vector` of a question, `(dimension,)`, and its `terms`, sorted, with what each counts.

    Without a vector only words are sought; without terms only nearness. `mean_length` is that of all entries, in terms.
    """

    vector: Vectors | None
    terms: Terms
    weights: NDArray[np.float32]
    mean_length: float


@dataclass(frozen=True, slots=True)
class Candidates:
    """Entries that may answer, with their windows in order; all arrays run along `keys` or along the windows.

    `counts` `(n_terms, n)`: how often each term stands in the entry; `named` likewise: whether its document's name holds it;
    `lengths` `(n,)`: the entries' terms; `first` `(n,)`: the first window of each; `spans` `(n_windows, 2)`: offsets into the entry's text;
    `present` `(n_terms, n_windows)`: whether the window holds the term; `vectors` `(n_windows, dimension)`.
    """

    keys: Sequence[str]
    counts: NDArray[np.float32]
    named: NDArray[np.float32]
    lengths: NDArray[np.int32]
    first: NDArray[np.int64]
    spans: NDArray[np.int32]
    present: NDArray[np.float32]
    vectors: Vectors


class Backend(Protocol):
    """Keeps passages."""

    def candidates(self, asked: Asked, n: int, scope: Scope) -> Candidates:
        """The entries in `scope` of the `n` nearest windows and the `n` entries that hold most of the terms."""
        ...

    def least(self, query: Vectors) -> float:
        """The lowest cosine that `query`, `(dimension,)`, has with what is kept, or nearly so."""
        ...

    def vectors_of(self, key: str) -> Vectors:
        """The vectors of the windows of an entry, in order: `(n_windows, dimension)`.

        Raises:
            KeyError: no such entry.
        """
        ...
