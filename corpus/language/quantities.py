"""Numbers with their units as Vietnamese documents print them: 6.084 is six thousand, 2,1 is two point one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.document import Comparator, Span
from corpus.language.dates import DATE
from corpus.language.numbers import find_numbers
from corpus.language.quantity_grammar import (
    AFTER,
    BARE_CUE,
    BEFORE,
    BLOCKED,
    COMPARATORS,
    COUNT_WORDS,
    LABEL_BEFORE,
    LEFT_BEHIND,
    LISTED,
    NUMBER,
    PERIOD_AFTER,
    PLACES,
    RANGE_DASH,
    SCANNED_PERCENT,
    WEAK_LABEL_BEFORE,
    WORD_NUMBER,
    YEAR,
    YEAR_BEFORE,
)
from corpus.language.units import BASIS, RELATED, SCALE, SCALES, UNIT, counted_word, kept


@dataclass(frozen=True, slots=True)
class Quantity(Span):
    """A stretch of text that states a number: `comparator` is how it bounds, `upper` the other end of a range.

    The stretch begins with the words that compare ("từ 70% đến 75%", "không quá 3 năm"). Nghìn, vạn, triệu and tỷ are multiplied in, so
    that "2,5 triệu đồng" is 2500000 `đồng`. The unit is as printed, with single spaces; `đ` and `VNĐ` are `đồng`, `m²` is `m2`.
    """

    value: float
    unit: str | None
    comparator: Comparator = "="
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class _Number(Span):
    """A printed number with its scale and its unit; `known` says whether the unit is one of the lists."""

    value: float
    scaled: bool
    unit: str | None
    known: bool
    digits: str

    @property
    def is_word(self) -> bool:
        return not any(char.isdigit() for char in self.digits)


def parse_number(printed: str) -> float | None:
    """The value of a number as it is printed, or None.

    >>> parse_number("6.084"), parse_number("2,1"), parse_number("1.234,5"), parse_number("99.5")
    (6084.0, 2.1, 1234.5, 99.5)
    """
    plain = re.sub(r"[\s\u00a0]", "", printed)
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}|(?:,000)+)(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    else:
        plain = plain.replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None


def find_quantities(text: str) -> list[Quantity]:
    """The quantities in `text`, in order; labels, dates and numbers of documents are none.

    >>> [(q.comparator, q.value, q.unit) for q in find_quantities("trên 95% dân số; 11 bác sĩ trên 10.000 dân")]
    [('>', 95.0, '%'), ('=', 11.0, 'bác sĩ/10.000 dân')]
    """
    blocked = _merged(_blocked(text))
    numbers = [number for number in _numbers(text) if not _overlaps(number, blocked)]
    found: list[Quantity] = []
    skip_to = 0
    for at, number in enumerate(numbers):
        if number.start < skip_to:
            continue
        following = numbers[at + 1] if at + 1 < len(numbers) else None
        basis = BASIS.search(text, max(0, number.start - 12), number.end + 20)
        if basis and basis.start("basis") <= number.start < basis.end() and not _is_counted(text, basis.start()):
            found = _related(text, found, basis)
            skip_to = basis.end()
            continue
        quantity = _range(text, number, following) or _single(text, number)
        if quantity:
            found.append(quantity)
            skip_to = quantity.end
    return found


def cell_quantity(cell: str) -> Quantity | None:
    """The quantity that the cell of a table consists of or begins with, with or without a unit, or None; a year is none.

    >>> cell_quantity(" 1.200 "), cell_quantity("Sở Y tế")
    (Quantity(start=1, end=6, value=1200.0, unit=None, comparator='=', upper=None), None)
    """
    left = len(cell) - len(cell.lstrip())
    cue = "là "  # what makes a bare number a value
    found = find_quantities(cue + cell[left:])
    if not found or found[0].start > len(cue):
        return None
    whole = len(found) == 1 and found[0].end >= len(cue) + 0.6 * len(cell.strip())
    if not whole and found[0].comparator == "=" and found[0].unit != "%":
        return None  # "02 tầng, 10 phòng học" describes
    at = left - len(cue)
    return replace(found[0], start=found[0].start + at, end=found[0].end + at)


def _numbers(text: str) -> Iterator[_Number]:
    matches = [(match, parse_number(match["number"])) for match in NUMBER.finditer(text)]
    matches += [
        (match, parse_number(match["number"].replace("O", "0").replace("o", "0").replace("l", "1").replace("I", "1")))
        for match in SCANNED_PERCENT.finditer(text)
    ]
    matches += [(match, float(COUNT_WORDS[match["number"].lower()])) for match in WORD_NUMBER.finditer(text)]
    end = -1
    for match, value in sorted(matches, key=lambda pair: (pair[0].start("number"), -pair[0].end("number"))):
        if value is None or match.start("number") < end:
            continue
        number = _with_unit(text, match, value)
        spaced = any(char.isspace() for char in number.digits)
        if (number.is_word and not number.known) or (spaced and number.unit is None):
            continue
        if match["of"] and not (number.known and _counts(text, match.end())):
            continue
        end = match.end()
        yield number


def _counts(text: str, at: int) -> bool:
    """Whether a counted noun follows: "5/8 huyện" is a number, "5/8" a day."""
    match = UNIT.match(text, at)
    return match is not None and match["counted"] is not None


def _with_unit(text: str, match: re.Match[str], value: float) -> _Number:
    """The number with the scale and the unit that follow it."""
    digits, at, scaled = match["number"], match.end(), False
    while scale := SCALE.match(text, at):
        value, at, scaled = value * SCALES[scale["scale"].lower()], scale.end(), True
    unit: str | None
    if named := UNIT.match(text, at):
        unit, at, known = kept(named["measure"] or named["counted"]), named.end(), True
    elif word := counted_word(text, at):
        unit, at, known = kept(word[0]), word[1], False
    else:
        unit, known = ("đồng" if scaled else None), scaled
    while unit and (related := RELATED.match(text, at)):
        unit, at = f"{unit}/{kept(related.group().strip(' /'))}", related.end()
    return _Number(match.start("number"), at, value, scaled, unit, known, digits)


def _single(text: str, number: _Number) -> Quantity | None:
    start, comparator = _compared(text, number.start)
    if not _is_quantity(text, number, start):
        return None
    end, after = _followed(text, number.end)
    opened = start < number.start and text[start : start + 2].lower() == "từ" and comparator == "="
    if opened and after is None and not LEFT_BEHIND.match(text, number.end):
        after = ">="  # "có từ 25 công trình", "từ 05 mỏ … trở lên"
    return Quantity(start, end, round(number.value, 6), number.unit, after or comparator)


def _range(text: str, number: _Number, following: _Number | None) -> Quantity | None:
    """The range that `number` opens ("từ 70% đến 75%", "2 - 3 triệu đồng"), or None."""
    if following is None or following.unit is None:
        return None
    digits_end = number.start + len(number.digits)
    dash = RANGE_DASH.match(text, number.end) or RANGE_DASH.match(text, digits_end)
    if dash is None or dash.end() != following.start:
        return None
    lower = number.value
    if dash.start() == digits_end and following.scaled and not number.scaled:
        lower *= following.value / (parse_number(following.digits) or following.value or 1)
    named = number.unit if dash.start() != digits_end or number.unit == "%" else None
    if lower >= following.value or (named is not None and named != following.unit):
        return None
    start, comparator = _compared(text, number.start)
    if not following.known and not _is_quantity(text, following, start):
        return None
    end, _ = _followed(text, following.end)
    about: Comparator = "~" if comparator == "~" else "="
    return Quantity(start, end, round(lower, 6), following.unit, about, round(following.value, 6))


def _is_quantity(text: str, number: _Number, start: int) -> bool:
    """Whether `number` measures or counts something; `start` is where the words that compare begin."""
    if number.unit == "%":
        return True
    before = text[max(0, number.start - 24) : number.start]
    compared = start < number.start
    if number.is_word and number.digits.lower() in ("một", "năm"):
        return compared and text[start : number.start].split()[0].lower() in ("ít", "tối", "không", "có", "thêm", "≥")
    if YEAR.fullmatch(number.digits) and (not number.known or YEAR_BEFORE.search(before)):
        return False
    if LABEL_BEFORE.search(before) or PERIOD_AFTER.match(text, number.end):
        return False
    if not number.known and re.fullmatch(r"\d{4,}", number.digits):
        return False  # "Ban Chỉ đạo 1237": large amounts are grouped or have a common unit
    if (
        WEAK_LABEL_BEFORE.search(before)
        and number.unit not in PLACES
        and number.value <= 20
        and not number.digits.startswith("0")
    ):
        return number.known and compared
    if number.unit is not None:
        return True
    line_start = text.rfind("\n", 0, number.start) + 1
    grouped = re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", number.digits) is not None
    return (grouped or compared or BARE_CUE.search(before) is not None) and bool(
        text[line_start : number.start].strip()
    )


def _compared(text: str, start: int) -> tuple[int, Comparator]:
    """Where the words that compare begin before `start`, and what they say."""
    match = BEFORE.search(text, max(0, start - 48), start)
    if match is None:
        return start, "="
    return match.start(), next((sign for name, sign in COMPARATORS.items() if match[name]), "=")


def _followed(text: str, end: int) -> tuple[int, Comparator | None]:
    """Where "trở lên" behind `end` ends, and what it says."""
    match = AFTER.match(text, end)
    if match is None:
        return end, None
    return match.end(), ">=" if match["up"] else "<="


def _related(text: str, found: list[Quantity], basis: re.Match[str]) -> list[Quantity]:
    """`found` with the basis of a rate behind the unit of each member of the list that ends at `basis`."""
    done, end = list(found), basis.start()
    for at in range(len(done) - 1, -1, -1):
        if not LISTED.fullmatch(text, done[at].end, end) or done[at].unit in (None, "%"):
            break
        end = done[at].start
        grown = basis.end() if at == len(done) - 1 else done[at].end
        done[at] = replace(done[at], end=grown, unit=f"{done[at].unit}/{' '.join(basis['basis'].split())}")
    return done


def _is_counted(text: str, at: int) -> bool:
    """Whether a verb before `at` makes "trên 10.000 dân" a count, not the basis of a rate."""
    return re.search(r"(?:có|đạt|với|gồm|quy mô|từ)\s*$", text[max(0, at - 12) : at], re.IGNORECASE) is not None


def _blocked(text: str) -> Iterator[tuple[int, int]]:
    """Stretches whose digits measure nothing: dates, numbers of documents, labels, periods of years, telephones."""
    for match in DATE.finditer(text):
        yield match.span()
    for mention in find_numbers(text):
        yield mention.start, mention.end
    for match in BLOCKED.finditer(text):
        yield match.span()


def _overlaps(number: _Number, blocked: list[tuple[int, int]]) -> bool:
    """Whether `number` meets one of the `blocked` stretches, which are in order and apart."""
    end = number.start + len(number.digits)
    before = bisect_left(blocked, (end, 0)) - 1
    return before >= 0 and blocked[before][1] > number.start


def _merged(stretches: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches in order, with those that meet as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
