"""From a store to ranked answers: reads a question, ranks with the index of what is stored, and shows clauses."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from corpus.citing.citation import cite_clause, label_path
from corpus.errors import UnknownIdError
from corpus.store import Store
from search.abstention import ONE_OF_MANY, kept, likelihood, margin
from search.encoding.encoder import Progress
from search.encoding.reranker import DEPTH, Reranker
from search.entries import entry_of
from search.filters import Facets, Filters, FilterTable
from search.grouping import Also, Group, grouped
from search.highlight import best_sentence, highlights
from search.index import Index
from search.index.backend import Scope
from search.index.passages import WINDOW, whole
from search.question.locating import Located, locate
from search.question.names import Names
from search.question.query import QueryAnalysis, analyse, as_typed
from search.upkeep import IndexKeeper

if TYPE_CHECKING:
    from corpus.language.successors import Successors
    from search.comparison.comparing import Comparison, Row

#: Candidates beyond three for each answer wanted, so that folded ones are replaced.
_DEPTH = 40
#: A question is answered anew, at most so often, where a document that answers it is removed meanwhile.
_TRIES = 5
#: Nearest misses that are named when nothing answers.
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Result:
    """One answer. `score` is in [0, 1], higher is better; `page` is 1-based or None.

    `highlights` and `sentence` (the one that answers best) are offsets into `text`. `also` are clauses that need no place of their own.
    """

    rank: int
    score: float
    clause_id: str
    document_id: str
    label_path: str
    text: str
    highlights: tuple[tuple[int, int], ...]
    page: int | None
    citation: str
    sentence: tuple[int, int]
    also: tuple[Also, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """The answers to a question, best first, and how it was read.

    Where `abstained`, no clause answers: `results` is empty and `near` holds the nearest misses. `facets` count what other filters would leave.
    """

    query: str
    analysis: QueryAnalysis
    results: tuple[Result, ...]
    took_ms: float
    abstained: bool = False
    near: tuple[Result, ...] = ()
    facets: Facets = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IndexState:
    """The model and the index that are loaded; `model`, `dimension` and `backend` are None where none is.

    `clauses` and `documents` are their numbers, `size` is in bytes on the disk.
    """

    model: str | None
    dimension: int | None
    backend: str | None
    clauses: int
    documents: int
    size: int


class Searcher:
    """Answers questions from the documents of one store. Safe to share between threads."""

    def __init__(
        self, store: Store, model: str | None = None, reranker: str | None = None, backend: str | None = None
    ) -> None:
        """`model`: a sentence-transformers model by name or path, None is the bundled one; `reranker`: a cross-encoder likewise, None is none.

        `backend`: the address of a server that keeps the passages (`search/milvus/link.py`); None keeps them in the store's folder.
        """
        self._store = store
        self._reranker_name = reranker
        self._reranker: Reranker | None = None
        self._keeper = IndexKeeper(store, model, backend)
        self._whole: Searcher | None = None
        self._current: tuple[str, Index, FilterTable] | None = None
        self._names = Names(())
        self._lock = threading.Lock()

    def over(self, store: Store) -> Searcher:
        """A searcher over `store`, which shows some of the documents of this one's: model and index are shared, the others count for nothing."""
        own = Searcher(store, reranker=self._reranker_name)
        own._whole, own._keeper = self, self._keeper
        return own

    @property
    def is_current(self) -> bool:
        """Whether a search would answer at once: the index is loaded and is of what the store holds."""
        current = self._current
        return current is not None and current[0] == self._store.corpus_hash()

    @property
    def encoding(self) -> tuple[int, int] | None:
        """While an index is made: how many clauses are indexed, of how many (0 of 0 before that is known); None otherwise."""
        return self._keeper.encoding

    @property
    def state(self) -> IndexState:
        """What is loaded now; nothing is loaded for it."""
        encoder, current, folder = self._keeper.encoder, self._current, self._keeper.folder
        documents = current[1].documents.values() if current else ()
        files = [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []
        return IndexState(
            model=encoder.name if encoder else None,
            dimension=encoder.dimension if encoder else None,
            backend=encoder.backend if encoder else None,
            clauses=sum(document.entries for document in documents),
            documents=len(documents),
            size=sum(path.stat().st_size for path in files),
        )

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make the index anew, every passage encoded again; searches go on with the one that there is.

        Raises:
            ModelError: the encoder cannot be loaded.
        """
        index = self._keeper.rebuilt(progress)
        with self._lock:
            self._keeper.keep(index)
            self._current = None  # the next search brings it up to date if documents have come meanwhile

    def refresh(self, progress: Progress | None = None) -> Index:
        """The index of what the store holds now, rebuilt when it is of anything else.

        `progress` hears how many clauses are indexed, of how many.

        Raises:
            ModelError: the encoder cannot be loaded.
        """
        return self._refreshed(progress)[0]

    def search(self, question: str, k: int = 10, filters: Filters | None = None, *, literal: bool = False) -> Response:
        """The at most `k` clauses that answer `question`, best first; none when the documents hold no answer.

        `literal` searches for the words as they are typed: nothing is restored, corrected, expanded or translated.

        Raises:
            InvalidQueryError: the question is empty or too long.
            ModelError: the encoder or the reranker cannot be loaded.
        """
        for _ in range(_TRIES - 1):
            with suppress(UnknownIdError):
                return self._search(question, k, filters or Filters(), literal)
        return self._search(question, k, filters or Filters(), literal)

    def _search(self, question: str, k: int, filters: Filters, literal: bool) -> Response:
        """As `search`; fails with an UnknownIdError where a document is removed between finding and showing it."""
        started = time.perf_counter()
        clean = analyse(question).text  # a question that cannot be searched for is refused before a model is loaded
        index, table = self._refreshed()
        analysis = index.analyse(question, literal=literal)
        located = None if literal else locate(clean, self._store, self._names)
        reference = located.reference if located else None
        if located and located.reference.stored:
            asked = index.analyse(located.rest) if located.rest else analysis
            ranked, abstained = self._named_first(asked, located, k, filters, index, table)
        else:
            asked = analysis
            ranked, abstained = self._ranked(asked, k, table.scope(filters), index)
        groups = grouped(ranked, self._store.clause, _NEAR if abstained else k)
        found = tuple(self._result(rank, group, asked, index) for rank, group in enumerate(groups, start=1))
        return Response(
            query=question,
            analysis=replace(analysis, reference=reference),
            results=() if abstained else found,
            took_ms=round(1000 * (time.perf_counter() - started), 1),
            abstained=abstained,
            near=found if abstained else (),
            facets=table.facets(filters),
        )

    def similar(self, clause_id: str, k: int = 10, filters: Filters | None = None) -> tuple[Result, ...]:
        """The at most `k` clauses of other documents that say most nearly what this one says, best first.

        Raises:
            UnknownIdError: no such clause.
            ModelError: the encoder cannot be loaded.
        """
        document, clause = self._store.clause(clause_id)
        span = document.answer_span(clause)
        index, table = self._refreshed()
        analysis = as_typed(document.text[span.start : span.end][:WINDOW])
        others = table.scope_outside(document.id, filters or Filters())
        ranked = [(hit.key, hit.score) for hit in index.rank(analysis, _DEPTH + 3 * k, others).hits]
        groups = grouped(ranked[: kept([score for _, score in ranked])], self._store.clause, k)
        return tuple(self._result(rank, group, analysis, index) for rank, group in enumerate(groups, start=1))

    def compare(self, document_a: str, document_b: str) -> Comparison:
        """The clauses of two documents side by side, with what differs.

        Raises:
            UnknownIdError: no such document.
            ModelError: the encoder cannot be loaded.
        """
        # What only comparing needs.
        from search.comparison import compared
        from search.comparison.alignment import align

        a, b = self._store.document(document_a), self._store.document(document_b)
        return compared(a, b, align(a, b, self._refreshed()[0].vectors_of))

    def compare_on(self, question: str, documents: Sequence[str] = ()) -> tuple[Row, ...]:
        """What each of `documents` says to `question`, in their order: each is judged by itself, as if it were alone in the store.

        Where none is named, all are asked, but those that are removed meanwhile.

        Raises:
            InvalidQueryError: the question is empty or too long.
            UnknownIdError: no such document.
            ModelError: the encoder cannot be loaded.
        """
        from search.comparison.comparing import Row

        for document in documents:
            self._store.document(document)
        index = self._refreshed()[0]
        analysis = index.analyse(question)
        rows = []
        for document in documents or sorted(index.documents):
            ranking = index.rank(analysis, 1, Scope(documents=frozenset([document])))
            score = likelihood(ranking.evidence, index.encoder_name)
            if ranking.hits and score >= ONE_OF_MANY:
                try:
                    result = self._result(1, Group(ranking.hits[0].key, score, []), analysis, index)
                except UnknownIdError:
                    if documents:
                        raise
                    continue
                rows.append(Row(document, result.clause_id, result.text, result.score, result.citation))
            else:
                rows.append(Row(document))
        return tuple(rows)

    def facets(self, filters: Filters | None = None) -> Facets:
        """How many documents (for `level`: clauses) each value of each filter would leave; see `FilterTable.facets`."""
        return self._refreshed()[1].facets(filters or Filters())

    def _refreshed(self, progress: Progress | None = None) -> tuple[Index, FilterTable]:
        """The index and the filters of what the store holds now."""
        with self._lock:
            wanted = self._store.corpus_hash()
            if self._current is not None and self._current[0] == wanted:
                return self._current[1:]
            index = self._whole_index(progress).only(self._store.versions())
            levels = {document.id: document.levels for document in index.documents.values()}
            documents = self._store.documents()
            table = FilterTable(documents, levels, self._successors)
            self._names = Names(documents)
            self._current = (wanted, index, table)
            return index, table

    def _whole_index(self, progress: Progress | None) -> Index:
        return self._whole.refresh(progress) if self._whole else self._keeper.current(progress)

    def _successors(self) -> Successors:
        # It knows the grammar of agencies, which only some questions need.
        from corpus.language.successors import Successors

        return Successors.load(self._store.home)

    def _ranked(
        self, analysis: QueryAnalysis, k: int, scope: Scope, index: Index
    ) -> tuple[list[tuple[str, float]], bool]:
        """The clauses in `scope` that answer, best first with their scores, and whether they hold no answer: then the nearest misses."""
        ranking = index.rank(analysis, _DEPTH + 3 * k, scope)
        ranked = self._reranked(analysis, [(hit.key, hit.score) for hit in ranking.hits])
        abstained = not ranked or margin(ranking.evidence, index.encoder_name) < 0
        return ranked[: kept([score for _, score in ranked])], abstained

    def _named_first(
        self, asked: QueryAnalysis, located: Located, k: int, filters: Filters, index: Index, table: FilterTable
    ) -> tuple[list[tuple[str, float]], bool]:
        """As `_ranked`, with what a question names first: the clauses themselves, or what answers its other words in them, then in their document."""
        reference = located.reference
        admitted = table.documents(filters)
        clauses = [self._store.clause(key) for key in reference.clause_ids]
        named = [
            (document, clause)
            for document, clause in clauses
            if document.id in admitted and filters.level in (None, clause.level)
        ]
        everywhere, abstained = self._ranked(asked, k, table.scope(filters), index)
        if not named:
            return everywhere, abstained
        if not located.rest:
            first = [(clause.id, 1.0) for _, clause in named]
            return _one_after_another([first, [] if abstained else everywhere]), False
        subtrees = Scope(keys=frozenset(node.id for document, clause in named for node in document.subtree(clause)))
        of_document = table.scope(replace(filters, document=named[0][0].id))
        layers = []
        if not reference.whole:
            inside, _ = self._ranked(asked, k, subtrees, index)
            layers.append(inside or [(clause.id, 1.0) for _, clause in named])
        in_document, nothing_there = self._ranked(asked, k, of_document, index)
        layers += [in_document, everywhere]
        return _one_after_another(layers), reference.whole and abstained and nothing_there

    def _reranked(self, analysis: QueryAnalysis, ranked: list[tuple[str, float]]) -> list[tuple[str, float]]:
        """`ranked` with its head in the reranker's order, where there is one."""
        if self._reranker_name is None:
            return ranked
        with self._lock:
            self._reranker = self._reranker or Reranker(self._reranker_name)
        head = [key for key, _ in ranked[:DEPTH]]
        texts = []
        for key in head:
            document, clause = self._store.clause(key)
            texts.append(whole(entry_of(document, clause)))
        scores = self._reranker.scores(analysis.likeliest, texts)
        return sorted(zip(head, scores, strict=True), key=lambda item: -item[1])

    def _result(self, rank: int, group: Group, analysis: QueryAnalysis, index: Index) -> Result:
        document, clause = self._store.clause(group.clause_id)
        span = document.answer_span(clause)
        text = document.text[span.start : span.end]
        return Result(
            rank=rank,
            score=round(group.score, 4),
            clause_id=clause.id,
            document_id=document.id,
            label_path=label_path(document, clause),
            text=text,
            highlights=tuple(highlights(text, analysis)),
            page=clause.page,
            citation=cite_clause(document, clause),
            sentence=best_sentence(text, index.weights, analysis.likeliest),
            also=tuple(group.also),
        )


def _one_after_another(layers: list[list[tuple[str, float]]]) -> list[tuple[str, float]]:
    """All of each layer before the next, each clause once; no score is above the one before, so that order and score agree."""
    least: dict[str, float] = {}
    bound = 1.0
    for layer in layers:
        for key, score in layer:
            if key not in least:
                bound = min(bound, score)
                least[key] = bound
    return list(least.items())
