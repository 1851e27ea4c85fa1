"""What a home holds, as far as it can be told from another one: documents with their originals, what visitors made, answers."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from corpus.store import Store
from corpus.store.home import ORIGINALS, STORE, databases
from search import Searcher

#: Columns that tell when something was done, or are derived from those.
_PASSING = {"added_at", "read_at", "changed_at", "seen_at", "given_at", "asked_at", "seal"}
_OF_DOCUMENTS = ("clauses", "refs", "targets", "tasks", "sources")
QUESTIONS = ("tỷ lệ tham gia bảo hiểm y tế năm 2030", "nhà ở xã hội", "trách nhiệm của Sở Nội vụ", "quốc phòng vũ trụ")


def documents(home: Path) -> dict[str, str]:
    """For each document a hash of all that the store holds of it, by its id; none where there is no store."""
    if not (home / STORE).is_file():
        return {}
    with closing(_reading(home / STORE)) as store:
        return {
            row["id"]: _hash([_plain(row), *(_rows(store, table, row["id"]) for table in _OF_DOCUMENTS)])
            for row in store.execute("SELECT * FROM documents").fetchall()
        }


def visitors(home: Path) -> str:
    """A hash of all that the other databases hold."""
    held: list[object] = []
    for name in databases(home):
        if name != STORE:
            with closing(_reading(home / name)) as database:
                tables = database.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
                ).fetchall()
                rows = {t: [_plain(row) for row in database.execute(f"SELECT * FROM {t}")] for (t,) in tables}
            if any(rows.values()):  # one that was opened and holds nothing is as good as none
                held.append((name, rows))
    return _hash(held)


def orphans(home: Path) -> set[str]:
    """Files among the originals that no document names, and what exports and imports left."""
    with closing(_reading(home / STORE)) as store:
        named = {row["sha256"] for row in store.execute("SELECT sha256 FROM documents")}
    left = {path.name for path in (home / ORIGINALS).iterdir()} - named
    return left | {path.name for name in (".export", ".import") for path in (home / name).rglob("*")}


def answers(home: Path) -> str:
    """The answers to some questions, with their scores to four digits."""
    with Store(home) as store:
        searcher = Searcher(store)
        found = [searcher.search(question) for question in QUESTIONS]
    return json.dumps(
        [[(one.clause_id, round(one.score, 4)) for one in (*answer.results, *answer.near)] for answer in found]
    )


def answers_of_a_new_index(home: Path, aside: Path) -> str:
    """The answers that `home` would give if its index were made anew."""
    shutil.copytree(home, aside, ignore=shutil.ignore_patterns("index", "index.lock"))
    try:
        return answers(aside)
    finally:
        shutil.rmtree(aside)


def _reading(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    return database


def _rows(store: sqlite3.Connection, table: str, document_id: str) -> list[list[object]]:
    return [_plain(row) for row in store.execute(f"SELECT * FROM {table} WHERE document_id = ?", (document_id,))]


def _plain(row: sqlite3.Row) -> list[object]:
    return [
        (name, value) for name, value in zip(row.keys(), row, strict=True) if name not in _PASSING and value is not None
    ]


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()
