"""Deadlines and periods as Vietnamese documents put them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.document import Span
from corpus.language import deadline_grammar as grammar

_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_RUN = re.compile(r"\s{2,}")
#: A sentence is not looked through farther than this from a date.
_NEAR = 400
#: Has every day that any year has: 31/6 is a slip of the pen and recurs never.
_LEAP_YEAR = 2024
_COUNTS = {"hai": 2, "ba": 3, "sáu": 6}
_FREQUENCIES = {
    "ngày": ("DAILY", 1), "tuần": ("WEEKLY", 1), "tháng": ("MONTHLY", 1), "quý": ("MONTHLY", 3), "năm": ("YEARLY", 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deadline(Span):
    """A stretch of text that says by when: an ISO date (`--12-01` where it recurs), or a rule (RFC 5545), or neither ("thường xuyên").

    The date is the last day named: 2024-12-15 for "trước ngày 15/12/2024" as for "đến hết ngày 15/12/2024", the last day of the month, quarter
    or year for "trong tháng 6/2025", and the day before it for "trước tháng 6/2025". A period ("trong thời hạn 10 ngày kể từ …") has
    no date, nor has a day without a year ("trước ngày 15/6") that is not said to recur.
    """

    date: str | None
    recurrence: str | None = None


def find_deadlines(text: str) -> list[Deadline]:
    """The deadlines in `text`, in order; a date that only tells when something was ("ngày 20/3/2024") is none."""
    squeezed, places = _squeezed(text)
    taken = bytearray(len(squeezed))
    found: list[Deadline] = []
    for read in _READERS:
        new = [one for one in read(squeezed) if not any(taken[one.start : one.end])]
        for one in new:
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
        found += new
    return [
        Deadline(places[one.start], places[one.end - 1] + 1, one.date, one.recurrence)
        for one in sorted(found, key=lambda one: one.start)
    ]


def _squeezed(text: str) -> tuple[str, Sequence[int]]:
    """`text` with each run of white space as one, so that no pattern tries its many ways through it, and where each character stood."""
    if not _RUN.search(text):
        return text, range(len(text))
    kept, places, at = [], list[int](), 0
    for run in _RUN.finditer(text):
        kept += [text[at : run.start()], "\n" if "\n" in run[0] else " "]
        places += [*range(at, run.start()), run.start()]
        at = run.end()
    return "".join([*kept, text[at:]]), [*places, *range(at, len(text))]


def deadline_of_cell(text: str) -> Deadline | None:
    """What a cell in a column of dates, or the words behind "Thời gian:", say; None when they are blank."""
    stripped = text.strip()
    if not stripped:
        return None
    start = text.index(stripped)
    whole = (start, start + len(stripped))
    if found := find_deadlines(text):
        last = found[-1]
        return Deadline(*whole, last.date, last.recurrence)
    match = grammar.CELL.fullmatch(text)
    if not match:
        return Deadline(*whole, None)
    if match["last"]:
        return Deadline(*whole, f"{match['last']}-12-31")
    year, month = int(match["year"]), int(match["month"])
    return Deadline(*whole, _day(year, month, int(match["day"])) if match["day"] else _last_day(year, month))


def _by_date(text: str) -> Iterator[Deadline]:
    for match in grammar.BY_DATE.finditer(text):
        yield Deadline(*match.span(), _day(int(match["year"]), int(match["month"]), int(match["day"])))


def _by_day(text: str) -> Iterator[Deadline]:
    for match in grammar.BY_DAY.finditer(text):
        regular = bool(match["before"] or match["after"]) or _regular_around(text, match)
        for which in ("", "second_"):
            if not match[f"{which}day"]:
                continue
            day, month = int(match[f"{which}day"]), int(match[f"{which}month"])
            start = match.start() if not which else match.start("second_day")
            end = match.end() if which or not match["second_day"] else match.end("month")
            recurs = regular and _day(_LEAP_YEAR, month, day)
            rule = f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}" if recurs else None
            yield Deadline(start, end, f"--{month:02d}-{day:02d}" if recurs else None, rule)


def _by_day_of_month(text: str) -> Iterator[Deadline]:
    for match in grammar.BY_DAY_OF_MONTH.finditer(text):
        day = int(match["day"])
        if match["quarter"]:
            yield Deadline(*match.span(), None, f"FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY={day}")
        elif match["month"] or match["monthly"]:
            yield Deadline(*match.span(), None, f"FREQ=MONTHLY;BYMONTHDAY={day}")


def _by_month(text: str) -> Iterator[Deadline]:
    for match in grammar.BY_MONTH.finditer(text):
        year, month = int(match["year"]), int(match["month"])
        if match["before"]:
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        if match["before"] or match["until"] or _stands_alone(text, match):
            yield Deadline(*_trimmed(match), _last_day(year, month))


def _by_quarter(text: str) -> Iterator[Deadline]:
    for match in grammar.BY_QUARTER.finditer(text):
        year, quarter = int(match["year"]), _QUARTERS[match["quarter"].upper()]
        if match["before"]:
            year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
        yield Deadline(*_trimmed(match), _last_day(year, 3 * quarter))


def _by_year(text: str) -> Iterator[Deadline]:
    for match in grammar.BY_YEAR.finditer(text):
        year = int(match["year"]) - bool(match["before"])
        yield Deadline(*match.span(), _last_day(year, 6 if match["half"] else 12))


def _regularly(text: str) -> Iterator[Deadline]:
    for match in grammar.REGULARLY.finditer(text):
        if match["bare"] and not grammar.OPENS.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        unit = (match["unit"] or match["times_unit"] or match["bare_unit"]).lower()
        count = (match["count"] or match["times"] or "1").lower()
        frequency, months = _FREQUENCIES[unit]
        interval = months * (_COUNTS.get(count) or int(count))
        yield Deadline(*match.span(), None, f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval > 1 else ""))


def _periods(text: str) -> Iterator[Deadline]:
    for match in grammar.PERIOD.finditer(text):
        yield Deadline(*match.span(), None)


def _open_ended(text: str) -> Iterator[Deadline]:
    for match in grammar.OPEN_ENDED.finditer(text):
        yield Deadline(match.start("words"), match.end("words"), None)


#: The surest first: what one has read, the later ones leave alone.
_READERS: tuple[Callable[[str], Iterator[Deadline]], ...] = (
    _by_date, _by_day, _by_day_of_month, _by_month, _by_quarter, _by_year, _open_ended, _periods, _regularly,
)  # fmt: skip


def _regular_around(text: str, match: re.Match[str]) -> bool:
    """Whether the sentence of `match` says that it recurs."""
    before, after = max(0, match.start() - _NEAR), min(len(text), match.end() + _NEAR)
    start = max(before, *(text.rfind(mark, before, match.start()) + 1 for mark in ".;\n"))
    end = min((at for mark in ".;\n" if (at := text.find(mark, match.end(), after)) >= 0), default=after)
    return bool(grammar.REGULARLY.search(text, start, end) or grammar.REPORTS.search(text, start, end))


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a month is all that a bracket, cell or label holds."""
    before = text[: match.start()].rstrip()
    return not before or before[-1] in "(|:"


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    return match.start() + len(match[0]) - len(match[0].lstrip()), match.end()


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _last_day(year: int, month: int) -> str | None:
    return _day(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None
