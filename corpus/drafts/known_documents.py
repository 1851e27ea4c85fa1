"""The documents that citations are compared with: those of the store, then those of the catalogue."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.catalogue import CatalogueEntry, catalogue
from corpus.citing.citation import cite_document, cited_title
from corpus.document import Document
from corpus.drafts.cited import LAWS
from corpus.language.dates import printed
from corpus.language.text import fold, match_form, syllables
from corpus.store import Store
from corpus.store.summaries import DocumentSummary

#: Titles of Party documents name the issuer more exactly than the letterhead: "của Ban Chấp hành Đảng bộ tỉnh khóa XII về …".
_ISSUER_IN_TITLE = re.compile(
    r"của (?P<issuer>.{5,90}?) (?P<title>(?:về|thực hiện|triển khai|quy định|ban hành) .+)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What is known of a document; `titles` are the forms of its title in the case of citations, the best first.

    `document` is the stored document, None for one of the catalogue alone.
    """

    number: str | None
    type: str | None
    issuer: str | None
    issued_on: str | None
    titles: tuple[str, ...]
    document: Document | None

    @property
    def title(self) -> str | None:
        """The title to cite."""
        return self.titles[0] if self.titles else None

    def cited(self) -> str:
        """The document's citation in full."""
        if self.document and self.type in LAWS:
            return cite_document(self.document)
        parts = (
            self.type,
            self.number and f"số {self.number}",
            self.issued_on and printed(self.issued_on),
            self.issuer and f"của {self.issuer}",
            self.title,
        )
        return " ".join(part for part in parts if part)


class KnownDocuments:
    """The documents of a store and of the catalogue, found by what citations state."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._summaries: dict[str, list[DocumentSummary]] = defaultdict(list)
        for summary in store.documents():
            self._summaries[number_key(summary.number or "")].append(summary)
        self._entries: dict[str, list[CatalogueEntry]] = defaultdict(list)
        for entry in catalogue():
            self._entries[number_key(entry.number)].append(entry)

    def numbered(self, number: str) -> list[KnownDocument]:
        """The documents of this number, spelt with other joints or without diacritics, too."""
        key = number_key(number)
        stored = [self._stored(summary) for summary in self._summaries.get(key, ())]
        others = [entry for entry in self._entries.get(key, ()) if not _is_one_of(entry, stored)]
        return [*stored, *map(_of_catalogue, others)]

    def named(self, kind: str, title: str) -> list[KnownDocument]:
        """The laws of this kind and title."""
        wanted = _words(title)
        stored = [
            self._stored(summary)
            for summary in self._laws
            if fold(summary.type or "") == fold(kind) and _words(summary.title or "") == wanted
        ]
        others = [
            entry
            for entry in catalogue()
            if entry.type == kind and _words(entry.title or "") == wanted and not _is_one_of(entry, stored)
        ]
        return [*stored, *map(_of_catalogue, others)]

    def issued(self, kind: str | None, date: str) -> Iterator[KnownDocument]:
        """The documents of this kind and day."""
        for summaries in self._summaries.values():
            for summary in summaries:
                if summary.issued_on == date and summary.number and (kind is None or summary.type == kind):
                    yield self._stored(summary)
        for entry in catalogue():
            if entry.issued_on == date and (kind is None or entry.type == kind):
                yield from (known for known in self.numbered(entry.number) if known.document is None)

    @cached_property
    def _laws(self) -> list[DocumentSummary]:
        kinds = ("luat", "bo luat", "phap lenh")
        return [s for summaries in self._summaries.values() for s in summaries if fold(s.type or "") in kinds]

    def _stored(self, summary: DocumentSummary) -> KnownDocument:
        document = self._store.document(summary.id)
        entries = [
            entry
            for entry in self._entries.get(number_key(summary.number or ""), ())
            if entry.issued_on in (None, summary.issued_on)
        ]
        titles = [entry.title for entry in entries if entry.title]
        issuer = document.issuer or (entries[0].issuer if entries else None)
        if document.title and not _is_doubtful(document):
            title = cited_title(document)
            if named := _ISSUER_IN_TITLE.match(title):
                issuer, title = named["issuer"], named["title"]
            titles.append(title)
        return KnownDocument(
            document.number, document.type, issuer, document.issued_on, tuple(dict.fromkeys(titles)), document
        )


def number_key(number: str) -> str:
    """What is equal for numbers that differ in joints, case and diacritics alone: `30/2020/ND-CP`, `30/2020/NĐ-CP`."""
    return re.sub(r"[^0-9a-z]+", " ", re.sub(r"(?<=[a-z])[^0-9a-z]+(?=[a-z])", "", fold(number))).strip()


def _of_catalogue(entry: CatalogueEntry) -> KnownDocument:
    titles = (entry.title,) if entry.title else ()
    return KnownDocument(entry.number, entry.type, entry.issuer, entry.issued_on, titles, None)


def _is_one_of(entry: CatalogueEntry, stored: Sequence[KnownDocument]) -> bool:
    """Whether one of the stored documents is that of the catalogue; an unknown date agrees."""
    return any(
        number_key(known.number or "") == number_key(entry.number)
        and (entry.issued_on is None or known.issued_on in (None, entry.issued_on))
        for known in stored
    )


def _words(title: str) -> list[str]:
    return [match_form(word) for word in syllables(title)]


def _is_doubtful(document: Document) -> bool:
    """Whether the title was recognised from an image, with words that may be wrong."""
    spans = [span for span in document.metadata_spans if span.field == "title"]
    return any(doubt.start < span.end and span.start < doubt.end for span in spans for doubt in document.doubts)
