"""A segment's documents one by one, as a server takes them: what lies term by term, put together row by row."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from search.index.postings import Postings
from search.index.segment import Segment
from search.milvus.rows import StoredDocument, StoredEntry


def documents_in(segment: Segment) -> Iterator[StoredDocument]:
    """The documents of `segment`, in order."""
    entries, windows, titles = (_ByRow.of(part) for part in (segment.entries, segment.windows, segment.titles))
    for document, end in zip(segment.documents, segment.document_ends.tolist(), strict=True):
        own = range(end - document.entries, end)
        names = np.unique(segment.titles_of[own.start : own.stop])
        yield StoredDocument(
            document.id,
            document.version,
            np.unique(np.concatenate([titles.terms(int(row)) for row in names] or [np.zeros(0, np.uint64)])),
            [_entry(segment, at, entries, windows) for at in own],
        )


class _ByRow:
    """Postings turned round: the terms and counts of each row."""

    def __init__(self, starts: NDArray[np.int64], terms: NDArray[np.uint64], counts: NDArray[np.uint16]) -> None:
        self._starts, self._terms, self._counts = starts, terms, counts

    @classmethod
    def of(cls, postings: Postings) -> _ByRow:
        order = np.argsort(postings.rows, kind="stable")
        n_rows = int(postings.rows.max(initial=-1)) + 1
        starts = np.searchsorted(postings.rows[order], np.arange(n_rows + 1))
        return cls(starts, np.repeat(postings.terms, np.diff(postings.starts))[order], postings.counts[order])

    def terms(self, row: int) -> NDArray[np.uint64]:
        return self._terms[self._of(row)]

    def counts(self, row: int) -> NDArray[np.uint16]:
        return self._counts[self._of(row)]

    def _of(self, row: int) -> slice:
        # The last rows may hold nothing.
        return slice(*self._starts[row : row + 2]) if row + 1 < len(self._starts) else slice(0)


def _entry(segment: Segment, at: int, entries: _ByRow, windows: _ByRow) -> StoredEntry:
    own = range(int(segment.windows_of[at]), int(segment.windows_of[at + 1]))
    terms = entries.terms(at)
    return StoredEntry(
        segment.key(at),
        segment.level_names[segment.levels[at]],
        terms,
        entries.counts(at),
        int(segment.lengths[at]),
        segment.spans[own.start : own.stop],
        [terms] if len(own) == 1 else [windows.terms(window) for window in own],
        segment.dense.vectors[own.start : own.stop],
    )
