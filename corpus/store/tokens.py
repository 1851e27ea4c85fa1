"""Tokens by which programs are known: kept as hashes only, each with a role, groups and a last day.

A token is 256 random bits, so that its plain SHA-256 tells nothing of it and none can be guessed.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from corpus.errors import InputError, UnknownIdError
from corpus.store.database import Database, Layout
from corpus.store.visibility import group_name

_SCHEMA = """
CREATE TABLE tokens (
    name TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, role TEXT NOT NULL, groups TEXT NOT NULL, made_at TEXT NOT NULL, until TEXT NOT NULL
) STRICT
"""
LAYOUT = Layout(1, _SCHEMA)
#: Every token begins with this, so that one that got into a text is recognised there.
PREFIX = "dkh_"


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token but itself; `made_at` and `until` are ISO times in UTC."""

    name: str
    role: str
    groups: tuple[str, ...]
    made_at: str
    until: str


class Tokens:
    """The tokens of one home folder. Safe to use from several threads and processes."""

    def __init__(self, home: Path) -> None:
        """Open them, in `access.sqlite`, made if it is not there.

        Raises:
            HomeVersionError: a newer version wrote it.
            StoreError: it cannot be read or written.
        """
        self._db = Database(home / "access.sqlite", LAYOUT)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add(self, name: str, role: str, groups: Collection[str], days: int) -> str:
        """Make a token that holds for `days` from now; it is told here and never again.

        Raises:
            InputError: there is one of this name, or the name or one of the groups cannot be one.
        """
        name, known = group_name(name), sorted({group_name(group) for group in groups})
        token, now = PREFIX + secrets.token_urlsafe(32), datetime.now(UTC)
        with self._db.writing() as db:
            if self._db.row("SELECT 1 FROM tokens WHERE name = ?", name):
                raise InputError(f"There is a token '{name}'; take another name, or revoke it first.")
            times = [one.isoformat(timespec="seconds") for one in (now, now + timedelta(days=days))]
            row = (name, _hash(token), role, json.dumps(known, ensure_ascii=False), *times)
            db.execute("INSERT INTO tokens (name, hash, role, groups, made_at, until) VALUES (?, ?, ?, ?, ?, ?)", row)
        return token

    def list(self) -> list[Token]:
        """All tokens by their names, those that hold no longer as well."""
        rows = self._db.rows("SELECT * FROM tokens ORDER BY name")
        return [
            Token(row["name"], row["role"], tuple(json.loads(row["groups"])), row["made_at"], row["until"])
            for row in rows
        ]

    def revoke(self, name: str) -> None:
        """Let a token hold no longer.

        Raises:
            UnknownIdError: there is none of this name.
        """
        with self._db.writing() as db:
            if not db.execute("DELETE FROM tokens WHERE name = ?", (name,)).rowcount:
                raise UnknownIdError(f"There is no token '{name}'; list them with `dieukhoan token list`.")

    def known(self, token: str) -> Token | None:
        """What is known of `token`; None where it was never given, was revoked, or held until before now."""
        row = self._db.row("SELECT * FROM tokens WHERE hash = ?", _hash(token))
        if row is None or row["until"] < datetime.now(UTC).isoformat(timespec="seconds"):
            return None
        return Token(row["name"], row["role"], tuple(json.loads(row["groups"])), row["made_at"], row["until"])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
