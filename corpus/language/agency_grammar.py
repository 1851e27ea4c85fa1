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

from corpus.language.text import fold

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
    "tính toán", "định hướng", "rút ngắn", "bàn giao",
    "đào tạo", "chấn chỉnh", "chấp hành", "bám sát", "cấp phát", "tiếp thu", "đề nghị", "chuyển", "điều tra", "thu hồi",
)  # fmt: skip
#: Words that end a name without beginning a task.
_BREAKS = (
    "và", "với", "để", "theo", "trong", "tại", "về", "trên", "được", "phải", "cần", "sẽ", "đã", "đang", "là", "có", "cùng", "khi", "nếu",
    "do", "từ", "đến", "cho", "bằng", "đối", "thì", "mà", "như", "hoặc", "của", "thuộc", "ngoài", "tỉnh", "huyện", "thành", "xã", "các",
    "ở", "cũng", "còn", "sớm", "tự", "không",
)  # fmt: skip

#: What an agency can be the agency of.
_UNIT = (
    r"(?:cấp\s+)?(?:tỉnh|thành\s+phố|[Tt]hành\s+phố|TP\.?|huyện|thị\s+xã|thị\s+trấn|thị,?\s+thành|quận|phường|xã|đặc\s+khu|quân\s+khu)"
    r"(?![^\W\d_])(?!\s+(?:hội|đoàn|ủy|uỷ)\b)"
)
_BELONGING = r"(?:trực\s+)?thuộc\s+(?:[Tt]rung\s+ương|tỉnh|thành\s+phố)|(?:có\s+)?liên\s+quan|trên\s+địa\s+bàn(?:\s+(?:tỉnh|thành\s+phố))?|trong\s+tỉnh"
#: Words that begin another agency's name and cannot continue one after "và".
_NEW_NAME = (
    rf"(?!(?:Tỉnh|Thành|Huyện|Thị){GAP}(?:ủy|uỷ))"
    rf"(?!(?:Đồng\s+chí|Trước|Bộ|Sở|Ban|Cục|Chi|Văn\s+phòng|Trung\s+tâm|Viện|Hội|Ủy|Uỷ|UBND|HĐND|Đảng|Công\s+an|Thanh\s+tra|Phòng|Ngân\s+hàng){GAP})"
)
SCOPE = rf"""
    (?:{GAP}Việt{GAP}Nam)?
    (?:(?:\s*-)?\s*[Cc]hi{GAP}nhánh(?={GAP}))?
    (?:
        {GAP}các{GAP}(?:cấp(?!{GAP}ủy|{GAP}uỷ)|địa{GAP}phương)                # các cấp, các địa phương
        (?:{GAP}(?:{_BELONGING}))?
      |
        {GAP}(?:các{GAP}{_UNIT}                                         # các huyện,
            |{_UNIT}(?=\s*,\s*{_UNIT}|{GAP}[-–]{GAP}{_UNIT}|{GAP}(?:và|hoặc){GAP}{_UNIT}))          # or several without các
        (?:(?:\s*,\s*|{GAP}[-–]{GAP}|{GAP}(?:và|hoặc){GAP})(?:các{GAP})?{_UNIT})*              # thành phố
        (?:{GAP}(?:{_BELONGING})|:{GAP}{_CAPITAL_WORD}(?:{GAP}{_CAPITAL_WORD})*(?:(?:,{GAP}|{GAP}và{GAP}){_NEW_NAME}{_CAPITAL_WORD}(?:{GAP}{_CAPITAL_WORD})*)*)?
      |
        {GAP}quốc{GAP}gia(?:{GAP}\d+)?
      |
        {GAP}số{GAP}\d+
      |
        {GAP}{_UNIT}                                                     # tỉnh
        (?:{GAP}(?:{_CAPITAL_WORD}(?:{GAP}(?:-{GAP})?{_CAPITAL_WORD}){{0,3}}))?  # Lào Cai
      |
        {GAP}[Kk]hu{GAP}vực(?:{GAP}(?:[IVXL]+|\d+)\b)?
      |
        {GAP}(?:[Tt]rung{GAP}ương(?:{GAP}Đảng)?|TW|cùng{GAP}cấp|nơi{GAP}cư{GAP}trú|(?:Tỉnh|Thành|Huyện|Thị|Đảng){GAP}(?:[Ủủ]y|[Uu]ỷ))
    )?
"""

