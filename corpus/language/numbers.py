"""The grammar of document numbers (số, ký hiệu) of state and Party documents.

State: `1221/KH-UBND`, `09/2023/QĐ-UBND`, `64/2025/QH15`, `47/2009/TTLT-BTC-BLĐTBXH`, `123/UBND-VX`.
Party: `42-NQ/TW`, `274-KH/TU`, `104-CTr/TU`. Pages break them as `42- NQ/TW` or `1221 /KH-UBND`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.language.text import nfc

#: Abbreviations of document types in numbers, and their names.
DOCUMENT_TYPES = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "QĐi": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "CĐ": "Công điện",
    "GM": "Giấy mời",
    "KL": "Kết luận",
    "CV": "Công văn",
    "NĐ": "Nghị định",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "VBHN": "Văn bản hợp nhất",
    "PL": "Pháp lệnh",
    "L": "Luật",
    "Đ": "Điều lệ",
}

_CODE = r"[A-ZĐ][A-Za-zĐđ]{0,14}\d{0,4}"
_GAP = r"[ \t\u00a0]?"
_PATTERN = rf"""
    (?<![\w/.,-])
    (?P<serial>\d{{1,6}}(?:\.\d{{1,3}})?[a-zA-Z]?)           # 1221, 02a, 66.19 of a series
    (?:
        ⟨gap⟩-{_GAP}(?P<party>{_CODE})                     # -NQ        of a Party number
        {_GAP}/{_GAP}(?P<body>{_CODE}(?:{_GAP}-{_GAP}{_CODE})*)   # /TW
      |
        ⟨gap⟩/{_GAP}(?:(?P<year>(?:19|20)\d\d){_GAP}/{_GAP})?    # /2023/  of a normative state act
        (?P<code>{_CODE}(?:{_GAP}[-–&]{_GAP}{_CODE})*)            # QĐ-UBND, QH15, TTLT-BTC-BLĐTBXH
    )
    (?![\w])
    """
NUMBER = re.compile(_PATTERN.replace("⟨gap⟩", _GAP), re.VERBOSE)
#: A number in a letterhead, where the serial was filled into a wide blank: `Số: 63      /2025/QĐ-CTUBND`.
FILLED_NUMBER = re.compile(_PATTERN.replace("⟨gap⟩", r"[ \t\u00a0]{0,20}"), re.VERBOSE)


#: Cyrillic capitals that some keyboards put for the Latin ones that look alike; the length stays.
LATIN = str.maketrans("\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425", "ABEKMHOPCTX")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document's number without the spaces a page may put into it.

    `str(number)` prints it as it is cited, and `DocumentNumber.parse` reads that back.
    """

    serial: str
    year: int | None
    code: str
    party: bool

    def __str__(self) -> str:
        if self.party:
            return f"{self.serial}-{self.code}"
        return f"{self.serial}/{self.year}/{self.code}" if self.year else f"{self.serial}/{self.code}"

    @classmethod
    def parse(cls, text: str) -> DocumentNumber | None:
        """The number that `text` consists of, or None.

        >>> str(DocumentNumber.parse("42- NQ/TW"))
        '42-NQ/TW'
        """
        match = FILLED_NUMBER.fullmatch(nfc(text).strip().translate(LATIN))
        return _from_match(match) if match else None

    @property
    def type_name(self) -> str | None:
        """The document type that the code states, or None (công văn state none)."""
        head = re.split(r"[-/]", self.code)[0]
        return DOCUMENT_TYPES.get(head)


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number found in running text, with its offsets there."""

    start: int
    end: int
    number: DocumentNumber


def find_numbers(text: str) -> Iterator[NumberMention]:
    """The document numbers in `text`, in order."""
    for match in NUMBER.finditer(text.translate(LATIN)):
        number = _from_match(match)
        # "10/QH" style fractions of units ("12/NQ" alone) are real; a lone unit such as "5/Km" is not.
        if number.party or number.year or _looks_issued(number.code):
            yield NumberMention(match.start(), match.end(), number)


def _looks_issued(code: str) -> bool:
    head = code.split("-")[0]
    return head in DOCUMENT_TYPES or "-" in code or bool(re.fullmatch(r"(?:QH|UBTVQH|NQ)\d+", code))


def _from_match(match: re.Match[str]) -> DocumentNumber:
    squeeze = re.compile(r"\s+")
    if match["party"]:
        code = squeeze.sub("", f"{match['party']}/{match['body']}")
        return DocumentNumber(match["serial"], None, code, party=True)
    code = squeeze.sub("", match["code"]).replace("–", "-")
    return DocumentNumber(match["serial"], int(match["year"]) if match["year"] else None, code, party=False)
