"""From a DOCX or other zipped document to text."""

from __future__ import annotations

from corpus.errors import UnreadableFileError
from ingest.raw import Raw


def read_docx(data: bytes, name: str) -> Raw:
    """Read a DOCX or other zipped document."""
    raise UnreadableFileError(
        f"{name} is a DOCX or other zipped document, which this version does not read; save it as text or HTML and ingest that."
    )