#: Heads whose names are not all known: "Ban", "Chi cục" and the capitals behind them.
_OPEN_HEADS = (
    "Ban Chỉ đạo", "Ban Quản lý", "Ban quản lý", "Ban Chấp hành", "Ban Thường vụ", "Ban cán sự đảng", "Ban Cán sự đảng", "Ban", "Tổng cục",
    "Chi cục", "Cục", "Văn phòng", "Trung tâm", "Viện", "Hội đồng", "Hiệp hội", "Hội", "Liên minh", "Liên hiệp", "Liên đoàn", "Quỹ", "Trường",
    "Ngân hàng", "Ủy ban", "Đài", "Tổng công ty", "Tập đoàn", "Công ty", "Đảng ủy", "Đảng đoàn", "Đảng bộ", "Tổ công tác", "Phòng", "Học viện",
    "Bệnh viện", "Bộ Tư lệnh", "Thường trực", "Chi nhánh", "Tạp chí", "Báo", "Đại học", "Thanh tra", "Bảo tàng", "Thư viện", "Vụ",
)  # fmt: skip
_UY = r"(?:[Ủủ]y|[Uu]ỷ)"
#: Nouns for agencies that are not named one by one.
_GROUP_NOUN = rf"""
    (?:
        (?:
            [Ss]ở(?:{GAP}ngành)?|[Bb]ộ{GAP}trưởng|[Bb]ộ(?!{GAP}(?:phận|máy|đội))(?:{GAP}ngành)?|[Bb]an(?:{GAP}ngành)?|[Nn]gành|[Pp]hòng|(?:[Cc]ục|[Cc]hi{GAP}cục|Vụ)(?!{GAP}trưởng)
           |(?:[Vv]ụ{GAP}trưởng(?!{GAP}(?:các{GAP})?[Vv]ụ)|[Cc]ục{GAP}trưởng(?!{GAP}(?:các{GAP})?[Cc]ục))(?={GAP}|[,;.\n]|$)
           |[Cc]ơ{GAP}quan|[Đđ]ơn{GAP}vị|[Tt]hủ{GAP}trưởng{GAP}cơ{GAP}quan|[Qq]uân{GAP}khu|[Tt]rung{GAP}tâm|[Vv]iện(?!{GAP}trưởng)|[Bb]an{GAP}chỉ{GAP}đạo
           |[Hh]ội{GAP}đồng  # administration
           |[Đđ]ịa{GAP}phương|[Cc]ấp(?:{GAP}chính{GAP}quyền)?|[Cc]hính{GAP}quyền|[Tt]ỉnh|[Tt]hành{GAP}phố|[Hh]uyện|[Xx]ã|[Pp]hường  # places
           |[Cc]ấp{GAP}{_UY}|[Đđ]ảng{GAP}{_UY}|[Đđ]ảng{GAP}bộ|[Cc]hi{GAP}bộ|[Đđ]ảng{GAP}đoàn|[Bb]an{GAP}cán{GAP}sự{GAP}đảng  # the Party
           |[Tt]ỉnh{GAP}{_UY}|[Tt]hành{GAP}{_UY}|[Hh]uyện{GAP}{_UY}|[Tt]hị{GAP}{_UY}
           |[Đđ]oàn{GAP}thể|[Hh]ội{GAP}quần{GAP}chúng|[Hh]ội|[Hh]iệp{GAP}hội|[Tt]ổ{GAP}chức|[Cc]á{GAP}nhân|[Tt]hành{GAP}viên  # society
           |[Tt]rường(?!{GAP}hợp)|[Đđ]ại{GAP}học|[Hh]ọc{GAP}viện|[Cc]ơ{GAP}sở|[Nn]hà{GAP}máy|[Dd]oanh{GAP}nghiệp|[Hh]ợp{GAP}tác{GAP}xã|[Nn]gân{GAP}hàng|[Tt]ập{GAP}đoàn
           |[Tt]ổng{GAP}công{GAP}ty|[Cc]hủ{GAP}rừng
           |[Cc]hủ{GAP}đầu{GAP}tư(?:{GAP}hạ{GAP}tầng)?(?:{GAP}(?:các{GAP})?(?:khu,?{GAP})?(?:khu|cụm){GAP}công{GAP}nghiệp)?
        )
        (?![^\W\d_])
        (?:                                                                                                                # of what kind
            {GAP}
            (?:[Cc]hính{GAP}trị(?:\s*[-–]\s*[Xx]ã{GAP}hội)?|xã{GAP}hội(?:(?:{GAP}|\s*[-–]\s*)nghề{GAP}nghiệp)?|[Đđ]ảng(?!{GAP}(?:đoàn|bộ|[ủỦ]y|uỷ))
              |{_UY}(?:{GAP}đảng)?|chuyên{GAP}môn|chức{GAP}năng|chuyên{GAP}trách|tham{GAP}mưu,?{GAP}giúp{GAP}việc|quản{GAP}lý{GAP}nhà{GAP}nước|nhà{GAP}nước|hành{GAP}chính
              |sự{GAP}nghiệp|ngang{GAP}[Bb]ộ|thuộc{GAP}Chính{GAP}phủ|đoàn{GAP}thể|ban,?{GAP}ngành|quần{GAP}chúng|cơ{GAP}sở|thông{GAP}tấn(?:,?{GAP}báo{GAP}chí)?
              |báo{GAP}chí|truyền{GAP}thông|tín{GAP}dụng|thương{GAP}mại|kinh{GAP}tế|sản{GAP}xuất|kinh{GAP}doanh|khoa{GAP}học|đào{GAP}tạo|giáo{GAP}dục|đại{GAP}học|cao{GAP}đẳng|y{GAP}tế)
        )*
    )
"""
_GROUP_MODIFIER = rf"""
    (?:có{GAP})?liên{GAP}quan|khác|nhà{GAP}nước|(?:ở{GAP})?địa{GAP}phương(?:{GAP}liên{GAP}quan)?
    |cấp{GAP}(?:tỉnh|huyện|xã|cơ{GAP}sở)|tỉnh(?![^\W\d_])(?!{GAP}(?:ủy|uỷ))
    |(?:của|trong|thuộc|trực{GAP}thuộc){GAP}(?:tỉnh|thành{GAP}phố|Trung{GAP}ương)(?!{GAP}(?:ủy|uỷ))
    |thuộc,{GAP}trực{GAP}thuộc(?![^\W\d_])
    |(?:trực{GAP})?thuộc{GAP}(?:[Bb]ộ|[Ss]ở)(?=\s*[,;.\n]|{GAP}(?:và|có|chịu|căn|theo)(?![^\W\d_])|$)
    |trực{GAP}thuộc(?:{GAP}(?:tỉnh|[Tt]rung{GAP}ương|UBND{GAP}tỉnh|Ủy{GAP}ban{GAP}nhân{GAP}dân{GAP}tỉnh))?
    |(?:ở{GAP})?[Tt]rung{GAP}ương(?!{GAP}Đảng)(?:(?:,|{GAP}và){GAP}địa{GAP}phương)?(?:,?{GAP}(?:và{GAP})?quân{GAP}đội)?
    |trên{GAP}địa{GAP}bàn(?:{GAP}(?:tỉnh|thành{GAP}phố|huyện))?|Đảng{GAP}(?:ủy|uỷ)(?=\s*[;,.\n]|$)
"""
_JOINT = rf"(?:\s*[,/]\s*(?:và{GAP})?|{GAP}(?:và|cùng){GAP})"


