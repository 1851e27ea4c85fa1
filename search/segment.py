"""A segment: the passages of some documents, their vectors and their words. It is never changed, only joined with others into a new one."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.abbreviations import Abbreviations
from search.arrays import load_arrays, ranges, save_arrays
from search.backend import Asked, Candidates, Scope
from search.dense import DenseIndex, Vectors
from search.encoder import Encoder, Progress
from search.lexical import indexed_terms, norms, terms
from search.lexicon import Lexicon
from search.passages import Entry, headed, passages
from search.postings import Gathering, Hasher, Postings

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
#: The vector of a text that was encoded before, by its digest.
Known = Callable[[bytes], Vectors | None]

_ABOUT = "documents.json"
_ARRAYS = ("keys", "key_ends", "levels", "titles_of", "lengths", "windows_of", "spans", "digests", "sums")
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

    # making

    @classmethod
    def build(
        cls,
        documents: Sequence[tuple[str, str, Sequence[Entry]]],
        encoder: Encoder,
        known: Known,
        progress: Progress | None = None,
    ) -> Segment:
        """Index `documents`, each given by its id, version and entries; `progress` hears how many texts are encoded, of how many."""
        entries = [entry for _, _, own in documents for entry in own]
        parts = passages(entries, encoder.tokens)
        vectors, digests = _encoded([part.encoded for part in parts], encoder, known, progress)
        sizes = np.bincount(np.array([part.entry for part in parts], np.int64), minlength=len(entries))
        windows_of = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        hasher = Hasher()
        of_entries, of_windows, of_titles = Gathering(), Gathering(), Gathering()
        lengths: list[int] = []
        for _, _, own in documents:
            abbreviations = Abbreviations.learn(entry.text for entry in own)
            for entry in own:
                counts = hasher.counted(indexed_terms(headed(entry), abbreviations))
                mine = parts[windows_of[len(lengths)] : windows_of[len(lengths) + 1]]
                for part in mine:
                    held = set(indexed_terms(part.headed, abbreviations)) if len(mine) > 1 else ()
                    of_windows.add(hasher.counted(held))
                of_entries.add(counts)
                lengths.append(sum(counts.values()))
        titles = [(title, len(list(same))) for title, same in groupby(entry.title for entry in entries)]
        for title, _ in titles:
            of_titles.add(hasher.counted(terms(title)))
        level_names = tuple(dict.fromkeys(entry.level for entry in entries))
        keys = [entry.key.encode() for entry in entries]
        of_document = np.repeat(np.arange(len(documents)), [len(own) for _, _, own in documents])
        sums = np.zeros((len(documents), encoder.dimension), np.float32)
        np.add.at(sums, np.repeat(of_document, sizes), vectors)
        return cls(
            documents=tuple(
                Indexed(name, version, dict(Counter(entry.level for entry in own))) for name, version, own in documents
            ),
            level_names=level_names,
            keys=np.frombuffer(b"".join(keys), np.uint8),
            key_ends=np.cumsum([len(key) for key in keys], dtype=np.int64),
            levels=np.array([level_names.index(entry.level) for entry in entries], np.uint8),
            titles_of=np.repeat(np.arange(len(titles), dtype=np.int32), [size for _, size in titles]),
            lengths=np.array(lengths, np.int32),
            windows_of=windows_of,
            spans=np.array([(part.start, part.end) for part in parts], np.int32).reshape(-1, 2),
            digests=digests,
            sums=sums,
            entries=of_entries.postings(),
            windows=of_windows.postings(),
            titles=of_titles.postings(),
            dense=DenseIndex.build(vectors),
            lexicon=Lexicon.learn([[entry.text for entry in own] for _, _, own in documents]),
        )

    @classmethod
    def joined(cls, parts: Sequence[Segment], kept: Sequence[Mask | None]) -> Segment:
        """The documents of several that are `kept` (all where that is None), one segment after another."""
        chosen = [
            np.ones(len(part.documents), bool) if keep is None else keep for part, keep in zip(parts, kept, strict=True)
        ]
        entries = [part.of_documents(keep) for part, keep in zip(parts, chosen, strict=True)]
        windows = [part.of_entries(keep) for part, keep in zip(parts, entries, strict=True)]
        titles = [
            np.isin(np.arange(_count(part.titles_of)), part.titles_of[keep])
            for part, keep in zip(parts, entries, strict=True)
        ]
        names = tuple(dict.fromkeys(name for part in parts for name in part.level_names))
        new_entries, new_windows, new_titles = renumbered(entries), renumbered(windows), renumbered(titles)
        sizes = [np.diff(part.windows_of)[keep] for part, keep in zip(parts, entries, strict=True)]
        keys = [
            part.key(int(at)).encode() for part, keep in zip(parts, entries, strict=True) for at in np.flatnonzero(keep)
        ]
        return cls(
            documents=tuple(
                document
                for part, keep in zip(parts, chosen, strict=True)
                for document, stays in zip(part.documents, keep, strict=True)
                if stays
            ),
            level_names=names,
            keys=np.frombuffer(b"".join(keys), np.uint8),
            key_ends=np.cumsum([len(key) for key in keys], dtype=np.int64),
            levels=_cat(
                [
                    np.array([names.index(name) for name in part.level_names], np.uint8)[part.levels[keep]]
                    for part, keep in zip(parts, entries, strict=True)
                ]
            ),
            titles_of=_cat(
                [new[part.titles_of[keep]] for part, keep, new in zip(parts, entries, new_titles, strict=True)]
            ),
            lengths=_cat([part.lengths[keep] for part, keep in zip(parts, entries, strict=True)]),
            windows_of=np.concatenate([[0], np.cumsum(_cat(sizes))]).astype(np.int64),
            spans=_cat([part.spans[keep] for part, keep in zip(parts, windows, strict=True)]),
            digests=_cat([part.digests[keep] for part, keep in zip(parts, windows, strict=True)]),
            sums=_cat([part.sums[keep] for part, keep in zip(parts, chosen, strict=True)]),
            entries=Postings.joined([part.entries for part in parts], new_entries),
            windows=Postings.joined([part.windows for part in parts], new_windows),
            titles=Postings.joined([part.titles for part in parts], new_titles),
            dense=DenseIndex.build(_cat([part.dense.vectors[keep] for part, keep in zip(parts, windows, strict=True)])),
            lexicon=Lexicon.joined([part.lexicon for part in parts], renumbered(chosen)),
        )

    # reading

    def __len__(self) -> int:
        """The number of entries."""
        return len(self.lengths)

    def key(self, entry: int) -> str:
        """The key of an entry."""
        start = self.key_ends[entry - 1] if entry else 0
        return self.keys[start : self.key_ends[entry]].tobytes().decode()

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
        @lru_cache(maxsize=64)
        def keys_of(row: int) -> dict[str, int]:
            end = int(self.document_ends[row])
            return {self.key(at): at for at in range(end - int(self._sizes[row]), end)}

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
        return lru_cache(maxsize=1)(lambda mean_length: norms(self.lengths, mean_length))

    def matching(self, asked: Asked, n: int, admitted: Mask | None) -> tuple[Rows, Vectors]:
        """The at most `n` entries with the highest BM25 of the terms, and their scores, all above 0."""
        rarest = np.argsort(-asked.weights, kind="stable")
        sizes = self.entries.frequencies(asked.terms[rarest])
        first = int(np.searchsorted(np.cumsum(sizes), _SCANNED * len(self), side="right"))
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


def digest_of(text: str) -> bytes:
    """What tells an encoded text from all others."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _encoded(
    texts: Sequence[str], encoder: Encoder, known: Known, progress: Progress | None
) -> tuple[Vectors, NDArray[np.uint8]]:
    """The vectors of `texts` and their digests; none is encoded twice, or if it is `known`."""
    digests = [digest_of(text) for text in texts]
    vectors = np.zeros((len(texts), encoder.dimension), np.float32)
    new: dict[bytes, list[int]] = {}
    for row, digest in enumerate(digests):
        vector = None if digest in new else known(digest)
        if vector is None:
            new.setdefault(digest, []).append(row)
        else:
            vectors[row] = vector
    if new:
        fresh = encoder.encode_passages([texts[rows[0]] for rows in new.values()], progress)
        for vector, rows in zip(fresh, new.values(), strict=True):
            vectors[rows] = vector
    return vectors, np.frombuffer(b"".join(digests), np.uint8).reshape(-1, 16)


def _both(mask: Mask | None, other: Mask) -> Mask:
    return other if mask is None else mask & other


def _count(places: NDArray[np.int32]) -> int:
    return int(places[-1]) + 1 if len(places) else 0


def _cat(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(parts)


def renumbered(kept: Sequence[Mask]) -> list[NDArray[np.int32]]:
    """The new number of each row of several lists of which the `kept` ones are put together; -1 for the others."""
    moved = []
    before = 0
    for mask in kept:
        moved.append(np.where(mask, before + np.cumsum(mask) - 1, -1).astype(np.int32))
        before += int(mask.sum())
    return moved
