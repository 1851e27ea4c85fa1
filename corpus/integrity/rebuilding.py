"""A database that cannot be read as one is set aside, and another with what can be read of it takes its place when it is whole."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpus.integrity.inspection import looked_into
from corpus.integrity.journal import journal_of
from corpus.store.database import Database, Layout
from corpus.store.seals import tables, whole_rows
from corpus.store.whole import settle


def set_aside(path: Path, stamp: str) -> Path:
    """Copy the database at `path` and its journal to `NAME.damaged-STAMP` beside it.

    Raises:
        OSError: they cannot be copied.
    """
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    shutil.copy2(path, aside)
    if journal_of(path).exists() and journal_of(path).stat().st_size:
        shutil.copy2(journal_of(path), journal_of(aside))
    settle(aside.parent)
    return aside


@contextmanager
def rebuilt(path: Path, layout: Layout) -> Iterator[Database]:
    """An empty database, which at the end takes the place of the one at `path`. A kill leaves the one or the other.

    Raises:
        StoreError, OSError: it cannot be written; the old one stays.
    """
    part = path.with_name(f"{path.name}.mended")
    for old in (part, journal_of(part)):
        old.unlink(missing_ok=True)  # of a process that was killed
    with Database(part, layout) as db:
        yield db
    journal_of(path).unlink(missing_ok=True)  # of the old one: SQLite would read it into the new one
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    part.replace(path)
    settle(path.parent)


def copy_rows(damaged: Path, db: Database, *, only_whole: bool) -> Counter[str]:
    """Write what can be read of the file `damaged` into `db`, those rows alone that are as they were written where `only_whole`; how many of which table."""
    copied: Counter[str] = Counter()
    with db.writing() as new, suppress(sqlite3.Error), looked_into(damaged, forgiving=True) as old:
        names = [row["name"] for row in db.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")]
        for table in (name for name in names if name in tables(new)):  # those that others belong to come first
            columns = [row["name"] for row in db.rows(f"PRAGMA table_info({table})") if row["name"] != "seal"]
            insert = f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
            for order in ("ASC", "DESC"):  # from both ends as far as it goes
                with suppress(sqlite3.Error):
                    for whole, *values in whole_rows(old, table, columns, order):
                        if whole or not (only_whole or any("\ufffd" in str(value) for value in values)):
                            with suppress(sqlite3.IntegrityError):
                                copied[table] += new.execute(insert, values).rowcount
    return copied
