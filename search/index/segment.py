"""A segment: the passages of some documents, their vectors and their words. It is never changed, only joined with others into a new one."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import load_arrays, ranges, save_arrays
from search.index.backend import Asked, Candidates, Scope
from search.index.dense import DenseIndex, Vectors
from search.index.lexical import norms
from search.index.lexicon import Lexicon
from search.index.postings import Postings

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]

_ABOUT = "documents.json"
_ARRAYS = ("keys", "key_ends", "levels", "titles_of", "lengths", "windows_of", "spans", "digests", "sums")
#: The files that `vectors_in` reads.
VECTOR_FILES = ("digests.npy", "vectors.npy")
_POSTINGS = ("entries", "windows", "titles")
#: Candidates are sought by a question's rarest terms: from so many postings for each entry on, its commonest terms count only for what is found.
_SCANNED = 1


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document in an index: its `version` when it was indexed, and how many of its clauses have which level."""

    id: str
    version: str
    levels: dict[str, int]

    @property
    def entries(self) -> int:
        """The number of its clauses."""
        return sum(self.levels.values())


@dataclass(frozen=True, eq=False)
class Segment:
    """Entries in order, those of a document side by side; windows in order of their entries.

    Per entry: `keys` (UTF-8, one after another) end at `key_ends`; `levels` are places in `level_names`, `titles_of` rows of `titles`; `lengths` in terms;
    `windows_of[i]` is the first window of entry i. Per window: `spans` in the entry's text, `digests` of what was encoded. Per document: `sums` of its vectors.
    `name` is the folder that it is mapped from, empty while it is in memory.
    `entries` counts the terms of entries, `windows` those of the windows of entries that have several, `titles` those of the documents' names.
    """

    documents: tuple[Indexed, ...]
    level_names: tuple[str, ...]
    keys: NDArray[np.uint8]
    key_ends: NDArray[np.int64]
    levels: NDArray[np.uint8]
    titles_of: NDArray[np.int32]
    lengths: NDArray[np.int32]
    windows_of: NDArray[np.int64]
    spans: NDArray[np.int32]
    digests: NDArray[np.uint8]
    sums: Vectors
    entries: Postings
    windows: Postings
    titles: Postings
    dense: DenseIndex
    lexicon: Lexicon
    name: str = ""

    # reading

    def __len__(self) -> int:
        """The number of entries."""
        return len(self.lengths)

    def key(self, entry: int) -> str:
        """The key of an entry."""
        return _key(self.keys, self.key_ends, entry)

    @cached_property
    def _sizes(self) -> NDArray[np.int64]:
        return np.array([document.entries for document in self.documents], np.int64)

    @cached_property
    def document_ends(self) -> NDArray[np.int64]:
        """Behind which entry each document ends."""
        return np.cumsum(self._sizes)

    @cached_property
    def places(self) -> dict[str, int]:
        """The row of each document, by its id."""
        return {document.id: row for row, document in enumerate(self.documents)}

    def of_documents(self, kept: Mask) -> Mask:
        """Which entries are of the documents that are `kept`."""
        return np.repeat(kept, self._sizes)

    def of_entries(self, kept: Mask) -> Mask:
        """Which windows are of the entries that are `kept`."""
        return np.repeat(kept, np.diff(self.windows_of))

    def entry(self, key: str, document: str) -> int | None:
        """The place of the entry `key` of `document`, None where it is not here."""
        row = self.places.get(document)
        return None if row is None else self._keys_of(row).get(key)

    @cached_property
    def _keys_of(self) -> Callable[[int], dict[str, int]]:
        # A cache that held the segment would keep it and its open files until the next collection of garbage.
        keys, ends, first = self.keys, self.key_ends, [0, *self.document_ends.tolist()]

        @lru_cache(maxsize=64)
        def keys_of(row: int) -> dict[str, int]:
            return {_key(keys, ends, at): at for at in range(first[row], first[row + 1])}

        return keys_of

    def admitted(self, scope: Scope, kept: Mask | None) -> Mask | None:
        """Which entries are in `scope` and of documents that are `kept`; None when all are."""
        mask = None if kept is None else self.of_documents(kept)
        if scope.documents is not None:
            wanted = np.zeros(len(self.documents), bool)
            wanted[[self.places[name] for name in scope.documents & self.places.keys()]] = True
            mask = _both(mask, self.of_documents(wanted))
        if scope.level is not None:
            of_level = self.level_names.index(scope.level) if scope.level in self.level_names else 255
            mask = _both(mask, self.levels == of_level)
        if scope.keys is not None:
            named = np.zeros(len(self), bool)
            for key in scope.keys:
                at = self.entry(key, document_of(key))
                if at is not None:
                    named[at] = True
            mask = _both(mask, named)
        return mask

    def nearest(self, query: Vectors, n: int, admitted: Mask | None) -> tuple[Rows, Vectors]:
        """The entries of the `n` windows nearest to `query`, and the cosines of these windows."""
        windows, cosines = self.dense.nearest(query, n, None if admitted is None else self.of_entries(admitted))
        return np.searchsorted(self.windows_of, windows, side="right") - 1, cosines

    @cached_property
    def _norms(self) -> Callable[[float], Vectors]:
        return lru_cache(maxsize=1)(partial(norms, self.lengths))

    def matching(self, asked: Asked, n: int, admitted: Mask | None, kept: Mask | None = None) -> tuple[Rows, Vectors]:
        """The at most `n` entries with the highest BM25 of the terms, and their scores, all above 0.

        How far the more frequent terms are followed depends on the `kept` entries alone: what is gone or hidden has no say in it.
        """
        rarest = np.argsort(-asked.weights, kind="stable")
        sizes = self.entries.frequencies(asked.terms[rarest], kept)
        number = len(self) if kept is None else np.count_nonzero(kept)
        first = int(np.searchsorted(np.cumsum(sizes), _SCANNED * number, side="right"))
        scores = self._gains(asked, rarest[:first])
        if first < len(rarest) and np.count_nonzero(scores if admitted is None else scores[admitted]) < n:
            scores += self._gains(asked, rarest[first:])
        if admitted is not None:
            scores[~admitted] = 0
        best = np.arange(len(scores)) if len(scores) <= n else np.argpartition(-scores, n - 1)[:n]
        best = best[scores[best] > 0]
        return best, scores[best]

    def _gains(self, asked: Asked, which: Rows) -> Vectors:
        """What those of the terms give to the BM25 of every entry."""
        of_term, rows, counts = self.entries.gathered(asked.terms[which])
        found = counts.astype(np.float32)
        gains = asked.weights[which][of_term] * found / (found + self._norms(asked.mean_length)[rows])
        return np.bincount(rows, gains, minlength=len(self)).astype(np.float32)

    def described(self, asked: Asked, rows: Rows) -> Candidates:
        """The entries `rows` (ascending) with all that scoring needs."""
        starts, ends = self.windows_of[rows], self.windows_of[rows + 1]
        windows = ranges(starts, ends)
        sizes = ends - starts
        counts = self.entries.counts_in(asked.terms, rows)
        titles, of_row = np.unique(self.titles_of[rows], return_inverse=True)
        present = np.repeat(counts > 0, sizes, axis=1).astype(np.float32)
        several = np.repeat(sizes > 1, sizes)
        present[:, several] = self.windows.counts_in(asked.terms, windows[several]) > 0
        return Candidates(
            keys=[self.key(int(row)) for row in rows],
            counts=counts,
            named=(self.titles.counts_in(asked.terms, titles.astype(np.int64)) > 0).astype(np.float32)[:, of_row],
            lengths=self.lengths[rows],
            first=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64),
            spans=self.spans[windows],
            present=present,
            vectors=self.dense.vectors[windows],
        )

    def vectors_of(self, entry: int) -> Vectors:
        """The vectors of the windows of an entry, in order."""
        return self.dense.vectors[self.windows_of[entry] : self.windows_of[entry + 1]]

    @cached_property
    def _by_digest(self) -> tuple[NDArray[np.uint64], Rows]:
        heads = np.ascontiguousarray(self.digests[:, :8]).view(np.uint64).ravel()
        order = np.argsort(heads, kind="stable")
        return heads[order], order

    def known(self, digest: bytes) -> Vectors | None:
        """The vector of a text by its digest, None where no window has it."""
        heads, order = self._by_digest
        at = int(np.searchsorted(heads, np.frombuffer(digest[:8], np.uint64)[0]))
        if at == len(heads) or self.digests[order[at]].tobytes() != digest:
            return None
        vector: Vectors = self.dense.vectors[order[at]]
        return vector

    # keeping

    def save(self, folder: Path) -> None:
        """Write the segment into `folder`, which is made."""
        save_arrays(folder, {name: getattr(self, name) for name in _ARRAYS})
        for name in _POSTINGS:
            save_arrays(folder / name, getattr(self, name).arrays())
        self.dense.save(folder)
        self.lexicon.save(folder)
        about = {"levels": self.level_names, "documents": [asdict(document) for document in self.documents]}
        (folder / _ABOUT).write_text(json.dumps(about, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Segment:
        """Read what `save` wrote.

        Raises:
            OSError, ValueError, KeyError, RuntimeError: it is damaged.
        """
        about = json.loads((folder / _ABOUT).read_text("utf-8"))
        parts: dict[str, Any] = dict(load_arrays(folder, _ARRAYS))
        for name in _POSTINGS:
            parts[name] = Postings.from_arrays(load_arrays(folder / name, Postings.NAMES))
        return cls(
            documents=tuple(Indexed(**document) for document in about["documents"]),
            level_names=tuple(about["levels"]),
            **parts,
            dense=DenseIndex.load(folder),
            lexicon=Lexicon.load(folder),
            name=folder.name,
        )


def vectors_in(folder: Path) -> dict[bytes, Vectors]:
    """The vectors of a saved segment by the digests of their texts, though the rest of it may be unreadable.

    Raises:
        OSError, ValueError, RuntimeError: they are missing or damaged.
    """
    digests = load_arrays(folder, ("digests",))["digests"]
    vectors = DenseIndex.load(folder).vectors
    return {digest.tobytes(): np.array(vector) for digest, vector in zip(digests, vectors, strict=True)}


def document_of(key: str) -> str:
    """The id of the document that the entry `key` is of."""
    return key.partition("/")[0]


def _key(keys: NDArray[np.uint8], ends: NDArray[np.int64], entry: int) -> str:
    start = ends[entry - 1] if entry else 0
    return keys[start : ends[entry]].tobytes().decode()


def _both(mask: Mask | None, other: Mask) -> Mask:
    return other if mask is None else mask & other


def renumbered(kept: Sequence[Mask]) -> list[NDArray[np.int32]]:
    """The new number of each row of several lists of which the `kept` ones are put together; -1 for the others."""
    moved = []
    before = 0
    for mask in kept:
        moved.append(np.where(mask, before + np.cumsum(mask) - 1, -1).astype(np.int32))
        before += int(mask.sum())
    return moved
