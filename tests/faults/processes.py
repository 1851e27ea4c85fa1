"""Processes that begin with everything loaded: forks of this one."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import search.upkeep
from corpus.errors import DieukhoanError
from ingest import intake, worker
from search.encoding.encoder import Encoder

#: What a process ends with that raised what it should not.
DEFECT = 70


def prepare(encoder: Encoder) -> None:
    """Let this process and its forks encode with `encoder` and read files themselves: what is to be killed is what writes, not who reads."""
    search.upkeep.load_encoder = lambda _model=None: encoder
    intake.parse_in_order = _parsed_here


def _parsed_here(tasks: Iterable[tuple[Any, Any]], *_: object, **__: object) -> Iterator[tuple[Any, Any]]:
    for key, task in tasks:
        yield key, None if task is None else worker._read(task)


def started(action: Callable[[], None], said: Path) -> int:
    """A process that does `action` as the command line would, in a group of its own; what it says of errors goes to `said`."""
    child = os.fork()
    if child:
        with suppress(OSError):  # it has done so itself
            os.setpgid(child, child)
        return child
    code = DEFECT
    try:
        os.setpgid(0, 0)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        try:
            action()
            code = 0
        except DieukhoanError as error:
            print(error, file=sys.stderr)
            code = 1
        except SystemExit as ended:
            code = int(ended.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def ended(child: int) -> int:
    """Wait for a process; its exit code, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_after(child: int, seconds: float) -> bool:
    """Kill the process and all of its group after `seconds`; False where it had ended by then."""
    time.sleep(seconds)
    if os.waitpid(child, os.WNOHANG)[0]:
        return False
    os.killpg(child, signal.SIGKILL)
    ended(child)
    return True
