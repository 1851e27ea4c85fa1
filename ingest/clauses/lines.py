"""The lines of a document's text, with their offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]+")
_COLUMNS = re.compile(r"\S {3,}\S")
_TABLE_HEAD = re.compile(r"(?:STT|TT|Số TT)\s+\S")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: `text` is `document.text[start:end]`, without white space around it."""

    start: int
    end: int
    text: str

    @property
    def is_row(self) -> bool:
        """Whether this is a row of a table (`| a | b |`)."""
        return self.text.startswith("|") and self.text.count("|") > 1

    @property
    def has_columns(self) -> bool:
        """Whether wide gaps part the line into columns, as text taken from a page shows tables."""
        return bool(_COLUMNS.search(self.text)) or bool(_TABLE_HEAD.match(self.text))


def split_lines(text: str) -> list[Line]:
    """The lines of `text` that hold more than white space."""
    lines = []
    for match in _LINE.finditer(text):
        stripped = match[0].strip()
        if stripped:
            start = match.start() + match[0].index(stripped[0])
            lines.append(Line(start, start + len(stripped), stripped))
    return lines
