"""Looking at the databases of a home folder without opening them as what they are: nothing is made, migrated or written."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.integrity.journal import journal_of
from corpus.store.database import Layout, make_tables
from corpus.store.home import databases
from corpus.store.seals import can_seal, put_seals, tables

#: Failures that say nothing of what is in the file.
_OUTSIDE = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOMEM,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a database holds: its layout, whether this version reads it or brings it up to date, what is damaged (empty: nothing)."""

    layout: int
    readable: bool
    damage: tuple[str, ...]


def inspect_home(home: Path) -> dict[str, Inspection]:
    """The databases that there are in `home`, by their names: `store`, `workspace`. Damage is sought quickly: `corpus/integrity/checking.py` finds all."""
    return {
        name.removesuffix(".sqlite"): inspect_database(home / name, layout) for name, layout in databases(home).items()
    }


def inspect_database(path: Path, expected: Layout) -> Inspection:
    """The database at `path`, which should be of the layout `expected` or an older one."""
    try:
        with looked_into(path) as db:
            layout = layout_of(db)
            return Inspection(
                layout,
                layout == expected.version or layout in expected.migrations,
                tuple(checked(db, "quick_check(3)") + astray(db)[:1]),
            )
    except sqlite3.Error as error:
        return Inspection(0, False, (str(error),))


@contextmanager
def looked_into(path: Path, *, forgiving: bool = False) -> Iterator[sqlite3.Connection]:
    """The database at `path`, only to be read; its texts, which may be damaged, with � for what is none.

    `forgiving`: it is set aside, and damage of its schema is passed over.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    journal = journal_of(path)
    # Where nothing may be written, SQLite cannot make the file by which readers and writers know of each other; nobody writes what is set aside.
    alone = (forgiving or not os.access(path.parent, os.W_OK)) and not (journal.exists() and journal.stat().st_size)
    address = f"{path.absolute().as_uri()}?{'immutable=1' if alone else 'mode=ro'}"
    with closing(sqlite3.connect(address, uri=True, timeout=5, isolation_level=None)) as db:
        db.text_factory = lambda data: data.decode("utf-8", "replace")
        can_seal(db)
        if forgiving:
            db.execute("PRAGMA writable_schema = ON")
        with no_text_is_damage():
            db.execute("BEGIN")  # all that is read is of one moment
            yield db


@contextmanager
def no_text_is_damage() -> Iterator[None]:
    """Names and messages that are no text are damage as SQLite reports it."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise sqlite3.DatabaseError("a name in it is no text") from error


def is_damage(error: sqlite3.Error) -> bool:
    """Whether `error` comes from what is in the file, and not from the disk or another program."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF not in _OUTSIDE


def layout_of(db: sqlite3.Connection) -> int:
    """The number of the layout that the file says it has."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def checked(db: sqlite3.Connection, check: str) -> list[str]:
    """What SQLite's own `check` (`quick_check(N)`, `integrity_check(N)`) says, nothing where all is well."""
    return [str(row[0]) for row in db.execute(f"PRAGMA {check}") if row[0] != "ok"]


def astray(db: sqlite3.Connection) -> list[str]:
    """The rows that belong to a row that is not there."""
    return [f"a row of {row[0]} belongs to no row of {row[2]}" for row in db.execute("PRAGMA foreign_key_check")]


def differences(db: sqlite3.Connection, layout: Layout) -> list[str]:
    """Which tables, indexes and triggers of `db` are not those of `layout`, whatever way it came to it."""
    with closing(sqlite3.connect(":memory:")) as made:
        can_seal(made)
        make_tables(made, layout)
        put_seals(made)
        made.execute(f"PRAGMA user_version = {layout.version}")
        expected, found = _structure(made), _structure(db)
    return sorted(str(name) for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))


def _structure(db: sqlite3.Connection) -> dict[str, object]:
    """What the file is made of, by names; columns in the order of their names, since an older layout had others first."""
    (application,) = db.execute("PRAGMA application_id").fetchone()
    found: dict[str, object] = {"application_id": application}
    for table in tables(db):
        columns = sorted(tuple(row[1:]) for row in db.execute(f"PRAGMA table_xinfo({table})"))
        keys = sorted(tuple(row[2:]) for row in db.execute(f"PRAGMA foreign_key_list({table})"))
        strict = [tuple(row[3:]) for row in db.execute(f"PRAGMA table_list({table})")]
        found[f"table {table}"] = columns, keys, strict
        for row in db.execute(f"PRAGMA index_list({table})").fetchall():
            held = [tuple(part[2:]) for part in db.execute(f"PRAGMA index_xinfo({row[1]})")]
            found[f"index {row[1]}"] = tuple(row[2:]), held
    for name, sql in db.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"):
        found[f"trigger {name}"] = sql
    return found
