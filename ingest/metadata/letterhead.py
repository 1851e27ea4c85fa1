"""The letterhead, cell by cell: number, place and date, marks of secrecy and urgency, and where the letterhead ends.

Two columns of a page come as cells of a table, as two halves of a line with a wide gap, or, recognised from an image, with one space
between them. Words are compared without diacritics, which is what a recogniser gets wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Span
from corpus.language.dates import DATE, from_match
from corpus.language.numbers import DOCUMENT_TYPES, FILLED_NUMBER, LATIN, DocumentNumber
from corpus.language.places import known_place
from corpus.language.text import strip_diacritics
from ingest.clauses.frame import LONGEST_HEADING, TYPE_NAMES, Head, is_separator, is_upper
from ingest.clauses.lines import Line

#: How far a letterhead can reach, in lines.
_REACH = 40
#: How many lines are its top where no letterhead was recognised.
_TOP = 15
_CELL = re.compile(r"(?:(?!\s{3,}|\|).)+", re.DOTALL)
#: "Số:", "Luật số:"; a recogniser reads the ố as any o, as e or as 6.
_NUMBER_WORD = re.compile(
    r"(?:(?:^|(?<=\s))(?:Luat|Bo luat|Phap lenh|Nghi quyet)\s+so|^S[o6e]|^SO|(?:(?<=\|)|(?<=\| )|(?<=\s{3})|(?<=\s)(?=S[o6e]\s*:))S[o6e])\s*[:.;]?\s*(?=\S)"
)
_BLANK_NUMBER = re.compile(
    r"[^/A-Za-z]{0,30}?(?P<party>-\s*(?=[A-Z][A-Za-z]{0,4}\s*/))?/?\s*(?:\d{4}\s*/\s*)?(?P<code>[A-ZĐ][A-Za-zĐđ]{0,14}\d{0,4}(?:\s*[-–/&]\s*[A-ZĐ][A-Za-zĐđ]{0,14}\d{0,4})*)"
)
#: Digits as a recogniser may read them, perhaps with spaces between them.
_DIGITS = r"\d(?:\s?[\dIlO])?|[IlO]\s?\d"
_DATE = re.compile(
    rf"[Nn]gay[\s.…_]*(?:(?P<day>{_DIGITS})|[^\s\d]{{0,3}})[\s.…_]*thang[\s.…_]*(?P<month>{_DIGITS})?[\s.…_]*nam\s*(?P<year>(?:19|20)\d\d)?|"
    r"[Nn]gay\s+(?P<day2>\d{1,2})\s*[/.-]\s*(?P<month2>\d{1,2})\s*[/.-]\s*(?P<year2>(?:19|20)\d\d)"
)
_MISREAD = str.maketrans("IlO", "110", " ")
_PLACE = re.compile(r"(?P<place>[^\W\d_][^|,:;\n]{1,60}?)\s*,\s*$")
_END = re.compile(
    r"(?:can cu|theo de nghi|dieu\s+\d|chuong\s+[ivx\d]|phan\s+thu|i\s*[.-]\s|1\s*[.-]\s|kinh gui)", re.IGNORECASE
)
_SUBJECT = re.compile(r"(?:^|\s)v/v\b|^(?:ve viec|trich yeu)\b", re.IGNORECASE)
_MOTTO = re.compile(
    r"cong\s*h[o0]a\s+xa\s+hoi(?:\s+chu\s+nghia)?(?:\s+viet)?(?:\s+nam)?|^chu\s+nghia\s+viet\s+nam|"
    r"dang\s+cong\s+san\s+viet(?:\s+nam)?|doc\s*lap\s*[-–—]?\s*tu\s*do.*",
    re.IGNORECASE | re.DOTALL,
)
_MARKS = {
    "toi mat": "Tối mật", "tuyet mat": "Tuyệt mật", "mat": "Mật",
    "hoa toc": "Hỏa tốc", "hoa toc hen gio": "Hỏa tốc", "thuong khan": "Thượng khẩn", "khan": "Khẩn",
}  # fmt: skip
_SECRECY = frozenset({"Mật", "Tối mật", "Tuyệt mật"})
_MARK_WORD = re.compile(r"^(?:(?:do|muc do|muc)\s+(?:mat|khan)\s*:\s*)", re.IGNORECASE)
_DEGREE = re.compile(r"(?:tuyet mat|toi mat|mat|hoa toc|thuong khan|khan)\b", re.IGNORECASE)
#: The last words of a title's line that goes on with a degree of secrecy.
_GOES_ON = re.compile(r"(?:[,;–-]|\b(?:do|bi|va|hoac|toi|tuyet|cac|bao|giai))$", re.IGNORECASE)
_TYPES = {strip_diacritics(name).upper(): name for name in (*TYPE_NAMES, "Hiệp định", "Nghị định thư", "Thỏa thuận")}
_TYPE_LINE = re.compile(rf"(?P<type>{'|'.join(sorted(_TYPES, key=len, reverse=True))})(?P<rest>\b.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cell(Span):
    """A piece of a line that stands by itself; `line` is the index of the line, `first` whether it begins it."""

    text: str
    line: int
    first: bool

    @property
    def plain(self) -> str:
        """The text without diacritics, letter for letter."""
        return plain(self.text)


@dataclass(frozen=True, slots=True)
class StatedNumber(Span):
    """The number as a letterhead states it; `number` is None where its place was left blank, `code` names type and organ."""

    number: DocumentNumber | None
    code: DocumentNumber


@dataclass(frozen=True, slots=True)
class StatedDate(Span):
    """Place and date; each None where it is not stated. `Span` is that of the date, `place_span` that of the place."""

    place: str | None
    place_span: Span | None
    date: str | None


def plain(text: str) -> str:
    """`text` without diacritics and of the same length, in its own case."""
    bare = strip_diacritics(text)
    return bare if len(bare) == len(text) else "".join(strip_diacritics(char) or " " for char in text)


def cells(lines: Sequence[Line], start: int, stop: int) -> list[Cell]:
    """The cells of `lines[start:stop]`, in order."""
    return [
        cell
        for index in range(start, min(stop, len(lines)))
        if len(lines[index].text) <= LONGEST_HEADING
        for cell in _cells_of(lines[index], index)
    ]


def _cells_of(line: Line, index: int) -> Iterator[Cell]:
    first = True
    for match in _CELL.finditer(line.text):
        text = match[0].strip(" -_*=~")
        if text:
            start = line.start + match.start() + match[0].index(text)
            yield Cell(start, start + len(text), text, index, first)
            first = False


def line_type(text: str) -> str | None:
    """The document type that a line in capitals begins with, also where diacritics were misread."""
    if len(text) > LONGEST_HEADING or not is_upper(re.sub(r"\([^)]*\)", "", text)):
        return None
    match = _TYPE_LINE.fullmatch(plain(text).upper())
    if not match or (match["type"] in ("LENH", "LUAT") and match["rest"].strip(" :.")):
        return None
    return _TYPES[match["type"]]


def letterhead_end(lines: Sequence[Line], head: Head) -> tuple[int, int | None]:
    """The index after the letterhead's last line, and that of the line with the document type (None without one)."""
    if head.type_line is not None:
        return head.type_line, head.type_line
    stop = head.addressee if head.addressee is not None else _REACH
    for index, line in enumerate(lines[: min(stop, _REACH)]):
        if line_type(line.text):
            return index, index
        if _END.match(plain(line.text[:LONGEST_HEADING])):
            return index, None
    return min(stop, len(lines), _REACH), None


