"""A collection as a Word document: quotations with real footnotes that cite them, and the documents cited at the end.

The page is that of Nghị định 30/2020/NĐ-CP, Phụ lục I: A4, margins of 20, 20, 30 and 15 mm, Times New Roman 14 upright (only căn cứ are in
italics), page numbers at the top from the second page on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import IO, Any

from app.exports.collection import cited, documents
from app.exports.pieces import writable
from corpus.store.workspace import Item

LIST_TITLE = "DANH MỤC VĂN BẢN TRÍCH DẪN"
#: A property of a file holds so many characters.
_LONGEST_TITLE = 255
_FONT = "Times New Roman"
_SIZE = 14
_INDENT_MM = 12.7
_TEXT_MM = 210 - 30 - 15
#: A column is as wide as its longest cell asks, in characters within these bounds.
_NARROWEST, _WIDEST = 8, 60


def write_collection(target: IO[bytes], name: str, items: Sequence[Item]) -> None:
    """Write the quotations of a collection into `target`, in their order."""
    from docx import Document

    from app.exports.docx_footnotes import Footnotes  # python-docx takes a third of a second, which only exports need

    document = Document()
    _describe(document, writable(name))
    _lay_out(document)
    _number_pages(document)
    footnotes = Footnotes(document)
    _heading(document, writable(name).upper())
    for quotation in cited(items):
        last = None
        for at, part in enumerate(quotation.parts):
            opening = "“" if at == 0 else ""
            closing = "”" if at == len(quotation.parts) - 1 else ""
            if isinstance(part, str):
                last = document.add_paragraph(f"{opening}{part}{closing}")
                # A heading that opens a quotation does not stay behind at the foot of a page.
                last.paragraph_format.keep_with_next = bool(opening and not closing)
                continue
            if opening:
                document.add_paragraph(opening).paragraph_format.keep_with_next = True
            _add_table(document, part)
            last = document.add_paragraph(closing) if closing else last
        footnotes.add(last or document.add_paragraph(), f"{quotation.citation[:1].upper()}{quotation.citation[1:]}.")
        if quotation.note:
            for line in quotation.note.splitlines():
                document.add_paragraph(line)
    _heading(document, LIST_TITLE)
    for number, citation in enumerate(documents(items), start=1):
        document.add_paragraph(f"{number}. {citation}.")
    footnotes.attach()
    document.save(target)


def _describe(document: Any, name: str) -> None:
    """The file's own properties, which python-docx fills with its own."""
    properties = document.core_properties
    properties.title, properties.author, properties.comments = name[:_LONGEST_TITLE], "", ""
    properties.created = properties.modified = datetime.now(UTC)


def _lay_out(document: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    language = OxmlElement("w:lang")  # or Word underlines every word as misspelt English
    language.set(qn("w:val"), "vi-VN")
    style.element.rPr.append(language)
    style.paragraph_format.first_line_indent = Mm(_INDENT_MM)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6), Pt(0)
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _number_pages(document: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance = Mm(10)
    paragraph = section.header.paragraphs[0]
    paragraph.alignment, paragraph.paragraph_format.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Mm(0)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


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
    from docx.shared import Mm, Pt

    lengths = [min(max(_NARROWEST, *map(len, column)), _WIDEST) for column in zip(*rows, strict=True)]
    table = document.add_table(rows=len(rows), cols=len(lengths), style="Table Grid")
    table.autofit = False
    for column, length in zip(table.columns, lengths, strict=True):
        column.width = Mm(_TEXT_MM * length / sum(lengths))
    for cells, words in zip(table.rows, rows, strict=True):
        for cell, text, column in zip(cells.cells, words, table.columns, strict=True):
            cell.width = column.width
            paragraph = cell.paragraphs[0]
            layout = paragraph.paragraph_format
            layout.first_line_indent, layout.space_before, layout.space_after = Pt(0), Pt(2), Pt(2)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
            paragraph.add_run(text)
