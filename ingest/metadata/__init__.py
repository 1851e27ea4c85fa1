"""Number, type, issuer, date, title and signer of a document, each with its place; `finding` is the way in."""

from ingest.metadata.finding import read_metadata

__all__ = ["read_metadata"]
