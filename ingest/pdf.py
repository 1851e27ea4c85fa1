"""From a PDF to text."""

from __future__ import annotations

from corpus.errors import UnreadableFileError
from ingest.raw import Raw


def read_pdf(data: bytes, name: str) -> Raw:
    """Read a PDF."""
    raise UnreadableFileError(
        f"{name} is a PDF, which this version does not read; save it as text or HTML and ingest that."
    )
