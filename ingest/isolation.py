"""Parsing in worker processes, so that no file can take the program down or keep it busy for ever.

A worker is a Python of its own that imports `ingest` and `corpus` alone. It is stopped when it says nothing for
`SILENCE` seconds (each report of progress starts the clock anew) or is not done after `TOTAL`; its memory is limited where
the system can do that (not on Windows and macOS), and what it writes lies in a folder that goes with it. Workers are started as
programs rather than with `multiprocessing`, which would import the program's main module, Streamlit for one, into each of
them; the pools of `pebble` have no clock that progress starts anew.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from corpus.errors import DieukhoanError, UnreadableFileError
from ingest.file_names import safe_name
from ingest.messages import Exhausted, HelperStuckError, Message, Parsed, Picture, Progress, Task

#: Seconds without a report after which a worker is stopped.
SILENCE = 60.0
#: Seconds for one file, whatever it reports; 1,500 scanned pages take less.
TOTAL = 4 * 3600.0
#: Files that are read at the same time: one on each core, but no more than two workers' memory.
JOBS = min(2, os.cpu_count() or 1)
#: How many results may wait for an earlier file that takes long.
_AHEAD = 16

_POOLS: weakref.WeakSet[_Pool] = weakref.WeakSet()

Key = TypeVar("Key")
Result = Parsed | DieukhoanError
Reply = Result | bytes
Listener = Callable[[Progress], None]


def parse_files(paths: Iterable[Path], jobs: int = JOBS) -> Iterator[tuple[Path, Result]]:
    """Each path with its document or the error that refuses it, in order, each as soon as those before it are done."""
    for path, result in parse_in_order(((path, path) for path in paths), jobs):
        if result is not None:
            yield path, result


def parse_in_order(
    tasks: Iterable[tuple[Key, Task | None]], jobs: int = JOBS, listener: Callable[[Key, Progress], None] | None = None
) -> Iterator[tuple[Key, Result | None]]:
    """The result of each task under its key, in order; a task of None passes through as None.

    `tasks` is read a few steps ahead. `listener` hears of progress, in another thread.
    """
    pool = _Pool(jobs)
    waiting: deque[tuple[Key, Future[Reply] | None]] = deque()
    try:
        for key, task in tasks:
            heard = partial(listener, key) if listener else None
            waiting.append((key, pool.submit(task, heard) if task is not None else None))
            while waiting and (len(waiting) > _AHEAD or waiting[0][1] is None or waiting[0][1].done()):
                yield _first(waiting)
        while waiting:
            yield _first(waiting)
    finally:
        pool.stop()


def _first(waiting: deque[tuple[Key, Future[Reply] | None]]) -> tuple[Key, Result | None]:
    key, future = waiting.popleft()
    result = future.result() if future else None
    assert not isinstance(result, bytes)  # that is no answer to a file
    return key, result


def page_picture(picture: Picture) -> bytes:
    """The page as JPEG, drawn in a worker of its own that stays for the next one.

    Raises:
        UnreadableFileError: the page cannot be drawn; the message says why.
    """
    reply = _drawing().submit(picture, None).result()
    if isinstance(reply, DieukhoanError):
        raise reply
    assert isinstance(reply, bytes)
    return reply


@cache
def _drawing() -> _Pool:
    return _Pool(1)


def stop_workers() -> None:
    """End all workers of this process now, as it ends itself: whoever waits for one fails."""
    for pool in list(_POOLS):
        pool.stop()


class _Pool:
    """Threads that each talk to one worker; a worker is started when it is first needed."""

    def __init__(self, jobs: int) -> None:
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="parsing")
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._lock = threading.Lock()
        self._workers: list[_Worker] = []
        self._stopped = False
        _POOLS.add(self)
        for _ in range(jobs):
            self._idle.put(None)

    def submit(self, task: Task, listener: Listener | None) -> Future[Reply]:
        return self._threads.submit(self._run, task, listener)

    def _run(self, task: Task, listener: Listener | None) -> Reply:
        worker = self._idle.get()
        try:
            while True:
                fresh = worker is None
                worker = worker or self._start()
                result = worker.run(task, listener)
                if worker.is_alive:
                    return result
                blameless = not fresh and not worker.was_silent  # earlier files may have left it short of memory
                worker = None
                if not blameless or self._stopped:
                    return result
        finally:
            self._idle.put(worker)

    def _start(self) -> _Worker:
        with self._lock:
            worker = _Worker()
            self._workers.append(worker)
            if self._stopped:
                worker.stop()
        return worker

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            for worker in self._workers:
                worker.stop()
        self._threads.shutdown(cancel_futures=True)


class _Worker:
    """One worker process: pickled tasks go in, pickled reports and one result for each task come out."""

    def __init__(self) -> None:
        root = str(Path(__file__).parent.parent)
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._folder = tempfile.TemporaryDirectory(prefix="dieukhoan-worker-", ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            # -P: a file in the folder that the user stands in is not imported for its name.
            [
                sys.executable,
                "-P",
                "-c",
                "import sys; from ingest.worker import serve; serve(sys.argv[1])",
                self._folder.name,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # where libraries complain of bad files
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # its helper programs are stopped with it
        )
        self._lock = threading.Lock()
        self.is_alive = True
        self.was_silent = False
        self._patience = SILENCE

    def run(self, task: Task, listener: Listener | None) -> Reply:
        ends = time.monotonic() + TOTAL
        try:
            self._send(task)
            message = self._receive(ends)
            while isinstance(message, Progress):
                if listener:
                    listener(message)
                message = self._receive(ends)
        except (EOFError, OSError, pickle.UnpicklingError):
            self.stop()
            return UnreadableFileError(self._why_it_ended(safe_name(task.name)))
        if isinstance(message, HelperStuckError):
            self._stop_silent()
        if isinstance(message, Exhausted):
            self.stop()
            return UnreadableFileError(
                f"{safe_name(task.name)} cannot be read: {message.reason}; split it into its documents, or save it as text, and ingest that."
            )
        return message

    def _send(self, task: Task) -> None:
        assert self._process.stdin is not None
        pickle.dump(task, self._process.stdin)
        self._process.stdin.flush()

    def _receive(self, ends: float) -> Message:
        assert self._process.stdout is not None
        left = ends - time.monotonic()
        self._patience = TOTAL if left < SILENCE else SILENCE
        clock = threading.Timer(min(SILENCE, max(0.0, left)), self._stop_silent)
        clock.daemon = True
        clock.start()
        try:
            message: Message = pickle.load(self._process.stdout)
        finally:
            clock.cancel()
        return message

    def _stop_silent(self) -> None:
        self.was_silent = True
        self.stop()

    def stop(self) -> None:
        """End the process and the programs that it started; may be called from any thread, more than once."""
        with self._lock:
            if not self.is_alive:
                return
            self.is_alive = False
            if os.name == "posix":
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()
            self._process.wait()
            self._folder.cleanup()

    def _why_it_ended(self, name: str) -> str:
        if self.was_silent:
            return (
                f"{name} cannot be read: it took longer than {self._patience:.0f} seconds; split it into its documents, or save "
                "it as text, and ingest that."
            )
        return (
            f"{name} cannot be read: it made its reader crash (exit code {self._process.returncode}), as damaged files do; open it "
            "in its own program, save it anew and ingest that."
        )
