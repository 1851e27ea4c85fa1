"""From a DOCX to lines of text: paragraphs with the numbers that Word prints, tables as rows, changes accepted.

Footnotes stand at the end, each behind its mark, so that no clause's wording is broken by them. Headers and footers are left out,
but for a mark of secrecy or urgency.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from corpus.errors import UnreadableFileError
from ingest.readers.docx_numbering import Numbering
from ingest.readers.raw import Raw
from ingest.readers.tables import is_data, row_line

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: What the libraries raise over a damaged package.
_DAMAGE = (KeyError, ValueError, EOFError, NotImplementedError, zlib.error, zipfile.BadZipFile, etree.XMLSyntaxError)
_MAX_UNPACKED = 200_000_000
_MAX_ENTRIES = 5_000
#: Elements whose text is not printed: deleted and moved-away runs, field instructions, the copy for old readers.
_UNPRINTED = frozenset(
    qn(tag) for tag in ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:delInstrText", "w:rPr", "w:pPr")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_SYMBOLS = {"F0B7": "•", "F0A7": "▪", "F02D": "-", "F02B": "+", "F0FC": "✓", "F0FE": "☑", "F0A8": "☐", "F06F": "□"}
_MARK = re.compile(r"(?:TUYỆT MẬT|TỐI MẬT|MẬT|HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_docx(data: bytes, name: str, media_type: str = MEDIA_TYPE) -> Raw:
    """Read a Word document.

    Raises:
        UnreadableFileError: damaged, encrypted, unsafe to unpack, or another kind of file in a zip.
    """
    _check_package(data, name)
    try:
        document = _open(data)
        lines = [*_marks(document), *_Reader(document).lines()]
    except (*_DAMAGE, RecursionError) as error:
        raise UnreadableFileError(
            f"{name} is damaged and cannot be read; open it in Word, save it again and ingest that."
        ) from error
    text = "\n".join(lines)
    if not text.strip():
        raise UnreadableFileError(f"{name} holds no text; if its pages are pictures, save it as PDF and ingest that.")
    return Raw(name, hashlib.sha256(data).hexdigest(), media_type, text, wrapped=False)


def _open(data: bytes) -> WordDocument:
    try:
        return docx.Document(io.BytesIO(data))
    except (AttributeError, TypeError) as error:  # over lists of parts with other elements or attributes
        raise ValueError("a list of parts is damaged") from error


def _check_package(data: bytes, name: str) -> None:
    """Refuse what must not or need not be unpacked; nothing is unpacked here."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise UnreadableFileError(f"{name} is cut off or damaged; fetch or copy the file again.") from error
    names = {entry.filename for entry in entries}
    if any(entry.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", entry) or ":" in entry for entry in names):
        raise UnreadableFileError(f"{name} names files outside itself, which no Word document does; do not open it.")
    if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
        raise UnreadableFileError(
            f"{name} unpacks to more than {_MAX_UNPACKED // 1_000_000} MB, which no Word document does; "
            "save its text under a new name and ingest that."
        )
    if "word/document.xml" in names:
        return
    kinds = {"xl/workbook.xml": "an Excel workbook", "ppt/presentation.xml": "a PowerPoint presentation"}
    kind = next((kind for part, kind in kinds.items() if part in names), None)
    if kind is None:
        kind = "an OpenDocument file" if "content.xml" in names else "a zip archive"
    step = "unpack it and ingest its documents" if kind == "a zip archive" else "save it as DOCX or PDF and ingest that"
    raise UnreadableFileError(f"{name} is {kind}, not a Word document; {step}.")


def _marks(document: WordDocument) -> Iterator[str]:
    """The marks of secrecy and urgency that stand in headers."""
    for header in _roots(document, "header"):
        for paragraph in header.findall(qn("w:p")):
            text = "".join(word.text or "" for word in paragraph.iter(qn("w:t"))).strip()
            if _MARK.fullmatch(text.upper()):
                yield text


def _roots(document: WordDocument, kind: str) -> Iterator[etree._Element]:
    """What stands in the parts of this kind that the document names, whatever it is: python-docx takes it for what it should be."""
    for relation in document.part.rels.values():
        if not relation.is_external and (relation.reltype or "").endswith(f"/{kind}"):
            yield parse_xml(relation.target_part.blob)


class _Reader:
    def __init__(self, document: WordDocument) -> None:
        self.document = document
        self.numbering = Numbering(next(_roots(document, "numbering"), None), next(_roots(document, "styles"), None))
        self.notes: list[tuple[str, etree._Element]] = []
        self.note_roots = {kind: next(_roots(document, f"{kind}s"), None) for kind in ("footnote", "endnote")}

    def lines(self) -> list[str]:
        """The printed lines in order; footnotes at the end."""
        body = self.document.part.element.find(qn("w:body"))
        lines = list(self._blocks(body)) if body is not None else []
        for mark, note in self.notes:
            body = " ".join(line for line in self._blocks(note) if line.strip())
            lines.append(f"{mark} {body.strip()}")
        return lines

    def _blocks(self, parent: etree._Element) -> Iterator[str]:
        for block in parent:
            if block.tag == qn("w:p"):
                yield from self._paragraph(block)
            elif block.tag == qn("w:tbl"):
                yield from self._table(block)
            elif block.tag not in _UNPRINTED:  # content controls and custom XML around blocks
                yield from self._blocks(block)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        boxes: list[etree._Element] = []
        text = "".join(self._inline(paragraph, boxes))
        for box in boxes:
            yield from self._blocks(box)
        label = self.numbering.label(paragraph) if text.strip() else ""
        printed = f"{label} {text.strip()}" if label else text
        yield from (line for line in printed.split("\n") if line.strip())

    def _inline(self, element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        for child in element:
            if child.tag in _UNPRINTED or not isinstance(child.tag, str):
                continue
            if child.tag == qn("w:r"):
                yield from self._run(child, boxes)
            elif child.tag == qn("w:txbxContent"):
                boxes.append(child)
            else:
                yield from self._inline(child, boxes)

    def _run(self, run: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        properties = run.find(qn("w:rPr"))
        if _is_on(properties, "w:vanish"):
            return
        capitals = _is_on(properties, "w:caps") or _is_on(properties, "w:smallCaps")
        for child in run:
            if child.tag == qn("w:t"):
                text = _decoded(child.text or "", properties)
                yield text.upper() if capitals else text
            elif child.tag in (qn("w:tab"), qn("w:ptab")):
                yield "\t"
            elif child.tag == qn("w:cr") or (child.tag == qn("w:br") and child.get(qn("w:type")) is None):
                yield "\n"
            elif child.tag == qn("w:noBreakHyphen"):
                yield "-"
            elif child.tag == qn("w:sym"):
                yield _SYMBOLS.get(child.get(qn("w:char"), "").upper(), "")
            elif child.tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                yield self._note(child)
            elif child.tag not in _UNPRINTED and isinstance(child.tag, str):
                yield from self._inline(child, boxes)

    def _note(self, reference: etree._Element) -> str:
        kind = etree.QName(reference).localname.removesuffix("Reference")
        root = self.note_roots.get(kind)
        wanted = reference.get(qn("w:id"))
        note = next((item for item in root if item.get(qn("w:id")) == wanted), None) if root is not None else None
        if note is None:
            return ""
        mark = str(len(self.notes) + 1).translate(_RAISED)
        self.notes.append((mark, note))
        return mark

    def _table(self, table: etree._Element) -> Iterator[str]:
        rows = [list(self._cells(row)) for row in table.iter(qn("w:tr")) if _table_of(row) is table]
        texts = [["\n".join(self._blocks(cell)) if cell is not None else "" for cell in row] for row in rows]
        cells = [cell for row in texts for cell in row]
        if table.find(f".//{qn('w:tbl')}") is None and is_data(cells, len(rows)):
            yield from filter(None, map(row_line, texts))
            return
        width = max(map(len, texts), default=0)
        for column in range(width):  # a letterhead or signature block: the left side first
            for row in texts:
                if column < len(row):
                    yield from (line for line in row[column].split("\n") if line.strip())

    @staticmethod
    def _cells(row: etree._Element) -> Iterator[etree._Element | None]:
        """The row's cells; None for one that goes on from the row above."""
        for cell in row.iter(qn("w:tc")):
            if next(cell.iterancestors(qn("w:tr"))) is not row:
                continue
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            yield None if merge is not None and merge.get(qn("w:val")) != "restart" else cell


def _table_of(row: etree._Element) -> etree._Element:
    return next(row.iterancestors(qn("w:tbl")))


def _is_on(properties: etree._Element | None, tag: str) -> bool:
    switch = properties.find(qn(tag)) if properties is not None else None
    return switch is not None and switch.get(qn("w:val"), "1") not in ("0", "false", "off")


def _decoded(text: str, properties: etree._Element | None) -> str:
    """`text`, read by the old Vietnamese encoding that its font stands for."""
    fonts = properties.find(qn("w:rFonts")) if properties is not None else None
    font = (fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or "") if fonts is not None else ""
    if not font.startswith((".Vn", "VNI-")):
        return text
    from ingest.readers.legacy import decode_tcvn3, decode_vni

    if font.startswith("VNI-"):
        return decode_vni(text)
    decoded = decode_tcvn3(text)
    return decoded.upper() if font.endswith("H") else decoded
