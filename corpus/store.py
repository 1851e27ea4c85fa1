"""The store: one SQLite database for documents and clauses, the original files beside it named by their SHA-256.

A home folder holds `store.sqlite`, `originals/` and derived data (`index/`) that can be deleted and rebuilt. Every
change is one transaction: after a kill at any moment a document is there as it was or as it is to be.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from corpus.document import Clause, Document, Target, Task
from corpus.errors import AlreadyStoredError, HomeVersionError, StoreError, UnknownIdError
from corpus.identifiers import ClauseId, issuer_suffix
from corpus.links import Links, StoredFacts, StoredReference
from corpus.notices import Notice, read_notices
from corpus.resolving import Facts, Resolved
from corpus.rows import document_of, insert_document, select_references, target_of, task_of
from corpus.schema import APPLICATION_ID, MIGRATIONS, SCHEMA, SCHEMA_VERSION
from corpus.status import Change, Status

AddStatus = Literal["added", "updated", "unchanged"]
OptionalId = TypeVar("OptionalId", str, str | None)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A stored document without its text; `clauses` is their number."""

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

    @property
    def name(self) -> str:
        """Type and number, else type and title, else type and id."""
        kind = self.type or "Văn bản"
        return f"{kind} số {self.number}" if self.number else f"{kind} {self.title or self.id}"


