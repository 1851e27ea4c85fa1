"""Agencies and provinces that were merged, renamed or ended: whom a name of then means now.

The facts are in `successors.tsv`: agency, successor (empty: it ended), the day from which, and the document that says so. A file of that name and
form in the home folder adds rows and replaces those of the same agency; a row whose successor is the agency itself takes the shipped one away.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from corpus.errors import InputError
from corpus.language.agencies import agency_key, full_name
from corpus.language.dates import printed

#: The editable table's name in the home folder.
FILE = "successors.tsv"
_COLUMNS = ("agency", "successor", "since", "document")
_CHAIR = re.compile(r"(?:Phó )?Chủ tịch ")
_PROVINCE = re.compile(r"(?:tỉnh|thành phố) ")


@dataclass(frozen=True, slots=True)
class Succession:
    """`agency` is `successor` now, or has ended where that is None; `since` is an ISO date, `document` the number of the act that says so."""

    agency: str
    successor: str | None
    since: str | None
    document: str | None

    @property
    def short(self) -> str:
        """What became of it: "nay là Sở Tài chính"."""
        return f"nay là {self.successor}" if self.successor else "đã kết thúc hoạt động"

    def __str__(self) -> str:
        """As it is put behind the old name: "nay là Sở Tài chính từ ngày 01 tháng 3 năm 2025, theo 45/2025/NĐ-CP"."""
        since = f" từ {printed(self.since)}" if self.since else ""
        source = f", theo {self.document}" if self.document else ""
        return f"{self.short}{since}{source}"


class Successors:
    """Which agency took another one's place."""

    def __init__(self, rows: Iterable[Succession] = ()) -> None:
        """`rows`: a later one replaces an earlier one of the same agency."""
        self._rows: dict[str, Succession] = {}
        for row in rows:
            key = agency_key(row.agency)
            if row.successor and agency_key(row.successor) == key:
                self._rows.pop(key, None)
            else:
                self._rows[key] = row
        self._provinces = {
            _PROVINCE.sub("", row.agency, count=1): row for row in self._rows.values() if _PROVINCE.match(row.agency)
        }
        names = sorted(self._provinces, key=len, reverse=True)
        self._today: dict[str, str] = {}
        self._place = re.compile(rf"(?:(tỉnh|thành phố) )?\b({'|'.join(map(re.escape, names))})\b") if names else None

    @classmethod
    def load(cls, home: Path | None = None) -> Successors:
        """The shipped table, with what the file in `home` adds and replaces.

        Raises:
            InputError: that file cannot be read as such a table; the message names the line.
        """
        own = home / FILE if home else None
        return cls((*_shipped(), *(_read(own) if own and own.is_file() else ())))

    def of(self, name: str) -> Succession | None:
        """What became of the agency of this full name; None while it goes on under it."""
        chair = _CHAIR.match(name)
        bare = name[chair.end() :] if chair else name
        row, rest = self._longest(bare)
        if row and row.successor is None:
            return Succession(name, None, row.since, row.document)
        current = f"{row.successor}{rest}" if row else bare
        moved, place = self._moved(current)
        reason = row or place
        if reason is None:
            return None
        return Succession(name, (chair[0] if chair else "") + moved, reason.since, reason.document)

    def current(self, name: str) -> str:
        """The name of today for `name`, which is itself where nothing took its place."""
        if name not in self._today:
            found = self.of(name)
            self._today[name] = found.successor if found and found.successor else name
        return self._today[name]

    def same(self, wanted: str, name: str) -> bool:
        """Whether `name` holds the name `wanted`, as both are printed or as both are called today; abbreviations and case do not matter."""
        asked = full_name(wanted)
        return _holds(name, wanted) or _holds(name, asked) or _holds(self.current(full_name(name)), self.current(asked))

    def _longest(self, name: str) -> tuple[Succession | None, str]:
        """The row whose agency begins `name`, and what follows it: the place it belongs to."""
        words = name.split(" ")
        for end in range(len(words), 0, -1):
            row = self._rows.get(agency_key(" ".join(words[:end])))
            follows = words[end] if end < len(words) else ""
            if (
                row
                and not _PROVINCE.match(row.agency)
                and (not follows or row.successor is None or follows in _BELONGS)
            ):
                return row, "".join(f" {word}" for word in words[end:])
        return None, ""

    def _moved(self, name: str) -> tuple[str, Succession | None]:
        """`name` with its province as it is called today."""
        match = self._place.search(name) if self._place else None
        if not match or (not match[1] and match[0] != name):
            return name, None
        row = self._provinces[match[2]]
        now = row.successor or ""
        return name[: match.start()] + (now if match[1] or now.startswith("thành") else _PROVINCE.sub("", now)) + name[
            match.end() :
        ], row


#: What may follow an agency's name without being part of it.
_BELONGS = frozenset({"tỉnh", "thành", "huyện", "các", "cấp", "và"})


def _holds(name: str, wanted: str) -> bool:
    return f" {agency_key(wanted)} " in f" {agency_key(name)} "


@cache
def _shipped() -> tuple[Succession, ...]:
    return tuple(_read(Path(__file__).with_name(FILE)))


def _read(path: Path) -> list[Succession]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter="\t")
            if reader.fieldnames is None or not {"agency", "successor"} <= set(reader.fieldnames):
                raise InputError(
                    f"{path} has no columns {', '.join(_COLUMNS)}, separated by tabs; give it that first line."
                )
            return [_row(path, reader.line_num, row) for row in reader if any(row.values())]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read ({error}); save it as UTF-8 text with tabs, or remove it.") from error


def _row(path: Path, line: int, row: dict[str, str | None]) -> Succession:
    agency, successor, since, document = ((row.get(column) or "").strip() or None for column in _COLUMNS)
    if agency is None:
        raise InputError(f"Line {line} of {path} names no agency; fill in its first column or remove the line.")
    if since is not None:
        try:
            date.fromisoformat(since)
        except ValueError as error:
            raise InputError(
                f"Line {line} of {path}: '{since}' is no date; write it as 2025-03-01 or leave it empty."
            ) from error
    return Succession(agency, successor, since, document)
