"""What an index keeps of documents whose entries lie elsewhere: how common their terms are, and their words for reading questions.

A fifth of a segment's size, and joined without the entries: of each term only in how many entries of a document it stands.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import load_arrays, save_arrays
from search.index.dense import Vectors
from search.index.lexicon import Lexicon
from search.index.postings import Postings
from search.index.segment import Indexed, Mask, Segment, renumbered

_ABOUT = "documents.json"
_ARRAYS = ("lengths", "windows", "sums")
_ENTRIES = "entries"


@dataclass(frozen=True, eq=False)
class Summary:
    """Documents, which are rows: `entries` says in how many entries of each a term stands.

    `lengths`: the terms of all its entries; `windows`: their number; `sums`: of its vectors, `(n, dimension)`; `name`: the folder that it is mapped from.
    """

    documents: tuple[Indexed, ...]
    entries: Postings
    lengths: NDArray[np.int64]
    windows: NDArray[np.int64]
    sums: Vectors
    lexicon: Lexicon
    name: str = ""

    @classmethod
    def of(cls, segment: Segment) -> Summary:
        """What `segment` says of its documents."""
        ends = segment.document_ends
        totals = np.concatenate([[0], np.cumsum(segment.lengths, dtype=np.int64)])[np.concatenate([[0], ends])]
        return cls(
            segment.documents,
            _by_document(segment.entries, ends),
            np.diff(totals),
            np.diff(segment.windows_of[np.concatenate([[0], ends])]),
            segment.sums,
            segment.lexicon,
        )

    @classmethod
    def joined(cls, parts: Sequence[Summary], kept: Sequence[Mask | None]) -> Summary:
        """The documents of several that are `kept` (all where that is None), one after another."""
        masks = [
            np.ones(len(part.documents), bool) if keep is None else keep for part, keep in zip(parts, kept, strict=True)
        ]
        moved = renumbered(masks)
        return cls(
            tuple(
                document
                for part, mask in zip(parts, masks, strict=True)
                for document, stays in zip(part.documents, mask, strict=True)
                if stays
            ),
            Postings.joined([part.entries for part in parts], moved),
            np.concatenate([part.lengths[mask] for part, mask in zip(parts, masks, strict=True)]),
            np.concatenate([part.windows[mask] for part, mask in zip(parts, masks, strict=True)]),
            np.concatenate([part.sums[mask] for part, mask in zip(parts, masks, strict=True)]),
            Lexicon.joined([part.lexicon for part in parts], moved),
        )

    @cached_property
    def places(self) -> dict[str, int]:
        """The row of each document, by its id."""
        return {document.id: row for row, document in enumerate(self.documents)}

    def save(self, folder: Path) -> None:
        """Write the summary into `folder`, which is made."""
        save_arrays(folder, {name: getattr(self, name) for name in _ARRAYS})
        save_arrays(folder / _ENTRIES, self.entries.arrays())
        self.lexicon.save(folder)
        about = [asdict(document) for document in self.documents]
        (folder / _ABOUT).write_text(json.dumps(about, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Summary:
        """Read what `save` wrote.

        Raises:
            OSError, ValueError, KeyError: it is damaged.
        """
        arrays: dict[str, Any] = dict(load_arrays(folder, _ARRAYS))
        return cls(
            documents=tuple(Indexed(**document) for document in json.loads((folder / _ABOUT).read_text("utf-8"))),
            entries=Postings.from_arrays(load_arrays(folder / _ENTRIES, Postings.NAMES)),
            lexicon=Lexicon.load(folder),
            name=folder.name,
            **arrays,
        )


def _by_document(entries: Postings, ends: NDArray[np.int64]) -> Postings:
    """Postings of entries as postings of the documents that they are of: a count is the number of entries."""
    rows = np.searchsorted(ends, entries.rows, side="right")
    terms = np.repeat(np.arange(len(entries.terms)), np.diff(entries.starts))
    first = np.ones(len(rows), bool)
    first[1:] = (rows[1:] != rows[:-1]) | (terms[1:] != terms[:-1])
    begins = np.flatnonzero(first)
    counts = np.diff(np.append(begins, len(rows)))
    starts = np.concatenate([[0], np.cumsum(np.bincount(terms[begins], minlength=len(entries.terms)))])
    return Postings(
        entries.terms,
        starts.astype(np.int64),
        rows[begins].astype(np.int32),
        np.minimum(counts, 65535).astype(np.uint16),
    )
