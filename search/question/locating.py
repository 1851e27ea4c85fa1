"""The document and the clauses that a question names: its readings against what is stored, then against the catalogue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.citing.citation import clause_path
from corpus.citing.labels import find_clauses, without_innermost
from corpus.document import FRAME_LEVELS, Clause, Document
from corpus.language.text import fold, match_form, syllable_spans, syllables
from corpus.store import Store
from corpus.store.summaries import DocumentSummary
from search.question.names import Known, Names, catalogued, is_of_type, number_of, title_words
from search.question.query import Reference
from search.question.references import Citation, parse

#: Where a whole document is named, this many of its outermost clauses are shown.
_FIRST_CLAUSES = 3
#: So many words of a title name it, however long it is.
_LONG_TITLE = 12

_DATE = re.compile(
    r"(?:(?:ngày|ngay)\s*)?(?P<day>\d{1,2})\s*(?:(?:tháng|thang)\s*(?P<month>\d{1,2})\s*(?:năm|nam)\s*|[/.-]\s?(?P<month2>\d{1,2})[/.-]\s?)"
    r"(?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:(?:năm|nam)\s*)?(?P<year>(?:19|20)\d\d)(?![\d/]|\s*[-–]\s*\d)", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;:()–./-]*(?:(?:của|cua|do)\s+)?", re.IGNORECASE)
_ABBREVIATED = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "tw": "trung uong",
    "tu": "tinh uy",
    "cp": "chinh phu",
    "ttg": "thu tuong chinh phu",
    "bch": "ban chap hanh",
    "btv": "ban thuong vu",
    "qh": "quoc hoi",
    "ubtvqh": "uy ban thuong vu quoc hoi",
    "tp": "thanh pho",
}
#: Words that say only that something is looked for.
_FILLERS = frozenset(
    fold(
        "của số tại quy định là gì nói xem tìm nội dung về việc theo ở trong cho tôi hỏi biết muốn cần thì như thế nào ra sao ghi này nêu đọc mở "
        "trích dẫn nguyên văn toàn chi tiết hãy xin và có những được ban hành kèm các vậy nhé giúp với ai đâu vấn đề"
    ).split()
)
_EDGES = frozenset(fold("của tại theo ở trong về và thì là quy định nội dung").split())


@dataclass(frozen=True, slots=True)
class Located:
    """What a question names, and the words that it says beyond that ("" when there are none)."""

    reference: Reference
    rest: str


def locate(question: str, store: Store, names: Names | None = None) -> Located | None:
    """What `question` (cleaned, NFC) names; None when it names nothing that is stored or in the catalogue.

    `names` are those of the stored documents, where the caller has them at hand.
    """
    readings = list(parse(question))
    if readings and names is None:
        names = Names(store.documents())
    located = [
        _in_store(citation, named, store) for citation in readings if names and (named := _named(citation, names))
    ]
    if located:  # of two readings, the one that leaves fewer words unread
        return min(located, key=lambda found: len(found.rest))
    for citation in readings:
        if named := _named(citation, catalogued()):
            entry = named.documents[0]
            reference = Reference((), (), entry.number, entry.title, stored=False)
            return Located(reference, _rest(citation.before, named.after))
    return None


# the document


@dataclass(frozen=True, slots=True)
class _Named:
    """The documents that a reading may mean, the likeliest first, and what follows their name in the question."""

    documents: list[Known] = field(default_factory=list)
    after: str = ""


def _named(citation: Citation, known: Names) -> _Named | None:
    if citation.serial is None:
        found, after, hints = _by_words(citation, known)
    else:
        found = [document for document in known.with_serial(citation.serial) if _has_number(document, citation)]
        after, hints = _hints(citation.after, found) if found else ("", _Hints())
    years = {citation.year, hints.year} - {None}
    dates = {hints.date} - {None}
    found = [d for d in found if not dates or d.issued_on is None or d.issued_on in dates]
    found = [d for d in found if not years or _year(d) is None or _year(d) in years]
    if not found:
        return None
    most = max(map(hints.agreement, found))
    found = [document for document in found if hints.agreement(document) == most]
    found.sort(key=lambda document: document.issued_on or "", reverse=True)
    titled = [_behind_title(after, document) for document in found]
    return _Named(list(found), min(titled, key=len))


def _has_number(document: Known, citation: Citation) -> bool:
    """Whether the number named is `document`'s, as far as it is named."""
    number = number_of(document)
    if number is None:
        return False
    if citation.year is not None and number.year is not None and number.year != citation.year:
        return False
    code = tuple(fold(part) for part in re.split(r"[-/&]", number.code))
    if not (set(citation.code) <= set(code) or citation.code[: len(code)] == code):
        return False
    return is_of_type(document, citation.types)


def _year(document: Known) -> int | None:
    number = number_of(document)
    if number and number.year:
        return number.year
    return int(document.issued_on[:4]) if document.issued_on else None


@dataclass(slots=True)
class _Hints:
    """What stands behind a document's number and tells it apart from others of that number."""

    date: str | None = None
    year: int | None = None
    issuers: list[tuple[str, ...]] = field(default_factory=list)

    def agreement(self, document: Known) -> int:
        """How many of the issuer's words agree with `document`."""
        return sum(len(words) for words in self.issuers if words in _issuer_words(document))


def _hints(after: str, documents: Sequence[Known]) -> tuple[str, _Hints]:
    """Date, year and issuer that begin `after`, and what is left of it."""
    hints = _Hints()
    while True:
        at = _BETWEEN.match(after).end()  # type: ignore[union-attr]
        if match := _DATE.match(after, at):
            month = int(match["month"] or match["month2"])
            hints.date = f"{match['year']}-{month:02d}-{int(match['day']):02d}"
            at = match.end()
        elif match := _YEAR.match(after, at):
            hints.year = int(match["year"])
            at = match.end()
        elif issuer := _issuer(after[at:], documents):
            words, length = issuer
            hints.issuers.append(words)
            at += length
        else:
            return after, hints
        after = after[at:]


