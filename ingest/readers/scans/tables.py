"""Ruled tables on a scanned page: where their cells are, and their words as rows of `| a | b |`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ingest.readers.raw import WordBox
from ingest.readers.scans.columns import lines_in_order
from ingest.readers.scans.picture import Grey, ink_mask
from ingest.readers.scans.recognised import RecognisedLine, Word

#: The shortest rule that counts, across and down, in points: longer than any stroke of a letter.
_RULE = (40.0, 16.0)
#: The least width and height of a cell and of a table, in points.
_CELL = (8.0, 7.0)
_TABLE = (150.0, 30.0)
#: A figure without comma or full stop, or a scrap of one.
_BARE = re.compile(r"(?=\S*[^A-Za-zÀ-ỹ])[^\s.,]{1,4}")
#: Edges of cells closer than this, in points, are one rule.
_SAME = 4.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by the row and column of its upper left corner, and its box in points."""

    row: int
    column: int
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, word: Word) -> bool:
        """Whether the middle of `word` lies in the cell."""
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def find_tables(grey: Grey, unit: float) -> tuple[list[list[Cell]], Grey]:
    """The cells of each ruled table of two rows and two columns at least, and the page without the rules of these tables."""
    ink = ink_mask(grey)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    across = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, round(_RULE[0] * unit)), np.uint8))
    down = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((round(_RULE[1] * unit), 1), np.uint8))
    rules = cv2.dilate(cv2.bitwise_or(across, down), np.ones((5, 5), np.uint8))
    contours, tree = cv2.findContours(rules, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    holes: dict[int, list[tuple[float, float, float, float]]] = {}
    for contour, (_, _, _, parent) in zip(contours, tree[0] if tree is not None else (), strict=True):
        x, y, width, height = (length / unit for length in cv2.boundingRect(contour))
        if parent >= 0 and width >= _CELL[0] and height >= _CELL[1]:
            holes.setdefault(parent, []).append((x, y, x + width, y + height))
    tables = []
    gone = np.zeros_like(ink)
    for parent, boxes in holes.items():
        cells = _grid(boxes)
        _, _, width, height = (length / unit for length in cv2.boundingRect(contours[parent]))
        fits = width >= _TABLE[0] and height >= _TABLE[1]
        if fits and len({cell.row for cell in cells}) > 1 and len({cell.column for cell in cells}) > 1:
            tables.append(cells)
            cv2.drawContours(gone, contours, parent, 255, cv2.FILLED)
    gone &= np.asarray(rules, np.uint8)
    return sorted(tables, key=lambda cells: cells[0].top), np.where(gone > 0, np.uint8(255), grey)


def _grid(boxes: list[tuple[float, float, float, float]]) -> list[Cell]:
    lefts, tops = (_edges([box[side] for box in boxes]) for side in (0, 1))

    def nearest(edges: list[float], at: float) -> int:
        return min(range(len(edges)), key=lambda index: abs(edges[index] - at))

    cells = [Cell(nearest(tops, box[1]), nearest(lefts, box[0]), *box) for box in boxes]
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _edges(values: list[float]) -> list[float]:
    """The distinct values, those that differ by less than `_SAME` taken for one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME:
            edges.append(value)
    return edges


def lines_with_tables(words: Sequence[Word], tables: Sequence[list[Cell]]) -> list[RecognisedLine]:
    """The lines of the page in reading order, one line for each row of each table."""
    lines: list[RecognisedLine] = []
    rest = list(words)
    for cells in tables:
        inside = [word for word in rest if any(cell.holds(word) for cell in cells)]
        rest = [word for word in rest if word not in inside]
        above = [word for word in rest if word.bottom <= cells[0].top + _SAME]
        rest = [word for word in rest if word not in above]
        lines += lines_in_order(above)
        lines += _rows(cells, inside)
    return lines + lines_in_order(rest)


def _rows(cells: list[Cell], words: list[Word]) -> list[RecognisedLine]:
    columns = 1 + max(cell.column for cell in cells)
    rows = []
    for row in range(1 + max(cell.row for cell in cells)):
        text = "|"
        doubts: list[tuple[int, int]] = []
        boxes: list[WordBox] = []
        found = {cell.column: cell for cell in cells if cell.row == row}
        for column in range(columns):
            cell = found.get(column)
            lines = lines_in_order([word for word in words if cell.holds(word)]) if cell else []
            for line in lines:
                # A figure alone in its cell easily loses its comma, and nothing around it tells.
                alone = len(lines) == 1 and _BARE.fullmatch(line.text)
                spans = [(0, len(line.text))] if alone else line.doubts
                doubts += ((start + len(text) + 1, end + len(text) + 1) for start, end in spans)
                boxes += (word.shifted(len(text) + 1) for word in line.words)
                text += " " + line.text.replace("|", "¦")
            text += " |"
        if any(char.isalnum() for char in text):
            box = [cell for cell in cells if cell.row == row]
            left, top = min(cell.left for cell in box), min(cell.top for cell in box)
            right, bottom = max(cell.right for cell in box), min(cell.bottom for cell in box)
            rows.append(RecognisedLine(text, left, top, right, bottom, tuple(doubts), tuple(boxes)))
    return rows
