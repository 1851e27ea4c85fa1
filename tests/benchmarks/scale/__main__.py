"""Speed and size: one command, a table, every single time in a file, and a plot.

    pip install txtai matplotlib
    python -m tests.benchmarks.scale SHARED --out tests/benchmarks/scale.json [--only NAME …] [--quick]

Measurements: encoding, ingest, shell, many (100,000 clauses), growth (to 1,000,000), cells (nearest vectors). What `--only` leaves out is kept from the file as it was
measured before, with the hardware of that run. `--quick` tries everything at small sizes: its figures say nothing.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import platformdirs

from tests.benchmarks.scale import cells, encoding, growth, ingest, many, shell
from tests.benchmarks.scale.hardware import hardware
from tests.benchmarks.scale.plot import draw
from tests.benchmarks.scale.setting import Result, Setting
from tests.benchmarks.scale.table import table

MEASURES: dict[str, Callable[[Setting], Result]] = {
    "encoding": encoding.measure,
    "ingest": ingest.measure,
    "shell": shell.measure,
    "many": many.measure,
    "growth": growth.measure,
    "cells": cells.measure,
}
_DATA = (
    "Clauses of 141 labelled acts and paragraphs of two sets of labelled queries as they are, then repeated with other numbers, years, places, agencies and "
    "a sentence of another text (cosine to the origin .9); 65 clauses a document, six types; questions of the labelled queries."
)


def main() -> None:
    """Measure, print the table, write `--out` and the plot beside it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder of real texts")
    parser.add_argument("--out", type=Path, help="JSON of every time; the plot is drawn beside it")
    parser.add_argument("--only", nargs="+", choices=list(MEASURES), default=list(MEASURES), metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="small sizes and few repeats")
    parser.add_argument("--clauses", type=int, help="clauses of `many` (100,000)")
    parser.add_argument("--most", type=int, help="the largest size of `growth` (1,000,000)")
    parser.add_argument(
        "--cache", type=Path, default=platformdirs.user_cache_path("dieukhoan") / "scale", help="where vectors are kept"
    )
    parser.add_argument(
        "--work", type=Path, help="where homes and indexes are written and deleted (the system's temporary folder)"
    )
    given = parser.parse_args()
    found: dict[str, Any] = json.loads(given.out.read_text("utf-8")) if given.out and given.out.is_file() else {}
    for name in given.only:
        with tempfile.TemporaryDirectory(dir=given.work, prefix="scale-") as work:
            setting = Setting(
                given.shared,
                given.cache,
                Path(work),
                clauses=given.clauses or (10_000 if given.quick else 100_000),
                most=given.most or (10_000 if given.quick else 1_000_000),
                repeats=1 if given.quick else 3,
                quick=given.quick,
            )
            print(f"{name} …", flush=True)
            machine = hardware()
            started = time.perf_counter()
            result = asdict(MEASURES[name](setting))
            took = round(time.perf_counter() - started, 1)
        found[name] = result | {"data": _DATA, "hardware": machine, "quick": given.quick, "took_s": took}
        found = {key: found[key] for key in MEASURES if key in found}
        if given.out:
            given.out.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(table(row for result in found.values() for row in result["rows"]))
    if given.out:
        draw(found, given.out)


if __name__ == "__main__":
    main()
