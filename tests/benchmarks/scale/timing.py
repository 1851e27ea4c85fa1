"""Times of calls and of programs, and what is told of many times."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[3]


def milliseconds(call: Callable[..., object], *arguments: object) -> float:
    """How long `call` takes with `arguments`."""
    started = time.perf_counter()
    call(*arguments)
    return round(1000 * (time.perf_counter() - started), 3)


def alternating(calls: dict[str, Callable[[int], object]], count: int) -> dict[str, list[float]]:
    """Milliseconds of each of `calls` with 0 to `count` - 1, in the order of these numbers; the calls take turns.

    In one turn each is called with another number, so that none finds warm what the one before it read.
    """
    times = {name: [0.0] * count for name in calls}
    for turn in range(count):
        for place, (name, call) in enumerate(calls.items()):
            at = (turn + place * count // len(calls)) % count
            times[name][at] = milliseconds(call, at)
    return times


def quantile(times: Sequence[float], share: float) -> float:
    """The time that `share` of `times` do not exceed."""
    return float(np.quantile(times, share))


@dataclass(frozen=True, slots=True)
class Ran:
    """A program that ran: `seconds` from outside, `cpu_s` of all its processes on all cores, and what it printed."""

    seconds: float
    cpu_s: float
    printed: str

    @property
    def times(self) -> dict[str, float]:
        """Both times, to be kept."""
        return {"seconds": round(self.seconds, 3), "cpu_s": round(self.cpu_s, 3)}


def program(*arguments: object, module: str | None = None, typed: str = "", shared: Path | None = None) -> Ran:
    """Run `dieukhoan` with `arguments`, or `python -m module`, in a process of its own.

    `typed` is its standard input, `shared` where it finds the real texts if it asks for them.

    Raises:
        RuntimeError: it ended with an error.
    """
    start = ["-m", module] if module else ["-c", "from app.cli import main; main()"]
    command = [sys.executable, *start, *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))}
    if shared:
        environment["DIEUKHOAN_SHARED"] = str(shared.resolve())
    cpu, started = _cpu_of_children(), time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, input=typed, capture_output=True, text=True, check=False)
    ran = Ran(time.perf_counter() - started, _cpu_of_children() - cpu, done.stdout)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:6])} … ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return ran


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
