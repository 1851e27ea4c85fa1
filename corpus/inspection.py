"""Looking at the databases of a home folder without opening them as what they are: nothing is made, migrated or written."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from corpus.database import Layout
from corpus.home import databases


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a database holds: its layout, whether this version reads it or brings it up to date, what is damaged (empty: nothing)."""

    layout: int
    readable: bool
    damage: tuple[str, ...]


def inspect_home(home: Path) -> dict[str, Inspection]:
    """The databases that there are in `home`, by their names: `store`, `workspace`."""
    return {
        name.removesuffix(".sqlite"): inspect_database(home / name, layout) for name, layout in databases(home).items()
    }


def inspect_database(path: Path, expected: Layout) -> Inspection:
    """The database at `path`, which should be of the layout `expected` or an older one."""
    try:
        database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
        try:
            layout = int(database.execute("PRAGMA user_version").fetchone()[0])
            damage = [str(row[0]) for row in database.execute("PRAGMA quick_check(3)") if row[0] != "ok"]
            astray = database.execute("PRAGMA foreign_key_check").fetchone()
        finally:
            database.close()
    except sqlite3.Error as error:
        return Inspection(0, False, (str(error),))
    if astray:
        damage.append(f"a row of {astray[0]} belongs to no row of {astray[2]}")
    return Inspection(layout, layout == expected.version or layout in expected.migrations, tuple(damage))
