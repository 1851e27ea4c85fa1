"""Which document rests on which: the map of all stored documents and of those that they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from corpus.catalogue import catalogue
from corpus.citing.identifiers import document_id, named_id
from corpus.document import Reference, Relation
from corpus.language.numbers import DocumentNumber
from corpus.language.text import fold
from corpus.overviews.document_map import DocumentMap, Edge, Node
from corpus.overviews.tiers import Tier, tier_of
from corpus.store import Store

#: Documents that are named by their titles.
_NAMED_BY_TITLE = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"})


def document_map(store: Store) -> DocumentMap:
    """All stored documents and those that they name by number or as a law, with what each does with each."""
    return _Builder(store).built()


class _Builder:
    """Collects nodes and edges document by document."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._nodes = {
            s.id: Node(
                s.id, s.number, s.type, s.issuer, s.issued_on, s.title, s.status, "stored", _tier(s.number, s.issuer, s.type)
            )
            for s in store.documents()
        }  # fmt: skip
        self._catalogue = {node.id: node for node in _catalogue_nodes()}
        self._edges: dict[tuple[str, str, Relation], list[Reference]] = defaultdict(list)

    def built(self) -> DocumentMap:
        for citing_id in list(self._nodes):
            self._add(citing_id)
        edges = (Edge(*key, tuple(references)) for key, references in sorted(self._edges.items()))
        return DocumentMap(tuple(node for _, node in sorted(self._nodes.items())), tuple(edges))

    def _add(self, citing_id: str) -> None:
        """Add what one stored document says of others."""
        resolved = [entry.reference for entry in self._store.links().out_of(citing_id)]
        dated = _dates(resolved)
        meant = [self._meant(reference, dated) for reference in resolved]
        actors = {
            _named(reference, reference.date): node for reference, node in zip(resolved, meant, strict=True) if node
        }
        for reference, node in zip(resolved, meant, strict=True):
            # Another document acts where the sentence says so: it is one that the same document names.
            actor = reference.subject if reference.subject in self._nodes else actors.get(reference.subject)
            if node and actor and node != actor:
                self._edges[actor, node, reference.relation].append(reference)

    def _meant(self, reference: Reference, dated: Mapping[str, str]) -> str | None:
        """The id of the document that `reference` means, which is on the map from then on; None where the mention does not tell one."""
        if reference.document_id in self._nodes:
            return reference.document_id
        date = reference.date or dated.get(fold(reference.number or ""))
        if reference.document_id in self._catalogue:
            node = self._catalogue[reference.document_id]
        elif reference.number and DocumentNumber.parse(reference.number):
            node = _mentioned(reference, date)
        elif reference.number is None and reference.title and reference.type in _NAMED_BY_TITLE:
            node = _mentioned(reference, None)
        else:
            return None  # "Nghị quyết số 12" says too little
        self._nodes.setdefault(node.id, node)
        return node.id


def _mentioned(reference: Reference, date: str | None) -> Node:
    number = DocumentNumber.parse(reference.number or "")
    law = reference.title if reference.type in _NAMED_BY_TITLE else None
    kind = reference.type or (number.type_name if number else None)
    return Node(
        _named(reference, date), reference.number, kind, None, date, law, None, "mentioned",
        _tier(reference.number, reference.issuer, reference.type),
    )  # fmt: skip


def _named(reference: Reference, date: str | None) -> str:
    return _cached_id(reference.number, reference.type, reference.title, date)


_cached_id = lru_cache(maxsize=8192)(named_id)


def _dates(references: Iterable[Reference]) -> dict[str, str]:
    """The date of each number that a document gives with one date only."""
    found: dict[str, set[str]] = defaultdict(set)
    for reference in references:
        if reference.number and reference.date:
            found[fold(reference.number)].add(reference.date)
    return {number: dates.pop() for number, dates in found.items() if len(dates) == 1}


def _catalogue_nodes() -> Iterator[Node]:
    for e in catalogue():
        own_id = document_id(DocumentNumber.parse(e.number), e.type, e.issuer, e.issued_on, "")
        tier = _tier(e.number, e.issuer, e.type)
        yield Node(own_id, e.number, e.type, e.issuer, e.issued_on, e.title, None, "catalogue", tier)


@lru_cache(maxsize=8192)
def _tier(number: str | None, issuer: str | None, type_name: str | None) -> Tier | None:
    parsed = DocumentNumber.parse(number or "")
    return tier_of(parsed.code if parsed else None, issuer, type_name)
