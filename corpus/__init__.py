"""What a document is: its text and clauses, its identifiers and citations, and the store that keeps it."""

from corpus.citing.citation import cite_clause
from corpus.store import Store

__all__ = ["Store", "cite_clause"]
