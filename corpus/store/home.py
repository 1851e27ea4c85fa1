"""What a home folder holds that cannot be made again: its databases, and the files beside them."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.errors import StoreError
from corpus.language import successors
from corpus.store import schema, tokens, workspace
from corpus.store.database import Layout

STORE = "store.sqlite"
ORIGINALS = "originals"
#: Where `import` unpacks.
IMPORT = ".import"
#: The databases, by their names in the home folder; the store first.
_LAYOUTS = {STORE: schema.LAYOUT, "workspace.sqlite": workspace.LAYOUT, "access.sqlite": tokens.LAYOUT}
#: The workspace of a person who logs in.
_PERSONAL = re.compile(rf"{workspace.PEOPLE}/[0-9a-f]{{32}}\.sqlite")
#: What an administrator may lay beside them.
TABLES = (successors.FILE,)


def layout_of(name: str) -> Layout | None:
    """The layout of the database that is called `name`, a path within a home folder; None where no database is called so."""
    return workspace.LAYOUT if _PERSONAL.fullmatch(name) else _LAYOUTS.get(name)


def databases(home: Path) -> dict[str, Layout]:
    """The databases that there are in `home`, by their paths within it, the store first, each with its layout."""
    personal = sorted(path.relative_to(home).as_posix() for path in (home / workspace.PEOPLE).glob("*.sqlite"))
    found = ((name, layout_of(name)) for name in (*_LAYOUTS, *personal))
    return {name: layout for name, layout in found if layout and (home / name).is_file()}


def tables(home: Path) -> list[str]:
    """The tables that an administrator laid into `home`."""
    return [name for name in TABLES if (home / name).is_file()]


def parts(home: Path) -> list[str]:
    """The files and folders in `home` that hold what cannot be made again."""
    named = [*databases(home), *tables(home), *([ORIGINALS] if (home / ORIGINALS).exists() else [])]
    return list(dict.fromkeys(name.split("/")[0] for name in named))


def refuse_unfinished(home: Path) -> None:
    """Keep programs out of `home` while an import goes on, or where one was killed: its store is still where it was unpacked.

    Raises:
        StoreError: that is so.
    """
    if (home / IMPORT / STORE).exists() and not (home / STORE).exists():
        raise StoreError(
            f"{home} is being imported, or that was interrupted; wait, import it again, or choose another folder with --home."
        )
