"""All figures of all issues: one command, a table, and what it says as JSON.

    python -m tests.benchmarks.figures [--only NAME …] [--json] [--out FILE]

NAME is a figure, a measurement (`measuring.py`) or an issue as `issue-5`. The real documents are sought as the tests seek them (../shared or DIEUKHOAN_SHARED).
Exit code 1: a figure is worse than what is committed or below a floor that was reached, or a measurement failed.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.figures.declared import FIGURES
from tests.benchmarks.figures.judging import Row
from tests.benchmarks.figures.measuring import Setting
from tests.benchmarks.figures.table import as_json, merged, table
from tests.benchmarks.figures.taking import Outcome, chosen, measure, row_of
from tests.conftest import ROOT, shared_folder


def main() -> None:
    """Take the figures, print them, say what is worse."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="figures, measurements, issues")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    parser.add_argument(
        "--out", type=Path, help="keep the JSON in this file; what --only leaves out stays in it as it was"
    )
    parser.add_argument(
        "--work",
        type=Path,
        default=ROOT / "build" / "figures",
        help="where the ingested documents are kept (build/figures)",
    )
    given = parser.parse_args()
    figures = chosen(FIGURES, given.only)
    if not figures:
        parser.error(f"no figure is called {' or '.join(given.only)}; see tests/benchmarks/figures/declared.py")
    shared = shared_folder()
    if shared is None:
        print(
            "The real documents are not at hand (../shared or DIEUKHOAN_SHARED): what needs them is left out.",
            file=sys.stderr,
        )
    given.work.mkdir(parents=True, exist_ok=True)
    outcomes: dict[str, Outcome] = {}
    taken: dict[str, dict[str, Any]] = {}
    for name, outcome, how in measure(figures, Setting(shared, given.work)):
        outcomes[name], taken[name] = outcome, how
        _keep(given.out, [row_of(figure, outcomes) for figure in chosen(figures, [name])], {name: how})
    rows = [row_of(figure, outcomes) for figure in figures]
    _keep(given.out, rows, taken)
    print(_dumped(as_json(rows, taken)) if given.json else table(rows))
    sys.exit(any(row.verdict.is_bad for row in rows))


def _keep(file: Path | None, rows: list[Row], taken: dict[str, dict[str, Any]]) -> None:
    """Write `rows` into `file` as they come: what a long run has measured is kept if it is interrupted."""
    if file:
        before = json.loads(file.read_text("utf-8")) if file.exists() else {}
        told = merged(before, as_json(rows, taken), [figure.id for figure in FIGURES])
        file.write_text(f"{_dumped(told)}\n", "utf-8")


def _dumped(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
