"""What visitors make themselves: collections of quotations, saved searches, feedback, the questions that were asked.

One SQLite file in the home folder, beside the store and apart from it: it holds after documents are read again or removed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from corpus.errors import UnknownIdError
from corpus.language.text import fold
from corpus.store.database import Database, Layout

Verdict = Literal["right", "wrong"]

#: The number of a deleted collection is not given again: addresses and cookies may still name it. `numbers` holds the last one, and not
#: SQLite's own table for that (AUTOINCREMENT), whose rows can have no seal.
_SCHEMA = """
CREATE TABLE collections (id INTEGER PRIMARY KEY, name TEXT NOT NULL, changed_at TEXT NOT NULL) STRICT;
CREATE TABLE items (
    id INTEGER PRIMARY KEY, collection_id INTEGER NOT NULL REFERENCES collections(id) ON DELETE CASCADE, clause_id TEXT NOT NULL,
    quotation TEXT NOT NULL, citation TEXT NOT NULL, later TEXT NOT NULL, document TEXT NOT NULL, note TEXT NOT NULL DEFAULT '',
    place INTEGER NOT NULL
) STRICT;
CREATE INDEX items_by_collection ON items(collection_id, place);
CREATE TABLE searches (
    id INTEGER PRIMARY KEY, question TEXT NOT NULL, filters TEXT NOT NULL, seen TEXT NOT NULL, seen_at TEXT NOT NULL,
    UNIQUE (question, filters)
) STRICT;
CREATE TABLE feedback (
    question TEXT NOT NULL, clause_id TEXT NOT NULL, verdict TEXT NOT NULL, given_at TEXT NOT NULL, PRIMARY KEY (question, clause_id)
) STRICT;
CREATE TABLE questions (question TEXT PRIMARY KEY, folded TEXT NOT NULL, times INTEGER NOT NULL, asked_at TEXT NOT NULL) STRICT;
CREATE TABLE numbers (of TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
"""
_MIGRATIONS = {
    1: (
        "CREATE TABLE numbers (of TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT",
        "INSERT INTO numbers SELECT name, seq FROM sqlite_sequence",
    )
}
LAYOUT = Layout(2, _SCHEMA, _MIGRATIONS)
#: The folder in a home with the workspaces of people who log in, each a file that is named by a hash of the person's name.
PEOPLE = "people"
#: So many questions are kept, those asked last.
_QUESTIONS = 5000


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection without its items; `items` is their number, `changed_at` an ISO time."""

    id: int
    name: str
    changed_at: str
    items: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words of a clause with all that a draft needs to cite them.

    `citation` is for the first mention of the document, `later` for further ones; `document` is the document's own citation.
    """

    clause_id: str
    text: str
    citation: str
    later: str
    document: str


@dataclass(frozen=True, slots=True)
class Item:
    """A quotation as it was when it was gathered, with the note of who gathered it."""

    id: int
    quotation: Quotation
    note: str


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A question with its filters (by their names in the address), the ids of the clauses that it found when it was last looked at, and when."""

    id: int
    question: str
    filters: dict[str, str]
    seen: tuple[str, ...]
    seen_at: str


class Workspace:
    """The workspace of one home folder. Safe to use from several threads and processes."""

    def __init__(self, home: Path, owner: str = "", hides: Callable[[str], bool] = lambda _: False) -> None:
        """Open the workspace in `home`, made if it is not there: the one that all visitors share, or that of `owner` alone.

        `hides` says of a document's id whether who asks may not see it (any more): its quotations are withheld.

        Raises:
            HomeVersionError: a newer version wrote it.
            StoreError: it cannot be read or written.
        """
        self._hides = hides
        path = home / "workspace.sqlite"
        if owner:
            path = home / PEOPLE / f"{hashlib.sha256(owner.encode()).hexdigest()[:32]}.sqlite"
            with suppress(OSError):  # that the file cannot be made is said by who opens it
                path.parent.mkdir(exist_ok=True)
        self._db = Database(path, LAYOUT)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # collections

    def collections(self) -> list[Collection]:
        """All collections, the one changed last first."""
        rows = self._db.rows(
            "SELECT c.*, (SELECT count(*) FROM items i WHERE i.collection_id = c.id) AS n FROM collections c "
            "ORDER BY changed_at DESC, id DESC"
        )
        return [Collection(row["id"], row["name"], row["changed_at"], row["n"]) for row in rows]

    def collection(self, collection_id: int) -> Collection:
        """The collection with this id.

        Raises:
            UnknownIdError: no such collection.
        """
        for collection in self.collections():
            if collection.id == collection_id:
                return collection
        raise UnknownIdError(f"There is no collection {collection_id}; list them with `dieukhoan collections`.")

    def create(self, name: str) -> int:
        """Make an empty collection; its id."""
        with self._db.writing() as db:
            (number,) = db.execute(
                "INSERT INTO numbers (of, last) SELECT 'collections', coalesce(max(id), 0) + 1 FROM collections WHERE true "
                "ON CONFLICT DO UPDATE SET last = max(last + 1, excluded.last) RETURNING last"
            ).fetchone()
            db.execute("INSERT INTO collections (id, name, changed_at) VALUES (?, ?, ?)", (number, name, _now()))
            return int(number)

    def rename(self, collection_id: int, name: str) -> None:
        """Give a collection another name."""
        self._change("UPDATE collections SET name = ?, changed_at = ? WHERE id = ?", name, _now(), collection_id)

    def delete(self, collection_id: int) -> None:
        """Delete a collection with its items."""
        self._change("DELETE FROM collections WHERE id = ?", collection_id)

    def items(self, collection_id: int) -> list[Item]:
        """The items of a collection in their order, without those that are withheld."""
        rows = self._db.rows("SELECT * FROM items WHERE collection_id = ? ORDER BY place, id", collection_id)
        return [
            Item(
                row["id"],
                Quotation(row["clause_id"], row["quotation"], row["citation"], row["later"], row["document"]),
                row["note"],
            )
            for row in rows
            if not self._hides(row["clause_id"].partition("/")[0])
        ]

    def add(self, collection_id: int, quotation: Quotation) -> bool:
        """Put a quotation at the end of a collection; False where it already holds this clause with these words.

        Raises:
            UnknownIdError: no such collection.
        """
        self.collection(collection_id)
        with self._db.writing() as db:
            known = self._db.row(
                "SELECT 1 FROM items WHERE collection_id = ? AND clause_id = ? AND quotation = ?",
                collection_id, quotation.clause_id, quotation.text,
            )  # fmt: skip
            if known:
                return False
            db.execute(
                "INSERT INTO items (collection_id, clause_id, quotation, citation, later, document, place) "
                "SELECT ?, ?, ?, ?, ?, ?, coalesce(max(place), 0) + 1 FROM items WHERE collection_id = ?",
                (collection_id, *astuple(quotation), collection_id),
            )
            _touch(db, collection_id)
        return True

    def note(self, item_id: int, note: str) -> None:
        """Write the note of an item."""
        self._change_item(item_id, "UPDATE items SET note = ? WHERE id = ?", note, item_id)

    def requote(self, item_id: int, quotation: Quotation) -> None:
        """Take another quotation in the place of an item's; its note stays."""
        self._change_item(
            item_id,
            "UPDATE items SET clause_id = ?, quotation = ?, citation = ?, later = ?, document = ? WHERE id = ?",
            *astuple(quotation),
            item_id,
        )

    def remove(self, item_id: int) -> None:
        """Take an item out of its collection."""
        self._change_item(item_id, "DELETE FROM items WHERE id = ?", item_id)

    def move(self, item_id: int, steps: int) -> None:
        """Move an item `steps` places down (up where negative), no further than the ends."""
        with self._db.writing() as db:
            row = self._db.row("SELECT collection_id FROM items WHERE id = ?", item_id)
            if row is None:
                return  # another visitor removed it
            order = [item.id for item in self.items(row["collection_id"])]
            at = order.index(item_id)
            order.insert(max(0, min(len(order) - 1, at + steps)), order.pop(at))
            db.executemany("UPDATE items SET place = ? WHERE id = ?", list(enumerate(order)))
            _touch(db, row["collection_id"])

    def _change_item(self, item_id: int, sql: str, *values: object) -> None:
        with self._db.writing() as db:
            row = self._db.row("SELECT collection_id FROM items WHERE id = ?", item_id)
            if row is not None:
                db.execute(sql, values)
                _touch(db, row["collection_id"])

    # saved searches

    def save_search(self, question: str, filters: dict[str, str], found: Sequence[str]) -> None:
        """Keep a search, or what it found now where it is kept already."""
        values = (question, json.dumps(filters, sort_keys=True, ensure_ascii=False), json.dumps(list(found)), _now())
        self._change(
            "INSERT INTO searches (question, filters, seen, seen_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET seen = excluded.seen, seen_at = excluded.seen_at",
            *values,
        )

    def saved_searches(self) -> list[SavedSearch]:
        """The saved searches by their questions."""
        return [
            SavedSearch(
                row["id"], row["question"], json.loads(row["filters"]), tuple(json.loads(row["seen"])), row["seen_at"]
            )
            for row in self._db.rows("SELECT * FROM searches ORDER BY question, id")
        ]

    def forget_search(self, search_id: int) -> None:
        """Keep a search no longer."""
        self._change("DELETE FROM searches WHERE id = ?", search_id)

    # feedback

    def judge(self, question: str, clause_id: str, verdict: Verdict) -> None:
        """Keep whether a clause answers a question; "right" takes a "wrong" back."""
        self._change(
            "INSERT OR REPLACE INTO feedback (question, clause_id, verdict, given_at) VALUES (?, ?, ?, ?)",
            question, clause_id, verdict, _now(),
        )  # fmt: skip

    def wrong(self, question: str) -> set[str]:
        """The ids of the clauses that were called no answer to a question."""
        rows = self._db.rows("SELECT clause_id FROM feedback WHERE question = ? AND verdict = 'wrong'", question)
        return {row["clause_id"] for row in rows}

    def feedback(self) -> list[tuple[str, str, Verdict, str]]:
        """All verdicts as question, clause id, verdict, ISO time: what an evaluation can be made of."""
        return [
            tuple(row)
            for row in self._db.rows("SELECT question, clause_id, verdict, given_at FROM feedback ORDER BY given_at")
        ]

    # questions asked

    def remember(self, question: str) -> None:
        """Count a question that was asked; the oldest are forgotten."""
        with self._db.writing() as db:
            db.execute(
                "INSERT INTO questions (question, folded, times, asked_at) VALUES (?, ?, 1, ?) "
                "ON CONFLICT DO UPDATE SET times = times + 1, asked_at = excluded.asked_at",
                (question, fold(question), _now()),
            )
            db.execute(
                "DELETE FROM questions WHERE question NOT IN (SELECT question FROM questions ORDER BY asked_at DESC LIMIT ?)",
                (_QUESTIONS,),
            )

    def asked(self, typed: str, most: int = 20) -> list[str]:
        """At most `most` questions that hold `typed`, marks apart, the more frequent first."""
        rows = self._db.rows(
            "SELECT question FROM questions WHERE instr(folded, ?) ORDER BY times DESC, asked_at DESC LIMIT ?",
            fold(typed).strip(),
            most,
        )
        return [row["question"] for row in rows]

    def _change(self, sql: str, *values: object) -> None:
        with self._db.writing() as db:
            db.execute(sql, values)


def _touch(db: sqlite3.Connection, collection_id: int) -> None:
    db.execute("UPDATE collections SET changed_at = ? WHERE id = ?", (_now(), collection_id))


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="microseconds")
