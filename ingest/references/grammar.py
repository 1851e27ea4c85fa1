"""What a mention of a document or a clause looks like, and nothing else."""

from __future__ import annotations

import re

from corpus.language.dates import DATE
from corpus.language.numbers import DOCUMENT_TYPES
from corpus.language.numerals import ORDINALS

#: Names of kinds of documents, as documents name themselves and each other.
TYPE_NAMES = tuple(
    sorted(
        {
            *DOCUMENT_TYPES.values(),
            "Chương trình hành động",
            "Bộ luật",
            "Hiến pháp",
            "Công văn",
            "Thông tri",
            "Hiệp định",
        }
        - {"Dự án", "Biên bản", "Giấy mời"},
        key=lambda name: (-len(name), name),
    )
)
_NAMES = "|".join(r"\s+".join(name.split()) for name in TYPE_NAMES)
#: With a small first letter a name speaks of any such document, or of this one.
_EITHER = "|".join(rf"[{name[0]}{name[0].lower()}]" + r"\s+".join(name[1:].split()) for name in TYPE_NAMES)
#: In front of a full number small letters and abbreviations name its kind as well.
TYPE_BEFORE_NUMBER = re.compile(
    rf"(?<!\w)(?:(?i:{_NAMES}|văn\s+bản|giấy\s+mời|dự\s+án|biên\s+bản)|NQ|QĐ|NĐ|TTLT|TT|CT|CTr|CTHĐ|KH|KL|TB|CV|VB|CĐ|TTr|BC|HD|VBHN)(?!\w)"
)
#: What may stand between the kind and the number: "Chương trình hành độ số", "Công văn hỏa tốc số:".
BEFORE_NUMBER = re.compile(r"(?:\s+[^\W\d_]+){0,2}?\s*(?:(?i:số)\s*)?[:.]?\s*")
#: A date behind a number, with or without the issuer in between.
DATE_AFTER = re.compile(
    rf"\s*+,?\s*+(?:\(\s*+)?(?:của\s+[^,;.:()\d\n]{{3,70}}?\s*,?\s*(?=ngày\s))?{DATE.pattern}",
    re.VERBOSE | re.IGNORECASE,
)
YEAR_AFTER = re.compile(r"(?:\s+năm)?\s+(?P<year>(?:19|20)\d\d)(?!\d|[/.-]\d)")
#: "của Chính phủ", up to what the document is about.
ISSUER_AFTER = re.compile(
    r"[\s,)]*(?:của|do)\s+(?P<issuer>[^,;.:()\n“”]{3,90}?)"
    r"(?=\s*(?:[;.:()\n“”,]|$)|\s+(?:về|quy\s+định|ban\s+hành|phê\s+duyệt|hướng\s+dẫn|sửa\s+đổi|điều\s+chỉnh|bổ\s+sung|thực\s+hiện|triển\s+khai|"
    r"thay\s+thế|bãi\s+bỏ|nhằm|để|được|đã|có|và\s+(?:Kế|Nghị|Quyết|Chương|Thông|Luật|Chỉ|Công\s+văn|các|văn)|tại|thì|quyết\s+định|công\s+bố|cho|trong|khi|là|hoặc|giao|trước|còn|trên|theo|sẽ|căn\s+cứ)\b)",
    re.IGNORECASE,
)
TITLE_AFTER = re.compile(
    r"[\s,]*(?P<title>(?:về|v/v|quy\s+định|ban\s+hành|phê\s+duyệt|hướng\s+dẫn|sửa\s+đổi|điều\s+chỉnh|công\s+bố)\s[^;.:()\n“”]{5,400})",
    re.IGNORECASE,
)

# labels

_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
_ROMAN = r"[IVXL]{1,7}(?![^\W_])"
_DIGITS = r"\d{1,3}(?!\d)"
#: "khoản 2 triệu đồng", "1, 2 và 3 năm" count things.
_NO_COUNT = r"(?!\s*(?:triệu|tỷ|tỉ|đồng|%|ngày\b|tháng|năm\b|người|lần|giờ|[/.,-]\d|/))"
_DOTTED = r"\d{1,2}(?:\.\d{1,3})+(?!\d)"
_THE = r"(?:số\s*:?\s*)?"

