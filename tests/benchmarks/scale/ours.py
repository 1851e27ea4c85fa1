"""All that the measurements know of the product's insides: a home of made documents, and its index alone, which grows."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from corpus.store import Store
from ingest import ingest_files
from search import Filters, Response, Searcher
from search.encoding.encoder import Encoder
from search.filters import FilterTable
from search.index import Index
from search.index.backend import EVERYTHING, Scope
from search.question.query import as_typed
from tests.benchmarks.scale.made import CLAUSES, MadeDocument, entries_of
from tests.benchmarks.scale.vectors import MadeEncoder

#: Clauses that are added to an index at a time, as `Searcher` does.
_BATCH = 5_000
#: How many are looked for, and the difference of cosines that rounding makes.
_TEN, _TIE = 10, 1e-5


class Home:
    """A home folder and what searches it, as the pages and the command line use them."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        """`folder` is made if it is not there; `encoder` encodes, in place of the one that the searcher would load."""
        self.folder = folder
        self.store = Store(folder)
        self.searcher = Searcher(self.store)
        self.searcher._keeper.encoder = encoder

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def fill(self, documents: Iterable[MadeDocument], encoder: MadeEncoder) -> float:
        """Store and index `documents`; the seconds that the product took for it, without making them."""
        seconds = 0.0
        for made in documents:
            for _ in entries_of([made], encoder):
                pass
            started = time.perf_counter()
            self.store.add(made.document, made.document.text.encode(), None, "made")
            seconds += time.perf_counter() - started
        started = time.perf_counter()
        self.searcher.refresh()
        return seconds + time.perf_counter() - started

    def add_file(self, path: Path) -> str:
        """Read a file into the store; the id of its document."""
        (outcome,) = ingest_files([path], self.store)
        if outcome.document_id is None:
            raise RuntimeError(outcome.error)
        return outcome.document_id

    def search(self, question: str, filters: Filters | None = None) -> Response:
        """The ten best answers, with their texts, citations and highlights."""
        return self.searcher.search(question, 10, filters)

    def parts(self) -> tuple[Index, FilterTable]:
        """The index and the filters that answer now."""
        return self.searcher._refreshed()


class GrowingIndex:
    """The index alone, without a store: documents are added in batches and asked for by question and scope."""

    def __init__(self, encoder: MadeEncoder, folder: Path) -> None:
        """`encoder` knows the vectors of what will be added; `folder` is where the index is kept."""
        self._encoder = encoder
        self._folder = folder
        self._index = Index(encoder)
        self._of_kind: dict[str, set[str]] = {}

    def extend(self, documents: Iterable[MadeDocument]) -> float:
        """Add `documents`, so many clauses at a time as the product does, and keep the index; the seconds without making them."""
        seconds = 0.0
        for batch in _batches(documents):
            indexed = [(made.document.id, "", list(entries_of([made], self._encoder))) for made in batch]
            for made in batch:
                self._of_kind.setdefault(made.document.type or "", set()).add(made.document.id)
            started = time.perf_counter()
            self._index = self._index.added(indexed).save(self._folder)
            seconds += time.perf_counter() - started
            self._encoder.forget()
        return seconds

    def scope(self, kind: str) -> Scope:
        """The documents of type `kind`, as `ask` takes them."""
        return Scope(documents=frozenset(self._of_kind.get(kind, ())))

    def ask(self, question: str, scope: Scope = EVERYTHING) -> list[str]:
        """The keys of the ten clauses in `scope` that answer `question` best."""
        return [hit.key for hit in self._index.search(question, 10, scope)[1]]

    def nearest(self, question: str) -> list[str]:
        """The keys of the ten clauses whose vectors the index finds nearest to that of `question` as it is typed."""
        return [hit.key for hit in self._index.rank(as_typed(question), 10, retriever="dense").hits]


class Exact:
    """The clauses nearest to each question among all that went by, found by comparing with every one."""

    def __init__(self, encoder: MadeEncoder, questions: Sequence[str]) -> None:
        """`questions` as they are typed."""
        self._encoder = encoder
        self._queries = encoder.encode_queries(questions)
        self._best: list[list[tuple[float, str]]] = [[] for _ in questions]

    def watch(self, documents: Iterable[MadeDocument]) -> Iterator[MadeDocument]:
        """`documents`, each compared on its way."""
        for made in documents:
            cosines = self._queries @ self._encoder.made(made.origins).T
            for best, row in zip(self._best, cosines, strict=True):
                least = best[_TEN - 1][0] - _TIE if len(best) >= _TEN else -1.0
                fit = np.flatnonzero(row > least)
                if len(fit):
                    best += [(float(row[at]), made.document.clauses[at].id) for at in fit]
                    best.sort(reverse=True)
                    least = best[_TEN - 1][0] - _TIE if len(best) >= _TEN else -1.0
                    best[:] = [found for found in best if found[0] > least]
            yield made

    def recall(self, found: Sequence[Collection[str]]) -> float:
        """The mean share of ten keys that `found` holds of the nearest, for all questions in their order; equal headings are equally near."""
        shares = [
            min(len({key for _, key in best} & set(keys)), _TEN) / min(len(best), _TEN)
            for best, keys in zip(self._best, found, strict=True)
        ]
        return float(np.mean(shares))


def _batches(documents: Iterable[MadeDocument]) -> Iterator[list[MadeDocument]]:
    left = iter(documents)
    while batch := list(islice(left, -(-_BATCH // CLAUSES))):
        yield batch
