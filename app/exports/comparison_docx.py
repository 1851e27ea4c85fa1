"""A comparison as a Word document: a table side by side on A4 across, what differs in bold and underlined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from app.exports.pieces import pieces, writable
from app.side_by_side import ADDED, NOT_TAKEN_UP, NOTHING, SAME, Cell, SideRow
from search.comparison.comparing import Row

_FONT = "Times New Roman"
_SIZE = 11
_PAGE_MM = (297, 210)
_MARGIN_MM = 15


def write_comparison(target: IO[bytes], titles: tuple[str, str], rows: Sequence[SideRow]) -> None:
    """Write `rows` into `target`; `titles` are the citations of the two documents."""
    document = _document("Bảng so sánh văn bản")
    document.add_paragraph(
        "Chữ đậm, gạch chân là nội dung khác nhau giữa hai văn bản. Cột thứ ba ghi khác biệt về số liệu, thời hạn và cơ quan."
    )
    table = _table(document, (writable(titles[0]), writable(titles[1]), "Khác biệt"), (107, 107, 53))
    for row in rows:
        cells = table.add_row().cells
        _fill(cells[0], row.a, ADDED if row.b else "")
        _fill(cells[1], row.b, NOT_TAKEN_UP)
        lines = [f"{change.name}: {change.line()}" for change in row.changes]
        if not lines and row.differs:
            lines = ["Chỉ khác về câu chữ"]
        if row.a is None or row.b is None:
            lines = ["Chỉ có ở văn bản thứ nhất" if row.a else "Chỉ có ở văn bản thứ hai"]
        cells[2].text = writable("\n".join(lines or [SAME]))
    document.save(target)


def write_answers(target: IO[bytes], question: str, rows: Sequence[tuple[str, Row]]) -> None:
    """Write what each document says to `question` into `target`; `rows`: the citation of the document and its answer."""
    document = _document("So sánh theo câu hỏi")
    document.add_paragraph(f"Câu hỏi: {writable(question)}")
    table = _table(document, ("Văn bản", "Nội dung", "Trích dẫn"), (70, 127, 70))
    for name, row in rows:
        cells = table.add_row().cells
        cells[0].text = writable(name)
        cells[1].text = writable(row.text or NOTHING)
        cells[2].text = writable(row.citation or "")
    document.save(target)


def _document(title: str) -> Any:
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = map(Mm, _PAGE_MM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    run = document.add_paragraph().add_run(title.upper())
    run.bold, run.font.size = True, Pt(_SIZE + 2)
    return document


def _table(document: Any, heads: Sequence[str], widths_mm: Sequence[int]) -> Any:
    """A ruled table whose head is repeated on every page."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.autofit = False
    for column, cell, head, width in zip(table.columns, table.rows[0].cells, heads, widths_mm, strict=True):
        column.width = cell.width = Mm(width)
        cell.paragraphs[0].add_run(head).bold = True
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    return table


def _fill(target: Any, cell: Cell | None, otherwise: str) -> None:
    """Place, text with its marks, and citation of `cell`, or `otherwise` in italics."""
    first = target.paragraphs[0]
    if cell is None:
        first.add_run(otherwise).italic = True
        return
    first.add_run(writable(cell.place)).italic = True
    text = target.add_paragraph()
    for piece, marked in pieces(cell.text, cell.marks):
        run = text.add_run(piece)
        run.bold = run.underline = marked
    target.add_paragraph().add_run(f"({writable(cell.citation)})").italic = True
