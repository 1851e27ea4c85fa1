"""Documents by what questions call them: the serial of their number, their type, the beginning of their title.

A question is compared with the few that may be meant, not with all that are stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from corpus.catalogue import CatalogueEntry, catalogue
from corpus.citing.labels import without_noughts
from corpus.language.numbers import DocumentNumber
from corpus.language.text import fold, syllables
from corpus.store.summaries import DocumentSummary
from search.question.references import ANY_TYPE

#: A document that is stored, or one that is only known.
Known = DocumentSummary | CatalogueEntry


class Names:
    """Some documents, found by serial, type and title."""

    def __init__(self, documents: Iterable[Known]) -> None:
        """`documents` in the order in which they are to be found."""
        self._documents = tuple(documents)
        self._by_serial: dict[str, list[Known]] = {}
        self._by_title: dict[str, list[Known]] = {}
        for document in self._documents:
            if number := number_of(document):
                self._by_serial.setdefault(without_noughts(number.serial), []).append(document)
            if words := title_words(document.title or ""):
                self._by_title.setdefault(words[0], []).append(document)
        self._of_types = lru_cache(maxsize=64)(self._searched)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._documents)

    def with_serial(self, serial: str) -> Sequence[Known]:
        """The documents whose number begins with `serial`, whatever noughts stand in front."""
        return self._by_serial.get(without_noughts(serial), ())

    def of_types(self, types: frozenset[str]) -> Sequence[Known]:
        """The documents of one of `types`."""
        return self._of_types(types)

    def titled(self, types: frozenset[str], word: str) -> Sequence[Known]:
        """The documents of one of `types` whose title begins with `word` (folded)."""
        return [document for document in self._by_title.get(word, ()) if is_of_type(document, types)]

    def _searched(self, types: frozenset[str]) -> Sequence[Known]:
        return tuple(document for document in self._documents if is_of_type(document, types))


@cache
def catalogued() -> Names:
    """The documents of the catalogue."""
    return Names(catalogue())


def number_of(document: Known) -> DocumentNumber | None:
    """The parts of the document's number."""
    return _parsed(document.number or "")


def is_of_type(document: Known, types: frozenset[str]) -> bool:
    """Whether `document` is of one of `types`, by its type or its number; of no or any type all are."""
    if not types or ANY_TYPE in types:
        return True
    number = number_of(document)
    return any(
        (document.type or "").casefold().startswith(name.casefold()) or (number and number.type_name == name)
        for name in types
    )


def title_words(text: str) -> list[str]:
    """The words of a title, folded, without the "về việc" in front."""
    words = [fold(word) for word in syllables(text)]
    while words and words[0] in ("ve", "viec", "v"):
        words = words[1:]
    return words


_parsed = lru_cache(maxsize=32_768)(DocumentNumber.parse)
