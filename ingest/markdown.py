"""Where Markdown's own marks stand in a text.

A Markdown library would give a tree, not the offsets of the marks in the source, and quotations need the offsets: so the few
marks that document converters write are found here by pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.editing import Edit

_DELIMITER_ROW = re.compile(r"^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?)?[ \t]*\n?", re.MULTILINE)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE)
_EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|__)(?=[^\s*_])(?P<body>[^\n]+?)(?<=[^\s*_])(?P=mark)(?!\w)")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_LINK = re.compile(r"!?\[(?P<text>[^\]\n]*)\]\([^)\s]*(?:\s+\"[^\"\n]*\")?\)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HARD_BREAK = re.compile(r"\\$", re.MULTILINE)


def markup_edits(source: str) -> Iterator[Edit]:
    """The edits that take Markdown's marks out of `source`; table bars stay."""
    for pattern in (_DELIMITER_ROW, _HEADING, _ESCAPE, _HARD_BREAK):
        for match in pattern.finditer(source):
            yield Edit(match.start(), match.end(), "", "markup")
    for match in _EMPHASIS.finditer(source):
        yield Edit(match.start(), match.end("mark"), "", "markup")
        yield Edit(match.end("body"), match.end(), "", "markup")
    for match in _LINK.finditer(source):
        yield Edit(match.start(), match.start("text"), "", "markup")
        yield Edit(match.end("text"), match.end(), "", "markup")
    for match in _BREAK.finditer(source):
        yield Edit(match.start(), match.end(), " ", "markup")
