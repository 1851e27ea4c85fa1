"""Seals: beside each row a hash of its values, so that a flipped letter is found, which SQLite itself does not notice.

Every table has a column `seal` and two triggers that fill it, whatever writes the row; a program that does not know `seal` cannot write.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from hashlib import blake2b

#: Bytes of a seal: chance makes one that fits in one of 2⁶⁴ cases.
_SIZE = 8


def can_seal(db: sqlite3.Connection) -> None:
    """Let statements on `db` call `seal`: needed to write into tables with seals, and to compare them."""
    db.create_function("seal", -1, _seal, deterministic=True)


def put_seals(db: sqlite3.Connection) -> None:
    """Give every table the column and the triggers for the columns that it has now, and every row its seal."""
    for table in tables(db):
        for name in ("sealed_when_new", "sealed_when_changed"):
            db.execute(f"DROP TRIGGER IF EXISTS {table}_{name}")
        if "seal" not in (name for name, _ in _columns(db, table)):
            db.execute(f"ALTER TABLE {table} ADD COLUMN seal BLOB")
        seal = f"UPDATE {table} SET seal = {_expression(db, table)}"
        db.execute(seal)
        others = ", ".join(f'"{name}"' for name, _ in _sealed(db, table))
        for name, event in (("sealed_when_new", "INSERT"), ("sealed_when_changed", f"UPDATE OF {others}")):
            db.execute(
                f"CREATE TRIGGER {table}_{name} AFTER {event} ON {table} BEGIN {seal} WHERE rowid = new.rowid; END"
            )


def tables(db: sqlite3.Connection) -> list[str]:
    """The tables of a layout that `db` has, by name."""
    found = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1"
    )
    return [row[0] for row in found.fetchall()]


def broken_rows(db: sqlite3.Connection, table: str) -> Iterator[int]:
    """The rowids of the rows of `table` that are not as they were written.

    Raises:
        sqlite3.Error: the table cannot be read to its end.
    """
    # Without an index: one may be damaged itself.
    rows = db.execute(f"SELECT rowid FROM {table} NOT INDEXED WHERE seal IS NOT {_expression(db, table)}")
    yield from (int(row[0]) for row in rows)


def _columns(db: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """The columns of a table with their types, by name, whichever was added when."""
    return sorted((row[1], row[2]) for row in db.execute(f"PRAGMA table_info({table})"))


def _sealed(db: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    return [column for column in _columns(db, table) if column[0] != "seal"]


def _expression(db: sqlite3.Connection, table: str) -> str:
    """The seal of a row of `table` in SQL."""
    return f"seal({', '.join(_value(*column) for column in _sealed(db, table))})"


def _value(name: str, kind: str) -> str:
    """The value of a column as it goes into the seal. Text goes as bytes: damaged bytes may be no text at all."""
    if kind in ("INTEGER", "REAL"):
        return f'"{name}"'
    if kind == "ANY":
        return f"""typeof("{name}"), CASE typeof("{name}") WHEN 'text' THEN CAST("{name}" AS BLOB) ELSE "{name}" END"""
    return f'CAST("{name}" AS BLOB)'


def _seal(*values: bytes | str | float | None) -> bytes:
    """The hash of `values`, their kinds and lengths."""
    digest = blake2b(digest_size=_SIZE)
    for value in values:
        data = value if isinstance(value, bytes) else repr(value).encode()
        digest.update(b"%c%d:" % (type(value).__name__[0].encode(), len(data)))
        digest.update(data)
    return digest.digest()
