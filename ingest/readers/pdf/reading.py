"""From a PDF to text: printed lines page by page, with tables as rows, and pictures of pages by recognition."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.document import Page, Span
from corpus.errors import UnreadableFileError
from corpus.notices import Notice
from ingest.editing import Edit
from ingest.progress import report
from ingest.readers import legacy
from ingest.readers.pdf.furniture import find_furniture
from ingest.readers.pdf.layout import Line, lay_out
from ingest.readers.pdf.notes import reading_order
from ingest.readers.pdf.stamps import has_stamps, read_stamps
from ingest.readers.pdf.tables import read_tables
from ingest.readers.pdf.text import odd_letters, page_frame, read_glyphs
from ingest.readers.raw import PrintedLine, Raw

MAX_PAGES = 1_500
#: Dots per inch of a page's picture for recognition, and the most dots that a picture may have.
_DPI, _MOST_DOTS = 300.0, 35_000_000
#: A page of fewer letters than this over a picture is a scan with a stamp; of more, a scan that was recognised before.
_FEW_LETTERS = 200
#: So many letters that no Vietnamese text has are worth a look; with this share of them, the text layer is of no use.
_ODD_LETTERS, _BROKEN = 5, 0.05
_WORD = re.compile(r"\w{2,}")
_UNBROKEN = re.compile(r"\S+")
#: pdfium keeps state for the whole process and must not be entered twice at a time.
_PDFIUM = threading.Lock()


@dataclass(frozen=True, slots=True)
class _PageText:
    """What was found on one page; `confidence` is None where nothing was recognised."""

    lines: tuple[Line, ...]
    width: float
    height: float
    confidence: float | None = None
    readable: bool = True
    prerecognised: bool = False
    encoding: legacy.Encoding | None = None


def read_pdf(data: bytes, name: str) -> Raw:
    """Read a PDF's pages.

    Running heads, page numbers and signature stamps are in the text, taken out by edits, and have no entry in `lines`; so are the
    head rows that a table repeats on a following page. A note at a page's foot may be read on the next page (`page_notes`): its
    lines name the page on which they are printed.

    Raises:
        UnreadableFileError: encrypted, incomplete, damaged, without pages or with more than `MAX_PAGES`.
    """
    with _PDFIUM:
        document = open_pdf(data, name)
        try:
            pages = _read_pages(document, data, name)
        finally:
            document.close()
    raw = _assemble(pages, name, hashlib.sha256(data).hexdigest())
    if not any(char.isalpha() for char in raw.text):
        raise UnreadableFileError(
            f"{name} holds no text that can be read, nor pictures of text; scan it again, larger."
        )
    return raw


def open_pdf(data: bytes, name: str) -> pdfium.PdfDocument:
    """The file as pdfium has it.

    Raises:
        UnreadableFileError: encrypted, incomplete, damaged, without pages or with more than `MAX_PAGES`.
    """
    if b"%%EOF" not in data[-4096:]:
        # pdfium would rebuild what is left of such a file, and pages would be missing without a word.
        raise UnreadableFileError(f"{name} is cut off: its end is missing; fetch or copy the file again.")
    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            raise UnreadableFileError(
                f"{name} is protected by a password; open it, save it without protection and ingest that."
            ) from error
        raise UnreadableFileError(f"{name} is damaged and opens in no PDF reader; fetch the file again.") from error
    if not 0 < count <= MAX_PAGES:
        document.close()
        if count:
            raise UnreadableFileError(
                f"{name} has {count} pages, more than the {MAX_PAGES} that one file may have; split it."
            )
        raise UnreadableFileError(f"{name} has no pages; check that the file was saved completely.")
    return document


def _read_pages(document: pdfium.PdfDocument, data: bytes, name: str) -> list[_PageText]:
    stamped: pdfium.PdfDocument | None = None
    pages = []
    try:
        for index in range(len(document)):
            report(index, len(document), "pages")
            try:
                page = document[index]
            except pdfium.PdfiumError as error:
                raise UnreadableFileError(f"Page {index + 1} of {name} is damaged; fetch the file again.") from error
            if stamped is None and has_stamps(page):
                stamped = pdfium.PdfDocument(data)
            pages.append(_read_page(page, index, stamped))
            page.close()
        report(len(pages), len(pages), "pages")
    finally:
        if stamped is not None:
            stamped.close()
    return pages


def _read_page(page: pdfium.PdfPage, index: int, stamped: pdfium.PdfDocument | None) -> _PageText:
    frame = page_frame(page)
    width, height = page.get_size()
    glyphs = read_glyphs(page, frame)
    letters = sum(glyph.text[0].isalnum() for glyph in glyphs)
    pictured = _pictured(page)
    signatures: list[Line] = []
    whole = glyphs
    if stamped is not None and has_stamps(page):
        signatures, whole = read_stamps(stamped, index, frame, glyphs)
    with_stamps = len(whole) > len(glyphs)
    if letters < _FEW_LETTERS and pictured:
        return _recognise(page, width, height, with_stamps)
    tables, rest = read_tables(page, frame, whole)
    lines: list[Line] = []
    for table in tables:
        above = [glyph for glyph in rest if glyph.baseline <= table[0].top + 1]
        lines += lay_out(above) + table
        rest = [glyph for glyph in rest if glyph.baseline > table[0].top + 1]
    lines += lay_out(rest)
    encoding: legacy.Encoding | None = None
    odd = odd_letters(glyphs)
    if odd >= _ODD_LETTERS:
        texts, encoding = legacy.repair("\n".join(line.text for line in lines))
        if encoding is None and odd > _BROKEN * letters:
            return _recognise(page, width, height, with_stamps)
        lines = [_reworded(line, text) for line, text in zip(lines, texts.split("\n"), strict=True)]
    upper = [line for line in signatures if line.top < height / 2]
    lower = [line for line in signatures if line.top >= height / 2]
    return _PageText((*upper, *lines, *lower), width, height, prerecognised=pictured, encoding=encoding)


def _reworded(line: Line, text: str) -> Line:
    """`line` with its words in another encoding, each in its place."""
    words = list(_UNBROKEN.finditer(text))
    places = {before.start(): after for before, after in zip(_UNBROKEN.finditer(line.text), words, strict=False)}
    moved = [word._replace(start=new.start(), end=new.end()) for word in line.words if (new := places.get(word.start))]
    return replace(line, text=text, words=tuple(moved) if len(moved) == len(line.words) else ())


def _pictured(page: pdfium.PdfPage) -> bool:
    """Whether a picture covers most of the page, or letters are drawn as shapes."""
    width, height = page.get_size()
    shapes = 0
    covered = 0.0
    for item in page.get_objects(max_depth=3):
        if item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            covered += (right - left) * (top - bottom)
        shapes += item.type == pdfium_c.FPDF_PAGEOBJ_PATH and pdfium_c.FPDFPath_CountSegments(item.raw) > 8
    return covered > 0.5 * width * height or shapes > 200


def _recognise(page: pdfium.PdfPage, width: float, height: float, with_stamps: bool) -> _PageText:
    from ingest.readers.scans.ocr import recognise  # loaded only for pictures of pages

    scale = min(_DPI / 72, (_MOST_DOTS / (width * height)) ** 0.5)
    image = page.render(scale=scale, draw_annots=with_stamps).to_pil()
    found = recognise(image, scale * 72)
    lines = tuple(
        # What is recognised has no type size; the height of its box comes near to it.
        Line(
            line.text,
            line.left,
            line.top,
            line.right,
            line.bottom,
            line.bottom - line.top,
            "text",
            line.doubts,
            line.words,
        )
        for line in found.lines
        if line.text.strip()
    )
    return _PageText(lines, width, height, found.confidence, found.readable)


def _assemble(pages: Sequence[_PageText], name: str, sha256: str) -> Raw:
    furniture = find_furniture([page.lines for page in pages], [page.height for page in pages])
    _add_repeated_heads(pages, furniture)
    order = reading_order([page.lines for page in pages], furniture)
    parts: list[str] = []
    edits: list[Edit] = []
    printed: list[PrintedLine] = []
    spans: list[Page] = []
    doubts: list[Span] = []
    at = 0
    for number, (page, places) in enumerate(zip(pages, order, strict=True), 1):
        start = at
        for source, index in places:
            line = pages[source].lines[index]
            end = at + len(line.text)
            if index in furniture[source]:
                # Neighbours are one edit, with one line break.
                first = edits.pop().start if edits and edits[-1].end == at else at
                edits.append(Edit(first, end + 1, "", "page-break"))
            else:
                box = (line.left, line.top, line.right, line.bottom)
                printed.append(PrintedLine(at, end, source + 1, *box, line.size, line.words))
                doubts += [Span(at + begin, at + stop) for begin, stop in line.doubts]
            parts.append(line.text)
            at = end + 1
        spans.append(Page(start, at, number, page.width, page.height, page.confidence, page.readable))
    text = "\n".join(parts)
    if edits and edits[-1].end > len(text):
        last = edits.pop()
        edits.append(Edit(max(last.start - 1, 0), len(text), "", "page-break"))
    if not _WORD.search(text) and all(page.readable for page in pages):
        raise UnreadableFileError(f"{name} holds no text; check that the file was saved completely.")
    return Raw(
        name,
        sha256,
        "application/pdf",
        text,
        edits=tuple(edits),
        pages=tuple(_clip(span, len(text)) for span in spans),
        lines=tuple(printed),
        doubts=tuple(doubts),
        wrapped=True,
        notes=tuple(_notes(pages)),
    )


def _add_repeated_heads(pages: Sequence[_PageText], furniture: Sequence[set[int]]) -> None:
    """Add to `furniture` the head rows that a table repeats where it goes on over a page break."""
    head: list[str] = []  # the first rows of the table that the page before ended with
    for page, out in zip(pages, furniture, strict=True):
        body = [index for index in range(len(page.lines)) if index not in out]
        for index, text in zip(body, head, strict=False):
            if page.lines[index].kind != "row" or page.lines[index].text != text:
                break
            out.add(index)
        rows = [index for index in body if page.lines[index].kind == "row"]
        if not rows or rows[-1] != body[-1]:
            head = []
            continue
        first = next(index for index in reversed(rows) if index - 1 not in rows)
        if first != body[0] or not head:
            head = [page.lines[index].text for index in range(first, rows[-1] + 1)][:4]


def _clip(page: Page, length: int) -> Page:
    return Page(
        min(page.start, length),
        min(page.end, length),
        page.number,
        page.width,
        page.height,
        page.confidence,
        page.readable,
    )


def _notes(pages: Sequence[_PageText]) -> list[Notice]:
    notes = []
    unread = [number for number, page in enumerate(pages, 1) if not page.readable]
    if unread:
        notes.append(
            Notice(
                f"{_numbered(unread)} could hardly be read; scan again with a better picture or look at the original.",
                "hardly read",
                pages=tuple(unread),
            )
        )
    hidden = [number for number, page in enumerate(pages, 1) if page.prerecognised]
    if hidden:
        notes.append(
            Notice(
                f"The text of {_numbered(hidden, 'page')} was recognised from a picture by another program; compare quotations with the page.",
                "recognised elsewhere",
                pages=tuple(hidden),
            )
        )
    for found, title in legacy.NAMES.items():
        converted = [number for number, page in enumerate(pages, 1) if page.encoding == found]
        if converted:
            notes.append(
                Notice(
                    f"{_numbered(converted)} had text in the {title} encoding, which was converted; compare names with the original.",
                    "converted",
                    (title,),
                    tuple(converted),
                )
            )
    return notes


def _numbered(numbers: Sequence[int], word: str = "Page") -> str:
    """`Page 3`, `Pages 1-4, 7`."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][-1] == number - 1:
            parts[-1] = [parts[-1][0], number]
        else:
            parts.append([number])
    listed = ", ".join("-".join(map(str, part)) for part in parts)
    return f"{word}{'s' if len(numbers) > 1 else ''} {listed}"
