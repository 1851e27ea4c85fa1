"""What a reader hands on: the text of a file as its format gives it, and where that text stands on the pages.

All offsets are 0-based code points into `Raw.text`, end exclusive. Positions are in points (1/72 inch) from the upper left corner of
the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from corpus.document import Page, Span
from corpus.notices import Notice
from ingest.editing import Edit


class WordBox(NamedTuple):
    """Where the word `text[start:end]` of a line stands: offsets into the line's text, and its box on the page as it is shown."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float

    def shifted(self, by: int) -> WordBox:
        """The same word in a text that begins `by` letters earlier."""
        return self._replace(start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class PrintedLine(Span):
    """One line as it is printed: `Raw.text[start:end]`, its page (1-based), its box, the size of its letters and its `words`.

    The box of the line is that on the page turned upright, those of the words are where the page shows them. `words` may be empty.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float
    size: float
    words: tuple[WordBox, ...] = ()


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
