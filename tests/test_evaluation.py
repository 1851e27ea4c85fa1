"""Figures of the ranking: the measures of single queries, paired differences, and what `evaluate --out` writes."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from app.exports.evaluation_report import read_ndcg, write_queries, write_report
from corpus.errors import InputError
from search.evaluation.measuring import Evaluation, judge
from search.evaluation.significance import paired
from tests.conftest import run


def test_measures_of_single_queries() -> None:
    queries = {"first": "a", "second": "b", "nothing": "c"}
    qrels = {"first": {"p1": 1}, "second": {"p1": 1, "p2": 1}, "nothing": {"p3": 1}}
    found = {"first": {"p1": 0.9, "p2": 0.5}, "second": {"p3": 0.9, "p1": 0.8}, "nothing": {}}
    first, second, nothing = judge(found, queries, qrels)
    assert (first.ndcg_10, first.recall_10, first.rr_10, first.found) == (1, 1, 1, ("p1", "p2"))
    assert second.ndcg_10 == pytest.approx((1 / math.log2(3)) / (1 + 1 / math.log2(3)))
    assert (second.recall_10, second.rr_10, second.relevant) == (0.5, 0.5, ("p1", "p2"))
    assert (nothing.ndcg_10, nothing.found) == (0, ())


def test_paired_differences() -> None:
    before = {str(n): 0.5 for n in range(40)}
    better = {key: 0.5 + 0.01 * (int(key) % 3) for key in before}
    found = paired(before, better)
    assert found.mean == pytest.approx(sum(better.values()) / 40 - 0.5, abs=1e-4)
    assert 0 < found.low < found.mean < found.high
    assert found.p < 0.001
    assert (found.rose, found.fell) == (26, 0)
    assert paired(before, before).p == 1
    with pytest.raises(InputError, match="different queries"):
        paired(before, {"x": 1.0})


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """A set of two queries whose texts look like markup."""
    folder = tmp_path / "set"
    (folder / "qrels").mkdir(parents=True)
    passages = [
        {"_id": "p1", "title": "Nhà ở", "text": "Sở Xây dựng chủ trì phát triển nhà ở xã hội <b>đậm</b>."},
        {"_id": "p2", "title": "Y tế", "text": "Tỷ lệ dân số tham gia bảo hiểm y tế."},
    ]
    queries = [{"_id": "q1", "text": "ai chủ trì nhà ở xã hội <script>"}, {"_id": "q2", "text": "bảo hiểm y tế"}]
    for name, rows in (("corpus", passages), ("queries", queries)):
        (folder / f"{name}.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tp1\t1\nq2\tp2\t1\n", "utf-8")
    return folder


def test_what_evaluate_writes(labelled: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = run("evaluate", labelled, "--out", out, "--json")
    assert (first.returncode, first.stderr) == (0, "")
    assert "against" not in json.loads(first.stdout)
    rows = [json.loads(line) for line in (out / "set.jsonl").read_text("utf-8").splitlines()]
    assert [row["query_id"] for row in rows] == ["q1", "q2"]
    assert json.loads(first.stdout)["ndcg@10"] == pytest.approx(sum(row["ndcg_10"] for row in rows) / 2)
    again = json.loads(run("evaluate", labelled, "--against", out, "--json").stdout)
    assert (again["against"]["n_queries"], again["against"]["mean"]) == (2, 0)
    page = (out / "set.html").read_text("utf-8")
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "<b>đậm" not in page


def test_against_what_is_not_there(labelled: Path, tmp_path: Path) -> None:
    done = run("evaluate", labelled, "--against", tmp_path / "nowhere")
    assert done.returncode == 1
    assert "--out" in done.stderr
    assert "Traceback" not in done.stderr


def test_report_shows_the_worst_first(labelled: Path, tmp_path: Path) -> None:
    queries = {"q1": "câu một", "q2": "câu hai"}
    judged = judge({"q1": {"p1": 1.0}, "q2": {"p1": 1.0}}, queries, {"q1": {"p1": 1}, "q2": {"p2": 1}})
    evaluation = Evaluation(str(labelled), "hybrid", 2, 0.5, 0.5, 0.5, 0.5, 0.1, 1.0, 1.0, judged)
    write_queries(evaluation, tmp_path / "out")
    assert read_ndcg(tmp_path / "out", "set") == {"q1": 1.0, "q2": 0.0}
    page = write_report(evaluation, None, tmp_path / "out").read_text("utf-8")
    assert page.index("câu hai") < page.index("câu một")
    assert "not among the first ten" in page
