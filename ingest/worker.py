"""What runs in a worker process: files in, documents or errors out. Imports no more than reading needs."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from dataclasses import replace
from pathlib import Path
from typing import IO

from corpus.errors import DieukhoanError, UnreadableFileError
from ingest import progress
from ingest.file_names import safe_name
from ingest.messages import Exhausted, Message, Picture, Progress, Task
from ingest.parsing import parse
from ingest.readers.reading import load, read_bytes

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

#: Bytes of data that a worker may have, where the system can limit that.
MEMORY = 1_000_000_000
#: Bytes of the largest file that a worker, or a program that it starts, may write; no document unpacks to as much.
LARGEST_FILE = 500_000_000
#: Seconds between two reports that are passed on.
_REPORT_EVERY = 0.2


def serve(folder: str) -> None:
    """Read tasks from standard input until it ends; write reports and results to what was standard output.

    What is written meanwhile, by helper programs as well, lies in `folder`, which whoever started the worker removes.
    """
    os.environ.update(TMPDIR=folder, TEMP=folder, TMP=folder)
    tempfile.tempdir = folder
    try:
        _serve(folder)
    finally:
        _end(folder)


def _serve(folder: str) -> None:
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no reply
    limit_memory(MEMORY)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no gigabyte behind
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    threading.Thread(target=_end_with, args=(os.getppid(), folder), daemon=True).start()
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


def _end_with(parent: int, folder: str) -> None:
    """End this process, and what it started, when the program that started it is gone, also in the middle of a file."""
    while os.getppid() == parent:
        time.sleep(1)
    _end(folder)


def _end(folder: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if os.name == "posix":  # this process leads the group of the programs that it started
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def limit_memory(size: int) -> None:
    """Let this process, and those that it starts, have `size` bytes of data each; no limit where there is none to set."""
    if resource is not None and sys.platform == "linux":  # macOS accepts the limit and ignores it
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        size = size if hard == resource.RLIM_INFINITY else min(size, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (size, hard))


def _read(task: Task) -> Message:
    try:
        if isinstance(task, Path):
            return parse(read_bytes(load(task), safe_name(task.name)))
        if isinstance(task, Picture):
            from ingest.readers.pdf.images import draw  # what reads documents need not load what draws pages

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
