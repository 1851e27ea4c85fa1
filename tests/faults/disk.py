"""Lets each call that writes fail, as a full or a broken disk does: one sentence is said, and nothing is lost.

python -m tests.faults.disk --most 300 --out tests/faults/disk.json
"""

from __future__ import annotations

import argparse
import ctypes
import errno
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.faults import processes
from tests.faults.bench import FOLDER, Bench
from tests.faults.scenes import Scene

#: What the disk says, and whether it goes on to say so: a full disk stays full, a bad sector may be the only one, and may make the system
#: allow no more writing at all.
FAILURES = {"ENOSPC": (errno.ENOSPC, 1), "EIO": (errno.EIO, 0), "EROFS": (errno.EROFS, 1)}


class Disk:
    """The disk below a folder; see broken_disk.c."""

    def __init__(self, folder: Path) -> None:
        self._folder = bytes(folder)
        self._library = ctypes.CDLL(None)
        self._library.calls.restype = ctypes.c_long

    def breaks(self, at: int, failure: str) -> None:
        """The call with the number `at` fails from now on; none where that is 0."""
        error, lasting = FAILURES[failure]
        self._library.break_disk(self._folder, ctypes.c_long(at), error, lasting)

    def calls(self) -> int:
        """How many calls there were since then."""
        return int(self._library.calls())


def count(bench: Bench, disk: Disk, scene: Scene) -> int:
    """How many calls `scene` writes with."""
    counted = bench.work / "count"

    def play() -> None:
        disk.breaks(0, "EIO")
        try:
            scene.run(bench.home, bench.out)
        finally:
            counted.write_text(str(disk.calls()))

    bench.lay(scene)
    assert processes.ended(processes.started(play, bench.said)) == 0, bench.said.read_text("utf-8")
    return int(counted.read_text())


def broken(bench: Bench, disk: Disk, scene: Scene, at: int, failure: str) -> tuple[int, list[str]]:
    """Play `scene` while the call `at` fails; its exit code, and what is wrong with what it said and left."""
    bench.lay(scene)
    code = processes.ended(bench.start(scene, lambda: disk.breaks(at, failure)))
    said = bench.said.read_text("utf-8").strip()
    found = []
    if code not in (0, 1) or "Traceback" in said:
        found.append(f"exit code {code}: {said[-2000:]}")
    elif code == 1 and not all(line.endswith(".") for line in said.splitlines() or [""]):
        found.append(f"no sentence: {said}")
    try:
        return code, [*found, *bench.faults(scene)]
    except Exception as error:
        return code, [*found, repr(error)]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--most", type=int, default=300, help="calls of each scene that fail, each in every way")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--no-model", action="store_true", help="texts have any vectors, which takes less time")
    options.add_argument("--scene", help="this one alone, by its name in the results")
    options.add_argument("--out", type=Path)
    asked = options.parse_args()
    if "LD_PRELOAD" not in os.environ:
        return begun_again()
    chosen, started = random.Random(asked.seed), time.monotonic()
    played, faults = {}, []
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        bench = Bench(Path(folder).resolve(), model=not asked.no_model)
        disk = Disk(bench.live)
        for scene in (one for one in bench.scenes if asked.scene in (None, one.name)):
            calls = count(bench, disk, scene)
            numbers = range(1, calls + 1)
            places = numbers if calls <= asked.most else sorted(chosen.sample(numbers, asked.most))
            refused = 0
            for failure in FAILURES:
                for at in places:
                    code, found = broken(bench, disk, scene, at, failure)
                    refused += code == 1
                    if found:
                        faults.append({"scene": scene.name, "failure": failure, "call": at, "found": found})
                        print(faults[-1], file=sys.stderr, flush=True)
            played[scene.name] = {
                "calls": calls,
                "failed": len(FAILURES) * len(places),
                "refused in a sentence": refused,
            }
    result = {"seed": asked.seed, "seconds": round(time.monotonic() - started), "scenes": played, "faults": faults}
    text = json.dumps(result, indent=1, ensure_ascii=False)
    print(text)
    if asked.out:
        asked.out.write_text(text + "\n", "utf-8")
    return bool(faults)


def begun_again() -> int:
    """This program with the library before all others."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "broken_disk.so"
        source = Path(__file__).with_name("broken_disk.c")
        subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True)
        command = [sys.executable, "-m", "tests.faults.disk", *sys.argv[1:]]
        return subprocess.run(command, env={**os.environ, "LD_PRELOAD": str(library)}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
