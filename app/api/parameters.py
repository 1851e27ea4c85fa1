"""What requests say: the parameters and bodies that several addresses share, each with an example."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from corpus.document import LEVELS
from search import Filters

DocumentId = Annotated[str, Path(description="A document's id.", examples=["42-kh-ubnd-2024"])]
ClauseId = Annotated[
    str,
    Path(
        description="A clause's id; its slashes may stand as they are or as %2F.",
        examples=["42-kh-ubnd-2024/III/1/1.1"],
    ),
]
DocumentOrClauseId = Annotated[
    str,
    Path(description="The id of a document, or of a clause with what stands under it.", examples=["31-2024-qd-ubnd"]),
]
#: SQLite's own numbers, and nothing beyond them.
CollectionId = Annotated[int, Path(ge=1, le=2**63 - 1, description="A collection's id.", examples=[1])]
ItemId = Annotated[int, Path(ge=1, le=2**63 - 1, description="The id of a quotation in it.", examples=[1])]
#: A line that says something.
Words = Annotated[str, StringConstraints(pattern=r"\S", max_length=300)]
#: What can name a group (`corpus/store/visibility.py`), as far as a pattern says it: letters with their marks, digits, signs; no space first.
_SIGNS = "\u00a1-\u00ac\u00ae-\u036f\u1e00-\u1eff"
Group = Annotated[str, StringConstraints(pattern=f"^[!-~{_SIGNS}][ -~{_SIGNS}]*$", max_length=100)]
Note = Annotated[str, StringConstraints(max_length=10_000)]
#: At least one digit or letter of Vietnamese: what has none cannot be searched for.
Question = Annotated[
    str,
    Field(
        pattern="[0-9A-Za-zÀ-ÖØ-öø-ƿẠ-ỹ]",
        max_length=10_000,
        description="What is asked, with or without diacritics, abbreviated, misspelt or in English; or a clause by its name.",
        examples=["ty le tham gia bao hiem y te nam 2030", "điểm 1.1 mục III kế hoạch 42"],
    ),
]


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


#: An ISO day and no other form: pydantic's own takes seconds since 1970 as well.
Day = Annotated[
    str,
    Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"}),
    AfterValidator(_day),
]
OneDocument = Annotated[str | None, Field(description="Only this document, by its id.", examples=["42-kh-ubnd-2024"])]
Count = Annotated[int, Field(ge=1, le=100, description="At most so many clauses.")]


class Strict(BaseModel):
    """Parameters or a body; a name that is not known is an error, not a wish that is passed over."""

    model_config = ConfigDict(extra="forbid")


class Paging(Strict):
    """Which items of a list: at most `limit`, without the first `offset`."""

    limit: Annotated[int, Field(ge=1, le=1000, description="At most so many items.")] = 100
    offset: Annotated[int, Field(ge=0, le=10_000_000, description="So many items are left out before them.")] = 0


class DocumentFilters(Strict):
    """Which documents; what is not given lets all pass."""

    type: Annotated[str | None, Field(description="Of this type.", examples=["Kế hoạch"])] = None
    issuer: Annotated[
        str | None, Field(description="Issued by one whose name holds this.", examples=["tỉnh Lam Giang"])
    ] = None
    issued_from: Annotated[
        Day | None, Field(alias="from", description="Issued on this day or later.", examples=["2024-01-01"])
    ] = None
    issued_to: Annotated[
        Day | None, Field(alias="to", description="Issued on this day or earlier.", examples=["2026-12-31"])
    ] = None
    status: Annotated[str | None, Field(description="Of this status.", examples=["còn hiệu lực"])] = None

    def filters(self, document: str | None = None, level: str | None = None) -> Filters:
        """As the search takes them."""
        return Filters(
            type=self.type,
            issuer=self.issuer,
            issued_from=self.issued_from,
            issued_to=self.issued_to,
            document=document,
            status=self.status,
            level=level,
        )


class SearchParameters(DocumentFilters):
    """A question with its filters."""

    q: Question
    k: Count = 10
    offset: Annotated[int, Field(ge=0, le=99, description="So many answers are left out before them.")] = 0
    document: OneDocument = None
    level: Annotated[
        str | None,
        Field(
            description="Only clauses of this level.", examples=["decimal"], json_schema_extra={"enum": [*LEVELS, None]}
        ),
    ] = None
    literal: Annotated[bool, Field(description="Search for the words as they are typed.")] = False
