"""What a document says of itself, each fact with the place where it says so.

The letterhead is read first; what it leaves out is looked for where documents say it otherwise: in a letterhead that stands after the
body, in the sentence by which a law was passed, in the lines above the signer's name, in the sentence that introduces a saved page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Span, Stated
from corpus.language.dates import DATE, from_match
from corpus.language.numbers import DOCUMENT_TYPES, NUMBER, DocumentNumber, find_numbers
from corpus.language.places import known_place
from ingest.clauses.frame import Head, document_type, is_separator
from ingest.clauses.lines import Line
from ingest.clauses.nodes import Node
from ingest.metadata.issuer import is_joint, issuer_of_signature, read_issuer
from ingest.metadata.letterhead import (
    Cell,
    StatedDate,
    StatedNumber,
    cells,
    is_motto,
    letterhead_end,
    line_type,
    marks,
    plain,
    stated_date,
    stated_number,
)
from ingest.metadata.signature import read_signature

_SUBJECT = re.compile(r"\bV/v:?\s*(?P<subject>[^|]+)", re.IGNORECASE | re.DOTALL)
_SUBJECT_END = re.compile(r"\s*\||\n\s*(?=[^\n]*\bngày\b)|\n\s*(?:Kính gửi|CỘNG H|Độc lập)|\n-{3,}| {3,}")
_ATTACHED = re.compile(r"\s*\((?:Ban hành\s+)?[Kk]èm theo")
_APPENDIX = re.compile(r"phu\s+luc\b", re.IGNORECASE)
_CERTIFIED = re.compile(r"xac\s+thuc\s+van\s+ban\s+hop\s+nhat", re.IGNORECASE)
#: "Nghị quyết này được Quốc hội … thông qua ngày 29 tháng 6 năm 2001."
_PASSED = re.compile(r"(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết)\s+này\s[^.;]{0,250}?thông\s+qua\s+", re.IGNORECASE)
_MADE_AT = re.compile(r"Làm\s+tại\s+(?P<place>[^\W\d_]+(?:\s+[^\W\d_]+){0,3}?),?\s+(?=ngày)", re.IGNORECASE)
_INTRODUCED = re.compile(
    rf"(?P<type>{'|'.join(sorted(DOCUMENT_TYPES.values(), key=len, reverse=True))})\s+số\s+(?={NUMBER.pattern})",
    re.VERBOSE,
)
_OF_ORGAN = re.compile(
    r"\W*của\s+(Bộ Chính trị|Ban Bí thư|Ban Chấp hành Trung ương Đảng|Thủ tướng Chính phủ|Chính phủ|Quốc hội)\b"
)
_EFFECT = re.compile(
    r"""(?P<type>Bộ\s+luật|Luật|Pháp\s+lệnh|Nghị\s+định|Nghị\s+quyết|Thông\s+tư(?:\s+liên\s+tịch)?|Quyết\s+định|Chỉ\s+thị|Hướng\s+dẫn|
    Quy\s+chế|Quy\s+định|Kế\s+hoạch)\s+n[àảạá]y\s+(?:có\s+hiệu\s+lực(?:\s+thi\s+hành)?\s+)?(?:k[ểếêề]\s+)?từ\s+""",
    re.VERBOSE | re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:ngày\s+)?ký\b|ngày\s+ban\s+hành\b", re.IGNORECASE)
_WHEN_PASSED = re.compile(r"ngày\s+(?:được\s+)?thông\s+qua\b[\s(]*", re.IGNORECASE)
#: What stands before "Thông tư này có hiệu lực từ …" where it is quoted, or names a day and states none.
_NOT_OWN = ("“", '"', "ngày ", "khi ")
_LAW_TYPES = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Nghị quyết"})
_TREATY_TYPES = frozenset({"Hiệp định", "Nghị định thư", "Thỏa thuận"})
#: How far the sentences reach that introduce a saved page, in characters.
_INTRODUCTION = 1500


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the opening, the signature and the clause on effect of a document state; see `Document`."""

    number: DocumentNumber | None
    type: str | None
    issuer: str | None
    place: str | None
    issued_on: str | None
    title: str | None
    signer: str | None
    position: str | None
    urgency: str | None
    secrecy: str | None
    effective_on: str | None
    basis: tuple[Span, ...]
    spans: tuple[Stated, ...]