#: The words of each kind of label, and the values that it may have, without those that are read as words.
LABEL_KINDS: dict[str, tuple[str, str]] = {
    "điểm": (
        r"(?<!địa )(?<!thời )(?<!quan )(?<!đặc )(?<!thí )(?<!trọng )(?<!tiêu )[Đđ]iểm",
        rf"(?:{_DOTTED}|(?:[a-eg-ik-vxyđ]\d?|aa|bb|dd|đđ)(?![^\W_])|{_DIGITS}{_NO_COUNT})",
    ),
    "khoản": (r"(?<!tài )(?<!điều )[Kk]hoản", rf"(?:{_DOTTED}|{_DIGITS}[a-zđ]?(?![^\W\d_]){_NO_COUNT})"),
    "điều": (r"[Đđ]iều", rf"{_DIGITS}[a-zđ]{{0,2}}(?![^\W\d_]){_NO_COUNT}"),
    "tiểu mục": (r"[Tt]iểu\s+mục", rf"(?:{_ROMAN}|{_DIGITS}[a-zđ]?(?![^\W\d_]))"),
    "mục": (
        r"(?<!danh )(?<!hạng )(?<!chuyên )(?<!tiểu )(?<!đề )[Mm]ục",
        rf"(?:{_ROMAN}(?:\.\d{{1,2}})*|{_DOTTED}|{_DIGITS}[a-zđ]?(?![^\W\d_]){_NO_COUNT}|[A-ZĐ](?:\.\d{{1,2}}|(?![^\W_])))",
    ),
    "chương": (r"[Cc]hương", rf"(?:{_ROMAN}|{_DIGITS}(?![^\W\d_]))"),
    "phần": (r"(?<!cổ )(?<!thành )[Pp]hần", rf"(?:(?:thứ\s+)(?:{_ORDINAL})(?![^\W_])|{_ROMAN}|[A-ZĐ](?![^\W_]))"),
    "phụ lục": (
        r"[Pp]hụ\s+lục",
        rf"{_THE}(?:{_ROMAN}[a-zđ]?|{_DIGITS}[A-Za-zđ]?(?![^\W\d_])(?!/)|[A-ZĐ](?![^\W_])(?!\.))",
    ),
    "mẫu": (r"[Mm]ẫu", rf"{_THE}\d{{1,3}}[a-zđA-ZĐ]?(?![^\W_])(?:[./-][\wĐđ]+)*"),
    "gạch đầu dòng": (r"[Gg]ạch\s+đầu\s+dòng", rf"(?:thứ\s+)?(?:{_ORDINAL}|{_DIGITS})(?![^\W_])"),
}
#: From small to large.
LABEL_ORDER = (
    "gạch đầu dòng",
    "điểm",
    "khoản",
    "điều",
    "tiểu mục",
    "mục",
    "chương",
    "phần",
    "mẫu",
    "phụ lục",
    "kèm theo",
)

