"""The store: one SQLite database for documents and clauses, the original files beside it named by their SHA-256.

A home folder holds `store.sqlite`, `originals/` and derived data (`index/`) that can be deleted and rebuilt. Every
change is one transaction: after a kill at any moment a document is there as it was or as it is to be.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Literal

from corpus.citing.identifiers import ClauseId
from corpus.citing.links import Links, StoredFacts, StoredReference
from corpus.citing.resolving import Facts, Resolved
from corpus.citing.status import Change, Status
from corpus.document import Clause, Document, Target, Task
from corpus.errors import AccessError, UnknownIdError
from corpus.notices import Notice, read_notices
from corpus.store.admission import in_place_of, is_another, placed
from corpus.store.database import Database
from corpus.store.home import ORIGINALS, STORE, refuse_unfinished
from corpus.store.loading import Documents, unknown_document
from corpus.store.originals import Originals, is_whole
from corpus.store.rows import insert_document, select_references, target_of, task_of
from corpus.store.schema import LAYOUT
from corpus.store.summaries import DocumentSummary, select_summaries
from corpus.store.visibility import GROUPS_OF, limits_text, views_for

AddStatus = Literal["added", "updated", "unchanged"]


class Store:
    """The documents of one home folder.

    Safe to use from several threads; several processes may read while one writes.
    """

    def __init__(self, home: Path, groups: Collection[str] | None = None) -> None:
        """Open the store in `home`, making both if they do not exist, for members of `groups`; None is for whoever may see all.

        A store for some groups holds no other documents than they may see, in whatever is asked of it, and changes no other ones.

        Raises:
            HomeVersionError: `home` was written by another version.
            StoreError: `home` cannot be written, or its database is damaged.
        """
        self.home = home
        self.originals = home / ORIGINALS
        refuse_unfinished(home)
        self._files = Originals(self.originals)
        self._all = Database(home / STORE, LAYOUT)
        self._db = self._all if groups is None else Database(home / STORE, LAYOUT, views_for(groups))
        self._documents = Documents(self._db)

    def close(self) -> None:
        """Close the database."""
        self._db.close()
        self._all.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # writing

    def known_source(self, path: str, sha256: str, parser: str) -> str | None:
        """The id of the document that this very file, parsed by this parser, gave before; None when it must be parsed or its original is lost.

        Raises:
            AccessError: it is one that this store does not show.
        """
        row = self._all.row(
            "SELECT s.document_id, d.sha256 FROM sources s JOIN documents d ON d.id = s.document_id "
            "WHERE s.path = ? AND s.sha256 = ? AND d.parser = ?",
            path, sha256, parser,
        ) or self._all.row("SELECT id AS document_id, sha256 FROM documents WHERE sha256 = ? AND parser = ?", sha256, parser)  # fmt: skip
        if row is None:
            return None
        document_id = self._shown(str(row["document_id"]))
        return document_id if is_whole(self._files.path(row["sha256"])) else None

    def add(
        self,
        document: Document,
        original: bytes,
        path: str | None,
        parser: str,
        notices: tuple[Notice, ...] = (),
        renews: str | None = None,
        groups: Collection[str] | None = None,
    ) -> tuple[AddStatus, Document]:
        """Keep `document`, in place of the one that it renews, and its original file; `path` is what the file is known by, if by anything.

        Returns whether it was added or updated, and the document under the id that it now has: an id once given to a
        document is kept, and an id that another document has gets the issuer's name behind it. `renews` is the id of the document
        whose place it takes, whatever its number. `groups` may see it, None is everyone; who may see the one that it renews is kept.

        Raises:
            UnknownIdError: no document `renews`.
            AlreadyStoredError: what is to take its place is stored under another id.
            AccessError: it would take the place of a document that this store does not show.
            InputError: a name in `groups` cannot be one.
        """
        limits = limits_text(groups)
        with self._all.writing() as db:
            previous = None
            if renews is None:
                row = self._all.row("SELECT document_id FROM sources WHERE path = ?", path)
                previous = str(row["document_id"]) if row else None
                document, renewed = placed(self._all, document, previous)
            else:
                self._require(renews)
                document, renewed = in_place_of(self._all, renews, document), renews
            self._files.keep(document.source.sha256, original)
            gone = {renewed} if renewed else set()
            if previous and previous != document.id and not self._other_sources(previous, path):
                gone.add(previous)
            for old in gone:
                self._shown(old)
            sources = self._other_sources(renewed or "", path)
            if path and renews and is_another(self._all, renews, document):
                sources = []  # those files gave another document
            before = self._all.row(
                "SELECT added_at, limited_to, read_at FROM documents WHERE id = ?", renewed or next(iter(gone), None)
            )
            for old in gone:
                db.execute("DELETE FROM documents WHERE id = ?", (old,))
            insert_document(
                db, document, parser, notices,
                added_at=before["added_at"] if before and renewed else None,
                limited_to=before["limited_to"] if before else limits,
                after=before["read_at"] if before else None,
            )  # fmt: skip
            sources += [(path, document.source.sha256)] if path else []
            db.executemany(
                "INSERT OR REPLACE INTO sources (path, sha256, document_id) VALUES (?, ?, ?)",
                [(*source, document.id) for source in sources],
            )
        self._drop_orphans()
        self._documents.forget()
        return ("updated" if gone else "added"), document

    def remove(self, document_id: str) -> None:
        """Forget a document and its original.

        Raises:
            UnknownIdError: no such document.
        """
        with self._all.writing() as db:
            self._require(document_id)
            db.execute("DELETE FROM documents WHERE id = ?", (document_id,))
        self._drop_orphans()
        self._documents.forget()

    def limit(self, document_id: str, groups: Collection[str] | None) -> None:
        """Let only members of `groups` see a document; None lets everyone, no group at all only who may see all.

        Raises:
            UnknownIdError: no such document.
            InputError: a name in `groups` cannot be one.
        """
        limits = limits_text(groups)
        with self._all.writing() as db:
            self._require(document_id)
            db.execute("UPDATE documents SET limited_to = ? WHERE id = ?", (limits, document_id))

    def _drop_orphans(self) -> None:
        """Delete the originals that no document names any more."""
        with self._all.writing():  # no other process may be about to name one of them
            self._files.drop_others({row["sha256"] for row in self._all.rows("SELECT sha256 FROM documents")})

    def _other_sources(self, document_id: str, path: str | None) -> list[tuple[str, str]]:
        """The files but `path` that gave a document: what each is known by, and its hash."""
        asked = "SELECT path, sha256 FROM sources WHERE document_id = ? AND path IS NOT ?"
        return [(row["path"], row["sha256"]) for row in self._all.rows(asked, document_id, path)]

    def _shown(self, document_id: str) -> str:
        """`document_id`, where this store shows it."""
        if self.hides(document_id):
            raise AccessError(
                "This document is stored already and limited to others; ask the administrator to let you see it."
            )
        return document_id

    # reading

    def documents(self) -> list[DocumentSummary]:
        """All documents, by id, with their statuses today."""

        def read() -> tuple[DocumentSummary, ...]:
            links = self.links()
            return tuple(select_summaries(self._db, lambda document_id: links.status(document_id).status))

        return list(self._db.since_written(("documents", date.today()), read))

    def hides(self, document_id: str) -> bool:
        """Whether there is a document of this id that is not shown here."""
        asked = "SELECT 1 FROM documents WHERE id = ?"
        return self._db.row(asked, document_id) is None and self._all.row(asked, document_id) is not None

    def groups(self) -> frozenset[str]:
        """The groups that any document is limited to."""

        def read() -> frozenset[str]:
            rows = self._db.rows(f"SELECT DISTINCT value FROM documents, {GROUPS_OF}")
            return frozenset(row["value"] for row in rows)

        return self._db.since_written("groups", read)

    def count(self) -> int:
        """How many documents are stored."""
        row = self._db.row("SELECT count(*) AS n FROM documents")
        return int(row["n"]) if row else 0

    def headings(self) -> list[str]:
        """The different headings of clauses as printed, the most frequent first."""
        rows = self._db.rows(
            "SELECT heading FROM clauses WHERE heading IS NOT NULL GROUP BY heading ORDER BY count(*) DESC, heading"
        )
        return [row["heading"] for row in rows]

    def document(self, document_id: str) -> Document:
        """The document with this id.

        Raises:
            UnknownIdError: no such document.
        """
        return self._documents.stated(document_id, self.links().status(document_id).status)

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
            rows = self._db.rows(
                "SELECT id, number, type, issuer, issued_on, title, effective_on FROM documents ORDER BY id"
            )
            stored = [
                StoredFacts(
                    Facts(r["id"], r["number"], r["type"], r["issuer"], r["issued_on"], r["title"], stored=True),
                    r["effective_on"],
                )
                for r in rows
            ]
            return Links(stored, self._documents.plain, self._find_references)

        return self._db.since_written(Links, read)

    def _find_references(
        self, *, document_id: str | None = None, naming: Facts | None = None, relations: Iterable[str] = ()
    ) -> list[StoredReference]:
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
        if document_id is not None:
            self._require(document_id)
        return self._db.rows(
            f'SELECT s.*, substr(d.text, s.start + 1, s."end" - s.start) AS words FROM {table} s '
            "JOIN documents d ON d.id = s.document_id WHERE ? IS NULL OR d.id = ? ORDER BY d.id, s.start, s.rowid",
            document_id, document_id,
        )  # fmt: skip

    def corpus_hash(self) -> str:
        """A hash of what an index is made from: the ids and contents of all documents."""

        def read() -> str:
            return hashlib.sha256(json.dumps(self.versions()).encode()).hexdigest()

        return self._db.since_written("corpus hash", read)

    def versions(self) -> dict[str, str]:
        """What changes whenever the clauses of a document may have, for every document, by its id."""
        rows = self._db.rows("SELECT id, sha256 || ' ' || coalesce(read_at, parser) FROM documents ORDER BY id")
        return dict(tuple(row) for row in rows)

    def count_clauses(self, documents: Sequence[str]) -> int:
        """How many clauses `documents` have together."""
        ((number,),) = self._db.rows(
            "SELECT count(*) FROM json_each(?) d JOIN clauses c ON c.document_id = d.value", json.dumps(documents)
        )
        return int(number)

    def notices(self) -> dict[str, tuple[Notice, ...]]:
        """What the reader should know of each document that has something, by its id."""
        rows = self._db.rows("SELECT id, warnings FROM documents WHERE warnings != '[]'")
        return {row["id"]: read_notices(row["warnings"]) for row in rows}

    def clause_at(self, document_id: str, offset: int) -> str | None:
        """The id of the last clause of a document that begins at `offset` of its text or before, else of the first one; no document is loaded."""
        row = self._db.row(
            "SELECT id FROM clauses WHERE document_id = ? ORDER BY start > ?, CASE WHEN start > ? THEN start ELSE -start END, ord DESC LIMIT 1",
            document_id, offset, offset,
        )  # fmt: skip
        return str(row["id"]) if row else None

    def outdated(self, parser: str) -> int:
        """How many documents another version than `parser` read."""
        row = self._db.row("SELECT count(*) AS n FROM documents WHERE parser != ?", parser)
        return int(row["n"]) if row else 0

    def original(self, document: Document) -> Path:
        """Where the document's original file lies."""
        return self._files.path(document.source.sha256)

    def open_original(self, document: Document) -> IO[bytes]:
        """The document's original file, to be read whatever becomes of the document meanwhile.

        Raises:
            UnknownIdError: it is not there.
        """
        try:
            return self.original(document).open("rb")
        except OSError as error:
            raise UnknownIdError(f"The original of {document.id} is missing; ingest the file again.") from error

    def _require(self, document_id: str) -> None:
        if not self._db.row("SELECT 1 FROM documents WHERE id = ?", document_id):
            raise unknown_document(document_id)
