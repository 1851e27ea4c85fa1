"""One store and its searcher for all tools, and what they answer: the command line's answers, cut short, each with its citation."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app import contract
from app.mcp_server import models
from app.mcp_server.models import EXCERPT, READING, uri_of
from app.session import store_and_searcher, warm_up
from app.shapes import Json, summary_shape
from corpus.citing.citation import Form, cite_clause, cite_document
from corpus.errors import InputError, StoreError
from corpus.language.successors import Successors

if TYPE_CHECKING:
    from corpus.document import Clause
    from corpus.store import Store
    from search import Filters, Searcher

#: So many documents are listed, and so many pairs and answers of a comparison given, at a time.
DOCUMENTS, ROWS = 50, 10


class Library:
    """What the tools and resources answer from. Safe to share between threads.

    Every method raises what the command line prints: `UnknownIdError`, `InputError`, `ModelError`, `StoreError`, `BackendError`.
    """

    @property
    def store(self) -> Store:
        """The documents that who asks may see."""
        return store_and_searcher()[0]

    @property
    def _searcher(self) -> Searcher:
        return store_and_searcher()[1]

    def warm_up(self) -> None:
        """Load model and index beside whatever else is done; a question that comes first waits for them."""
        threading.Thread(target=warm_up, daemon=True).start()

    def search(self, question: str, count: int, filters: Filters, literal: bool) -> models.Answers:
        """The at most `count` clauses that answer `question`, taken as it is typed where it is `literal`."""
        if not self.store.count():
            raise StoreError("No documents are stored yet; add some with `dieukhoan ingest FOLDER`.")
        if filters.document:
            self.store.document(filters.document)
        found = contract.searched(self._searcher, question, count, filters, literal=literal)
        return models.Answers(
            query=question,
            understood_as=found["analysis"]["text"],
            abstained=found["abstained"],
            results=list(map(_answer, found["results"])),
            near=list(map(_answer, found["near"])),
        )

    def read(self, clause_id: str, offset: int) -> models.Reading:
        """A clause with what stands under it, or a whole document by its id alone, from character `offset` on."""
        if "/" not in clause_id:
            document = self.store.document(clause_id)
            return models.Reading.cut(
                document.id, cite_document(document), document.text, READING, _within(offset, document.text),
                document_id=document.id, status=document.status, ancestors=[],
                children=list(map(_part, document.children(None))), amended_by=[],
            )  # fmt: skip
        document, clause = self.store.clause(clause_id)
        text = document.quotation(clause)
        changes = contract.shown(self.store, clause_id)["amended_by"]
        return models.Reading.cut(
            clause.id, cite_clause(document, clause), text, READING, _within(offset, text),
            document_id=document.id, status=document.status, ancestors=list(map(_part, document.ancestors(clause))),
            children=list(map(_part, document.children(clause.id))),
            amended_by=list(map(_amendment, changes)),
        )  # fmt: skip

    def cite(self, clause_id: str, form: Form, quote: bool) -> models.Citation:
        """A clause's citation, with its words where `quote` asks for them."""
        found = contract.cited(self.store, clause_id, form, quote=quote)
        citation = found["citation"]
        return models.Citation(
            clause_id=found["clause_id"],
            uri=uri_of(found["clause_id"]),
            citation=citation,
            quote=models.Quotation.cut(found["clause_id"], citation, found["quote"], READING) if quote else None,
        )

    def compare(self, documents: Sequence[str], question: str | None, offset: int) -> models.Comparison:
        """Two documents clause by clause, or what each of `documents` (none: all) says to `question`; from row `offset` on."""
        if question:
            return self._compared_on(question, documents, offset)
        if len(documents) != 2:
            raise InputError("Name exactly two documents to compare them clause by clause, or give a question as well.")
        found = contract.compared(self.store, self._searcher, *documents)
        pairs = [self._pair(pair) for pair in found["pairs"] if any(pair["differences"].values())]
        rows = pairs[offset : offset + ROWS]
        return models.Comparison(
            documents=list(documents), pairs=rows, identical=len(found["pairs"]) - len(pairs),
            only_in_a=list(found["only_in_a"]), only_in_b=list(found["only_in_b"]), total=len(pairs),
            next_offset=_next(offset, rows, len(pairs)),
        )  # fmt: skip

    def list_documents(self, filters: Filters, offset: int) -> models.Documents:
        """The stored documents that `filters` pass, from the `offset`-th on."""
        successors = Successors.load(self.store.home) if filters.issuer else None
        admitted = [summary for summary in self.store.documents() if filters.admits(summary, successors)]
        wanted = admitted[offset : offset + DOCUMENTS]
        rows = [models.Document(**summary_shape(summary), uri=uri_of(summary.id)) for summary in wanted]
        return models.Documents(documents=rows, total=len(admitted), next_offset=_next(offset, rows, len(admitted)))

    def words(self, clause_id: str) -> str:
        """All words of a clause with what stands under it, or of a document by its id alone."""
        if "/" not in clause_id:
            return self.store.document(clause_id).text
        document, clause = self.store.clause(clause_id)
        return document.quotation(clause)

    def ids(self, begun: str, most: int) -> list[str]:
        """At most `most` ids that begin with `begun`: of documents, and of clauses once a document is named."""
        named, slash, _ = begun.partition("/")
        ids = [summary.id for summary in self.store.documents()]
        if slash:
            ids = [clause.id for clause in self.store.document(named).clauses] if named in ids else []
        return [one for one in ids if one.startswith(begun)][:most]

    def _compared_on(self, question: str, documents: Sequence[str], offset: int) -> models.Comparison:
        rows = contract.compared_on(self._searcher, question, documents)["rows"]
        said = [row for row in rows if row["clause_id"]]
        shown = [_quotation(row) for row in said[offset : offset + ROWS]]
        return models.Comparison(
            documents=[row["document_id"] for row in rows], question=question, answers=shown,
            silent=[row["document_id"] for row in rows if not row["clause_id"]], total=len(said),
            next_offset=_next(offset, shown, len(said)),
        )  # fmt: skip

    def _pair(self, pair: Json) -> models.Pair:
        changes = [
            models.Change(kind=kind, a=_words(change["a"]), b=_words(change["b"]))
            for kind in ("figures", "deadlines", "agencies")
            for change in pair["differences"][kind]
        ]
        return models.Pair(a=self._own(pair["a"]), b=self._own(pair["b"]), score=pair["score"], changes=changes)

    def _own(self, clause_id: str) -> models.Quotation:
        """A clause's own words, which are what is compared."""
        document, clause = self.store.clause(clause_id)
        return models.Quotation.cut(clause.id, cite_clause(document, clause), clause.text, EXCERPT)


def _answer(result: Json) -> models.Answer:
    kept = {name: result[name] for name in ("document_id", "label_path", "score", "page", "also")}
    return models.Answer.cut(result["clause_id"], result["citation"], result["text"], EXCERPT, **kept)


def _quotation(row: Json) -> models.Quotation:
    return models.Quotation.cut(row["clause_id"], row["citation"], row["text"], EXCERPT)


def _amendment(change: Json) -> models.Amendment:
    return models.Amendment.cut(
        change["clause_id"], change["citation"], change["quotation"], EXCERPT, relation=change["relation"]
    )


def _part(clause: Clause) -> models.Part:
    return models.Part(clause_id=clause.id, label=clause.label, heading=clause.heading)


def _words(change: Json | None) -> str | None:
    return None if change is None else str(change["text"])


def _within(offset: int, text: str) -> int:
    if offset and offset >= len(text):
        raise InputError(f"The text has {len(text)} characters; give an offset below that.")
    return offset


def _next(offset: int, rows: Sequence[object], total: int) -> int | None:
    """Where the list goes on; None at its end."""
    end = offset + len(rows)
    return end if rows and end < total else None
