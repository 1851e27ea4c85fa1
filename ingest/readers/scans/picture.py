"""From the image of a scanned page to one that Tesseract reads well: upright, grey, without stamps, shadows and specks.

Arrays are `(height, width)` uint8, 0 is ink and 255 is paper, unless a function says otherwise. Lengths are given in points and made
pixels by `unit`, the pixels per point.
"""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

Grey: TypeAlias = npt.NDArray[np.uint8]

#: Finer scans are read no better and cost time.
_MAX_DPI = 300.0
#: Coloured ink is this far from the paper's own hue, in Lab units.
_COLOURED = 6.0
#: Black print is darker than this in every channel.
_DARK = 100
#: Below this angle, in degrees, turning blurs more than it straightens.
_MIN_ANGLE = 0.15
_MAX_ANGLE = 6.0
_INK = 140


def prepare(image: Image.Image, dpi: float) -> tuple[Grey, float, float]:
    """The page in grey, straightened and cleaned, its pixels per point, and the degrees by which it was turned against the clock."""
    page = np.asarray(image.convert("RGB"))
    if dpi > 1.1 * _MAX_DPI:
        factor = _MAX_DPI / dpi
        page = np.asarray(cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
        dpi = _MAX_DPI
    unit = dpi / 72
    page, angle = _straighten(page, unit)
    grey = _without_coloured_ink(page, unit)
    grey = _without_edges(_even(grey, unit), unit)
    return _without_specks(grey), unit, angle


def ink_mask(grey: Grey) -> Grey:
    """255 where there is ink, 0 elsewhere."""
    threshold, mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    if threshold > 230 or threshold < 20:  # a page without two tones
        mask = np.where(grey < _INK, 255, 0)
    return np.asarray(mask, np.uint8)


def _straighten(page: npt.NDArray[np.uint8], unit: float) -> tuple[npt.NDArray[np.uint8], float]:
    angle = _skew(np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8), unit)
    if abs(angle) < _MIN_ANGLE:
        return page, 0.0
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(
        page, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(255, 255, 255)
    )
    return np.asarray(turned, np.uint8), angle


def _skew(grey: Grey, unit: float) -> float:
    """The angle in degrees by which the page has to be turned: where the rows of ink stand out most from those between."""
    small = cv2.resize(grey, None, fx=1.5 / unit, fy=1.5 / unit, interpolation=cv2.INTER_AREA)
    mask = ink_mask(_without_edges(_even(np.asarray(small, np.uint8), 1.5), 1.5))
    # Lines of letters count, seals, rules and pictures do not.
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    large = (stats[:, cv2.CC_STAT_WIDTH] > 60) | (stats[:, cv2.CC_STAT_HEIGHT] > 40)
    mask[large[labels]] = 0
    if np.count_nonzero(mask) < 200:
        return 0.0
    height, width = mask.shape

    def contrast(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        rows = cv2.warpAffine(mask, turn, (width, height)).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    best = max(np.arange(-_MAX_ANGLE, _MAX_ANGLE + 0.1, 0.5), key=contrast)
    best = max(np.arange(best - 0.4, best + 0.41, 0.1), key=contrast)
    return float(best) if contrast(float(best)) > 1.1 * contrast(0.0) else 0.0


def _without_coloured_ink(page: npt.NDArray[np.uint8], unit: float) -> Grey:
    """Grey, with seals, received-stamps and signatures taken out; black print under red or blue ink stays.

    Coloured ink in the shape of a line of print (a heading in red, a link in blue) stays too.
    """
    grey = np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)
    coloured = _coloured(page, grey, unit)
    if np.count_nonzero(coloured) < 20 * unit * unit:
        return grey
    reach = max(3, round(5 * unit)) | 1
    closed = cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, np.ones((3, reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(closed, np.uint8), connectivity=8)
    tall, wide = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    # A stroke of a pen is flat as well; only what is as tall as letters is print.
    printed = (tall < 22 * unit) & (tall > 6 * unit) & (wide > 5 * tall)
    printed[0] = False
    # The words of a stamp stand within its border.
    for left, top, width, height, _ in stats[1:][tall[1:] >= 22 * unit]:
        middle = stats[:, :2] + stats[:, 2:4] / 2
        inside = (abs(middle - (left + width / 2, top + height / 2)) < (width / 2, height / 2)).all(axis=1)
        printed &= ~inside
    stamp = cv2.dilate(np.where(printed[labels], 0, coloured).astype(np.uint8), np.ones((3, 3), np.uint8))
    # The strongest channel of coloured ink is light, that of black print under it is dark.
    faded = (stamp > 0) & (page.max(axis=2) > _DARK)
    return np.where(faded, np.uint8(255), grey)


def _coloured(page: npt.NDArray[np.uint8], grey: Grey, unit: float) -> Grey:
    """1 where ink has a colour.

    It is judged by the mean over the ink around: a scanner gives black letters coloured rims, and JPEG leaves a seal little colour.
    """
    ink = (grey < 225).astype(np.float32)
    lab = cv2.cvtColor(page, cv2.COLOR_RGB2LAB).astype(np.float32)
    window = (max(3, round(3 * unit)) | 1,) * 2
    amount = cv2.blur(ink, window) + 1e-3
    paper = [float(np.median(lab[..., channel])) for channel in (1, 2)]
    shift = [cv2.blur((lab[..., 1 + i] - paper[i]) * ink, window) / amount for i in range(2)]
    return np.asarray((np.hypot(shift[0], shift[1]) > _COLOURED) & (ink > 0), np.uint8)


def _without_edges(grey: Grey, unit: float) -> Grey:
    """Whitens the black bars that a scanner leaves along the edges of the sheet."""
    mask = ink_mask(grey)
    height, width = mask.shape
    core = cv2.erode(mask, np.ones((max(1, round(4 * unit)),) * 2, np.uint8))
    if not core.any():
        return grey
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    left, top = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    right, bottom = left + stats[:, cv2.CC_STAT_WIDTH], top + stats[:, cv2.CC_STAT_HEIGHT]
    outer = (left <= 1) | (top <= 1) | (right >= width - 1) | (bottom >= height - 1)
    solid = stats[:, cv2.CC_STAT_AREA] > 0.3 * stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT]
    bars = outer & solid & np.isin(np.arange(len(stats)), np.unique(labels[core > 0]))
    bars[0] = False
    if not bars.any():
        return grey
    return np.where(bars[labels], np.uint8(255), grey)


def _even(grey: Grey, unit: float) -> Grey:
    """Divides by the paper's own brightness where that varies (shadows, yellowed or faded sheets)."""
    small = cv2.resize(grey, None, fx=1 / unit, fy=1 / unit, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(np.asarray(cv2.dilate(small, np.ones((9, 9), np.uint8)), np.uint8), 21)
    ink = np.percentile(small, 0.5)
    if paper.min() > 235 and ink < 100:
        return grey
    background = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    flat = np.clip(grey.astype(np.float32) / np.maximum(background, 1), 0, 1)
    darkest = float(np.percentile(cv2.resize(flat, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), 0.5))
    stretched = (flat - darkest) / max(0.1, 1 - darkest)
    return np.asarray(np.clip(stretched * 255, 0, 255), np.uint8)


def _without_specks(grey: Grey) -> Grey:
    """A median over 3 x 3 pixels where the page is strewn with single black or white ones."""
    median = cv2.medianBlur(grey, 3)
    # Single pixels unlike all around them; the edges of letters never are.
    outliers = np.count_nonzero(cv2.absdiff(grey, median) > 150)
    return np.asarray(median, np.uint8) if outliers > 0.004 * grey.size else grey
