"""The kinds of file that are read: how each begins, what reads it, what it is called. One row a kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from ingest.readers.raw import Raw

#: So many bytes of a file tell its kind.
HEAD = 4096


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    `begins` matches the first `HEAD` bytes of such files, and `reader` names the module and the function that read them; both are
    missing for plain text and what is written in it, which `reading` tells apart when it is decoded. `endings` are those of the files'
    names, without the dot: they are offered where files are chosen, and decide nothing.
    """

    name: str
    media_type: str
    endings: tuple[str, ...]
    begins: re.Pattern[bytes] | None = None
    reader: str = ""

    def read(self, data: bytes, name: str) -> Raw:
        """What the reader finds in `data`, the content of the file `name`; its module is imported only now.

        Raises:
            UnreadableFileError: the file is refused.
        """
        module, function = self.reader.split(":")
        read: Callable[[bytes, str], Raw] = getattr(import_module(f"ingest.readers.{module}"), function)
        return read(data, name)


FORMATS = (
    Format(
        "DOCX",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ("docx",),
        re.compile(rb"PK\x03\x04"),
        "docx:read_docx",
    ),
    Format("DOC", "application/msword", ("doc",), re.compile(rb"\xd0\xcf\x11\xe0"), "doc:read_doc"),
    Format("RTF", "application/rtf", ("rtf",), re.compile(rb"\{\\rtf"), "rtf:read_rtf"),
    Format("PDF", "application/pdf", ("pdf",), re.compile(rb"%PDF"), "pdf.reading:read_pdf"),
    Format("HTML", "text/html", ("html", "htm")),
    Format("Markdown", "text/markdown", ("md",)),
    Format("TXT", "text/plain", ("txt",)),
)
ENDINGS = [ending for kind in FORMATS for ending in kind.endings]
#: What people call a kind, by its media type.
NAMES = {kind.media_type: kind.name for kind in FORMATS}


def format_of(head: bytes) -> Format | None:
    """The kind of the file that begins with `head`; None for text."""
    return next((kind for kind in FORMATS if kind.begins and kind.begins.match(head)), None)
