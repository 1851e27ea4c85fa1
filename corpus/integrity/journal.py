"""The journal beside a database (`-wal`): whether all that was committed in it is there. SQLite passes over what is damaged without a word.

Its frames, each a page, carry checksums that go on from one to the next (https://www.sqlite.org/fileformat2.html#walformat).
"""

from __future__ import annotations

import struct
from pathlib import Path

_HEAD, _FRAME = 32, 24
#: How the file begins; the last bit says in which order the bytes of the sums are.
_MAGIC = 0x377F0682


def journal_of(database: Path) -> Path:
    """Where the journal of a database lies."""
    return database.with_name(f"{database.name}-wal")


def damage_of(journal: Path) -> str | None:
    """What is wrong with a journal, in words; None where nothing is, or where there is none.

    What a killed process left of a change that it had not committed is nothing wrong.

    Raises:
        OSError: it cannot be read.
    """
    data = journal.read_bytes() if journal.exists() else b""
    if len(data) < _HEAD:
        return None
    magic, _, size, _, *salts, first, second = struct.unpack(">8I", data[:_HEAD])
    order = ">" if magic & 1 else "<"
    sums = _summed((0, 0), data[: _HEAD - 8], order)
    if magic & ~1 != _MAGIC or sums != (first, second):
        return "its head is damaged"
    whole = True
    for number, at in enumerate(range(_HEAD, len(data) - size - _FRAME + 1, _FRAME + size), start=1):
        _, committed, *own, first, second = struct.unpack(">6I", data[at : at + _FRAME])
        if whole:
            sums = _summed(_summed(sums, data[at : at + 8], order), data[at + _FRAME : at + _FRAME + size], order)
            whole = own == salts and sums == (first, second)
            broken = number
        # Frames of an earlier round differ in both salts; those of a change that was never committed have no end.
        if not whole and committed and (own[0] == salts[0] or own[1] == salts[1]):
            return f"a change in it is damaged (page {broken})"
    return None


def _summed(sums: tuple[int, int], data: bytes, order: str) -> tuple[int, int]:
    first, second = sums
    for one, other in struct.iter_unpack(f"{order}II", data):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second
