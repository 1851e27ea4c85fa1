"""Citations in the official form: from small to large, then type, number, date, issuer and title of the document.

Nghị định 30/2020/NĐ-CP: the first mention names all of these, later ones type and number only; a Luật or Pháp lệnh is cited by type and
name. Parts and chapters are not named above a Điều.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal
from weakref import WeakKeyDictionary

from corpus.catalogue import CatalogueEntry, catalogue, find_in_catalogue
from corpus.citing.identifiers import ClauseId
from corpus.citing.issuers import place_of
from corpus.document import Clause, Document
from corpus.errors import UnknownIdError
from corpus.language.casing import begins_with_name, sentence_case
from corpus.language.dates import find_date, printed
from corpus.language.numbers import find_numbers

Form = Literal["first", "later"]

_NAMED_BY_TITLE = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"})
_WORDS = {
    "article": "Điều",
    "clause": "khoản",
    "point": "điểm",
    "alpha": "Phần",
    "roman": "Mục",
    "arabic": "khoản",
    "decimal": "điểm",
    "letter": "điểm",
    "dash": "gạch đầu dòng thứ",
    "plus": "dấu cộng thứ",
    "paragraph": "đoạn thứ",
    "table": "bảng thứ",
}
_FRAME = {"preamble": "phần mở đầu", "signature": "phần ký", "recipients": "phần nơi nhận"}
_COUNTED = frozenset({"dash", "plus", "paragraph", "table"})
_SUBJECT = re.compile(r"^\s*v/v:?\s*", re.IGNORECASE)
#: A title that repeats issuer, number and date before it says anything: "của Bộ Xây dựng số … ngày … năm 2001 hướng dẫn …".
_REPEATED = re.compile(r"^(?:của .{3,60}? )?số \S+ ngày .{6,24}?\d{4}\s+(?:của .{3,60}?\s+)?(?=\w)", re.IGNORECASE)


def cite_document(document: Document, form: Form = "first") -> str:
    """The citation of `document`; facts that it does not state are left out."""
    kind = document.type or "Văn bản"
    if kind in _NAMED_BY_TITLE and document.title:
        title = cited_title(document)
        return f"{kind} {title[:1].upper()}{title[1:]}"
    parts = [kind]
    if document.number:
        parts.append(f"số {document.number}")
    if form == "first" or not document.number:
        if document.issued_on:
            parts.append(printed(document.issued_on))
        title = cited_title(document)
        if document.issuer and not title.startswith("của "):  # some titles name the organ themselves
            parts.append(f"của {document.issuer}")
        if title:
            parts.append(title)
    return " ".join(parts)


def cite_clause(document: Document, clause: Clause, form: Form = "first") -> str:
    """The citation of `clause`: `khoản 2 Mục II Kế hoạch số …`."""
    return f"{clause_path(document, clause)} {cite_document(document, form)}"


def clause_path(document: Document, clause: Clause) -> str:
    """The place of `clause` in its document as it is cited, from small to large."""
    named = [*reversed(document.ancestors(clause))]
    if any(node.level == "article" for node in (clause, *named)):
        named = [node for node in named if node.level not in ("part", "chapter", "section", "subsection")]
    return " ".join(_name(node) for node in (clause, *named))


def label_path(document: Document, clause: Clause) -> str:
    """The place of `clause` as a trail from large to small: `Mục III › khoản 6 › điểm 6.5`."""
    trail = (*document.ancestors(clause), clause)
    if any(node.level == "article" for node in trail):
        trail = tuple(node for node in trail if node.level not in ("part", "chapter", "section", "subsection"))
    return " › ".join(_name(node).removesuffix(" ban hành kèm theo").removesuffix(" kèm theo") for node in trail)


def short_name(document: Document) -> str:
    """What a document is called in a list: type and number, else type and title."""
    if document.number:
        return f"{document.type or 'Văn bản'} số {document.number}"
    return " ".join(filter(None, (document.type or "Văn bản", cited_title(document) if document.title else None)))


def cited_title(document: Document) -> str:
    """The title as it is cited ("" where none is known): in sentence case, the capitals of names recovered from the document or the catalogue."""
    return _cited_title(document)


def find_cited_clause(citation: str, documents: Iterable[Document]) -> tuple[Document, Clause | None]:
    """The document and the clause that `citation` names, among `documents`; the clause is None when it names the whole document.

    Raises:
        UnknownIdError: no document has the number (and date) cited, or it has no such clause.
    """
    mentions = list(find_numbers(citation))
    date = find_date(citation)
    for document in documents:
        later = cite_document(document, "later")
        at = citation.find(later)
        if at < 0 or (
            date
            and document.number
            and mentions
            and find_date(citation[at : at + len(later) + 40]) not in (None, document.issued_on)
        ):
            continue
        wanted = " ".join(citation[:at].split())
        if not wanted:
            return document, None
        for clause in document.clauses:
            if clause_path(document, clause) == wanted:
                return document, clause
        raise UnknownIdError(f"{later} has no '{wanted}'; look at its clauses with `dieukhoan outline` or on its page.")
    raise UnknownIdError(
        f"No stored document is cited by '{citation[:120]}'; ingest it first or check number and date."
    )


def _name(clause: Clause) -> str:
    """One step of a citation: `khoản 2`, `Điều 5`, `gạch đầu dòng thứ 8`."""
    last = ClauseId.parse(clause.id).segments[-1]
    segment, _, repeat = last.partition("~")
    again = f" (lần {repeat})" if repeat else ""
    if clause.level in _FRAME:
        return _FRAME[clause.level] + again
    if clause.level in _COUNTED:
        return f"{_WORDS[clause.level]} {segment.rsplit('-', 1)[1]}{again}"
    label = clause.label or ""
    if clause.level in ("part", "chapter", "section", "subsection"):
        return _division(label) + again
    if clause.level == "article":
        return f"Điều {segment.removeprefix('dieu-')}{again}"
    if clause.level == "attachment":
        kind = label.capitalize() if label else "Văn bản"
        return f"{kind}{again} ban hành kèm theo"
    if clause.level == "appendix":
        words = label.split()
        return (
            " ".join(
                (words[0].capitalize(), *(w.lower() if w.upper() in ("LỤC", "SỐ", "MẪU") else w for w in words[1:]))
            )
            + again
            + " kèm theo"
        )
    return f"{_WORDS[clause.level]} {label}{again}"


def _division(label: str) -> str:
    """A division's label in the case of citations: `CHƯƠNG II` is `Chương II`, `PHẦN THỨ NHẤT` is `Phần thứ nhất`."""
    *words, number = label.split()
    return f"{' '.join(words).capitalize()} {number if re.fullmatch(r'[IVXL]+|.*[0-9].*', number) else number.lower()}"


