"""Checking the form of citations: in full at the first mention, short later, "số", noughts in dates, labels from small to large."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.citing.titles import TitleReading
from corpus.document import Document, Relation
from corpus.drafts.cited import LAWS, Cited, large_to_small
from corpus.drafts.facts import check_date_form
from corpus.drafts.findings import Finding
from corpus.drafts.known_documents import KnownDocument
from corpus.language.dates import printed

#: Levels whose text names documents in its own way.
_NO_PROSE = frozenset({"signature", "recipients", "table"})
#: Several documents that share a word for their kind, an issuer or a title: "các Quyết định số …, số … của …".
_MANY_BEFORE = re.compile(r"(?:các|những|hai|ba|bốn|một\s+số)\s+$", re.IGNORECASE)
_MANY_AFTER = re.compile(r"[\s,;]*(?:và\s+)?(?:[^\W\d_]+\s+){0,4}(?:số\s*:?\s*)?\d+(?:/\d{4})?[/-][A-ZĐ]")

_LEGISLATION = frozenset(
    {"Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch", "Văn bản hợp nhất"}
)
_NORMATIVE_NUMBER = re.compile(r"/(?:19|20)\d\d/")
#: The head of what a document issues: "(Kèm theo Quyết định số … ngày … của …)".
_ISSUED_WITH = re.compile(r"^\s*[(*]*\s*(?:được\s+)?(?:ban\s+hành\s+)?kèm\s+theo\s+$", re.IGNORECASE)
#: Relations whose documents are named in full each time.
_IN_FULL: frozenset[Relation] = frozenset(
    {"căn cứ", "sửa đổi, bổ sung", "điều chỉnh, bổ sung", "thay thế", "bãi bỏ", "hợp nhất"}
)
_SHORT_NAME = re.compile(r"\s*\((?:sau\s+đây\s+|dưới\s+đây\s+)?(?:được\s+)?(?:gọi|viết)\s")

Key = tuple[str | None, str | None]


class Mentions:
    """Which documents were named so far, and in which part of the draft (its own text, an appendix) in full."""

    def __init__(self) -> None:
        self._full: dict[Key, set[str]] = {}
        self._dates: dict[str | None, set[str | None]] = {}

    def is_stated(self, known: KnownDocument) -> bool:
        """Whether the document was named in full anywhere before."""
        return bool(self._full.get(_key(known)))

    def is_stated_in(self, known: KnownDocument, part: str) -> bool:
        """Whether it was named in full in this part, and its number tells it from all others named so far."""
        return part in self._full.get(_key(known), ()) and len(self._dates.get(known.number, ())) < 2

    def take(self, known: KnownDocument, part: str, full: bool) -> None:
        """Take note of a mention."""
        self._dates.setdefault(known.number, set()).add(known.issued_on)
        if full:
            self._full.setdefault(_key(known), set()).add(part)


def _key(known: KnownDocument) -> Key:
    return known.number, known.issued_on


def _part_of(draft: Document, cited: Cited) -> str:
    """The part of the draft that a citation stands in: its title, its basis, an appendix; "" for the draft's own text."""
    clause = draft.clause(cited.reference.clause_id)
    if clause is None or _is_in_title(draft, cited):
        return "title"
    if _is_normative(draft) and (cited.reference.relation == "căn cứ" or clause.level == "preamble"):
        return "basis"  # such documents repeat in their articles what they rest on
    trail = (*draft.ancestors(clause), clause)
    return next((node.id for node in trail if node.level in ("appendix", "attachment")), "")


def check_form(
    draft: Document,
    cited: Cited,
    known: KnownDocument | None,
    title: TitleReading | None,
    mentions: Mentions,
    *,
    nested: bool,
) -> Iterator[Finding]:
    """What the form of `cited` lacks; `nested` says that it stands within the title of another citation."""
    text = draft.text
    exempt = nested or _is_exempt(draft, cited)
    if not exempt:
        yield from _check_own_form(text, cited)
    if known is None or cited.number is None:
        return
    part = _part_of(draft, cited)
    is_law = known.type in LAWS
    full = is_law or bool(cited.date and (cited.issuer or not known.issuer) and (title or not known.title or nested))
    if not exempt and not is_law and not _is_one_of_many(text, cited):
        if not full and not mentions.is_stated(known):
            yield from _missing(cited, known, title)
            full = True  # said once
        elif mentions.is_stated_in(known, part) and not _is_in_full_by_rule(draft, cited, title):
            yield from _surplus(cited, title)
    mentions.take(known, part, full)


