"""From a reader's text to the document's one text: composed letters, plain spaces, no gap wider than a page, no invisible characters.

Words are never changed. Each difference from the source is recorded as a `Repair`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import Box, Page, Repair, Span
from corpus.language.text import nfc
from ingest.editing import Edit, apply_edits, offset_map, span_map
from ingest.joining import page_edits
from ingest.readers.raw import PrintedLine, Raw

_BLANK = r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_ODD = re.compile(
    rf"""
    (?<={_BLANK})(?P<wide>{_BLANK}{{250,}})(?={_BLANK})           # wider than a page; its ends may belong to the format's markup
  | (?P<newline>\r\n?|[\f\v\x85\u2028\u2029])                     # line and page ends of other systems
  | (?P<space>(?!\x20){_BLANK})                                   # spaces that are not U+0020
  | (?P<character>[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]+)  # invisible ones
    """,
    re.VERBOSE,
)
#: A letter with the marks that follow it; everything else composes alone.
_CLUSTER = re.compile(r"[^\x00-\x7f]?[\u0300-\u036f]+|.[\u0300-\u036f]+|[^\x00-\x7f]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The document's text, the repairs that lead back to `raw.text`, and what the reader knows, by offsets in `text`.

    `boxes` are those of each printed line's words, or one of the line where its words are not known.
    """

    text: str
    repairs: tuple[Repair, ...]
    pages: tuple[Page, ...]
    boxes: tuple[tuple[Box, ...], ...]
    doubts: tuple[Span, ...]


def clean(raw: Raw) -> Cleaned:
    """Join, compose and tidy what a reader found."""
    joins, pages = page_edits(raw)
    edits = [*raw.edits, *joins, *_spelling_edits(raw), *_character_edits(raw.text), *_composing_edits(raw.text)]
    text, repairs = apply_edits(raw.text, edits)
    if nfc(text) != text:
        text, repairs = apply_edits(raw.text, [*edits, *_meeting_edits(text, repairs)])
    locate = offset_map(repairs)
    return Cleaned(
        text,
        repairs,
        tuple(replace(page, start=locate(page.start), end=locate(page.end)) for page in pages),
        _boxes(raw.lines, repairs),
        tuple(
            Span(start, end)
            for doubt in raw.doubts  # a word that was corrected is no longer in doubt
            if (start := locate(doubt.start)) < (end := locate(doubt.end))
        ),
    )


def _boxes(lines: Iterable[PrintedLine], repairs: tuple[Repair, ...]) -> tuple[tuple[Box, ...], ...]:
    located = span_map(repairs)
    found = []
    for line in lines:
        start, end = located(line.start, line.end)
        if start >= end:
            continue
        words = tuple(
            Box(*place, line.page, word.left, word.top, word.right, word.bottom)
            for word in line.words
            if (place := located(line.start + word.start, line.start + word.end))
        )
        found.append(words or (Box(start, end, line.page, line.left, line.top, line.right, line.bottom),))
    return tuple(found)


def _spelling_edits(raw: Raw) -> list[Edit]:
    """What the recogniser of a scan misread beyond doubt; text that was typed is never corrected."""
    if not any(page.confidence is not None for page in raw.pages):
        return []
    from ingest.readers.scans.spelling import corrections  # its tables are read for scans alone

    recognised = [page for page in raw.pages if page.confidence is not None]
    return [edit for edit in corrections(raw.text) if any(page.start <= edit.start < page.end for page in recognised)]


def _character_edits(source: str) -> Iterator[Edit]:
    for match in _ODD.finditer(source):
        if match["newline"]:
            yield Edit(match.start(), match.end(), "\n", "character")
        elif match["wide"]:
            # Left as wide as the gap of two columns: patterns of all steps may cost the square of such a stretch.
            yield Edit(match.start(), match.end(), "  ", "space")
        elif match["space"]:
            yield Edit(match.start(), match.end(), " ", "space")
        else:
            yield Edit(match.start(), match.end(), "", "character")


def _composing_edits(source: str) -> Iterator[Edit]:
    start = 0
    for line in source.splitlines(keepends=True):
        composed = nfc(line)
        if composed != line:
            clusters = [
                Edit(start + m.start(), start + m.end(), nfc(m[0]), "nfc")
                for m in _CLUSTER.finditer(line)
                if nfc(m[0]) != m[0]
            ]
            if (
                apply_edits(line, [Edit(e.start - start, e.end - start, e.replacement, e.kind) for e in clusters])[0]
                == composed
            ):
                yield from clusters
            else:  # marks in an order that composes only as a whole
                yield Edit(start, start + len(line), composed, "nfc")
        start += len(line)


def _meeting_edits(text: str, repairs: Sequence[Repair]) -> Iterator[Edit]:
    """Where a letter and its mark met only when what stood between them went: each such place as one edit of the source."""
    at = 0
    for line in text.splitlines(keepends=True):
        composed = nfc(line)
        if composed != line:
            before = _alike(line, composed)
            after = _alike(line[:before:-1], composed[:before:-1])
            yield _whole_edit(text, at + before, at + len(line) - after, repairs)
        at += len(line)


def _alike(one: str, other: str) -> int:
    """How many letters the two begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _whole_edit(text: str, start: int, end: int, repairs: Sequence[Repair]) -> Edit:
    """The edit of the source that composes `text[start:end]`, in the place of the `repairs` that reach into it."""
    inside = [repair for repair in repairs if start < repair.end and repair.start < end]
    start, end = min([start, *(one.start for one in inside)]), max([end, *(one.end for one in inside)])
    longer = [(one, len(one.original) - (one.end - one.start)) for one in repairs]
    first = start + sum(more for one, more in longer if one.end <= start)
    last = end + sum(more for one, more in longer if one.end <= start or one in inside)
    return Edit(first, last, nfc(text[start:end]), "nfc")
