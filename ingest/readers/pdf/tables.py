"""Tables with ruled lines on a PDF page: their cells, and the letters in them as rows of `| a | b |`."""

from __future__ import annotations

import ctypes
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.readers.pdf.layout import Line, lay_out
from ingest.readers.pdf.text import Frame, Glyph
from ingest.readers.raw import WordBox

Cell = tuple[float, float, float, float]
_Matrix = tuple[float, float, float, float, float, float]

#: Points: a filled shape no thicker than this is a line; a line shorter than that is an ornament of a letter.
_THICK, _SHORT = 3.0, 4.0
#: Points by which the ends of two lines may miss each other.
_TOLERANCE = 3.0
#: More strokes than this are a drawing, not a table.
_MOST_EDGES = 4000
#: A cell of more letters than this on average is a column of the page's layout, not a cell of data.
_LAYOUT_CELL = 600
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)
#: A word broken in itself at the end of a cell's line: `NĐ-` `CP`.
_BROKEN = re.compile(r"(?<=[A-ZĐ0-9][-/])\n(?=[A-ZĐ0-9])")


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruled line in points from the page's upper left corner, level or upright."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def upright(self) -> bool:
        """Whether it runs from top to bottom."""
        return self.bottom - self.top > self.x1 - self.x0

    def as_object(self) -> dict[str, float | str]:
        """What pdfplumber calls an edge."""
        return {
            "x0": self.x0,
            "x1": self.x1,
            "top": self.top,
            "bottom": self.bottom,
            "width": self.x1 - self.x0,
            "height": self.bottom - self.top,
            "orientation": "v" if self.upright else "h",
        }


def read_tables(page: pdfium.PdfPage, frame: Frame, glyphs: Sequence[Glyph]) -> tuple[list[list[Line]], list[Glyph]]:
    """The tables of `page` from the top down, a line for each row, and the letters that stand in none of them.

    A cell that reaches over several rows is written in its first row, one over several columns in its first column. A grid that
    frames text and holds no data is left alone.
    """
    tables: list[list[Line]] = []
    rest = list(glyphs)
    for rows in _grids(page, frame):
        held, outside = _sort_into(rows, rest)
        lines = [line for line in (_row_line(row, held) for row in rows) if line]
        letters = sum(len(line.text) for line in lines)
        if len(held) >= 3 and letters / len(held) <= _LAYOUT_CELL:
            tables.append(lines)
            rest = outside
    return tables, rest


def _grids(page: pdfium.PdfPage, frame: Frame) -> list[list[dict[float, Cell | None]]]:
    """The grids with at least two rows and two columns; each row has its cells by the left edge of their column."""
    edges = list(islice(_edges(page, frame), _MOST_EDGES + 1))
    upright = sum(edge.upright for edge in edges)
    if len(edges) > _MOST_EDGES or upright < 3 or len(edges) - upright < 3:
        return []
    # Loaded only for pages with a grid; of pdfplumber only the geometry is used, the letters are pdfium's.
    from pdfplumber import table as grid

    merged = grid.merge_edges([edge.as_object() for edge in edges], *[_TOLERANCE] * 4)
    cells = grid.intersections_to_cells(grid.edges_to_intersections(merged, _TOLERANCE, _TOLERANCE))
    tables = []
    for group in grid.cells_to_tables(cells):
        columns = sorted({cell[0] for cell in group})
        rows: dict[float, dict[float, Cell | None]] = {}
        for cell in sorted(group, key=lambda cell: cell[1]):
            rows.setdefault(cell[1], dict.fromkeys(columns))[cell[0]] = cell
        if len(rows) >= 2 and len(columns) >= 2:
            _close_open_cells(rows.values(), max(cell[2] for cell in group))
            tables.append(list(rows.values()))
    return tables


def _close_open_cells(rows: Iterable[dict[float, Cell | None]], right: float) -> None:
    """Put in the cells that lack a line on one side: where neither the cell on the left nor the one above reaches."""
    above: list[Cell] = []
    for row in rows:
        present = [cell for cell in row.values() if cell]
        top, bottom = present[0][1], min(cell[3] for cell in present)
        edges = [*row, right]
        reached = 0.0
        for left, beyond in pairwise(edges):
            cell = row[left]
            spanned = any(c[0] <= left < c[2] and c[3] > top + _TOLERANCE for c in above)
            if cell is None and left >= reached - _TOLERANCE and not spanned:
                cell = row[left] = (left, top, beyond, bottom)
            reached = cell[2] if cell else reached
        above += present


