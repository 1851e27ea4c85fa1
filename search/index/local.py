"""Passages on this computer: segments, searched one after another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.index.backend import Asked, Candidates, Scope
from search.index.dense import Vectors
from search.index.postings import Terms
from search.index.segment import Mask, Segment, document_of


@dataclass(frozen=True, eq=False)
class Part:
    """A segment, and which of its documents still count; None where all do."""

    segment: Segment
    kept: Mask | None = None

    def without(self, documents: Collection[str]) -> Part:
        """The same without `documents`; unknown ones are none."""
        rows = [self.segment.places[name] for name in documents if name in self.segment.places]
        if not rows:
            return self
        kept = np.ones(len(self.segment.documents), bool) if self.kept is None else self.kept.copy()
        kept[rows] = False
        return Part(self.segment, kept)

    @cached_property
    def entries(self) -> Mask | None:
        """Which entries still count; None where all do."""
        return None if self.kept is None else self.segment.of_documents(self.kept)

    @cached_property
    def windows(self) -> Mask | None:
        """Which windows still count; None where all do."""
        return None if self.entries is None else self.segment.of_entries(self.entries)

    @property
    def gone(self) -> list[int]:
        """The rows of the documents that no longer count."""
        return [] if self.kept is None else np.flatnonzero(~self.kept).tolist()


class LocalBackend:
    """The `Backend` of segments."""

    def __init__(self, parts: Sequence[Part]) -> None:
        """`parts`: no document counts in two of them."""
        self._parts = parts

    def candidates(self, asked: Asked, n: int, scope: Scope) -> Candidates:
        """See `Backend`."""
        near, matching = [], []
        for at, part in enumerate(self._parts):
            admitted = part.segment.admitted(scope, part.kept)
            if admitted is not None and not admitted.any():
                continue
            if asked.vector is not None:
                near.append(_Found(at, *part.segment.nearest(asked.vector, n, admitted)))
            if len(asked.terms):
                matching.append(_Found(at, *part.segment.matching(asked, n, admitted, part.entries)))
        chosen = [*_best(near, n), *_best(matching, n)]
        described = []
        for at, part in enumerate(self._parts):
            rows = [rows for found, rows in chosen if found == at]
            if rows and len(distinct := np.unique(np.concatenate(rows))):
                described.append(part.segment.described(asked, distinct))
        return together(described, asked)

    def least(self, query: Vectors) -> float:
        """See `Backend`."""
        return min((part.segment.dense.least(query, part.windows) for part in self._parts), default=0.0)

    def vectors_of(self, key: str) -> Vectors:
        """See `Backend`."""
        document = document_of(key)
        for segment, kept in ((part.segment, part.kept) for part in self._parts):
            row = segment.places.get(document)
            if row is not None and (kept is None or kept[row]):
                entry = segment.entry(key, document)
                if entry is not None:
                    return segment.vectors_of(entry)
        raise KeyError(key)

    def frequencies(self, terms: Terms) -> NDArray[np.int64]:
        """In how many entries each of `terms` stands."""
        found = np.zeros(len(terms), np.int64)
        for part in self._parts:
            found += part.segment.entries.frequencies(terms, part.entries)
        return found


@dataclass(frozen=True, slots=True)
class _Found:
    part: int
    rows: NDArray[np.int64]
    scores: NDArray[np.float32]


def _best(found: Sequence[_Found], n: int) -> list[tuple[int, NDArray[np.int64]]]:
    """The rows with the `n` highest scores of all parts, part by part."""
    scores = np.concatenate([one.scores for one in found]) if found else np.zeros(0, np.float32)
    least = np.partition(scores, -n)[-n] if len(scores) > n else -np.inf
    return [(one.part, one.rows[one.scores >= least]) for one in found]


def together(parts: Sequence[Candidates], asked: Asked) -> Candidates:
    """Candidates of several places for the same question as one."""
    if not parts:
        empty = np.zeros((len(asked.terms), 0), np.float32)
        whole = np.zeros(0, np.int64)
        spans = np.zeros((0, 2), np.int32)
        vectors = np.zeros((0, 0 if asked.vector is None else len(asked.vector)), np.float32)
        return Candidates([], empty, empty, whole.astype(np.int32), whole, spans, empty, vectors)
    before = np.cumsum([0, *(len(part.spans) for part in parts[:-1])])
    return Candidates(
        keys=[key for part in parts for key in part.keys],
        counts=np.concatenate([part.counts for part in parts], axis=1),
        named=np.concatenate([part.named for part in parts], axis=1),
        lengths=np.concatenate([part.lengths for part in parts]),
        first=np.concatenate([part.first + at for part, at in zip(parts, before, strict=True)]),
        spans=np.concatenate([part.spans for part in parts]),
        present=np.concatenate([part.present for part in parts], axis=1),
        vectors=np.concatenate([part.vectors for part in parts]),
    )
