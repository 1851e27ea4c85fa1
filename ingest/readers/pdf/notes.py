"""Notes at the foot of a page, kept out of a sentence that runs over the page break."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.readers.pdf.layout import Line

#: A note begins with its raised mark, in type this much smaller than that of the text above it.
_MARK = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹*]+\s?\S")
_SMALLER = 0.95
_ENDED = re.compile(r"[.;:!?…”\"»/][⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
#: A paragraph that runs over a page break is not followed further than so many lines.
_LONGEST = 25


def reading_order(pages: Sequence[Sequence[Line]], furniture: Sequence[set[int]]) -> list[list[tuple[int, int]]]:
    """For each page what is read there: pages' and lines' indices.

    Where the text above a page's notes ends within a sentence, the notes are read on the next page, after the rest of the paragraph.
    """
    bodies = [
        [index for index in range(len(lines)) if index not in out] for lines, out in zip(pages, furniture, strict=True)
    ]
    order: list[list[tuple[int, int]]] = []
    held: list[tuple[int, int]] = []
    for page, (lines, body) in enumerate(zip(pages, bodies, strict=True)):
        own = [(page, index) for index in range(len(lines))]
        if held and body:
            after = own.index((page, _paragraph_end(lines, body))) + 1
            own[after:after] = held
            held = []
        first = _first_note(lines, body)
        if first and page + 1 < len(pages):
            above, below = (
                [lines[index] for index in body[:first]],
                [pages[page + 1][index] for index in bodies[page + 1]],
            )
            if _runs_on(above, below):
                held = [(page, index) for index in body[first:]]
                own = [place for place in own if place not in held]
        order.append(own)
    return order


def _first_note(lines: Sequence[Line], body: Sequence[int]) -> int | None:
    """The position in `body` from which on a page holds notes; None without any, and for a page that is all notes."""
    for at in range(1, len(body)):
        above, line = lines[body[at - 1]], lines[body[at]]
        if _MARK.match(line.text) and line.size <= _SMALLER * above.size:
            small = all(lines[index].size <= 1.05 * line.size for index in body[at:])
            return at if small and above.kind == line.kind == "text" else None
    return None


def _runs_on(above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether the last paragraph of a page goes on where the next page begins."""
    if not below or below[0].kind != "text":
        return False
    last, first = above[-1], below[0]
    if not _ENDED.search(last.text):
        return True
    # A paragraph may go on after the end of a sentence: then the line is full, and the next one not indented as others are.
    margin = min(line.left for line in below)
    full = last.right >= max(line.right for line in above) - 0.3 * last.size
    indented = any(line.left > margin + first.size for line in below)
    return full and indented and first.left <= margin + 0.3 * first.size


def _paragraph_end(lines: Sequence[Line], body: Sequence[int]) -> int:
    right = max(lines[index].right for index in body)
    for index, after in zip(body[:_LONGEST], [*body[1:], body[-1]], strict=False):
        line, below = lines[index], lines[after]
        last = below is line or below.left > line.left + 0.5 * line.size or below.size <= _SMALLER * line.size
        if _ENDED.search(line.text) and (last or line.right < right - 2 * line.size):
            return index
    return body[0]
