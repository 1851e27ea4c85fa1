"""The JSON shapes of the command line: plain dicts of the data classes, nothing computed."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from corpus.catalogue import CatalogueEntry
from corpus.citation import cite_clause
from corpus.document import Clause, Document, Reference, Span
from corpus.drafts.checking import CheckedCitation
from corpus.resolving import Resolved
from corpus.status import Change
from corpus.store import DocumentSummary, Store

if TYPE_CHECKING:  # outlines load no search
    from search import QueryAnalysis, Response

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


def _fields(flat: Clause | Reference | Span | Change) -> Json:
    """`asdict` for what holds no other dataclass: several times as fast, and a document has thousands."""
    return {field.name: getattr(flat, field.name) for field in fields(flat)}


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
