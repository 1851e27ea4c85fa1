"""The tools: what an assistant is told of each, what it takes and gives."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from mcp.server.mcpserver import MCPServer
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, Field

from app.mcp_server import models, words
from app.mcp_server.library import Library
from corpus.document import LEVELS
from search import Filters

#: All tools only read, and only what is stored here.
_READING = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

DocumentType = Annotated[
    str | None, Field(description="Only documents of this type: Kế hoạch, Quyết định, Nghị định …")
]
Issuer = Annotated[str | None, Field(description="Only documents whose issuer's name holds this.")]
IssuedFrom = Annotated[date | None, Field(description="Issued on this day or later, YYYY-MM-DD.")]
IssuedTo = Annotated[date | None, Field(description="Issued on this day or earlier, YYYY-MM-DD.")]
Status = Annotated[
    str | None, Field(description="Only documents of this status: còn hiệu lực, bị thay thế, bị bãi bỏ …")
]
Offset = Annotated[int, Field(ge=0, description="Where to go on: `next_offset` of the answer before.")]
ClauseId = Annotated[str, Field(description="As search gives it: 1221-kh-ubnd-2024/III/6/6.5.")]


class Tools:
    """The tools, which answer from `library`: an assistant reads the names, the annotations and the docstrings of the methods."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def search(
        self,
        question: Annotated[str, Field(description="In Vietnamese, with or without diacritics, or in English.")],
        k: Annotated[int, Field(ge=1, le=20, description="How many answers at most.")] = 5,
        type: DocumentType = None,
        issuer: Issuer = None,
        issued_from: IssuedFrom = None,
        issued_to: IssuedTo = None,
        document: Annotated[str | None, Field(description="Only this document, by its id.")] = None,
        status: Status = None,
        level: Annotated[
            str | None, Field(description="Only clauses of this level.", json_schema_extra={"enum": [*LEVELS, None]})
        ] = None,
        literal: Annotated[
            bool, Field(description="Take the words as they are typed, where `understood_as` is wrong.")
        ] = False,
    ) -> Annotated[CallToolResult, models.Answers]:
        """Find the clauses of the stored Vietnamese policy documents that answer a question.

        Quote `text` exactly and cite with `citation`. Where `abstained` is true the documents do not treat the question: say so;
        `near` are the nearest misses, no answers.
        """
        filters = Filters(type, issuer, _iso(issued_from), _iso(issued_to), document, status, level)
        found = self._library.search(question, k, filters, literal)
        return _result(found, words.answers(found))

    def read_clause(
        self,
        clause_id: Annotated[str, Field(description="A clause's id, or a document's for the whole document.")],
        offset: Offset = 0,
    ) -> Annotated[CallToolResult, models.Reading]:
        """Read the exact words of a clause with what stands under it, its place, and what amends it.

        A long text comes in parts of 6,000 characters: call again with `offset` = `next_offset` until that is null.
        """
        found = self._library.read(clause_id, offset)
        return _result(found, words.reading(found))

    def cite(
        self,
        clause_id: ClauseId,
        form: Annotated[
            Literal["first", "later"], Field(description="In full, or short after the first mention.")
        ] = "first",
        quote: Annotated[bool, Field(description="Give the exact words as well.")] = False,
    ) -> Annotated[CallToolResult, models.Citation]:
        """Give the official citation of a clause by Nghị định 30/2020/NĐ-CP, to be put into a draft as it is."""
        found = self._library.cite(clause_id, form, quote)
        return _result(found, words.citation(found))

    def compare(
        self,
        documents: Annotated[
            Sequence[str], Field(description="Ids of documents: exactly two, or any with a question.")
        ] = (),
        question: Annotated[
            str | None, Field(description="What each document is asked; no documents: all stored.")
        ] = None,
        offset: Offset = 0,
    ) -> Annotated[CallToolResult, models.Comparison]:
        """Compare two documents clause by clause, or see what each of several documents says to one question.

        The words are exact: quote them unaltered, each with its citation. Ten rows come at a time; go on with `next_offset`.
        """
        found = self._library.compare(documents, question, offset)
        return _result(found, words.comparison(found))

    def list_documents(
        self,
        type: DocumentType = None,
        issuer: Issuer = None,
        issued_from: IssuedFrom = None,
        issued_to: IssuedTo = None,
        status: Status = None,
        offset: Offset = 0,
    ) -> Annotated[CallToolResult, models.Documents]:
        """List the stored documents, fifty at a time; go on with `next_offset`."""
        filters = Filters(type, issuer, _iso(issued_from), _iso(issued_to), None, status)
        found = self._library.list_documents(filters, offset)
        return _result(found, words.documents(found))


def add_tools(server: MCPServer[None], library: Library) -> None:
    """Give `server` the tools, which answer from `library`."""
    tools = Tools(library)
    for title, tool in (
        ("Tìm điều khoản", tools.search),
        ("Đọc điều khoản", tools.read_clause),
        ("Trích dẫn", tools.cite),
        ("So sánh", tools.compare),
        ("Danh sách văn bản", tools.list_documents),
    ):
        server.add_tool(tool, title=title, description=inspect.getdoc(tool), annotations=_READING)


def _result(found: BaseModel, text: str) -> CallToolResult:
    return CallToolResult(
        content=[TextContent(type="text", text=text)], structured_content=found.model_dump(mode="json")
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