class _Facts:
    """The values found so far and where they stand; what is stated first holds."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.spans: dict[str, Span] = {}

    def add(self, field: str, value: str | None, span: Span | None) -> None:
        if value and field not in self.values:
            self.values[field] = value
            if span:
                self.spans[field] = Span(span.start, span.end)


def read_metadata(text: str, lines: Sequence[Line], head: Head, root: Node) -> Metadata:
    """Read the metadata from the opening (`head`), the signature and the body (in the tree under `root`)."""
    facts = _Facts()
    body_end = _body_end(root, len(text))
    stop, type_line = letterhead_end(lines, head)
    opening = [] if _is_appendix(lines, stop) else cells(lines, 0, stop)
    below = cells(lines, stop + 1, stop + 4) if type_line is not None else []
    reach = stop if opening else 0
    number, date = stated_number(lines, 0, reach), stated_date(lines, 0, reach)
    if number is None and (after := _letterhead_after(lines, stop)):
        opening, number, date = after
    if number and number.number:
        facts.add("number", str(number.number), number)
    if date:
        facts.add("place", date.place, date.place_span)
        facts.add("issued_on", date.date, date)
    facts.add("type", *_type(lines, head, type_line, number, opening))
    code = number.code if number else None
    if issuer := read_issuer(opening, below, code, facts.values.get("place"), text):
        facts.add("issuer", issuer.name, issuer.span)
    if number is None and date is None and not issuer:
        _introduction(lines, facts)
    _passing(text[:body_end], facts)
    _own_mention(text, facts)
    signature = read_signature(lines, root, body_end, is_joint(code))
    facts.add("signer", signature.signer, signature.signer_span)
    facts.add("position", signature.position, signature.position_span)
    facts.add("issuer", issuer_of_signature(signature.position), signature.position_span)
    facts.add("title", *_title(text, lines, head, type_line, opening))
    for span, name, secret in marks(lines, head):
        facts.add("secrecy" if secret else "urgency", name, span)
    _effect(text[:body_end], facts)
    known = facts.values
    return Metadata(
        number=DocumentNumber.parse(known["number"]) if "number" in known else None,
        type=known.get("type"),
        issuer=known.get("issuer"),
        place=known.get("place"),
        issued_on=known.get("issued_on"),
        title=known.get("title"),
        signer=known.get("signer"),
        position=known.get("position"),
        urgency=known.get("urgency"),
        secrecy=known.get("secrecy"),
        effective_on=known.get("effective_on"),
        basis=tuple(Span(lines[i].start, lines[i].end) for i in head.basis),
        spans=tuple(Stated(span.start, span.end, field) for field, span in facts.spans.items()),
    )


def _is_appendix(lines: Sequence[Line], stop: int) -> bool:
    """Whether the text begins with an appendix: number, date and issuer beside it are those of the document it belongs to."""
    first = next((line.text for line in lines if not is_separator(line.text)), "")
    return bool(_APPENDIX.match(plain(first))) and not any(is_motto(cell.text) for cell in cells(lines, 0, stop))


def _body_end(root: Node, end: int) -> int:
    """Where the document's own text ends and what is attached to it begins."""
    return next((node.start for node in root.children if node.level in ("attachment", "appendix")), end)


def _letterhead_after(lines: Sequence[Line], stop: int) -> tuple[list[Cell], StatedNumber, StatedDate | None] | None:
    """The letterhead that stands below the body: of a consolidated text, or torn off when a page was saved."""
    for index in range(stop, len(lines)):
        if not plain(lines[index].text[:3]).startswith("So:"):
            continue
        number = stated_number(lines, index, index + 1)
        around = cells(lines, max(stop, index - 4), index + 5)
        date = stated_date(lines, max(stop, index - 4), index + 5)
        certified = any(_CERTIFIED.search(cell.plain) for cell in around)
        if number and number.number and date and (certified or any(is_motto(cell.text) for cell in around)):
            above = [cell for cell in around if cell.line <= index and not _CERTIFIED.search(cell.plain)]
            return above, number, date
    return None


def _type(
    lines: Sequence[Line], head: Head, type_line: int | None, number: StatedNumber | None, opening: Sequence[Cell]
) -> tuple[str | None, Span | None]:
    by_code = number.code.type_name if number else None
    if number and by_code == DOCUMENT_TYPES["VBHN"]:
        return by_code, number
    if type_line is not None:
        text = lines[type_line].text
        start = lines[type_line].start
        name = document_type(text) or line_type(text)
        return name, Span(start, start + len(name or ""))
    if number and by_code:
        return by_code, number
    subject = any(_SUBJECT.search(cell.text) for cell in opening)
    if number and (head.addressee is not None or subject):
        return DOCUMENT_TYPES["CV"], None
    return None, None