#: The titles of documents that are held elsewhere: an older reading of a document is let go with its title.
_TITLES: WeakKeyDictionary[Document, str] = WeakKeyDictionary()


def _cited_title(document: Document) -> str:
    title = _TITLES.get(document)
    if title is None:
        title = _TITLES[document] = _title_for_citing(document)
    return title


def _title_for_citing(document: Document) -> str:
    title = _SUBJECT.sub("về việc ", document.title or "")
    # Number, day and kind name one document, whose printed title recognition may have damaged.
    known = find_in_catalogue(document.number, document.issued_on) if document.number and document.issued_on else None
    if known and known.title and known.issued_on and known.type == document.type and _is_of_one_place(known, document):
        return known.title
    body = document.text.replace(document.title or "\0", " ")
    capitals, rest = _split_capitals(title)  # "CỦA BAN CHẤP HÀNH … về phát triển nhà ở"
    witnesses = (body, *(entry.title for entry in catalogue() if entry.title))
    cased = sentence_case(capitals, witnesses) + rest
    cased = _REPEATED.sub("", cased)
    return cased if begins_with_name(cased) else cased[:1].lower() + cased[1:]


def _is_of_one_place(known: CatalogueEntry, document: Document) -> bool:
    places = [place_of(issuer or "") for issuer in (known.issuer, document.issuer)]
    return None in places or places[0] == places[1]


def _split_capitals(title: str) -> tuple[str, str]:
    """The part of `title` in capitals that begins it, and the part in small letters that may follow on its own line."""
    words = title.split(" ")
    for at, word in enumerate(words):
        if word.isalpha() and word.islower() and at > 2:
            return " ".join(words[:at]), " " + " ".join(words[at:])
        if word.isalpha() and not word.isupper():
            break
    return title, ""
