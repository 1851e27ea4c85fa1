"""What every surface answers: the JSON of the command line, made of one store. Commands print it, other doors serve it.

One function a question; `shapes.py` has the objects that the answers are made of. Each raises what it asks raises (`corpus/errors.py`):
`UnknownIdError` where no document or clause has the id, `InvalidQueryError`, `ModelError`, `StoreError`.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from app.shapes import (
    Json,
    answers_shape,
    change_shape,
    clause_shape,
    comparison_shape,
    document_shape,
    known_document_shape,
    outline_shape,
    print_shape,
    resolved_shape,
    response_shape,
    summary_shape,
    target_shape,
    task_shape,
)
from corpus.catalogue import missing_from
from corpus.citing.citation import Form, cite_clause
from corpus.citing.links import changes_of, concern
from corpus.language.successors import Successors
from corpus.overviews.target_groups import aligned_targets
from corpus.overviews.tasklist import TaskFilter

if TYPE_CHECKING:  # what needs no model loads no search
    from collections.abc import Sequence

    from corpus.citing.resolving import Resolved
    from corpus.document import Document
    from corpus.store import Store
    from corpus.store.workspace import Workspace
    from search import Filters, Searcher


def searched(
    searcher: Searcher, question: str, count: int = 10, filters: Filters | None = None, *, literal: bool = False
) -> Json:
    """The at most `count` clauses that answer `question` (`search`).

    Raises:
        InputError: the filters name a level that no clause can have.
    """
    return response_shape(searcher.search(question, count, filters and filters.checked(), literal=literal))


def similar_to(searcher: Searcher, clause_id: str, count: int = 10) -> Json:
    """The at most `count` clauses of other documents that say most nearly what this one says (`similar`)."""
    return {
        "clause_id": clause_id,
        "results": [asdict(result) for result in searcher.similar(clause_id, count)],
    }


def shown(store: Store, clause_id: str) -> Json:
    """A clause in its place (`show`)."""
    document, clause = store.clause(clause_id)
    outgoing = [found for found in store.references_of(document) if found.reference.clause_id == clause.id]
    return {
        "document": document_shape(document, text=False),
        "clause": clause_shape(clause) | print_shape(document, clause),
        "ancestors": [clause_shape(node) for node in document.ancestors(clause)],
        "children": [clause_shape(node) for node in document.children(clause.id)],
        "references_out": [resolved_shape(found) for found in outgoing],
        "references_in": [resolved_shape(found) for found in concern(store.references_to(document), document, clause)],
        "amended_by": [change_shape(store, change) for change in changes_of(store.changes(document), document, clause)],
    }


def cited(store: Store, clause_id: str, form: Form = "first", *, quote: bool = False) -> Json:
    """A clause's citation, with its exact words where `quote` asks for them (`cite`)."""
    document, clause = store.clause(clause_id)
    span = document.answer_span(clause)
    return {
        "clause_id": clause.id,
        "citation": cite_clause(document, clause, form),
        "quote": document.text[span.start : span.end] if quote else None,
    }


def compared(store: Store, searcher: Searcher, document_a: str, document_b: str) -> Json:
    """Two documents clause by clause (`compare`)."""
    return comparison_shape(store, searcher.compare(document_a, document_b))


def compared_on(searcher: Searcher, question: str, documents: Sequence[str] = ()) -> Json:
    """What each of `documents`, all stored ones where none is named, says to `question` (`compare --question`)."""
    return answers_shape(question, searcher.compare_on(question, documents))


def listed(store: Store, *, missing: bool = False) -> list[Json]:
    """The stored documents, and those of the catalogue that are not where `missing` asks for them (`documents`)."""
    stored = store.documents()
    unknown = missing_from([(summary.number, summary.issued_on) for summary in stored]) if missing else ()
    return [*map(summary_shape, stored), *map(known_document_shape, unknown)]


def outlined(store: Store, document_id: str) -> Json:
    """A stored document as `outline` prints its file."""
    document = store.document(document_id)
    warnings = [notice.text for notice in store.notices().get(document.id, ())]
    return outline_shape(document.source.name, document, warnings, Successors.load(store.home))


def referenced(store: Store, document_or_clause: str) -> Json:
    """What a document or clause names, and what names it (`references`)."""
    _, out, into = references_about(store, document_or_clause)
    return {"out": list(map(resolved_shape, out)), "in": list(map(resolved_shape, into))}


def references_about(store: Store, document_or_clause: str) -> tuple[Document, list[Resolved], list[Resolved]]:
    """The document that is meant, the references out of it and into it; a clause is taken with what stands under it."""
    if "/" not in document_or_clause:
        document = store.document(document_or_clause)
        return document, store.references_of(document), store.references_to(document)
    document, clause = store.clause(document_or_clause)
    within = {node.id for node in document.subtree(clause)}
    out = [found for found in store.references_of(document) if found.reference.clause_id in within]
    into = [found for found in store.references_to(document) if found.reference.target_clause_id in within]
    return document, out, into


def targeted(store: Store, document_id: str | None = None, *, conflicts: bool = False) -> list[Json]:
    """The targets of all documents or of one, only the contradicted ones where `conflicts` asks for them (`targets`)."""
    return [
        {
            **target_shape(line.target),
            "group": line.group,
            "conflicts_with": [{"clause_id": t.clause_id, "start": t.start, "end": t.end} for t in line.conflicts],
        }
        for line in aligned_targets(store, document_id)
        if line.conflicts or not conflicts
    ]


def tasked(store: Store, agency: str | None = None, document_id: str | None = None) -> list[Json]:
    """The tasks of all documents or of one, only those that `agency` leads or helps with where it is named (`tasks`)."""
    successors = Successors.load(store.home)
    return [
        task_shape(task, successors) for task in TaskFilter(agency=agency).chosen(store.tasks(document_id), successors)
    ]


def collected(workspace: Workspace) -> list[Json]:
    """The collections of quotations (`collections`)."""
    return [asdict(collection) for collection in workspace.collections()]
