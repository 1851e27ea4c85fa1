"""Whether the home folder can be used: the folder, its disk, the database in it, and the index beside that."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.health.check import Check
from corpus.integrity.inspection import inspect_home
from corpus.store import Store

#: What is to be free whatever is stored, in bytes; the index is written anew beside the old one.
_SPARE = 200_000_000


def existing(folder: Path) -> Path:
    """`folder`, or the nearest one above it that exists."""
    folder = folder.absolute()
    return next(one for one in (folder, *folder.parents) if one.exists())


def folder_size(folder: Path) -> int:
    """How many bytes the files under `folder` have together; none where it does not exist."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def megabytes(size: int) -> str:
    """`size` bytes in words."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def folder(home: Path) -> Iterator[Check]:
    """Whether documents can be kept in `home`."""
    try:
        with tempfile.TemporaryFile(dir=existing(home)):
            pass
    except OSError as error:
        detail = f"{home} cannot be written ({error.strerror})"
        yield Check("home", "problem", detail, "choose another folder with --home, or give yourself the right to write")
        return
    yield Check("home", "ok", str(home) if home.exists() else f"{home}, which the first ingest makes")


def space(home: Path) -> Iterator[Check]:
    """Whether the disk has room for the index to be made anew."""
    free, needed = shutil.disk_usage(existing(home)).free, _SPARE + folder_size(home / "index")
    detail = f"{megabytes(free)} free, {megabytes(needed)} needed to make the index anew"
    if free >= needed:
        yield Check("disk", "ok", detail)
    else:
        yield Check("disk", "problem", detail, f"free {megabytes(needed - free)}, or choose another folder with --home")


def databases(home: Path) -> Iterator[Check]:
    """Whether the databases in `home`, the store and what visitors made, are whole and of this version."""
    inspected = inspect_home(home)
    if "store" not in inspected:
        yield Check("store", "warning", "no documents are stored yet", "dieukhoan ingest FOLDER")
    for name, found in inspected.items():
        if found.damage:
            detail = f"{name}.sqlite is damaged ({found.damage[0]})"
            yield Check(name, "problem", detail, "see all damage with `dieukhoan verify`")
        elif not found.readable:
            detail = f"{name}.sqlite was written by another version of dieukhoan (layout {found.layout})"
            yield Check(name, "problem", detail, "use that version, or choose another folder with --home")
        else:
            yield Check(name, "ok", f"{name}.sqlite of layout {found.layout}, undamaged")


def index(home: Path, model: str | None, backend: str | None) -> Iterator[Check]:
    """Whether the index, here or on the server `backend`, is of what the store holds. It is not made."""
    from search.upkeep import IndexKeeper

    if backend:
        _reach(backend)
    found = inspect_home(home).get("store")
    if found is None or found.damage or not found.readable:
        return  # said of the store
    with Store(home) as store:
        documents = store.count()
        keeper = IndexKeeper(store, model, backend)
        try:
            missing = keeper.missing()
        finally:
            keeper.close()
    where = backend or megabytes(folder_size(home / "index"))
    if missing:
        advice = "the next search does it, or `dieukhoan ingest`"
        yield Check("index", "warning", f"{missing} documents are to be indexed or taken out of the index", advice)
    else:
        yield Check("index", "ok", f"of all {documents} documents ({where})")


def _reach(backend: str) -> None:
    """Connect to the server of the index, which is said to be missing even where nothing is stored yet."""
    from search.milvus.link import Address, connect, disconnect

    address = Address.parse(backend)
    if not address.lite:  # a file of this computer, which connecting would make
        disconnect(address, connect(address))
