"""Where Markdown's own marks stand in a text.

A Markdown library would give a tree, not the offsets of the marks in the source, and quotations need the offsets: so the few
marks that document converters write are found here by pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.editing import Edit

# What may be empty is bounded: two unbounded runs of spaces side by side take quadratic time.
_DELIMITER_ROW = re.compile(
    r"^[ \t]{0,99}\|?(?:[ \t]{0,99}:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?)?[ \t]*\n?", re.MULTILINE
)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE)
_EMPHASIS_OPENS = re.compile(r"(?:\*{1,3}|__)(?=[^\s*_])")
_EMPHASIS_CLOSES = {mark: re.compile(rf"(?<=[^\s*_]){re.escape(mark)}(?!\w)") for mark in ("*", "**", "***", "__")}
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_LINK = re.compile(r"!?\[(?P<text>[^\[\]\n]*)\]\([^)\s\[]*(?:[ \t]+\"[^\"\n]*\")?\)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HARD_BREAK = re.compile(r"\\$", re.MULTILINE)


def markup_edits(source: str) -> Iterator[Edit]:
    """The edits that take Markdown's marks out of `source`; table bars stay."""
    for pattern in (_DELIMITER_ROW, _HEADING, _ESCAPE, _HARD_BREAK):
        for match in pattern.finditer(source):
            yield Edit(match.start(), match.end(), "", "markup")
    for start, end in _emphasis_marks(source):
        yield Edit(start, end, "", "markup")
    for match in _LINK.finditer(source):
        yield Edit(match.start(), match.start("text"), "", "markup")
        yield Edit(match.end("text"), match.end(), "", "markup")
    for match in _BREAK.finditer(source):
        yield Edit(match.start(), match.end(), " ", "markup")


def _emphasis_marks(source: str) -> Iterator[tuple[int, int]]:
    """Where the marks of `*emphasis*` stand: each opening mark with the next closing one of its kind on the line."""
    at = line_end = 0
    unclosed: set[str] = set()
    while opening := _EMPHASIS_OPENS.search(source, at):
        if opening.start() >= line_end:
            line_end = source.find("\n", opening.start())
            line_end = len(source) if line_end < 0 else line_end
            unclosed.clear()
        mark = opening[0]
        # What one mark did not find on this line, the next of its kind will not find either.
        closing = None if mark in unclosed else _EMPHASIS_CLOSES[mark].search(source, opening.end() + 1, line_end)
        if closing is None:
            unclosed.add(mark)
            at = opening.start() + 1
        else:
            yield opening.span()
            yield closing.span()
            at = closing.end()
