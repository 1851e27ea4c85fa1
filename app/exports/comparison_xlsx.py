"""A comparison as a workbook: one row a pair, what differs in bold and underlined, figures, deadlines and agencies in columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from app.exports.pieces import pieces, writable
from app.side_by_side import ADDED, NAMES, NOT_TAKEN_UP, NOTHING, SAME, Cell, SideRow
from search.comparison.comparing import Row

#: What a cell of a workbook can hold.
_LONGEST = 32_767


def write_comparison(target: IO[bytes], titles: tuple[str, str], rows: Sequence[SideRow]) -> None:
    """Write `rows` into `target`; `titles` are the citations of the two documents."""
    book, sheet = _sheet(
        "So sánh",
        [
            ("Trích dẫn (1)", 28), (f"(1) {titles[0]}", 60), ("Trích dẫn (2)", 28), (f"(2) {titles[1]}", 60),
            ("Kết quả", 18), *((name, 32) for name in NAMES.values()),
        ],
    )  # fmt: skip
    for row in rows:
        result = (
            (NOT_TAKEN_UP if row.a else ADDED)
            if row.a is None or row.b is None
            else "Khác nhau"
            if row.differs
            else SAME
        )
        named = ["\n".join(change.line() for change in row.changes if change.name == name) for name in NAMES.values()]
        _add(sheet, [*_cells(row.a), *_cells(row.b), result, *named])
    book.save(target)


def write_answers(target: IO[bytes], question: str, rows: Sequence[tuple[str, Row]]) -> None:
    """Write what each document says to `question` into `target`; `rows`: the citation of the document and its answer."""
    book, sheet = _sheet("Theo câu hỏi", [("Văn bản", 45), (f"Câu hỏi: {question}", 80), ("Trích dẫn", 45)])
    for name, row in rows:
        _add(sheet, [name, row.text or NOTHING, row.citation or ""])
    book.save(target)


def _sheet(title: str, heads: Sequence[tuple[str, int]]) -> tuple[Any, Any]:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = title
    _add(sheet, [head for head, _ in heads])
    for at, (_, width) in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.cell(1, at).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    return book, sheet


def _cells(cell: Cell | None) -> tuple[Any, Any]:
    """The citation and the text with its marks."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    if cell is None:
        return "", ""
    marked = InlineFont(b=True, u="single")
    parts = [TextBlock(marked, piece) if mark else piece for piece, mark in pieces(cell.text[:_LONGEST], cell.marks)]
    return cell.citation, CellRichText(*parts)


def _add(sheet: Any, values: Sequence[Any]) -> None:
    from openpyxl.styles import Alignment

    row = sheet.max_row + (sheet.cell(1, 1).value is not None)
    for at, value in enumerate(values, start=1):
        cell = sheet.cell(row, at)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if isinstance(value, str):
            cell.value = writable(value)[:_LONGEST]
            cell.data_type = "s"  # a text that begins with "=" is no formula
        else:
            cell.value = value
