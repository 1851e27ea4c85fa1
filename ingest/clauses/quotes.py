"""Which lines stand inside the quoted new wording of an amending act: “Điều 5. …”, “1. …”.

Such lines are content of the clause that quotes them, whatever labels they begin with. Real documents forget closing marks, so an
opening mark is believed only when it stands at the start of a line or after a colon, and a quotation ends at the
latest before the next instruction to amend.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from ingest.clauses.grammar import labels
from ingest.clauses.lines import Line

_OPEN = "“„«"
_CLOSE = "”»"
_OPENS = re.compile(r"(?:^|[:;]\s*)(?P<mark>[“„«\"]|(?:''))")
_CLOSED_BY_END = re.compile(r"[”\"»]\s*[.;,/]*\s*$|''\s*[.;,]*$")
#: An instruction names the part of the act that it changes and what to put there ("Sửa đổi, bổ sung khoản 2 như sau:", "Bãi bỏ Điều 34.");
#: "Thay đổi tên;" in quoted wording does not.
_AMENDS = re.compile(
    r"^\W*(?:(?:Được\s+)?(?:Sửa|Bổ sung|Thay|Đính chính|Thêm)\b.{0,300}?(?::\s*$|[“\"])"
    r"|(?:Bãi bỏ|Hủy bỏ|Huỷ bỏ|Bỏ|Sửa|Bổ sung|Thay thế)\b.{0,40}?\b(?:điều|khoản|điểm|tiết|chương|mục|cụm từ|phụ lục|mẫu|một số)\b"
    r"|Hiệu lực|Điều khoản (?:thi hành|chuyển tiếp)|Tổ chức thực hiện|Trách nhiệm (?:thi hành|tổ chức|thực hiện))",
    re.IGNORECASE | re.DOTALL,
)


def quoted_lines(lines: Sequence[Line]) -> list[bool]:
    """For each line, whether it stands inside a quotation that began at a line's start or after a colon."""
    quoted = [False] * len(lines)
    closings = _Closings(lines)
    at = 0
    while at < len(lines):
        opening = _opening(lines[at].text)
        if opening is None:
            at += 1
            continue
        starts_line, depth = opening
        quoted[at] = starts_line
        end = _end(closings, at, depth) if depth > 0 else at
        end = _late_close(lines, end) if depth > 0 or starts_line else end
        for inside in range(at + 1, end + 1):
            quoted[inside] = True
        at = max(end, at) + 1
    return quoted


def _late_close(lines: Sequence[Line], end: int) -> int:
    """Where the quotation that seems to end at `end` really ends.

    A closing mark that nothing opened shows that an inner closing mark, or one set too early, was taken for the quotation's own.
    """
    depth = 0
    for index in range(end + 1, min(end + 60, len(lines))):
        text = lines[index].text
        if (_opening(text) is not None and _OPENS.match(text)) or _instructs(text):
            return end
        if text.count('"') or (labels(text)[:1] and labels(text)[0].level in ("article", "chapter", "part")):
            return end
        for mark in text:
            depth += (mark in _OPEN) - (mark in _CLOSE)
            if depth < 0:
                return index
    return end


def _instructs(text: str) -> bool:
    """Whether `text` is a numbered instruction to amend."""
    label = labels(text)
    return bool(label) and bool(_AMENDS.match(label[0].rest)) and label[0].level in ("article", "arabic", "letter")


def _opening(text: str) -> tuple[bool, int] | None:
    """Whether the quotation starts the line, and how many marks it leaves open; None without a quotation."""
    match = _OPENS.search(text)
    if not match:
        return None
    depth = _balance(text[match.start("mark") :])
    return match.start("mark") == 0, depth


def _balance(text: str) -> int:
    """Marks opened and not closed in `text`; a straight mark opens and closes by turns."""
    curly = sum(text.count(mark) for mark in _OPEN) - sum(text.count(mark) for mark in _CLOSE)
    straight = text.count('"') % 2
    if straight and curly > 0 and _CLOSED_BY_END.search(text):
        return curly - 1  # opened “ and closed "
    return curly + straight


class _Closings:
    """What the lines do to an open quotation; found once, since a text may open as many quotations as it has lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines

    def reach(self, start: int, depth: int, by_turns: bool) -> bool:
        """Whether a line after `start` ends a quotation that has `depth` marks open there."""
        most = self._most_by_turns if by_turns else self._most_at_ends
        return self._last_instruction > start or most[start] >= depth

    @cached_property
    def _last_instruction(self) -> int:
        return next((index for index in reversed(range(len(self.lines))) if _instructs(self.lines[index].text)), -1)

    @cached_property
    def _most_by_turns(self) -> list[int]:
        return self._most_closed(by_turns=True)

    @cached_property
    def _most_at_ends(self) -> list[int]:
        return self._most_closed(by_turns=False)

    def _most_closed(self, by_turns: bool) -> list[int]:
        """For each line, how many more marks are closed than opened after it, up to the line where that is most."""
        most = [0] * len(self.lines)
        for index in range(len(self.lines) - 1, 0, -1):
            most[index - 1] = _closed(self.lines[index].text, by_turns) + max(0, most[index])
        return most


def _closed(text: str, by_turns: bool) -> int:
    """How many more marks `text` closes than it opens; a straight one closes by turns, or where it ends the line."""
    curly = sum(text.count(mark) for mark in _CLOSE) - sum(text.count(mark) for mark in _OPEN)
    straight = bool(text.count('"') % 2) and (by_turns or bool(_CLOSED_BY_END.search(text)))
    return curly + straight


def _end(closings: _Closings, start: int, depth: int) -> int:
    """The last line of the quotation that the line `start` opens; `start` itself when it never closes."""
    lines = closings.lines
    by_turns = '"' in lines[start].text
    if not closings.reach(start, depth, by_turns):
        return start
    for index in range(start + 1, len(lines)):
        if _instructs(lines[index].text):
            return index - 1
        depth -= _closed(lines[index].text, by_turns)
        if depth <= 0:
            return index
    return start
