"""A file that `export` wrote back into a home: checked whole before anything of it counts."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.backup.apart import alone, emptied
from corpus.backup.archive import Manifest, copied, opened
from corpus.errors import HomeVersionError, InputError, StoreError
from corpus.failures import NO_SPACE, told
from corpus.integrity.checking import findings
from corpus.integrity.inspection import inspect_database
from corpus.store.home import IMPORT, STORE, databases, parts
from corpus.store.whole import settle

#: Called with how many files are unpacked, of how many.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """`documents` and `files` are numbers; the program's `version` and the ISO time `made_at` are those of the export."""

    documents: int
    files: int
    version: str
    made_at: str


def import_home(file: Path, home: Path, progress: Progress | None = None) -> Imported:
    """Make `home`, a new or empty folder, what was exported into `file`; it is so whole or stays empty.

    Raises:
        InputError: `file` cannot be used or is damaged, or `home` is not empty.
        HomeVersionError: a newer version wrote `file`.
        StoreError: `home` cannot be used.
    """
    try:
        source = file.open("rb")
    except OSError as error:
        raise InputError(
            f"{file} cannot be read ({error.strerror}); name a file that `dieukhoan export` wrote."
        ) from error
    with source, told(home):
        home.mkdir(parents=True, exist_ok=True)
        with alone(home, IMPORT) as folder:
            _clear_unfinished(home, folder)
            _require_empty(home)
            with emptied(folder), opened(source, file) as (archive, manifest):
                _require_space(home, manifest)
                _unpack(archive, manifest, folder, progress)
                _check(file, folder, manifest)
                _require_empty(home)  # another program may have begun to store something
                _move_in(folder, home)
    return Imported(manifest.documents, len(manifest.members), manifest.version, manifest.made_at)


def _clear_unfinished(home: Path, folder: Path) -> None:
    """Delete what an import that was killed had moved into `home`: as its store did not follow, no program has used it."""
    if (folder / STORE).exists() and not (home / STORE).exists():
        _take_out(home)


def _take_out(home: Path) -> None:
    for name in parts(home):
        shutil.rmtree(home / name) if (home / name).is_dir() else (home / name).unlink()


def _require_empty(home: Path) -> None:
    if there := parts(home):
        raise InputError(f"{home} holds {there[0]} already; name a new folder with --home.")


def _require_space(home: Path, manifest: Manifest) -> None:
    needed, free = sum(member.size for member in manifest.members.values()), shutil.disk_usage(home).free
    if needed > free:
        raise StoreError(f"{home} has room for {free} bytes, and {needed} are needed; {NO_SPACE}.")


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, folder: Path, progress: Progress | None) -> None:
    """Write the files that `manifest` lists into `folder`, each with the size and the hash that it gives, onto the disk."""
    names = sorted(manifest.members, key=lambda name: name != STORE)  # it marks the import as unfinished
    for done, name in enumerate(names, start=1):
        (folder / name).parent.mkdir(exist_ok=True)
        with archive.open(name) as source, (folder / name).open("xb") as target:
            found = copied(source, target)
            target.flush()
            os.fsync(target.fileno())
        if found != manifest.members[name]:
            raise ValueError(f"{name} is not what was exported")
        if progress:
            progress(done, len(names))
    for inner in {(folder / name).parent for name in names}:
        settle(inner)


def _check(file: Path, folder: Path, manifest: Manifest) -> None:
    """What is in `folder` can be read here and is whole, and each document has its original."""
    there = databases(folder)
    if STORE not in there:
        raise ValueError("it holds no store")
    for name, layout in there.items():
        found = inspect_database(folder / name, layout)
        if not found.damage and not found.readable:
            raise HomeVersionError(
                f"{file} was exported by another version of dieukhoan ({manifest.version}; layout {found.layout} of {name}, "
                f"this one reads {layout.version}); install that version or a later one and import it there."
            )
    for damaged in findings(folder):
        if damaged.kind != "version":  # an older one is brought up to date where it will be used
            raise ValueError(f"{damaged.file}: {damaged.what}")


def _move_in(folder: Path, home: Path) -> None:
    """Give all that lies in `folder` its place in `home`, the store last: until it is there, no program opens the home."""
    try:
        for path in sorted(folder.iterdir(), key=lambda path: path.name == STORE):
            path.rename(home / path.name)
    except OSError:
        _take_out(home)  # without its store it would be neither a home nor empty
        raise
    settle(home)
