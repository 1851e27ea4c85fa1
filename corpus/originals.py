"""The original files of a home folder, each named by the SHA-256 of its content, which never changes under that name."""

from __future__ import annotations

import os
from collections.abc import Set
from contextlib import suppress
from pathlib import Path

from corpus.errors import StoreError


class Originals:
    """The files in one folder. Who writes holds the lock of the store, so that no file is kept while others are dropped."""

    def __init__(self, folder: Path) -> None:
        """Make `folder` if it is not there.

        Raises:
            StoreError: it cannot be made.
        """
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"The home folder {folder.parent} cannot be used ({error.strerror or error}); choose another with --home."
            ) from error

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
        temporary = path.with_suffix(".part")
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
            self._settle()
        except OSError as error:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise StoreError(
                f"The original cannot be kept in {self._folder} ({error.strerror or error}); free space or choose another --home."
            ) from error

    def _settle(self) -> None:
        """Bring the names in the folder onto the disk: a document must not outlive its original when the power fails."""
        if os.name != "posix":
            return  # other systems do so by themselves
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def drop_others(self, kept: Set[str]) -> None:
        """Delete all files but those with these hashes, and what a process that was killed had begun to write."""
        with suppress(OSError):  # the folder is gone, and all files with it
            for path in self._folder.iterdir():
                if path.name not in kept:
                    with suppress(OSError):  # it stays until the next time
                        path.unlink()
