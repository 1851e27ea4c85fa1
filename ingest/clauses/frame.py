"""The parts around a document's clauses.

Letterhead, title and basis stand before them; signature, recipients, attached documents, appendices and
the web page's own lines after them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.language.numbers import DOCUMENT_TYPES
from corpus.language.text import fold
from ingest.clauses.grammar import labels
from ingest.clauses.lines import Line

RegionKind = Literal["preamble", "body", "signature", "recipients", "clutter", "attachment", "appendix", "loose"]

#: Names of document types as they stand on a line of their own, longest first.
TYPE_NAMES = tuple(
    sorted(
        {
            *DOCUMENT_TYPES.values(),
            "Bộ luật",
            "Hiến pháp",
            "Nội quy",
            "Điều lệ",
            "Danh mục",
            "Thông tri",
            "Lệnh",
            "Hợp đồng",
            "Quy chuẩn",
            "Chương trình hành động",
        },
        key=len,
        reverse=True,
    )
)
#: A recogniser loses marks (KÉT LUẬN); a whole line in capitals is known without them.
_FOLDED_TYPES = {fold(name): name for name in TYPE_NAMES}
_TYPE_WORDS = "|".join(re.escape(name.upper()) for name in TYPE_NAMES)
_TYPE_LINE = re.compile(rf"(?P<type>{_TYPE_WORDS})(?P<rest>[\s:.]*|\s+.*)", re.DOTALL)
_SEPARATOR = re.compile(r"[-_=*.…\s|–—]+")
_BASIS = re.compile(
    r"(?:Căn cứ|Theo đề nghị|Xét|Theo|Thực hiện|Để|Trên cơ sở|Sau khi|Tiếp theo|Chấp hành|Phát huy|Nhằm|Qua)\b",
    re.IGNORECASE,
)
_ENACTING = re.compile(
    r"\b(?:ban hành|quyết định|quyết nghị|xây dựng|thông báo|báo cáo|như sau)\b.*[:.]?$|:\s*$", re.IGNORECASE
)
_ADDRESSEE = re.compile(r"\W*Kính gửi\b", re.IGNORECASE)
_LETTERHEAD = re.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|Độc lập\s*[-–]\s*Tự do|(?:^|\s)Số\s*:|^[^a-zà-ỹ]*\bNAM\b[^a-zà-ỹ]*$"
)
_RECIPIENTS = re.compile(r"(?:\|\s*)?(?:Nơi|NƠI)\s+(?:nhận|NHẬN|gửi)\s*:?", re.IGNORECASE)
_POSITIONS = (
    "CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|BÍ THƯ|TRƯỞNG BAN|CHỦ NHIỆM|CỤC TRƯỞNG|TRƯỞNG ĐOÀN|"
    "VIỆN TRƯỞNG|CHÁNH ÁN|KIỂM TOÁN|THỐNG ĐỐC|TỔNG THANH TRA|TỔNG GIÁM ĐỐC|TỔNG CỤC TRƯỞNG|VỤ TRƯỞNG|TỔNG BÍ THƯ|TRƯỞNG PHÒNG|"
    "HIỆU TRƯỞNG|TỔNG THƯ KÝ|XÁC THỰC VĂN BẢN HỢP NHẤT"
)
_SIGNATURE = re.compile(
    rf"(?:\|\s*)?(?:(?:(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\s*[./]+\s*|(?:T/M|K/T|T/L)\s+)(?:[A-ZĐ]|Ủ|Ỷ|Ư|Â|Ô|Ă)|(?:PHÓ\s+|Q\.\s*)?(?:{_POSITIONS})\b)"
)
_ATTACHED = re.compile(r"\bkèm\s+theo\b", re.IGNORECASE)
_APPENDIX = re.compile(
    r"(?P<word>PHỤ\s+LỤC|Phụ\s+lục|Phụ\s+Lục)(?:\s+(?:số\s+|SỐ\s+)?(?P<number>[IVXL]+|\d{1,3})(?P<suffix>[A-Za-z]|[.-]\d+)?)?\s*(?P<rest>.*)",
    re.DOTALL,
)
_FORM = re.compile(
    r"(?:MẪU|Mẫu|BIỂU|Biểu)(?:\s+(?:mẫu|MẪU))?\s+(?:số|SỐ)\s*:?\s*(?P<number>[\w./-]{1,12})\s*(?P<rest>.*)", re.DOTALL
)
_CLUTTER = re.compile(
    r"""(?:
        Ý\s+kiến\s+bạn\s+đọc | Ý\s+kiến\s+của\s+bạn | Bình\s+luận | Gửi\s+(?:phản\s+hồi|bình\s+luận|ý\s+kiến) | Nhấp\s+vào\s+nút
      | Lượt\s+(?:xem|truy\s+cập) | Số\s+lượt\s+(?:xem|truy\s+cập) | (?:Các\s+)?(?:tin|bài|văn\s+bản)\s+(?:liên\s+quan|khác|cùng\s+chuyên\s+mục|mới\s+nhất)
      | Chia\s+sẻ | In\s+(?:trang|bài|văn\s+bản) | Tải\s+(?:về|văn\s+bản|xuống) | Về\s+đầu\s+trang | Trở\s+về | Quay\s+lại | Bản\s+quyền
      | Đăng\s+nhập | Trang\s+chủ | Tìm\s+kiếm\b | Copyright | ©
    )""",
    re.VERBOSE | re.IGNORECASE,
)
#: Types whose first paragraphs already say something; in the others they lead up to the clauses.
_NARRATIVE_TYPES = frozenset(
    {
        "Chỉ thị",
        "Báo cáo",
        "Thông báo",
        "Tờ trình",
        "Kết luận",
        "Công điện",
        "Giấy mời",
        "Hướng dẫn",
        "Thông tri",
        "Công văn",
        "Biên bản",
    }
)
_ENDS_SENTENCE = re.compile(r"[.;:]\s*[”\"]?\s*$|/\.\s*$")


@dataclass
class Region:
    """Lines of one kind. Of an attachment and an appendix these are the heading lines; their clauses follow as `body`.

    `loose` lines are prose among or after signatures; they belong to the document itself.
    """

    kind: RegionKind
    lines: list[Line] = field(default_factory=list)
    quoted: list[bool] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the parts of a document's opening stand, as indexes of lines.

    `type_line` is the line with the document type (None without one), `title` the lines of the trích yếu, `basis` those of the căn cứ,
    `body` the first line of the clauses, `addressee` the line with Kính gửi.
    """

    type_line: int | None
    title: range
    basis: tuple[int, ...]
    body: int
    addressee: int | None


