"""The JSON shapes of the command line: plain dicts of the data classes, nothing computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from corpus.catalogue import CatalogueEntry
from corpus.citing.citation import cite_clause
from corpus.citing.identifiers import ClauseId
from corpus.citing.resolving import Resolved
from corpus.citing.status import Change
from corpus.document import Clause, Document, Reference, Span, Target, Task
from corpus.drafts.checking import CheckedCitation
from corpus.language.successors import Successors
from corpus.store import Store
from corpus.store.summaries import DocumentSummary

if TYPE_CHECKING:  # outlines load no search
    from corpus.overviews.document_map import DocumentMap
    from search import QueryAnalysis, Response
    from search.comparison.comparing import Comparison, Row
    from search.comparison.differences import Differences, ValueChange

Json = dict[str, Any]


def clause_shape(clause: Clause) -> Json:
    """A clause as `outline` and `show` print it."""
    return _fields(clause)


def print_shape(document: Document, clause: Clause) -> Json:
    """Where `clause` is printed, line by line in points, and which of its words may be wrong."""
    return {
        "boxes": [_fields(box) for box in document.printed(clause)],
        "doubts": [[span.start, span.end] for span in document.doubtful(clause)],
    }


def reference_shape(reference: Reference) -> Json:
    """A reference as `outline` prints it."""
    return _fields(reference)


def checked_shape(citation: CheckedCitation) -> Json:
    """A citation of a draft as `check` prints it; offsets, those of the findings too, are into the draft's text."""
    return {
        **_fields(citation),
        "findings": [_fields(finding) | {"severity": finding.severity} for finding in citation.findings],
    }


def resolved_shape(resolved: Resolved) -> Json:
    """A reference as `references` and `show` print it: with what it means in the store, and whether that is stored."""
    return {**_fields(resolved.reference), "stored": resolved.stored, "document_title": resolved.title}


def change_shape(store: Store, change: Change) -> Json:
    """A change of a document with the words of the clause that says it (`quotation`), cited."""
    document, clause = store.clause(change.clause_id)
    return {**_fields(change), "quotation": document.quotation(clause), "citation": cite_clause(document, clause)}


def target_shape(target: Target) -> Json:
    """A target as `outline` and `targets` print it: whole numbers as integers, with the document that sets it."""
    shape = _fields(target)
    for name in ("value", "upper"):
        if isinstance(shape[name], float) and shape[name].is_integer():
            shape[name] = int(shape[name])
    return {**shape, "document_id": ClauseId.parse(target.clause_id).document}


def task_shape(task: Task, successors: Successors) -> Json:
    """A task as `outline` and `tasks` print it; `lead_now` is the agency that took its lead's place, or null."""
    now = successors.of(task.lead) if task.lead else None
    return {
        **_fields(task),
        "document_id": ClauseId.parse(task.clause_id).document,
        "lead_now": now.successor if now else None,
    }


def map_shape(shown: DocumentMap) -> Json:
    """A map as `map` prints it: its documents, and what each does with each."""
    return {
        "nodes": [
            {**asdict(node), "name": node.name, "tier": node.tier.name.lower() if node.tier is not None else None}
            for node in shown.nodes
        ],
        "edges": [
            {
                "source": edge.source,
                "target": edge.target,
                "relation": edge.relation,
                "references": [reference_shape(reference) for reference in edge.references],
            }
            for edge in shown.edges
        ],
    }


def document_shape(document: Document, *, text: bool = True) -> Json:
    """A document's own fields; `text=False` leaves out the text and what is measured in it."""
    shape: Json = {
        name: getattr(document, name)
        for name in (
            "id", "number", "type", "issuer", "place", "issued_on", "title", "signer", "position", "urgency", "secrecy",
            "effective_on", "status",
        )
    }  # fmt: skip
    shape["source"] = asdict(document.source)
    if text:
        shape["basis"] = [{**asdict(s), "text": document.text[s.start : s.end]} for s in document.basis]
        shape["text"] = document.text
        for name in ("pages", "discarded", "repairs", "metadata_spans", "doubts"):
            shape[name] = [_fields(item) for item in getattr(document, name)]
    return shape


