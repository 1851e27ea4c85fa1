"""Text that was put on a PDF page after it was made: the number and date that a registry stamps in, and digital signatures.

Such text stands in annotations, which are no part of the page's own text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.readers.pdf.furniture import is_signature
from ingest.readers.pdf.layout import Line, lay_out
from ingest.readers.pdf.text import Frame, Glyph, read_glyphs

#: The one line of a signature stamp that belongs to the document.
_NUMBER = re.compile(r"\s*Số\s*:?\s*\d+\s*/\s*\S+")
_KINDS = frozenset({pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_STAMP, pdfium_c.FPDF_ANNOT_FREETEXT})


def read_stamps(
    document: pdfium.PdfDocument, index: int, frame: Frame, glyphs: Sequence[Glyph]
) -> tuple[list[Line], list[Glyph]]:
    """The lines of the signatures on the page with this index, and `glyphs` with the text of other annotations in its place.

    Stamped letters take the place of those that they cover. Changes the page in `document`, which has to be a copy for this alone.
    """
    page = document[index]
    boxes = _boxes(page, frame)
    if not boxes or pdfium_c.FPDFPage_Flatten(page.raw, pdfium_c.FLAT_NORMALDISPLAY) != pdfium_c.FLATTEN_SUCCESS:
        return [], list(glyphs)
    page.close()  # what was flattened is there when the page is loaded anew
    page = document[index]
    known = {_key(glyph) for glyph in glyphs}
    added = [glyph for glyph in read_glyphs(page, frame) if _key(glyph) not in known]
    signatures: list[Line] = []
    kept = list(glyphs)
    for left, top, right, bottom in boxes:
        inside = [
            glyph
            for glyph in added
            if left - 1 <= (glyph.left + glyph.right) / 2 <= right + 1 and top - 1 <= glyph.baseline <= bottom + 1
        ]
        added = [glyph for glyph in added if glyph not in inside]
        lines = lay_out(inside)
        if is_signature("\n".join(line.text for line in lines)):
            signatures += [line if _NUMBER.match(line.text) else replace(line, kind="stamp") for line in lines]
        elif lines:
            inside = _on_line(inside, glyphs)
            first, last = min(glyph.left for glyph in inside), max(glyph.right for glyph in inside)
            kept = [
                glyph
                for glyph in kept
                if not (
                    any(_covers(new, glyph) for new in inside)
                    or (
                        glyph.text.isspace()
                        and first < (glyph.left + glyph.right) / 2 < last
                        and _level(inside[0], glyph)
                    )
                )
            ]
            kept += [inside[0]._replace(text=" ", left=first - 0.01, right=first - 0.01), *inside]
    return signatures, kept


def has_stamps(page: pdfium.PdfPage) -> bool:
    """Whether `page` carries annotations that may hold text."""
    return bool(pdfium_c.FPDFPage_GetAnnotCount(page.raw) > 0)


def _boxes(page: pdfium.PdfPage, frame: Frame) -> list[tuple[float, float, float, float]]:
    boxes = []
    rect = pdfium_c.FS_RECTF()
    for index in range(pdfium_c.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, index)
        if pdfium_c.FPDFAnnot_GetSubtype(annotation) in _KINDS and pdfium_c.FPDFAnnot_GetRect(annotation, rect):
            boxes.append(frame.place_box(rect.left, rect.bottom, rect.right, rect.top))
        pdfium_c.FPDFPage_CloseAnnot(annotation)
    return boxes


def _key(glyph: Glyph) -> tuple[str, int, int]:
    return glyph.text, round(glyph.left), round(glyph.baseline)


def _on_line(stamp: Sequence[Glyph], glyphs: Sequence[Glyph]) -> list[Glyph]:
    """A stamp of one line, moved to the height of the printed line that it fills in."""
    middle = sum(glyph.left for glyph in stamp) / len(stamp)
    beside = [glyph for glyph in glyphs if all(_level(new, glyph) for new in stamp) and not glyph.text.isspace()]
    if not beside:
        return list(stamp)
    baseline = min(beside, key=lambda glyph: abs(glyph.left - middle)).baseline
    return [glyph._replace(baseline=baseline) for glyph in stamp]


def _level(new: Glyph, old: Glyph) -> bool:
    return abs(new.baseline - old.baseline) < 0.6 * new.size


def _covers(new: Glyph, old: Glyph) -> bool:
    wide = min(new.right, old.right) - max(new.left, old.left)
    high = min(new.bottom, old.bottom) - max(new.top, old.top)
    return wide > 0.5 * min(new.right - new.left, old.right - old.left) and high > 0.3 * (old.bottom - old.top)
