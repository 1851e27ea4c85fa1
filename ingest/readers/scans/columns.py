"""Words on a page, put in reading order: lines, and columns side by side one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.language.text import fold
from ingest.readers.raw import WordBox
from ingest.readers.scans import spelling
from ingest.readers.scans.recognised import RecognisedLine, Word

#: A gap of this many heights of the line's letters is no space between words.
_WIDE_GAP = 2.2
#: A gap of this many heights is one where a neighbouring line has a gutter.
_NARROW_GAP = 0.55


_STATE = re.compile(r"cong hoa xa hoi|dang cong san viet", re.ASCII)
#: What begins a clause stands apart from it, in one column with it.
_LABEL = re.compile(r"[-–+*•]|[^\W_]{1,4}(?:\.\d{1,2}){0,3}[.)/,]?")
#: Rules and the dots of forms, read as words.
_RULE = re.compile(r"[-–—_=~.…·•*|]{2,}|[—_|=~]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words that stand next to each other on one line."""

    words: tuple[Word, ...]

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        heights = sorted(word.bottom - word.top for word in self.words)
        return heights[len(heights) // 2]


def lines_in_order(words: Sequence[Word]) -> list[RecognisedLine]:
    """The lines that the words make, in reading order; of columns side by side the left one comes first, whole."""
    rows = _rows([piece for line in _tesseract_lines(words) for piece in _pieces(line, _WIDE_GAP)])
    rows = _split_at_gutters(rows)
    ordered: list[_Piece] = []
    at = 0
    while at < len(rows):
        end, gutter = _zone(rows, at)
        if gutter is None:
            ordered += rows[at]
            at += 1
            continue
        if end == at + 1:  # a wide space, no column
            ordered.append(_Piece(tuple(word for piece in rows[at] for word in piece.words)))
            at = end
            continue
        pieces = [piece for row in rows[at:end] for piece in row]
        ordered += [piece for piece in pieces if piece.right <= gutter]
        ordered += [piece for piece in pieces if piece.right > gutter]
        at = end
    return [_line(piece) for piece in ordered if not _is_noise(piece)]


def _tesseract_lines(words: Sequence[Word]) -> Iterable[list[Word]]:
    lines: dict[tuple[int, int, int], list[Word]] = {}
    for word in words:
        if not _RULE.fullmatch(word.text) or word.text in ("...", "…"):
            lines.setdefault(word.line, []).append(word)
    for line in lines.values():
        yield from _levels(line)


def _levels(line: list[Word]) -> Iterable[list[Word]]:
    """Splits what Tesseract took for one line at its levels: a seal beside two short lines makes it one of them."""
    ordered = sorted(line, key=lambda word: word.top + word.bottom)
    heights = sorted(word.bottom - word.top for word in line)
    level = [ordered[0]]
    for before, word in pairwise(ordered):
        if word.top + word.bottom - before.top - before.bottom > heights[len(heights) // 2]:
            yield level
            level = []
        level.append(word)
    yield level


def _pieces(line: Sequence[Word], gap: float) -> list[_Piece]:
    ordered = sorted(line, key=lambda word: word.left)
    height = _Piece(tuple(ordered)).height
    parts: list[list[Word]] = [[ordered[0]]]
    for before, word in pairwise(ordered):
        if word.left - before.right > gap * height and not _LABEL.fullmatch(" ".join(w.text for w in parts[-1])):
            parts.append([])
        parts[-1].append(word)
    return [_Piece(tuple(part)) for part in parts]


def _rows(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Pieces at one height make a row, from left to right; rows come from top to bottom."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.middle):
        row = rows[-1] if rows else []
        if row and all(_beside(piece, other) for other in row):
            row.append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda p: p.left)
    return [_merged(row) for row in rows]


def _beside(piece: _Piece, other: _Piece) -> bool:
    shared = min(piece.bottom, other.bottom) - max(piece.top, other.top)
    apart = piece.left >= other.right - 2 or other.left >= piece.right - 2
    return apart and shared > 0.25 * min(piece.bottom - piece.top, other.bottom - other.top)


def _merged(row: list[_Piece]) -> list[_Piece]:
    """Pieces that Tesseract put on lines of their own although no gap is between them."""
    merged = [row[0]]
    for piece in row[1:]:
        if piece.left - merged[-1].right <= _WIDE_GAP * min(piece.height, merged[-1].height):
            merged[-1] = _Piece(merged[-1].words + piece.words)
        else:
            merged.append(piece)
    return merged


def _split_at_gutters(rows: list[list[_Piece]]) -> list[list[_Piece]]:
    """Splits rows of a letterhead, whose columns nearly touch: before the state's or the Party's name, and below each other."""
    split = [_at_state_name(row[0]) if len(row) == 1 else row for row in rows]
    for index, row in enumerate(rows):
        if len(split[index]) != 1 or len(row[0].words) < 2:
            continue
        words, height = row[0].words, row[0].height
        gaps = [b.left - a.right for a, b in pairwise(words)]
        gap = max(gaps)
        at = gaps.index(gap) + 1
        left, right = words[at - 1].right, words[at].left
        # Justified lines have wide spaces too, but all alike.
        if gap < _NARROW_GAP * height or gap < 1.6 * max((other for other in gaps if other != gap), default=0.0):
            continue
        for other in (*rows[max(0, index - 2) : index], *rows[index + 1 : index + 5]):
            apart = len(other) == 2 and other[0].right < right and other[1].left > left
            if apart and abs(other[0].middle - row[0].middle) < 6 * height:
                split[index] = [_Piece(words[:at]), _Piece(words[at:])]
                break
    return split


def _at_state_name(piece: _Piece) -> list[_Piece]:
    words = piece.words
    for at in range(1, len(words) - 3):
        gap = words[at].left - words[at - 1].right
        if gap >= _NARROW_GAP * piece.height and _STATE.match(fold(" ".join(w.text for w in words[at : at + 4]))):
            return [_Piece(words[:at]), _Piece(words[at:])]
    return [piece]


def _zone(rows: Sequence[list[_Piece]], at: int) -> tuple[int, float | None]:
    """The end of the stretch of rows from `at` that stand in two columns, and the x of the gutter; None without one."""
    low, high = 0.0, float("inf")
    end, last, split = at, at, False
    if len(rows[at]) == 1 and _text(rows[at][0]).isdigit():
        return at + 1, None  # a page number above a letterhead
    while end < len(rows) and len(rows[end]) <= 2:
        row = rows[end]
        if len(row) == 2:
            row_low, row_high = row[0].right, row[1].left
        elif row[0].left >= low and (split or row[0].left > 150):
            row_low, row_high = 0.0, row[0].left
        else:
            row_low, row_high = row[0].right, float("inf")
        if max(low, row_low) > min(high, row_high):
            break
        low, high = max(low, row_low), min(high, row_high)
        end += 1
        if len(row) == 2:
            split, last = True, end
    if not split:
        return at + 1, None
    return max(last, end), (low + high) / 2 if high < float("inf") else low


def _text(piece: _Piece) -> str:
    return " ".join(word.text for word in piece.words)


def _is_noise(piece: _Piece) -> bool:
    """Whether the piece is a scrap of a seal, a signature or dirt rather than words."""
    sense = sum(spelling.sense("", word.text, "") > 0 for word in piece.words)
    confidence = sum(word.confidence for word in piece.words) / len(piece.words)
    return confidence < (0.6 if sense == 0 else 0.5 if sense * 2 < len(piece.words) else 0.0)


def _line(piece: _Piece) -> RecognisedLine:
    parts: list[str] = []
    doubts: set[tuple[int, int]] = set()
    boxes: list[WordBox] = []
    length = 0
    for word in piece.words:
        boxes.append(WordBox(length, length + len(word.text), word.left, word.top, word.right, word.bottom))
        if word.may_be_wrong:
            doubts.add((length, length + len(word.text)))
        parts.append(word.text)
        length += len(word.text) + 1
    text = " ".join(parts)
    for start, end in spelling.doubtful(text):
        if not any(start < b and a < end for a, b in doubts):
            doubts.add((start, end))
    return RecognisedLine(text, piece.left, piece.top, piece.right, piece.bottom, tuple(sorted(doubts)), tuple(boxes))
