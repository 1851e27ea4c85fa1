"""Which lines stand inside the quoted new wording of an amending act: “Điều 5. …”, “1. …”.

Such lines are content of the clause that quotes them, whatever labels they begin with. Real documents forget closing marks, so an
opening mark is believed only when it stands at the start of a line or after a colon, and a quotation ends at the
latest before the next instruction to amend.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.grammar import labels
from ingest.lines import Line

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
    at = 0
    while at < len(lines):
        opening = _opening(lines[at].text)
        if opening is None:
            at += 1
            continue
        starts_line, depth = opening
        quoted[at] = starts_line
        end = _end(lines, at, depth) if depth > 0 else at
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


def _end(lines: Sequence[Line], start: int, depth: int) -> int:
    """The last line of the quotation that `lines[start]` opens; `start` itself when it never closes."""
    straight = '"' in lines[start].text
    for index in range(start + 1, len(lines)):
        text = lines[index].text
        if _instructs(text):
            return index - 1
        if straight and text.count('"') % 2:
            depth -= 1
        depth += sum(text.count(mark) for mark in _OPEN) - sum(text.count(mark) for mark in _CLOSE)
        if not straight and depth > 0 and text.count('"') % 2 and _CLOSED_BY_END.search(text):
            depth -= 1
        if depth <= 0:
            return index
    return start