#: No line of a letterhead or a heading is longer, in characters.
LONGEST_HEADING = 2_000


def is_upper(text: str) -> bool:
    """Whether `text` is printed in capitals; small words inside numbers and brackets do not count."""
    if len(text) > LONGEST_HEADING:
        return False
    letters = [char for char in re.sub(r"\([^)]*\)|\S*/\S*|\d+-\S+", "", text) if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) >= 0.9 * len(letters)


def document_type(line: str) -> str | None:
    """The document type that `line` prints in capitals at its start, or None."""
    if whole := _FOLDED_TYPES.get(fold(line).strip(" .:")):
        return whole if is_upper(line) else None
    match = _TYPE_LINE.fullmatch(line)
    if not match or (match["rest"].strip(" :.") and not is_upper(match["rest"])):
        return None
    if match["type"] == "LỆNH" and match["rest"].strip():
        return None
    return next(name for name in TYPE_NAMES if name.upper() == match["type"])


def find_head(lines: Sequence[Line]) -> Head:
    """Find letterhead, title, basis and the first clause of the document that `lines` begin."""
    reach = lines[:80]
    first_article = next((i for i, line in enumerate(lines) if _opens_clauses(line.text)), len(lines))
    type_line = next((i for i, line in enumerate(reach) if i < first_article + 1 and document_type(line.text)), None)
    addressee = next((i for i, line in enumerate(reach) if i < first_article and _ADDRESSEE.match(line.text)), None)
    has_letterhead = any(_LETTERHEAD.search(line.text) for line in lines[:25])
    if type_line is None and addressee is None and not has_letterhead:
        return Head(None, range(0), (), 0, None)
    if addressee is not None and (type_line is None or type_line > addressee):
        body = addressee + 1
        while body < len(lines) and _continues_addressee(lines[body].text):
            body += 1
        return Head(None, range(0), (), body, addressee)
    if type_line is None:
        last = max(i for i, line in enumerate(lines[:25]) if _LETTERHEAD.search(line.text))
        while last + 1 < min(first_article, 30) and re.search(r"\bngày\b.*\bnăm\b", lines[last + 1].text):
            last += 1
        return Head(None, range(0), (), min(last + 1, first_article), None)
    title = _title_lines(lines, type_line, first_article)
    narrative = document_type(lines[type_line].text) in _NARRATIVE_TYPES
    basis: list[int] = []
    at = title.stop
    while at < len(lines) and not _opens_clauses(lines[at].text):
        text = lines[at].text
        if _BASIS.match(text):
            basis.append(at)
        elif narrative and not (
            _SEPARATOR.fullmatch(text)
            or is_upper(text)
            or _ADDRESSEE.match(text)
            or _continues_addressee(text)
            or text.startswith("(")
        ):
            break
        if narrative and _BASIS.match(text) and len(text) > 400 and not text.rstrip().endswith((";", ":")):
            basis.pop()
            break
        at += 1
    if at == len(lines):  # no labelled clause at all: the basis ends the opening
        at = max([title.stop, *(i + 1 for i in basis)])
        while at < len(lines) and (_SEPARATOR.fullmatch(lines[at].text) or is_upper(lines[at].text)):
            at += 1
    return Head(type_line, title, tuple(basis), at, addressee)


