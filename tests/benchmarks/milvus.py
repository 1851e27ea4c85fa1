"""Loading and asking a Milvus collection, with invented entries: rows a second, milliseconds a question, share of the nearest windows found.

python -m tests.benchmarks.milvus ADDRESS [--entries 10000] [--questions 200]

ADDRESS as in docs/milvus.md; its collections must be empty, and keep the entries.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from search.index.backend import EVERYTHING, Asked, Scope
from search.milvus.backend import MilvusBackend
from search.milvus.rows import StoredDocument, StoredEntry, rows_of

DIMENSION = 384
#: Of a document, as in the collections that the project is made for.
ENTRIES = 65
CANDIDATES = 200
VOCABULARY = 50_000
#: Distinct terms of a question that is read in two ways.
ASKED = 80


class Invented:
    """Documents whose vectors lie in clusters and whose terms are as unequal as words."""

    def __init__(self) -> None:
        self.random = np.random.default_rng(17)
        self.terms = self.random.integers(0, 2**64, VOCABULARY, dtype=np.uint64)
        self.centres = self._unit(self.random.normal(size=(500, DIMENSION)))

    def documents(self, n_entries: int) -> Iterator[StoredDocument]:
        """Documents of `n_entries` entries together, one window each."""
        for first in range(0, n_entries, ENTRIES):
            id_ = f"{first // ENTRIES}-kh-ubnd-2024"
            count = min(ENTRIES, n_entries - first)
            entries = [self._entry(f"{id_}/dieu-{at}", at) for at in range(count)]
            yield StoredDocument(id_, "1", self._words(40), entries)

    def question(self) -> Asked:
        """A question near a cluster, with words of both kinds."""
        terms = self._words(ASKED)
        return Asked(self._vector(), terms, self.random.uniform(0.5, 8, len(terms)).astype(np.float32), 200.0)

    def _entry(self, key: str, at: int) -> StoredEntry:
        n = int(self.random.integers(60, 500))
        terms, counts = np.unique(self._drawn(n), return_counts=True)
        level = ("article", "clause", "point")[at % 3]
        spans = np.array([[0, 700]], np.int32)
        return StoredEntry(key, level, terms, counts.astype(np.uint16), n, spans, [terms], self._vector()[None])

    def _drawn(self, n: int) -> NDArray[np.uint64]:
        # Half as frequent at twice the rank, cut off at the vocabulary.
        return self.terms[(VOCABULARY ** self.random.random(n)).astype(np.int64)]

    def _words(self, n: int) -> NDArray[np.uint64]:
        return np.unique(self._drawn(n))

    def _vector(self) -> NDArray[np.float32]:
        noise = self.random.normal(size=DIMENSION) / np.sqrt(DIMENSION)
        return self._unit(self.centres[self.random.integers(len(self.centres))] + noise)

    @staticmethod
    def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
        return (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)


def main(address: str, n_entries: int, n_questions: int) -> None:
    """Load, ask, print."""
    invented = Invented()
    vectors: list[NDArray[np.float32]] = []
    keys: list[str] = []

    def remembered() -> Iterator[StoredDocument]:
        for document in invented.documents(n_entries):
            keys.extend(entry.key for entry in document.entries)
            vectors.extend(entry.vectors[0] for entry in document.entries)
            yield document

    with MilvusBackend(address, "invented", DIMENSION) as backend:
        if backend.versions():
            raise SystemExit(f"{address} holds documents already; name an empty collection")
        start = time.perf_counter()
        backend.update([], remembered())
        took = time.perf_counter() - start
        print(f"loaded {len(keys)} entries in {took:.1f} s: {len(keys) / took:.0f} rows a second")
        sample = list(invented.documents(1000))
        start = time.perf_counter()
        rows = [row for document in sample for row in rows_of(document)]
        print(f"making the rows alone: {len(rows) / (time.perf_counter() - start):.0f} a second")
        size = sum(len(row["terms"]) + 4 * DIMENSION for row in rows) / len(rows)
        print(f"a question fetches {size:.0f} bytes a window")
        matrix = np.stack(vectors)
        documents = frozenset(sorted(backend.versions())[::2])
        for name, scope in (("everything", EVERYTHING), ("half of the documents", Scope(documents=documents))):
            times, found = [], []
            inside = np.array([scope.documents is None or key.partition("/")[0] in scope.documents for key in keys])
            for _ in range(n_questions):
                asked = invented.question()
                start = time.perf_counter()
                candidates = set(backend.candidates(asked, CANDIDATES, scope).keys)
                times.append(time.perf_counter() - start)
                assert asked.vector is not None
                cosines = np.where(inside, matrix @ asked.vector, -1)
                nearest = np.argsort(-cosines)[:CANDIDATES]
                found.append(np.mean([keys[at] in candidates for at in nearest]))
            p50, p95 = np.percentile(times, [50, 95]) * 1000
            print(f"{name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms; {np.mean(found):.4f} of the {CANDIDATES} nearest found")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=200)
    given = parser.parse_args()
    main(given.address, given.entries, given.questions)
