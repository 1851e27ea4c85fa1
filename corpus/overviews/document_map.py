"""A map of documents: which acts on which, as a graph; parts of it, and chains through it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from corpus.document import Reference, Relation
from corpus.errors import UnknownIdError
from corpus.language.numbers import DocumentNumber
from corpus.overviews.tiers import Tier

Known = Literal["stored", "catalogue", "mentioned"]

#: The documents one step away from one, each with the edges between.
Beside = Callable[[str], list[tuple["Node", tuple["Edge", ...]]]]

#: Mentions that tie no document to another.
REFERS: Relation = "dẫn chiếu"


@dataclass(frozen=True, slots=True)
class Node:
    """A document on the map.

    `known` says what is known of it: it is `stored`, the `catalogue` has its facts, or it is only `mentioned`. `issued_on` is an ISO date, `tier` None
    where neither issuer nor number tell. What is not known is None.
    """

    id: str
    number: str | None
    type: str | None
    issuer: str | None
    issued_on: str | None
    title: str | None
    status: str | None
    known: Known
    tier: Tier | None

    @property
    def name(self) -> str:
        """Type and number, else type and title."""
        kind = self.type or "Văn bản"
        return f"{kind} số {self.number}" if self.number else f"{kind} {self.title or ''}".rstrip()

    @property
    def year(self) -> int | None:
        """The year of issue, by the date or the number."""
        number = DocumentNumber.parse(self.number or "")
        return int(self.issued_on[:4]) if self.issued_on else number.year if number else None


@dataclass(frozen=True, slots=True)
class Edge:
    """One document (`source`) acts on another (`target`); `references` are all mentions that say so, at least one."""

    source: str
    target: str
    relation: Relation
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A document of a chain, `depth` steps from its beginning, and the edges that lead there from the document one step before.

    `repeated`: the chain shows elsewhere what follows from it.
    """

    depth: int
    node: Node
    edges: tuple[Edge, ...]
    repeated: bool


@dataclass(frozen=True)
class DocumentMap:
    """Documents by id, and the edges between them by source, target and relation."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @cached_property
    def _by_id(self) -> dict[str, Node]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def _out(self) -> Mapping[str, list[Edge]]:
        return _grouped(self.edges, lambda edge: edge.source)

    @cached_property
    def _in(self) -> Mapping[str, list[Edge]]:
        return _grouped(self.edges, lambda edge: edge.target)

    def node(self, document_id: str) -> Node:
        """The document with this id.

        Raises:
            UnknownIdError: neither stored nor named by a stored document.
        """
        if document_id not in self._by_id:
            raise UnknownIdError(
                f"No document '{document_id}' is on the map; list those that are with `dieukhoan map`, or ingest it first."
            )
        return self._by_id[document_id]

    def only(
        self,
        *,
        relations: Collection[str] | None = None,
        types: Collection[str] | None = None,
        years: tuple[int, int] | None = None,
        named_by: int | None = 0,
        always: str | None = None,
    ) -> DocumentMap:
        """The part with these relations, and with documents of these types and years (first and last).

        Of the documents that are not stored those stay that at least `named_by` others name, or none; `always` stays in any case.
        """
        between = [edge for edge in self.edges if relations is None or edge.relation in relations]
        naming = Counter(target for _, target in {(edge.source, edge.target) for edge in between})

        def fits(node: Node) -> bool:
            in_time = years is None or (node.year is not None and years[0] <= node.year <= years[1])
            in_kind = types is None or node.type in types
            in_use = node.known == "stored" or (named_by is not None and naming[node.id] >= named_by)
            return node.id == always or (in_time and in_kind and in_use)

        kept = {node.id for node in self.nodes if fits(node)}
        return self._between(kept, between)

    def around(self, document_id: str, depth: int) -> DocumentMap:
        """The document, what it rests on and what rests on it, each up to `depth` steps away, with all edges between them.

        Raises:
            UnknownIdError: no such document on the map.
        """
        self.node(document_id)
        kept = {document_id}
        for beside in (self._above(), self._below()):
            reached = {document_id}
            for _ in range(depth):
                reached |= {node.id for node_id in reached for node, _ in beside(node_id)}
            kept |= reached
        return self._between(kept, self.edges)

    def tied(self) -> DocumentMap:
        """The part whose documents hang together with another."""
        return self._between({end for edge in self.edges for end in (edge.source, edge.target)}, self.edges)

    def loose(self) -> tuple[Node, ...]:
        """The documents that hang together with none."""
        return tuple(node for node in self.nodes if node.id not in self._out and node.id not in self._in)

    def pairs(self) -> dict[tuple[str, str], tuple[Edge, ...]]:
        """The edges by source and target."""
        pairs: dict[tuple[str, str], tuple[Edge, ...]] = {}
        for edge in self.edges:
            pairs[edge.source, edge.target] = (*pairs.get((edge.source, edge.target), ()), edge)
        return pairs

    def foundations(self, document_id: str, depth: int) -> tuple[Step, ...]:
        """What the document acts or rests on, and what that does, in the order of a tree."""
        return tuple(_walk(document_id, depth, self._above()))

    def followers(self, document_id: str, depth: int) -> tuple[Step, ...]:
        """What acts or rests on the document, and what does on that, in the order of a tree."""
        return tuple(_walk(document_id, depth, self._below()))

    def ends(self) -> tuple[Node, ...]:
        """The stored documents from which the chains go up: nothing rests on them, or only what rests on itself."""
        covered: set[str] = set()
        ends: list[Node] = []
        first = [node for node in self.nodes if node.id in self._out and node.id not in self._in]
        for node in (*first, *(node for node in self.nodes if node.id in self._out)):
            if node.id not in covered:
                ends.append(node)
                covered |= {node.id, *(step.node.id for step in self.foundations(node.id, len(self.nodes)))}
        return tuple(ends)

    def _above(self) -> Beside:
        return lambda document_id: [
            (self._by_id[end], tuple(edges))
            for end, edges in _grouped(self._out.get(document_id, ()), lambda edge: edge.target).items()
        ]

    def _below(self) -> Beside:
        return lambda document_id: [
            (self._by_id[end], tuple(edges))
            for end, edges in _grouped(self._in.get(document_id, ()), lambda edge: edge.source).items()
        ]

    def _between(self, kept: Collection[str], edges: Iterable[Edge]) -> DocumentMap:
        return DocumentMap(
            tuple(node for node in self.nodes if node.id in kept),
            tuple(edge for edge in edges if edge.source in kept and edge.target in kept),
        )


def _walk(start: str, depth: int, beside: Beside) -> Iterator[Step]:
    """The documents up to `depth` steps from `start`; each is followed up once, where it is nearest to `start`."""
    nearest = {start: 0}
    for at in range(1, depth + 1):
        for before in [node_id for node_id, distance in nearest.items() if distance == at - 1]:
            for node, _ in beside(before):
                nearest.setdefault(node.id, at)
    shown = {start}

    def steps(document_id: str, at: int) -> Iterator[Step]:
        for node, edges in beside(document_id) if at <= depth else ():
            first = nearest[node.id] == at and node.id not in shown
            yield Step(at, node, edges, not first)
            if first:
                shown.add(node.id)
                yield from steps(node.id, at + 1)

    yield from steps(start, 1)


def _grouped(edges: Iterable[Edge], end: Callable[[Edge], str]) -> dict[str, list[Edge]]:
    groups: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[end(edge)].append(edge)
    return dict(groups)
