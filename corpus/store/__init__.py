"""What a home keeps: documents, what visitors make of them, tokens. `Store` is the door to the documents."""

from corpus.store.documents import Store

__all__ = ["Store"]
