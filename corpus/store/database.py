"""One SQLite file of a home folder: opened, brought to the layout of this version, read and written; a failure is one sentence."""

from __future__ import annotations

import filecmp
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import HomeVersionError, StoreError
from corpus.failures import ANOTHER_HOME, BROKEN, DAMAGED, IN_USE, NO_SPACE, not_allowed, not_there
from corpus.store.seals import can_seal, put_seals
from corpus.store.whole import settle

Result = TypeVar("Result")

#: What to do where SQLite fails with a code (the lowest byte of its extended ones); any other failure is a defect.
_ADVICE = {
    sqlite3.SQLITE_BUSY: IN_USE,
    sqlite3.SQLITE_LOCKED: IN_USE,
    sqlite3.SQLITE_PERM: not_allowed(ANOTHER_HOME),
    sqlite3.SQLITE_READONLY: not_allowed(ANOTHER_HOME),
    sqlite3.SQLITE_CANTOPEN: not_there(ANOTHER_HOME),
    sqlite3.SQLITE_IOERR: BROKEN,
    sqlite3.SQLITE_FULL: NO_SPACE,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables of a file: `schema` makes them, `migrations` bring each older version to the next; `application_id` marks the file.

    Every row gets a seal as well (`corpus/store/seals.py`), in a column that no schema names.
    """

    version: int
    schema: str
    migrations: Mapping[int, Sequence[str]] = field(default_factory=dict)
    application_id: int = 0


class Database:
    """One file with the tables of `layout`. Safe to use from several threads; several processes may read while one writes."""

    def __init__(self, path: Path, layout: Layout, prepare: Iterable[str] = ()) -> None:
        """Open the file at `path`, made if it is not there, and bring it to `layout`; `prepare` are statements for this connection alone.

        Raises:
            HomeVersionError: another version wrote it.
            StoreError: it cannot be read or written, or is damaged.
        """
        self._path, self._layout = path, layout
        self._lock = threading.RLock()
        #: What was read and holds until something is written, here or by another process: see `since_written`.
        self._read: tuple[object, dict[object, Any]] = (None, {})
        #: What the path named when it was opened; a file that was taken away could still be read and written, for nothing.
        self._file: tuple[int, int] | None = None
        with self._told():
            self._db = sqlite3.connect(path, timeout=30, check_same_thread=False, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            can_seal(self._db)
            self._open()
            for statement in prepare:
                self._db.execute(statement)
        self._file = _identity(path)

    def _open(self) -> None:
        version, tables = self._state()
        if tables and version != self._layout.version and version not in self._layout.migrations:
            age = "a newer" if version > self._layout.version else "another"
            raise HomeVersionError(
                f"{self._path} was written by {age} version of dieukhoan (layout {version}, this one reads "
                f"{self._layout.version}); use that version, or choose another folder with --home."
            )
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA journal_mode = WAL")
        if not tables or version != self._layout.version:
            with self.writing():
                self._bring_up()

    def _bring_up(self) -> None:
        """Make the tables or bring them to this layout; a kill leaves the file as it was. Of a file of an older layout a copy is kept."""
        version, tables = self._state()  # another process may have been faster
        if tables and version == self._layout.version:
            return
        if tables:
            self._keep_copy(version)
            try:
                for older in range(version, self._layout.version):
                    for statement in self._layout.migrations[older]:
                        self._db.execute(statement)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                    raise
                raise StoreError(
                    f"{self._path} has not the tables of its layout {version} ({error}); see what is damaged with `dieukhoan verify`."
                ) from error
        else:
            make_tables(self._db, self._layout)
        put_seals(self._db)
        self._db.execute(f"PRAGMA user_version = {self._layout.version}")

    def _keep_copy(self, version: int) -> None:
        """Copy the file as it was last written to `NAME.layout-VERSION` beside it, whole or not at all; another copy there is kept as well."""
        copy = self._path.with_name(f"{self._path.name}.layout-{version}")
        part = copy.with_name(f"{copy.name}.part")
        try:
            part.unlink(missing_ok=True)  # of a process that was killed
            copy_database(self._path, part)
            names = (copy.with_name(f"{copy.name}{f'.{number}' if number else ''}") for number in count())
            free = next(name for name in names if not name.exists() or filecmp.cmp(name, part, shallow=False))
            part.replace(free)
            settle(free.parent)
        except (OSError, sqlite3.Error) as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise StoreError(
                f"{self._path} is of an older layout and cannot be copied before it is brought up to date "
                f"({getattr(error, 'strerror', None) or error}); free space in {self._path.parent} and try again, nothing was changed."
            ) from error

    def _state(self) -> tuple[int, int]:
        """The version of the layout, and the number of tables and indexes."""
        # In one statement: between two, another process may make the tables.
        state = self._db.execute("SELECT (SELECT user_version FROM pragma_user_version), count(*) FROM sqlite_master")
        version, tables = state.fetchone()
        return version, tables

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        """The first row that `sql` gives, None where it gives none.

        Raises:
            StoreError: the file cannot be read.
        """
        with self._lock, self._told():
            row: sqlite3.Row | None = self._db.execute(sql, values).fetchone()
            return row

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """All rows that `sql` gives.

        Raises:
            StoreError: the file cannot be read.
        """
        with self._lock, self._told():
            return self._db.execute(sql, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One change: all of what is written within is kept, or nothing of it. No other process writes meanwhile.

        Raises:
            StoreError: the file is in use or cannot be written.
        """
        with self._lock, self._told():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # SQLite itself takes back what finds no space
                    self._db.execute("ROLLBACK")
                raise

    def copy(self, target: Path, meanwhile: Callable[[sqlite3.Connection], None] | None = None) -> None:
        """Write what the file holds now into the new file `target`, without what was deleted; others read and write on.

        `meanwhile` is called with what will be copied while nobody writes.

        Raises:
            StoreError: one of the files cannot be used, or this one is damaged.
        """
        whole = target.with_name(f"{target.name}.whole")  # beside it: the folder for temporary files may be small
        with (
            self._told(),
            closing(sqlite3.connect(self._path, timeout=30, isolation_level=None)) as reader,
            closing(sqlite3.connect(whole, isolation_level=None)) as copy,
        ):
            with self.writing():
                reader.execute("BEGIN")
                reader.execute("PRAGMA schema_version").fetchone()  # the first reading settles what it sees
                if meanwhile:
                    meanwhile(reader)
            reader.backup(copy)
            copy.execute("VACUUM INTO ?", (str(target),))
        whole.unlink()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """What is read within is of one moment, whatever another process writes meanwhile.

        Raises:
            StoreError: the file cannot be read.
        """
        with self._lock, self._told():
            if self._db.in_transaction:  # within `writing`
                yield
                return
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("COMMIT")

    def since_written(self, name: object, read: Callable[[], Result]) -> Result:
        """What `read` gave since the file was last written, by this process or another; asked again after that.

        Raises:
            StoreError: the file cannot be read.
        """
        with self._lock, self._told():
            written = self._db.execute("PRAGMA data_version").fetchone()[0], self._db.total_changes
            if self._read[0] != written:
                self._read = written, {}
            known = self._read[1]
            if name not in known:
                known[name] = read()
            found: Result = known[name]
            return found

    @contextmanager
    def _told(self) -> Iterator[None]:
        """A failure that the user can do something about is said in a sentence."""
        if self._file and self._file != _identity(self._path):
            raise StoreError(
                f"{self._path} was taken away or replaced while it was in use; see that it is there and start the program again."
            )
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:
            advice = DAMAGED if is_no_text(error) else _ADVICE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
            if advice is None:
                raise
            raise StoreError(f"{self._path} cannot be used ({error}); {advice}.") from error


def is_no_text(error: Exception) -> bool:
    """Whether `error` says that what should be text, a value or a name, is none."""
    return isinstance(error, UnicodeDecodeError) or (
        isinstance(error, sqlite3.OperationalError) and not hasattr(error, "sqlite_errorcode")
    )


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells the file at `path` from another one of its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def make_tables(db: sqlite3.Connection, layout: Layout) -> None:
    """Make the tables of `layout` in an empty file, without seals."""
    for statement in layout.schema.split(";"):
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {layout.application_id}")


def copy_database(path: Path, copy: Path) -> None:
    """Write what the file at `path` holds now, with what its journal has, into a new file `copy`, down to the disk.

    Raises:
        sqlite3.Error: one cannot be read or the other written.
    """
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        target.execute("PRAGMA synchronous = FULL")
        source.backup(target)
