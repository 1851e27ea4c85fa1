"""What the server does beside answering: reading what visitors send, reading again, indexing.

Work goes on when the visitor leaves, each finished document is stored, and any page can show how far it is.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from app.access.settings import is_required
from app.access.viewer import Viewer, asking, require, viewer
from app.outer.access_log import note
from app.outer.asker import address, sent_from
from app.session import store_and_searcher
from corpus.errors import AccessError, BusyError, DieukhoanError
from ingest import Outcome, Progress, Upload, ingest_files
from ingest.intake import Source
from ingest.renewal import read_again

_LOG = logging.getLogger("dieukhoan")
#: So many works are done at the same time, so that one file need not wait for another visitor's hundred.
_TURNS = threading.Semaphore(2)
#: Bytes of files that wait to be read, of all visitors.
_MOST_WAITING = 1_000_000_000
#: Reports of so many works are kept.
_KEPT = 50

Listener: TypeAlias = Callable[[Source, Progress], None]


@dataclass(slots=True)
class FileWork:
    """One file of a work: how far it is, and in the end what became of it."""

    name: str
    progress: Progress | None = None
    outcome: Outcome | None = None


@dataclass(slots=True)
class Work:
    """Some files that are read, and the index that is made after them; `error` is the sentence of what stopped it, `who` began it."""

    kind: Literal["ingest", "read again", "index"]
    files: list[FileWork]
    id: str = field(default_factory=lambda: secrets.token_hex(4))
    stage: Literal["waiting", "reading", "indexing", "done"] = "waiting"
    error: str | None = None
    who: Viewer = field(default_factory=viewer)
    waiting: deque[Source] = field(default_factory=deque, repr=False)


_works: deque[Work] = deque(maxlen=_KEPT)


def find(work_id: str) -> Work | None:
    """The work with this id, as long as it is remembered; none where another began it and who asks is no administrator."""
    return next((work for work in _shown() if work.id == work_id), None)


def running() -> list[Work]:
    """What is not done yet: an administrator is told of all, others of their own."""
    return [work for work in _shown() if work.stage != "done"]


def _shown() -> list[Work]:
    asks = viewer()
    return [work for work in list(_works) if asks.may("admin") or work.who.name == asks.name]


def ingest(sources: Sequence[Source], groups: Collection[str] | None = None) -> Work:
    """Begin to read `sources` into the store; members of `groups` may see what is new, None is everyone.

    Raises:
        AccessError: who asks may not, or limits documents to a group of others, and would see them no more.
        BusyError: too much waits to be read already.
    """
    who = require("editor")
    if others := sorted({*(groups or ())} - who.groups) if not who.may("admin") else ():
        raise AccessError(
            f"You do not belong to {', '.join(others)}; limit documents to groups of your own, or ask the administrator."
        )
    if _size(sources) + sum(_size(tuple(work.waiting)) for work in list(_works)) > _MOST_WAITING:
        raise BusyError("Too many files wait to be read already; send these again when they are done.")
    work = Work("ingest", [FileWork(source if isinstance(source, str) else source.name) for source in sources])
    lines = {id(source): line for source, line in zip(sources, work.files, strict=True)}
    work.waiting.extend(sources)  # what was read need not be kept until the last file is

    def outcomes() -> Iterator[Outcome]:
        return ingest_files(
            _emptied(work.waiting),
            store_and_searcher()[0],
            lambda source, far: _hear(lines[id(source)], far),
            groups=groups,
            inner=not is_required(),  # where nobody logs in, the visitor is whose network it is
        )

    return _started(work, outcomes)


def read_originals() -> Work:
    """Begin to read all stored documents again from their originals.

    Raises:
        AccessError: who asks may not.
    """
    require("admin")
    store, _ = store_and_searcher()
    work = Work("read again", [FileWork(summary.id) for summary in store.documents()])
    lines = {line.name: line for line in work.files}
    return _started(work, lambda: read_again(list(lines), store, lambda name, far: _hear(lines[name], far)))


def rebuild_index() -> Work:
    """Begin to make the index anew.

    Raises:
        AccessError: who asks may not.
    """
    require("admin")
    return _started(Work("index", []), lambda: ())


def _started(work: Work, outcomes: Callable[[], Iterable[Outcome]]) -> Work:
    _works.append(work)
    threading.Thread(target=_do, args=(address(), work, outcomes), daemon=True).start()
    return work


def _do(sender: str, work: Work, outcomes: Callable[[], Iterable[Outcome]]) -> None:
    sent_from(sender)
    with asking(work.who), _TURNS:
        try:
            note(work.kind, files=len(work.files))
            work.stage = "reading"
            for line, outcome in zip(work.files, outcomes(), strict=True):
                line.outcome = outcome
                if outcome.status in ("added", "updated"):
                    note(outcome.status, document=outcome.document_id)
            work.stage = "indexing"
            store, searcher = store_and_searcher()
            if work.kind == "index":
                searcher.rebuild()
            if store.count():
                searcher.refresh()
        except DieukhoanError as error:
            work.error = str(error)
        except Exception as error:  # a defect: the log has it, and the page must not wait for ever
            _LOG.exception("a work failed")
            work.error = f"{type(error).__name__}: {error}"
        finally:
            work.stage = "done"


def _size(sources: Sequence[Source]) -> int:
    return sum(len(source.data) for source in sources if isinstance(source, Upload))


def _emptied(waiting: deque[Source]) -> Iterator[Source]:
    while waiting:
        yield waiting.popleft()


def _hear(line: FileWork, progress: Progress) -> None:
    line.progress = progress
