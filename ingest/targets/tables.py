"""Goals in tables: what is measured from the row's name, the year from the column, the unit from its own column.

Three kinds of tables: with borders (`| a | b |`), set in columns with blanks, and what a scan leaves of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import Clause, Comparator, Target
from corpus.language.quantities import Quantity, cell_quantity, find_quantities
from corpus.language.quantity_grammar import BEFORE, COMPARATORS
from corpus.language.units import UNIT
from ingest.targets.context import Context, Part, stated_year
from ingest.targets.subjects import scope_of

_NAME = re.compile(r"chỉ\s+tiêu|nội\s+dung|mục\s+tiêu|tên|tiêu\s+chí", re.IGNORECASE)
_VALUE = re.compile(r"mục\s+tiêu|chỉ\s+tiêu|kế\s+hoạch|phấn\s+đấu|giao", re.IGNORECASE)
_UNIT = re.compile(r"^\W*(?:đvt|đơn\s+vị(?:\s+tính)?)\W*$", re.IGNORECASE)
_WANTED = re.compile(r"^\W*(?:kết\s+quả|giá\s+trị|mức|số\s+lượng)", re.IGNORECASE)
_NO_GOAL = re.compile(
    r"thực\s+hiện|hiện\s+trạng|kết\s+quả|ước|cơ\s+quan|chủ\s+trì|phối\s+hợp|ghi\s+chú|so\s+sánh|thời\s+gian|kinh\s+phí|vốn",
    re.IGNORECASE,
)
_ROW_NAME = re.compile(r"(?:T[ỉỷi¡]\s?lệ|T[ỉỷ]\s+trọng|Số|Giảm|Tăng|Diện\s+tích|Tốc\s+độ|Tổng)\s")
#: What a scan mixes into a row's name: the agencies of the next column, numbers of rows, stray marks.
_NOT_NAME = re.compile(r"\s(?:Đảng\s+[uU][ỷỶ]|Bộ\s+\w+|Đã\s).*?(?=\n|$)|(?<=\n)[\W\d]+|[|`°^_~¬„]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with its place in the clause's text and in its line."""

    text: str
    start: int
    column: int

    @property
    def middle(self) -> float:
        return self.column + len(self.text) / 2


