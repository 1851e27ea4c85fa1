"""Recognition of scanned pages with Tesseract.

A page is prepared (`ingest/scan.py`), read twice at two sizes, and the words on which the readings differ are settled by
what Vietnamese words there are; they are named as doubts all the same unless only one of the two makes sense.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import cv2
import numpy as np
import pytesseract
from PIL import Image

from corpus.errors import UnreadableFileError
from ingest import spelling
from ingest.scan import Grey, prepare

#: Seconds that one page may take before it counts as unreadable.
PAGE_SECONDS = 40.0

_LANGUAGE = "vie"
#: The two sizes at which the fast model reads best: (dpi, smoothing before at 300 dpi).
_READINGS = ((200.0, 1.5), (165.0, 0.0))
#: Below this mean confidence, or share of Vietnamese syllables, a page may lie on its side or upside down.
_SURE = 0.75
_SENSIBLE = 0.5
#: A word below this confidence may be wrong.
_DOUBTFUL = 0.6

_INSTALL = (
    "install it with: apt-get install tesseract-ocr tesseract-ocr-vie (Debian, Ubuntu), or with the Windows installer of "
    "Tesseract 5, ticking Vietnamese under additional language data, and try again."
)


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """One printed line: its text, and its box in points from the page's upper left corner.

    `doubts` are the offsets (start, end) within `text` of words that may be wrong. The box is that on the page turned upright.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    doubts: tuple[tuple[int, int], ...] = ()


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


def recognise(image: Image.Image, dpi: float) -> Recognised:
    """Read the page in `image`, which has `dpi` pixels per inch.

    Raises:
        UnreadableFileError: Tesseract or its Vietnamese data is not installed.
    """
    _check_installed()
    from ingest.columns import lines_in_order

    deadline = time.monotonic() + PAGE_SECONDS
    grey, unit = prepare(image, dpi)
    try:
        words = _read(grey, unit, deadline)
        if not _sensible(words):
            words = _read_turned(image, dpi, words, deadline)
    except TimeoutError:
        return Recognised((), 0.0, False)
    confidence = _confidence(words)
    lines = tuple(lines_in_order(words))
    return Recognised(lines, confidence, bool(lines) and _vietnamese(words) >= _SENSIBLE and confidence >= _SENSIBLE)


def _check_installed() -> None:
    try:
        languages = pytesseract.get_languages()
    except pytesseract.TesseractNotFoundError as error:
        raise UnreadableFileError(f"This page is a scan, and Tesseract is not installed; {_INSTALL}") from error
    if _LANGUAGE not in languages:
        raise UnreadableFileError(
            f"This page is a scan, and Tesseract has no data for Vietnamese ({_LANGUAGE}.traineddata); {_INSTALL}"
        )


def _read_turned(image: Image.Image, dpi: float, upright: list[Word], deadline: float) -> list[Word]:
    """The best reading of the page turned by 180, 90 and 270 degrees; `upright` is the one as it lies."""
    best = upright
    for turn in (Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270):
        grey, unit = prepare(image.transpose(turn), dpi)
        words = _read(grey, unit, deadline)
        if _sensible(words):
            return words
        best = max(best, words, key=lambda read: _vietnamese(read) * _confidence(read))
    return best


def _read(grey: Grey, unit: float, deadline: float) -> list[Word]:
    with ThreadPoolExecutor(len(_READINGS)) as pool:
        readings = pool.map(lambda reading: _tesseract(grey, unit, *reading, deadline), _READINGS)
        first, second = readings
    return _settle(first, second)


def _tesseract(grey: Grey, unit: float, dpi: float, smoothing: float, deadline: float) -> list[Word]:
    factor = dpi / 72 / unit
    sigma = smoothing * unit * 72 / 300
    if sigma > 0.5 and factor < 1:
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), sigma), np.uint8)
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    page = Image.fromarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=method))
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    # Tesseract's own threads slow it down on small machines.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        table = pytesseract.image_to_data(
            page,
            lang=_LANGUAGE,
            config=f"--psm 3 --dpi {dpi:.0f}",
            timeout=left,
            output_type=pytesseract.Output.DICT,
        )
    except RuntimeError as error:
        if "timeout" in str(error).lower():
            raise TimeoutError from error
        raise UnreadableFileError(f"Tesseract could not read this page ({error}); {_INSTALL}") from error
    points = 72 / dpi
    words = []
    for index, text in enumerate(table["text"]):
        if not text.strip():
            continue
        x, y = table["left"][index] * points, table["top"][index] * points
        words.append(
            Word(
                text.strip(),
                max(0.0, float(table["conf"][index])) / 100,
                x,
                y,
                x + table["width"][index] * points,
                y + table["height"][index] * points,
                (table["block_num"][index], table["par_num"][index], table["line_num"][index]),
            )
        )
    return words


def _settle(first: Sequence[Word], second: Sequence[Word]) -> list[Word]:
    """The words of `first`, each replaced by that of `second` where this one makes more sense."""
    settled = list(first)
    for index, word in enumerate(settled):
        other = _same_place(word, second)
        if other is None or other.text == word.text:
            continue
        before = settled[index - 1].text if index and settled[index - 1].line == word.line else ""
        after = first[index + 1].text if index + 1 < len(first) and first[index + 1].line == word.line else ""
        sense, other_sense = (spelling.sense(before, w.text, after) for w in (word, other))
        better = other if (other_sense, other.confidence) > (sense, word.confidence) else word
        certain = min(sense, other_sense) == 0 and max(sense, other_sense) == 2
        settled[index] = replace(
            word, text=better.text, confidence=better.confidence, doubtful=not certain and better.text != ""
        )
    return settled


def _same_place(word: Word, words: Sequence[Word]) -> Word | None:
    def shared(other: Word) -> float:
        wide = min(word.right, other.right) - max(word.left, other.left)
        tall = min(word.bottom, other.bottom) - max(word.top, other.top)
        if wide <= 0 or tall <= 0:
            return 0.0
        return wide / (max(word.right, other.right) - min(word.left, other.left))

    best = max(words, key=shared, default=None)
    return best if best is not None and shared(best) > 0.6 else None


def is_doubtful(word: Word) -> bool:
    """Whether `word` may have been read wrong."""
    return word.doubtful or word.confidence < _DOUBTFUL


def _sensible(words: Sequence[Word]) -> bool:
    return _confidence(words) >= _SURE and _vietnamese(words) >= _SENSIBLE


def _confidence(words: Sequence[Word]) -> float:
    return float(np.mean([word.confidence for word in words])) if words else 0.0


def _vietnamese(words: Sequence[Word]) -> float:
    """The share of the letters that stand in syllables of Vietnamese."""
    letters = [sum(map(str.isalpha, word.text)) for word in words]
    known = sum(count for count, word in zip(letters, words, strict=True) if spelling.is_syllable(word.text))
    return known / max(1, sum(letters))