def find_regions(lines: Sequence[Line], quoted: Sequence[bool], head: Head) -> list[Region]:
    """All lines of the document, in order, by the part they stand in."""
    regions: list[Region] = []

    def put(kind: RegionKind, index: int) -> None:
        if not regions or regions[-1].kind != kind or (kind in ("attachment", "appendix") and starting):
            regions.append(Region(kind))
        regions[-1].lines.append(lines[index])
        regions[-1].quoted.append(quoted[index])

    starting = False
    for index in range(head.body):
        put("preamble", index)
    state: RegionKind = "body"
    index = head.body
    while index < len(lines):
        text = lines[index].text
        starting = False
        kind = None if quoted[index] else _new_part(lines, index, state)
        if kind:
            end = _part_head_end(lines, index, kind)
            starting = True
            for inside in range(index, end):
                put(kind, inside)
                starting = False
            state, index = "body", end
            continue
        goes_on_heading = index > 0 and is_upper(lines[index - 1].text) and not is_separator(lines[index - 1].text)
        if state == "body" and not quoted[index] and not goes_on_heading and _starts_tail(text):
            state = "signature"
        if state != "body":
            state = _tail_kind(text, state)
        put(state, index)
        index += 1
    return regions


def appendix_label(text: str) -> tuple[str, str] | None:
    """The printed label of the appendix or form that `text` heads, and the rest of the line; None if it heads none."""
    for pattern in (_APPENDIX, _FORM):
        if match := pattern.fullmatch(text):
            return text[: match.start("rest")].rstrip(" .:"), match["rest"]
    return None


def is_clutter(text: str) -> bool:
    """Whether `text` begins the lines that a web page puts below a document."""
    return bool(_CLUTTER.match(text))


def is_separator(text: str) -> bool:
    """Whether `text` is a drawn line or table border without words."""
    return bool(_SEPARATOR.fullmatch(text))


def starts_frame(text: str) -> bool:
    """Whether `text` begins a part around the clauses: addressee, recipients, signature, appendix."""
    appendix = appendix_label(text)
    return (
        bool(_ADDRESSEE.match(text))
        or _starts_tail(text)
        or (appendix is not None and (not appendix[1] or is_upper(appendix[1])))
    )


def _opens_clauses(text: str) -> bool:
    """Whether `text` begins the numbering of a document's clauses."""
    for label in labels(text):
        if label.level in ("part", "chapter", "article"):
            return label.level != "article" or label.separated or not label.rest
        if label.level in ("alpha", "roman", "arabic", "section") and label.value == 1:
            return bool(label.rest)
        if label.level == "decimal" and label.text == "1.1":
            return True
    return False


def _title_lines(lines: Sequence[Line], type_line: int, limit: int) -> range:
    start = type_line + 1
    at = start
    while at < min(limit, start + 14, len(lines)):
        text = lines[at].text
        if _SEPARATOR.fullmatch(text):
            if at > start:
                break
            at += 1
            start = at
            continue
        if at > start and (
            re.match(r"(?:Căn cứ|Theo đề nghị|Xét|Thực hiện|Trên cơ sở|Theo|Để)\b", text) or _is_authority(text)
        ):
            break
        if _ADDRESSEE.match(text):
            break
        if _ENDS_SENTENCE.search(text) and not is_upper(text):
            break
        if at > start and is_upper(lines[start].text) and not is_upper(text) and not text[0].islower():
            break
        at += 1
    return range(start, at)


