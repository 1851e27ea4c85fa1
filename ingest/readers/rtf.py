"""RTF to text: through LibreOffice where it is installed, else by striprtf, which leaves footnotes out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from striprtf.striprtf import rtf_to_text

from corpus.errors import UnreadableFileError
from corpus.notices import Notice
from ingest.readers import legacy
from ingest.readers.doc import converted
from ingest.readers.programs import libreoffice
from ingest.readers.raw import Raw
from ingest.readers.tables import is_data, row_line

_MEDIA_TYPE = "application/rtf"
_UNSHOWN = re.compile(r"\\(?:deleted|v)(?![a-z0-9])")  # words that Word does not show and striprtf would give
#: Signs of our own for where rows begin and cells and rows end: the bars and lines of striprtf may stand in the text as well.
_SIGNS = {r"\trowd": "\ue000", r"\cell": "\ue001", r"\row": "\ue002"}
_ROW, _CELL, _END = _SIGNS.values()


def read_rtf(data: bytes, name: str) -> Raw:
    """Read an RTF file.

    Raises:
        UnreadableFileError: damaged, or with words that are not shown and no LibreOffice to tell which.
    """
    if office := libreoffice():
        return converted(office, data, name, ".rtf", _MEDIA_TYPE)
    source = data.decode("latin-1").replace("HYPERLINK", "LINK")  # or addresses would be put behind the words of links
    if _UNSHOWN.search(source):
        raise UnreadableFileError(f"{name} holds deleted or hidden words; accept the changes in Word and save it.")
    source = source.replace(r"\pntext", "")  # the numbers of lists are words of the document
    source = re.sub(r"\\(?:trowd|cell|row)(?![a-z])", lambda at: rf"{at[0]}\u{ord(_SIGNS[at[0]])}?", source)
    try:
        plain = rtf_to_text(source).encode("utf-16", "surrogatepass").decode("utf-16")
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise UnreadableFileError(f"{name} is damaged; open it in Word, save it again and ingest that.") from error
    lines = map(str.strip, "\n".join(_lines(plain)).split("\n"))
    text, notes = legacy.repaired("\n".join(filter(None, lines)))
    note = Notice(f"{name} was read without LibreOffice, which would have its footnotes; install it.", "striprtf")
    return Raw(name, hashlib.sha256(data).hexdigest(), _MEDIA_TYPE, text, wrapped=False, notes=(note, *notes))


def _lines(plain: str) -> Iterator[str]:
    """The paragraphs of `plain`, and the rows of its tables: data as rows, a letterhead or a layout as lines."""
    rows: list[list[str]] = []
    for piece in plain.split(_END):  # a row, the paragraphs before it, or what stands behind the last one
        before, is_row, row = piece.partition(_ROW)
        if before.strip() or not is_row:
            cells = [cell for cells in rows for cell in cells]
            yield from map(row_line, rows) if is_data(cells, len(rows)) else cells
            yield from before.replace(_CELL, "").split("\n")
            rows = []
        rows.append([cell.strip() for cell in row.replace(_ROW, "").split(f"|{_CELL}")[:-1]])
