"""Where the clauses of a document are printed: its words put together as far as they stand side by side in one clause."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.document import Box, Clause

#: Words whose boxes share less than this of the lower one's height, or are together higher than this, are no straight line.
_SHARED, _HIGHER = 0.5, 1.5


def place_clauses(lines: Iterable[Sequence[Box]], clauses: Sequence[Clause], text: str) -> tuple[Box, ...]:
    """The boxes of `lines` of words, in the order of `text`; each holds words of one clause and nothing else of the page."""
    starts = [clause.start for clause in clauses]
    placed: list[Box] = []
    for line in lines:
        before: tuple[Box, int] | None = None
        for word in line:
            if word.start >= word.end:
                continue
            clause = bisect_right(starts, word.start)
            if before and before[1] == clause and _goes_on(before[0], word, text):
                word = _together(placed.pop(), word)
            placed.append(word)
            before = word, clause
    return tuple(sorted(placed, key=lambda box: box.start))


def _goes_on(before: Box, word: Box, text: str) -> bool:
    """Whether `word` stands straight behind `before`; what stands behind a table's border stands in another cell."""
    if "|" in text[before.end : word.start] or before.page != word.page or word.right <= before.right:
        return False
    heights = before.bottom - before.top, word.bottom - word.top
    shared = min(before.bottom, word.bottom) - max(before.top, word.top)
    whole = max(before.bottom, word.bottom) - min(before.top, word.top)
    return shared >= _SHARED * min(heights) and whole <= _HIGHER * max(heights)


def _together(before: Box, word: Box) -> Box:
    return replace(
        before,
        end=max(before.end, word.end),
        left=min(before.left, word.left),
        top=min(before.top, word.top),
        right=max(before.right, word.right),
        bottom=max(before.bottom, word.bottom),
    )
