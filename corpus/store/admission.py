"""Under which id a document is stored, and which stored document it renews: an id once given to a document is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from corpus.citing.identifiers import issuer_suffix
from corpus.document import Document
from corpus.errors import AlreadyStoredError
from corpus.store.database import Database

OptionalId = TypeVar("OptionalId", str, str | None)


def placed(db: Database, document: Document, previous: str | None) -> tuple[Document, str | None]:
    """`document` under the id that it is to have, and the id of the stored document that it renews, if any.

    `previous` is the id of the document that its file gave before. An id that another document has gets the issuer's name behind it.
    """
    if document.number is None:
        if previous and not _has_number(db, previous):
            return with_id(document, previous), previous
        return document, document.id if _is_stored(db, document.id) else None
    row = db.row("SELECT id FROM documents WHERE number IS ? AND issuer IS ? AND issued_on IS ?", *_identity(document))
    if row:
        return with_id(document, row["id"]), str(row["id"])
    candidates = [document.id, f"{document.id}-{issuer_suffix(document.issuer, document.place)}"]
    candidates.append(f"{candidates[-1]}-{document.source.sha256[:8]}")
    for candidate in candidates:
        taken = _is_stored(db, candidate)
        if not taken or candidate == previous:
            return with_id(document, candidate), candidate if taken else None
    return with_id(document, candidates[-1]), candidates[-1]


def in_place_of(db: Database, renewed: str, document: Document) -> Document:
    """`document` under the id of the stored document that it is to take the place of, whatever its number.

    Raises:
        AlreadyStoredError: it is stored under another id.
    """
    other = db.row(
        "SELECT id FROM documents WHERE id != ? AND (sha256 = ? OR number = ? AND issuer IS ? AND issued_on IS ?)",
        renewed, document.source.sha256, *_identity(document),
    )  # fmt: skip
    if other:
        raise AlreadyStoredError(
            f"{document.source.name} is stored already as {other['id']}; replace or remove that document instead."
        )
    return with_id(document, renewed)


def is_another(db: Database, stored: str, document: Document) -> bool:
    """Whether `document` is not the one that is stored under the id `stored`, by number, issuer and date."""
    row = db.row("SELECT number, issuer, issued_on FROM documents WHERE id = ?", stored)
    return row is None or tuple(row) != _identity(document)


def _identity(document: Document) -> tuple[str | None, ...]:
    """What tells a numbered document from all others."""
    return document.number, document.issuer, document.issued_on


def _is_stored(db: Database, document_id: str) -> bool:
    return db.row("SELECT 1 FROM documents WHERE id = ?", document_id) is not None


def _has_number(db: Database, document_id: str) -> bool:
    return db.row("SELECT 1 FROM documents WHERE id = ? AND number IS NOT NULL", document_id) is not None


def with_id(document: Document, document_id: str) -> Document:
    """`document` and all that it holds under another document id."""
    if document.id == document_id:
        return document

    def renamed(clause_id: str) -> str:
        return document_id + clause_id.removeprefix(document.id)

    def own(named: OptionalId) -> OptionalId:
        return document_id if named == document.id else named

    return replace(
        document,
        id=document_id,
        clauses=tuple(
            replace(c, id=renamed(c.id), parent=renamed(c.parent) if c.parent else None) for c in document.clauses
        ),
        references=tuple(
            replace(
                r,
                clause_id=renamed(r.clause_id),
                subject=own(r.subject),
                document_id=own(r.document_id),
                target_clause_id=renamed(r.target_clause_id)
                if r.target_clause_id and r.document_id == document.id
                else r.target_clause_id,
            )
            for r in document.references
        ),
        targets=tuple(replace(t, clause_id=renamed(t.clause_id)) for t in document.targets),
        tasks=tuple(replace(t, clause_id=renamed(t.clause_id)) for t in document.tasks),
    )
