"""The short form of the soak (`make soak`): a few visitors, a writer, the API alone; and that it notices what is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.store import Store
from tests.conftest import ROOT
from tests.faults.soak.flatness import flatness
from tests.faults.soak.record import Record, WrongAnswerError
from tests.faults.soak.truth import Truth


def test_visitors_and_a_writer_see_no_error(tmp_path: Path) -> None:
    out = tmp_path / "soak.json"
    short = "--hours .003 --servers api --visitors 3 --browsers 0 --think .2 --every 1".split()  # noqa: SIM905
    command = [sys.executable, "-m", "tests.faults.soak", *short, "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(out.read_text("utf-8"))
    assert told["errors"]["count"] == 0
    assert told["done"].keys() >= {"search", "clause", "write: ingest", "write: upload"}
    assert told["memory"]["api"]["first_mb"] > 50


def test_other_words_than_the_documents_are_an_error(sample_home: Path) -> None:
    truth, record = Truth(), Record()
    with Store(sample_home) as store:
        truth.take(store)
        _, clause = store.clause("42-kh-ubnd-2024/III/1/1.1")
    truth.check(clause.id, clause.text)
    truth.check_shown(clause.id, f"  {clause.text} ")
    for wrong in (clause.text + " ", clause.text[1:], ""):
        with pytest.raises(WrongAnswerError):
            truth.check(clause.id, wrong)
    with record.timed("clause"):
        truth.check("42-kh-ubnd-2024/IX", clause.text)
    assert record.told()["errors"]["by_kind"] == {"clause": 1}


def test_memory_that_grows_is_told() -> None:
    def samples(mb_an_hour: float) -> list[dict[str, object]]:
        same = {"workers_mb": 0, "threads": 1, "open_files": 1, "temporary_files": 0, "cpu_s": 0}
        return [
            {"s": s, "home_mb": 1, "api": {"mb": 100 + mb_an_hour * max(s - 600, 0) / 3600, **same}}
            for s in range(0, 7201, 30)
        ]

    assert flatness(samples(0), ["api"])["memory"]["api"]["growth_percent"] == 0
    grown = flatness(samples(10), ["api"])["memory"]["api"]
    assert grown["growth_percent"] > 5
    assert grown["slope_mb_an_hour"] == pytest.approx(10, abs=0.01)
