"""The received-stamp ("ĐẾN": a ruled box with a date by hand) of the office that a document went to, taken out of a scan without colour.

Its date and number are not the document's. Only a box that reads like such a stamp is taken out, and print that its border crosses stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from corpus.language.text import strip_diacritics
from ingest.readers.scans.picture import Grey, ink_mask

#: Width and height of such a stamp, in points.
_WIDTHS = (70.0, 260.0)
_HEIGHTS = (28.0, 120.0)
#: A cell of it, in points.
_CELL = (50.0, 8.0)
_MAX_CELLS = 6
#: What it says, without marks. The word in small letters stands in many a table.
_RECEIVED = re.compile(r"\bDEN\b")
_FIELD = re.compile(r"[Nn]gay|[Gg]io|So\b|[Cc]huyen|CONG|\.{6}")


def without_received_stamps(grey: Grey, unit: float, read: Callable[[Grey], str]) -> Grey:
    """`grey` without received-stamps; `read` gives the words of a part of the page, `unit` is in pixels per point."""
    for box in _boxes(grey, unit):
        x, y, width, height = cv2.boundingRect(box)
        margin = round(2 * unit)
        inside = grey[max(0, y - margin) : y + height + margin, max(0, x - margin) : x + width + margin]
        words = strip_diacritics(read(inside))
        if _RECEIVED.search(words) and _FIELD.search(words):
            grey = _erased(grey, box, unit)
    return grey


def _boxes(grey: Grey, unit: float) -> list[npt.NDArray[np.int32]]:
    """Corner points of the ruled boxes of the size of a stamp in the upper half of the page, each of few cells."""
    upper = ink_mask(grey)[: grey.shape[0] * 6 // 10]
    # A stamp's rules are faint in places.
    closed = cv2.morphologyEx(upper, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    contours, tree = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if tree is None:
        return []
    cells: dict[int, list[npt.NDArray[np.int32]]] = {}
    for contour, (_, _, _, parent) in zip(contours, tree[0], strict=True):
        if parent < 0:
            continue
        (_, _), (a, b), _ = cv2.minAreaRect(contour)
        long, short = max(a, b), min(a, b)
        if long >= _CELL[0] * unit and short >= _CELL[1] * unit and cv2.contourArea(contour) > 0.6 * long * short:
            cells.setdefault(parent, []).append(np.asarray(contour, np.int32))
    boxes = []
    for found in cells.values():
        corners = cv2.boxPoints(cv2.minAreaRect(np.concatenate(found)))
        _, _, width, height = cv2.boundingRect(corners)
        fits = _WIDTHS[0] <= width / unit <= _WIDTHS[1] and _HEIGHTS[0] <= height / unit <= _HEIGHTS[1]
        if fits and len(found) <= _MAX_CELLS:
            boxes.append(np.asarray(np.round(corners), np.int32))
    return boxes


def _erased(grey: Grey, box: npt.NDArray[np.int32], unit: float) -> Grey:
    """`grey` without the border of `box` and what stands inside it."""
    (x, y), (a, b), angle = cv2.minAreaRect(box)
    if a < b:
        a, b, angle = b, a, angle - 90
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((x, y), angle, 1.0)
    ink = cv2.warpAffine(ink_mask(grey), turn, (width, height), flags=cv2.INTER_NEAREST)
    reach = round(3 * unit)
    left, right = max(0, round(x - a / 2) - reach), min(width, round(x + a / 2) + reach)
    top, bottom = max(0, round(y - b / 2) - reach), min(height, round(y + b / 2) + reach)
    area = np.asarray(ink[top:bottom, left:right], np.uint8)
    gone = np.zeros_like(ink)
    gone[top:bottom, left:right] = _rules_and_inside(area, 2 * reach, unit)
    back = cv2.warpAffine(gone, cv2.invertAffineTransform(turn), (width, height), flags=cv2.INTER_NEAREST)
    back = cv2.dilate(back, np.ones((3, 3), np.uint8))
    return np.where(back > 0, np.uint8(255), grey)


def _rules_and_inside(area: Grey, edge: int, unit: float) -> Grey:
    """255 where `area`, an upright stamp, has rules, or ink that stands inside more than `edge` pixels from its border."""
    rules = np.zeros_like(area)
    length = round(16 * unit)
    closed = cv2.morphologyEx(area, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    for kernel in (np.ones((1, length), np.uint8), np.ones((length, 1), np.uint8)):
        found = cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel)
        across = np.ones((3, 3), np.uint8)
        rules |= np.asarray(cv2.dilate(found, across), np.uint8)
    rules &= area
    # A stroke that goes on above and below a rule belongs to a letter.
    rest = area & ~rules
    high = round(1.2 * unit)
    up = cv2.dilate(rest, np.ones((2 * high + 1, 1), np.uint8), anchor=(0, 0))
    down = cv2.dilate(rest, np.ones((2 * high + 1, 1), np.uint8), anchor=(0, 2 * high))
    rules &= ~(np.asarray(up, np.uint8) & np.asarray(down, np.uint8))
    rest = area & ~rules
    _, labels, _, centres = cv2.connectedComponentsWithStats(rest, connectivity=8)
    height, width = area.shape
    inside = (centres[:, 0] > edge) & (centres[:, 0] < width - edge)
    inside &= (centres[:, 1] > edge) & (centres[:, 1] < height - edge)
    inside[0] = False
    return np.where(inside[labels], np.uint8(255), rules)
