"""Checking what a citation states of a document: number, type, date, issuer, title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from corpus.citing.issuers import is_same_issuer
from corpus.citing.titles import TitleReading, is_same_title, read_title
from corpus.document import Span
from corpus.drafts.cited import LAWS, Cited
from corpus.drafts.findings import Finding, Kind, differing_words
from corpus.drafts.known_documents import KnownDocument
from corpus.language.dates import DATE, printed
from corpus.language.numbers import DocumentNumber
from corpus.language.text import fold, match_form


def read_known_title(text: str, cited: Cited, known: KnownDocument) -> TitleReading | None:
    """How the citation gives the title of `known`, read by the best of its forms."""
    if cited.number is None:
        return None
    order = ("same", "shorter", "differs", "other")
    readings = [reading for title in known.titles if (reading := read_title(text, cited.parts_end, title))]
    return min(readings, key=lambda reading: (order.index(reading.agreement), -reading.end), default=None)


def check_facts(text: str, cited: Cited, known: KnownDocument, title: TitleReading | None) -> Iterator[Finding]:
    """The facts that `cited` states wrongly of `known`; `title` is how it gives the title."""
    if cited.number and known.number and cited.reference.number != known.number:
        kind: Kind = "number" if fold(cited.reference.number or "") != fold(known.number) else "number-form"
        if not text[cited.start : cited.number.end].isupper():
            yield _finding(cited.number, kind, f"Số, ký hiệu đúng là {known.number}.", known.number)
    if cited.type and not _is_type(text[cited.type.start : cited.type.end], known):
        yield _finding(cited.type, "type", f"Tên loại văn bản đúng là {known.type}.", known.type)
    if cited.is_law and cited.number and known.title:
        yield from _check_name(text, cited, known.title)
    if cited.date and known.issued_on:
        stated = text[cited.date.start : cited.date.end]
        if cited.iso != known.issued_on:
            right = in_style_of(stated, known.issued_on)
            yield _finding(cited.date, "date", f"Ngày ban hành đúng là {printed(known.issued_on)}.", right)
    # Without a date "của …" may belong to what stands before: "kế hoạch thực hiện Nghị quyết số … của Ủy ban nhân dân tỉnh".
    if cited.issuer and known.issuer and (cited.date or title):
        stated = text[cited.issuer.start : cited.issuer.end]
        if is_same_issuer(stated, known.issuer) is False:
            yield _finding(cited.issuer, "issuer", f"Cơ quan ban hành đúng là {known.issuer}.", known.issuer)
    if title is not None and title.agreement in ("differs", "other") and known.title:
        words = differing_words(text[title.start : title.end], known.title, match_form)
        message = f"Trích yếu sai ({words}); đúng là “{known.title}”."
        yield _finding(title, "title", message, known.title)


def _check_name(text: str, cited: Cited, known: str) -> Iterator[Finding]:
    """The name of a law that is cited with its number."""
    assert cited.number is not None
    name = r"\s+".join(map(re.escape, (cited.reference.title or "").split()))
    found = re.compile(name).search(text, cited.start, cited.number.start)
    if found and not is_same_title(found[0], known):
        yield Finding(found.start(), found.end(), "title", f"Luật, pháp lệnh mang số này là “{known}”.", known)


def check_date_form(text: str, cited: Cited) -> Iterator[Finding]:
    """A date whose day below 10 or month below 3 lacks its nought."""
    if cited.date is None or cited.iso is None:
        return
    stated = text[cited.date.start : cited.date.end]
    right = in_style_of(stated, cited.iso)
    if right != stated and right.replace("0", "") == stated.replace("0", ""):
        yield _finding(
            cited.date, "date-form", f"Ngày nhỏ hơn 10 và tháng 1, tháng 2 có số 0 ở trước: viết “{right}”.", right
        )


def in_style_of(stated: str, iso: str) -> str:
    """The date `iso` as `stated` prints its own: in words or with strokes, with or without "ngày".

    >>> in_style_of("ngày 24/11/2022", "2023-02-04")
    'ngày 04/02/2023'
    """
    day = date.fromisoformat(iso)
    match = DATE.fullmatch(stated)
    word = "ngày " if stated[:1] in "nN" else ""
    if match is None or match["sep"] is None:
        long = printed(iso)
        if match and match["month"].startswith("0") and day.month > 2:
            long = long.replace(f"tháng {day.month} ", f"tháng {day.month:02d} ")
        return long if word else long.removeprefix("ngày ")
    month = f"{day.month:02d}" if day.month <= 2 or match["month2"].startswith("0") else str(day.month)
    return f"{word}{day.day:02d}{match['sep']}{month}{match['sep']}{day.year}"


def _is_type(stated: str, known: KnownDocument) -> bool:
    ours = " ".join(fold(stated).split())
    number = DocumentNumber.parse(known.number or "")
    names = [fold(name) for name in (known.type, number.type_name if number else None) if name]
    laws = [fold(name) for name in LAWS]
    return (
        not names
        or ours == "van ban"
        or any(ours.startswith(name) or name.startswith(ours) for name in names)
        or (ours in laws and any(name in laws for name in names))
    )


def _finding(span: Span, kind: Kind, message: str, corrected: str | None) -> Finding:
    return Finding(span.start, span.end, kind, message, corrected)
