"""The original files of a home folder, each named by the SHA-256 of its content, which never changes under that name."""

from __future__ import annotations

from collections.abc import Set
from contextlib import suppress
from pathlib import Path

from corpus.failures import told
from corpus.whole import whole


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
        """Write the file whole, and onto the disk, before it gets its name.

        Raises:
            StoreError: it cannot be written; nothing of it is left.
        """
        path = self.path(sha256)
        if path.exists():
            return
        with told(self._folder), whole(path) as file:
            file.write(data)

    def drop_others(self, kept: Set[str]) -> None:
        """Delete all files but those with these hashes, and what a process that was killed had begun to write."""
        with suppress(OSError):  # the folder is gone, and all files with it
            for path in self._folder.iterdir():
                if path.name not in kept:
                    with suppress(OSError):  # it stays until the next time
                        path.unlink()
