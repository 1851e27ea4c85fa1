"""The draft as a Word document with what the check found: comments, and corrections as tracked changes."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import IO, Any

import docx
from docx.oxml.exceptions import XmlchemyError
from docx.oxml.ns import qn
from docx.text.run import Run

from app.exports.docx_letters import Change, letters_of, paragraphs, split_at, track
from corpus.document import Document
from corpus.drafts.checking import CheckedCitation
from corpus.errors import InputError

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_AUTHOR = "Rà soát viện dẫn"
_INITIALS = "RS"
_SPACE = re.compile(r"[\s\u00a0]+")
#: Marks of notes, which stand in the text and in no letter of the paragraph.
_RAISED = re.compile(r"[⁰¹²³⁴-⁹]")


@dataclass(slots=True)
class _Paragraph:
    """A paragraph with its letters without white space, each with its place among all letters."""

    element: Any
    solid: str
    places: list[int]
    found: list[tuple[CheckedCitation, int, int]] = field(default_factory=list)


def write_corrected(target: IO[bytes], data: bytes, draft: Document, checked: Sequence[CheckedCitation]) -> None:
    """Write the DOCX `data`, whose text is `draft`, into `target` with a comment at each wrong citation and its corrections tracked.

    Nothing else of the document changes. A citation whose letters are not found for certain is named in a comment at the beginning.

    Raises:
        InputError: the draft is no DOCX, or is damaged where its words do not need it.
    """
    if draft.source.media_type != MEDIA_TYPE:
        raise InputError(
            f"{draft.source.name} is not a DOCX, and only such drafts are saved with comments; save it as DOCX and check that, or copy the corrections."
        )
    with _whole(draft.source.name):
        word = docx.Document(io.BytesIO(data))
        body = word.element.body
    every = [_read(element) for element in paragraphs(body)]
    lost = _locate(every, draft, [citation for citation in checked if citation.status == "wrong"])
    next_id = 1 + max(
        (
            int(number)
            for mark in body.iter(qn("w:ins"), qn("w:del"))
            if (number := mark.get(qn("w:id"), "")).isdecimal()
        ),
        default=0,
    )
    for paragraph in every:
        if paragraph.found:
            next_id = _mark_up(word, paragraph, draft, next_id)
    if lost:
        words = "\n".join(f"“{citation.text}”: {_comment(citation)}" for citation in lost)
        first = next(letters[0].run for p in every if (letters := letters_of(p.element)))
        _add_comment(word, first, first, f"Chưa xác định được vị trí trong tệp Word:\n{words}")
    with _whole(draft.source.name):
        word.save(target)


@contextmanager
def _whole(name: str) -> Iterator[None]:
    """Around what python-docx does with parts that it takes for what they are called."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError, XmlchemyError) as error:
        raise InputError(
            f"{name} is damaged, and no copy with comments can be made of it; open it in Word, save it again and check that."
        ) from error


def _read(element: Any) -> _Paragraph:
    letters = letters_of(element)
    places = [at for at, letter in enumerate(letters) if not letter.char.isspace()]
    return _Paragraph(element, "".join(letters[at].char for at in places), places)


def _solid(text: str) -> str:
    return _RAISED.sub("", _SPACE.sub("", text))


def _locate(every: Sequence[_Paragraph], draft: Document, wrong: Sequence[CheckedCitation]) -> list[CheckedCitation]:
    """Note each citation at its paragraph; returns those whose place is not certain.

    A place is one where the citation's letters stand in a paragraph with the same line around them; places of equal lines are taken in order.
    """
    lost: list[CheckedCitation] = []
    taken: set[tuple[int, int, str]] = set()
    at_least: dict[str, int] = defaultdict(int)
    for citation in wrong:
        start = draft.text.rfind("\n", 0, citation.start) + 1
        end = draft.text.find("\n", citation.end)
        line = _solid(draft.text[start : end if end >= 0 else len(draft.text)])
        before = len(_solid(draft.text[start : citation.start]))
        wanted = _solid(citation.text)
        place = next(
            (
                (index, offset)
                for index in range(at_least[line], len(every))
                for offset in _offsets(every[index].solid, line, wanted, before)
                if (index, offset, wanted) not in taken
            ),
            None,
        )
        if place is None:
            lost.append(citation)
            continue
        index, offset = place
        taken.add((index, offset, wanted))
        at_least[line] = index
        every[index].found.append((citation, offset, offset + len(wanted)))
    return lost


