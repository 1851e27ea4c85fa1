"""What is recognised on the image of a page: words, then lines, then the page."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.readers.raw import WordBox

#: A word below this confidence may be wrong.
_DOUBTFUL = 0.6


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """One printed line: its text, and its box in points from the page's upper left corner.

    `doubts` are the offsets (start, end) within `text` of words that may be wrong. The box is that on the page turned upright, as are those of
    `words` until the page is turned back.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    doubts: tuple[tuple[int, int], ...] = ()
    words: tuple[WordBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognised:
    """What stands on a page: its lines in reading order, and the mean confidence in its words, in [0, 1].

    `readable` is False where nothing sensible stands there: an empty page, a picture, handwriting, or too faint a print.
    """

    lines: tuple[RecognisedLine, ...]
    confidence: float
    readable: bool


@dataclass(frozen=True, slots=True)
class Word:
    """A word as read: box in points, `confidence` in [0, 1], `line` names the line that Tesseract put it on."""

    text: str
    confidence: float
    left: float
    top: float
    right: float
    bottom: float
    line: tuple[int, int, int]
    doubtful: bool = False

    @property
    def may_be_wrong(self) -> bool:
        """Whether the recogniser was unsure, or its readings differed."""
        return self.doubtful or self.confidence < _DOUBTFUL
