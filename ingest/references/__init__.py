"""What a document says of other documents and clauses; `finding` is the way in."""

from ingest.references.finding import find_references

__all__ = ["find_references"]
