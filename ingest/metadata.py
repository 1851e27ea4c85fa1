"""What a document says of itself: number, type, issuer, place, date, title, signer, basis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.casing import name_case
from corpus.dates import find_date
from corpus.document import Span
from corpus.numbers import DOCUMENT_TYPES, NUMBER, DocumentNumber
from corpus.places import CITIES, ORGANS, PROVINCES, province_title
from corpus.text import fold
from ingest.frame import Head, document_type, is_separator, is_upper
from ingest.lines import Line
from ingest.structure import Node

_NUMBER_LINE = re.compile(rf"(?:\b[Ss][Ốố]|\bSO)\s*:?\s*(?P<number>{NUMBER.pattern})", re.VERBOSE)
_PLACE_DATE = re.compile(
    r"(?P<place>[^\W\d_][^|,:;\n\d]{1,40}?)\s*,\s*(?P<date>ngày\s+\d[\d\s]{0,2}\s*tháng\s+\d[\d\s]{0,2}\s*năm\s+\d{4})",
    re.IGNORECASE,
)
_LETTERHEAD_END = re.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT|^\W*(?:Luật\s+|Pháp\s+lệnh\s+|Nghị\s+quyết\s+)?[Ss]ố\b"
)
#: The gap between the two columns of a letterhead in plain text.
_COLUMNS = re.compile(r" {3,}")
_SUBJECT = re.compile(r"\bV/v:?\s*(?P<subject>.+)", re.IGNORECASE | re.DOTALL)
_SIGNER = re.compile(r"(?P<name>[A-ZĐÀ-Ỹ][a-zà-ỹđ]+(?:\s+[A-ZĐÀ-Ỹ][a-zà-ỹđ]+){1,4})\W*$")
_TITLE = re.compile(r"(?:GS|PGS|TS|ThS|BS|Thượng tướng|Đại tướng|Trung tướng|Thiếu tướng)\.?\s*")
_LAST_ORGAN = re.compile(r"(?<=\s)(?:TỔNG CỤC|CỤC|SỞ|VĂN PHÒNG|CHI CỤC|BAN QUẢN LÝ)\b")
_ISSUERS_BY_CODE = (
    (r"TTg", "Thủ tướng Chính phủ"),
    (r"CP$", "Chính phủ"),
    (r"UBTVQH\d*$", "Ủy ban Thường vụ Quốc hội"),
    (r"QH\d+$", "Quốc hội"),
    (r"/TW$", "Ban Chấp hành Trung ương Đảng"),
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the opening and the signature of a document state; see `Document`."""

    number: DocumentNumber | None
    type: str | None
    issuer: str | None
    place: str | None
    issued_on: str | None
    title: str | None
    signer: str | None
    basis: tuple[Span, ...]


def read_metadata(text: str, lines: Sequence[Line], head: Head, root: Node) -> Metadata:
    """Read the metadata from the opening (`head`) and the signature (in the tree under `root`)."""
    first_clause = lines[head.body].start if head.body < len(lines) else len(text)
    basis = tuple(Span(lines[i].start, lines[i].end) for i in head.basis)
    opening_end = min(first_clause, basis[0].start) if basis else first_clause
    opening = _COLUMNS.sub("\n", text[:opening_end])
    stated = _letterhead(lines, head, opening_end)
    number = _number(stated)
    place, issued_on = _place_and_date(opening)
    type_name = _type(lines, head, number, opening)
    return Metadata(
        number=number,
        type=type_name,
        issuer=_issuer(lines[: head.body], number, place, text),
        place=place,
        issued_on=issued_on,
        title=_title(lines, head, opening, type_name),
        signer=_signer(text, root),
        basis=basis,
    )


def _letterhead(lines: Sequence[Line], head: Head, opening_end: int) -> str:
    """The opening above the title, without the page's own title line before it: where the document's number stands."""
    last = head.type_line if head.type_line is not None else head.addressee
    above = [line.text for line in (lines[:last] if last is not None else lines) if line.end <= opening_end][:30]
    above = [piece for text in above for piece in _COLUMNS.split(text)]
    first = next((i for i, text in enumerate(above) if is_upper(text.split("Độc lập")[0])), 0)
    return "\n".join(re.split(r"\bV/v\b", text, flags=re.IGNORECASE)[0] for text in above[first:])


def _number(opening: str) -> DocumentNumber | None:
    for match in _NUMBER_LINE.finditer(opening):
        if number := DocumentNumber.parse(match["number"]):
            return number
    return None


def _place_and_date(opening: str) -> tuple[str | None, str | None]:
    match = _PLACE_DATE.search(opening)
    if not match:
        return None, None
    place = re.sub(r"\s+", " ", match["place"]).strip(" .")
    digits = re.sub(r"(?<=\d)\s+(?=\d)", "", match["date"])
    return _known_place(place) or place, find_date(digits)


def _known_place(place: str) -> str | None:
    """The province that `place` spells, if only with spaces inside its words."""
    squeezed = re.sub(r"\s", "", place).lower()
    for name in (*PROVINCES, *CITIES):
        bare = name.replace(" ", "").lower()
        if squeezed in (bare, "tp." + bare, "tp" + bare, "tỉnh" + bare):
            return name
        if squeezed == "thànhphố" + bare:
            return f"Thành phố {name}"
    return None


def _type(lines: Sequence[Line], head: Head, number: DocumentNumber | None, opening: str) -> str | None:
    stated = number.type_name if number else None
    if stated == DOCUMENT_TYPES["VBHN"]:
        return stated
    if head.type_line is not None:
        return document_type(lines[head.type_line].text)
    if stated:
        return stated
    if number and (head.addressee is not None or _SUBJECT.search(opening)):
        return DOCUMENT_TYPES["CV"]
    return None


