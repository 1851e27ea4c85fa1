"""Names of agencies: found in text, brought to their full form, and compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from corpus.document import Span
from corpus.language.agency_grammar import (
    CENTRAL,
    CHARGED,
    FIELD_JOINT,
    GAP,
    GAP_AT,
    GROUP,
    OF_AGENCY,
    OFFICER_AT,
    OPEN,
    OWNER,
    PRIVATE,
    SCOPE_AT,
    SMALL_BEGINNINGS,
    UPPER,
    WITHIN,
    Known,
    known_names,
)  # fmt: skip
from corpus.language.casing import name_case
from corpus.language.text import fold, match_form, syllables

_WORD = re.compile(r"[^\W\d_]+")
_HEAD = re.compile(
    rf"(?:(?P<many>[Cc]ác|[Ll]iên){GAP})?(?P<head>[Ss]ở|SỞ|[Bb]ộ|BỘ|[Pp]hòng|PHÒNG)(?P<joint>\s*:\s*|{GAP})"
)
_MANY = re.compile(rf"[Cc]ác{GAP}")
_CENTRAL = "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ"
#: Abbreviations in names that are otherwise kept as printed.
_WRITTEN_OUT = (
    (re.compile(r"\bUBND\b"), "Ủy ban nhân dân"),
    (re.compile(r"\bHĐND\b"), "Hội đồng nhân dân"),
    (re.compile(r"\b(?:UB)?MTTQ(?:VN)?\b"), "Mặt trận Tổ quốc"),
    (re.compile(r"\bBQL\b"), "Ban Quản lý"),
    (re.compile(r"\bBCĐ\b"), "Ban Chỉ đạo"),
    (re.compile(r"\bTP\.?(?=\s)"), "thành phố"),
    (re.compile(r"\bTW\b"), "Trung ương"),
    (re.compile(r"\bUỷ ban\b"), "Ủy ban"),
    (re.compile(r"\buỷ\b"), "ủy"),
)

#: Words whose second syllable would be an agency: "môi trường trên địa bàn tỉnh", "kinh tế - xã hội của tỉnh".
_COMPOUND = re.compile(
    r"(?<![^\W\d_])(?:(?:môi|thị|hiện|công|quảng|lập)\s+(?=trường)|(?:xã|đại|quốc|lễ|cơ)\s+(?=hội))(?P<second>trường|hội)(?![^\W\d_])",
    re.IGNORECASE,
)

#: The names behind heads, and those that need none by their first two letters.
_FIELDS: list[tuple[Known, re.Pattern[str]]] = []
_STANDING_ALONE: dict[str, list[tuple[Known, re.Pattern[str]]]] = {}
for _name in known_names():
    (_FIELDS if _name.heads else _STANDING_ALONE.setdefault(_name.begins, [])).append(
        (_name, re.compile(_name.pattern))
    )


@dataclass(frozen=True, slots=True)
class AgencyMention(Span):
    """A stretch of text that names an agency; `name` is its full name (`Sở Lao động - Thương binh và Xã hội`).

    Agencies that are not named one by one ("các sở, ngành liên quan") are one mention, and their name is what is printed. The officer who
    stands for an agency ("Giám đốc Sở Nội vụ") belongs to the span, not to the name; a chair ("Chủ tịch Ủy ban nhân dân tỉnh") is an organ
    of its own.
    """

    name: str


def find_agencies(text: str) -> list[AgencyMention]:
    """The agencies that `text` names, in order."""
    found: list[AgencyMention] = []
    readable = "\n".join(_small_capitals(line) for line in text.split("\n"))
    inside = {match.start("second") for match in _COMPOUND.finditer(readable)}
    for word in _WORD.finditer(readable):
        if word.start() in inside:
            continue
        if (word[0][0].isupper() or word[0] in SMALL_BEGINNINGS) and (not found or word.start() >= found[-1].end):
            found += agencies_at(readable, word.start())
    return found


def agencies_at(text: str, at: int) -> list[AgencyMention]:
    """The agencies whose names begin at `at`: none, one, or those of an enumeration such as "các Sở: Nội vụ, Tài chính"."""
    if central := CENTRAL.match(text, at):
        return [AgencyMention(at, central.end(), _CENTRAL)]
    officer = OFFICER_AT.match(text, at)
    if officer:
        named = _named(text, officer.end())
        if named and officer["chair"]:
            chair = re.sub(r"\s+", " ", officer["chair"])
            named = [AgencyMention(one.start, one.end, f"{chair} {one.name}") for one in named]
        return [AgencyMention(at, named[0].end, named[0].name), *named[1:]] if named else []
    named = _named(text, at)
    owner = OWNER.match(text, named[0].end) if len(named) == 1 else None
    if owner and (above := _named(text, owner.end())):
        return [AgencyMention(at, above[0].end, f"{named[0].name} - {above[0].name}")]
    return named


def agency_key(name: str) -> str:
    """The form in which two spellings of one agency's name are equal.

    >>> agency_key("Các sở, ban, ngành") == agency_key("các Sở, Ban, Ngành")
    True
    """
    return " ".join(match_form(word) for word in syllables(name))


def is_private(name: str) -> bool:
    """Whether `name` only stands for enterprises, organisations and persons outside the administration.

    >>> is_private("Các tổ chức, cá nhân có liên quan"), is_private("Các cơ quan, tổ chức")
    (True, False)
    """
    return bool(PRIVATE.fullmatch(name))


@cache
def full_name(name: str) -> str:
    """`name` as a user types it, as `find_agencies` would give it: "sở lđ-tb&xh" in full.

    >>> full_name("Sở KH&ĐT")
    'Sở Kế hoạch và Đầu tư'
    """
    typed = " ".join(name.split())
    for form in (typed, typed[:1].upper() + typed[1:], _upper_fields(typed)):
        mentions = agencies_at(form, 0)
        if mentions and mentions[0].end == len(form):
            return mentions[0].name
    return typed


def _upper_fields(name: str) -> str:
    head, _, rest = name.partition(" ")
    return f"{head.capitalize()} {rest.upper() if ' ' not in rest else rest[:1].upper() + rest[1:]}"


def _small_capitals(line: str) -> str:
    """`line` with the capitals of a heading as in running text; the same length."""
    letters = [char for char in line if char.isalpha()]
    if len(letters) < 5 or sum(char.isupper() for char in letters) < 0.8 * len(letters):
        return line
    cased = name_case(line)
    return cased if len(cased) == len(line) else line


def _named(text: str, at: int) -> list[AgencyMention]:
    return _first(text, at, (_of_field, _known, _within, _open, _several, _charged, _group))


def _first(
    text: str, at: int, readers: tuple[Callable[[str, int], Iterable[AgencyMention]], ...]
) -> list[AgencyMention]:
    for read in readers:
        if found := list(read(text, at)):
            return found
    return []


def _several(text: str, at: int) -> list[AgencyMention]:
    """Agencies of one name: "các Ban Quản lý dự án"."""
    match = _MANY.match(text, at)
    named = match and (_known(text, match.end()) or _open(text, match.end()))
    return [AgencyMention(at, one.end, f"Các {one.name}") for one in named or ()]


def _of_field(text: str, at: int) -> Iterator[AgencyMention]:
    """Ministries and departments: a head and its field, and the further fields of an enumeration."""
    head = _HEAD.match(text, at)
    if not head or (":" in head["joint"] and not head["many"]):
        return
    kind = head["head"].capitalize()
    field = _field(text, head.end(), kind)
    start = at
    while field:
        name, end = field
        scope, scope_end = _scope(text, end)
        yield AgencyMention(start, scope_end, f"{kind} {name}" + ("" if scope.strip() == "tỉnh" else scope))
        joint = FIELD_JOINT.match(text, scope_end)
        field = _field(text, joint.end(), kind) if joint and scope_end == end else None
        start = joint.end() if joint else scope_end


def _field(text: str, at: int, kind: str) -> tuple[str, int] | None:
    if not re.match(rf"[{UPPER}]", text[at : at + 1]):
        return None
    for known, pattern in _FIELDS:
        if kind in known.heads and (match := pattern.match(text, at)):
            return known.name, match.end()
    return None


def _known(text: str, at: int) -> list[AgencyMention]:
    if not text[at : at + 1].isupper():
        return []
    for known, pattern in _STANDING_ALONE.get(_folded(text[at : at + 2]), ()):
        if match := pattern.match(text, at):
            scope, end = _scope(text, match.end()) if known.scope else ("", match.end())
            if known.scope == "…" and not scope:
                continue
            return [AgencyMention(at, end, known.name + _without_repetition(known.name, scope))]
    return []


def _open(text: str, at: int) -> list[AgencyMention]:
    match = OPEN.match(text, at)
    return [AgencyMention(at, match.end(), _as_printed(match[0]))] if match else []


def _charged(text: str, at: int) -> list[AgencyMention]:
    """An agency named by what it is charged with, and by what it belongs to."""
    match = CHARGED.match(text, at)
    if not match:
        return []
    end = match.end()
    if match["owned"]:
        owner = _first(text, end, (_of_field, _known, _open))
        if not owner:
            return []
        end = owner[0].end
    return [AgencyMention(at, end, _as_printed(text[at:end]))]


def _group(text: str, at: int) -> list[AgencyMention]:
    match = GROUP.match(text, at)
    if not match or not (
        match["many"] or match["modifier"] or "," in match["more"] or (match["more"] and text[at].isupper())
    ):
        return []
    end = match.end()
    owner = OF_AGENCY.match(text, end) or (GAP_AT.match(text, end) if match[0].endswith("thuộc") else None)
    if owner and (named := _first(text, owner.end(), (_of_field, _known, _open))):
        end = named[0].end
    return [AgencyMention(at, end, _as_printed(text[at:end]))]


def _within(text: str, at: int) -> list[AgencyMention]:
    match = WITHIN.match(text, at)
    named = _first(text, match.end(), (_of_field, _known, _open, _several, _group)) if match else []
    if not match or not named or (text[match.end()].islower() and not text.startswith(("các", "cấp"), match.end())):
        return []
    name = named[0].name
    initial = name[:1].lower() if text[match.end()].islower() else name[:1]
    return [AgencyMention(at, named[0].end, f"{_as_printed(match[0])}{initial}{name[1:]}")]


def _scope(text: str, at: int) -> tuple[str, int]:
    """What stands behind a name that says what it belongs to, in full, and where it ends."""
    match = SCOPE_AT.match(text, at)
    return (_as_printed(match[0], keep_lead=True), match.end()) if match else ("", at)


def _without_repetition(name: str, scope: str) -> str:
    return scope.removeprefix(" Việt Nam") if name.endswith("Việt Nam") else scope


def _as_printed(text: str, *, keep_lead: bool = False) -> str:
    squeezed = re.sub(r"\s+", " ", text)
    for pattern, words in _WRITTEN_OUT:
        squeezed = pattern.sub(words, squeezed)
    return squeezed if keep_lead else squeezed[:1].upper() + squeezed[1:]


@cache
def _folded(letters: str) -> str:
    return fold(letters)
