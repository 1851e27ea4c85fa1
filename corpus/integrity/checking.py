"""Whether everything in a home folder is as it was written: its databases to the last letter, its original files.

Nothing is changed here; `derivable` is what can be made again from what is whole.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.errors import StoreError
from corpus.integrity.inspection import astray, checked, differences, is_damage, layout_of, looked_into
from corpus.integrity.journal import damage_of, journal_of
from corpus.store.database import Layout
from corpus.store.home import ORIGINALS, STORE, databases
from corpus.store.originals import is_whole
from corpus.store.seals import broken_rows, tables

#: What is damaged: the whole database, its journal, the number of its layout, its indexes, a row; an original, a file that belongs to nothing, the index of search.
Kind = Literal["database", "journal", "layout", "version", "indexes", "row", "original", "stray", "index"]
#: Seconds to wait for another program to end its writing.
_PATIENCE = 5.0
MEND = "mend it with `dieukhoan verify --repair`"
#: What SQLite says of an index that does not agree with its table, and of a value of the wrong kind, whose row has a broken seal.
_OF_AN_INDEX = re.compile(
    r"row \d+ missing from index|wrong # of entries in index|non-unique entry in index|of index \w+$"
)
_OF_A_ROW = re.compile(r"(?:NULL|non-\w+|\w+) value in \w+\.")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written.

    `file` is a path within the home, `what` says what is wrong with it, `advice` is the next step; `document_id` is the document that it concerns.
    What is `derivable` can be made again from what is whole, and `verify --repair` does so.
    """

    file: str
    kind: Kind
    what: str
    derivable: bool
    advice: str
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `table` that is not as it was written; `values` as they can be read, `seal` of what they were."""

    table: str
    rowid: int
    values: dict[str, object]
    seal: bytes

    @property
    def documents(self) -> set[str]:
        """The documents that it may be of: a damaged row may name a wrong one in one of its columns."""
        clause = self.values.get("id") if self.table == "clauses" else self.values.get("clause_id")
        named = self.values.get("id") if self.table == "documents" else self.values.get("document_id")
        return {str(name).partition("/")[0] for name in (clause, named) if name is not None}


def findings(home: Path) -> Iterator[Finding]:
    """All that is damaged or missing in `home`, its index apart; nothing where no home is.

    Raises:
        StoreError: it cannot be read, or another program writes there.
    """
    with _undisturbed(home):
        for name, layout in databases(home).items():
            yield from _in_database(home, name, layout)
        yield from _in_originals(home)


@contextmanager
def _undisturbed(home: Path) -> Iterator[None]:
    """While nobody else writes; where nothing can be written, or the store is too damaged for that, just so."""
    path = home / STORE
    with ExitStack() as held:
        if path.exists() and not damage_of(journal_of(path)):  # to open it to write would throw a damaged journal away
            with _passed_over(home):
                db = sqlite3.connect(
                    f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=_PATIENCE, isolation_level=None
                )
                held.enter_context(closing(db))
                db.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def _passed_over(home: Path) -> Iterator[None]:
    """Any failure to take the lock, but that another program has it."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            raise StoreError(f"Another program is writing in {home}; wait for it to end and verify again.") from error


def _in_database(home: Path, name: str, layout: Layout) -> Iterator[Finding]:
    path = home / name
    made_again = name == STORE
    try:
        damage = damage_of(journal_of(path))
        if damage:
            what = f"{damage}: what was written last is lost, and with it what it said"
            yield Finding(f"{name}-wal", "journal", what, False, f"{MEND}, then do again what was done last")
        with looked_into(path) as db:
            yield from _in_opened(db, home, name, layout)
    except sqlite3.Error as error:
        if not is_damage(error):
            raise StoreError(f"{path} cannot be verified ({error}); see that it can be read and that nobody writes there.") from error  # fmt: skip
        yield Finding(name, "database", f"is damaged ({error})", made_again, MEND)
    except OSError as error:
        raise StoreError(f"{path} cannot be verified ({error.strerror or error}); see that you may read it.") from error


