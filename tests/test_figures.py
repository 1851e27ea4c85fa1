"""`make figures`: what holding means, on figures made here; and that what is declared is complete and true."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from search.encoding.encoder import Progress, Vectors
from tests.benchmarks.figures import taking
from tests.benchmarks.figures.declared import FIGURES
from tests.benchmarks.figures.figure import ByHand, ByTests, Figure, Kept, Measured
from tests.benchmarks.figures.homes import Remembering, digest_of
from tests.benchmarks.figures.judging import Row, Verdict, judge
from tests.benchmarks.figures.measuring import MEASUREMENTS, Measurement, NotAtHandError, Numbers, Setting
from tests.benchmarks.figures.table import as_json, merged, table
from tests.benchmarks.figures.taking import chosen, measure, read, row_of
from tests.conftest import ROOT


class Counting:
    """An encoder whose vectors are the lengths of texts, and that keeps what it was asked."""

    name, dimension, tokens, backend = "lengths", 1, 512, "none"
    asked: ClassVar[list[list[str]]] = []

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.asked.append([*texts])
        return np.array([[len(text)] for text in texts], np.float32)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)


SHARE = Figure("share", 1, "a share", Measured("fake", "share"), (0.9, 0.95), 0.93, tolerance=0.01)
TIME = Figure("time", 1, "a time", Measured("fake", "time"), (1.5,), 0.8, "lower", 0.6, "{:.2f} s")
LONG = Figure("long", 2, "kills", Kept("kills.json", lambda found: found["kills"], "make kills"), (300,), form="{:.0f}")


@pytest.mark.parametrize(
    ("figure", "value", "verdict"),
    [
        # of .9 and .95, the committed .93 reaches the first
        (SHARE, 0.96, Verdict.HOLDS),
        (SHARE, 0.93, Verdict.MISSED),
        (SHARE, 0.92, Verdict.MISSED),
        (SHARE, 0.919, Verdict.WORSE),
        (replace(SHARE, tolerance=0.05), 0.89, Verdict.BELOW),
        (replace(SHARE, asked=()), 0.921, Verdict.HOLDS),
        # lower is better
        (TIME, 0.1, Verdict.HOLDS),
        (TIME, 1.4, Verdict.HOLDS),
        (TIME, 1.41, Verdict.WORSE),
        (replace(TIME, tolerance=1.0), 1.6, Verdict.BELOW),
        (replace(TIME, committed=2.0), 1.9, Verdict.MISSED),
    ],
)
def test_a_measured_figure(figure: Figure, value: float, verdict: Verdict) -> None:
    assert isinstance(figure.committed, float)
    assert judge(figure, value, figure.committed) == verdict


@pytest.mark.parametrize(
    ("missed", "value", "verdict"),
    [(False, 300, Verdict.KEPT), (False, 299, Verdict.BELOW), (True, 299, Verdict.MISSED), (True, 300, Verdict.KEPT)],
)
def test_a_long_run_is_itself_what_is_committed(missed: bool, value: float, verdict: Verdict) -> None:
    assert judge(replace(LONG, missed=missed), value, None) == verdict


def test_bad_news() -> None:
    assert [verdict.name for verdict in Verdict if verdict.is_bad] == ["WORSE", "BELOW", "FAILED"]


def test_numbers_are_written_as_in_the_documentation() -> None:
    assert [SHARE.shown(value) for value in (0.9267, -0.0004, 1.0, None)] == [".927", "-.000", "1.000", ""]
    assert TIME.shown(0.81) == ".81 s"
    assert replace(TIME, form="{:.1%}").shown(0.029) == "2.9%"


@pytest.fixture
def taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Row]:
    """The rows of one figure of each sort."""

    def broken(_: Setting) -> Numbers:
        raise ValueError("two\nlines")

    def needs_documents(setting: Setting) -> Numbers:
        return {"share": float(len(str(setting.shared)))}

    fakes = {"fake": lambda _: {"share": 0.5, "time": 0.8}, "broken": broken, "needs": needs_documents}
    monkeypatch.setattr(taking, "MEASUREMENTS", {name: Measurement(run, f"run {name}") for name, run in fakes.items()})
    monkeypatch.setattr(taking, "ROOT", tmp_path)
    (tmp_path / "kills.json").write_text(json.dumps({"kills": 301}), "utf-8")
    figures = [
        LONG, SHARE, TIME,
        replace(SHARE, how=Measured("broken", "share")),
        replace(SHARE, how=Measured("needs", "share")),
        replace(SHARE, how=Measured("fake", "of a document that is not there")),
        replace(LONG, how=replace(LONG.how, file="none.json")),  # type: ignore[type-var]
        Figure("shown", 1, "a matrix", ByTests("tests/test_matrix.py")),
        Figure("once", 1, "once", ByHand("–", "no labels"), (), 0.44),
    ]  # fmt: skip
    outcomes = {name: outcome for name, outcome, _ in measure(figures, Setting(None, tmp_path))}
    return [row_of(figure, outcomes) for figure in figures]


def test_each_sort_has_its_row(taken: list[Row]) -> None:
    assert [(row.verdict.name, row.value, row.note) for row in taken] == [
        ("KEPT", None, ""),
        ("WORSE", 0.5, ""),
        ("HOLDS", 0.8, ""),
        ("FAILED", None, "ValueError: two lines"),
        ("ABSENT", None, "the real documents are not at hand (../shared or DIEUKHOAN_SHARED)"),
        ("ABSENT", None, "its documents are not at hand"),
        ("ABSENT", None, "none.json is not there yet"),
        ("TESTED", None, ""),
        ("BY_HAND", None, "no labels"),
    ]
    assert taken[0].committed == 301
    lines = table(taken).splitlines()
    assert lines[2] == "| 1 | a share | ≥ .900, .950 | .930 | .500 | **worse than committed** | `run fake` |"
    assert lines[3] == "| 1 | a time | ≤ 1.50 s | .80 s | .80 s | holds | `run fake` |"
    assert lines[-1].startswith("3 not measured; ")
    told = as_json(taken[:3], {"fake": {"took_s": 0.1}})
    assert told["figures"]["share"] == {
        "issue": 1, "what": "a share", "asked": "≥ .900, .950", "committed": 0.93, "now": 0.5,
        "verdict": "worse than committed", "day": "", "note": "", "command": "run fake",
    }  # fmt: skip
    assert json.loads(json.dumps(told)) == told


def test_what_only_leaves_out_is_kept(taken: list[Row]) -> None:
    before = as_json(taken[:2], {"broken": {"took_s": 1.0}})
    both = merged(
        before, as_json([taken[2], replace(taken[1], value=0.6)], {"fake": {"took_s": 0.1}}), ["share", "time"]
    )
    assert both["measurements"].keys() == {"broken", "fake"}
    assert [(name, told["now"]) for name, told in both["figures"].items()] == [("share", 0.6), ("time", 0.8)]
    assert merged({}, before, ["long"])["figures"].keys() == {"long"}


def test_figures_are_chosen_by_their_name_their_measurement_and_their_issue() -> None:
    assert chosen([SHARE, TIME, LONG], None) == [SHARE, TIME, LONG]
    assert chosen([SHARE, TIME, LONG], ["long"]) == [LONG]
    assert chosen([SHARE, TIME, LONG], ["fake"]) == [SHARE, TIME]
    assert chosen([SHARE, TIME, LONG], ["issue-2", "share"]) == [SHARE, LONG]
    assert chosen([SHARE, TIME, LONG], ["shares"]) == []


def test_what_is_not_at_hand_is_said() -> None:
    with pytest.raises(NotAtHandError):
        _ = Setting(None, Path("work")).corpus


def test_a_home_is_another_one_when_a_document_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("một", "utf-8")
    first = digest_of([path])
    assert digest_of([path]) == first
    path.write_text("hai", "utf-8")
    assert digest_of([path]) != first


def test_each_figure_is_declared_once_and_can_be_had() -> None:
    ids = [figure.id for figure in FIGURES]
    assert len(ids) == len(set(ids))
    assert not set(ids) & set(MEASUREMENTS)
    measured = [figure for figure in FIGURES if isinstance(figure.how, Measured)]
    assert len({figure.how for figure in measured}) == len(measured)
    assert {figure.how.measurement for figure in measured if isinstance(figure.how, Measured)} == set(MEASUREMENTS)
    assert all(figure.committed is not None for figure in measured)
    for figure in FIGURES:
        assert list(figure.asked) == sorted(figure.asked, reverse=figure.better == "lower"), figure.id
        if isinstance(figure.how, ByTests):
            assert all((ROOT / name).is_file() for name in figure.how.tests.split()), figure.id
        for kept in (figure.how, figure.committed):
            assert not isinstance(kept, Kept) or isinstance(read(kept), float | int | None), figure.id


def test_a_passage_is_encoded_once(tmp_path: Path) -> None:
    def fresh() -> Remembering:
        return Remembering(Counting(), tmp_path)

    encoder = fresh()
    assert encoder.encode_passages(["một", "hai", "một"]).tolist() == [[3], [3], [3]]
    assert encoder.encode_passages(["hai", "bốn năm"]).tolist() == [[3], [7]]
    assert fresh().encode_passages(["bốn năm", "sáu"]).tolist() == [[7], [3]]
    assert Counting.asked == [["một", "hai"], ["bốn năm"], ["sáu"]]
