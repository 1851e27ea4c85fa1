"""How long a new user waits: from the clone of this repository to the first answer, with nothing of it installed or kept before.

    python -m tests.benchmarks.first_answer [--python python3.12]

Takes gigabytes in a temporary folder, and downloads all packages anew.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: What the README tells a new user to do, each step as it is typed in the clone.
STEPS = (
    ("set-up: packages downloaded and installed", "make setup"),
    ("the samples ingested", ".venv/bin/dieukhoan ingest corpus/samples"),
    ("the first answer, the model prepared", '.venv/bin/dieukhoan search "ty le tham gia bao hiem y te nam 2030" -k 1'),
    ("the second answer", '.venv/bin/dieukhoan search "ai chủ trì phát triển nhà ở xã hội" -k 1'),
)


def main() -> None:
    """Take the steps and print how long each took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--python", default="python3")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        clone, home = Path(scratch, "dieukhoan"), Path(scratch, "user")
        # A user of their own: no packages kept by pip, no prepared model, no documents.
        environment = {**os.environ, "HOME": str(home), "PIP_NO_CACHE_DIR": "1", "PYTHON": given.python}
        environment = {
            name: value for name, value in environment.items() if not name.startswith(("XDG_", "DIEUKHOAN_"))
        }
        home.mkdir()
        begun = time.perf_counter()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        for what, command in STEPS:
            started = time.perf_counter()
            subprocess.run(command, shell=True, cwd=clone, env=environment, check=True, stdout=subprocess.DEVNULL)
            print(f"{time.perf_counter() - started:6.1f} s  {what}", flush=True)
        print(f"{time.perf_counter() - begun:6.1f} s  in all")


if __name__ == "__main__":
    main()
