"""What cells cost and find beside a comparison with every vector: the curves that the numbers in `search/index/dense.py` are chosen from."""

from __future__ import annotations

import time
from statistics import median
from typing import Any
from unittest.mock import patch

import numpy as np

from search.index import dense
from search.index.dense import DenseIndex, Vectors
from tests.benchmarks.scale.made import CLAUSES
from tests.benchmarks.scale.setting import Result, Row, Setting
from tests.benchmarks.scale.timing import milliseconds

_SIZES = (25_000, 50_000, 100_000, 200_000)
_PROBES = (8, 16, 32, 48, 64, 96)
#: Candidates that the index takes by nearness, and those of them that are judged.
_CANDIDATES, _TEN = 200, 10


def measure(setting: Setting) -> Result:
    """Milliseconds of a question by itself and recall@10, exactly and by the number of cells that are looked into."""
    encoder = setting.made_encoder()
    queries = encoder.encode_queries(setting.questions)
    sizes = (5_000, 10_000) if setting.quick else _SIZES
    documents = setting.corpus.documents(0, -(-sizes[-1] // CLAUSES))
    vectors = np.concatenate([encoder.made(made.origins) for made in documents])
    curves = [_curve(vectors[:size].copy(), queries) for size in sizes]
    used = f"{dense._PROBES} cells"
    rows = [
        Row(
            f"nearest among {curve['vectors']:,}, medians: all / {used}",
            "curves",
            f"{curve['exact_ms']:.1f} ms / {chosen['ms']:.1f} ms, recall {chosen['recall']:.3f}",
            None,
        )
        for curve in curves
        for chosen in curve["probes"]
        if chosen["cells"] == dense._PROBES
    ]
    return Result(
        tuple(rows), "one call of `DenseIndex.nearest` for 200 candidates, vectors in memory", {"curves": curves}
    )


def _curve(vectors: Vectors, queries: Vectors) -> dict[str, Any]:
    started = time.perf_counter()
    celled = DenseIndex.build(vectors, exact=0)
    build_s = time.perf_counter() - started
    exact = DenseIndex.build(vectors, exact=len(vectors))
    nearest = [np.sort(exact.nearest(query, _TEN)[1])[0] for query in queries]  # the tenth best cosine
    found: dict[str, Any] = {"vectors": len(vectors), "build_s": round(build_s, 2), "probes": []}
    found["exact_ms"] = median(milliseconds(exact.nearest, query, _CANDIDATES) for query in queries)
    for cells in sorted({*_PROBES, dense._PROBES}):
        with patch.object(dense, "_PROBES", cells):
            times = [milliseconds(celled.nearest, query, _CANDIDATES) for query in queries]
            cosines = [celled.nearest(query, _CANDIDATES)[1] for query in queries]
        shares = [
            min(int(np.count_nonzero(each >= tenth - 1e-6)), _TEN) / _TEN
            for each, tenth in zip(cosines, nearest, strict=True)
        ]
        found["probes"].append({"cells": cells, "ms": median(times), "recall": round(float(np.mean(shares)), 4)})
    return found
