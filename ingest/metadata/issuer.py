"""Which organ issued a document: the letterhead's left side, else the number, else the signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from corpus.document import Span
from corpus.language.casing import name_case
from corpus.language.numbers import DocumentNumber
from corpus.language.places import CITIES, ORGANS, PROVINCES, province_title
from corpus.language.text import fold
from ingest.clauses.frame import is_upper
from ingest.metadata.letterhead import Cell, before_motto, is_drawn, is_motto, line_type

_CENTRAL = "Ban Chấp hành Trung ương Đảng"
_ISSUERS_BY_CODE = (
    (r"TTg", "Thủ tướng Chính phủ"),
    (r"CP$", "Chính phủ"),
    (r"UBTVQH\d*$", "Ủy ban Thường vụ Quốc hội"),
    (r"QH\d+$", "Quốc hội"),
    (r"/TW$", _CENTRAL),
)
_JOINT = re.compile(r"TTLT|NQLT|LT(?:$|-)")
_NUMBER = re.compile(r"^(?:Luật\s+|Bộ luật\s+|Pháp lệnh\s+|Nghị quyết\s+)?S[ốỐoôóồ6]\b", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:TỈNH(?! Ủ| UỶ)|THÀNH PHỐ|T\.?P\b|HUYỆN(?! Ủ)|QUẬN|XÃ\b|PHƯỜNG|THỊ|ĐẶC KHU|VÀ\b|VỀ\b|-|–)")
_LAST_ORGAN = re.compile(r"(?<=\s)(?:TỔNG CỤC|CỤC|SỞ|VĂN PHÒNG|CHI CỤC|BAN QUẢN LÝ)\b")
#: A word that an organ's name begins with, without diacritics.
_ORGAN_WORD = re.compile(
    r"(?:bo|uy ban|ubnd|hdnd|hoi|so|tong|cuc|vu|ban|tinh uy|thanh uy|huyen uy|quan uy|dang|quoc hoi|uy vien|chinh phu|thu tuong|chu tich|van phong|"
    r"toa an|vien|ngan hang|bao|kiem toan|thanh tra|truong|cong|lien|doan|mat tran|chi cuc|phong|quan|benh|kho bac|dai|hoc vien|"
    r"tap doan|quy|co quan|tinh doan|trung tam|nha|thuong truc|to|u y ban|dang uy|mttq|bch|btl|bo tu lenh|cang|xa|phuong|huyen)\b"
)
#: The end of a motto that was broken into lines.
_BROKEN = re.compile(r"(?:VIET\s+)?NAM")
#: What the name of an organ does not end with: it goes on in the next line.
_OPEN = re.compile(r"(?:[-–,]|\bVÀ|THƯỜNG VỤ|ĐOÀN CHỦ TỊCH|ỦY BAN TRUNG ƯƠNG)$")
_NOISE = re.compile(r"\d|@|:|www\.", re.IGNORECASE)
_OF = re.compile(r"^cua\s+(?P<organ>bo chinh tri|ban bi thu|ban chap hanh trung uong)\b")
_CONGRESS = re.compile(r"^ban chap hanh trung uong")
_BETWEEN = re.compile(
    r"\s*[-–]\s*(?=(?:BỘ|ỦY BAN|UỶ BAN|TÒA|TOÀ|VIỆN|NGÂN HÀNG|THANH TRA|TỔNG|BAN|KIỂM TOÁN|CHÍNH PHỦ|QUỐC HỘI|ĐOÀN|MẶT TRẬN|HỘI)\b)"
)
_SUBORDINATE = re.compile(
    r"(?:SỞ|PHÒNG|THANH TRA|CHI CỤC|BAN QUẢN LÝ|CÔNG AN|BỘ CHỈ HUY|TRUNG TÂM|BAN|CỤC THUẾ|KHO BẠC)\b"
)
#: Parts of another organ, whose names say nothing without it.
_PARTS = frozenset({"Văn phòng", "Ban Thường trực", "Ban Thường vụ", "Ban Chấp hành", "Thường trực", "Ủy ban Kiểm tra"})
_FIELD = re.compile(
    r"^((?:Sở|Phòng|Ban|Cục|Vụ|Chi cục|Tổng cục|Viện|Trường|Trung tâm|Học viện|Thanh tra)\s+)"
    r"(?!(?:tỉnh|thành phố|huyện|xã|và)\b)(\w)"
)
_COMMUNE = re.compile(
    r"\b((?:nhân dân|Đảng ủy|Đảng bộ|Công an|Việt Nam|Trạm y tế)\s+(?:xã|phường|thị trấn|đặc khu)\s+)(.+)$"
)
_AREAS = (*PROVINCES, *CITIES)
_OF_AREA = ("Ủy ban nhân dân", "Hội đồng nhân dân", "Thường trực Hội đồng nhân dân")
_COMMITTEES = ("Tỉnh ủy", "Thành ủy", "Huyện ủy", "Quận ủy", "Thị ủy")


@dataclass(frozen=True, slots=True)
class Issuer:
    """The issuer's official name and where it is read; `span` is None where it is concluded."""

    name: str
    span: Span | None


