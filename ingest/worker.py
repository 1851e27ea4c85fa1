"""What runs in a worker process: files in, documents or errors out. Imports no more than reading needs."""

from __future__ import annotations

import os
import pickle
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from corpus.errors import DieukhoanError, UnreadableFileError
from ingest import progress
from ingest.file_names import safe_name
from ingest.messages import Exhausted, Message, Picture, Progress, Task
from ingest.parsing import parse
from ingest.reading import load, read_bytes

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

#: Bytes of data that a worker may have, where the system can limit that.
MEMORY = 1_000_000_000
#: Seconds between two reports that are passed on.
_REPORT_EVERY = 0.2


def serve() -> None:
    """Read tasks from standard input until it ends; write reports and results to what was standard output."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no reply
    limit_memory(MEMORY)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no gigabyte behind
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    last = 0.0

    def report(done: int, total: int, what: str) -> None:
        nonlocal last
        if time.monotonic() - last >= _REPORT_EVERY:
            last = time.monotonic()
            _send(Progress(done, total, what), replies)

    progress.listen(report)
    while True:
        try:
            task: Task = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        message = _read(task)
        _send(message, replies)
        if isinstance(message, Exhausted):
            return


def _end_with(parent: int) -> None:
    """End this process when the program that started it is gone, also in the middle of a file."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def limit_memory(size: int) -> None:
    """Let this process, and those that it starts, have `size` bytes of data each; no limit where there is none to set."""
    if resource is not None and sys.platform == "linux":  # macOS accepts the limit and ignores it
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        size = size if hard == resource.RLIM_INFINITY else min(size, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (size, hard))


@contextmanager
def more_memory(size: int = 2 * MEMORY) -> Iterator[None]:
    """While a helper program is started that needs more than a worker may have, such as an office suite."""
    if resource is None:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_DATA)
    if before[0] != resource.RLIM_INFINITY:
        limit_memory(size)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _read(task: Task) -> Message:
    try:
        if isinstance(task, Path):
            return parse(read_bytes(load(task), safe_name(task.name)))
        if isinstance(task, Picture):
            from ingest.page_images import draw  # what reads documents need not load what draws pages

            return draw(task.path.read_bytes(), task.name, task.page, task.width)
        raw = read_bytes(task.data, task.name, task.charset)
        return parse(replace(raw, url=task.url))
    except DieukhoanError as error:
        return error
    except MemoryError:
        return Exhausted(f"it needs more than the {MEMORY / 1e9:.0f} GB of memory that one file may have")
    except RecursionError:
        return Exhausted("its parts are nested too deeply")
    except Exception as error:  # a defect of ours must not stop the other files
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return UnreadableFileError(
            f"{task.name} cannot be read because of a defect in this program ({type(error).__name__} in "
            f"{Path(frame.filename).name}:{frame.lineno}); report that, and ingest the file saved as text."
        )


def _send(message: Message, replies: IO[bytes]) -> None:
    pickle.dump(message, replies)
    replies.flush()