def _title(lines: Sequence[Line], head: Head, opening: str, type_name: str | None) -> str | None:
    parts: list[str] = []
    if head.type_line is not None:
        line = lines[head.type_line].text
        kind = document_type(line) or ""
        parts = [line[len(kind) :], *(lines[i].text for i in head.title)]
        parts = [re.split(r"\s*\((?:Ban hành\s+)?[Kk]èm theo", part)[0] for part in parts]
    elif match := _SUBJECT.search(opening):
        subject = re.split(r"\s*\||\n\s*(?=[^\n]*\bngày\b)|\n\s*(?:Kính gửi|CỘNG H|Độc lập)|\n-{3,}", match[0])[0]
        parts = subject.splitlines()
    title = " ".join(part.strip(" .:") for part in parts if not is_separator(part) and part.strip(" .:"))
    title = re.sub(r"[\s_*-]{3,}$", "", re.sub(r"\s+", " ", title)).strip()
    return title or None


def _issuer(opening: Sequence[Line], number: DocumentNumber | None, place: str | None, text: str) -> str | None:
    name = _join_organ(_letterhead_organs(opening))
    code = number.code if number else ""
    by_code = next((organ for pattern, organ in _ISSUERS_BY_CODE if re.search(pattern, code)), None)
    if by_code and _squeeze(by_code).startswith(_squeeze(name)):
        return by_code
    if not name and "UBND" in code and place:
        name = "Ủy ban nhân dân"
    return _official(name, place, text) if name else None


def _letterhead_organs(opening: Sequence[Line]) -> list[str]:
    """The lines of the letterhead's left side that name organs, from the top to the national motto or the number."""
    organs: list[str] = []
    for line in opening[:15]:
        cell = next((piece.strip() for piece in _COLUMNS.sub("|", line.text).split("|") if piece.strip()), "")
        cell = cell.rstrip("-_*= ")
        if not re.search(r"\w", cell):  # a drawn line or a table border
            continue
        if end := _LETTERHEAD_END.search(cell):
            before = cell[: end.start()].strip(" -_*")
            if before and is_upper(before):
                organs.append(before)
            break
        if document_type(cell) or (organs and not is_upper(cell)):
            break
        if is_upper(cell):
            organs.append(cell)
    return organs


def _join_organ(parts: Sequence[str]) -> str:
    """The issuing organ from the lines of the letterhead: its own name, not that of the organ above it."""
    name = ""
    for part in parts:
        goes_on = re.match(r"(?:TỈNH(?! Ủ| UỶ)|THÀNH PHỐ|T\.?P\b|HUYỆN(?! Ủ)|QUẬN|XÃ\b|PHƯỜNG|THỊ|VÀ\b|-|–)", part)
        name = f"{name} {part}" if name and (goes_on or name.endswith(("-", "–", "VÀ", ","))) else part
    cut = list(_LAST_ORGAN.finditer(name))
    if cut and re.match(r"BỘ|Ủ?Y BAN|UỶ BAN", name) and not re.search(r"\bVÀ\s+$", name[: cut[-1].start()]):
        name = name[cut[-1].start() :]
    return name


def _official(name: str, place: str | None, text: str) -> str:
    """`name` in official case and spelling, with the province that the letterhead leaves out."""
    squeezed = _squeeze(name)
    for organ in ORGANS:
        if squeezed == _squeeze(organ) and not organ.startswith(
            ("Ủy ban nhân", "Hội đồng nhân", "Tỉnh ủy", "Thành ủy")
        ):
            return organ
    for organ in ("Ủy ban nhân dân", "Hội đồng nhân dân", "Tỉnh ủy", "Thành ủy"):
        base = _squeeze(organ)
        if not squeezed.startswith(base):
            continue
        rest = squeezed[len(base) :]
        for province in (*PROVINCES, *CITIES):
            bare = _squeeze(province)
            if rest and rest in (bare, "tinh" + bare, "thanhpho" + bare, "tp" + bare, "tp." + bare):
                return f"{organ} {province}" if organ.endswith("ủy") else f"{organ} {province_title(province)}"
        if not rest:
            return f"{organ} {_area(organ, place, text)}".strip()
        if organ.endswith("ủy"):
            return f"{organ} {name[len(organ) :].strip().title()}"
    return name_case(re.sub(r"\s+", " ", name).replace("UỶ ", "ỦY ").replace("HOÀ ", "HÒA "))


def _squeeze(name: str) -> str:
    return re.sub(r"[\s,–-]", "", fold(name))


def _area(organ: str, place: str | None, text: str) -> str:
    if place in PROVINCES or place in CITIES:
        return place if organ.endswith("ủy") else province_title(place)
    if not place:
        return ""
    found = re.search(rf"{organ}\s+(tỉnh|thành phố|huyện|thị xã|quận)\b", text, re.IGNORECASE)
    bare = re.sub(r"^(?:Thành phố|TP\.?)\s+", "", place)
    return f"{found[1].lower()} {bare}" if found else place


def _signer(text: str, root: Node) -> str | None:
    for node in root.children:
        if node.level == "signature":
            block = text[node.start : node.end]
            for line in reversed(block.splitlines()):
                line = _TITLE.sub("", re.sub(r"\((?:Đã ký|đã ký)\)|[Đđ]ã ký:?", "", line)).strip(" ./-")
                match = _SIGNER.search(line)
                if match and not is_upper(match["name"]) and document_type(match["name"].upper()) is None:
                    return match["name"]
    return None
