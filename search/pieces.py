"""A folder of pieces that are never changed, and the list of those that count: it is put in place of the old one in one step."""

from __future__ import annotations

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
    """`piece` as it lies in `folder`, where it is written unless it lies there."""
    if piece.name and (folder / piece.name).is_dir():
        return piece
    folder.mkdir(parents=True, exist_ok=True)
    name = uuid.uuid4().hex
    piece.save(folder / f".{name}")
    (folder / f".{name}").rename(folder / name)
    return load(folder / name)


def named_in(folder: Path) -> set[str]:
    """The pieces that the list in `folder` names."""
    with suppress(OSError, ValueError, KeyError):
        return {item["name"] for item in json.loads((folder / ABOUT).read_text("utf-8"))["segments"]}
    return set()


def put_list(folder: Path, about: dict[str, Any], before: set[str]) -> None:
    """Make `about` the list in `folder`; pieces that only the list `before` named are deleted."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{ABOUT}-{uuid.uuid4().hex}"
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(about, file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / ABOUT)
    _clear(folder, {item["name"] for item in about["segments"]}, before)


def _clear(folder: Path, named: set[str], before: set[str]) -> None:
    """Delete what was named `before` and is no more, and what was never named for long: another process may be about to name it."""
    for item in folder.iterdir():
        if item.name in named or item.name == ABOUT:
            continue
        with suppress(OSError):  # on Windows what another process has mapped stays until the next time
            if item.name in before or time.time() - item.stat().st_mtime > _ABANDONED:
                shutil.rmtree(item) if item.is_dir() else item.unlink()
