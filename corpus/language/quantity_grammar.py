"""The grammar of quantities: numbers, the words that compare, and what looks like a number and measures nothing."""

from __future__ import annotations

import re

from corpus.document import Comparator

_FLAGS = re.VERBOSE | re.IGNORECASE

NUMBER = re.compile(
    r"""
    (?<![\w.,/])(?:(?<![-–])|(?<=[\d%][-–]))             # not within a code; the second end of a range
    (?P<number>
        [1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?                # 6.084   1.234,5
      | [1-9]\d{0,2}(?:,\d{3}){2,}                       # 1,234,567
      | [1-9]\d{0,2}(?:[ \u00a0]\d{3})+                  # 10 000
      | \d+(?:[.,]\d+)?                                  # 2,1   99.5   70
    )
    (?!\d)(?![.,]\d)
    (?P<of>/\d{1,4}(?![\d/]))?                           # 5/8 huyện
    """,
    _FLAGS,
)
#: What a scan makes of a per cent: "7 0%", "l00%", "1OO%".
SCANNED_PERCENT = re.compile(
    r"""
    (?<![\w.,/-])(?<!\d[ ])
    (?P<number>
        [1-9][ ]0              # 7 0%
      | [lI1][0OoI]{0,1}[0Oo][0Oo]   # l00%  1OO%
      | [1-9][Oo]              # 9O%
    )
    (?=[ ]?%)(?P<of>(?!))?
    """,
    re.VERBOSE,
)
COUNT_WORDS = {
    word: value
    for value, word in enumerate(("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"), start=1)
}
#: A number in words; "năm" and "một" only count behind words that compare.
WORD_NUMBER = re.compile(
    rf"(?<!\w)(?P<number>{'|'.join(COUNT_WORDS)})(?=[ \u00a0](?!mươi|trăm|mốt))(?P<of>(?!))?", re.IGNORECASE
)
RANGE_DASH = re.compile(r"\s*(?:-|–|đến|tới)\s*", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")
YEAR_BEFORE = re.compile(r"(?:năm|giai\ đoạn|từ|đến|trước|sau|nhiệm\ kỳ|vào|[-–/])\s*$", re.IGNORECASE)

#: The comparators that the groups of `BEFORE` stand for; without a group it is equality ("từ").
COMPARATORS: dict[str, Comparator] = {"least": ">=", "most": "<=", "more": ">", "less": "<", "about": "~"}
BEFORE = re.compile(
    r"""
    (?<!\w)
    (?:
        (?P<least>(?:ít|thấp)\s+nhất|tối\s+thiểu|không\s+(?:dưới|thấp\s+hơn|ít\s+hơn|nhỏ\s+hơn|kém)|≥|>=)
      | (?P<most>tối\s+đa|(?:nhiều|cao)\s+nhất|không\s+(?:quá|vượt\s+quá|vượt|trên|cao\s+hơn|nhiều\s+hơn|lớn\s+hơn|hơn)|≤|<=)
      | (?P<more>trên|hơn|vượt|(?:lớn|cao|nhiều)\s+hơn|>)
      | (?P<less>dưới|(?:chưa|không)\s+(?:đến|tới|đầy)|(?:nhỏ|thấp|ít)\s+hơn|<)
      | (?P<about>khoảng|xấp\s+xỉ|gần|ước(?:\s+đạt)?|chừng|≈|~)
      | từ
    )
    (?:\s*(?:là|đạt|bằng|có|được|phải|từ|khoảng|mức|đến|còn|trong|thêm|:))*
    \s*$
    """,
    _FLAGS,
)
AFTER = re.compile(r"(?:\s+[^\W\d_]+){0,2}?\s*\(?(?:(?P<up>trở\s+lên)|trở\s+xuống)\)?", re.IGNORECASE)
#: Behind "từ 10%": the number is where a change begins, not the least that is wanted.
LEFT_BEHIND = re.compile(
    r"[^.;,\n]{0,40}?\s(?:lên|xuống|còn|đến|tới|sang)\s|\s*(?:-|–|/|,|\))|\s+(?:và|hoặc)\s", re.IGNORECASE
)

#: Words before a number that make it a label.
LABEL_BEFORE = re.compile(
    r"""
    (?<!\w)
    (?:
        điều|khoản|mục|tiểu\s+mục|chương|phụ\s+lục|phụ\s+biểu|biểu|mẫu|bảng|hình|trang|thứ|quốc\s+lộ|tỉnh\s+lộ
      | (?<!tổng\s)(?<!trong\s)(?<!một\s)(?<!tỷ\s)(?<!tỉ\s)số
      | khóa|khoá|nhiệm\s+kỳ|phiên\s+bản|điện\s+thoại|đt|tel|fax|hotline|lần\s+thứ|covid|qcvn|tcvn|iso|nghị\s+định
      | (?<!mỗi\s)(?<!hằng\s)(?<!hàng\s)(?<!trong\s)(?<!từng\s)(?:ngày|tháng|quý)
      | (?<!hằng\s)(?<!hàng\s)(?<!mỗi\s)năm(?=\s*(?:19|20)\d\d)
    )
    \s*[:.]?\s*(?:\(?)$
    """,
    _FLAGS,
)
#: Words before a small number that mostly make it a label: cấp 2, nhóm 1, lớp 9, dự án 3.
WEAK_LABEL_BEFORE = re.compile(
    r"""
    (?<!\w)
    (?:
        điểm|phần|đợt|kỳ|kì|hạng|mức\s+độ|mức|cấp\s+độ|cấp|loại|nhóm|lớp|giai\s+đoạn|đường|tổ|khu\s+phố|thôn|ấp|bước|tờ|thửa|lô|bậc
      | vùng|dự\s+án|tiểu\s+dự\s+án|nội\s+dung|tiêu\s+chí|phòng|phường|quận|khối|bản|hệ|tập|quyển|tuyến|phương\s+án|vị\s+trí|km|chữ\s+số
    )
    \s*$
    """,
    _FLAGS,
)
#: "nhóm 3 nước" counts countries, "nhóm 1" is a label.
PLACES = frozenset({"nước", "quốc gia", "tỉnh", "địa phương"})
#: "sáu tháng đầu năm", "10 giờ 30", "12 tháng năm": a time, not an amount.
PERIOD_AFTER = re.compile(
    r"\s+(?:đầu|cuối)\s+(?:năm|tháng|quý|nhiệm)|\s+\d{1,2}\s*(?:phút|ngày)|\s*(?:,\s*)?ngày\s+\d", re.IGNORECASE
)
#: What makes a number without a unit a value.
BARE_CUE = re.compile(r"(?:đạt|là|bằng|còn|lên|xuống|hệ\s+số|chỉ\s+số)(?:\s+(?:mức|đến))?:?\s*$", re.IGNORECASE)
#: What stands between the members of a list that share a basis: "35 giường, 11 bác sĩ và 33 điều dưỡng viên trên 10.000 dân".
LISTED = re.compile(r"[\s,;]*(?:và\s+|hoặc\s+)?")

BLOCKED = re.compile(
    r"""
    ^[ \t]*\d{1,3}(?:\.\d{1,3})*[.)](?=\s)               # 1.  2.1.  3)   at the start of a line
  | ^[ \t]*\d{1,3}(?:\.\d{1,3})+(?=[ ]+[A-ZĐÀ-Ỹ])         # 2.1 Sở …
  | ^[ \t]*\d{1,3}[-–][ ]                                 # 1- of a Party document
  | (?:19|20)\d\d\s*(?:-|–|đến)\s*(?:19|20)\d\d           # 2026 - 2030
  | \d{1,2}/(?:19|20)\d\d                                 # 3/2025
  | (?<!\d)\d{1,2}/\d{1,2}(?:/\d{2,4})?(?=[ ]+(?:hằng|hàng|mỗi|năm))   # 01/12 hằng năm
  | tháng\s+\d{1,2}\s+năm                                 # tháng 3 năm …
  | \(\d{1,3}\)|\[\d{1,3}\]                               # (1)  [2]
  | (?<!\d)(?:\+84|\(0\d{2,3}\)|0\d{1,3})[ .)-]?\d{3}[ .]?\d{3,4}(?![\d%])   # 0203.3835…
  | (?<!\S)\S{0,60}?(?:://|www\.|@)\S+                                 # addresses
  | (?:công\s+nghiệp|cách\s+mạng)\s+(?:lần\s+thứ\s+)?\d\.0(?![\d%])   # 4.0
  | Điều\s+\d+[a-zđ]?(?:\s*,\s*\d+[a-zđ]?)*(?:\s+và\s+\d+[a-zđ]?)? # Điều 5, 6 và 7
  | khoản\s+\d+(?:\s*,\s*\d+)*(?:\s+và\s+\d+)?
    """,
    _FLAGS | re.MULTILINE,
)
