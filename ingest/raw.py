"""What a reader hands on: the text of a file as its format gives it, and where that text stands on the pages.

All offsets are 0-based code points into `Raw.text`, end exclusive. Positions are in points (1/72 inch) from the upper left corner of
the page.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Page, Span
from corpus.notices import Notice
from ingest.editing import Edit


@dataclass(frozen=True, slots=True)
class PrintedLine(Span):
    """One line as it is printed: `Raw.text[start:end]`, its page (1-based), its box and the size of its letters."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Raw:
    """A file as its reader saw it.

    `edits` take the format's markup, running heads and page numbers out of `text`. `pages` and `lines` are there
    for formats that have pages, `doubts` for text that was recognised and may be wrong. `wrapped` says that the lines of
    `text` are those of the printed page, so that paragraphs have to be joined from them; None where the reader cannot know.
    `notes` are warnings for the user, without places.
    `url` is the address that the file was fetched from.
    """

    name: str
    sha256: str
    media_type: str
    text: str
    edits: tuple[Edit, ...] = ()
    pages: tuple[Page, ...] = ()
    lines: tuple[PrintedLine, ...] = ()
    doubts: tuple[Span, ...] = ()
    wrapped: bool | None = None
    notes: tuple[Notice, ...] = ()
    url: str | None = None