def _title(
    text: str, lines: Sequence[Line], head: Head, type_line: int | None, opening: Sequence[Cell]
) -> tuple[str | None, Span | None]:
    spans: list[Span] = []
    if type_line is not None:
        line = lines[type_line]
        kind = document_type(line.text) or line_type(line.text) or ""
        indexes = head.title if head.type_line is not None else range(type_line + 1, type_line + 1)
        for index, start in ((type_line, line.start + len(kind)), *((i, lines[i].start) for i in indexes)):
            part = text[start : lines[index].end]
            cut = _ATTACHED.search(part)
            spans.append(Span(start, start + cut.start() if cut else lines[index].end))
    elif opening and (match := _SUBJECT.search(text, opening[0].start, opening[-1].end)):
        end = _SUBJECT_END.search(match[0])
        spans.append(Span(match.start(), match.start() + end.start() if end else match.end()))
    parts: list[str] = []
    kept: list[Span] = []
    for span in spans:
        for piece in re.finditer(r"[^\n]+", text[span.start : span.end]):
            words = piece[0].strip(" .:")
            if words and not is_separator(words):
                parts.append(words)
                start = span.start + piece.start() + piece[0].index(words)
                kept.append(Span(start, start + len(words)))
    title = re.sub(r"[\s_*-]{3,}$", "", re.sub(r"\s+", " ", " ".join(parts))).strip()
    return (title, Span(kept[0].start, kept[-1].end)) if title else (None, None)


def _introduction(lines: Sequence[Line], facts: _Facts) -> None:
    """Type and number from the heading of a page that leaves the letterhead out: "Nghị quyết số 57-NQ/TW"."""
    for line in lines[:5]:
        match = _INTRODUCED.match(line.text)
        if match and (number := NUMBER.match(line.text, match.end())):
            start = line.start
            facts.add("type", match["type"], Span(start, start + len(match["type"])))
            facts.add(
                "number", str(DocumentNumber.parse(number[0])), Span(start + number.start(), start + number.end())
            )


def _own_mention(text: str, facts: _Facts) -> None:
    """Date and issuer that stand beside the document's own number: in a page's introduction, or in "(Kèm theo …)"."""
    own = facts.values.get("number")
    if own is None or ("issued_on" in facts.values and "issuer" in facts.values):
        return
    for mention in find_numbers(text):
        near = text[max(0, mention.start - 80) : mention.start]
        if str(mention.number) != own or (mention.start > _INTRODUCTION and "kèm theo" not in near.lower()):
            continue
        between = re.compile(r"[\s,(]*").match(text, mention.end)
        date = DATE.match(text, between.end()) if between else None
        if date and (iso := from_match(date)):
            facts.add("issued_on", iso, Span(date.start(), date.end()))
            if organ := _OF_ORGAN.match(text, date.end()):
                facts.add("issuer", organ[1], Span(organ.start(1), organ.end(1)))
            return


def _passing(body: str, facts: _Facts) -> None:
    """The day on which a law was passed or a treaty made, where the letterhead states none."""
    if "issued_on" in facts.values:
        return
    kind = facts.values.get("type")
    for pattern, fits in ((_PASSED, kind in _LAW_TYPES), (_MADE_AT, kind in _TREATY_TYPES)):
        for match in pattern.finditer(body) if fits else ():
            date = DATE.match(body, match.end())
            if date and (iso := from_match(date)):
                facts.add("issued_on", iso, Span(date.start(), date.end()))
                if "place" in match.re.groupindex:
                    place = match["place"]
                    facts.add("place", known_place(place) or place, Span(match.start("place"), match.end("place")))
                return


def _effect(body: str, facts: _Facts) -> None:
    """The day from which the document says that it applies; a consolidated text says it of those it is made of."""
    kind = facts.values.get("type")
    if kind == DOCUMENT_TYPES["VBHN"]:
        return
    for match in _EFFECT.finditer(body):
        if kind and match["type"].lower().split() != kind.lower().split():
            continue
        if body[: match.start()].endswith(_NOT_OWN):
            continue
        at = match.end()
        if passed := _WHEN_PASSED.match(body, at):
            at = passed.end()
        date = DATE.match(body, at)
        iso = from_match(date) if date else None
        if date and iso:
            facts.add("effective_on", iso, Span(date.start(), date.end()))
        elif signed := passed or _SIGNED.match(body, at):
            facts.add("effective_on", facts.values.get("issued_on"), Span(signed.start(), signed.end()))
        if "effective_on" in facts.values:
            return
