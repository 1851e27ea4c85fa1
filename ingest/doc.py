"""From a Word 97–2003 document or RTF to text."""

from __future__ import annotations

from corpus.errors import UnreadableFileError
from ingest.raw import Raw


def read_doc(data: bytes, name: str) -> Raw:
    """Read a Word 97–2003 document or RTF."""
    raise UnreadableFileError(
        f"{name} is a Word 97–2003 document or RTF, which this version does not read; save it as text or HTML and ingest that."
    )
