"""Which printed lines are one paragraph, and which lines are the page's own.

Text that was taken from a page breaks where the page's width ends, and page numbers and running heads stand inside its sentences. A line is
joined to the one before it when that one was full (the next word would not have fitted) and nothing shows that a paragraph
begins: no first-line indent, no label, no blank line. Joining and removing are edits, so the page can be had back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from corpus.document import Page
from corpus.language.text import is_syllable, syllables
from ingest.clauses.frame import is_separator, is_upper, starts_frame
from ingest.clauses.grammar import labels
from ingest.editing import Edit
from ingest.readers.raw import Raw

_PAGE_MARK = re.compile(r"[=\-–—\s]*(?:Trang|TRANG|Page)\s+(?P<number>\d{1,4})(?:\s*/\s*\d+)?[=\-–—\s]*")
_PAGE_NUMBER = re.compile(r"[-–\s]*(?P<number>\d{1,4})[-–\s]*")
_GAZETTE_HEAD = re.compile(r"(?:\d+\s+)?CÔNG BÁO\s*/\s*Số.*", re.DOTALL)
_GAP = re.compile(r"\S {3,}\S")
_ENDS = re.compile(r"[.;:!?…]\W*$")
_BROKEN_NUMBER = re.compile(r"\w-$")
_NOTE = re.compile(r"(?P<mark>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*\S.*", re.DOTALL)
#: What the footnotes of a consolidated text say; believed behind a number that stands alone, where no raised digit shows a note.
_NOTE_TEXT = re.compile(r"sửa đổi, bổ sung|căn cứ ban hành|bãi bỏ|thay thế|hiệu lực", re.IGNORECASE)
#: A running head is like those of so many pages before and after; a book may have too many pages to compare them all.
_NEAR = 20
#: Fewer than this share of a page's words are Vietnamese syllables: nothing could be read there.
_READABLE = 0.7


@dataclass(slots=True)
class _Printed:
    """A line with ink: `raw.text[start:end]` is `text`. `left`, `right` and `letter` (one letter's width) share a unit."""

    start: int
    end: int
    text: str
    left: float
    right: float
    letter: float
    page: int
    blank_before: bool
    furniture: bool = False
    note: bool = False


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float


def page_edits(raw: Raw) -> tuple[list[Edit], tuple[Page, ...]]:
    """The edits that join wrapped lines and take page numbers out, and the pages as stretches of `raw.text`."""
    lines = _printed_lines(raw)
    if not lines or raw.wrapped is False or (raw.wrapped is None and not _is_wrapped(lines)):
        return [], raw.pages
    _mark_furniture(raw, lines)
    pages = raw.pages or _pages(raw.text, lines)
    _mark_notes(lines)
    body = [line for line in lines if not (line.furniture or line.note)]
    removed = [
        Edit(line.start, line.end, "", "footnote" if line.note else "page-break")
        for line in lines
        if line.furniture or line.note
    ]
    if not body:
        return removed, pages
    margins = _margins(body)
    indented = _uses_indents(body, margins)
    in_table = _in_table(body)
    unreadable = {page.number for page in pages if not page.readable}
    edits: list[Edit] = []
    for index, (before, line) in enumerate(pairwise(body)):
        if before.page != line.page and not unreadable.isdisjoint((before.page, line.page)):
            continue  # what is kept out of the clauses begins or ends here
        if not (in_table[index] or in_table[index + 1]) and _joins(before, line, margins, indented):
            broken = _BROKEN_NUMBER.search(before.text) and line.text[0].isalnum()
            kind = "page-break" if before.page != line.page else "line-join"
            edits.append(Edit(before.end, line.start, "" if broken else " ", kind))
    # What stands between two joined lines goes with the join; `apply_edits` drops its own edits there.
    return [*edits, *removed], pages


def _printed_lines(raw: Raw) -> list[_Printed]:
    if raw.lines:
        removed = [(edit.start, edit.end) for edit in raw.edits if edit.kind == "page-break"]
        lines = []
        for line in raw.lines:
            text = raw.text[line.start : line.end].strip()
            if not text:
                continue
            gone = any(start <= line.start and line.end <= end for start, end in removed)
            start = line.start + raw.text[line.start : line.end].index(text[0])
            lines.append(
                _Printed(
                    start, start + len(text), text, line.left, line.right,
                    (line.right - line.left) / max(1, len(text)), line.page, False, gone,
                )
            )  # fmt: skip
        return lines
    lines = []
    blank = False
    page = 1
    for match in re.finditer(r"[^\n]*\n?", raw.text):
        content = match[0].rstrip("\r\n")
        text = content.strip()
        page += content.count("\f")
        if not text:
            blank = True
            continue
        left = len(content.replace("\f", "").expandtabs()) - len(content.replace("\f", "").expandtabs().lstrip())
        start = match.start() + content.index(text[0])
        lines.append(_Printed(start, start + len(text), text, left, left + len(text), 1.0, page, blank))
        blank = False
    return lines


def _is_wrapped(lines: Sequence[_Printed]) -> bool:
    """Whether the lines are a page's: many of them go on in small letters on the next line."""
    pairs = [(a, b) for a, b in pairwise(lines) if not a.text.startswith("|")]
    goes_on = sum(b.text[0].islower() and not labels(b.text) and not _ENDS.search(a.text) for a, b in pairs)
    return goes_on >= 3 and goes_on >= 0.08 * len(pairs)


# running heads and page numbers


def _mark_furniture(raw: Raw, lines: list[_Printed]) -> None:
    number = 1
    marked = False
    for line in lines:
        mark = _PAGE_MARK.fullmatch(line.text)
        if mark and not raw.lines:
            number, marked = int(mark["number"]), True
            line.furniture = True
        if marked:
            line.page = number
    if marked:
        _mark_running_heads(lines)
        return
    for index, line in enumerate(lines):
        if raw.lines:
            continue
        found = _PAGE_NUMBER.fullmatch(line.text)
        head = _GAZETTE_HEAD.fullmatch(line.text)
        # A page number stands alone, away from the margin or beside a running head, and counts on from the last one.
        beside_head = index + 1 < len(lines) and bool(_GAZETTE_HEAD.fullmatch(lines[index + 1].text))
        if head or (found and (beside_head or (number < int(found["number"]) <= number + 2 and line.left >= 10))):
            line.furniture = True
            if found:
                number = int(found["number"])
        line.page = max(line.page, 1) if "\f" in raw.text else number


def _mark_running_heads(lines: list[_Printed]) -> None:
    """Mark the first line of each page where most pages begin alike: "18.KLTW75.DOC 4"."""
    first: list[_Printed] = []
    for before, line in pairwise(lines):
        if before.furniture and not line.furniture:
            first.append(line)
    for index, line in enumerate(first):
        around = [*first[max(0, index - _NEAR) : index], *first[index + 1 : index + 1 + _NEAR]]
        if len(line.text) < 60 and sum(_alike(line.text, other.text) for other in around) >= 2:
            line.furniture = True


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other)
    return matcher.real_quick_ratio() > 0.6 and matcher.quick_ratio() > 0.6 and matcher.ratio() > 0.6