def read_issuer(
    letterhead: Sequence[Cell], below: Sequence[Cell], code: DocumentNumber | None, place: str | None, text: str
) -> Issuer | None:
    """The issuer from the `letterhead` and the cells `below` the document type, which may name the organ itself."""
    parts = letterhead_organs(letterhead)
    names = _joined([cell.text for cell in parts])
    name, parent = _own(names)
    by_code = next((organ for pattern, organ in _ISSUERS_BY_CODE if code and re.search(pattern, code.code)), None)
    span = Span(parts[0].start, parts[-1].end) if parts else None
    if name and official(name, place, text) == _CENTRAL:
        for cell in below[:3]:
            plain = cell.plain.lower()
            if found := _OF.match(plain):
                return Issuer(
                    _nearest(_squeeze(found["organ"])) or cell.text, Span(cell.start + found.start("organ"), cell.end)
                )
            if _CONGRESS.match(plain):
                return Issuer(_CENTRAL, span)
    if by_code and _squeeze(by_code).startswith(_squeeze(name)) and (name or by_code != _CENTRAL):
        return Issuer(by_code, span)  # without a letterhead, /TW may also be Bộ Chính trị or Ban Bí thư
    if not name and code and "UBND" in code.code and place:
        return Issuer(official("ỦY BAN NHÂN DÂN", place, text), None)
    if not name:
        return None
    together = _several(names)
    if len(together) > 1 and (is_joint(code) or all(_squeeze(organ).startswith("bo") for organ in together)):
        return Issuer(", ".join(official(organ, place, text) for organ in together), span)
    return Issuer(_within(official(name, place, text), parent, place, text), span)


def is_joint(code: DocumentNumber | None) -> bool:
    """Whether several organs issue documents of this number (thông tư liên tịch, nghị quyết liên tịch)."""
    return bool(code and _JOINT.search(code.code))


def issuer_of_signature(position: str | None) -> str | None:
    """The issuer that the lines above the signer's name state, for documents whose letterhead is cut off."""
    if not position:
        return None
    first = position.split(", ")[0]
    if organ := re.match(r"T\.?/?M\.?\s+(.+)", first):
        return organ[1] if not organ[1].startswith(("Ủy ban nhân dân", "Ban Thường vụ", "Hội đồng")) else None
    head = re.sub(r"^(?:K\.?/?T\.?|Phó)\s+", "", first)
    return {"Thủ tướng": "Thủ tướng Chính phủ", "Chủ tịch Quốc hội": "Quốc hội"}.get(head)


def letterhead_organs(found: Sequence[Cell]) -> list[Cell]:
    """The cells of the letterhead's left side that name organs, from the top to the number or the end of the motto."""
    organs: list[Cell] = []
    motto = False
    for cell in found:
        if not cell.first or is_drawn(cell.text):
            motto = motto or is_motto(cell.text)
            continue
        text = before_motto(cell.text)
        if is_motto(cell.text) or not text:
            motto = True
            continue
        if motto and _BROKEN.fullmatch(cell.plain):
            continue
        if _NUMBER.match(text) or line_type(text):
            if organs or line_type(text):
                break
            continue
        text = re.split(r"\s+(?=S[ốỐ]\s*:)", text)[0]
        if not is_upper(text) or _NOISE.search(text):
            if organs and motto:
                break
            organs = []
            continue
        if organs and motto and not _GOES_ON.match(text) and _ended(found, organs[-1], cell):
            break
        if not any(_squeeze(text) == _squeeze(organ.text) for organ in organs):
            organs.append(Cell(cell.start, cell.start + len(text), text, cell.line, True))
    if organs and (_ORGAN_WORD.match(re.sub(r"\s+", " ", organs[0].plain.lower())) or _spaced(organs[0].text)):
        return organs
    return []


def _ended(found: Sequence[Cell], last: Cell, cell: Cell) -> bool:
    """Whether the motto stood on lines of its own between two organs: what follows is no part of the letterhead."""
    between = [other for other in found if last.line < other.line < cell.line]
    return any(other.first and is_motto(other.text) for other in between)


def _spaced(name: str) -> bool:
    """Whether a name with spaces inside its words begins like that of an organ."""
    return _squeeze(name).startswith(("uyban", "bo", "hoidong", "tinhuy", "vanphong"))


def _joined(parts: Sequence[str]) -> list[str]:
    """The names of the organs whose names the lines of a letterhead make up, from the highest on."""
    names: list[str] = []
    for part in parts:
        organ = _ORGAN_WORD.match(re.sub(r"\s+", " ", fold(part))) or _spaced(part)
        if names and (_GOES_ON.match(part) or _OPEN.search(names[-1]) or not organ):
            names[-1] = f"{names[-1]} {part}"
        else:
            names.append(part)
    return names


