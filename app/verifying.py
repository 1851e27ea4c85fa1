"""Whether a home folder is whole: what `corpus` finds of its databases and originals, what `search` finds of its index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus import integrity
from corpus.integrity import MEND, Finding
from search.pieces import damaged_files

#: The folders of indexes: passages that lie here, and what is kept here of those on a server.
INDEXES = ("index", "milvus")


def findings(home: Path) -> Iterator[Finding]:
    """All that is damaged or missing in `home`; it is not changed.

    Raises:
        StoreError: it cannot be read, or another program writes there.
    """
    yield from integrity.findings(home)
    for name in INDEXES:
        for path in damaged_files(home / name):
            yield Finding(path.relative_to(home).as_posix(), "index", "is not as it was written", True, MEND)
