"""Which known document a citation means, where what it states may be partly wrong.

Numbers are given again every year, in every term and by every province: a number alone is no identity, and a citation is only called wrong
where the document that it means is certain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.citing.issuers import is_same_issuer, place_of
from corpus.citing.titles import read_title
from corpus.drafts.cited import Cited
from corpus.drafts.known_documents import KnownDocument, KnownDocuments
from corpus.language.text import fold

#: Codes of organs that exist once: their numbers are given once a year, those with the year in them once.
_CENTRAL = re.compile(
    r"(?:^|[-/])(?:CP|TTg|QH\d+|UBTVQH\d+|TW|VPCP|CTN|B[A-ZĐ]{1,8}|NHNN|TANDTC|VKSNDTC|UBDT|KTNN|TTCP|VPTW)(?:$|-)"
)


@dataclass(frozen=True, slots=True)
class Identified:
    """What a citation means: the `known` document, or None, and then those that are `near` (of the same number)."""

    known: KnownDocument | None
    near: tuple[KnownDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What the draft itself tells: the locality of its issuer, its date (ISO), and the documents that it named so far, by number."""

    place: str | None
    date: str | None
    named: dict[str, KnownDocument]


def identify(text: str, cited: Cited, documents: KnownDocuments, context: Context) -> Identified:
    """The known document that `cited` means in `text`."""
    if cited.is_law and cited.number is None:
        return _law(cited, documents, context)
    number = cited.reference.number
    if not number:
        return Identified(None)
    candidates = [known for known in documents.numbered(number) if not _is_later(known, context)]
    earlier = context.named.get(number)
    if earlier is not None and cited.iso in (None, earlier.issued_on):
        return Identified(earlier)
    fitting = [known for known in candidates if _fits(text, cited, known, context)]
    exact = [known for known in fitting if known.number == number] or fitting
    dated = [known for known in exact if cited.iso and known.issued_on == cited.iso]
    if chosen := dated or exact:
        return Identified(chosen[0]) if len(chosen) == 1 else Identified(None, tuple(chosen))
    mistyped = [known for known in _same_day(cited, documents) if _gives_title(text, cited, known)]
    if len(mistyped) == 1:
        return Identified(mistyped[0])
    return Identified(None, tuple(candidates))


def _is_later(known: KnownDocument, context: Context) -> bool:
    """Whether the document was issued after the draft, which then means another one."""
    return bool(known.issued_on and context.date and known.issued_on > context.date)


def _law(cited: Cited, documents: KnownDocuments, context: Context) -> Identified:
    """A law by its name; one of another day is another law of that name, unless the two days differ by a slip."""
    named = documents.named(cited.reference.type or "", cited.reference.title or "")
    found = [known for known in named if not _is_later(known, context)]
    year = next(iter(re.findall(r"năm\s+((?:19|20)\d\d)", cited.reference.text)), None)
    if cited.iso:
        same = [known for known in found if known.issued_on and _nearly(known.issued_on, cited.iso)]
    elif year:
        same = [known for known in found if known.issued_on and known.issued_on[:4] == year]
    else:
        same = found
    return Identified(same[0]) if len(same) == 1 else Identified(None, tuple(found))


def _nearly(one: str, other: str) -> bool:
    """Whether two dates differ in the day, the month or the year alone, as a slip does; two laws of one name may be of one year."""
    return sum(a != b for a, b in zip(one.split("-"), other.split("-"), strict=True)) < 2


def _fits(text: str, cited: Cited, known: KnownDocument, context: Context) -> bool:
    """Whether `known`, which has the number cited, is certainly the document meant."""
    titled = _gives_title(text, cited, known)
    if titled:
        return True
    issuer = text[cited.issuer.start : cited.issuer.end] if cited.issuer else None
    central = bool(_CENTRAL.search(known.number or ""))
    if not central and not _same_place(issuer, known, context):
        return False
    if cited.date is None:
        return central or cited.issuer is None or is_same_issuer(issuer or "", known.issuer or "") is not False
    if known.issued_on is None or cited.iso == known.issued_on:
        return True
    year_in_number = bool(re.search(r"/(?:19|20)\d\d/", known.number or "")) or bool(
        re.search(r"QH\d+$", known.number or "")
    )
    if year_in_number:
        return True
    if cited.iso is None:  # no such day
        return True
    agreed = issuer is None or is_same_issuer(issuer, known.issuer or "") is not False
    same_year = cited.iso[:4] == known.issued_on[:4]
    same_day = cited.iso[4:] == known.issued_on[4:]
    same_term = "khóa" in (issuer or "").lower().replace("khoá", "khóa") and agreed
    return agreed and (same_year or same_day or same_term)


def _same_place(issuer: str | None, known: KnownDocument, context: Context) -> bool:
    """Whether the locality that the citation or else the draft states is that of the known issuer; True where either states none."""
    ours = (place_of(issuer) if issuer else None) or context.place
    theirs = place_of(known.issuer or "")
    return not ours or not theirs or fold(ours) == fold(theirs)


def _gives_title(text: str, cited: Cited, known: KnownDocument) -> bool:
    readings = [read_title(text, cited.parts_end, title) for title in known.titles]
    return any(
        reading is not None
        and reading.agreement in ("same", "shorter", "differs")
        and reading.end - reading.start >= 20
        for reading in readings
    )


def _same_day(cited: Cited, documents: KnownDocuments) -> list[KnownDocument]:
    return list(documents.issued(cited.reference.type, cited.iso)) if cited.iso else []
