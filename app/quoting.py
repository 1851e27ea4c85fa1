"""A clause as it goes into a collection."""

from __future__ import annotations

from corpus.citing.citation import cite_clause, cite_document
from corpus.document import Clause, Document
from corpus.store.workspace import Quotation


def quoted(document: Document, clause: Clause) -> Quotation:
    """`clause` as it is quoted and cited."""
    return Quotation(
        clause.id,
        document.quotation(clause),
        cite_clause(document, clause),
        cite_clause(document, clause, "later"),
        cite_document(document),
    )