def _in_opened(db: sqlite3.Connection, home: Path, name: str, layout: Layout) -> Iterator[Finding]:
    version, other = layout_of(db), differences(db, layout)
    if version != layout.version and not other:
        yield Finding(name, "layout", f"calls itself of layout {version}, which it is not", True, MEND)
    elif version > layout.version:
        what = f"is of layout {version}, of a newer version of dieukhoan, or damaged"
        yield Finding(name, "version", what, False, "use that version, or restore it from a copy")
        return
    elif version in layout.migrations:
        what = f"is of the older layout {version}, in which not all damage can be seen"
        advice = "let any command bring it up to date, `dieukhoan documents` for one, and verify again"
        yield Finding(name, "version", what, False, advice)
    elif other:
        yield Finding(name, "database", f"has not the tables that it should have ({other[0]})", name == STORE, MEND)
        return
    said = checked(db, "integrity_check(100)")
    of_indexes = [line for line in said if _OF_AN_INDEX.search(line)]
    others = [line for line in said if line not in of_indexes and not _OF_A_ROW.match(line) and "***" not in line]
    if others:
        yield Finding(name, "database", f"is damaged ({others[0]})", name == STORE, MEND)
        return
    if of_indexes:
        yield Finding(name, "indexes", f"has an index that does not agree with its table ({of_indexes[0]})", True, MEND)
    rows = damaged_rows(db)
    if name == STORE:
        yield from _of_documents(db, home, rows)
    else:
        for row in rows:
            words = "; ".join(f"{column}: {str(value)[:60]}" for column, value in row.values.items())
            what = f"a row of {row.table} is damaged ({words})"
            yield Finding(name, "row", what, False, f"see what it says now, then {MEND}, which keeps it as it is")
    if not rows and (lost := astray(db)):
        yield Finding(name, "database", f"has lost rows ({lost[0]})", name == STORE, MEND)


def damaged_rows(db: sqlite3.Connection) -> list[Row]:
    """The rows with broken seals; none of a layout that has no seals.

    Raises:
        sqlite3.Error: a table cannot be read to its end.
    """
    found = []
    for table in tables(db):
        if "seal" not in (row[1] for row in db.execute(f"PRAGMA table_info({table})")):
            continue
        for rowid in broken_rows(db, table):
            cursor = db.execute(f"SELECT * FROM {table} NOT INDEXED WHERE rowid = ?", (rowid,))
            names = [column[0] for column in cursor.description]
            values = dict(zip(names, cursor.fetchone(), strict=True))
            found.append(Row(table, rowid, values, values.pop("seal")))
    return found


def _of_documents(db: sqlite3.Connection, home: Path, rows: list[Row]) -> Iterator[Finding]:
    """The damaged rows of the store, by their documents."""
    damaged: dict[str, list[str]] = defaultdict(list)
    stored = dict(db.execute("SELECT id, sha256 FROM documents NOT INDEXED").fetchall())
    for row in rows:
        for name in row.documents & stored.keys() or {""}:
            damaged[name].append(row.table)
    for name, places in damaged.items():
        what = f"{len(places)} damaged rows ({', '.join(sorted(set(places)))})"
        if name:
            what = f"what is stored of {name} is not as it was written: {what}"
        derivable = not name or is_whole(home / ORIGINALS / stored[name])
        advice = MEND if derivable else f"ingest the file of {name} again"
        yield Finding(STORE, "row", what, derivable, advice, name or None)


def _in_originals(home: Path) -> Iterator[Finding]:
    """Originals that are missing or damaged, and files that no document names."""
    path = home / STORE
    if not path.exists():
        return
    try:
        with looked_into(path) as db:
            named = db.execute("SELECT sha256, id, source_name FROM documents NOT INDEXED ORDER BY id").fetchall()
    except sqlite3.Error:
        return  # said of the store
    folder = home / ORIGINALS
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    for sha256, document_id, source in named:
        if not is_whole(folder / sha256):
            state = "is not as it came" if sha256 in there else "is missing"
            what = f"the original of {document_id}, {source}, {state}; its text is stored"
            yield Finding(f"{ORIGINALS}/{sha256}", "original", what, False, f"ingest {source} again", document_id)
    for name in sorted(there - {row[0] for row in named}):
        yield Finding(f"{ORIGINALS}/{name}", "stray", "belongs to no document", True, MEND)
