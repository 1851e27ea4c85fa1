"""Entries of random words for the Milvus backend, and the exact computation that it promises."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from search.index.backend import Asked, Candidates, Scope
from search.milvus import rows as milvus_rows
from search.milvus.backend import MilvusBackend
from search.milvus.rows import StoredDocument, StoredEntry

DIMENSION = 16
LEVELS = ("article", "clause", "point")


class Corpus:
    """Documents of random words and vectors."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        # Some terms are common, most are rare, as words are; all need 64 bits.
        self.vocabulary = self.random.integers(2**60, 2**64, 120, dtype=np.uint64)
        self.frequency = 1 / np.arange(1, 121)
        self.frequency /= self.frequency.sum()

    def words(self, n: int) -> NDArray[np.uint64]:
        return self.random.choice(self.vocabulary, n, p=self.frequency)

    def vectors(self, n: int) -> NDArray[np.float32]:
        vectors = self.random.normal(size=(n, DIMENSION)).astype(np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def entry(self, key: str) -> StoredEntry:
        windows = [self.words(int(self.random.integers(1, 30))) for _ in range(int(self.random.integers(1, 4)))]
        across = self.words(3)  # pairs across the cuts: in the entry and perhaps in no window
        terms, counts = np.unique(np.concatenate([*windows, across]), return_counts=True)
        cuts = np.cumsum([0, *(len(window) for window in windows)])
        return StoredEntry(
            key,
            str(self.random.choice(LEVELS)),
            terms,
            counts.astype(np.uint16),
            int(counts.sum()),
            np.column_stack([cuts[:-1], cuts[1:]]).astype(np.int32),
            [np.unique(window) for window in windows],
            self.vectors(len(windows)),
        )

    def document(self, id_: str, n_entries: int = 5, version: str = "1") -> StoredDocument:
        entries = [self.entry(f"{id_}/dieu-{at}") for at in range(n_entries)]
        return StoredDocument(id_, version, np.unique(self.words(6)), entries)

    def question(self, n_terms: int = 8, *, vector: bool = True) -> Asked:
        # One term that no document holds is asked as well.
        unknown = self.random.integers(2**60, 2**64, 1, dtype=np.uint64)
        terms = np.unique(np.concatenate([self.words(n_terms), unknown]))
        weights = self.random.uniform(0.1, 5, len(terms)).astype(np.float32)
        return Asked(self.vectors(1)[0] if vector else None, terms, weights, 200.0)


def may_answer(document: StoredDocument, entry: StoredEntry, scope: Scope) -> bool:
    return (
        (scope.documents is None or document.id in scope.documents)
        and (scope.level is None or entry.level == scope.level)
        and (scope.keys is None or entry.key in scope.keys)
    )


def exact(documents: Iterable[StoredDocument], asked: Asked, n: int, scope: Scope) -> Candidates:
    """What `MilvusBackend.candidates` promises, computed the long way."""
    entries = {entry.key: (document, entry) for document in documents for entry in document.entries}
    inside = {key: entry for key, (document, entry) in entries.items() if may_answer(document, entry, scope)}
    chosen: set[str] = set()
    if asked.vector is not None:
        near = [(-float(v @ asked.vector), key) for key, entry in inside.items() for v in entry.vectors]
        chosen |= {key for _, key in sorted(near)[:n]}
    fitting = []
    for key, entry in inside.items():
        damping = 1.2 * (0.25 + 0.75 * entry.counts.sum() / 240)
        at = {term: count * 2.2 / (count + damping) for term, count in zip(entry.terms, entry.counts, strict=True)}
        fitting.append((-sum(w * at.get(t, 0) for t, w in zip(asked.terms, asked.weights, strict=True)), key))
    chosen |= {key for score, key in sorted(fitting)[:n] if score < 0}
    keys = sorted(chosen)
    found = [entries[key] for key in keys]
    counted = [dict(zip(entry.terms, entry.counts, strict=True)) for _, entry in found]
    sizes = [len(entry.spans) for _, entry in found]
    windows = [window for _, entry in found for window in entry.present]
    vectors = np.concatenate([entry.vectors for _, entry in found]) if found else np.zeros((0, DIMENSION), np.float32)
    shape = (-1, len(asked.terms)) if len(asked.terms) else (0, 0)
    named = [np.isin(asked.terms, document.name) for document, _ in found]
    counts = [[held.get(term, 0) for term in asked.terms] for held in counted]
    present = [np.isin(asked.terms, window) for window in windows]
    return Candidates(
        keys,
        np.array(counts, np.float32).reshape(shape).T,
        np.array(named, np.float32).reshape(shape).T,
        np.array([entry.length for _, entry in found], np.int32),
        np.cumsum([0, *sizes])[:-1],
        np.concatenate([entry.spans for _, entry in found]) if found else np.zeros((0, 2), np.int32),
        np.array(present, np.float32).reshape(shape).T,
        vectors if asked.vector is not None else np.zeros((len(vectors), 0), np.float32),
    )


def same(found: Candidates, expected: Candidates) -> None:
    assert list(found.keys) == list(expected.keys)
    for name in ("counts", "named", "lengths", "first", "spans", "present"):
        left, right = getattr(found, name), getattr(expected, name)
        assert left.dtype == right.dtype, name
        assert left.size == right.size, name
        assert not left.size or (left.shape == right.shape and (left == right).all()), name
    assert len(found.vectors) == len(expected.vectors)
    np.testing.assert_allclose(found.vectors.ravel(), expected.vectors.ravel(), atol=1e-6)


def stored(key: str, terms: Iterable[int], counts: Iterable[int], *present: Iterable[int]) -> StoredEntry:
    """An entry with a window for each of `present`."""
    n = len(present)
    spans = np.column_stack([np.arange(n), np.arange(1, n + 1)]).astype(np.int32)
    vectors = np.eye(n, DIMENSION, dtype=np.float32) if n <= DIMENSION else np.ones((n, DIMENSION), np.float32)
    numbers = np.array(list(counts), np.int64)
    return StoredEntry(
        key, "clause", np.array(list(terms), np.uint64), np.minimum(numbers, 65535).astype(np.uint16), int(numbers.sum()), spans,
        [np.array(list(one), np.uint64) for one in present], vectors,
    )  # fmt: skip


def asked_for(*terms: int, vector: NDArray[np.float32] | None = None) -> Asked:
    return Asked(vector, np.array(terms, np.uint64), np.arange(1, len(terms) + 1, dtype=np.float32), 200.0)


def rows_held(backend: MilvusBackend) -> list[str]:
    """The ids of all rows, in order, also of those that are not listed."""
    pages = backend._client.query_iterator(backend._windows, filter="", output_fields=["id"], batch_size=100)
    found: list[str] = []
    while page := pages.next():
        found += [row["id"] for row in page]
    return sorted(found)


def rows_expected(documents: Iterable[StoredDocument]) -> list[str]:
    return sorted(row["id"] for document in documents for row in milvus_rows.rows_of(document))
