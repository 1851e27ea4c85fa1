"""Looking at the databases of a home folder without opening them as what they are: nothing is made, migrated or written."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from corpus import schema, workspace
from corpus.database import Layout

#: The databases of a home folder, the store first.
_LAYOUTS: dict[str, Layout] = {"store": schema.LAYOUT, "workspace": workspace.LAYOUT}


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a database holds: its layout, whether this version reads it or brings it up to date, what is damaged (empty: nothing)."""

    layout: int
    readable: bool
    damage: tuple[str, ...]


def inspect_home(home: Path) -> dict[str, Inspection]:
    """The databases that there are in `home`, by their names: `store`, `workspace`."""
    files = {name: home / f"{name}.sqlite" for name in _LAYOUTS}
    return {name: _inspected(path, _LAYOUTS[name]) for name, path in files.items() if path.exists()}


def _inspected(path: Path, expected: Layout) -> Inspection:
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
