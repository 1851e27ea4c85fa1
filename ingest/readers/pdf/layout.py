"""From letters with places to printed lines in the order in which they are read.

Letterheads and signature blocks are set in two columns and are read column by column; all other rows are read from left to right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.text import Glyph
from ingest.readers.raw import WordBox

#: Gaps in letter sizes: from the first on two words are apart, from the second on they may stand in two columns.
_SPACE, _WIDE = 0.15, 1.2
#: A gap inside of a row that was already found to be set in columns.
_APART = 0.7
#: Lines of a column follow each other within so many letter sizes; between a signer's post and name there is room to sign, in points.
_PITCH, _SIGNING = 3.2, 160.0
#: What stands closer than this under the letterhead's number is the subject of an official letter.
_TIGHT = 2.6
_ADDRESS = re.compile(r"Kính\s+gửi", re.IGNORECASE)
#: Points that stay free between two columns.
_GUTTER = 3.0
_STATE = re.compile(r"CỘNG\s*H(?:ÒA|OÀ)\s*XÃ\s*HỘI\s*CHỦ")
_MOTTO = re.compile(r"Độc\s*lập\s*[-–]")
_PARTY = re.compile(r"ĐẢNG\s*CỘNG\s*SẢN\s*VIỆT")
_RECIPIENTS = re.compile(r"Nơi\s+nhận\b", re.IGNORECASE)
#: The end of a signature block that began on the page before: one of the recipients, and the signer's name.
_RECIPIENT = re.compile(r"[-–+•]\s?\S.*")
_NAME = re.compile(r"(?:[^\W\d_]\w+[.]?\s?){2,6}")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: text, box and letter size in points from the page's upper left corner.

    `kind` is `text`, `row` for a row of a table and `stamp` for what a signing program put on the page; `doubts` are stretches of
    `text` that a recogniser was not sure of, `words` say where each word stands.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    kind: str = "text"
    doubts: tuple[tuple[int, int], ...] = ()
    words: tuple[WordBox, ...] = ()


@dataclass(slots=True)
class _Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


@dataclass(slots=True)
class _Row:
    baseline: float
    size: float
    glyphs: list[Glyph] = field(default_factory=list)
    words: list[_Word] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def lay_out(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines of a page or a cell, in reading order."""
    rows = _rows(glyphs)
    lines: list[Line] = []
    at = 0
    while at < len(rows):
        block = _column_block(rows, at)
        if block is None:
            lines.append(_line(rows[at].words))
            at += 1
            continue
        end, gutter = block
        left = [[w for w in row.words if w.left < gutter] for row in rows[at:end]]
        right = [[w for w in row.words if w.left >= gutter] for row in rows[at:end]]
        lines += [_line(words) for words in (*left, *right) if words]
        at = end
    return lines


def _line(words: Sequence[_Word]) -> Line:
    return Line(
        " ".join(word.text for word in words),
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
        median(word.size for word in words for _ in word.text),
        words=tuple(_boxes(words)),
    )


def _boxes(words: Sequence[_Word]) -> Iterator[WordBox]:
    at = 0
    for word in words:
        yield WordBox(at, at + len(word.text), word.left, word.top, word.right, word.bottom)
        at += len(word.text) + 1


def _rows(glyphs: Sequence[Glyph]) -> list[_Row]:
    """Letters on one baseline, raised and lowered ones with them, from the top down."""
    rows: list[_Row] = []
    current: _Row | None = None
    for glyph in glyphs:
        if current is None or not _on(current, glyph):
            near = [row for row in rows if _on(row, glyph)]
            if near:
                current = min(near, key=lambda row: abs(row.baseline - glyph.baseline))
            elif glyph.text.isspace():
                continue
            else:
                current = _Row(glyph.baseline, glyph.size)
                rows.append(current)
        current.glyphs.append(glyph)
        if glyph.size > current.size * 1.05 and not glyph.text.isspace():
            current.baseline, current.size = glyph.baseline, glyph.size
    for row in rows:
        row.words = _words(row)
    return sorted((row for row in rows if row.words), key=lambda row: row.baseline)


def _on(row: _Row, glyph: Glyph) -> bool:
    return abs(row.baseline - glyph.baseline) <= 0.45 * max(row.size, glyph.size) * (0.6 if glyph.text.isspace() else 1)


def _words(row: _Row) -> list[_Word]:
    words: list[_Word] = []
    glyphs = sorted(row.glyphs, key=lambda glyph: glyph.left)
    text = "".join(glyph.text[0] for glyph in glyphs)
    state = _STATE.search(text)
    apart = True
    last: Glyph | None = None
    for index, glyph in enumerate(glyphs):
        if glyph.text.isspace():
            apart = True
            continue
        if last and glyph.text == last.text and glyph.left - last.left < 0.12 * glyph.size:
            continue  # bold by drawing twice
        text = _raised(glyphs, index)
        gap = glyph.left - last.right if last else 0.0
        if last is None or apart or gap > _SPACE * row.size or (state and index == state.start()):
            words.append(_Word(text, glyph.left, glyph.top, glyph.right, glyph.bottom, glyph.size))
        else:
            word = words[-1]
            word.text += text
            word.top, word.bottom = min(word.top, glyph.top), max(word.bottom, glyph.bottom)
            word.right, word.size = max(word.right, glyph.right), max(word.size, glyph.size)
        apart, last = False, glyph
    return words


