"""Ids of documents and clauses, made of what is printed so that they can be typed and survive a new parse.

A document's id is its number, with the year unless the number holds it: `1221-kh-ubnd-2024`. A clause's id adds its
labels from the outside in: `1221-kh-ubnd-2024/III/6/6.5`, `30-2020-nd-cp/dieu-5/khoan-2/diem-a`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.errors import UnknownIdError
from corpus.language.numbers import DocumentNumber
from corpus.language.text import slug

_SEGMENT = re.compile(
    r"""(?:
        (?:phan|muc|tieu-muc|gach|cong|doan|bang|kem-theo)-\d+[a-z]? | chuong-[ivxl0-9]+[a-z]? | muc-[ivxl]+
      | dieu-\d+[a-z]{0,2} | khoan-\d+[a-z]{0,2} | diem-[a-z]{1,3}\d? | phu-luc-\d+[a-z0-9-]* | mau-[a-z0-9-]+
      | mo-dau | ky | noi-nhan | [A-ZĐ] | [IVXL]+ | \d+[a-zđ]? | \d+(?:\.\d+)+(?:\.[a-z]{1,2})? | [a-z]{1,3}\d?
    )(?:~\d+)?""",
    re.VERBOSE,
)
_DOCUMENT = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class ClauseId:
    """A clause's id in its parts; `str` prints it and `parse` reads it back.

    >>> ClauseId.parse("30-2020-nd-cp/dieu-5/khoan-2").segments
    ('dieu-5', 'khoan-2')
    """

    document: str
    segments: tuple[str, ...]

    def __str__(self) -> str:
        return "/".join((self.document, *self.segments))

    @classmethod
    def parse(cls, text: str) -> ClauseId:
        """Read an id.

        Raises:
            UnknownIdError: `text` has not the form of a clause id.
        """
        document, *segments = text.strip().split("/")
        if not _DOCUMENT.fullmatch(document) or not segments or not all(map(_SEGMENT.fullmatch, segments)):
            shown = text if len(text) <= 80 else text[:77] + "..."
            raise UnknownIdError(
                f"'{shown}' is not a clause id; ids look like 1221-kh-ubnd-2024/III/6/6.5, as `dieukhoan search` prints them."
            )
        return cls(document, tuple(segments))


def document_id(
    number: DocumentNumber | None, type_name: str | None, issuer: str | None, issued_on: str | None, sha256: str
) -> str:
    """The id of a document with this metadata (`issued_on`: ISO date, `sha256`: of the source file).

    >>> document_id(DocumentNumber.parse("42-NQ/TW"), "Nghị quyết", None, "2023-11-24", "")
    '42-nq-tw-2023'
    """
    if number:
        year = issued_on[:4] if issued_on and number.year is None else None
        return "-".join(filter(None, (slug(str(number)), year)))
    parts = (slug(type_name or "van-ban"), slug(issuer or "")[:40].strip("-"), issued_on, sha256[:8])
    return "-".join(filter(None, parts))


def named_id(number: str | None, type_name: str | None, title: str | None, issued_on: str | None) -> str:
    """The id that a document has, or would have, which a mention names by these facts.

    Without a full number it is made of type and title, with the year that either states; no stored document has such an id.

    >>> named_id("42-NQ/TW", None, None, "2023-11-24"), named_id(None, "Luật", "Đất đai năm 2024", None)
    ('42-nq-tw-2023', 'luat-dat-dai-2024')
    """
    parsed = DocumentNumber.parse(number or "")
    if parsed:
        return document_id(parsed, type_name, None, issued_on, "")
    words, year = title_and_year(number or title or "")
    return "-".join(filter(None, (slug(f"{type_name or 'Văn bản'} {words}"), issued_on[:4] if issued_on else year)))


def title_and_year(title: str) -> tuple[str, str | None]:
    """A title, and the year by which it is told apart from others of its name ("Đất đai năm 2024")."""
    match = re.fullmatch(r"(.+?)(?:\s+năm)?\s+((?:19|20)\d\d)", title)
    return (match[1], match[2]) if match else (title, None)


def issuer_suffix(issuer: str | None, place: str | None) -> str:
    """The short name that tells apart two issuers of one number: the province, else the whole name.

    >>> issuer_suffix("Ủy ban nhân dân tỉnh Ninh Thuận", None)
    'ninh-thuan'
    """
    match = re.search(r"\b(?:tỉnh|thành phố|huyện|quận|thị xã)\s+(.+)$", issuer or "", re.IGNORECASE)
    return slug(match[1] if match else issuer or place or "khac")
