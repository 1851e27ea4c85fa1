"""A damaged home put right as far as its databases alone tell how: what is left is to be read anew from the originals (`Lost`).

A row whose one flipped bit its seal tells gets it back. A database that cannot be read as one is set aside under its name and the time,
and another takes its place when it is whole.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.document import Document
from corpus.errors import StoreError
from corpus.integrity.checking import Row, damaged_rows
from corpus.integrity.inspection import is_damage, looked_into, no_text_is_damage
from corpus.notices import Notice
from corpus.store.admission import placed, with_id
from corpus.store.database import Database, Layout
from corpus.store.home import ORIGINALS, STORE
from corpus.store.originals import is_whole
from corpus.store.rows import insert_document
from corpus.store.seals import can_seal, fits, put_right, seal_again

_FACTS = ("id", "sha256", "source_name", "url", "added_at", "limited_to")


@dataclass(frozen=True, slots=True)
class Lost:
    """A document that is to be read anew, with what is known of it besides what its original tells; `row` is its own row where that is damaged."""

    sha256: str
    document_id: str | None = None
    name: str | None = None
    url: str | None = None
    added_at: str | None = None
    limited_to: str | None = None
    sources: tuple[tuple[str, str], ...] = ()
    row: Row | None = None


@contextmanager
def mendable(home: Path) -> Iterator[None]:
    """What fails while `home` is put right is a StoreError."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"{home} cannot be mended ({error}); see that you may write there, that the disk has room and that nobody else writes."
        ) from error


@contextmanager
def mended(path: Path) -> Iterator[sqlite3.Connection]:
    """The database at `path` to be written past all checks; its texts, which may be damaged, with � for what is none."""
    with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as db:
        db.text_factory = lambda data: data.decode("utf-8", "replace")
        can_seal(db)
        with no_text_is_damage():
            yield db


def settle_journal(path: Path) -> None:
    """Bring what can be read of the journal of the database at `path` into it."""
    with mended(path) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def mend_in_place(path: Path, layout: Layout) -> bool:
    """Give the database at `path` the number of its layout, indexes that agree with its tables, and each row the bit that its seal tells.

    False where it is too damaged for that; it is left as it was.
    """
    with mended(path) as db:
        db.execute("BEGIN IMMEDIATE")
        try:
            db.execute(f"PRAGMA user_version = {layout.version}")
            db.execute("REINDEX")
            for row in damaged_rows(db):
                with suppress(sqlite3.IntegrityError):
                    put_right(db, row.table, row.rowid)
        except sqlite3.Error as error:
            if not is_damage(error):
                raise
            return False
        db.execute("COMMIT")
    return True


def keep_as_they_read(path: Path, *, only_whole: bool) -> list[str]:
    """Let the damaged rows at `path` count as they now read; those that cannot be read, or all where `only_whole`, are deleted. What became of each, in words."""
    told = []
    with mended(path) as db:
        db.execute("BEGIN IMMEDIATE")
        for row in damaged_rows(db):
            kept = _is_readable(row) and not only_whole
            if kept:
                seal_again(db, row.table, row.rowid)
            else:
                db.execute(f"DELETE FROM {row.table} WHERE rowid = ?", (row.rowid,))
            words = "; ".join(f"{column}: {str(value)[:60]}" for column, value in row.values.items())
            told.append(
                f"a row of {row.table} was damaged and is {'kept as it now reads' if kept else 'deleted'} ({words})"
            )
        for table, rowid, *_ in db.execute("PRAGMA foreign_key_check").fetchall():
            db.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))
            told.append(f"a row of {table} that belonged to nothing is deleted")
        db.execute("COMMIT")
    return told


def _is_readable(row: Row) -> bool:
    if any(isinstance(value, str) and "\ufffd" in value for value in row.values.values()):
        return False
    try:
        for name in ("filters", "seen") if row.table == "searches" else ():
            json.loads(str(row.values[name]))
    except ValueError:
        return False
    return True


