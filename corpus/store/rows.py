"""Documents as rows of the store's tables, and back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from corpus.document import (
    Box,
    Clause,
    Discarded,
    Document,
    Page,
    Reference,
    Repair,
    Source,
    Span,
    Stated,
    Target,
    Task,
)
from corpus.notices import Notice, notices_text
from corpus.store.database import Database

_SPANS: dict[str, type[Span]] = {
    "basis": Span,
    "pages": Page,
    "discarded": Discarded,
    "repairs": Repair,
    "metadata_spans": Stated,
    "boxes": Box,
    "doubts": Span,
}
_FACTS = (
    "id", "number", "type", "issuer", "place", "issued_on", "title", "signer", "status", "position", "urgency", "secrecy",
    "effective_on",
)  # fmt: skip


def insert_document(
    db: sqlite3.Connection,
    document: Document,
    parser: str,
    notices: tuple[Notice, ...],
    added_at: str | None = None,
    limited_to: str | None = None,
    after: str | None = None,
) -> None:
    """Write `document` and all that it holds; `parser` is the version that made it, `added_at` (ISO) when it came first if that is not now.

    `limited_to` is as `visibility.limits_text` gives it. `after` (ISO) is when the document in whose place it comes was read: it is read later,
    also where the clock was set back, since an index knows by that time what it has to take anew.
    """
    now = datetime.now(UTC)
    read_at = max(now, datetime.fromisoformat(after) + timedelta(microseconds=1)) if after else now
    source = document.source
    spans = {name: [asdict(item) for item in getattr(document, name)] for name in _SPANS}
    row = {name: getattr(document, name) for name in _FACTS} | {
        "source_name": source.name,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "url": source.url,
        "text": document.text,
        "spans": _dumps(spans),
        "warnings": notices_text(notices),
        "parser": parser,
        "added_at": added_at or now.isoformat(timespec="seconds"),
        "read_at": read_at.isoformat(),
        "limited_to": limited_to,
    }
    _insert(db, "documents", [row])
    _insert(db, "clauses", (_clause_row(document, clause) for clause in document.clauses))
    _insert(db, "refs", (_reference_row(document, reference) for reference in document.references))
    _insert(db, "targets", (_target_row(document, target) for target in document.targets))
    _insert(db, "tasks", (_task_row(document, task) for task in document.tasks))


def _clause_row(document: Document, c: Clause) -> dict[str, Any]:
    return {
        "id": c.id, "document_id": document.id, "parent": c.parent, "level": c.level, "label": c.label, "heading": c.heading,
        "start": c.start, "end": c.end, "subtree_end": c.subtree_end, "page": c.page, "ord": c.order,
    }  # fmt: skip


def _reference_row(document: Document, r: Reference) -> dict[str, Any]:
    return {
        "document_id": document.id, "clause_id": r.clause_id, "start": r.start, "end": r.end, "relation": r.relation,
        "subject": r.subject, "number": r.number, "date": r.date, "type": r.type, "title": r.title, "issuer": r.issuer,
        "labels": _dumps(r.labels), "target_document_id": r.document_id, "target_clause_id": r.target_clause_id,
    }  # fmt: skip


def _target_row(document: Document, t: Target) -> dict[str, Any]:
    return {
        "document_id": document.id, "clause_id": t.clause_id, "start": t.start, "end": t.end, "subject": t.subject,
        "comparator": t.comparator, "value": t.value, "upper": t.upper, "unit": t.unit, "year": t.year,
        "deadline": t.deadline, "scope": t.scope,
    }  # fmt: skip


def _task_row(document: Document, t: Task) -> dict[str, Any]:
    return {
        "document_id": document.id, "clause_id": t.clause_id, "start": t.start, "end": t.end, "kind": t.kind, "lead": t.lead,
        "cooperating": _dumps(t.cooperating), "task": t.task, "deadline": t.deadline, "recurrence": t.recurrence,
        "deadline_text": t.deadline_text,
    }  # fmt: skip


def document_of(
    row: sqlite3.Row,
    clauses: Iterable[sqlite3.Row],
    references: Iterable[sqlite3.Row],
    targets: Iterable[sqlite3.Row],
    tasks: Iterable[sqlite3.Row],
) -> Document:
    """The document of a row of `documents` and its rows of the other tables, each in reading order."""
    text = row["text"]
    stored = json.loads(row["spans"])
    spans: dict[str, Any] = {
        name: tuple(kind(**span) for span in stored.get(name, ())) for name, kind in _SPANS.items()
    }
    return Document(
        **{name: row[name] for name in _FACTS},
        **spans,
        text=text,
        source=Source(row["source_name"], row["sha256"], row["media_type"], row["url"]),
        clauses=tuple(
            Clause(
                c["id"], c["parent"], c["level"], c["label"], c["heading"], text[c["start"] : c["end"]], c["start"],
                c["end"], c["subtree_end"], c["page"], c["ord"],
            )
            for c in clauses
        ),
        references=tuple(_reference(r, text) for r in references),
        targets=tuple(target_of(t, text[t["start"] : t["end"]]) for t in targets),
        tasks=tuple(task_of(t, text[t["start"] : t["end"]]) for t in tasks),
    )  # fmt: skip


def _reference(row: sqlite3.Row, text: str) -> Reference:
    return _read_reference(row, text[row["start"] : row["end"]])


def _read_reference(row: sqlite3.Row, words: str) -> Reference:
    return Reference(
        clause_id=row["clause_id"], start=row["start"], end=row["end"], text=words,
        relation=row["relation"], subject=row["subject"], number=row["number"], date=row["date"],
        document_id=row["target_document_id"], target_clause_id=row["target_clause_id"], type=row["type"], title=row["title"],
        issuer=row["issuer"], labels=tuple(json.loads(row["labels"])),
    )  # fmt: skip


def select_references(
    db: Database,
    *,
    document_id: str | None = None,
    naming: tuple[str | None, str | None] | None = None,
    relations: Iterable[str] = (),
) -> list[tuple[Reference, str, str | None]]:
    """Stored references with the citing document's id and the one date that it gives with the number anywhere, in order.

    Those of one document, those that may mean the document `naming` (number, title), or, without their words, those of some relations.
    """
    wanted = tuple(relations)
    number, title = naming or (None, None)
    condition, values = (
        ("r.document_id = ?", (document_id,))
        if document_id
        else (f"r.relation IN ({', '.join('?' * len(wanted))})", wanted)
        if wanted
        else (
            "(r.number = ? COLLATE NOCASE OR (r.number IS NULL AND ? IS NOT NULL AND r.title IS NOT NULL))",
            (number, title),
        )
    )
    # Cutting words out of a long text costs more than all the rest: what is read for the statuses of documents comes without them.
    words = "''" if wanted else 'substr(d.text, r.start + 1, r."end" - r.start)'
    rows = db.rows(
        f"SELECT r.*, {words} AS words, CASE WHEN r.date IS NULL THEN "
        "(SELECT CASE WHEN count(DISTINCT x.date) = 1 THEN max(x.date) END FROM refs x "
        "WHERE x.document_id = r.document_id AND x.number = r.number) ELSE r.date END AS known_date "
        f"FROM refs r JOIN documents d ON d.id = r.document_id WHERE {condition} ORDER BY r.document_id, r.start, r.rowid",
        *values,
    )
    return [(_read_reference(row, row["words"]), row["document_id"], row["known_date"]) for row in rows]


def target_of(row: sqlite3.Row, words: str) -> Target:
    """The target of a row of `targets`; `words` is the document's text at its place."""
    return Target(
        clause_id=row["clause_id"], start=row["start"], end=row["end"], text=words,
        subject=row["subject"], comparator=row["comparator"], value=row["value"], unit=row["unit"], year=row["year"],
        scope=row["scope"], upper=row["upper"], deadline=row["deadline"],
    )  # fmt: skip


def task_of(row: sqlite3.Row, words: str) -> Task:
    """The task of a row of `tasks`; `words` are the document's from its start to its end."""
    return Task(
        clause_id=row["clause_id"], start=row["start"], end=row["end"], text=words,
        kind=row["kind"], lead=row["lead"], cooperating=tuple(json.loads(row["cooperating"])), task=row["task"],
        deadline=row["deadline"], recurrence=row["recurrence"], deadline_text=row["deadline_text"],
    )  # fmt: skip


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[dict[str, object]]) -> None:
    """Write `rows`, which all have the same columns."""
    for row in rows:
        columns = ", ".join(f'"{name}"' for name in row)
        db.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