def is_motto(text: str) -> bool:
    """Whether `text` is a part of the national motto or of its counterpart in Party documents, and nothing else."""
    return bool(_MOTTO.fullmatch(plain(text).strip()))


def before_motto(text: str) -> str:
    """`text` up to the motto that follows it on the same line."""
    match = _MOTTO.search(plain(text))
    return text[: match.start()].strip(" -_*|") if match else text


def stated_number(lines: Sequence[Line], start: int, stop: int) -> StatedNumber | None:
    """The number in `lines[start:stop]`, before the subject that may name others; a filled one before a blank one."""
    blank: StatedNumber | None = None
    for line in lines[start:stop]:
        printed = line.text.translate(LATIN)
        bare = plain(printed)
        subject = _SUBJECT.search(bare)
        for match in _NUMBER_WORD.finditer(bare, 0, subject.start() if subject else len(bare)):
            if number := FILLED_NUMBER.match(printed, match.end()):
                parsed = DocumentNumber.parse(number[0])
                if parsed:
                    return StatedNumber(line.start + number.start(), line.start + number.end(), parsed, parsed)
            if blank is None and (empty := _BLANK_NUMBER.match(printed, match.end())):
                code = re.sub(r"\s+", "", empty["code"]).replace("–", "-")
                if len(code) > 2 and (re.split(r"[-/]", code)[0] in DOCUMENT_TYPES or "-" in code or "/" in code):
                    unfilled = DocumentNumber("", None, code, party=bool(empty["party"]))
                    start_of_code = line.start + empty.start("code")
                    blank = StatedNumber(start_of_code, line.start + empty.end("code"), None, unfilled)
    return blank


