"""What passes between a program and the workers that read files for it. Imports no grammar: who waits for a worker needs none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.document import Document
from corpus.errors import DieukhoanError, UnreadableFileError
from corpus.notices import Notice

#: Changes when the same file would give another tree or other metadata: stored documents are then parsed again.
PARSER = "6"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document as its file alone tells it, with what the reader should know of it."""

    document: Document
    notices: tuple[Notice, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """The sentences of the notices."""
        return tuple(notice.text for notice in self.notices)


@dataclass(frozen=True, slots=True)
class Content:
    """A file that was loaded already: its bytes, its name, and where and how it was served."""

    data: bytes
    name: str
    url: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` parts of a file are read; `what` names the part."""

    done: int
    total: int
    what: str


@dataclass(frozen=True, slots=True)
class Exhausted:
    """The file was too much for the worker, which ends; `reason` completes "… cannot be read"."""

    reason: str


class HelperStuckError(UnreadableFileError):
    """A program that helps to read a file takes too long; what it started in its turn ends with the worker."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page to be drawn: the file, its name, the page (1-based), and how broad the picture shall be, in pixels."""

    path: Path
    name: str
    page: int
    width: int


Task = Path | Content | Picture
Message = Progress | Exhausted | Parsed | bytes | DieukhoanError
