"""Homes as earlier versions wrote them, made from one of this version."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from corpus.store.seals import tables

#: What each layout of the store added to the one before.
_ADDED: dict[int, dict[str, tuple[str, ...]]] = {
    5: {"documents": ("limited_to",)},
    4: {"documents": ("read_at",)},
    3: {"refs": ("type", "title", "issuer", "labels", "target_document_id", "target_clause_id")},
    2: {"documents": ("position", "urgency", "secrecy", "effective_on")},
}


def make_older(database: Path, version: int) -> None:
    """Bring the file `store.sqlite` or `workspace.sqlite` back to an older layout."""
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {trigger}")
        for table in tables(db):
            db.execute(f"ALTER TABLE {table} DROP COLUMN seal")
        if database.name == "store.sqlite":
            for layout in range(5, version, -1):
                for table, columns in _ADDED[layout].items():
                    for column in columns:
                        db.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
            for table in ("targets", "tasks") if version < 3 else ():
                db.execute(f"DROP TABLE {table}")
        else:
            db.execute(
                "CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT)"
            )  # makes SQLite's own table of numbers
            db.execute("INSERT INTO sqlite_sequence SELECT of, last FROM numbers")
            for table in ("counted", "numbers"):
                db.execute(f"DROP TABLE {table}")
        db.execute(f"PRAGMA user_version = {version}")
