"""Recognition of scanned pages with Tesseract.

A page is prepared (`ingest/scan.py`), read twice at two sizes, and the words on which the readings differ are settled by
what Vietnamese words there are; they are named as doubts all the same unless only one of the two makes sense.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
import pytesseract
from PIL import Image

from corpus.errors import UnreadableFileError
from ingest import spelling
from ingest.scan import Grey, prepare
from ingest.stamps import without_received_stamps

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
#: A word that one reading alone has is noise below this confidence.
_FAINT = 0.4

_ONES = str.maketrans("lI|Ì", "1111")
_LOOKS_LIKE_NUMBER = re.compile(r"[lI|Ì]{2}")
_NUMBER_WITH_LETTER = re.compile(r"(?=.*\d)[\dlI|Ì]{2,4}[.,;:]?")
_ROMAN = re.compile(r"[IVX]+[-.,:;)]?")
_EIGHT = re.compile(r"(?<=\d)§|§(?=\d|[.)]$)")

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
        grey = without_received_stamps(grey, unit, lambda part: _plain(part, unit, deadline))
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
        readings = pool.map(lambda reading: _tesseract(grey, unit, reading[0], reading[1], deadline), _READINGS)
        first, second = readings
    return _settle(first, second)


def _plain(part: Grey, unit: float, deadline: float) -> str:
    """The words of a part of a page."""
    return " ".join(word.text for word in _tesseract(part, unit, _READINGS[0][0], _READINGS[0][1], deadline, mode=6))


def _tesseract(grey: Grey, unit: float, dpi: float, smoothing: float, deadline: float, mode: int = 3) -> list[Word]:
    """The words on `grey`, read at `dpi`; `mode` is Tesseract's way of looking for lines.

    Raises:
        TimeoutError: `deadline` (of the monotonic clock) is past.
    """
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
        if not text.strip():
            continue
        x, y = table["left"][index] * points, table["top"][index] * points
        line = (table["block_num"][index], table["par_num"][index], table["line_num"][index])
        confidence = max(0.0, float(table["conf"][index])) / 100
        before = words[-1].text if words and words[-1].line == line else ""
        read = _figures(text.strip(), before)
        box = (x, y, x + table["width"][index] * points, y + table["height"][index] * points)
        words.append(Word(read, confidence, *box, line, doubtful=read != text.strip()))
    return words


def _figures(text: str, before: str) -> str:
    """`text` with the letters that Tesseract reads for figures turned back, where only figures can stand."""
    if before.lower() in ("ngày", "tháng") and _LOOKS_LIKE_NUMBER.fullmatch(text):
        return text.translate(_ONES)
    if _NUMBER_WITH_LETTER.fullmatch(text):
        text = text.translate(_ONES)
    return _EIGHT.sub("8", text)


def _settle(first: Sequence[Word], second: Sequence[Word]) -> list[Word]:
    """The words of both readings: where they differ, those that make more sense."""
    lines: dict[tuple[int, int, int], tuple[list[Word], list[Word]]] = {}
    for word in first:
        lines.setdefault(word.line, ([], []))[0].append(word)
    for word, line in zip(second, _lines_of(second, first), strict=True):
        lines.setdefault(line, ([], []))[1].append(word)
    return [word for line, pair in lines.items() for word in _settle_line(*pair, line)]


def _lines_of(second: Sequence[Word], first: Sequence[Word]) -> list[tuple[int, int, int]]:
    """For each word of `second` the line of `first` that it belongs to.

    It is that of the word in its place, else that of the word next to it on its own line, else a line that `first` has not.
    """
    found: list[tuple[int, int, int] | None] = [None] * len(second)
    if first and second:
        shared = _overlap(_boxes(second), _boxes(first))
        best = shared.argmax(axis=1)
        found = [first[column].line if shared[row, column] > 0.4 else None for row, column in enumerate(best)]
    for order in (range(len(second)), range(len(second) - 1, -1, -1)):
        nearest: dict[tuple[int, int, int], tuple[int, int, int]] = {}
        for index in order:
            line = found[index]
            if line is not None:
                nearest[second[index].line] = line
            else:
                found[index] = nearest.get(second[index].line)
    return [
        line if line is not None else (-1 - word.line[0], *word.line[1:])
        for line, word in zip(found, second, strict=True)
    ]


def _boxes(words: Sequence[Word]) -> npt.NDArray[np.float64]:
    """(n, 4): left, top, right, bottom."""
    return np.array([(word.left, word.top, word.right, word.bottom) for word in words])


def _overlap(rows: npt.NDArray[np.float64], columns: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The share of the smaller of each two boxes that lies in the other, in [0, 1]."""
    a, b = rows[:, None, :], columns[None, :, :]
    inner = np.clip(np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2]), 0, None).prod(axis=-1)
    areas = [(boxes[:, 2:] - boxes[:, :2]).prod(axis=1) for boxes in (rows, columns)]
    return np.asarray(inner / np.maximum(np.minimum(areas[0][:, None], areas[1][None, :]), 1e-6))


def _settle_line(first: Sequence[Word], second: Sequence[Word], line: tuple[int, int, int]) -> list[Word]:
    settled: list[Word] = []
    groups = list(_groups(first, second))
    for index, (ours, theirs) in enumerate(groups):
        if [word.text for word in ours] == [word.text for word in theirs] or not theirs:
            settled += ours
        elif not ours:
            settled += [
                replace(word, line=line, doubtful=word.confidence < _SURE)
                for word in theirs
                if spelling.sense("", word.text, "") and word.confidence >= _FAINT
            ]
        else:
            before = settled[-1].text if settled else ""
            following = groups[index + 1] if index + 1 < len(groups) else ([], [])
            after = next((word.text for word in (*following[0], *following[1])), "")
            sense, other = (_sense(before, words, after) for words in (ours, theirs))
            if len(ours) == len(theirs) == 1 and all(_ROMAN.fullmatch(word[0].text) for word in (ours, theirs)):
                # Strokes of III run together and are lost; none is ever added.
                better = max(ours, theirs, key=lambda words: len(words[0].text))
            else:
                better = ours if (sense, _confidence(ours)) >= (other, _confidence(theirs)) else theirs
            # One reading makes a word that such documents use all the time, the other none: that is no doubt.
            certain = max(sense, other) == 3 and min(sense, other) <= 1
            settled += [replace(word, line=line, doubtful=not certain) for word in better]
    return settled


def _groups(first: Sequence[Word], second: Sequence[Word]) -> Iterator[tuple[list[Word], list[Word]]]:
    """Words of one line that stand in the same place in both readings, from left to right."""
    ours: list[Word] = []
    theirs: list[Word] = []
    reach = float("-inf")
    tagged = [(word, True) for word in first] + [(word, False) for word in second]
    for word, is_first in sorted(tagged, key=lambda item: item[0].left):
        # Boxes of neighbouring words may touch.
        if word.left > reach - 0.3 * min(word.right - word.left, word.bottom - word.top) and (ours or theirs):
            yield ours, theirs
            ours, theirs = [], []
        (ours if is_first else theirs).append(word)
        reach = max(reach, word.right) if len(ours) + len(theirs) > 1 else word.right
    if ours or theirs:
        yield ours, theirs


def _sense(before: str, words: Sequence[Word], after: str) -> float:
    texts = [before, *(word.text for word in words), after]
    return float(np.mean([spelling.sense(*texts[i - 1 : i + 2]) for i in range(1, len(texts) - 1)]))


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
