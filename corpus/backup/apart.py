"""A folder within a home where something is made ready, apart from what counts, by one process at a time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import StoreError


@contextmanager
def alone(home: Path, name: str) -> Iterator[Path]:
    """The path of the folder `name` in `home`, for this process alone; it may have been left there by one that was killed.

    Raises:
        StoreError: another process is at it.
        OSError: the home cannot be written.
    """
    lock = FileLock(home / f"{name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StoreError(f"{home} is being exported or imported; wait until that has ended and try again.") from error
    try:
        yield home / name
    finally:
        lock.release()


@contextmanager
def emptied(folder: Path) -> Iterator[Path]:
    """`folder` made and empty, deleted at the end.

    Raises:
        OSError: it cannot be made.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
