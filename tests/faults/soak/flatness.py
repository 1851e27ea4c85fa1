"""Whether memory stayed flat: the first half against the second, after a warm-up."""

from __future__ import annotations

from statistics import linear_regression, mean
from typing import Any

_WARM_UP = 600


def flatness(samples: list[dict[str, Any]], servers: list[str]) -> dict[str, Any]:
    """Means of the first and the second half of `samples`, the first ten minutes (a twelfth of a short run) left out.

    `slope` is in MB an hour over all that is counted. Memory is the proportional set size: what processes share is divided among them.
    """
    whole = samples[-1]["s"]
    counted = [sample for sample in samples if sample["s"] >= min(_WARM_UP, whole / 12)]
    halves = [s for s in counted if s["s"] < whole / 2], [s for s in counted if s["s"] >= whole / 2]
    told: dict[str, Any] = {}
    for name in servers:
        first, last = (mean(_memory(sample[name]) for sample in half) for half in halves)
        slope = linear_regression([s["s"] / 3600 for s in counted], [_memory(s[name]) for s in counted]).slope
        told[name] = {
            "first_mb": round(first, 1),
            "last_mb": round(last, 1),
            "growth_percent": round((last / first - 1) * 100, 2),
            "slope_mb_an_hour": round(slope, 2),
            "cores": round((samples[-1][name]["cpu_s"] - samples[0][name]["cpu_s"]) / (whole or 1), 3),
            **{
                key: [round(mean(sample[name][key] for sample in half), 1) for half in halves]
                for key in ("workers_mb", "threads", "open_files", "temporary_files")
            },
        }
    return {"memory": told, "home_mb": [round(mean(s["home_mb"] for s in half), 2) for half in halves]}


def _memory(sample: dict[str, float]) -> float:
    return sample["mb"] + sample["workers_mb"]
