"""What the API answers, for its description and its tests: the data classes of the product, and what the shapes add to them.

The answers themselves are those of `app/contract.py`, the JSON of the command line; a test holds them against these models, key by key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, Field

from corpus.citing.status import Change
from corpus.document import (
    Box,
    Clause,
    Discarded,
    Page,
    Reference,
    Repair,
    Source,
    Span,
    Stated,
    Target,
    Task,
)
from corpus.store.summaries import DocumentSummary
from corpus.store.workspace import Collection, Item
from search.engine import Result
from search.question.abbreviations import Expansion
from search.question.query import Correction, Language
from search.question.query import Reference as Named

T = TypeVar("T")


class Listing(BaseModel, Generic[T]):
    """One page of a list: `total` counts all items, `next` is the address of the next page or null."""

    items: list[T]
    total: int
    next: str | None


@dataclass(frozen=True, kw_only=True)
class NamedInQuestion(Named):
    """What a question names: documents and clauses, the likeliest first."""


class Analysis(BaseModel):
    """How a question was read: `text` is what it was taken for."""

    typed: str
    text: str
    restored: bool
    corrections: list[Correction]
    expansions: list[Expansion]
    language: Language
    literal: bool
    reference: NamedInQuestion | None


class SearchAnswer(BaseModel):
    """`search --json`. Where the documents do not answer, `abstained` is true, `results` empty, and `near` names the nearest misses."""

    query: str
    analysis: Analysis
    results: list[Result]
    abstained: bool
    near: list[Result]
    took_ms: float
    facets: dict[str, dict[str, int]]


class SimilarAnswer(BaseModel):
    """`similar --json`."""

    clause_id: str
    results: list[Result]


class DocumentFacts(BaseModel):
    """A document without its text."""

    id: str
    number: str | None
    type: str | None
    issuer: str | None
    place: str | None
    issued_on: str | None
    title: str | None
    signer: str | None
    position: str | None
    urgency: str | None
    secrecy: str | None
    effective_on: str | None
    status: str | None
    source: Source


@dataclass(frozen=True, kw_only=True)
class Basis(Span):
    """A stretch of the document's text that says what it rests on."""

    text: str


class DocumentWhole(DocumentFacts):
    """A document with its text, and what is measured in it: offsets are code points into `text`."""

    basis: list[Basis]
    text: str
    pages: list[Page]
    discarded: list[Discarded]
    repairs: list[Repair]
    metadata_spans: list[Stated]
    doubts: list[Span]


@dataclass(frozen=True, kw_only=True)
class PrintedClause(Clause):
    """A clause with where it is printed, and which of its words may be wrong (`doubts`: offsets)."""

    boxes: list[Box]
    doubts: list[tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class ResolvedReference(Reference):
    """A mention with what it means in the store; `stored` says whether that is there."""

    stored: bool
    document_title: str | None


@dataclass(frozen=True, kw_only=True)
class CitedChange(Change):
    """A change of a document with the words of the clause that says it, cited."""

    quotation: str
    citation: str


class ClauseAnswer(BaseModel):
    """`show --json`: a clause in its place."""

    document: DocumentFacts
    clause: PrintedClause
    ancestors: list[Clause]
    children: list[Clause]
    references_out: list[ResolvedReference]
    references_in: list[ResolvedReference]
    amended_by: list[CitedChange]


class CitationAnswer(BaseModel):
    """`cite --json`; `quote` is null unless it was asked for."""

    clause_id: str
    citation: str
    quote: str | None


@dataclass(frozen=True, kw_only=True)
class DocumentTarget(Target):
    """A target as `outline --json` prints it."""

    document_id: str


class Place(BaseModel):
    """A stretch of a document, by the clause that holds it."""

    clause_id: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class TargetLine(DocumentTarget):
    """A line of `targets --json`: those of one `group` set the same goal; `conflicts_with` are the places that give it another figure."""

    group: int
    conflicts_with: list[Place]


@dataclass(frozen=True, kw_only=True)
class TaskLine(Task):
    """A line of `tasks --json`; `lead_now` is the agency that took its lead's place, or null."""

    document_id: str
    lead_now: str | None


class OutlineAnswer(BaseModel):
    """`outline --json` of a stored document."""

    source: str
    document: DocumentWhole
    clauses: list[Clause]
    references: list[Reference]
    targets: list[DocumentTarget]
    tasks: list[TaskLine]
    discarded: list[Discarded]
    warnings: list[str]
    error: None


@dataclass(frozen=True, kw_only=True)
class StoredDocument(DocumentSummary):
    """A line of `documents --json`."""

    stored: bool


class ReferencesAnswer(BaseModel):
    """`references --json`: what a document or clause names (`out`), and what names it (`in`)."""

    out: list[ResolvedReference]
    into: list[ResolvedReference] = Field(alias="in")


class Limits(BaseModel):
    """The groups that may see a document; null for everyone."""

    document_id: str
    limited_to: list[str] | None


class Documents(Listing[StoredDocument]):
    """A page of the stored documents."""


class Targets(Listing[TargetLine]):
    """A page of targets."""


class Tasks(Listing[TaskLine]):
    """A page of tasks."""


class Collections(Listing[Collection]):
    """A page of collections, the one changed last first."""


class Items(Listing[Item]):
    """A page of a collection's quotations, in their order."""
