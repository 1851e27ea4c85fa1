"""Recognition of scanned pages with Tesseract.

A page is prepared (`ingest/readers/scans/picture.py`), read twice at two sizes, and the words on which the readings differ are settled by
what Vietnamese words there are; they are named as doubts all the same unless only one of the two makes sense.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
import pytesseract
from PIL import Image

from corpus.errors import UnreadableFileError
from ingest.readers.programs import recognised_languages
from ingest.readers.scans import spelling
from ingest.readers.scans.agreement import mean_confidence, settle
from ingest.readers.scans.picture import Grey, prepare
from ingest.readers.scans.pose import Pose
from ingest.readers.scans.recognised import Recognised, RecognisedLine, Word
from ingest.readers.scans.stamps import without_received_stamps
from ingest.readers.scans.tables import Cell, find_tables, lines_with_tables

__all__ = ["Recognised", "RecognisedLine", "recognise"]

#: Seconds that one page may take before it counts as unreadable.
PAGE_SECONDS = 40.0

_LANGUAGE = "vie"
#: The two sizes at which the fast model reads best: (dpi, smoothing before at 300 dpi).
_READINGS = ((200.0, 1.5), (165.0, 0.0))
#: Below this mean confidence, or share of Vietnamese syllables, a page may lie on its side or upside down.
_SURE = 0.75
_SENSIBLE = 0.5
#: Below this mean confidence what was read is noise.
_FAINTEST = 0.65

_ONES = str.maketrans("lI|Ì", "1111")
_LOOKS_LIKE_NUMBER = re.compile(r"[lI|Ì]{2}")
_NUMBER_WITH_LETTER = re.compile(r"(?=.*\d)[\dlI|Ì]{2,4}[.,;:]?")
_SPECKS = re.compile(r"^['`\u00b4\u02c6^~‘’.]+(?=\w)|^['`\u00b4\u02c6^~‘’]+$|(?<=\w)[`\u00b4\u02c6^~]+$")
_ROMAN = re.compile(r"([XV]*)(I{1,2})([-.,:;)]?)")
#: Quarter turns against the clock, as Pillow names them, the likeliest first.
_TURNS = {2: Image.Transpose.ROTATE_180, 1: Image.Transpose.ROTATE_90, 3: Image.Transpose.ROTATE_270}
_EIGHT = re.compile(r"(?<=\d)§|§(?=\d|[.)]$)")


class _Page(NamedTuple):
    """A page's words, the cells of each of its tables, and how it was turned."""

    words: list[Word]
    tables: list[list[Cell]]
    pose: Pose


_INSTALL = (
    "install it with: apt-get install tesseract-ocr tesseract-ocr-vie (Debian, Ubuntu), or with the Windows installer of "
    "Tesseract 5, ticking Vietnamese under additional language data, and try again."
)


def recognise(image: Image.Image, dpi: float) -> Recognised:
    """Read the page in `image`, which has `dpi` pixels per inch.

    Raises:
        UnreadableFileError: Tesseract or its Vietnamese data is not installed.
    """
    _check_installed()
    deadline = time.monotonic() + PAGE_SECONDS
    try:
        words, tables, pose = page = _read(image, dpi, deadline)
        if not _sensible(words):
            words, tables, pose = _read_turned(image, dpi, page, deadline)
    except TimeoutError:
        return Recognised((), 0.0, False)
    confidence = mean_confidence(words)
    lines = tuple(replace(line, words=tuple(map(pose.shown, line.words))) for line in lines_with_tables(words, tables))
    return Recognised(lines, confidence, bool(lines) and _vietnamese(words) >= _SENSIBLE and confidence >= _FAINTEST)


def _check_installed() -> None:
    try:
        languages = recognised_languages()
    except pytesseract.TesseractNotFoundError as error:
        raise UnreadableFileError(f"This page is a scan, and Tesseract is not installed; {_INSTALL}") from error
    if _LANGUAGE not in languages:
        raise UnreadableFileError(
            f"This page is a scan, and Tesseract has no data for Vietnamese ({_LANGUAGE}.traineddata); {_INSTALL}"
        )


def _read_turned(image: Image.Image, dpi: float, upright: _Page, deadline: float) -> _Page:
    """The best reading of the page turned by 180, 90 and 270 degrees; `upright` is the one as it lies."""
    best = upright
    for quarters, turn in _TURNS.items():
        read = _read(image.transpose(turn), dpi, deadline, quarters)
        if _sensible(read.words):
            return read
        best = max(best, read, key=lambda page: _vietnamese(page.words) * mean_confidence(page.words))
    return best


