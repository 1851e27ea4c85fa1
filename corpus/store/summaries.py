"""Stored documents without their texts, as lists show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.store.database import Database
from corpus.store.visibility import read_limits


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A stored document without its text; `clauses` is their number, `limited_to` the groups that may see it, None is everyone."""

    id: str
    number: str | None
    type: str | None
    issuer: str | None
    issued_on: str | None
    title: str | None
    status: str | None
    source: str
    clauses: int
    added_at: str
    media_type: str
    limited_to: tuple[str, ...] | None

    @property
    def name(self) -> str:
        """Type and number, else type and title, else type and id."""
        kind = self.type or "Văn bản"
        return f"{kind} số {self.number}" if self.number else f"{kind} {self.title or self.id}"


def select_summaries(db: Database, status: Callable[[str], str | None]) -> Iterator[DocumentSummary]:
    """All documents of `db`, by id; `status` says what is in force by their ids."""
    for row in db.rows(
        "SELECT d.id, number, type, issuer, issued_on, title, source_name, added_at, media_type, limited_to, count(c.id) AS clauses "
        "FROM documents d LEFT JOIN clauses c ON c.document_id = d.id GROUP BY d.id ORDER BY d.id"
    ):
        yield DocumentSummary(
            id=row["id"],
            number=row["number"],
            type=row["type"],
            issuer=row["issuer"],
            issued_on=row["issued_on"],
            title=row["title"],
            status=status(row["id"]),
            source=row["source_name"],
            clauses=row["clauses"],
            added_at=row["added_at"],
            media_type=row["media_type"],
            limited_to=read_limits(row["limited_to"]),
        )
