"""How documents print the names of agencies: patterns and the list of known names, no logic.

Known names are in `agencies.tsv`. Its column `heads` says what a name needs: heads such as `Bộ,Sở` stand before a field of work ("Nội vụ");
`+` may be followed by what it belongs to ("Ủy ban nhân dân" + "các xã"), `…` must be ("Công an" + "tỉnh"). `forms` are other ways to print it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

#: Capital letters, for a character class.
UPPER = "A-Z" + "".join(chr(code) for code in range(0xC0, 0x1EFA) if chr(code).isupper())
#: White space within a line.
GAP = r"[^\S\n]+"
_LETTER = r"[^\W\d_]"
_CAPITAL_WORD = rf"[{UPPER}]{_LETTER}*"
_SMALL_WORD = rf"(?![{UPPER}]){_LETTER}+"

#: What an agency does, as far as it tells where a name ends; the first words of tasks.
VERBS = (
    "chủ trì", "phối hợp", "chịu trách nhiệm", "có trách nhiệm", "có nhiệm vụ", "tham mưu", "chỉ đạo", "lãnh đạo", "hướng dẫn",
    "tổ chức", "triển khai", "thực hiện", "xây dựng", "rà soát", "kiểm tra", "thanh tra", "theo dõi", "đôn đốc", "tổng hợp", "báo cáo",
    "đề xuất", "nghiên cứu", "chủ động", "căn cứ", "tăng cường", "đẩy mạnh", "tiếp tục", "quán triệt", "ban hành", "trình", "quản lý",
    "bố trí", "cân đối", "phân bổ", "cung cấp", "công bố", "đảm bảo", "bảo đảm", "thẩm định", "phê duyệt", "xem xét", "giám sát",
    "tuyên truyền", "vận động", "cập nhật", "lập", "lồng ghép", "hoàn thiện", "hoàn thành", "hỗ trợ", "tạo điều kiện", "giúp", "cử",
    "gửi", "tiếp nhận", "xử lý", "giải quyết", "khẩn trương", "kịp thời", "thường xuyên", "định kỳ", "phát huy", "nâng cao", "đổi mới",
    "thông báo", "xác định", "phân công", "cụ thể hóa", "tích cực", "quan tâm", "tập trung", "nghiêm túc", "phổ biến", "kiện toàn",
    "thông tin", "phân tích", "đánh giá", "sơ kết", "tổng kết", "kiến nghị", "xác nhận", "lựa chọn", "phát hiện", "ngăn chặn", "đăng ký",
    "thống nhất", "phát động", "chuẩn bị", "công khai", "khai thác", "phân loại", "tổng rà soát", "quy định", "thanh toán", "chi trả",
    "in ấn", "quyết toán", "thành lập", "tiến hành", "nắm bắt", "nắm chắc", "khuyến khích", "ưu tiên", "điều hành", "thể chế hóa",
    "sửa đổi", "quyết định", "thu hút", "huy động", "phát triển", "mở rộng", "đưa", "duy trì", "bổ sung", "cấp", "hình thành", "khắc phục",
    "kiểm soát", "giao", "yêu cầu", "lấy", "đầu tư", "tham gia", "thu thập", "thúc đẩy", "phản ánh", "làm việc", "làm", "lưu ý", "khảo sát",
    "tính toán", "đào tạo", "chấn chỉnh", "chấp hành", "bám sát", "cấp phát", "tiếp thu", "đề nghị", "chuyển", "điều tra", "thu hồi",
)  # fmt: skip
#: Words that end a name without beginning a task.
_BREAKS = (
    "và", "với", "để", "theo", "trong", "tại", "về", "trên", "được", "phải", "cần", "sẽ", "đã", "đang", "là", "có", "cùng", "khi", "nếu",
    "do", "từ", "đến", "cho", "bằng", "đối", "thì", "mà", "như", "hoặc", "của", "thuộc", "ngoài", "tỉnh", "huyện", "thành", "xã", "các",
    "ở", "cũng", "còn", "sớm", "tự", "không",
)  # fmt: skip

#: What an agency can be the agency of.
_UNIT = (
    r"(?:cấp\s+)?(?:tỉnh|thành\s+phố|[Tt]hành\s+phố|TP\.?|huyện|thị\s+xã|thị\s+trấn|thị,?\s+thành|quận|phường|xã|đặc\s+khu)"
    r"(?![^\W\d_])(?!\s+(?:hội|đoàn|ủy|uỷ)\b)"
)
_BELONGING = r"(?:trực\s+)?thuộc\s+(?:[Tt]rung\s+ương|tỉnh|thành\s+phố)|(?:có\s+)?liên\s+quan|trên\s+địa\s+bàn(?:\s+(?:tỉnh|thành\s+phố))?|trong\s+tỉnh"
SCOPE = rf"""
    (?:{GAP}Việt{GAP}Nam)?
    (?:(?:\s*-)?\s*[Cc]hi{GAP}nhánh(?={GAP}))?
    (?:
        {GAP}các{GAP}(?:cấp(?!{GAP}ủy|{GAP}uỷ)|địa{GAP}phương)                # các cấp, các địa phương
        (?:{GAP}(?:{_BELONGING}))?
      |
        {GAP}(?:các{GAP}{_UNIT}                                         # các huyện,
            |{_UNIT}(?=\s*,\s*{_UNIT}|{GAP}(?:và|hoặc){GAP}{_UNIT}))          # or several without các
        (?:(?:\s*,\s*|{GAP}(?:và|hoặc){GAP})(?:các{GAP})?{_UNIT})*              # thành phố
        (?:{GAP}(?:{_BELONGING}))?
      |
        {GAP}{_UNIT}                                                     # tỉnh
        (?:{GAP}(?:{_CAPITAL_WORD}(?:{GAP}(?:-{GAP})?{_CAPITAL_WORD}){{0,3}}))?  # Lào Cai
      |
        {GAP}[Kk]hu{GAP}vực{GAP}\w+
      |
        {GAP}(?:[Tt]rung{GAP}ương(?:{GAP}Đảng)?|TW|cùng{GAP}cấp|nơi{GAP}cư{GAP}trú|(?:Tỉnh|Thành|Huyện|Thị|Đảng){GAP}(?:ủy|uỷ))
    )?