def _own(names: Sequence[str]) -> tuple[str, str]:
    """The issuing organ's own name, and that of the organ above it, which may stand on the same line."""
    name = names[-1] if names else ""
    parent = names[-2] if len(names) > 1 else ""
    cut = list(_LAST_ORGAN.finditer(name))
    if cut and re.match(r"BỘ|Ủ?Y BAN|UỶ BAN|UBND", name) and not re.search(r"\bVÀ\s+$", name[: cut[-1].start()]):
        return name[cut[-1].start() :], name[: cut[-1].start()].strip()
    return name, parent


def _several(names: Sequence[str]) -> list[str]:
    """The organs that issue together, named on one line (`BỘ A - BỘ B`) or on lines of their own."""
    return [piece.strip(" -–") for name in names for piece in _BETWEEN.split(name)]


def _within(name: str, parent: str, place: str | None, text: str) -> str:
    """`name` with what tells it apart from its namesakes: its province or district, or the organ that it is part of."""
    if not parent:
        return name
    above = official(parent, place, text)
    if name in _PARTS or (name.startswith("Ban ") and above.startswith(_COMMITTEES)):
        return f"{name} {above}" if above != _CENTRAL else f"{name} Trung ương Đảng"
    if above == _CENTRAL and name.startswith("Ban ") and "Trung ương" not in name:
        return f"{name} Trung ương"
    area = next((above[len(base) :].strip() for base in (*_OF_AREA, "Đảng bộ") if above.startswith(f"{base} ")), "")
    if not area or _squeeze(area) in _squeeze(name):
        return name
    kind = "thành phố" if area.startswith("thành phố") else area.split(" ")[0]
    if name.endswith(f" {kind}"):
        return f"{name}{area.removeprefix(kind)}"
    return f"{name} {area}" if _SUBORDINATE.match(name.upper()) else name


def official(name: str, place: str | None, text: str) -> str:
    """`name` in official case and spelling, with the province that the letterhead leaves out."""
    name = re.sub(r"\bUBND\b", "ỦY BAN NHÂN DÂN", re.sub(r"\bHĐND\b", "HỘI ĐỒNG NHÂN DÂN", name))
    name = re.sub(r"\s+", " ", name).replace("UỶ ", "ỦY ").replace("HOÀ ", "HÒA ").strip(" -–.")
    squeezed = _squeeze(name)
    if squeezed.startswith("chutichuyban"):
        return "Chủ tịch " + official(name.split(None, 2)[2], place, text)
    known = _nearest(squeezed)
    if known and not known.startswith((*_OF_AREA, *_COMMITTEES)):
        return _CENTRAL if known == "Ban Chấp hành Trung ương" else known
    for organ in (*_OF_AREA, *_COMMITTEES):
        base = _squeeze(organ)
        if not squeezed.startswith(base):
            continue
        rest = squeezed[len(base) :]
        for area in _AREAS:
            bare = _squeeze(area)
            if rest and rest in (bare, "tinh" + bare, "thanhpho" + bare, "tp" + bare, "tp." + bare):
                return f"{organ} {area}" if organ in _COMMITTEES else f"{organ} {province_title(area)}"
        if rest in ("", "tinh", "thanhpho"):
            return f"{organ} {_area(organ, place, text)}".strip()
        if organ in _COMMITTEES:
            return f"{organ} {name[len(organ) :].strip().title()}"
    return _capitals(name_case(name, [text]))


def _capitals(name: str) -> str:
    """`name` with the capitals that no witness may have shown: of the field of work, and of the commune."""
    name = _FIELD.sub(lambda m: m[1] + m[2].upper(), name)
    return _COMMUNE.sub(lambda m: m[1] + re.sub(r"(?<!\w)\w", lambda n: n[0].upper(), m[2]), name)


def _nearest(squeezed: str) -> str | None:
    """The known organ with this name, if need be but for a letter that was misread."""
    by_name = {_squeeze(organ): organ for organ in ORGANS}
    if squeezed in by_name:
        return by_name[squeezed]
    if len(squeezed) < 12:
        return None
    close = get_close_matches(squeezed, [name for name in by_name if name[:3] == squeezed[:3]], 1, 0.94)
    return by_name[close[0]] if close else None


def _squeeze(name: str) -> str:
    return re.sub(r"[\s,–-]", "", fold(name))


def _area(organ: str, place: str | None, text: str) -> str:
    if not place:
        return ""
    bare = re.sub(r"^(?:Thành phố|TP\.?)\s+", "", place)
    if bare in _AREAS:
        return bare if organ in _COMMITTEES else province_title(bare)
    found = re.search(rf"{organ}\s+(tỉnh|thành phố|huyện|thị xã|quận|xã|phường|đặc khu)\b", text, re.IGNORECASE)
    return f"{found[1].lower()} {bare}" if found else place
