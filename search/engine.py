"""From a store to ranked answers: keeps the index in step with the documents, searches it, and shows clauses.

The index is derived data. It carries the hash of the documents that it was made from; one that does not match is
rebuilt before it answers, with the vectors of unchanged passages kept.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from corpus.casing import sentence_case
from corpus.citation import cite_clause, cited_title, label_path, short_name
from corpus.document import FRAME_LEVELS, Clause, Document
from corpus.errors import ModelError
from corpus.store import Store
from search.encoder import Encoder, load_encoder
from search.highlight import highlights
from search.index import Index
from search.passages import Entry
from search.query import QueryAnalysis, analyse

Progress = Callable[[int, int], None]

#: A document's title in front of its passages is cut here: the beginning tells documents apart.
_TITLE_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents may answer; None lets all pass. Names compare without regard to case; dates are ISO and inclusive."""

    type: str | None = None
    issuer: str | None = None
    issued_from: str | None = None
    issued_to: str | None = None
    document: str | None = None
    status: str | None = None

    def admits(self, document: Document) -> bool:
        """Whether `document` passes."""
        return (
            _same(self.type, document.type)
            and (self.issuer is None or self.issuer.casefold() in (document.issuer or "").casefold())
            and (self.issued_from is None or (document.issued_on or "") >= self.issued_from)
            and (self.issued_to is None or (document.issued_on or "9999") <= self.issued_to)
            and (self.document is None or document.id == self.document)
            and _same(self.status, document.status)
        )


@dataclass(frozen=True, slots=True)
class Result:
    """One answer. `score` is in [0, 1], higher is better; `highlights` are offsets into `text`; `page` is 1-based or None."""

    rank: int
    score: float
    clause_id: str
    document_id: str
    label_path: str
    text: str
    highlights: tuple[tuple[int, int], ...]
    page: int | None
    citation: str


@dataclass(frozen=True, slots=True)
class Response:
    """The answers to a question, best first, and how it was read."""

    query: str
    analysis: QueryAnalysis
    results: tuple[Result, ...]
    took_ms: float
    abstained: bool = False
    near: tuple[Result, ...] = field(default=())


class Searcher:
    """Answers questions from the documents of one store. Safe to share between threads."""

    def __init__(self, store: Store, model: str | None = None) -> None:
        """`model`: a sentence-transformers model by name or path; None is the bundled one."""
        self._store = store
        self._model = model
        self._folder = store.home / "index"
        self._encoder: Encoder | None = None
        self._index: Index | None = None
        self._entries_of = ""
        self._lock = threading.Lock()

    def refresh(self, progress: Progress | None = None) -> Index:
        """The index of what the store holds now, rebuilt when it is of anything else.

        `progress` is called with the passages encoded so far and their number.

        Raises:
            ModelError: the encoder cannot be loaded.
        """
        with self._lock:
            wanted = self._store.corpus_hash()
            if self._index is not None and self._entries_of == wanted:
                return self._index
            if self._encoder is None:
                self._encoder = load_encoder(self._model)
            previous = self._index or self._load()
            if previous is None or previous.corpus_hash != wanted:
                previous = Index.build(self._entries(), self._encoder, wanted, reuse=previous, progress=progress)
                previous.save(self._folder)
            self._index, self._entries_of = previous, wanted
            return previous

    def search(self, question: str, k: int = 10, filters: Filters | None = None) -> Response:
        """The `k` clauses that answer `question` best.

        Raises:
            InvalidQueryError: the question is empty or too long.
            ModelError: the encoder cannot be loaded.
        """
        started = time.perf_counter()
        analyse(question)  # a question that cannot be searched for is refused before a model is loaded
        index = self.refresh()
        analysis, hits = index.search(question, k, self._allowed(filters))
        results = tuple(self._result(rank, hit.key, hit.score, analysis) for rank, hit in enumerate(hits, start=1))
        return Response(question, analysis, results, round(1000 * (time.perf_counter() - started), 1))

    def _load(self) -> Index | None:
        assert self._encoder is not None
        if not self._folder.exists():
            return None
        try:
            return Index.load(self._folder, self._encoder)
        except (ModelError, OSError, ValueError, KeyError):
            return None  # damaged or of another model: it is derived data and is made again

    def _allowed(self, filters: Filters | None) -> set[str] | None:
        if filters is None or filters == Filters():
            return None
        documents = (self._store.document(summary.id) for summary in self._store.documents())
        return {clause.id for document in documents if filters.admits(document) for clause in document.clauses}

    def _entries(self) -> list[Entry]:
        return [
            entry_of(document, clause)
            for summary in self._store.documents()
            for document in (self._store.document(summary.id),)
            for clause in document.clauses
            if clause.level not in FRAME_LEVELS
        ]

    def _result(self, rank: int, clause_id: str, score: float, analysis: QueryAnalysis) -> Result:
        document, clause = self._store.clause(clause_id)
        span = document.answer_span(clause)
        text = document.text[span.start : span.end]
        return Result(
            rank=rank,
            score=round(score, 4),
            clause_id=clause.id,
            document_id=document.id,
            label_path=label_path(document, clause),
            text=text,
            highlights=tuple(highlights(text, analysis)),
            page=clause.page,
            citation=cite_clause(document, clause),
        )


def entry_of(document: Document, clause: Clause) -> Entry:
    """What is indexed for `clause`: its own text, with the document's name and the headings above it in front."""
    above = " › ".join(_heading(node) for node in document.ancestors(clause) if _heading(node))
    title = short_name(document)
    if document.number and document.title:
        title = f"{title} {cited_title(document)[:_TITLE_LENGTH]}"
    return Entry(key=clause.id, title=title, headings=above, text=clause.text)


def _heading(clause: Clause) -> str:
    """The words that an enclosing clause gives to those under it: its heading, else its lead-in line."""
    lead = clause.text.splitlines()[0] if clause.text.rstrip().endswith(":") else ""
    return sentence_case(clause.heading or lead)[:_TITLE_LENGTH]


def _same(wanted: str | None, value: str | None) -> bool:
    return wanted is None or (value or "").casefold() == wanted.casefold()