_JOIN = r"\s*(?:,\s*và\s|,|;|và(?:/hoặc)?\s|hoặc\s|(?P<to>đến\s|[-–]\s?(?=\d)))\s*"
#: One label with its values: "điểm a, b và c", "khoản 2", "Điều này", "Phụ lục" of a document that has one.
LABEL = re.compile(
    "|".join(
        rf"(?P<k{at}>{word})\s+(?:(?P<own{at}>này)(?!\w)|(?P<v{at}>{value}(?:{_JOIN.replace('?P<to>', '')}(?:{value}))*))"
        for at, (word, value) in enumerate(LABEL_KINDS.values())
    ),
)
#: Between two labels of one mention; `of` leads from the inner to the outer, `beside` to what only says where a new clause stands.
BETWEEN_LABELS = re.compile(
    r"\)?(?:(?P<list>\s*(?:,\s*và|,|;|và|hoặc|và/hoặc)\s+(?:tại\s+|các\s+|bổ\s+sung\s+)?)|(?P<to>\s*(?:đến\s+hết|đến)\s+)|(?P<beside>\s+vào\s+(?:phía\s+)?(?:sau|trước)\s+)|(?P<of>\s+(?:của\s+|thuộc\s+|tại\s+|vào\s+)?))"
)
VALUES = re.compile(_JOIN)
#: Between the labels and the document: "khoản 2 Điều 5 của", "Điều 108, ", "Phụ lục I ban hành kèm theo".
TO_DOCUMENT = re.compile(
    r"\)?\s*,?\s*(?:(?:của|tại|thuộc|trong)\s+)?(?P<with>\(?(?:được\s+)?(?:ban\s+hành\s+)?(?:đính\s+)?kèm\s+theo\s+)?"
)
#: "Quy chế quản lý … ban hành kèm theo" in front of the document that issues it.
ATTACHED = re.compile(
    rf"\)?\s*,?\s*(?:(?:của|tại|thuộc|trong)\s+)?(?P<what>{_NAMES}|Danh\s+mục|Quy\s+trình|Nội\s+quy)(?:\s[^;.:\n“”]{{0,200}}?)?\s*\(?(?:được\s+)?(?:ban\s+hành\s+)?kèm\s+theo\s+"
)
#: What documents issue that is no document of its own.
ATTACHED_KIND = re.compile(r"(?<!\w)(?:Danh\s+mục|Quy\s+trình|Nội\s+quy)(?!\w)")
#: Behind "Phụ lục 2": issued with the document that is only called by its kind.
WITH_THIS = re.compile(rf"\s+(?:ban\s+hành\s+)?kèm\s+theo\s+(?:{_NAMES})(?!\w)")
#: A label at the beginning of a line that numbers what follows: no mention.
NUMBERS_A_CLAUSE = re.compile(r"\s*(?:[.:)]|$)", re.MULTILINE)

# documents without a full number

