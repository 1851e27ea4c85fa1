"""Which clauses may answer: exact filters on documents and levels, and how many each value would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from corpus.document import LEVELS
from corpus.errors import InputError
from corpus.store.summaries import DocumentSummary
from search.index.backend import Scope

if TYPE_CHECKING:
    from corpus.language.successors import Successors

#: Filters whose documents and counts are kept: a question is mostly asked with those of the one before.
_REMEMBERED = 128
#: For each field, its values and how many documents (for `level`: clauses) have them, the most frequent first.
Facets = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Filters:
    """What may answer; None lets all pass. Names compare without regard to case; dates are ISO and inclusive.

    `issuer` passes a document whose issuer's name holds it, under its name of then or of today; `level` is a level of clauses (`article`, `dash`, …).
    """

    type: str | None = None
    issuer: str | None = None
    issued_from: str | None = None
    issued_to: str | None = None
    document: str | None = None
    status: str | None = None
    level: str | None = None

    def checked(self) -> Filters:
        """These filters, as somebody wrote them; that nothing answers would say what is not so of a level misspelt.

        Raises:
            InputError: no clause can have the level.
        """
        if self.level is not None and self.level not in LEVELS:
            raise InputError(f"'{self.level}' is no level of clauses; take one of {', '.join(LEVELS)}.")
        return self

    def admits(self, document: DocumentSummary, successors: Successors | None = None) -> bool:
        """Whether clauses of `document` may answer, whatever their level; `successors` know the issuers' other names."""
        return (
            _same(self.type, document.type)
            and (self.issuer is None or _issued_by(self.issuer, document.issuer or "", successors))
            and (self.issued_from is None or (document.issued_on or "") >= self.issued_from)
            and (self.issued_to is None or (document.issued_on or "9999") <= self.issued_to)
            and (self.document is None or document.id == self.document)
            and _same(self.status, document.status)
        )


#: What a document is counted under in each facet, and the filters that its own choice does not narrow.
_FACETS: dict[str, tuple[Callable[[DocumentSummary], str | None], dict[str, None]]] = {
    "type": (lambda document: document.type, {"type": None}),
    "issuer": (lambda document: document.issuer, {"issuer": None}),
    "year": (lambda document: (document.issued_on or "")[:4] or None, {"issued_from": None, "issued_to": None}),
    "status": (lambda document: document.status, {"status": None}),
    "document": (lambda document: document.id, {"document": None}),
}


class FilterTable:
    """The documents of an index, and how many of their clauses have which level."""

    def __init__(
        self,
        documents: Sequence[DocumentSummary],
        levels: Mapping[str, Mapping[str, int]],
        successors: Callable[[], Successors],
    ) -> None:
        """`documents`: all that are stored; `levels`: the clauses of each level, by document; `successors` are asked for when they are needed."""
        self._documents = list(documents)
        self._levels = levels
        self._successors = cache(successors)
        self.documents = lru_cache(maxsize=_REMEMBERED)(self._passing)
        self.facets = lru_cache(maxsize=_REMEMBERED)(self._counted)

    def scope(self, filters: Filters) -> Scope:
        """What `filters` lets answer."""
        if replace(filters, level=None) == Filters():
            return Scope(level=filters.level)
        return Scope(documents=self.documents(filters), level=filters.level)

    def scope_outside(self, document_id: str, filters: Filters) -> Scope:
        """As `scope`, without the clauses of one document."""
        return Scope(documents=self.documents(filters) - {document_id}, level=filters.level)

    def _passing(self, filters: Filters) -> frozenset[str]:
        """The ids of the documents that `filters` let pass, whatever the level."""
        return frozenset(document.id for document in self._documents if self._admits(filters, document))

    def _counted(self, filters: Filters) -> Facets:
        """What choosing another value would leave: each field counted with all filters but its own.

        Documents are counted; for `level`, clauses.
        """
        counted: Facets = {}
        for name, (value_of, freed) in _FACETS.items():
            others = replace(filters, **freed)
            found = Counter(value_of(document) for document in self._documents if self._admits(others, document))
            counted[name] = {value: count for value, count in found.most_common() if value is not None}
        levels: Counter[str] = Counter()
        for document in self.documents(filters):
            levels.update(self._levels.get(document, {}))
        counted["level"] = dict(levels.most_common())
        return counted

    def _admits(self, filters: Filters, document: DocumentSummary) -> bool:
        return filters.admits(document, self._successors() if filters.issuer else None)


def _issued_by(wanted: str, issuer: str, successors: Successors | None) -> bool:
    named = wanted.casefold() in issuer.casefold()
    return named or (bool(issuer) and successors is not None and successors.same(wanted, issuer))


def _same(wanted: str | None, value: str | None) -> bool:
    return wanted is None or (value or "").casefold() == wanted.casefold()
