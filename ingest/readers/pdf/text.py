"""The letters of a PDF page with their places, as pdfium tells them.

Measured on eight real files with text (79 pages): both give the same words, but pypdf glues the cells of some tables, takes ten times
as long and more, and gives no boxes. So pdfium is the one source of text and boxes alike.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.language.text import nfc

#: Letters of a private area that two symbol fonts made common, where both readings agree or only one occurs as a list's mark.
_PRIVATE = {
    0xF020: " ", 0xF02B: "+", 0xF02D: "-", 0xF06F: "□", 0xF071: "□", 0xF076: "❖", 0xF0A7: "▪", 0xF0A8: "□", 0xF0B7: "•",
    0xF0D8: "➢", 0xF0E0: "→", 0xF0FC: "✓", 0xF0FE: "☑",
}  # fmt: skip
#: What pdfium calls a hyphen at the end of a line.
_HYPHENS = frozenset({0x02, 0xFFFE})
_MARKS_ALONE = {"\u00b4": "\u0301", "\u02dc": "\u0303", "\u02c6": "\u0302", "\u02d8": "\u0306"}
#: Latin letters and signs that no Vietnamese text has, but a font in an old encoding read as Unicode.
_NO_VIETNAMESE = re.compile(
    "[\u00a1-\u00a6\u00a8\u00ac\u00ae\u00af\u00b4\u00b6\u00b8\u00b9\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de\u00df"
    "\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff\ue000-\uf8ff\ufffd]"
)


#: Letter sizes that a small and a capital vowel are broad at most. Some fonts count marks that hang over the next space to the letter.
_SMALL, _CAPITAL = 0.62, 0.85


class Glyph(NamedTuple):
    """One letter with its marks, in points from the page's upper left corner; `size` is the height of the type."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    size: float


class Frame(NamedTuple):
    """The visible part of a page in the file's own axes, and how far it is turned (quarter turns clockwise)."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file as seen by the reader: from the upper left corner, downwards."""
        match self.turns:
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case 3:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def place_box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A rectangle as seen by the reader: left, top, right, bottom."""
        x0, y0 = self.place(left, bottom)
        x1, y1 = self.place(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def page_frame(page: pdfium.PdfPage) -> Frame:
    """The visible part of `page`."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation() // 90 % 4)


def read_glyphs(page: pdfium.PdfPage, frame: Frame) -> list[Glyph]:
    """The letters of `page` in the order in which they are drawn, spaces among them; text that is not level is left out."""
    return list(_composed(_glyphs(page, frame)))


def odd_letters(glyphs: Iterable[Glyph]) -> int:
    """How many letters are none of Vietnamese text; a font in an old encoding (TCVN3, VNI) gives many of them."""
    return sum(bool(_NO_VIETNAMESE.match(glyph.text)) for glyph in glyphs)


def _glyphs(page: pdfium.PdfPage, frame: Frame) -> Iterator[tuple[Glyph, float]]:
    """Each letter with the middle of its ink, which tells what a mark stands on."""
    textpage = page.get_textpage()
    raw = textpage.raw
    rect, matrix = pdfium_c.FS_RECTF(), pdfium_c.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    ink = [ctypes.c_double() for _ in range(4)]
    unicode_at, generated, loose_box = (
        pdfium_c.FPDFText_GetUnicode,
        pdfium_c.FPDFText_IsGenerated,
        pdfium_c.FPDFText_GetLooseCharBox,
    )
    # Right edge, foot and height of the letter before: within one run of text, type and baseline stay.
    run = (0.0, 0.0, 0.0)
    baseline = size = 0.0
    level = True
    for index in range(textpage.count_chars()):
        code = unicode_at(raw, index)
        if code in (0, 10, 13) or (code == 32 and generated(raw, index) == 1):
            continue
        loose_box(raw, index, rect)
        left, top, right, bottom = frame.place_box(rect.left, rect.bottom, rect.right, rect.top)
        height = bottom - top
        if abs(left - run[0]) > 1 or abs(bottom - run[1]) > 0.3 or abs(height - run[2]) > 0.3 or not size:
            pdfium_c.FPDFText_GetMatrix(raw, index, matrix)
            size = pdfium_c.FPDFText_GetFontSize(raw, index) * (matrix.c**2 + matrix.d**2) ** 0.5
            pdfium_c.FPDFText_GetCharOrigin(raw, index, x, y)
            baseline = frame.place(x.value, y.value)[1]
            level = _is_level(matrix, frame.turns)
            size = size if 1 < size < 400 else max(height * 0.9, 1.0)
        run = (right, bottom, height)
        if not level:
            continue
        text = _PRIVATE.get(code) or ("-" if code in _HYPHENS else chr(code))
        middle = (left + right) / 2
        if unicodedata.combining(text) or text in _MARKS_ALONE:
            pdfium_c.FPDFText_GetCharBox(raw, index, *ink)
            middle = (frame.place(ink[0].value, 0)[0] + frame.place(ink[1].value, 0)[0]) / 2
        if 0xFB00 <= code <= 0xFB06:
            text = unicodedata.normalize("NFKC", text)
        if code > 0xBF and text.isalpha() and unicodedata.decomposition(text):
            right = min(right, left + (_SMALL if text.islower() else _CAPITAL) * size)
        # Fonts lie about their height; type never reaches further than this from its baseline.
        top, bottom = max(top, baseline - 1.1 * size), min(bottom, baseline + 0.35 * size)
        yield Glyph(text, left, top, right, bottom, baseline, size), middle


def _is_level(matrix: pdfium_c.FS_MATRIX, turns: int) -> bool:
    along, across = (matrix.a, matrix.b) if turns % 2 == 0 else (matrix.b, matrix.a)
    return bool(abs(across) <= 0.1 * abs(along))


def _composed(glyphs: Iterable[tuple[Glyph, float]]) -> Iterator[Glyph]:
    """Marks that are drawn by themselves, put on the letter that they stand on."""
    done: list[Glyph] = []
    for glyph, middle in glyphs:
        mark = _MARKS_ALONE.get(glyph.text, glyph.text)
        if unicodedata.combining(mark[0]):
            for at in range(len(done) - 1, max(-1, len(done) - 200), -1):
                base = done[at]
                together = nfc(base.text + mark)
                near = (
                    abs(base.baseline - glyph.baseline) < base.size / 2
                    and base.left - 0.3 <= middle <= base.right + 0.3
                )
                if near and base.text[-1:].isalpha() and (len(together) == 1 or mark == glyph.text):
                    done[at] = base._replace(text=together)
                    break
            else:
                done.append(glyph)
        else:
            done.append(glyph)
    return iter(done)
