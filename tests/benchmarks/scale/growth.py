"""What ingest and questions cost as the number of clauses grows, and what the largest index still finds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from tests.benchmarks.scale.made import CLAUSES, KINDS
from tests.benchmarks.scale.ours import Exact, GrowingIndex
from tests.benchmarks.scale.setting import Result, Row, Setting
from tests.benchmarks.scale.timing import milliseconds, quantile

_QUERY_MS, _RECALL = 100.0, 0.97
_SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)


def measure(setting: Setting) -> Result:
    """One index that grows from size to size, asked at each."""
    encoder = setting.made_encoder()
    index = GrowingIndex(encoder, setting.work / "growth")
    exact = Exact(encoder, setting.questions)
    points: list[dict[str, Any]] = []
    done, seconds = 0, 0.0
    for size in (size for size in _SIZES if size <= setting.most):
        until = -(-size // CLAUSES)
        seconds += index.extend(exact.watch(setting.corpus.documents(done, until)))
        done = until
        points.append(_asked(setting, index, exact) | {"clauses": done * CLAUSES, "ingest_s": round(seconds, 2)})
        print(f"  {done * CLAUSES:>9,} clauses: {_told(points[-1])}", flush=True)
    last = points[-1]
    name = f"{last['clauses']:,} clauses"
    p95 = quantile(last["query_ms"], 0.95)
    slopes = {name: slope(points, name) for name in ("ingest_s", "query_ms", "filtered_ms")}
    return Result(
        (
            Row(f"query at {name}, p95 without encoding", f"≤ {_QUERY_MS:g} ms", f"{p95:.1f} ms", p95 <= _QUERY_MS),
            Row(
                f"recall@10 of vectors at {name}, exact = 1",
                f"≥ {_RECALL}",
                f"{last['recall']:.3f}",
                last["recall"] >= _RECALL,
            ),
            Row(
                f"growth from {points[0]['clauses']:,} to {name}, slope of log-log",
                "a plot",
                f"ingest {slopes['ingest_s']:.2f}, query {slopes['query_ms']:.2f}, filtered {slopes['filtered_ms']:.2f}",
                None,
            ),
        ),
        "ingest: windows, words, index, with vectors ready made, from nothing to that size; query: reading the question and ranking, its vector ready made; "
        "filtered: the same among the clauses of one of six types",
        {"points": points, "slopes": slopes},
    )


def slope(points: Sequence[dict[str, Any]], name: str) -> float:
    """How fast `name` grows with the clauses: the exponent of the power law that fits best; times of questions count by their medians."""
    if len(points) < 2:
        return math.nan
    values = [float(np.median(point[name])) for point in points]
    return float(np.polyfit(np.log([point["clauses"] for point in points]), np.log(values), 1)[0])


def _asked(setting: Setting, index: GrowingIndex, exact: Exact) -> dict[str, Any]:
    scopes = {kind: index.scope(kind) for kind, _, _ in KINDS}
    questions = setting.questions
    kinds = [KINDS[at % len(KINDS)][0] for at in range(len(questions))]
    for question, kind in zip(questions, kinds, strict=True):  # makes the vectors of questions
        index.ask(question, scopes[kind])
    return {
        "query_ms": [milliseconds(index.ask, question) for question in questions],
        "filtered_ms": [
            milliseconds(index.ask, question, scopes[kind]) for question, kind in zip(questions, kinds, strict=True)
        ],
        "recall": round(exact.recall([index.nearest(question) for question in questions]), 4),
    }


def _told(point: dict[str, Any]) -> str:
    p50, p95 = (quantile(point["query_ms"], share) for share in (0.5, 0.95))
    return f"ingest {point['ingest_s']:.1f} s, query p50 {p50:.1f} ms, p95 {p95:.1f} ms, recall {point['recall']:.3f}"
