"""Replacing stretches of a text while remembering what stood there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpus.document import Repair


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `source[start:end]` by `replacement`; `kind` as in `Repair`."""

    start: int
    end: int
    replacement: str
    kind: str


def apply_edits(source: str, edits: Iterable[Edit]) -> tuple[str, tuple[Repair, ...]]:
    """`source` with `edits` made, and the repairs that undo them.

    Where two edits overlap, the one that begins first (then the longer one) is made and the other left out.
    """
    parts: list[str] = []
    repairs: list[Repair] = []
    at = length = 0
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if edit.start < at or source[edit.start : edit.end] == edit.replacement:
            continue
        kept = source[at : edit.start]
        parts += (kept, edit.replacement)
        length += len(kept)
        repairs.append(Repair(length, length + len(edit.replacement), source[edit.start : edit.end], edit.kind))
        length += len(edit.replacement)
        at = edit.end
    parts.append(source[at:])
    return "".join(parts), tuple(repairs)


def undo_repairs(text: str, repairs: Iterable[Repair]) -> str:
    """The source that `text` was made from."""
    parts: list[str] = []
    at = 0
    for repair in repairs:
        parts += (text[at : repair.start], repair.original)
        at = repair.end
    parts.append(text[at:])
    return "".join(parts)


def span_map(repairs: Iterable[Repair]) -> Callable[[int, int], tuple[int, int]]:
    """The function that takes a stretch of the source to the stretch of the repaired text that holds all of it.

    Of what was replaced in part, the stretch holds the whole replacement.
    """
    starts: list[int] = []
    repaired: list[tuple[int, Repair]] = []  # with the end in the source
    source = text = 0
    for repair in repairs:
        starts.append(source + repair.start - text)
        source, text = starts[-1] + len(repair.original), repair.end
        repaired.append((source, repair))

    def locate(start: int, end: int) -> tuple[int, int]:
        at = bisect_right(starts, start) - 1
        below = bisect_left(starts, end) - 1
        return (
            start if at < 0 else _after(start, *repaired[at], inside=repaired[at][1].start),
            end if below < 0 else _after(end, *repaired[below], inside=repaired[below][1].end),
        )

    return locate


def _after(offset: int, source_end: int, repair: Repair, inside: int) -> int:
    """Where `offset` of the source, behind the start of `repair`, is in the text: `inside` for what `repair` replaced."""
    return inside if offset < source_end else repair.end + offset - source_end


def offset_map(repairs: Iterable[Repair]) -> Callable[[int], int]:
    """The function that takes an offset in the source to the offset in the repaired text.

    An offset inside a repaired stretch goes to where its replacement ends.
    """
    source_ends: list[int] = []
    text_ends: list[int] = []
    source = text = 0
    starts: list[int] = []
    for repair in repairs:
        source += repair.start - text
        starts.append(source)
        source += len(repair.original)
        text = repair.end
        source_ends.append(source)
        text_ends.append(text)

    def locate(offset: int) -> int:
        index = bisect_right(starts, offset) - 1
        if index < 0:
            return offset
        return text_ends[index] + max(0, offset - source_ends[index])

    return locate
