"""Kills programs at random moments and looks at what is left: nothing may be lost, nothing be wrong.

python -m tests.faults.kills --kills 300 --seed 1 --out tests/faults/kills.json
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.faults import processes
from tests.faults.bench import FOLDER, Bench
from tests.faults.scenes import Scene


def kill(bench: Bench, scene: Scene, moment: float) -> tuple[bool, list[str]]:
    """Kill `scene` when `moment` of its usual time has passed, in [0, 1]; whether it was still at work, and what is wrong then."""
    bench.lay(scene)
    child = bench.start(scene)
    alive = processes.killed_after(child, moment * bench.undisturbed[scene.name].seconds)
    try:
        return alive, bench.faults(scene)
    except Exception as error:
        return alive, [repr(error)]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--kills", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--no-model", action="store_true", help="texts have any vectors, which takes less time")
    options.add_argument("--out", type=Path)
    asked = options.parse_args()
    chosen, started = random.Random(asked.seed), time.monotonic()
    kills, late, faults = Counter[str](), Counter[str](), []
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        bench = Bench(Path(folder), model=not asked.no_model)
        while kills.total() < asked.kills:
            scene = bench.scenes[kills.total() % len(bench.scenes)]
            moment = chosen.random()
            at_work, found = kill(bench, scene, moment)
            (kills if at_work else late)[scene.name] += 1
            if found:
                faults.append({"scene": scene.name, "moment": round(moment, 4), "found": found})
                print(faults[-1], file=sys.stderr, flush=True)
    result = {
        "seed": asked.seed,
        "seconds": round(time.monotonic() - started),
        "killed at work": dict(kills),
        "had ended before": dict(late),
        "faults": faults,
    }
    text = json.dumps(result, indent=1, ensure_ascii=False)
    print(text)
    if asked.out:
        asked.out.write_text(text + "\n", "utf-8")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