def _sort_into(
    rows: Sequence[dict[float, Cell | None]], glyphs: Sequence[Glyph]
) -> tuple[dict[Cell, list[Glyph]], list[Glyph]]:
    """The letters by the cell that they stand in, and those outside."""
    cells = [cell for row in rows for cell in row.values() if cell]
    held: dict[Cell, list[Glyph]] = defaultdict(list)
    outside = []
    cell: Cell | None = None
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, glyph.baseline - glyph.size / 3
        if cell is None or not _holds(cell, x, y):  # neighbours mostly stand in one cell
            cell = next((cell for cell in cells if _holds(cell, x, y)), None)
        if cell:
            held[cell].append(glyph)
        else:
            outside.append(glyph)
    return held, outside


def _holds(cell: Cell, x: float, y: float) -> bool:
    return cell[0] <= x < cell[2] and cell[1] <= y < cell[3]


def _row_line(row: dict[float, Cell | None], held: dict[Cell, list[Glyph]]) -> Line | None:
    texts: list[str] = []
    words: list[WordBox] = []
    sizes: list[float] = []
    at = 2  # behind the first border
    reached = 0.0
    for left, cell in row.items():
        if cell:
            inner = lay_out(held.get(cell, []))
            text, placed = _cell_text(inner)
            texts.append(text)
            words += [word.shifted(at) for word in placed]
            sizes += [line.size for line in inner]
            reached = cell[2]
        elif left >= reached - _TOLERANCE:  # the cell above reaches down to here
            texts.append("")
        else:
            continue
        at += len(texts[-1]) + 3
    if not any(texts):
        return None
    present = [cell for cell in row.values() if cell]
    return Line(
        "| " + " | ".join(texts) + " |",
        min(cell[0] for cell in present),
        present[0][1],
        max(cell[2] for cell in present),
        min(cell[3] for cell in present),
        max(sizes),
        "row",
        words=tuple(words),
    )


def _cell_text(lines: Sequence[Line]) -> tuple[str, list[WordBox]]:
    """The lines of a cell as one, and where its words stand."""
    text = ""
    words: list[WordBox] = []
    for line in lines:
        if text and not _BROKEN.search(f"{text}\n{line.text}", max(0, len(text) - 2)):
            text += " "
        words += [word.shifted(len(text)) for word in line.words]
        text += line.text.replace("|", "¦")
    return text, words


def _edges(page: pdfium.PdfPage, frame: Frame) -> Iterator[Edge]:
    for path, matrix in _paths(page):
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke):
            continue
        for points in _outlines(path):
            placed = [frame.place(*_times(point, matrix)) for point in points]
            sides = [[*side] for side in pairwise(placed)] if stroke.value else []
            for shape in sides or ([placed] if fill.value else []):
                edge = _as_edge(shape)
                if edge:
                    yield edge


def _as_edge(points: Sequence[tuple[float, float]]) -> Edge | None:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if min(width, height) > _THICK or max(width, height) < _SHORT:
        return None
    if height > width:
        middle = (min(xs) + max(xs)) / 2
        return Edge(middle, min(ys), middle, max(ys))
    middle = (min(ys) + max(ys)) / 2
    return Edge(min(xs), middle, max(xs), middle)


def _paths(parent: pdfium.PdfPage) -> Iterator[tuple[object, _Matrix]]:
    """All drawn paths of a page with the matrix that takes them to the page, those inside of forms too."""
    waiting: list[tuple[object, _Matrix]] = [
        (pdfium_c.FPDFPage_GetObject(parent.raw, index), _IDENTITY)
        for index in range(pdfium_c.FPDFPage_CountObjects(parent.raw))
    ]
    found = 0
    while waiting and found <= _MOST_EDGES:
        item, outer = waiting.pop()
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind not in (pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_FORM):
            continue
        own = pdfium_c.FS_MATRIX()
        pdfium_c.FPDFPageObj_GetMatrix(item, own)
        matrix = _compose((own.a, own.b, own.c, own.d, own.e, own.f), outer)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            found += 1
            yield item, matrix
        else:
            waiting += [
                (pdfium_c.FPDFFormObj_GetObject(item, index), matrix)
                for index in range(pdfium_c.FPDFFormObj_CountObjects(item))
            ]


def _outlines(path: object) -> Iterator[list[tuple[float, float]]]:
    """The straight outlines of a path; one with a curve is no ruled line."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    curved = False
    for index in range(min(pdfium_c.FPDFPath_CountSegments(path), _MOST_EDGES)):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == pdfium_c.FPDF_SEGMENT_BEZIERTO
        points.append((x.value, y.value))
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points


def _times(point: tuple[float, float], m: _Matrix) -> tuple[float, float]:
    return point[0] * m[0] + point[1] * m[2] + m[4], point[0] * m[1] + point[1] * m[3] + m[5]


def _compose(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    return (
        *_times((a, b), (*outer[:4], 0, 0)),
        *_times((c, d), (*outer[:4], 0, 0)),
        *_times((e, f), outer),
    )