def _mark_notes(lines: Sequence[_Printed]) -> None:
    """Mark the footnotes at the foot of each page: they count on from 1 and go to the page's end."""
    expected = 1
    in_note = 0
    for index, line in enumerate(lines):
        if line.page != in_note:
            in_note = 0
        if line.furniture:
            continue
        following = " ".join(other.text for other in lines[index + 1 : index + 4])
        raised = _NOTE.fullmatch(line.text)
        alone = line.text.isdecimal() and bool(_NOTE_TEXT.search(following))
        number = unicodedata.normalize("NFKC", raised["mark"]) if raised else line.text if alone else ""
        if number and int(number) == expected:
            expected += 1
            in_note = line.page
        line.note = in_note != 0


def _pages(text: str, lines: Sequence[_Printed]) -> tuple[Page, ...]:
    """The pages that marks and numbers in the text show; none for a text of one page."""
    printed: dict[int, list[_Printed]] = {}
    for line in lines:
        printed.setdefault(line.page, []).append(line)
    if len(printed) < 2:
        return ()
    ends = [*[own[0].start for own in printed.values()][1:], len(text)]
    pages: list[Page] = []
    for (number, own), end in zip(printed.items(), ends, strict=True):
        start = own[0].start if pages else 0
        words = " ".join(line.text for line in own if not line.furniture)
        pages.append(Page(start, end, number, readable=_is_readable(words)))
    return tuple(pages)


