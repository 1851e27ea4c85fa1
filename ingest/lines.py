"""The lines of a document's text, with their offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]+")


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


def split_lines(text: str) -> list[Line]:
    """The lines of `text` that hold more than white space."""
    lines = []
    for match in _LINE.finditer(text):
        stripped = match[0].strip()
        if stripped:
            start = match.start() + match[0].index(stripped[0])
            lines.append(Line(start, start + len(stripped), stripped))
    return lines