LAW = re.compile(
    r"(?<!Đại học )(?<!Khoa )(?<!Trường )(?<!\w)(?P<type>Luật|Bộ luật|Bộ Luật|Pháp lệnh|Hiến pháp|LUẬT|BỘ LUẬT|PHÁP LỆNH|HIẾN PHÁP)(?!\w)"
)
AMENDING_LAW = re.compile(
    r"\s+(?i:sửa\s+đổi(?:,?\s*bổ\s+sung)?)\s+(?:(?:một\s+số\s+)?(?i:điều)\s+(?:của\s+)?|một\s+số\s+)?(?:các\s+)?(?=Luật|Bộ luật|Pháp lệnh|luật)"
)
_ENDS_A_TITLE = (
    r"(?:và|được|quy|về|của|đã|có|này|là|theo|trong|để|khi|thì|cho|tại|do|ban|thực|nếu|hoặc|năm|ngày|số|với|đối|trên|vào|phải|"
    r"không|nhằm|hiện|mới|trình|thông|dự|Luật|Nghị)"
)
#: "Luật sửa đổi, bổ sung một số điều của 37 luật có liên quan đến quy hoạch".
SEVERAL_LAWS = re.compile(
    r"\s+(?i:sửa\s+đổi(?:,?\s*bổ\s+sung)?)\s+(?:một\s+số\s+điều\s+của\s+)?\d+\s+[Ll]uật"
    r"(?:\s+có\s+liên\s+quan\s+đến\s+quy\s+hoạch|\s+(?:(?:có\s+)?liên\s+quan\s+đến|(?:trong|thuộc)\s+lĩnh\s+vực)\s+[^,;.:()\d\n“”]{3,90}?"
    r"(?=\s+(?:số\s*:?\s*\d|ngày\s+\d)))?(?!\w)"
)
#: A law that the list does not have: its words up to one that ends a title.
LAW_WORDS = re.compile(rf"\s+(?P<title>[A-ZĐÀ-Ỹ]\w*(?:[ ](?!{_ENDS_A_TITLE}\b)[^\W\d_]+){{0,9}})")
THIS = re.compile(rf"(?<!\w)(?P<type>{_EITHER}|[Vv]ăn\s+bản|[Cc]ông\s+văn)\s+này(?!\w)")
ABOVE = re.compile(
    rf"(?<!các )(?<!những )(?<!\w)(?P<type>{_NAMES})\s+(?:(?:đã\s+)?(?:nêu|nói|kể|dẫn)\s+(?:ở\s+)?trên|trên(?=\s*[,;.)]|\s+(?:của|có|được|đã|và|thì)\b))(?!\w)"
)
#: "Chỉ thị 11", "Nghị quyết số 57", "Nghị định 30/2020".
SHORT = re.compile(
    rf"(?<!\w)(?P<type>{_NAMES})\s+(?P<so>số\s*)?(?P<serial>\d{{1,5}})(?:/(?P<year>(?:19|20)\d\d))?"
    r"(?![\w/–-]|[.,]\d|\s*[-–]\s*\d|\s*(?:năm(?!\s*(?:19|20)\d\d)|tháng|ngày|triệu|tỷ|%|đồng|người|lần))"
)
DEFINITION = re.compile(
    r"(?:sau\s+đây\s+)?(?:được\s+)?(?:gọi|viết)\s+(?:(?:tắt|chung)\s+)?(?:là|:)\s*[“\"']?(?P<name>[^()“”\";:\n]{3,80}?)[”\"']?\s*(?=[);,.]|$)",
    re.IGNORECASE,
)
#: What ends the sentence that defines a name.
NEXT_SENTENCE = re.compile(r"[;\n]|[^\s.]{2}\.\s")
#: A line's end that ends a sentence as well; other breaks of lines are spaces.
PARAGRAPH_END = re.compile(
    r"\n\s*\n|\n(?=\s*(?:(?i:căn\s+cứ|theo\s+đề\s+nghị|xét\s)|[-–+•*|“]|\d+[.)]\s|[a-zđ]\)|Điều\s+\d+\w*\.))|(?<=[.;:])\s*\n"
)
#: "ngày 16/8/2018 Bộ … đã có Công văn số": the date of a document in front of it.
DATE_BEFORE = re.compile(
    rf"{DATE.pattern}\s*,?\s+[^,;.:()\d]{{3,100}}?\s(?:đã\s+)?(?:có|ban\s+hành|ký(?:\s+ban\s+hành)?)\s+$",
    re.VERBOSE | re.IGNORECASE,
)
#: A draft's own number, which is still blank: "Kế hoạch số:      /KH-UBND".
BLANK_NUMBER = re.compile(rf"(?<!\w)(?P<type>{_NAMES})\s+số\s*:?[\s.…_]*/[A-ZĐ][\w]*(?:[-/][\w]+)*")
#: The only appendix of a document needs no number.
APPENDIX = re.compile(r"(?<!\w)[Pp]hụ\s+lục(?=\s+(?:ban\s+hành\s+)?(?:đính\s+)?kèm\s+theo)")
#: Words that an amendment puts in or leaves out: they name nothing.
QUOTED_WORDS = re.compile(r"(?<=từ )(?:“[^”]*”|\"[^\"\n]*\")(?:(?:\s*[,;]|\s+và|\s+hoặc)\s*(?:“[^”]*”|\"[^\"\n]*\"))*")
#: "QCVN 99:2025/BNNMT": the number of a standard, of which "2025/BNNMT" is no number of a document.
STANDARD = re.compile(
    r"(?<!\w)(?:QCVN|QCĐP|TCVN|TCCS|TCN)\s*(?:\d+\s*-\s*)?\d+(?:-\d+)?\s*:\s*\d{4}(?:\s*/\s*[A-ZĐ]+(?!\w))?"
)
IN_APPENDIX = re.compile(r"\s*,?\s+(?:(?:của|tại|thuộc|trong)\s+)?")
SPACED_NUMBER = re.compile(
    rf"(?<!\w)(?P<type>{_NAMES})\s+số\s*:?\s*(?P<serial>\d{{1,5}})\s+(?P<code>(?:{'|'.join(DOCUMENT_TYPES)})/[A-ZĐ]\w+)(?!\w)"
)