def lost_documents(home: Path) -> list[Lost]:
    """The documents of the store in `home` of which rows are damaged, and whose originals are whole."""
    with looked_into(home / STORE) as db:
        rows = damaged_rows(db)
        named = set().union(*(row.documents for row in rows))
        own = {row.rowid: row for row in rows if row.table == "documents"}
        found = [
            _lost(db, facts, own.get(rowid))
            for rowid, *facts in db.execute(f"SELECT rowid, {', '.join(_FACTS)} FROM documents NOT INDEXED").fetchall()
            if rowid in own or facts[0] in named
        ]
    return [one for one in found if is_whole(home / ORIGINALS / one.sha256)]


def all_documents(home: Path, damaged: Path) -> list[Lost]:
    """Every document whose original in `home` is whole, with what can still be read of it in the store `damaged`."""
    known: dict[str, Lost] = {}
    with suppress(sqlite3.Error), looked_into(damaged, forgiving=True) as db:
        broken = set()
        with suppress(sqlite3.Error):
            broken = {row.rowid for row in damaged_rows(db) if row.table == "documents"}
        for order in ("ASC", "DESC"):  # from both ends as far as it goes
            with suppress(sqlite3.Error):
                for rowid, *facts in db.execute(
                    f"SELECT rowid, {', '.join(_FACTS)} FROM documents NOT INDEXED ORDER BY rowid {order}"
                ):
                    if rowid not in broken:
                        known.setdefault(str(facts[1]), _lost(db, facts, None))
    originals = sorted(path for path in (home / ORIGINALS).iterdir() if is_whole(path))
    return [known.get(path.name, Lost(path.name)) for path in originals]


def _lost(db: sqlite3.Connection, facts: list[Any], row: Row | None) -> Lost:
    document_id, sha256, name, url, added_at, limited_to = facts
    with suppress(sqlite3.Error):
        sources = db.execute("SELECT path, sha256 FROM sources NOT INDEXED WHERE document_id = ?", (document_id,))
        return Lost(sha256, document_id, name, url, added_at, limited_to, tuple(sources.fetchall()), row)
    return Lost(sha256, document_id, name, url, added_at, limited_to, (), row)


def put_back(
    db: Database, lost: Lost, document: Document, parser: str, notices: tuple[Notice, ...]
) -> tuple[str, bool]:
    """Store `document`, read from the original of `lost`, under what is known of that; its id, and whether it is known who may see it.

    Where it is not, it is limited to administrators.
    """
    with db.writing() as connection:
        if lost.document_id:
            document = with_id(document, lost.document_id)
            for table in ("clauses", "refs", "targets", "tasks", "sources"):
                connection.execute(f"DELETE FROM {table} WHERE document_id = ?", (document.id,))
            connection.execute("DELETE FROM documents WHERE id = ?", (document.id,))
        else:
            document, _ = placed(db, document, None)
        insert_document(connection, document, parser, notices, lost.added_at, lost.limited_to)
        connection.executemany(
            "INSERT OR REPLACE INTO sources (path, sha256, document_id) VALUES (?, ?, ?)",
            [(*source, document.id) for source in lost.sources],
        )
        certain = lost.document_id is not None and (lost.row is None or _fits(connection, lost.row, document.id))
        if not certain:
            connection.execute("UPDATE documents SET limited_to = '[]' WHERE id = ?", (document.id,))
    return document.id, certain


def _fits(db: sqlite3.Connection, row: Row, document_id: str) -> bool:
    """Whether all that was in a damaged row but what an original tells was as it is known, by the row's seal."""
    read = db.execute("SELECT text, spans, warnings FROM documents WHERE id = ?", (document_id,)).fetchone()
    return fits(db, "documents", row.values | dict(zip(("text", "spans", "warnings"), read, strict=True)), row.seal)