def stated_date(lines: Sequence[Line], start: int, stop: int) -> StatedDate | None:
    """The first place and date in `lines[start:stop]`: "Lam Giang, ngày 05 tháng 3 năm 2024", the day or month perhaps blank."""
    for index in range(start, min(stop, len(lines))):
        line = lines[index]
        bare = plain(line.text)
        for match in _DATE.finditer(bare):
            cell = re.split(r" {3,}|\|", line.text[: match.start()])[-1]
            place, span = _place(cell, line.start + match.start() - len(cell))
            alone = not cell.strip(" (")
            filled = (match["day"] and match["month"] and match["year"]) or match["day2"]
            if _SUBJECT.search(plain(cell)) or not (place or (alone and filled)):
                continue
            return StatedDate(line.start + match.start(), line.start + match.end(), place, span, _iso(match))
    return None


def _iso(match: re.Match[str]) -> str | None:
    day, month, year = (match[name] or match[name + "2"] for name in ("day", "month", "year"))
    if not (day and month and year):
        return None
    date = DATE.fullmatch("/".join(part.translate(_MISREAD) for part in (day, month, year)))
    return from_match(date) if date else None


def _place(before: str, offset: int) -> tuple[str | None, Span | None]:
    match = _PLACE.search(before)
    if not match:
        return None, None
    words = list(re.finditer(r"\S+", match["place"]))
    base = offset + match.start("place")
    for at in range(len(words)):  # the longest end that is the name of a province
        name = known_place(match["place"][words[at].start() :].strip())
        if name:
            return name, Span(base + words[at].start(), base + len(match["place"]))
    at = len(words)
    while (
        at
        and len(words) - at < 6
        and (words[at - 1][0][0].isupper() or words[at - 1][0] in "-–")
        and "/" not in words[at - 1][0]
    ):
        at -= 1
    if at == len(words):
        return None, None
    start = words[at].start()
    return re.sub(r"\s+", " ", match["place"][start:]).strip(" ."), Span(base + start, base + len(match["place"]))


def marks(lines: Sequence[Line], head: Head) -> Iterator[tuple[Span, str, bool]]:
    """The marks that stand by themselves above the document's text: span, name, and whether it is one of secrecy.

    The degrees of secrecy that a title or sentence names are no marks: a mark is a cell of its own, in capitals unless it stands in the
    letterhead or has its label ("Độ mật: Mật").
    """
    letterhead, _ = letterhead_end(lines, head)
    found = cells(lines, 0, min(head.body or _TOP, 60))
    for before, cell in zip([None, *found], found, strict=False):
        in_title = cell.line in head.title and before is not None and before.line == cell.line - 1
        if in_title and before is not None and _GOES_ON.search(before.plain):
            continue
        yield from _marks_of(cell, any_case=cell.line < letterhead)


def _marks_of(cell: Cell, *, any_case: bool = False) -> Iterator[tuple[Span, str, bool]]:
    text = before_motto(cell.text)
    bare = plain(text)
    if labelled := _MARK_WORD.match(bare):
        degree = _DEGREE.match(bare, labelled.end())
        parts = [degree[0]] if degree else []
    else:
        parts = re.split(r"\s*[-–/,;+]\s*", bare) if any_case or text.isupper() else []
    names = [_MARKS.get(re.sub(r"[^a-z]+", " ", part.lower()).strip()) for part in parts]
    if all(names):
        for name in filter(None, names):
            yield Span(cell.start, cell.start + len(text)), name, name in _SECRECY


def has_secrecy_mark(text: str) -> bool:
    """Whether a line of `text` (a running head) is a mark of secrecy."""
    line = [Line(0, len(text), part.strip()) for part in text.splitlines() if part.strip()]
    return any(secret for item in line for cell in _cells_of(item, 0) for _, _, secret in _marks_of(cell))


def is_drawn(text: str) -> bool:
    """Whether `text` is a drawn line or the asterisk of Party letterheads."""
    return is_separator(text) or not re.search(r"\w", text)
