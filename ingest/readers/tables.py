"""Tables as text: what is data becomes rows of `| a | b |`; a letterhead or a layout becomes lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FRAME = re.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN|Nơi\s+nhận|^[^\S\n]*(?:(?:TM|KT|TL|TUQ)\s*\.|[TK]/[MLT]\b)",
    re.IGNORECASE | re.MULTILINE,
)
_SPACE = re.compile(r"\s+")
#: A cell longer than this on average is a column of the page's layout, not a cell of data.
_LAYOUT_CELL = 600


def is_data(cells: Sequence[str], n_rows: int) -> bool:
    """Whether a table of `n_rows` rows with these cells' texts holds data; a letterhead, a signature block, a layout do not."""
    if n_rows < 2 or len(cells) < 2 * n_rows:
        return False
    return not _FRAME.search("\n".join(cells)) and sum(map(len, cells)) / len(cells) <= _LAYOUT_CELL


def row_line(cells: Sequence[str]) -> str:
    """One row as a line, or nothing for a row of empty cells; a bar inside a cell becomes `¦`."""
    texts = [_SPACE.sub(" ", cell).strip().replace("|", "¦") for cell in cells]
    return "| " + " | ".join(texts) + " |" if any(texts) else ""
