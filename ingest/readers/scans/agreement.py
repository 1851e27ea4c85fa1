"""One reading of a page made from two, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ingest.readers.scans import spelling
from ingest.readers.scans.recognised import Word

#: A word that one reading alone has is noise below the first of these confidences, and doubtful below the second.
_FAINT, _CERTAIN = 0.4, 0.75
_ROMAN = re.compile(r"[IVX]+[-.,:;)]?")


def mean_confidence(words: Sequence[Word]) -> float:
    """The mean confidence in the words, in [0, 1]; 0 for none."""
    return float(np.mean([word.confidence for word in words])) if words else 0.0


def settle(first: Sequence[Word], second: Sequence[Word]) -> list[Word]:
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
        if not theirs or [word.text for word in ours] == [word.text for word in theirs]:
            settled += ours
        elif not ours:
            settled += [
                replace(word, line=line, doubtful=word.confidence < _CERTAIN)
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
                better = ours if (sense, mean_confidence(ours)) >= (other, mean_confidence(theirs)) else theirs
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
