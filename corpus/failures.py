"""What the system refuses, said in a sentence with the next step."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import StoreError

ANOTHER_HOME = "choose another folder with --home"
IN_USE = "another program is writing there: wait for it to end and try again"
NO_SPACE = "free space and try again; what was stored before is kept"
DAMAGED = f"see what is damaged with `dieukhoan verify`, or {ANOTHER_HOME}"
BROKEN = "check the disk or the share that it lies on and try again; what was stored before is kept"


def not_allowed(elsewhere: str) -> str:
    """The advice where the user may not write."""
    return f"check that you may write there, or {elsewhere}"


def not_there(elsewhere: str) -> str:
    """The advice where a folder is missing."""
    return f"check that the folder is there and that you may write in it, or {elsewhere}"


@contextmanager
def told(path: Path, elsewhere: str = ANOTHER_HOME) -> Iterator[None]:
    """What fails within at the file or folder `path` is a StoreError; `elsewhere` says how to name another one."""
    try:
        yield
    except OSError as error:
        advice = {
            errno.ENOSPC: NO_SPACE,
            errno.EDQUOT: NO_SPACE,
            errno.EACCES: not_allowed(elsewhere),
            errno.EPERM: not_allowed(elsewhere),
            errno.EROFS: not_allowed(elsewhere),
            errno.ENOENT: not_there(elsewhere),
            errno.ENOTDIR: not_there(elsewhere),
            errno.EEXIST: not_there(elsewhere),
        }.get(error.errno or 0, BROKEN)
        raise StoreError(f"{path} cannot be used ({error.strerror or error}); {advice}.") from error
