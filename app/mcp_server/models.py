"""What the tools answer, as structured output: the names are those of the command line's JSON, texts are exact words."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, Field

#: So many characters of each of several quotations, and of one that is read alone, are given at a time.
EXCERPT, READING = 1_500, 6_000


def uri_of(clause_id: str) -> str:
    """The address of the resource that holds a clause, or a whole document."""
    return f"clause://{clause_id}"


class Quotation(BaseModel):
    """Exact words of a clause, code point for code point, with their official citation."""

    clause_id: str
    uri: str = Field(description="The resource with all words of the clause.")
    citation: str = Field(description="The official citation; to be given as it is.")
    text: str = Field(description="Exact words: quote them unaltered.")
    offset: int = Field(description="Where `text` begins in the whole text, in characters.")
    complete: bool = Field(description="False where the text goes on or begins after the clause's beginning.")
    length: int = Field(description="Characters of the whole text.")
    next_offset: int | None = Field(
        description="Where the text goes on: the `offset` for read_clause; null at its end."
    )

    @classmethod
    def cut(cls, clause_id: str, citation: str, text: str, limit: int, offset: int = 0, **more: object) -> Self:
        """The words of `text` from `offset` on, at most `limit` characters and no broken word; `more` are a subclass's fields."""
        end = min(offset + limit, len(text))
        if end < len(text):
            end = max(text.rfind(" ", offset, end), text.rfind("\n", offset, end)) + 1 or end
        fields = {
            "clause_id": clause_id,
            "uri": uri_of(clause_id),
            "citation": citation,
            "text": text[offset:end],
            "offset": offset,
            "complete": offset == 0 and end == len(text),
            "length": len(text),
            "next_offset": end if end < len(text) else None,
        }
        return cls.model_validate(fields | more)


class Also(BaseModel):
    """A clause folded under an answer: it `encloses` the answer, stands `within` it, or `repeats` its words elsewhere."""

    clause_id: str
    reason: str


class Answer(Quotation):
    """A clause that answers, or a near miss."""

    document_id: str
    label_path: str
    score: float = Field(description="In [0, 1], higher is better.")
    page: int | None = Field(description="The printed page, from 1.")
    also: list[Also]


class Answers(BaseModel):
    """The answers to a question, best first. Where `abstained`, the documents do not treat it: `near` are no answers."""

    query: str
    understood_as: str
    abstained: bool
    results: list[Answer]
    near: list[Answer]


class Part(BaseModel):
    """A clause by its name, to be read."""

    clause_id: str
    label: str | None
    heading: str | None


class Amendment(Quotation):
    """A clause of another document that changes the one that is read, with what it does."""

    relation: str


class Reading(Quotation):
    """A clause with what stands under it, or a whole document, from `offset` on."""

    document_id: str
    status: str | None = Field(description="Whether the document is in force, as far as the stored documents tell.")
    ancestors: list[Part]
    children: list[Part]
    amended_by: list[Amendment]


class Citation(BaseModel):
    """A clause's official citation, with its exact words where they were asked for."""

    clause_id: str
    uri: str
    citation: str
    quote: Quotation | None


class Change(BaseModel):
    """A figure, deadline or agency that differs: its words on both sides, null where a side has none."""

    kind: str
    a: str | None
    b: str | None


class Pair(BaseModel):
    """Two clauses that belong together."""

    a: Quotation
    b: Quotation
    score: float
    changes: list[Change]


class Comparison(BaseModel):
    """Two documents side by side (`pairs` that differ, `only_in_a`, `only_in_b`), or what each of several says to a question (`answers`, `silent`)."""

    documents: list[str]
    question: str | None = None
    pairs: list[Pair] = []
    identical: int = Field(default=0, description="Pairs without any difference, which are left out.")
    only_in_a: list[str] = []
    only_in_b: list[str] = []
    answers: list[Quotation] = []
    silent: list[str] = Field(default=[], description="Documents that say nothing to the question.")
    total: int = Field(description="Of the pairs that differ, or of the answers.")
    next_offset: int | None = None


class Document(BaseModel):
    """A stored document."""

    id: str
    uri: str
    number: str | None
    type: str | None
    issuer: str | None
    issued_on: str | None
    title: str | None
    status: str | None
    clauses: int


class Documents(BaseModel):
    """The stored documents that pass the filters, some at a time."""

    documents: list[Document]
    total: int
    next_offset: int | None