"""

#: Heads whose names are not all known: "Ban", "Chi cục" and the capitals behind them.
_OPEN_HEADS = (
    "Ban Chỉ đạo", "Ban Quản lý", "Ban quản lý", "Ban Chấp hành", "Ban Thường vụ", "Ban cán sự đảng", "Ban Cán sự đảng", "Ban", "Tổng cục",
    "Chi cục", "Cục", "Văn phòng", "Trung tâm", "Viện", "Hội đồng", "Hiệp hội", "Hội", "Liên minh", "Liên hiệp", "Liên đoàn", "Quỹ", "Trường",
    "Ngân hàng", "Ủy ban", "Đài", "Tổng công ty", "Tập đoàn", "Công ty", "Đảng ủy", "Đảng đoàn", "Đảng bộ", "Tổ công tác", "Phòng", "Học viện",
    "Bệnh viện", "Bộ Tư lệnh", "Thường trực", "Chi nhánh", "Tạp chí", "Báo", "Đại học", "Thanh tra", "Bảo tàng", "Thư viện", "Vụ",
)  # fmt: skip
#: The words of `_OPEN_HEADS` and of the fields that cannot continue another agency's name after "và".
_NEW_NAME = rf"(?!(?:Đồng\s+chí|Trước|Bộ|Sở|Ban|Cục|Chi|Văn\s+phòng|Trung\s+tâm|Viện|Hội|Ủy|Uỷ|UBND|HĐND|Đảng|Công\s+an|Thanh\s+tra|Phòng|Ngân\s+hàng){GAP})"

#: Nouns for agencies that are not named one by one.
_GROUP_NOUN = r"""
    (?:
        (?:[Ss]ở|[Bb]ộ(?!{g}(?:phận|máy|đội))|[Bb]an|[Nn]gành|[Đđ]oàn{g}thể|[Hh]ội|[Cc]ơ{g}quan|[Đđ]ơn{g}vị|[Đđ]ịa{g}phương|[Tt]ổ{g}chức|[Cc]ấp{g}(?:ủy|uỷ)|[Cc]hính{g}quyền|[Dd]oanh{g}nghiệp
          |[Hh]ợp{g}tác{g}xã|[Cc]ấp|[Đđ]ảng{g}(?:ủy|uỷ)|[Đđ]ảng{g}bộ|[Cc]hi{g}bộ|[Tt]rường|[Nn]gân{g}hàng|[Cc]hủ{g}đầu{g}tư|[Cc]á{g}nhân|[Tt]ỉnh|[Tt]hành{g}phố|[Hh]uyện|[Xx]ã|[Pp]hường
          |[Tt]ỉnh{g}(?:ủy|uỷ)|[Tt]hành{g}(?:ủy|uỷ)|[Hh]uyện{g}(?:ủy|uỷ)|[Tt]hị{g}(?:ủy|uỷ)|[Pp]hòng|[Cc]ơ{g}sở|[Hh]iệp{g}hội|[Tt]rung{g}tâm|[Cc]hủ{g}rừng|[Đđ]ảng{g}đoàn|[Bb]an{g}cán{g}sự{g}đảng
          |[Tt]ập{g}đoàn|[Tt]ổng{g}công{g}ty|[Tt]hành{g}viên|[Bb]an{g}chỉ{g}đạo|[Hh]ội{g}đồng|[Hh]ội{g}quần{g}chúng|[Cc]ục|[Cc]hi{g}cục|[Đđ]ại{g}học|[Hh]ọc{g}viện|[Vv]iện|[Nn]hà{g}máy)
        (?![^\W\d_])
        (?:{g}(?:chính{g}trị(?:\s*-\s*xã{g}hội)?|[Cc]hính{g}trị\s*-\s*[Xx]ã{g}hội|xã{g}hội(?:{g}nghề{g}nghiệp|\s*-\s*nghề{g}nghiệp)?|đảng|Đảng|chuyên{g}môn|chức{g}năng|chuyên{g}trách
          |quản{g}lý{g}nhà{g}nước|nhà{g}nước|báo{g}chí|thông{g}tấn(?:,?{g}báo{g}chí)?|truyền{g}thông|tín{g}dụng|thương{g}mại|đoàn{g}thể|ngang{g}[Bb]ộ|hành{g}chính
          |thuộc{g}Chính{g}phủ|kinh{g}tế|sự{g}nghiệp|đào{g}tạo|giáo{g}dục|y{g}tế|quần{g}chúng|đại{g}học|ban,?{g}ngành|cơ{g}sở|sản{g}xuất|kinh{g}doanh|khoa{g}học|(?:ủy|uỷ)(?:{g}đảng)?|tham{g}mưu,?{g}giúp{g}việc))*
    )