def group(many: str = "(?P<many>[Cc]ác|[Nn]hững|[Mm]ọi|[Mm]ỗi|[Tt]oàn\\s+thể)") -> str:
    """Agencies that are not named: "các sở, ban, ngành có liên quan"."""
    return rf"""
        (?:{many}{GAP})?
        {_GROUP_NOUN}
        (?P<more>(?:{_JOINT}{_GROUP_NOUN}){{0,15}})
        (?P<modifier>(?:{GAP}(?:{_GROUP_MODIFIER})){{0,4}})
    """


#: Those who stand for their agency, and those who are another organ than the one they are named by.
OFFICERS = r"""
    (?:
        [Gg]iám\s+đốc|[Tt]ổng\s+[Gg]iám\s+đốc|[Tt]hủ\s+trưởng|[Bb]ộ\s+trưởng|[Cc]ục\s+trưởng|[Vv]ụ\s+trưởng|[Cc]hi\s+cục\s+trưởng|[Tt]rưởng(?:\s+ban|\s+phòng)?
       |[Cc]hánh(?!\s+án)|[Cc]hánh\s+án|[Vv]iện\s+trưởng|[Hh]iệu\s+trưởng|[Cc]hủ\s+nhiệm|[Tt]ổng\s+Thanh\s+tra|[Tt]hống\s+đốc|[Cc]hỉ\s+huy\s+trưởng
       |[Nn]gười\s+đứng\s+đầu|[Ll]ãnh\s+đạo(?=\s+(?:các\s+)?(?:[Ss]ở|[Bb]ộ|Ban|[Cc]ục|Văn|UBND|Công)\b)
    )
"""
CHAIRS = r"(?:Chủ\s+tịch|Phó\s+Chủ\s+tịch|Bí\s+thư)"