def _check_own_form(text: str, cited: Cited) -> Iterator[Finding]:
    yield from check_date_form(text, cited)
    named = cited.type and cited.number and not text[cited.type.end : cited.number.start].strip()
    if cited.number and named and not cited.is_law:
        at = cited.number.start
        yield Finding(at, at, "number-form", "Trước số, ký hiệu phải có chữ “số”.", "số ")
    if cited.labels and (right := large_to_small(text, cited.labels)):
        words = " ".join(right)
        yield Finding(cited.labels.start, cited.labels.end, "order", f"Viện dẫn từ nhỏ đến lớn: viết “{words}”.", words)


def _missing(cited: Cited, known: KnownDocument, title: TitleReading | None) -> Iterator[Finding]:
    """What a first mention lacks, each stretch with its place."""
    assert cited.number is not None
    date = known.issued_on and printed(known.issued_on)
    wanted: list[tuple[int, str, str]] = []
    at = cited.number.end
    if cited.date is None and date:
        wanted.append((at, "ngày, tháng, năm ban hành", date))
    at = max(at, cited.date.end if cited.date else 0)
    if cited.issuer is None and known.issuer:
        wanted.append((at, "cơ quan ban hành", f"của {known.issuer}"))
    at = max(at, cited.parts_end)
    if title is None and known.title:
        wanted.append((at, "trích yếu", known.title))
    for place in sorted({at for at, _, _ in wanted}):
        names = [name for at, name, _ in wanted if at == place]
        words = " ".join(text for at, _, text in wanted if at == place)
        message = f"Lần viện dẫn đầu còn thiếu {', '.join(names)}: thêm “{words}”."
        yield Finding(place, place, "first-form", message, f" {words}")


def _surplus(cited: Cited, title: TitleReading | None) -> Iterator[Finding]:
    """What a later mention repeats."""
    assert cited.number is not None
    if title is not None and title.agreement not in ("same", "shorter"):
        return
    if title is None and not (cited.date and cited.issuer):
        return
    end = title.end if title else cited.parts_end
    message = "Văn bản đã được viện dẫn đầy đủ ở trên; từ lần sau chỉ ghi tên loại và số, ký hiệu."
    yield Finding(cited.number.end, end, "later-form", message, "")


def _is_normative(draft: Document) -> bool:
    return draft.type in _LEGISLATION or bool(_NORMATIVE_NUMBER.search(draft.number or ""))


def _is_sentence(text: str, cited: Cited) -> bool:
    """Whether the line ends with a stop, as titles and letterheads do not."""
    end = text.find("\n", cited.end)
    line = text[text.rfind("\n", 0, cited.start) + 1 : end if end >= 0 else len(text)].rstrip()
    return line.endswith((".", ";", ":", ",", "./", "…")) and "|" not in line


def _is_exempt(draft: Document, cited: Cited) -> bool:
    """Whether the citation stands where the rules of form do not hold: titles, heads, tables, the words of others."""
    text = draft.text
    clause = draft.clause(cited.reference.clause_id)
    line = text[text.rfind("\n", 0, cited.start) + 1 : cited.start]
    return (
        clause is None
        or clause.level in _NO_PROSE
        or (clause.level == "preamble" and not _is_sentence(text, cited))
        or text[cited.start : cited.end].isupper()
        or bool(_ISSUED_WITH.search(line))
        or _is_in_title(draft, cited)
        or _is_in_quotation(text, cited)
    )


def _is_in_full_by_rule(draft: Document, cited: Cited, title: TitleReading | None) -> bool:
    """Whether a later mention is to be in full all the same: in the basis, of what is changed, where its short name is given, in forms."""
    end = title.end if title else cited.parts_end
    clause = draft.clause(cited.reference.clause_id)
    trail = (*draft.ancestors(clause), clause) if clause else ()
    return (
        draft.type == "Văn bản hợp nhất"
        or cited.reference.relation in _IN_FULL
        or bool(_SHORT_NAME.match(draft.text, end))
        or any(node.level == "appendix" for node in trail)
    )


def _is_one_of_many(text: str, cited: Cited) -> bool:
    if cited.type is None or _MANY_BEFORE.search(text, max(0, cited.type.start - 12), cited.type.start):
        return True
    return cited.date is not None and cited.issuer is None and bool(_MANY_AFTER.match(text, cited.parts_end))


def _is_in_title(draft: Document, cited: Cited) -> bool:
    return any(span.field == "title" and span.start <= cited.start < span.end for span in draft.metadata_spans)


def _is_in_quotation(text: str, cited: Cited) -> bool:
    """Whether the citation stands between quotation marks, whose words are another's."""
    opened = text.rfind("“", max(0, cited.start - 1500), cited.start)
    return opened >= 0 and "”" not in text[opened : cited.start] and "”" in text[cited.end : cited.end + 1500]
