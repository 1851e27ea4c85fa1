"""Whether a home folder is whole, and putting it right: `corpus` knows its databases and originals, `search` its index, `ingest` reads anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from corpus.errors import DieukhoanError
from corpus.integrity import checking as integrity
from corpus.integrity.checking import MEND, Finding
from corpus.integrity.mending import (
    Lost,
    all_documents,
    keep_as_they_read,
    lost_documents,
    mend_in_place,
    mendable,
    settle_journal,
)
from corpus.integrity.rebuilding import copy_rows, rebuilt, set_aside
from corpus.store.database import Database, Layout
from corpus.store.home import ORIGINALS, STORE, databases
from corpus.store.originals import is_whole
from corpus.store.schema import LAYOUT
from search.index.pieces import damaged_files, discard_damaged

#: The folders of indexes: passages that lie here, and what is kept here of those on a server.
INDEXES = ("index", "milvus")
#: Where damaged tokens lie: none is to hold that may not be what it was.
_STRICT = "access.sqlite"


def findings(home: Path) -> Iterator[Finding]:
    """All that is damaged or missing in `home`; it is not changed.

    Raises:
        StoreError: it cannot be read, or another program writes there.
    """
    yield from integrity.findings(home)
    for name in INDEXES:
        for path in damaged_files(home / name):
            yield Finding(path.relative_to(home).as_posix(), "index", "is not as it was written", True, MEND)


def repaired(home: Path) -> list[tuple[Finding, bool]]:
    """Put right what can be; what was found, each with whether it is as it was now. What was lost by that is found as well.

    Raises:
        StoreError: it cannot be read or written, or another program writes there.
    """
    before = left = list(findings(home))
    lost: list[Finding] = []
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    #: Whether the store may have forgotten documents.
    behind = any(finding.file.startswith(STORE) and finding.kind in ("journal", "database") for finding in before)
    with mendable(home):
        for _ in range(3):  # what was hidden by other damage is found when that is mended
            if left:
                lost += _databases(home, left, stamp)
                lost += _files(home, left, stamp, behind=behind)
                left = list(findings(home))
    told = {(finding.file, finding.kind) for finding in lost}
    gone = [finding for finding in before if finding not in left and (finding.file, finding.kind) not in told]
    return [(finding, True) for finding in gone] + [(finding, False) for finding in dict.fromkeys(lost + left)]


def _databases(home: Path, found: Sequence[Finding], stamp: str) -> Iterator[Finding]:
    """Put the databases right; yields what is lost."""
    for name, layout in databases(home).items():
        kinds = {finding.kind for finding in found if finding.file.removesuffix("-wal") == name}
        bad = "database" in kinds
        if "journal" in kinds and not bad:
            aside = set_aside(home / name, stamp)
            settle_journal(home / name)
            what = f"lost what was written last (as it was: {aside.name})"
            yield Finding(f"{name}-wal", "journal", what, False, "do again what was done last")
        if "version" in kinds and not bad:
            Database(home / name, layout).close()
        elif kinds & {"layout", "indexes", "row"} and not bad:
            bad = not mend_in_place(home / name, layout)
            if not bad:
                yield from _rows(home, name)
        if bad:
            yield from _anew(home, name, layout, stamp)


def _files(home: Path, found: Sequence[Finding], stamp: str, *, behind: bool) -> Iterator[Finding]:
    """Delete the files that belong to nothing, or read them anew where the store may have forgotten them; yields what is lost."""
    if not any(finding.file.startswith(STORE) for finding in found):  # else one may belong to what is mended only now
        strays = [home / finding.file for finding in found if finding.kind == "stray"]
        forgotten = [path for path in strays if behind and is_whole(path)]
        if forgotten:
            with Database(home / STORE, LAYOUT) as db:
                yield from _read_anew([Lost(path.name) for path in forgotten], home, db, home / f"unread-{stamp}")
        for path in strays:
            if path not in forgotten:
                path.unlink(missing_ok=True)
    for name in INDEXES:
        discard_damaged(home / name)


def _rows(home: Path, name: str) -> Iterator[Finding]:
    """What is still damaged in a database that can be read: documents are read anew, other rows kept as they read."""
    if name != STORE:
        for words in keep_as_they_read(home / name, only_whole=name == _STRICT):
            yield Finding(name, "row", words, False, "see whether it is right")
        return
    with Database(home / STORE, LAYOUT) as db:
        yield from _read_anew(lost_documents(home), home, db)


def _anew(home: Path, name: str, layout: Layout, stamp: str) -> Iterator[Finding]:
    """Another database in place of one that cannot be read: documents are read anew, other rows copied as far as they can be read."""
    aside = set_aside(home / name, stamp)
    with rebuilt(home / name, layout) as db:
        if name == STORE:
            yield from _read_anew(all_documents(home, aside), home, db, home / f"unread-{stamp}")
            return
        copied = copy_rows(aside, db, only_whole=name == _STRICT)
    words = ", ".join(f"{table} {number}" for table, number in sorted(copied.items())) or "nothing"
    what = f"is made anew of what can be read of {aside.name} ({words})"
    yield Finding(name, "database", what, False, "see what is missing")


def _read_anew(lost: Iterable[Lost], home: Path, db: Database, unread: Path | None = None) -> Iterator[Finding]:
    """Store documents from their originals; one that is refused goes into the folder `unread`, where the store has nothing else of it."""
    from ingest.restoring import restore

    for one, result in restore(list(lost), home, db):
        if isinstance(result, DieukhoanError):
            file = f"{ORIGINALS}/{one.sha256}"
            if unread:
                unread.mkdir(exist_ok=True)
                file = (home / file).replace(unread / one.sha256).relative_to(home).as_posix()
            what = f"{one.document_id or one.name or one.sha256} cannot be read anew: {result}"
            yield Finding(file, "original", what, False, "ingest its file again", one.document_id)
            continue
        document_id, certain = result
        if not certain:
            what = f"who may see {document_id} is not known any more: administrators alone do now"
            yield Finding(STORE, "row", what, False, f"say who with `dieukhoan limit {document_id}`", document_id)