def _raised(glyphs: Sequence[Glyph], index: int) -> str:
    """Digits above or below the line as such: a note's mark must not read as part of a number."""
    glyph = glyphs[index]
    if not glyph.text.isdigit():
        return glyph.text
    around = (*reversed(glyphs[max(0, index - 4) : index]), *glyphs[index + 1 : index + 6])
    beside = next((g for g in around if g.size > 1.25 * glyph.size and not g.text.isspace()), None)
    fellow = next((g for g in around if g.size <= 1.25 * glyph.size and g.text.isalpha()), None)
    if beside is None or (fellow and abs(fellow.baseline - glyph.baseline) < 0.1 * glyph.size):
        return glyph.text
    lift = (beside.baseline - glyph.baseline) / beside.size
    if lift > 0.15:
        return glyph.text.translate(_SUPERSCRIPT)
    return glyph.text.translate(_SUBSCRIPT) if lift < -0.05 else glyph.text


def _column_block(rows: Sequence[_Row], at: int) -> tuple[int, float] | None:
    """Where the block of two columns that begins with row `at` ends, and the x that parts the columns."""
    for seed in range(at, min(at + 3, len(rows))):
        free = _opening(rows, seed)
        if free is None:
            continue
        low, high = free
        for row in reversed(rows[at:seed]):  # above the seed only lines of the right column alone
            if row.words[0].left <= low + _GUTTER:
                return None
            high = min(high, row.words[0].left)
        return _extent(rows, seed, low, high)
    return None


def _opening(rows: Sequence[_Row], at: int) -> tuple[float, float] | None:
    """The free stretch between the columns, if the row is the first of a letterhead or of a signature block."""
    row = rows[at]
    words = row.words
    gaps = [(b.left - a.right, index) for index, (a, b) in enumerate(pairwise(words), 1)]
    wide = [index for gap, index in gaps if gap > _WIDE * row.size]
    for index in range(1, len(words)):
        if index not in wide and not words[index].text.startswith("CỘNG"):
            continue
        left, right = (" ".join(word.text for word in part) for part in (words[:index], words[index:]))
        framed = _is_capitals(right) and (_RECIPIENTS.match(left) or _is_capitals(left))
        named = _RECIPIENT.fullmatch(left) and _NAME.fullmatch(right) and right.istitle() and _is_alone(rows, at)
        state = _STATE.match(right) and any(_MOTTO.search(below.text) for below in rows[at + 1 : at + 4])
        if state or (index in wide and _PARTY.match(right)) or (wide == [index] and (framed or named)):
            return words[index - 1].right, words[index].left
    if _RECIPIENTS.match(row.text) and len(words) <= 4:
        return words[-1].right, float("inf")
    return None


def _is_alone(rows: Sequence[_Row], at: int) -> bool:
    """Whether no row near this one has a wide gap too, as the rows of a list of names would have."""
    near = [*rows[max(0, at - 4) : at], *rows[at + 1 : at + 5]]
    return not any(b.left - a.right > _WIDE * row.size for row in near for a, b in pairwise(row.words))


def _is_capitals(text: str) -> bool:
    return text.isupper() and sum(char.isalpha() for char in text) >= 6


def _extent(rows: Sequence[_Row], seed: int, low: float, high: float) -> tuple[int, float] | None:
    """The rows from `seed` on that leave a gutter free; None without a right column."""
    letterhead = bool(_STATE.search(rows[seed].text) or _PARTY.search(rows[seed].text))
    end = seed
    left_foot = right_foot = rows[seed].baseline
    both = low > 0 and high != float("inf")
    for row in rows[seed:]:
        free = _fit(row, low, high, rows[seed])
        if free is None:
            break
        has_left, has_right = row.words[0].left < free[1], row.words[-1].left >= free[1]
        pitch = _PITCH if has_right or not letterhead else _TIGHT
        reach_left = row.baseline - left_foot <= pitch * row.size and not _ADDRESS.match(row.text)
        reach_right = row.baseline - right_foot <= (_PITCH * row.size if letterhead else _SIGNING)
        if not ((has_left and reach_left) or (has_right and reach_right)):
            break
        low, high = free
        both = both or has_right
        left_foot = row.baseline if has_left else left_foot
        right_foot = row.baseline if has_right else right_foot
        end += 1
    return (end, high) if both and end > seed else None


def _fit(row: _Row, low: float, high: float, seed: _Row) -> tuple[float, float] | None:
    """The gutter narrowed by `row`, or None where the row runs across it."""
    words = row.words
    best: tuple[float, float] | None = None
    widest = 0.0
    for index in range(len(words) + 1):
        left = max(low, words[index - 1].right) if index else low
        right = min(high, words[index].left) if index < len(words) else high
        if 0 < index < len(words):
            between = words[index].left - words[index - 1].right
            if between < _APART * row.size and row is not seed:
                continue
        else:  # all on one side; while the right column is unknown, a wide gap inside the row is the better guess
            between = _WIDE * row.size if index and high == float("inf") else 1e6
        if right - left >= _GUTTER and between > widest:
            best, widest = (left, right), between
    return best
