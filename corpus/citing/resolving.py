"""Which stored or known document a mention means: number and date decide, then the province; a law is known by its title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.catalogue import CatalogueEntry, catalogue
from corpus.citing.identifiers import document_id, title_and_year
from corpus.citing.labels import find_clauses, label_of
from corpus.document import Document, Reference
from corpus.language.numbers import DocumentNumber
from corpus.language.places import CITIES, PROVINCES
from corpus.language.text import fold, match_form, syllables

_LAWS = frozenset({"luật", "bộ luật", "pháp lệnh", "hiến pháp"})
#: Numbers of a province's organs: every province has a 378/QĐ-UBND.
_PROVINCIAL = re.compile(r"UBND|HĐND|/TU\b|-TU\b|SXD|\bS[A-Z]")


@dataclass(frozen=True, slots=True)
class Facts:
    """What tells documents of one number apart."""

    id: str
    number: str | None
    type: str | None
    issuer: str | None
    issued_on: str | None
    title: str | None
    stored: bool

    @property
    def is_law(self) -> bool:
        """Whether documents name it by its title."""
        return (self.type or "").lower() in _LAWS


@dataclass(frozen=True, slots=True)
class Resolved:
    """A reference with the document and clause that it means; `stored` is False where only the catalogue knows the document.

    Where neither does, `reference.document_id` is None and `stored` is False: the document is known by what the mention says alone. `title` is the
    title of the document meant.
    """

    reference: Reference
    stored: bool
    title: str | None = None


class Resolver:
    """Finds the documents that mentions mean, among the stored ones and then in the catalogue."""

    def __init__(self, stored: Iterable[Facts], load: Callable[[str], Document]) -> None:
        """`load` gives a stored document by its id."""
        self._load = load
        self._by_id: dict[str, Facts] = {}
        self._by_number: dict[str, list[Facts]] = {}
        self._by_title: dict[tuple[str, ...], list[Facts]] = {}
        for facts in (*stored, *_known()):
            self._by_id.setdefault(facts.id, facts)
            if facts.number:
                self._by_number.setdefault(fold(facts.number), []).append(facts)
            if facts.title and facts.is_law:
                self._by_title.setdefault(_words(facts.title), []).append(facts)

    def resolve(self, reference: Reference, citing_id: str, known_date: str | None) -> Resolved:
        """What `reference` means, which the document `citing_id` makes.

        `known_date` is the date that the citing document gives with the number elsewhere.
        """
        if reference.document_id == citing_id:
            return Resolved(reference, True, self._title(citing_id))
        facts = self.document_of(reference, citing_id, known_date)
        if facts is None:
            return Resolved(reference, False)
        clause = self._clause(reference, facts) if facts.stored and reference.labels else None
        return Resolved(
            replace(reference, document_id=facts.id, target_clause_id=clause), facts.stored, facts.title
        )  # fmt: skip

    def document_of(self, reference: Reference, citing_id: str, known_date: str | None) -> Facts | None:
        """The other document that `reference` means, as `resolve` finds it; None where it means the citing one or an unknown one."""
        if reference.document_id == citing_id:
            return None
        return self._document(reference, self._by_id.get(citing_id), reference.date or known_date)

    def _title(self, stored_id: str) -> str | None:
        return self._by_id[stored_id].title if stored_id in self._by_id else None

    def _document(self, reference: Reference, citing: Facts | None, date: str | None) -> Facts | None:
        if reference.number:
            candidates = self._by_number.get(fold(reference.number), [])
        elif reference.title and (reference.type or "").lower() in _LAWS:
            candidates = self._laws(reference)
        else:
            return None
        for stored in (True, False):
            fitting = [
                facts for facts in candidates if facts.stored is stored and _fits(facts, reference, citing, date)
            ]
            dated = [facts for facts in fitting if date and facts.issued_on == date] or fitting
            if len(dated) == 1:
                return dated[0]
            if dated:
                near = [facts for facts in dated if _province(facts.issuer) == _meant_province(reference, citing)]
                return near[0] if len(near) == 1 else None
        return None

    def _laws(self, reference: Reference) -> list[Facts]:
        words, year = title_and_year(reference.title or "")
        found = [
            facts
            for facts in self._by_title.get(_words(words), [])
            if fold(facts.type or "") == fold(reference.type or "")
        ]
        return [facts for facts in found if year is None or year in (_year(facts), None)]

    def _clause(self, reference: Reference, facts: Facts) -> str | None:
        if any(label.endswith(" này") for label in reference.labels):
            return None  # an amended text says "Điều này" of itself
        clauses = find_clauses(self._load(facts.id), tuple(map(label_of, reference.labels)))
        return clauses[0].id if clauses else None


def _fits(facts: Facts, reference: Reference, citing: Facts | None, date: str | None) -> bool:
    """Whether date and province let the mention mean this document."""
    if citing and facts.id == citing.id:
        return False
    if date and facts.issued_on:
        return date == facts.issued_on
    if reference.number is None and citing and citing.issued_on and (facts.issued_on or "") > citing.issued_on:
        return False  # an older law of this title
    own, meant = _province(facts.issuer), _meant_province(reference, citing)
    if facts.number and _PROVINCIAL.search(facts.number):
        return own is None or meant is None or own == meant
    return True


def _meant_province(reference: Reference, citing: Facts | None) -> str | None:
    return _province(reference.issuer) or (_province(citing.issuer) if citing else None)


@lru_cache(maxsize=4096)
def _province(issuer: str | None) -> str | None:
    """The province or city that an issuer's name holds."""
    folded = fold(issuer or "")
    return next((name for name in (*PROVINCES, *CITIES) if fold(name) in folded), None)


def _year(facts: Facts) -> str | None:
    number = DocumentNumber.parse(facts.number or "")
    if number and number.year:
        return str(number.year)
    return facts.issued_on[:4] if facts.issued_on else None


def _words(title: str) -> tuple[str, ...]:
    words = [match_form(word) for word in syllables(title)]
    return tuple(words[1:] if words[:1] == ["về"] else words)


def _known() -> list[Facts]:
    """The documents of the catalogue, under the ids that they would have."""
    return [_facts(entry) for entry in catalogue()]


def _facts(entry: CatalogueEntry) -> Facts:
    number = DocumentNumber.parse(entry.number)
    own_id = document_id(number, entry.type, entry.issuer, entry.issued_on, "")
    return Facts(own_id, entry.number, entry.type, entry.issuer, entry.issued_on, entry.title, stored=False)
