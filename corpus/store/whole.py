"""Files that are there whole, and on the disk, or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


@contextmanager
def whole(target: Path) -> Iterator[IO[bytes]]:
    """What is written within has the name `target` at the end; nothing is left of it where that fails (a `.part` where the process is killed).

    Raises:
        OSError: it cannot be written.
    """
    temporary = target.with_name(f"{target.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        with temporary.open("xb+") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        settle(target.parent)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def settle(folder: Path) -> None:
    """Bring the names in `folder` onto the disk: when the power fails, nothing must outlive what it rests on."""
    if os.name != "posix":
        return  # other systems do so by themselves
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
