"""What a document is: its text and clauses, its identifiers and citations, and the store that keeps it."""

from corpus.citing.citation import cite_clause, cite_document
from corpus.citing.identifiers import ClauseId
from corpus.document import Clause, Document, Reference
from corpus.errors import DieukhoanError
from corpus.store import Store

__all__ = ["Clause", "ClauseId", "DieukhoanError", "Document", "Reference", "Store", "cite_clause", "cite_document"]