class Store:
    """The documents of one home folder.

    Safe to use from several threads; several processes may read while one writes.
    """

    def __init__(self, home: Path) -> None:
        """Open the store in `home`, making both if they do not exist.

        Raises:
            HomeVersionError: `home` was written by another version.
            StoreError: `home` cannot be written, or its database is damaged.
        """
        self.home = home
        self.originals = home / "originals"
        self._lock = threading.RLock()
        self._cached = lru_cache(maxsize=256)(self._load)
        self._with_status = lru_cache(maxsize=256)(lambda document, status: replace(document, status=status))
        #: What was read and holds until something is written, here or by another process: see `_since_written`.
        self._read: tuple[object, dict[object, Any]] = (None, {})
        try:
            self.originals.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(home / "store.sqlite", timeout=30, check_same_thread=False, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            self._open()
        except OSError as error:
            raise StoreError(
                f"The home folder {home} cannot be used ({error.strerror or error}); choose another with --home."
            ) from error
        except sqlite3.Error as error:
            raise StoreError(
                f"The database in {home} cannot be read ({error}); choose another folder with --home, or restore it from a copy."
            ) from error

    def _open(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and version != SCHEMA_VERSION and version not in MIGRATIONS:
            age = "a newer" if version > SCHEMA_VERSION else "another"
            raise HomeVersionError(
                f"The home folder {self.home} was written by {age} version of dieukhoan (layout {version}, this one "
                f"reads {SCHEMA_VERSION}); use that version, or choose another folder with --home."
            )
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA journal_mode = WAL")
        if not tables:
            with self._write():  # two first starts at once make one database
                if not self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    for statement in SCHEMA.split(";"):
                        self._db.execute(statement)
                    self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
                    self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        elif version != SCHEMA_VERSION:
            self._migrate()

    def _migrate(self) -> None:
        """Bring the home to this layout; it keeps its documents, and a kill leaves it as it was."""
        with self._write():
            version = self._db.execute("PRAGMA user_version").fetchone()[0]  # another process may have been faster
            for layout in range(version, SCHEMA_VERSION):
                for statement in MIGRATIONS[layout]:
                    self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # writing

    def known_source(self, path: str, sha256: str, parser: str) -> str | None:
        """The id of the document that this very file, parsed by this parser, gave before; None when it must be parsed."""
        row = self._row(
            "SELECT s.document_id FROM sources s JOIN documents d ON d.id = s.document_id "
            "WHERE s.path = ? AND s.sha256 = ? AND d.parser = ?",
            path, sha256, parser,
        ) or self._row("SELECT id AS document_id FROM documents WHERE sha256 = ? AND parser = ?", sha256, parser)  # fmt: skip
        return str(row["document_id"]) if row else None

    def add(
        self,
        document: Document,
        original: bytes,
        path: str | None,
        parser: str,
        notices: tuple[Notice, ...] = (),
        renews: str | None = None,
    ) -> tuple[AddStatus, Document]:
        """Keep `document`, in place of the one that it renews, and its original file; `path` is what the file is known by, if by anything.

        Returns whether it was added or updated, and the document under the id that it now has: an id once given to a
        document is kept, and an id that another document has gets the issuer's name behind it. `renews` is the id of the document
        whose place it takes, whatever its number.

        Raises:
            UnknownIdError: no document `renews`.
            AlreadyStoredError: what is to take its place is stored under another id.
        """
        with self._write():
            row = self._row("SELECT document_id FROM sources WHERE path = ?", path) if renews is None else None
            previous = str(row["document_id"]) if row else None
            if renews is None:
                document, renewed = self._place(document, previous)
            else:
                document, renewed = self._in_place_of(renews, document), renews
            self._keep_original(document.source.sha256, original)
            gone = {renewed} if renewed else set()
            if previous and previous != document.id and not self._has_other_source(previous, path):
                gone.add(previous)
            sources = self._db.execute(
                "SELECT path, sha256 FROM sources WHERE document_id = ? AND path IS NOT ?", (renewed or "", path)
            ).fetchall()
            if path and renews and self._identity(renews) != _identity(document):
                sources = []  # those files gave another document
            first = self._row("SELECT added_at FROM documents WHERE id = ?", renewed)
            for old in gone:
                self._db.execute("DELETE FROM documents WHERE id = ?", (old,))
            insert_document(self._db, document, parser, notices, first["added_at"] if first else None)
            rows = [tuple(row) for row in sources] + ([(path, document.source.sha256)] if path else [])
            self._db.executemany(
                "INSERT OR REPLACE INTO sources VALUES (?, ?, ?)", [(*row, document.id) for row in rows]
            )
        self._drop_orphans()
        self._cached.cache_clear()
        return ("updated" if gone else "added"), document

    def remove(self, document_id: str) -> None:
        """Forget a document and its original.

        Raises:
            UnknownIdError: no such document.
        """
        with self._write():
            if not self._db.execute("DELETE FROM documents WHERE id = ?", (document_id,)).rowcount:
                raise self._unknown_document(document_id)
        self._drop_orphans()
        self._cached.cache_clear()

    def _in_place_of(self, renewed: str, document: Document) -> Document:
        """`document` under the id of the stored document that it is to take the place of."""
        if not self._row("SELECT 1 FROM documents WHERE id = ?", renewed):
            raise self._unknown_document(renewed)
        other = self._row(
            "SELECT id FROM documents WHERE id != ? AND (sha256 = ? OR number = ? AND issuer IS ? AND issued_on IS ?)",
            renewed, document.source.sha256, *_identity(document),
        )  # fmt: skip
        if other:
            raise AlreadyStoredError(
                f"{document.source.name} is stored already as {other['id']}; replace or remove that document instead."
            )
        return with_id(document, renewed)

    def _identity(self, document_id: str) -> tuple[str | None, ...]:
        row = self._row("SELECT number, issuer, issued_on FROM documents WHERE id = ?", document_id)
        return tuple(row) if row else ()

    def _place(self, document: Document, previous: str | None) -> tuple[Document, str | None]:
        """`document` under the id it is to have, and the id of the stored document that it renews."""
        if document.number is None:
            if previous and not self._fact(previous, "number"):
                return with_id(document, previous), previous
            return document, document.id if self._row("SELECT 1 FROM documents WHERE id = ?", document.id) else None
        row = self._row(
            "SELECT id FROM documents WHERE number IS ? AND issuer IS ? AND issued_on IS ?", *_identity(document)
        )
        if row:
            return with_id(document, row["id"]), str(row["id"])
        candidates = [document.id, f"{document.id}-{issuer_suffix(document.issuer, document.place)}"]
        candidates.append(f"{candidates[-1]}-{document.source.sha256[:8]}")
        for candidate in candidates:
            taken = self._row("SELECT id FROM documents WHERE id = ?", candidate)
            if not taken or candidate == previous:
                return with_id(document, candidate), candidate if taken else None
        return with_id(document, candidates[-1]), candidates[-1]

    def _has_other_source(self, document_id: str, path: str | None) -> bool:
        return bool(self._row("SELECT 1 FROM sources WHERE document_id = ? AND path IS NOT ?", document_id, path))

    def _fact(self, document_id: str, column: Literal["number"]) -> str | None:
        row = self._row(f"SELECT {column} AS fact FROM documents WHERE id = ?", document_id)
        return row["fact"] if row else None

    # reading

    def documents(self) -> list[DocumentSummary]:
        """All documents, by id, with their statuses today."""

        def read() -> tuple[DocumentSummary, ...]:
            links = self.links()
            rows = self._db.execute(
                "SELECT d.id, number, type, issuer, issued_on, title, source_name, added_at, media_type, count(c.id) AS clauses "
                "FROM documents d LEFT JOIN clauses c ON c.document_id = d.id GROUP BY d.id ORDER BY d.id"
            ).fetchall()
            return tuple(
                DocumentSummary(
                    r["id"],
                    r["number"],
                    r["type"],
                    r["issuer"],
                    r["issued_on"],
                    r["title"],
                    links.status(r["id"]).status,
                    r["source_name"],
                    r["clauses"],
                    r["added_at"],
                    r["media_type"],
                )
                for r in rows
            )

        return list(self._since_written(("documents", date.today()), read))

    def count(self) -> int:
        """How many documents are stored."""
        row = self._row("SELECT count(*) AS n FROM documents")
        return int(row["n"]) if row else 0

    def headings(self) -> list[str]:
        """The different headings of clauses as printed, the most frequent first."""
        with self._lock:
            rows = self._db.execute(
                "SELECT heading FROM clauses WHERE heading IS NOT NULL GROUP BY heading ORDER BY count(*) DESC, heading"
            ).fetchall()
        return [row["heading"] for row in rows]

    def document(self, document_id: str) -> Document:
        """The document with this id.

        Raises:
            UnknownIdError: no such document.
        """
        document: Document = self._with_status(self._plain(document_id), self.links().status(document_id).status)
        return document

    def _plain(self, document_id: str) -> Document:
        """The document by itself, without the status that the others give it."""

        def version() -> tuple[str, str]:
            row = self._row(
                "SELECT sha256, coalesce(read_at, added_at) AS read_at FROM documents WHERE id = ?", document_id
            )
            if not row:
                raise self._unknown_document(document_id)
            return row["sha256"], row["read_at"]

        # Keyed by what changes with the document, so that a reader sees what another process wrote.
        return self._cached(document_id, *self._since_written(document_id, version))

    def _since_written(self, name: object, read: Callable[[], Result]) -> Result:
        """What `read` gave since the database was last written, by this process or another; asked again after that."""
        with self._lock:
            written = self._db.execute("PRAGMA data_version").fetchone()[0], self._db.total_changes
            if self._read[0] != written:
                self._read = written, {}
            known = self._read[1]
            if name not in known:
                known[name] = read()
            found: Result = known[name]
            return found

    def clause(self, clause_id: str) -> tuple[Document, Clause]:
        """The clause with this id, and its document.

        Raises:
            UnknownIdError: not a clause id, or no such clause.
        """
        document = self.document(ClauseId.parse(clause_id).document)
        clause = document.clause(clause_id)
        if clause is None:
            nearest = document.nearest(clause_id) or document
            raise UnknownIdError(f"{document.id} has no clause '{clause_id}'; the nearest is {nearest.id}.")
        return document, clause

    def references_of(self, document: Document) -> list[Resolved]:
        """The mentions in `document`, in order, with what they mean among the stored and the known documents."""
        return self.links().out_of(document.id)

    def references_to(self, document: Document) -> list[Resolved]:
        """The mentions of `document` in the other stored documents, by the citing document."""
        return self.links().into(document.id)

    def status(self, document: Document) -> Status:
        """The status of `document` today, with the clauses that say so."""
        return self.links().status(document.id)

    def changes(self, document: Document) -> list[Change]:
        """What the stored documents say that changes `document` or its clauses."""
        return self.links().changes(document.id)

    def links(self) -> Links:
        """What the stored documents say of each other now."""

        def read() -> Links:
            rows = self._db.execute(
                "SELECT id, number, type, issuer, issued_on, title, effective_on FROM documents ORDER BY id"
            ).fetchall()
            stored = [
                StoredFacts(
                    Facts(r["id"], r["number"], r["type"], r["issuer"], r["issued_on"], r["title"], stored=True),
                    r["effective_on"],
                )
                for r in rows
            ]
            return Links(stored, self._plain, self._find_references)

        return self._since_written(Links, read)

    def _find_references(
        self, *, document_id: str | None = None, naming: Facts | None = None, relations: Iterable[str] = ()
    ) -> list[StoredReference]:
        with self._lock:
            found = select_references(
                self._db,
                document_id=document_id,
                naming=(naming.number, naming.title if naming.is_law else None) if naming else None,
                relations=relations,
            )
        return [StoredReference(*row) for row in found]

    def targets(self, document_id: str | None = None) -> list[Target]:
        """The targets that the stored documents set, or this one, by document and place; no document is loaded.

        Raises:
            UnknownIdError: no such document.
        """
        return [target_of(row, row["words"]) for row in self._said("targets", document_id)]

    def tasks(self, document_id: str | None = None) -> list[Task]:
        """The tasks that the stored documents give, or this one, by document and place; no document is loaded.

        Raises:
            UnknownIdError: no such document.
        """
        return [task_of(row, row["words"]) for row in self._said("tasks", document_id)]

    def _said(self, table: Literal["targets", "tasks"], document_id: str | None) -> list[sqlite3.Row]:
        """The rows of `table`, each with the words of its span."""
        if document_id is not None and not self._row("SELECT 1 FROM documents WHERE id = ?", document_id):
            raise self._unknown_document(document_id)
        with self._lock:
            return self._db.execute(
                f'SELECT s.*, substr(d.text, s.start + 1, s."end" - s.start) AS words FROM {table} s '
                "JOIN documents d ON d.id = s.document_id WHERE ? IS NULL OR d.id = ? ORDER BY d.id, s.start, s.rowid",
                (document_id, document_id),
            ).fetchall()

    def corpus_hash(self) -> str:
        """A hash of what an index is made from: the ids and contents of all documents."""

        def read() -> str:
            return hashlib.sha256(json.dumps(self.versions()).encode()).hexdigest()

        return self._since_written("corpus hash", read)

    def versions(self) -> dict[str, str]:
        """What changes whenever the clauses of a document may have, for every document, by its id."""
        with self._lock:
            rows = self._db.execute(
                "SELECT id, sha256 || ' ' || coalesce(read_at, parser) FROM documents ORDER BY id"
            ).fetchall()
        return dict(tuple(row) for row in rows)

    def count_clauses(self, documents: Sequence[str]) -> int:
        """How many clauses `documents` have together."""
        with self._lock:
            row = self._db.execute(
                "SELECT count(*) FROM json_each(?) d JOIN clauses c ON c.document_id = d.value",
                (json.dumps(documents),),
            ).fetchone()
        return int(row[0])

    def notices(self) -> dict[str, tuple[Notice, ...]]:
        """What the reader should know of each document that has something, by its id."""
        with self._lock:
            rows = self._db.execute("SELECT id, warnings FROM documents WHERE warnings != '[]'").fetchall()
        return {row["id"]: read_notices(row["warnings"]) for row in rows}

    def clause_at(self, document_id: str, offset: int) -> str | None:
        """The id of the last clause of a document that begins at `offset` of its text or before, else of the first one; no document is loaded."""
        row = self._row(
            "SELECT id FROM clauses WHERE document_id = ? ORDER BY start > ?, CASE WHEN start > ? THEN start ELSE -start END, ord DESC LIMIT 1",
            document_id, offset, offset,
        )  # fmt: skip
        return str(row["id"]) if row else None

    def outdated(self, parser: str) -> int:
        """How many documents another version than `parser` read."""
        row = self._row("SELECT count(*) AS n FROM documents WHERE parser != ?", parser)
        return int(row["n"]) if row else 0

    def original(self, document: Document) -> Path:
        """Where the document's original file lies."""
        return self.originals / document.source.sha256

    def _load(self, document_id: str, _sha256: str, _read_at: str) -> Document:
        row = self._row("SELECT * FROM documents WHERE id = ?", document_id)
        if row is None:
            raise self._unknown_document(document_id)
        with self._lock:
            rows = {
                table: self._db.execute(
                    f"SELECT * FROM {table} WHERE document_id = ? ORDER BY {order}", (document_id,)
                ).fetchall()
                for table, order in (("clauses", "ord"), ("refs", "start"), ("targets", "start"), ("tasks", "start"))
            }
        return document_of(row, rows["clauses"], rows["refs"], rows["targets"], rows["tasks"])

    def _unknown_document(self, document_id: str) -> UnknownIdError:
        return UnknownIdError(
            f"No document '{document_id}' is stored; list the stored ones with `dieukhoan documents`."
        )

    def _row(self, sql: str, *values: object) -> sqlite3.Row | None:
        with self._lock:
            row: sqlite3.Row | None = self._db.execute(sql, values).fetchone()
            return row

    @contextmanager
    def _write(self) -> Iterator[None]:
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                raise StoreError(
                    f"The home folder {self.home} is in use or cannot be written ({error}); wait for the other ingest to end and try again."
                ) from error
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    # original files

    def _keep_original(self, sha256: str, data: bytes) -> None:
        path = self.originals / sha256
        if path.exists():
            return
        temporary = path.with_suffix(f".{os.getpid()}.part")
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise StoreError(
                f"The original cannot be kept in {self.originals} ({error.strerror or error}); free space or choose another --home."
            ) from error

    def _drop_orphans(self) -> None:
        """Delete originals that no document names any more."""
        with self._write():  # no other process may be about to name one of them
            kept = {row["sha256"] for row in self._db.execute("SELECT sha256 FROM documents")}
        for path in self.originals.iterdir():
            if path.name not in kept and not path.name.endswith(".part"):
                path.unlink(missing_ok=True)


def _identity(document: Document) -> tuple[str | None, ...]:
    """What tells a numbered document from all others."""
    return document.number, document.issuer, document.issued_on


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
