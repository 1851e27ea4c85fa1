"""Seals: beside each row a hash of its values, so that a flipped letter is found, which SQLite itself does not notice.

Every table has a column `seal` and two triggers that fill it, whatever writes the row; a program that does not know `seal` cannot write.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b

#: Bytes of a seal: chance makes one that fits in one of 2⁶⁴ cases.
_SIZE = 8
#: So many bytes are hashed at most to find the bit of a value that was flipped: a second.
_MOST = 500_000_000


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


def whole_rows(db: sqlite3.Connection, table: str, columns: Sequence[str], order: str) -> sqlite3.Cursor:
    """The rows of `table` by their rowids: whether one is as it was written, then its `columns`."""
    named = ", ".join(f'"{name}"' for name in columns)
    return db.execute(
        f"SELECT seal IS {_expression(db, table)}, {named} FROM {table} NOT INDEXED ORDER BY rowid {order}"
    )


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


def seal_again(db: sqlite3.Connection, table: str, rowid: int) -> None:
    """Let a row count as it is now."""
    db.execute(f"UPDATE {table} SET seal = {_expression(db, table)} WHERE rowid = ?", (rowid,))


def fits(db: sqlite3.Connection, table: str, values: Mapping[str, object], seal: bytes) -> bool:
    """Whether `seal` is that of a row of `table` with these `values`."""
    names = [name for name, _ in _sealed(db, table)]
    row = ", ".join(f'? AS "{name}"' for name in names)
    found = db.execute(f"SELECT {_expression(db, table)} FROM (SELECT {row})", [values.get(name) for name in names])
    return bool(found.fetchone()[0] == seal)


def put_right(db: sqlite3.Connection, table: str, rowid: int) -> bool:
    """Give a row back what it was, where one flipped bit of a value is all that was damaged: the one that makes it fit its seal. False where none does."""
    parts = [(name, part) for name, kind in _sealed(db, table) for part in _value(name, kind).split(", ", 1)]
    selected = ", ".join(part for _, part in parts)
    *values, seal = db.execute(f"SELECT {selected}, seal FROM {table} WHERE rowid = ?", (rowid,)).fetchone()
    size = sum(len(value) for value in values if isinstance(value, bytes))
    for at, (name, part) in enumerate(parts):
        value = values[at]
        if part.startswith("typeof") or (isinstance(value, bytes) and 8 * len(value) * size > _MOST):
            continue
        before = values[:at]
        for other in _flipped(value):
            if _seal(*before, other, *values[at + 1 :]) == seal:
                given = "CAST(? AS TEXT)" if isinstance(other, bytes) else "?"
                db.execute(f'UPDATE {table} SET "{name}" = {given} WHERE rowid = ?', (other, rowid))
                return True
    return False


def _flipped(value: bytes | float | None) -> Iterator[bytes | float]:
    """What `value` may have been before one bit of it was flipped."""
    if isinstance(value, bytes):
        for bit in range(8 * len(value)):
            other = bytearray(value)
            other[bit // 8] ^= 1 << bit % 8
            yield bytes(other)
    elif isinstance(value, int):
        yield from (number for bit in range(63) if -(2**63) <= (number := value ^ (1 << bit)) < 2**63)
        for length in (1, 2, 3, 4, 6):  # the sign of the shorter forms in which SQLite keeps numbers
            if -(1 << 8 * length - 1) <= value < 1 << 8 * length - 1:
                yield value ^ (-1 << 8 * length - 1)
    elif isinstance(value, float):
        (number,) = struct.unpack(">Q", struct.pack(">d", value))
        yield from (struct.unpack(">d", struct.pack(">Q", number ^ (1 << bit)))[0] for bit in range(64))
