"""Quotations beside a citation: the words in “…”, and whether the cited text has them so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from corpus.document import Clause, Document, Span

_LONGEST = 4000
#: A quotation has so many words; fewer are a name or a term.
_FEWEST_WORDS = 4
#: Between a citation and the words quoted from it.
_LEADS_ON = re.compile(
    r"""[\s,]*
    (?:(?:đã|có|có\s+nội\s+dung)\s+)?
    (?:(?:quy\s+định|nêu|ghi|xác\s+định|yêu\s+cầu|đề\s+ra|khẳng\s+định|chỉ\s+đạo|nhấn\s+mạnh|viết)(?:\s+(?:rõ|rằng|cụ\s+thể|là|như\s+sau))*)?
    (?P<colon>\s*:)?\s*(?=[“"])""",
    re.VERBOSE | re.IGNORECASE,
)
#: Between a quotation and the citation of its place behind it.
_LEADS_BACK = re.compile(
    r"[”\"]\s*[,;]?\s*\(?\s*(?:(?:theo|tại|trích(?:\s+(?:tại|từ|dẫn))?|(?:được\s+)?(?:quy\s+định|nêu|ghi|xác\s+định)\s+tại|theo\s+quy\s+định\s+tại)\s+)?$",
    re.IGNORECASE,
)
#: In front of quoted words that are a term or a name, not a quotation.
_TERM_BEFORE = re.compile(
    r"(?:cụm\s+từ|các\s+từ|\btừ|\bchữ|\bgọi\s+(?:tắt\s+)?là|\bviết\s+tắt\s+là|\bmang\s+tên|\btên\s+gọi)\s*:?\s*$",
    re.IGNORECASE,
)
_CLOSING = {"“": "”", '"': '"'}
_LEFT_OUT = re.compile(r"\s*(?:\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\)|…|\.{3})\s*")
_WORD = re.compile(r"\S+")
#: Below this likeness, in [0, 100], words are no quotation of a text with slips.
_ALIKE = 70.0
#: Where a quotation ends is the writer's choice.
_STOPS = ".;,:/ "


@dataclass(frozen=True, slots=True)
class Quotation(Span):
    """Words between quotation marks, without the marks and the space beside them.

    `marks` spans the marks as well; `sure` says that the words are announced as quoted.
    """

    marks: Span
    sure: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A quotation beside its source: `right` is what the source says in its place, None where nothing there is like it."""

    right: str | None


def find_quotation(text: str, start: int, end: int) -> Quotation | None:
    """The quotation that belongs to the citation from `start` to `end`: behind it, or in front of it with the citation in parentheses."""
    lead = _LEADS_ON.match(text, end)
    if lead:
        sure = bool(lead["colon"] or lead[0].strip(" ,"))
        close = text.find(_CLOSING[text[lead.end()]], lead.end() + 1, lead.end() + _LONGEST)
        if close > 0:
            return _trimmed(text, lead.end() + 1, close, sure)
    back = _LEADS_BACK.search(text, max(0, start - 60), start)
    if back:
        open_mark = "“" if text[back.start()] == "”" else '"'
        opened = text.rfind(open_mark, max(0, back.start() - _LONGEST), back.start())
        if (
            opened >= 0
            and "”" not in text[opened : back.start()]
            and not _TERM_BEFORE.search(text, max(0, opened - 30), opened)
        ):
            return _trimmed(text, opened + 1, back.start(), True)
    return None


def _trimmed(text: str, start: int, end: int, sure: bool) -> Quotation | None:
    marks = Span(start - 1, end + 1)
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    end = start + len(inner.strip())
    return Quotation(start, end, marks, sure) if len(_WORD.findall(inner)) >= _FEWEST_WORDS else None


def is_quoted(words: str, source: str) -> bool:
    """Whether `source` has `words` code point for code point, white space, a final stop and what is left out (…) apart."""
    squeezed = " ".join(source.split())
    at = 0
    for piece in _LEFT_OUT.split(words):
        wanted = " ".join(piece.split()).rstrip(_STOPS)
        found = squeezed.find(wanted, at)
        if found < 0:
            return False
        at = found + len(wanted)
    return True


def compare(words: str, source: str) -> Compared:
    """What `source` says where `words` quote it wrongly."""
    ours, theirs = " ".join(words.split()), " ".join(source.split())
    best = fuzz.partial_ratio_alignment(ours, theirs) if len(ours) <= len(theirs) else None
    if len(ours) > len(theirs) and fuzz.ratio(ours, theirs) >= _ALIKE:
        return Compared(_with_stop_of(ours, theirs))
    if best is None or best.score < _ALIKE:
        return Compared(None)
    spans = [match.span() for match in _WORD.finditer(theirs)]
    given = ours.split()
    near = [at for at, (begin, end) in enumerate(spans) if end > best.dest_start and begin < best.dest_end]
    low = max(0, near[0] - len(given) // 2 - 3)
    high = min(len(spans), near[-1] + len(given) // 2 + 4)
    first, last = _window(given, [theirs[begin:end] for begin, end in spans[low:high]])
    return Compared(_with_stop_of(ours, theirs[spans[low + first][0] : spans[low + last][1]]))


def _window(ours: list[str], theirs: list[str]) -> tuple[int, int]:
    """The first and the last of the words of `theirs` that `ours` come nearest to, by the fewest words changed; of equal ones the widest."""
    row = [(0, at) for at in range(len(theirs) + 1)]  # words changed so far, and where the window begins
    for done, word in enumerate(ours, start=1):
        new = [(done, 0)]
        for at, wanted in enumerate(theirs):
            changed = word.rstrip(_STOPS) != wanted.rstrip(_STOPS)
            new.append(
                min(
                    (row[at][0] + changed, row[at][1]),
                    (row[at + 1][0] + 1, row[at + 1][1]),
                    (new[at][0] + 1, new[at][1]),
                )
            )
        row = new
    end = min(range(1, len(row)), key=lambda at: (row[at][0], -at))
    return min(row[end][1], end - 1), end - 1


def _with_stop_of(ours: str, right: str) -> str:
    """`right` with the stop at its end that `ours` has: where the quotation ends is the writer's choice."""
    bare = right.rstrip(_STOPS)
    return bare + ours[len(ours.rstrip(_STOPS)) :]


def find_elsewhere(words: str, document: Document) -> Clause | None:
    """The innermost clause of `document` that has `words`."""
    having = [clause for clause in document.clauses if is_quoted(words, document.quotation(clause))]
    return min(having, key=lambda clause: clause.subtree_end - clause.start, default=None)
