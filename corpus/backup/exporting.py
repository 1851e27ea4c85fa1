"""A home into one file, while others read and write it. The index is left out: it is made again from the rest."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import starmap
from pathlib import Path
from typing import NamedTuple

from corpus.backup.apart import alone, emptied
from corpus.backup.archive import MANIFEST, Manifest, Member, copied, original_of, sealing
from corpus.errors import InputError, StoreError
from corpus.failures import told
from corpus.integrity.checking import findings
from corpus.integrity.inspection import inspect_database
from corpus.store.database import Database
from corpus.store.home import ORIGINALS, STORE, databases, tables
from corpus.store.whole import whole

#: Where the files to be written are held meanwhile, in the home.
_HELD = ".export"
_ELSEWHERE = "name a file in another folder"
#: Files of these kinds are packed as they are: deflating them again takes time and saves nothing.
_PACKED = ("application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
#: Called with how many files are written, of how many.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """`documents` and `files` are numbers, `bytes` is the size of the file."""

    documents: int
    files: int
    bytes: int


class _Document(NamedTuple):
    """What of a row of the store is needed here."""

    id: str
    sha256: str
    media_type: str


def export_home(home: Path, target: Path, progress: Progress | None = None) -> Exported:
    """Write all of `home` as it is at one moment into the new file `target`, which is there whole or not at all.

    Raises:
        InputError: there is nothing to write, or `target` is there already.
        StoreError: the home or the target cannot be used, or a part of the home is damaged or missing.
    """
    if target.exists():
        raise InputError(f"{target} is there already; name a new file.")
    if STORE not in databases(home):
        raise InputError(f"No documents are stored in {home}; name another folder with --home.")
    with told(home), alone(home, _HELD) as place, emptied(place) as folder:
        documents = _take(home, folder)
        with told(target, _ELSEWHERE):
            return _write(folder, target, documents, progress)


def _take(home: Path, folder: Path) -> list[_Document]:
    """Put what `home` holds now into `folder`; its documents."""
    (folder / ORIGINALS).mkdir()
    documents: list[_Document] = []

    def hold(reader: sqlite3.Connection) -> None:
        documents.extend(starmap(_Document, reader.execute("SELECT id, sha256, media_type FROM documents")))
        for document in documents:
            _hold(home / ORIGINALS / document.sha256, folder / ORIGINALS / document.sha256)

    for name, layout in databases(home).items():
        (folder / name).parent.mkdir(exist_ok=True)
        with closing(Database(home / name, layout)) as database:
            # No original is dropped before it is held.
            database.copy(folder / name, hold if name == STORE else None)
    for name in tables(home):
        shutil.copyfile(home / name, folder / name)
    for damaged in findings(folder):
        raise StoreError(f"{home / damaged.file} cannot be exported: {damaged.what}; {damaged.advice}.")
    return documents


def _hold(original: Path, held: Path) -> None:
    """Keep `original` under a second name, or a copy where the file system has one name for each file."""
    try:
        os.link(original, held)
    except (FileNotFoundError, FileExistsError):
        return  # it is missing, which is said later, or two documents are of one file
    except OSError:
        shutil.copyfile(original, held)


def _write(folder: Path, target: Path, documents: Sequence[_Document], progress: Progress | None) -> Exported:
    """The files in `folder` as the archive `target`."""
    kinds = {document.sha256: document.media_type for document in documents}
    names = [*databases(folder), *tables(folder)]
    names += sorted(f"{ORIGINALS}/{sha256}" for sha256 in kinds)
    layouts = {name: inspect_database(folder / name, layout).layout for name, layout in databases(folder).items()}
    members: dict[str, Member] = {}
    with whole(target) as file:
        if os.name == "posix":
            os.fchmod(file.fileno(), 0o600)  # it holds documents that not everyone may see
        with sealing(file) as archive:
            for done, name in enumerate(names, start=1):
                members[name] = _put(archive, folder / name, name, kinds)
                if progress:
                    progress(done, len(names))
            manifest = Manifest(
                format=1,
                version=version("dieukhoan"),
                made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                layouts=layouts,
                documents=len(documents),
                members=members,
            )
            archive.writestr(zipfile.ZipInfo(MANIFEST), manifest.model_dump_json(indent=1), zipfile.ZIP_DEFLATED)
        size = file.seek(0, os.SEEK_END)
    return Exported(len(documents), len(names), size)


def _put(archive: zipfile.ZipFile, path: Path, name: str, kinds: dict[str, str]) -> Member:
    """The file at `path` as the member `name`."""
    sha256 = original_of(name)
    info = zipfile.ZipInfo(name)
    info.file_size = path.stat().st_size  # tells where 32 bits are too few
    info.external_attr = 0o600 << 16
    info.compress_type = zipfile.ZIP_STORED if sha256 and kinds[sha256] in _PACKED else zipfile.ZIP_DEFLATED
    with path.open("rb") as source, archive.open(info, "w") as target:
        return copied(source, target)
