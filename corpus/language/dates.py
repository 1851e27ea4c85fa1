"""Dates as Vietnamese documents print them."""

from __future__ import annotations

import re
from datetime import date

#: "ngày 20 tháng 3 năm 2024", "ngày 20/02/2024", "20-02-2024"; a scan may break the digits ("0 7").
DATE = re.compile(
    r"""
    (?:ngày\s+)?(?<!\d)(?P<day>[0-3]?\s?\d)\s*
    (?:
        tháng\s+(?P<month>[01]?\s?\d)\s+năm\s+(?P<year>(?:19|20)\d\d)
      | (?P<sep>[/.-])\s?(?P<month2>[01]?\d)\s?(?P=sep)\s?(?P<year2>(?:19|20)\d\d)
    )(?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def from_match(match: re.Match[str]) -> str | None:
    """The ISO date of a `DATE` match, or None when there is no such day."""
    day = match["day"].replace(" ", "")
    month = (match["month"] or match["month2"]).replace(" ", "")
    try:
        return date(int(match["year"] or match["year2"]), int(month), int(day)).isoformat()
    except ValueError:
        return None


def find_date(text: str) -> str | None:
    """The first date in `text`, as ISO, or None.

    >>> find_date("Lam Giang, ngày 05 tháng 3 năm 2024")
    '2024-03-05'
    """
    for match in DATE.finditer(text):
        if found := from_match(match):
            return found
    return None


def printed(iso: str) -> str:
    """An ISO date as official citations print it: days 1–9 and months 1–2 with a leading 0.

    >>> printed("2020-03-05")
    'ngày 05 tháng 3 năm 2020'
    """
    day = date.fromisoformat(iso)
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