""".replace("{g}", GAP)
_GROUP_MODIFIER = (
    r"(?:có\s+)?liên\s+quan|cấp\s+(?:tỉnh|huyện|xã|cơ\s+sở)|(?:của|trong|thuộc|trực\s+thuộc)\s+(?:tỉnh|thành\s+phố|Trung\s+ương)(?!\s+(?:ủy|uỷ))|tỉnh(?![^\W\d_])(?!\s+(?:ủy|uỷ))"
    r"|trực\s+thuộc(?:\s+(?:tỉnh|[Tt]rung\s+ương|UBND\s+tỉnh|Ủy\s+ban\s+nhân\s+dân\s+tỉnh))?|(?:ở\s+)?[Tt]rung\s+ương(?!\s+Đảng)|trên\s+địa\s+bàn(?:\s+(?:tỉnh|thành\s+phố|huyện))?"
    r"|Đảng\s+(?:ủy|uỷ)(?=\s*[;,.\n]|$)|(?:ở\s+)?địa\s+phương(?:\s+liên\s+quan)?|nhà\s+nước|khác"
)
_JOINT = rf"(?:\s*[,/]\s*(?:và{GAP})?|{GAP}(?:và|cùng){GAP})"


def group(many: str = "(?P<many>[Cc]ác|[Nn]hững|[Mm]ọi|[Tt]oàn\\s+thể)") -> str:
    """Agencies that are not named: "các sở, ban, ngành có liên quan"."""
    return rf"""
        (?:{many}{GAP})?
        {_GROUP_NOUN}
        (?P<more>(?:{_JOINT}(?:các{GAP})?{_GROUP_NOUN})*)
        (?P<modifier>(?:{GAP}(?:{_GROUP_MODIFIER}))*)
    """


#: Those who stand for their agency, and those who are another organ than the one they are named by.
OFFICERS = (
    r"(?:Giám\s+đốc|Thủ\s+trưởng|Chánh(?!\s+án)|Chánh\s+án|Viện\s+trưởng|Bộ\s+trưởng|Cục\s+trưởng|Chi\s+cục\s+trưởng|Trưởng(?:\s+ban|\s+phòng)?|Hiệu\s+trưởng"
    r"|Tổng\s+[Gg]iám\s+đốc|Chủ\s+nhiệm|Tổng\s+Thanh\s+tra|Thống\s+đốc|[Ll]ãnh\s+đạo(?=\s+(?:các\s+)?(?:[Ss]ở|Bộ|Văn|UBND|Công)\s)|[Nn]gười\s+đứng\s+đầu|Chỉ\s+huy\s+trưởng)"
)
CHAIRS = r"(?:Chủ\s+tịch|Phó\s+Chủ\s+tịch|Bí\s+thư)"


@dataclass(frozen=True, slots=True)
class Known:
    """A known name: the heads it stands behind (none: it stands alone), and whether it may (`+`) or must (`…`) say what it belongs to."""

    name: str
    heads: tuple[str, ...]
    scope: str
    pattern: str


@cache
def known_names() -> tuple[Known, ...]:
    """All known names, longest form first."""
    known = []
    with Path(__file__).with_name("agencies.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            scope = row["heads"] if row["heads"] in ("+", "…") else ""
            heads = () if scope or not row["heads"] else tuple(row["heads"].split(","))
            for form in (row["name"], *filter(None, (row["forms"] or "").split(";"))):
                pattern = _abbreviation(form) if heads and form != row["name"] else _flexible(form)
                known.append((len(form), Known(row["name"], heads, scope, pattern)))
    return tuple(item for _, item in sorted(known, key=lambda pair: -pair[0]))


def _abbreviation(letters: str) -> str:
    """`LĐTBXH` with the joints that some put into it."""
    return r"\s?[-&.,]?\s?".join(re.escape(char) for char in letters) + r"(?![^\W\d_])"


def _flexible(name: str) -> str:
    """`name` with either place of the tone mark, any joint between its parts, and capitals or not."""
    parts = re.split(r"\s*(?:,|-|&|\bvà\b)\s*", name)
    between = rf"(?:{GAP}|\s?[,&-]\s?|\s?–\s?)(?:và{GAP}|&\s?)?"
    words = (GAP.join(_either_tone(word) for word in part.split()) for part in parts)
    return "(?i:" + between.join(words) + r")(?![^\W\d_])"


_TONES = {"óa": "oá", "òa": "oà", "ủy": "uỷ", "úy": "uý", "ùy": "uỳ", "ụy": "uỵ"}


def _either_tone(word: str) -> str:
    for new, old in _TONES.items():
        if word.lower().endswith(new):
            stem = word[: -len(new)]
            spelt = (new, old) if word[-2:].islower() or not stem else (new.upper(), old.upper())
            capital = [form.capitalize() for form in spelt] if not stem and word[0].isupper() else list(spelt)
            return rf"{re.escape(stem)}(?:{'|'.join(capital)})"
    return re.escape(word)


def _any(words: Iterable[str]) -> str:
    return "|".join(_either_tone_words(word) for word in sorted(words, key=len, reverse=True))


def _either_tone_words(words: str) -> str:
    return GAP.join(_either_tone(word) for word in words.split())


VERB = rf"(?:{_any(VERBS)})(?![^\W\d_])"
_END = rf"(?=\s*(?:[,;:.()“”\"\n|/]|-\s|$)|{GAP}(?:{_any((*VERBS, *_BREAKS))})(?![^\W\d_])|{GAP}[{UPPER}])"

#: An agency with one of the open heads.
OPEN = re.compile(
    rf"""
    (?:{_any(_OPEN_HEADS)})
    {GAP}{_NEW_NAME}{_CAPITAL_WORD}                                    # Bảo
    (?:(?:{GAP}{_SMALL_WORD}){{0,2}}?{GAP}(?:-{GAP})?{_NEW_NAME}{_CAPITAL_WORD})*    # ... và Dân vận
    (?:(?:{GAP}{_SMALL_WORD}){{0,5}}?{_END})?                                 # vệ môi trường
    (?P<scope>{SCOPE})
    """,
    re.VERBOSE,
)
GROUP = re.compile(group(), re.VERBOSE)
SCOPE_AT = re.compile(SCOPE, re.VERBOSE)
OFFICER_AT = re.compile(rf"(?:{OFFICERS}|(?P<chair>{CHAIRS}(?:\s*,\s*{CHAIRS})*)){GAP}", re.VERBOSE)
#: What stands between the fields of "các Sở: Nội vụ, Tài chính và Xây dựng".
FIELD_JOINT = re.compile(rf"\s*[,;]\s*(?:và{GAP})?|{GAP}và{GAP}")
