"""From declared figures to rows: measurements are made once each, files read, reasons given."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import DieukhoanError
from tests.benchmarks.figures.figure import ByHand, ByTests, Figure, Kept, Measured
from tests.benchmarks.figures.judging import Row, Verdict, judge
from tests.benchmarks.figures.measuring import MEASUREMENTS, Measurement, NotAtHandError, Numbers, Setting
from tests.benchmarks.scale.hardware import hardware
from tests.conftest import ROOT

#: What a measurement gave, or the verdict on all of its figures with the reason.
Outcome = Numbers | tuple[Verdict, str]


def chosen(figures: Iterable[Figure], names: Sequence[str] | None) -> list[Figure]:
    """Those of `figures` that one of `names` means, all without names: a figure, a measurement, `issue-N`."""
    return [figure for figure in figures if not names or not _names(figure).isdisjoint(names)]


def _names(figure: Figure) -> set[str]:
    names = {figure.id, f"issue-{figure.issue}"}
    return names | {figure.how.measurement} if isinstance(figure.how, Measured) else names


def measure(figures: Sequence[Figure], setting: Setting) -> Iterator[tuple[str, Outcome, dict[str, Any]]]:
    """Each measurement that `figures` need, made once: what it gave, the seconds that it took, and the computer with its load at the start."""
    for name in dict.fromkeys(figure.how.measurement for figure in figures if isinstance(figure.how, Measured)):
        print(f"{name} …", file=sys.stderr, flush=True)
        machine = {key: value for key, value in hardware().items() if key != "versions"}
        started = time.perf_counter()
        outcome = outcome_of(MEASUREMENTS[name], setting)
        if isinstance(outcome, tuple):
            print(f"{name} {': '.join(outcome)}", file=sys.stderr, flush=True)
        yield name, outcome, {"took_s": round(time.perf_counter() - started, 1), **machine}


def outcome_of(measurement: Measurement, setting: Setting) -> Outcome:
    """Its numbers; whatever it raises, the others are measured."""
    try:
        return measurement.run(setting)
    except NotAtHandError as absent:
        return Verdict.ABSENT, str(absent)
    except (DieukhoanError, Exception) as error:
        return Verdict.FAILED, f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"


def row_of(figure: Figure, outcomes: dict[str, Outcome]) -> Row:
    """The row of `figure`."""
    match figure.how:
        case Measured(measurement, key):
            return _measured(figure, outcomes[measurement], key, MEASUREMENTS[measurement].command)
        case Kept(file, _, command) as kept:
            value, day = read(kept), day_of(ROOT / file)
            if value is None:
                return Row(figure, None, None, Verdict.ABSENT, command, note=f"{file} is not there yet")
            return Row(figure, value, None, judge(figure, value, None), command, day)
        case ByTests(tests):
            return Row(figure, None, None, Verdict.TESTED, f"pytest {tests}")
        case ByHand(command, why):
            committed = figure.committed if isinstance(figure.committed, float | int) else None
            return Row(figure, committed, None, Verdict.BY_HAND, command, note=why)


def _measured(figure: Figure, outcome: Outcome, key: str, command: str) -> Row:
    committed = read(figure.committed) if isinstance(figure.committed, Kept) else figure.committed
    if isinstance(outcome, tuple):
        verdict, note = outcome
        return Row(figure, committed, None, verdict, command, note=note)
    if key not in outcome:
        return Row(figure, committed, None, Verdict.ABSENT, command, note="its documents are not at hand")
    return Row(figure, committed, outcome[key], judge(figure, outcome[key], committed), command)


def read(kept: Kept) -> float | None:
    """The number that a long run left; None where its file is not there."""
    path = ROOT / kept.file
    return kept.read(json.loads(path.read_text("utf-8"))) if path.exists() else None


def day_of(path: Path) -> str:
    """The day on which `path` was committed as it is; nothing where that cannot be told."""
    command = ["git", "log", "-1", "--format=%cs", "--", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