def _fields(flat: Clause | Reference | Target | Task | Span | Change) -> Json:
    """`asdict` for what holds no other dataclass: several times as fast, and a document has thousands."""
    return {field.name: getattr(flat, field.name) for field in fields(flat)}


def outline_shape(source: str, document: Document, warnings: Iterable[str], successors: Successors) -> Json:
    """A document as `outline` prints the file `source` that it was read from."""
    shape = document_shape(document)
    return {
        "source": source,
        "document": shape,
        "clauses": [clause_shape(clause) for clause in document.clauses],
        "references": [reference_shape(reference) for reference in document.references],
        "targets": [target_shape(target) for target in document.targets],
        "tasks": [task_shape(task, successors) for task in document.tasks],
        "discarded": shape["discarded"],
        "warnings": list(warnings),
        "error": None,
    }


def refused_shape(source: str, error: str) -> Json:
    """A file that `outline` refused, with the sentence that says why."""
    lists: Json = {name: [] for name in ("clauses", "references", "targets", "tasks", "discarded", "warnings")}
    return {"source": source, "document": None, **lists, "error": error}


def summary_shape(summary: DocumentSummary) -> Json:
    """A stored document as `documents` prints it."""
    return {**asdict(summary), "stored": True}


def known_document_shape(entry: CatalogueEntry) -> Json:
    """A document of the catalogue that is not stored: the fields of a stored one, as far as they are known."""
    unknown: Json = {field.name: None for field in fields(DocumentSummary)}
    return {**unknown, **asdict(entry), "clauses": 0, "stored": False}


def analysis_shape(analysis: QueryAnalysis) -> Json:
    """How a question was read, with what it names in `reference` (null where it names nothing); `written_out` follows from `expansions`."""
    shape = asdict(analysis)
    del shape["written_out"]
    return shape


def response_shape(response: Response) -> Json:
    """The answers to a question as `search` prints them."""
    return {
        "query": response.query,
        "analysis": analysis_shape(response.analysis),
        "results": [asdict(result) for result in response.results],
        "abstained": response.abstained,
        "near": [asdict(result) for result in response.near],
        "took_ms": response.took_ms,
        "facets": response.facets,
    }


def comparison_shape(store: Store, comparison: Comparison) -> Json:
    """Two documents side by side as `compare` prints them."""
    a, b = store.document(comparison.a), store.document(comparison.b)
    return {
        "pairs": [
            {
                "a": pair.a,
                "b": pair.b,
                "score": pair.score,
                "differences": _differences_shape(pair.differences, _text(a, pair.a), _text(b, pair.b)),
            }
            for pair in comparison.pairs
        ],
        "only_in_a": comparison.only_in_a,
        "only_in_b": comparison.only_in_b,
    }


def answers_shape(question: str, rows: Iterable[Row]) -> Json:
    """What each of several documents says to a question, as `compare --question` prints it."""
    return {"question": question, "rows": [asdict(row) for row in rows]}


def _differences_shape(found: Differences, first: str, second: str) -> Json:
    words = [
        {"kind": change.kind, "a": [change.a.start, change.a.end], "b": [change.b.start, change.b.end]}
        for change in found.words
    ]
    named = {
        name: [_value_change_shape(change, first, second) for change in listed]
        for name, listed in (("figures", found.figures), ("deadlines", found.deadlines), ("agencies", found.agencies))
    }
    return {"words": words, **named}


def _value_change_shape(change: ValueChange[Any], first: str, second: str) -> Json:
    return {
        side: None if found is None else {**asdict(found), "text": text[found.start : found.end]}
        for side, found, text in (("a", change.a, first), ("b", change.b, second))
    }


def _text(document: Document, clause_id: str) -> str:
    clause = document.clause(clause_id)
    assert clause is not None
    return clause.text