def _issuer(text: str, documents: Sequence[Known]) -> tuple[tuple[str, ...], int] | None:
    """The longest run of words that begins `text` and names one of the issuers, with its length in characters."""
    spans = syllable_spans(text)[:14]
    for n in range(len(spans), 0, -1):
        if text[: spans[0][0]].strip():
            return None
        words = _expanded(text[: spans[n - 1][1]])
        if any(words in _issuer_words(document) for document in documents):
            return words, spans[n - 1][1]
    return None


@lru_cache(maxsize=1024)
def _issuer_words(document: Known) -> frozenset[tuple[str, ...]]:
    """The runs of two words and more of the issuer's name, and the parts of the number that stand for it."""
    words = _expanded(document.issuer or "")
    runs = {words[start:end] for start in range(len(words)) for end in range(start + 2, len(words) + 1)}
    number = number_of(document)
    codes = re.split(r"[-/&]", number.code) if number else []
    return frozenset({*runs, *(_expanded(code) for code in codes)})


def _expanded(text: str) -> tuple[str, ...]:
    return tuple(part for word in syllables(text) for part in _ABBREVIATED.get(fold(word), fold(word)).split())


# documents named by title


def _by_words(citation: Citation, known: Names) -> tuple[list[Known], str, _Hints]:
    """The documents whose type, and whose date and issuer or whole title, begin what follows the type's word."""
    said = title_words(citation.after)
    begun = known.titled(citation.types, said[0]) if said and citation.types else ()
    found = [(common, document) for document in begun if (common := _titled(said, citation.types, document))]
    if found:
        longest = max(common for common, _ in found)
        documents = [document for common, document in found if common == longest]
        after, hints = _hints(_behind_title(citation.after, documents[0]), documents)
        return documents, after, hints
    of_type = known.of_types(citation.types) if citation.types else ()
    without_number: list[Known] = [document for document in of_type if document.number is None]
    after, hints = _hints(citation.after, without_number)
    if hints.date is None and not hints.issuers:
        return [], "", _Hints()
    dated = [document for document in without_number if hints.date is None or document.issued_on == hints.date]
    titled = [document for document in dated if _behind_title(after, document) != after]
    return (titled or (dated if hints.date else [])), after, hints


def _titled(named: Sequence[str], types: frozenset[str], document: Known) -> int:
    """How many words of `document`'s title are `named`; 0 when they are too few to name it."""
    title = title_words(document.title or "")
    common = _common(named, title)
    by_title = any(name in ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp") for name in types)
    whole = common >= _LONG_TITLE or (common == len(title) and common >= (1 if by_title else 4))
    return common if whole or (by_title and common >= 2 and common == len(named)) else 0


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    return next(
        (at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )


def _behind_title(after: str, document: Known) -> str:
    """`after` without the words of the title that begin it: the whole title, or three of its words and more."""
    spans = syllable_spans(after)
    words = [fold(after[start:end]) for start, end in spans]
    skipped = len(words) - len(title_words(after))
    title = title_words(document.title or "")
    for at in range(len(title)):  # what repeats number and date in a title is not cited
        common = _common(words[skipped:], title[at:])
        if common >= 3 or (at == 0 and title and common == len(title)):
            return after[spans[skipped + common - 1][1] :]
    return after


# the clause


def _in_store(citation: Citation, named: _Named, store: Store) -> Located:
    documents = [store.document(document.id) for document in named.documents if isinstance(document, DocumentSummary)]
    before, labels = citation.before, citation.labels
    clauses = [(document, [clause]) for document in documents if (clause := _cited(document, citation.place))]
    if clauses:
        before = ""
    while labels and not clauses:
        clauses = [(d, found) for d in documents if (found := find_clauses(d, labels))]
        if not clauses:  # a label that does not exist leaves the clause that would hold it
            labels = without_innermost(labels)
    whole = not clauses
    if whole:
        clauses = [(document, _beginning(document)) for document in documents[:1]]
    first = [document for document, _ in clauses]
    ordered = [*first, *(document for document in documents if document not in first)]
    reference = Reference(
        document_ids=tuple(document.id for document in ordered),
        clause_ids=tuple(clause.id for _, found in clauses for clause in found),
        number=ordered[0].number,
        title=ordered[0].title,
        stored=True,
        whole=whole,
    )
    return Located(reference, _rest(before, named.after))


def _cited(document: Document, place: str) -> Clause | None:
    """The clause whose place is cited in just these words, if there is one."""
    return _places(document).get(_as_written(place))


@lru_cache(maxsize=64)
def _places(document: Document) -> dict[tuple[str, ...], Clause]:
    """The clauses by the words that cite their places, the first of each."""
    return {_as_written(clause_path(document, clause)): clause for clause in reversed(document.clauses)}


def _as_written(place: str) -> tuple[str, ...]:
    return tuple(match_form(word) for word in syllables(place))


def _beginning(document: Document) -> list[Clause]:
    return [clause for clause in document.children(None) if clause.level not in FRAME_LEVELS][:_FIRST_CLAUSES]


# the words left over


def _rest(before: str, after: str) -> str:
    """The words around a reference; "" when they only say that it is looked for."""
    left, right = syllables(before), syllables(after)
    while left and fold(left[-1]) in _EDGES:
        left.pop()
    while right and fold(right[0]) in _EDGES:
        right.pop(0)
    words = [*left, *right]
    return "" if all(fold(word) in _FILLERS for word in words) else " ".join(words)
