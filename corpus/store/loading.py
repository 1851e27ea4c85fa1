"""Documents out of the store's tables: each is loaded once and kept until it is another one, whoever wrote it."""

from __future__ import annotations

import threading
from dataclasses import replace
from weakref import WeakKeyDictionary

from corpus.document import Document
from corpus.errors import StoreError, UnknownIdError
from corpus.failures import DAMAGED
from corpus.store.database import Database
from corpus.store.rows import document_of

#: So many documents are kept, those that were loaded last.
_MOST = 256
_PARTS = (("clauses", "ord"), ("refs", "start"), ("targets", "start"), ("tasks", "start"))


class Documents:
    """The documents that a connection shows. Safe to use from several threads."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._lock = threading.Lock()
        #: The last reading of each document, with what changes when there is another.
        self._kept: dict[str, tuple[tuple[str, str], Document]] = {}
        self._stated: WeakKeyDictionary[Document, Document] = WeakKeyDictionary()

    def plain(self, document_id: str) -> Document:
        """The document by itself, without the status that the others give it.

        Raises:
            UnknownIdError: no such document.
            StoreError: what is stored of it is damaged.
        """
        version = self._db.since_written(document_id, lambda: self._version(document_id))
        kept = self._kept.get(document_id)
        if kept is not None and kept[0] == version:
            return kept[1]
        document = self._loaded(document_id)
        with self._lock:
            self._kept.pop(document_id, None)
            self._kept[document_id] = version, document
            while len(self._kept) > _MOST:
                del self._kept[next(iter(self._kept))]
        return document

    def stated(self, document_id: str, status: str | None) -> Document:
        """The document with `status`; one object as long as neither changes.

        Raises:
            UnknownIdError: no such document.
            StoreError: what is stored of it is damaged.
        """
        plain = self.plain(document_id)
        with self._lock:
            stated = self._stated.get(plain)
            if stated is None or stated.status != status:
                stated = self._stated[plain] = replace(plain, status=status)
            return stated

    def forget(self) -> None:
        """Let go of what was loaded."""
        with self._lock:
            self._kept.clear()

    def _version(self, document_id: str) -> tuple[str, str]:
        row = self._db.row(
            "SELECT sha256, coalesce(read_at, added_at) AS read_at FROM documents WHERE id = ?", document_id
        )
        if row is None:
            raise unknown_document(document_id)
        return row["sha256"], row["read_at"]

    def _loaded(self, document_id: str) -> Document:
        with self._db.reading():  # another process may replace it between two of these
            row = self._db.row("SELECT * FROM documents WHERE id = ?", document_id)
            if row is None:
                raise unknown_document(document_id)
            rows = [
                self._db.rows(f"SELECT * FROM {table} WHERE document_id = ? ORDER BY {order}", document_id)
                for table, order in _PARTS
            ]
        try:
            return document_of(row, *rows)
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"What is stored of {document_id} is damaged; {DAMAGED}.") from error


def unknown_document(document_id: str) -> UnknownIdError:
    """The refusal of an id that no document has."""
    return UnknownIdError(f"No document '{document_id}' is stored; list the stored ones with `dieukhoan documents`.")