_AUTHORITY = re.compile(
    r"(?:CHỦ TỊCH|PHÓ CHỦ TỊCH|ỦY BAN|UỶ BAN|HỘI ĐỒNG NHÂN DÂN|BỘ TRƯỞNG|THỦ TƯỚNG|CHÍNH PHỦ$|GIÁM ĐỐC|THỐNG ĐỐC|QUỐC HỘI$|BAN THƯỜNG VỤ|"
    r"CHÁNH|TỔNG|BAN CHẤP HÀNH|BỘ TÀI CHÍNH$|TRƯỞNG)"
)


def _is_authority(text: str) -> bool:
    return is_upper(text) and bool(_AUTHORITY.match(text)) and not re.search(r"\bVỀ\b", text)


def _continues_addressee(text: str) -> bool:
    if text.startswith("|"):
        return "Kính gửi" in text
    label = labels(text)
    return bool(label) and label[0].level == "dash" and len(text) < 160


def _starts_tail(text: str) -> bool:
    if _RECIPIENTS.match(text):
        return True
    bare = text.strip("| ")
    return bool(_SIGNATURE.match(text)) and len(text) < 400 and is_upper(bare[:12])


def _tail_kind(text: str, state: RegionKind) -> RegionKind:
    if state == "clutter" or is_clutter(text):
        return "clutter"
    if _RECIPIENTS.match(text):
        return "recipients"
    if _SIGNATURE.match(text):
        return "signature"
    dash = text.startswith(("-", "–", "•", "+"))
    if state == "recipients" and (
        dash or text.startswith(("Như", "Lưu")) or text.endswith((";", ",")) or "Lưu" in text[:12]
    ):
        return "recipients"
    if len(text) > 120 and not text.startswith("|"):
        return "loose"
    return "signature" if state in ("recipients", "signature") else state


def _new_part(lines: Sequence[Line], index: int, state: RegionKind) -> Literal["attachment", "appendix"] | None:
    """Whether `lines[index]` heads an attached document or an appendix."""
    text = lines[index].text
    following = " ".join(line.text for line in lines[index : index + 9])
    after_tail = state != "body"
    if found := _APPENDIX.fullmatch(text):
        rest = found["rest"].strip()
        plain = not rest or rest[0] in ".:(–-" or is_upper(rest)
        if plain and (found["word"].isupper() or after_tail or len(text) < 30):
            return "appendix"
    if after_tail and _FORM.fullmatch(text) and len(text) < 60:
        return "appendix"
    if kind := document_type(text):
        exact = text.strip(" :.").upper() == kind.upper()
        named = re.search(r"kèm\s+theo\s+(?:\w+\s+){0,4}số", following, re.IGNORECASE) or (
            _ATTACHED.search(following) and re.search(r"\((?:Ban hành\s+)?Kèm theo", following, re.IGNORECASE)
        )
        if (exact and after_tail) or (named and (after_tail or exact)):
            return "attachment"
    if after_tail and _LETTERHEAD.search(text):
        ahead = lines[index + 1 : index + 10]
        if any(document_type(line.text) or (_APPENDIX.fullmatch(line.text) and is_upper(line.text)) for line in ahead):
            return "attachment"
    return None


def _part_head_end(lines: Sequence[Line], index: int, kind: str) -> int:
    """The index after the heading lines of the part that begins at `index`."""
    end = index + 1
    while end < min(index + 14, len(lines)):
        text = lines[end].text
        if _opens_clauses(text) or lines[end].is_row:
            break
        if kind == "appendix" and (_APPENDIX.fullmatch(text) or document_type(text)) and not is_upper(text):
            break
        bracket = text.startswith("(") or bool(_ATTACHED.search(text) and len(text) < 300)
        if not (is_upper(text) or bracket or _SEPARATOR.fullmatch(text) or _heads_mixed_case(lines, index, end)):
            break
        end += 1
        if bracket and ")" in text:
            break
    return end


def _heads_mixed_case(lines: Sequence[Line], start: int, at: int) -> bool:
    """Whether a line in small letters still belongs to the heading: the note "(Kèm theo …)" is yet to come."""
    text = lines[at].text
    if labels(text) or len(text) > 300 or _ENDS_SENTENCE.search(text):
        return False
    return any(re.match(r"\(\s*(?:Ban hành\s+)?Kèm theo", line.text, re.IGNORECASE) for line in lines[at : start + 9])
