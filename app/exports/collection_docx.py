"""A collection as a Word document: quotations with real footnotes that cite them, and the documents cited at the end.

The page is that of Nghị định 30/2020/NĐ-CP, Phụ lục I: A4, margins of 20, 20, 30 and 15 mm, Times New Roman 14.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from app.exports.collection import cited, documents
from app.exports.pieces import writable
from corpus.workspace import Item

LIST_TITLE = "DANH MỤC VĂN BẢN TRÍCH DẪN"
_FONT = "Times New Roman"
_SIZE = 14
_INDENT_MM = 12.7


def write_collection(target: IO[bytes], name: str, items: Sequence[Item]) -> None:
    """Write the quotations of a collection into `target`, in their order."""
    from docx import Document

    from app.exports.docx_footnotes import Footnotes  # python-docx takes a third of a second, which only exports need

    document = Document()
    _lay_out(document)
    footnotes = Footnotes(document)
    _heading(document, writable(name).upper())
    for quotation in cited(items):
        last = None
        for at, part in enumerate(quotation.parts):
            opening = "“" if at == 0 else ""
            closing = "”" if at == len(quotation.parts) - 1 else ""
            if isinstance(part, str):
                last = document.add_paragraph()
                last.add_run(opening)
                last.add_run(part).italic = True
                last.add_run(closing)
            else:
                if opening:
                    document.add_paragraph(opening)
                _add_table(document, part)
                last = document.add_paragraph(closing)
        footnotes.add(last or document.add_paragraph(), f"{quotation.citation[:1].upper()}{quotation.citation[1:]}.")
        if quotation.note:
            for line in quotation.note.splitlines():
                document.add_paragraph(line)
    _heading(document, LIST_TITLE)
    for number, citation in enumerate(documents(items), start=1):
        document.add_paragraph(f"{number}. {citation}.")
    footnotes.attach()
    document.save(target)


def _lay_out(document: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.first_line_indent = Mm(_INDENT_MM)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _heading(document: Any, text: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.first_line_indent = Pt(0)
    paragraph.paragraph_format.space_before = Pt(12)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run(text).bold = True


def _add_table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for cells, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, words, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.first_line_indent = Pt(0)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
            paragraph.add_run(text).italic = True
