"""The JSON shapes of the command line: plain dicts of the data classes, nothing computed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from corpus.document import Clause, Document, Reference

if TYPE_CHECKING:  # outlines load no search
    from search import QueryAnalysis, Response

Json = dict[str, Any]


def clause_shape(clause: Clause) -> Json:
    """A clause as `outline` and `show` print it."""
    return asdict(clause)


def reference_shape(reference: Reference) -> Json:
    """A reference as `outline` and `show` print it."""
    return asdict(reference)


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
        for name in ("pages", "discarded", "repairs", "metadata_spans"):
            shape[name] = [asdict(item) for item in getattr(document, name)]
    return shape


def analysis_shape(analysis: QueryAnalysis) -> Json:
    """How a question was read."""
    return asdict(analysis)


def response_shape(response: Response) -> Json:
    """The answers to a question as `search` prints them."""
    return {
        "query": response.query,
        "analysis": analysis_shape(response.analysis),
        "results": [asdict(result) for result in response.results],
        "abstained": response.abstained,
        "near": [asdict(result) for result in response.near],
        "took_ms": response.took_ms,
    }
