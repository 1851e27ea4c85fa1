"""What the tests of damage share: rows, bits and journals that are not as they were written."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from app.health.verifying import findings, repaired
from corpus.integrity.checking import Finding
from corpus.store import Store
from corpus.store.database import Database
from corpus.store.seals import can_seal

PLAN = "42-kh-ubnd-2024"


def changed(database: Path, sql: str, *values: object) -> None:
    """Change rows as a flipped letter does: past the triggers."""
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        can_seal(db)
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        assert db.execute(sql, values).rowcount
        for _, made in triggers:
            db.execute(made)


def flipped(path: Path, at: int, bit: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << bit
    path.write_bytes(data)


def found(home: Path) -> list[Finding]:
    return list(findings(home))


def mislead_an_index(store: Path) -> None:
    """Let an index hold the values of another column."""
    for before, after in (("(number)", "(date)"), ("(date)", "(number)")):
        with closing(sqlite3.connect(store, isolation_level=None)) as db:
            db.execute("REINDEX" if before == "(date)" else "PRAGMA user_version")
            db.execute("PRAGMA writable_schema = ON")
            db.execute(
                "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = 'refs_by_number'", (before, after)
            )


def journal(home: Path, change: Callable[[Database], None]) -> Path:
    """A copy of the home with a journal, as a killed process leaves it after `change`."""
    with Store(home) as store:
        change(store._all)
        copy = Path(shutil.copytree(home, home.with_name("killed")))
    assert (copy / "store.sqlite-wal").stat().st_size
    return copy


def mended(home: Path) -> list[str]:
    """What is said to be left after a repair; what is found then is nothing else."""
    left = [finding for finding, done in repaired(home) if not done]
    assert not [one for one in found(home) if one not in left]
    return [f"{one.file}: {one.what}" for one in left]