def _read(image: Image.Image, dpi: float, deadline: float, quarters: int = 0) -> _Page:
    """The words of the page as it lies, which is after `quarters` turns of 90 degrees, and the cells of its tables."""
    grey, unit, angle = prepare(image, dpi)
    pose = Pose(quarters, angle, grey.shape[1] / unit, grey.shape[0] / unit)
    grey = without_received_stamps(grey, unit, lambda part: _plain(part, unit, deadline))
    tables, grey = find_tables(grey, unit)
    with ThreadPoolExecutor(len(_READINGS)) as pool:
        first, second = pool.map(lambda reading: _tesseract(grey, unit, reading, deadline), _READINGS)
    return _Page([_recount(word, grey, unit) for word in settle(first, second)], tables, pose)


def _recount(word: Word, grey: Grey, unit: float) -> Word:
    """`word`, and where it is a Roman numeral with as many I as it has upright strokes: Tesseract reads II for a small III."""
    match = _ROMAN.fullmatch(word.text)
    if not match:
        return word
    edges = (word.top, word.bottom, word.left, word.right)
    top, bottom, left, right = (max(0, round(edge * unit)) for edge in edges)
    ink = grey[top:bottom, left:right] < 140
    if not ink.size:
        return word
    upright = np.concatenate(([False], ink.mean(axis=0) > 0.7))
    strokes = int(np.count_nonzero(upright[1:] & ~upright[:-1]))
    if not len(match[2]) < strokes <= 3:
        return word
    return replace(word, text=match[1] + "I" * strokes + match[3], doubtful=True)


def _plain(part: Grey, unit: float, deadline: float) -> str:
    """The words of a part of a page."""
    return " ".join(word.text for word in _tesseract(part, unit, _READINGS[0], deadline, mode=6))


def _tesseract(grey: Grey, unit: float, reading: tuple[float, float], deadline: float, mode: int = 3) -> list[Word]:
    """The words on `grey`; `reading` is one of `_READINGS`, `mode` is Tesseract's way of looking for lines.

    Raises:
        TimeoutError: `deadline` (of the monotonic clock) is past.
    """
    dpi, smoothing = reading
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
            config=f"--psm {mode} --dpi {dpi:.0f}",
            timeout=left,
            output_type=pytesseract.Output.DICT,
        )
    except pytesseract.TesseractError as error:
        raise UnreadableFileError(f"Tesseract could not read this page ({error.message}); {_INSTALL}") from error
    except RuntimeError as error:  # pytesseract's way to say that the time is over
        raise TimeoutError from error
    points = 72 / dpi
    words: list[Word] = []
    for index, text in enumerate(table["text"]):
        text = _without_specks(text.strip())
        if not text:
            continue
        x, y = table["left"][index] * points, table["top"][index] * points
        line = (table["block_num"][index], table["par_num"][index], table["line_num"][index])
        confidence = max(0.0, float(table["conf"][index])) / 100
        before = words[-1].text if words and words[-1].line == line else ""
        read = _figures(text, before)
        box = (x, y, x + table["width"][index] * points, y + table["height"][index] * points)
        words.append(Word(read, confidence, *box, line, doubtful=read != text))
    return words


def _without_specks(text: str) -> str:
    """`text` without the marks that specks of dirt are read as; Vietnamese has no such marks beside a word."""
    return _SPECKS.sub("", text)


def _figures(text: str, before: str) -> str:
    """`text` with the letters that Tesseract reads for figures turned back, where only figures can stand."""
    if before.lower() in ("ngày", "tháng") and _LOOKS_LIKE_NUMBER.fullmatch(text):
        return text.translate(_ONES)
    if _NUMBER_WITH_LETTER.fullmatch(text):
        text = text.translate(_ONES)
    return _EIGHT.sub("8", text)


def _sensible(words: Sequence[Word]) -> bool:
    return mean_confidence(words) >= _SURE and _vietnamese(words) >= _SENSIBLE


def _vietnamese(words: Sequence[Word]) -> float:
    """The share of the letters that stand in syllables of Vietnamese."""
    letters = [sum(map(str.isalpha, word.text)) for word in words]
    # Noise is read as single letters.
    known = sum(
        count for count, word in zip(letters, words, strict=True) if count > 1 and spelling.is_known_syllable(word.text)
    )
    return known / max(1, sum(letters))