def _offsets(solid: str, line: str, wanted: str, before: int) -> Iterator[int]:
    """Where `wanted` stands in a paragraph for certain.

    The paragraph is the line without its automatic number, or a cell of the line of a table, or holds the line.
    """
    if solid and line.startswith("|"):
        starts = [match.start() for match in re.finditer(re.escape(solid), line)]
    else:
        starts = [len(line) - len(solid)] if solid and line.endswith(solid) else []
    for start in starts:
        if start <= before and solid[before - start :].startswith(wanted):
            yield before - start
    if not starts and line in solid:
        yield from (match.start() + before for match in re.finditer(re.escape(line), solid))


def _mark_up(word: Any, paragraph: _Paragraph, draft: Document, next_id: int) -> int:
    spans = [(_place(paragraph, start), _place(paragraph, end - 1) + 1) for _, start, end in paragraph.found]
    changes = list(_changes(paragraph, draft))
    borders = [border for start, end in spans for border in (start, end)]
    borders += [border for change in changes for border in (change.start, change.end)]
    letters = split_at(paragraph.element, borders)
    for (citation, _, _), (start, end) in zip(paragraph.found, spans, strict=True):
        _add_comment(word, letters[start].run, letters[end - 1].run, _comment(citation))
    return track(letters, changes, _AUTHOR, next_id)


def _place(paragraph: _Paragraph, offset: int) -> int:
    return paragraph.places[offset]


def _changes(paragraph: _Paragraph, draft: Document) -> Iterator[Change]:
    """The corrections as changes of letters; of two that overlap the one of the outer citation, or else the wider one."""
    edits = [
        (finding.start, finding.end, finding.corrected, citation, offset)
        for citation, offset, _ in paragraph.found
        for finding in citation.findings
        if finding.corrected is not None
    ]
    reached = -1
    for start, end, new, citation, offset in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if start < reached:
            continue
        reached = max(reached, end)
        for first, last, words in word_changes(draft.text[start:end], new):
            a, b = start + first, start + last
            solid_a = offset + len(_solid(draft.text[citation.start : a]))
            solid_b = solid_a + len(_solid(draft.text[a:b]))
            yield _change(paragraph, draft.text[a:b], solid_a, solid_b, words)


def _change(paragraph: _Paragraph, old: str, start: int, end: int, new: str) -> Change:
    """A change of the letters from `start` to `end` without white space; a space that leads goes with the letter before."""
    leads = (old or new)[:1].isspace()
    first = paragraph.places[start - 1] + 1 if leads else paragraph.places[start]
    return Change(first, paragraph.places[end - 1] + 1 if end > start else first, new)


def word_changes(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """What turns `old` into `new`, word by word: offsets into `old` and what is to stand there.

    >>> list(word_changes("về công tác văn phòng", "về công tác văn thư"))
    [(16, 21, 'thư')]
    """
    ours, theirs = ([match.span() for match in re.finditer(r"\S+", text)] for text in (old, new))
    if not ours or not theirs:
        yield 0, len(old), new
        return
    matcher = SequenceMatcher(None, [old[a:b] for a, b in ours], [new[a:b] for a, b in theirs], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        words = new[theirs[c][0] : theirs[d - 1][1]] if d > c else ""
        if b > a and words:
            yield ours[a][0], ours[b - 1][1], words
        elif b > a:
            yield (ours[a - 1][1], ours[b - 1][1], "") if a else (ours[0][0], ours[b][0], "")
        elif a:
            yield ours[a - 1][1], ours[a - 1][1], f" {words}"
        else:
            yield ours[0][0], ours[0][0], f"{words} "


def _comment(citation: CheckedCitation) -> str:
    lines = [finding.message for finding in citation.findings]
    if citation.corrected is not None:
        lines.append(f"Đề nghị sửa: {' '.join(citation.corrected.split())}")
    return "\n".join(lines)


def _add_comment(word: Any, first: Any, last: Any, text: str) -> None:
    runs = [Run(first, word), Run(last, word)]
    with _whole("The draft"):
        word.add_comment(runs, text=text, author=_AUTHOR, initials=_INITIALS)