def _is_readable(text: str) -> bool:
    words = [word for word in syllables(text) if word.isalpha()]
    return len(words) < 20 or sum(map(is_syllable, words)) >= _READABLE * len(words)


# paragraphs


def _margins(body: Sequence[_Printed]) -> dict[int, _Margins]:
    """The left and right edge of each page's running text."""
    every = _edges(body)
    pages: dict[int, list[_Printed]] = {}
    for line in body:
        pages.setdefault(line.page, []).append(line)
    return {page: _edges(own) if len(own) >= 8 else every for page, own in pages.items()}


def _edges(lines: Sequence[_Printed]) -> _Margins:
    full = [line for line in lines if not _GAP.search(line.text) and not line.text.startswith("|")] or list(lines)
    rights = sorted(line.right for line in full)
    long = [line for line in full if line.right >= 0.8 * rights[int(0.9 * (len(rights) - 1))]] or full
    lefts = sorted(line.left for line in long)
    return _Margins(lefts[int(0.1 * (len(lefts) - 1))], rights[int(0.9 * (len(rights) - 1))])


def _uses_indents(body: Sequence[_Printed], margins: dict[int, _Margins]) -> bool:
    """Whether paragraphs begin with an indent: lines that go on stand at the margin, labelled ones do not."""
    labelled = [line for line in body if labels(line.text) and not _GAP.search(line.text)]
    starting = sum(_is_indented(line, margins) for line in labelled)
    return len(labelled) >= 2 and starting >= 0.6 * len(labelled)


def _is_indented(line: _Printed, margins: dict[int, _Margins]) -> bool:
    return line.left >= margins[line.page].left + 2.5 * line.letter


def _joins(a: _Printed, b: _Printed, margins: dict[int, _Margins], indents: bool) -> bool:
    """Whether `b` goes on with the paragraph of `a`."""
    if any(line.text.startswith("|") or is_separator(line.text) or _GAP.search(line.text) for line in (a, b)):
        return False
    if is_upper(a.text) or (is_upper(b.text) and len(b.text.split()) > 1) or starts_frame(b.text):
        return False
    room = (margins[a.page].right - a.right) / a.letter
    had_room = room >= len(b.text.split()[0]) + 3
    ended = bool(_ENDS.search(a.text))
    new_page = a.page != b.page
    apart = b.blank_before and not new_page
    begins = labels(b.text)
    starts_paragraph = indents and _is_indented(b, margins)
    if begins:
        goes_on = not ended and not had_room and not starts_paragraph
        if indents or (begins[0].level == "dash" and begins[0].rest[:1].islower()):
            return goes_on
        return goes_on and not apart and begins[0].level == "article" and not begins[0].separated
    if b.text[0].islower() or b.text[0] in ",;:.)%”’":
        return not ended or not (had_room or apart or starts_paragraph)
    if starts_paragraph:
        return False
    if indents:  # the missing indent says more than the room, which letters of different widths make uncertain
        return not had_room or (not ended and room < 0.25 * margins[a.page].right / a.letter)
    return not had_room and not apart and not (new_page and ended)


def _in_table(lines: Sequence[_Printed]) -> list[bool]:
    """For each line, whether lines with columns stand close before and close after it."""
    columns = [bool(_GAP.search(line.text)) for line in lines]
    return [any(columns[max(0, i - 5) : i]) and any(columns[i + 1 : i + 6]) for i in range(len(lines))]
