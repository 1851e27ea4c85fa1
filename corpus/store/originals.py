"""The original files of a home folder, each named by the SHA-256 of its content, which never changes under that name."""

from __future__ import annotations

import hashlib
from collections.abc import Set
from contextlib import suppress
from pathlib import Path

from corpus.failures import told
from corpus.store.whole import whole


class Originals:
    """The files in one folder. Who writes holds the lock of the store, so that no file is kept while others are dropped."""

    def __init__(self, folder: Path) -> None:
        """Make `folder` if it is not there.

        Raises:
            StoreError: it cannot be made.
        """
        self._folder = folder
        with told(folder.parent):
            folder.mkdir(parents=True, exist_ok=True)

    def path(self, sha256: str) -> Path:
        """Where the file with this hash lies."""
        return self._folder / sha256

    def keep(self, sha256: str, data: bytes) -> None:
        """Write the file whole, and onto the disk, before it gets its name; one that is damaged is replaced.

        Raises:
            StoreError: it cannot be written; nothing of it is left.
        """
        if is_whole(self.path(sha256)):
            return
        with told(self._folder), whole(self.path(sha256)) as file:
            file.write(data)

    def drop_others(self, kept: Set[str]) -> None:
        """Delete all files but those with these hashes, and what a process that was killed had begun to write."""
        with suppress(OSError):  # the folder is gone, and all files with it
            for path in self._folder.iterdir():
                if path.name not in kept:
                    with suppress(OSError):  # it stays until the next time
                        path.unlink()


def is_whole(original: Path) -> bool:
    """Whether an original is there and as it came, by its name."""
    try:
        with original.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == original.name
    except OSError:
        return False