@dataclass(frozen=True, slots=True)
class Known:
    """A known name in one of its forms: the heads it stands behind (none: it stands alone), whether it may (`+`) or must (`…`) say what it belongs to.

    `begins` are the first two letters of the form, folded.
    """

    name: str
    heads: tuple[str, ...]
    scope: str
    begins: str
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
                known.append((len(form), Known(row["name"], heads, scope, fold(form[:2]), pattern)))
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
#: The first words of names in small letters: all that groups, officers and enumerations may begin with.
SMALL_BEGINNINGS = frozenset(
    [
        "các",
        "những",
        "mọi",
        "mỗi",
        "toàn",
        "liên",
        "sở",
        "bộ",
        "ban",
        "ngành",
        "đoàn",
        "hội",
        "cơ",
        "đơn",
        "địa",
        "tổ",
        "cấp",
        "chính",
        "doanh",
        "hợp",
        "đảng",
        "chi",
        "trường",
        "ngân",
        "chủ",
        "cá",
        "tỉnh",
        "thành",
        "huyện",
        "xã",
        "phường",
        "thị",
        "phòng",
        "hiệp",
        "trung",
        "tập",
        "thủ",
        "quân",
        "cục",
        "đại",
        "học",
        "viện",
        "nhà",
        "giám",
        "chánh",
        "hiệu",
        "tổng",
        "thống",
        "lãnh",
        "người",
        "chỉ",
        "trưởng",
    ]
)
#: The central government's agencies, as the last article of an act names them.
CENTRAL = re.compile(
    rf"""
    (?:[Cc]ác{GAP})?[Bb]ộ(?:{GAP}trưởng(?:{GAP}các{GAP}[Bb]ộ)?)?\s*,\s*
    (?:[Tt]hủ{GAP}trưởng{GAP})?(?:các{GAP})?[Cc]ơ{GAP}quan{GAP}ngang{GAP}[Bb]ộ(?:\s*,\s*(?:và{GAP})?|{GAP}và{GAP})
    (?:[Tt]hủ{GAP}trưởng{GAP})?(?:các{GAP})?[Cc]ơ{GAP}quan{GAP}(?:trực{GAP})?thuộc{GAP}Chính{GAP}phủ
    """,
    re.VERBOSE,
)
#: Those who are no part of the administration.
PRIVATE = re.compile(
    rf"(?:các|những|mọi)?\s*(?:doanh{GAP}nghiệp|tổ{GAP}chức|cá{GAP}nhân|cơ{GAP}sở|nhà{GAP}máy|hợp{GAP}tác{GAP}xã|thành{GAP}viên|sản{GAP}xuất|kinh{GAP}doanh|kinh{GAP}tế|khác"
    rf"|(?:có{GAP})?liên{GAP}quan|trên{GAP}địa{GAP}bàn(?:{GAP}tỉnh)?|tín{GAP}dụng|hoạt{GAP}động|[,;\s]|và)+",
    re.IGNORECASE,
)
#: An agency named by what it is charged with: "cơ quan quản lý nhà nước về thủy sản"; what it belongs to or its tier must follow.
CHARGED = re.compile(
    rf"""
    (?:[Cc]ác{GAP})?[Cc]ơ{GAP}quan{GAP}
    (?:chuyên{GAP}môn|chuyên{GAP}ngành|quản{GAP}lý(?:{GAP}(?:nhà{GAP}nước|chuyên{GAP}ngành))*){GAP}về      # quản lý nhà nước về
    (?:,?{GAP}(?!(?:thuộc|trực|cấp|của|có|chịu)(?![^\W\d_])){_SMALL_WORD}){{1,10}}                     # thủy sản
    (?:{GAP}(?:cấp{GAP}(?:tỉnh|huyện|xã|[Tt]rung{GAP}ương)|(?:ở{GAP})?(?:[Tt]rung{GAP}ương|địa{GAP}phương))(?![^\W\d_])
      |(?P<owned>{GAP}(?:(?:trực{GAP})?thuộc|của){GAP}))                                        # cấp tỉnh; thuộc …
    """,
    re.VERBOSE,
)
SCOPE_AT = re.compile(SCOPE, re.VERBOSE)
OFFICER_AT = re.compile(rf"(?:{OFFICERS}|(?P<chair>{CHAIRS}(?:\s*,\s*{CHAIRS}){{0,2}})){GAP}", re.VERBOSE)
#: An organ of another agency: "Văn phòng Ban Chỉ đạo", "Đảng ủy Bộ Xây dựng"; and what agencies that are not named belong to.
WITHIN = re.compile(
    rf"(?:(?:Đảng{GAP}{_UY}(?:{GAP}cơ{GAP}quan)?|Tổ{GAP}đảng(?:{GAP}ở)?|Thường{GAP}trực|Văn{GAP}phòng|Thanh{GAP}tra|Ban{GAP}Thường{GAP}vụ"
    rf"|[Cc]ơ{GAP}quan{GAP}[Tt]hường{GAP}trực){GAP}){{1,3}}"
)
GAP_AT = re.compile(GAP)
OWNER = re.compile(rf"{GAP}[-–]{GAP}")
OF_AGENCY = re.compile(rf"{GAP}(?:(?:trực{GAP})?thuộc|của){GAP}")
#: What stands between the fields of "các Sở: Nội vụ, Tài chính và Xây dựng".
FIELD_JOINT = re.compile(rf"\s*[,;]\s*(?:và{GAP})?|{GAP}và{GAP}")
