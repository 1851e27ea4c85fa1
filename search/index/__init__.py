"""Passages in one folder, found by words and vectors; `Index` is the door."""

from search.index.index import Index

__all__ = ["Index"]
