"""What the exports share: text in plain and marked pieces, safe to write into XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: Characters that XML cannot hold; documents bring them from damaged sources.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def writable(text: str) -> str:
    """`text` with a blank for each character that cannot be written; the length is unchanged."""
    return _UNWRITABLE.sub(" ", text)


def pieces(text: str, marks: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """`text` in order as pieces, each with whether it is marked."""
    clean = writable(text)
    at = 0
    for start, end in marks:
        if at < start:
            yield clean[at:start], False
        yield clean[start:end], True
        at = end
    if at < len(clean):
        yield clean[at:], False