#: What a row wants: its name, its amount, and the year where the table says one.
_Goal = tuple[str, Quantity, int | None]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns name what is measured, give its unit, and give its amounts, each with the year of its heading."""

    name: int
    unit: int | None
    values: dict[int, int | None]


def table_targets(clause: Clause, context: Context) -> Iterator[Target]:
    """The goals of a table that sets goals: its heading says so, or a column is headed "Chỉ tiêu" beside a year or "Mục tiêu"."""
    if "|" in clause.text.split("\n", 1)[0] and clause.text.lstrip().startswith("|"):
        found = _bordered(clause.text, context)
    elif context.part is not Part.GOALS:
        return
    else:
        found = _spaced(clause.text) or _scanned(clause.text)
    for name, quantity, stated in found:
        words = " ".join(name.split()).strip(" ,;:|")
        sign = BEFORE.search(words)
        comparator = quantity.comparator
        if sign and comparator == "=":
            comparator = next((value for group, value in COMPARATORS.items() if sign[group]), "=")
            words = re.sub(r"\s+(?:đạt|là|còn)$", "", words[: sign.start()].rstrip())
        yield Target(
            clause_id=clause.id, start=clause.start + quantity.start, end=clause.start + quantity.end,
            text=clause.text[quantity.start : quantity.end], subject=words, comparator=comparator, value=quantity.value,
            unit=quantity.unit, year=stated or context.year, scope=scope_of(words), upper=quantity.upper,
        )  # fmt: skip


def _bordered(text: str, context: Context) -> list[_Goal]:
    """The goals of a table with borders; empty where the columns do not say that they are goals."""
    rows = [cells for line in re.finditer(r"[^\n]+", text) if (cells := _split_row(line[0], line.start()))]
    body = next((at for at, row in enumerate(rows) if any(_is_amount(cell.text) for cell in row[1:])), None)
    if body is None:
        return []
    width = max(len(row) for row in rows)
    columns = _columns([" ".join(row[c].text for row in rows[:body] if c < len(row)) for c in range(width)], context)
    if columns is None:
        return []
    found: list[_Goal] = []
    under: int | None = None
    for row in rows:
        filled = [cell.text for cell in row if cell.text.strip(" *")]
        if 0 < len(filled) <= 2 and (year := stated_year(filled[-1])):
            under = year  # "| I | Đến năm 2030 | | |"
        if len(row) <= columns.name or len(row[columns.name].text.split()) < 2:
            continue
        unit = row[columns.unit].text if columns.unit is not None and columns.unit < len(row) else ""
        found += [
            (row[columns.name].text, _with_unit(_at(quantity, row[c].start + place), unit), year or under)
            for c, year in columns.values.items()
            if c < len(row)
            for place, part in _parts(row[c].text)
            if (quantity := cell_quantity(part))
        ]
    return found


def _columns(heads: Sequence[str], context: Context) -> _Columns | None:
    """What the columns hold by their headings; None where no column holds goals."""
    name = next((c for c, head in enumerate(heads) if _NAME.search(head) and not _NO_GOAL.search(head)), None)
    if name is None:
        return None
    values = {
        c: stated_year(f"năm {head.strip()}" if re.fullmatch(r"\W*20\d\d\W*", head) else head)
        for c, head in enumerate(heads)
        if c > name and not _NO_GOAL.search(head) and (_VALUE.search(head) or re.search(r"20\d\d", head))
    }
    if not values and context.part is Part.GOALS:  # "Chỉ tiêu | Đơn vị | Kết quả" under "Các chỉ tiêu"
        values = {c: None for c, head in enumerate(heads) if c > name and _WANTED.match(head)}
    says_so = re.search(r"chỉ\s+tiêu|mục\s+tiêu", " ".join(heads), re.IGNORECASE) and any(values.values())
    if context.part is not Part.GOALS and not says_so:
        return None
    return _Columns(name, next((c for c, head in enumerate(heads) if _UNIT.match(head)), None), values)


def _parts(cell: str) -> Iterator[tuple[int, str]]:
    """The parts of a cell between semicolons, each with its place: "≤ 3 Đông Nam Á; ≤ 50 thế giới"."""
    at = 0
    for part in cell.split(";"):
        yield at, part
        at += len(part) + 1


def _spaced(text: str) -> list[_Goal]:
    """The goals of a table set in columns with blanks; empty where names and amounts do not pair off."""
    names: list[str] = []
    values: list[Quantity] = []
    middle, sign = None, ""
    for line in re.finditer(r"[^\n]+", text):
        cells = [_Cell(m[0], line.start() + m.start(), m.start()) for m in re.finditer(r"\S+(?: \S+)*", line[0])]
        head = next((cell for cell in cells if _VALUE.fullmatch(cell.text.strip())), None)
        if head is not None:
            middle = head.middle
            continue
        if middle is None:
            continue
        for cell in cells:
            if abs(cell.middle - middle) < 12 and (quantity := cell_quantity(cell.text)):
                quantity = _at(quantity, cell.start)
                values.append(replace(quantity, comparator=_sign(sign)) if sign else quantity)
                sign = ""
            elif abs(cell.middle - middle) < 12 and BEFORE.fullmatch(cell.text):
                sign = cell.text
            elif cell.column < middle - 12:
                words = re.sub(r"^\d{1,3}(?:\s+|$)", "", cell.text)
                if words[:1].isupper() and words[1:2].islower():
                    names.append(words)
                elif words and names:
                    names[-1] += f" {words}"
    if not values or len(names) != len(values):
        return []
    return [(name, value, None) for name, value in zip(names, values, strict=True)]


def _scanned(text: str) -> list[_Goal]:
    """The goals of a table whose columns a scan has run together: a row's name begins as names of rates do."""
    found: list[_Goal] = []
    last = 0
    for quantity in find_quantities(text):
        before = text[last : quantity.start]
        starts = [match.start() for match in _ROW_NAME.finditer(before)]
        name = before[starts[-1] :] if starts else before[before.rfind("\n") + 1 :]
        name = _NOT_NAME.sub(" ", name)
        if (quantity.unit == "%" or quantity.value >= 1000) and len(re.findall(r"[^\W\d_]{2,}", name)) >= 3:
            known = quantity.unit if quantity.unit and UNIT.fullmatch(quantity.unit) else None
            found.append((re.sub(r"^[\W\d]+|[\W\d]+$", "", name), replace(quantity, unit=known), None))
        last = quantity.end
    return found


def _split_row(line: str, start: int) -> list[_Cell]:
    """The cells of a row with borders, or none for a line that is no row."""
    if not line.lstrip().startswith("|") or re.fullmatch(r"[\s|:-]+", line):
        return []
    cells, at = [], line.index("|") + 1
    for match in re.finditer(r"\|", line[at:]):
        cells.append(_Cell(line[at : (end := line.index("|") + 1 + match.start())], start + at, at))
        at = end + 1
    return cells


def _is_amount(cell: str) -> bool:
    return cell_quantity(cell) is not None and re.fullmatch(r"\W*\(?\d\)?\W*", cell) is None


def _at(quantity: Quantity, start: int) -> Quantity:
    return replace(quantity, start=quantity.start + start, end=quantity.end + start)


def _sign(words: str) -> Comparator:
    match = BEFORE.fullmatch(words)
    return next((value for group, value in COMPARATORS.items() if match and match[group]), "=")


def _with_unit(quantity: Quantity, unit: str) -> Quantity:
    """`quantity` in the unit of its row's own column; "triệu đồng" multiplies it."""
    one = find_quantities(f"1 {unit.strip().lower()}" if unit.strip() != "%" else "1%")
    if quantity.unit is not None or not unit.strip():
        return quantity
    if not one:
        return replace(quantity, unit=" ".join(unit.split()))
    upper = quantity.upper * one[0].value if quantity.upper is not None else None
    return replace(quantity, value=quantity.value * one[0].value, upper=upper, unit=one[0].unit)
