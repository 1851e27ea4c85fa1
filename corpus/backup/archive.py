"""The file that `export` writes: a ZIP that lists its members with their hashes, and ends with the SHA-256 of all that stands before.

That last hash is the comment of the ZIP, so that any program opens it, and no byte of it changes unseen.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict, NonNegativeInt

from corpus.errors import UnreadableFileError
from corpus.store.home import ORIGINALS, TABLES, layout_of

MANIFEST = "manifest.json"
#: The length of the hash at the end, in bytes.
_SEAL = 64
#: A list of this many bytes names more files than a home holds.
_LONGEST = 500_000_000
_CHUNK = 1 << 20
_ORIGINAL = re.compile(rf"{ORIGINALS}/([0-9a-f]{{64}})")
#: What goes wrong in a ZIP that was made to mislead.
_BAD = (zipfile.BadZipFile, zlib.error, ValueError, KeyError, EOFError, RuntimeError, NotImplementedError)


class Member(BaseModel):
    """A file of the home: its size in bytes and its hash."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: NonNegativeInt
    sha256: str


class Manifest(BaseModel):
    """What an export holds. `version` is that of the program, `made_at` an ISO time, `layouts` those of the databases by their names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1]
    version: str
    made_at: str
    layouts: dict[str, int]
    documents: NonNegativeInt
    members: dict[str, Member]


def original_of(name: str) -> str | None:
    """The SHA-256 that a member's name gives for an original; None where it is none."""
    found = _ORIGINAL.fullmatch(name)
    return found[1] if found else None


def copied(source: IO[bytes], target: IO[bytes]) -> Member:
    """Copy all of `source`; how much it was, and its hash."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        size += target.write(chunk)
    return Member(size=size, sha256=digest.hexdigest())


@contextmanager
def sealing(file: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """An empty archive in `file`, which is open to write and to read; it is sealed at the end."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = b"0" * _SEAL
        yield archive
    seal = _hash_before_seal(file)
    file.seek(-_SEAL, 2)
    file.write(seal)


@contextmanager
def opened(file: IO[bytes], name: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """The archive in `file`, whole and of this format, and what it lists; `name` is for the sentence.

    Raises:
        UnreadableFileError: it is no export, or damaged. So does what is found within.
    """
    try:
        _check_seal(file)
        with zipfile.ZipFile(file) as archive:
            yield archive, _listed(archive)
    except _BAD as error:
        raise UnreadableFileError(
            f"{name} is no export of dieukhoan or is damaged ({error}); nothing of it was taken: try another copy of it."
        ) from error


def _listed(archive: zipfile.ZipFile) -> Manifest:
    """The list in `archive`, which names just what is there."""
    if archive.getinfo(MANIFEST).file_size > _LONGEST:
        raise ValueError("its list is too long")
    try:
        manifest = Manifest.model_validate_json(archive.read(MANIFEST))
    except ValueError as error:
        raise ValueError("its list is of another format") from error
    there = [(info.filename, info.file_size) for info in archive.infolist() if info.filename != MANIFEST]
    if sorted(there) != sorted((name, member.size) for name, member in manifest.members.items()):
        raise ValueError("its list names other files than it holds")
    for name in manifest.members:
        if not (layout_of(name) or original_of(name) or name in TABLES):
            raise ValueError(f"'{name[:80]}' is no file of a home")
    return manifest


def _check_seal(file: IO[bytes]) -> None:
    if file.seek(0, 2) < _SEAL:
        raise ValueError("it is too short")
    seal = _hash_before_seal(file)
    if file.read() != seal:
        raise ValueError("it is not as it was written")


def _hash_before_seal(file: IO[bytes]) -> bytes:
    """The hash of all but the last bytes, where the reading ends."""
    left = file.seek(0, 2) - _SEAL
    file.seek(0)
    digest = hashlib.sha256()
    while left:
        chunk = file.read(min(left, _CHUNK))
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest().encode()
