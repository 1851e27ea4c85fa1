"""A folder of pieces that are never changed, and the list of those that count: it is put in place of the old one in one step."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar

#: The list; `segments` names the pieces.
ABOUT = "about.json"
#: The hashes of the files of a piece, in its folder: what is written there is never changed.
SEALS = "seals.json"
#: A folder that no list names is deleted after this many seconds: until then another process may be about to name it.
_ABANDONED = 3600


class Piece(Protocol):
    """What is kept in a folder of its own; `name` is that folder, empty while it is in memory."""

    @property
    def name(self) -> str:
        """See the class."""
        ...

    def save(self, folder: Path) -> None:
        """Write the piece into `folder`, which is made."""
        ...


_Kept = TypeVar("_Kept", bound=Piece)


def kept_in(folder: Path, piece: _Kept, load: Callable[[Path], _Kept]) -> _Kept:
    """`piece` as it lies in `folder`, where it is written unless it lies there.

    Raises:
        OSError: it cannot be written; nothing of it is left.
    """
    if piece.name and (folder / piece.name).is_dir():
        if not (folder / piece.name / SEALS).exists():  # of a version that wrote none
            _write_seals(folder / piece.name)
        return piece
    if not (folder / ABOUT).exists():  # pieces without a list are those whose list was lost
        put_list(folder, {"segments": []}, set())
    name = uuid.uuid4().hex
    temporary = folder / f".{name}"
    try:
        piece.save(temporary)
        _write_seals(temporary)
        temporary.rename(folder / name)
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return load(folder / name)


def read_list(folder: Path) -> dict[str, Any]:
    """The list in `folder`.

    Raises:
        OSError, ValueError, KeyError: it is missing or damaged.
    """
    read: dict[str, Any] = json.loads((folder / ABOUT).read_text("utf-8"))
    if _is_older(read):
        return read
    about: dict[str, Any] = read["list"]
    if read["seal"] != _hash(json.dumps(about).encode()):
        raise ValueError(f"{folder / ABOUT} is damaged.")
    return about


def _is_older(read: dict[str, Any]) -> bool:
    """Whether a version that wrote no seals wrote this list."""
    return "segments" in read


def named_in(folder: Path) -> set[str]:
    """The pieces that the list in `folder` names."""
    with suppress(OSError, ValueError, KeyError):
        return {item["name"] for item in read_list(folder)["segments"]}
    return set()


def put_list(folder: Path, about: dict[str, Any], before: set[str]) -> None:
    """Make `about` the list in `folder`; pieces that only the list `before` named are deleted."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{ABOUT}-{uuid.uuid4().hex}"
    _write(temporary, json.dumps({"list": about, "seal": _hash(json.dumps(about).encode())}))
    temporary.replace(folder / ABOUT)
    _clear(folder, {item["name"] for item in about["segments"]}, before)


def damaged_files(folder: Path) -> list[Path]:
    """The files in `folder` that count and are not as they were written, or are missing; the list first.

    Of an index that a version without seals wrote nothing is said: the next search makes it anew.
    """
    if not folder.exists():
        return []
    try:
        if _is_older(json.loads((folder / ABOUT).read_text("utf-8"))):
            return []
        about = read_list(folder)
        pieces = [folder / item["name"] for item in about["segments"]]
    except (OSError, ValueError, KeyError):
        begun = not any(path.name[0] != "." for path in folder.iterdir())
        return [] if begun else [folder / ABOUT]
    return [path for piece in pieces for path in damaged_in(piece)]


def damaged_in(piece: Path) -> list[Path]:
    """The files of the piece in the folder `piece` that are not as they were written, or are missing."""
    try:
        hashes = dict(json.loads((piece / SEALS).read_text("utf-8")))
        there = _hashes(piece)
    except (OSError, ValueError):
        return [piece / SEALS]
    return [piece / name for name in sorted(hashes.keys() | there.keys()) if hashes.get(name) != there.get(name)]


def discard_damaged(folder: Path) -> None:
    """Take the pieces in `folder` that are not as they were written out of the list, so that what they hold is indexed again; all of them where the list is damaged."""
    damaged = damaged_files(folder)
    if folder / ABOUT in damaged:
        shutil.rmtree(folder)
    elif damaged:
        about = read_list(folder)
        before = named_in(folder)
        about["segments"] = [item for item in about["segments"] if not damaged_in(folder / item["name"])]
        put_list(folder, about, before)


def _write_seals(piece: Path) -> None:
    _write(piece / SEALS, json.dumps(_hashes(piece)))


def _hashes(piece: Path) -> dict[str, str]:
    """The hashes of the files of a piece, by their paths within it."""
    return {
        path.relative_to(piece).as_posix(): _hash_of(path)
        for path in sorted(piece.rglob("*"))
        if path.is_file() and path != piece / SEALS
    }


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, _digest).hexdigest()


def _hash(data: bytes) -> str:
    digest = _digest()
    digest.update(data)
    return digest.hexdigest()


def _digest() -> hashlib.blake2b:
    return hashlib.blake2b(digest_size=16)


def _write(path: Path, text: str) -> None:
    """Write a file down to the disk."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _clear(folder: Path, named: set[str], before: set[str]) -> None:
    """Delete what was named `before` and is no more, and what was never named for long: another process may be about to name it."""
    for item in folder.iterdir():
        if item.name in named or item.name == ABOUT:
            continue
        with suppress(OSError):  # on Windows what another process has mapped stays until the next time
            if item.name in before or time.time() - item.stat().st_mtime > _ABANDONED:
                shutil.rmtree(item) if item.is_dir() else item.unlink()
