"""The documents that the benchmark of speed and size is made of, and its arithmetic."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.citing.identifiers import ClauseId
from corpus.store import Store
from corpus.store.admission import with_id
from search.encoding.encoder import Progress, Vectors
from search.index.passages import windows
from tests.benchmarks.scale.growth import slope
from tests.benchmarks.scale.made import ARTICLES, CLAUSES, KHOAN, MadeCorpus, entries_of
from tests.benchmarks.scale.ours import Exact
from tests.benchmarks.scale.plot import draw
from tests.benchmarks.scale.texts import RealTexts
from tests.benchmarks.scale.timing import alternating
from tests.benchmarks.scale.vectors import LIKENESS, MadeEncoder

_REAL = 2 * ARTICLES * KHOAN + 5
TEXTS = RealTexts(
    tuple(f"Nội dung {at}" for at in range(40)),
    tuple(
        (at // 4, f"Sở Y tế tỉnh An Giang hỗ trợ {at + 100} hộ năm 2020. Báo cáo lần {at + 100}.")
        for at in range(_REAL)
    ),
)


class Asked:
    """An encoder that knows nothing but what it is asked."""

    name, dimension, tokens, backend = "none", 16, 512, "none"

    def __init__(self) -> None:
        self.passages: list[str] = []

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.passages += texts
        return np.zeros((len(texts), self.dimension), np.float32)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        vectors[:, 0] = 1
        return vectors


@pytest.fixture
def encoder() -> MadeEncoder:
    vectors = np.random.default_rng(1).normal(size=(len(TEXTS.headings) + _REAL, 16)).astype(np.float32)
    return MadeEncoder(Asked(), vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


@pytest.mark.parametrize("number", [0, 1, 2, 77, 15_383])
def test_made_documents_are_documents(number: int, tmp_path: Path) -> None:
    document = MadeCorpus(TEXTS).document(number).document
    assert len(document.clauses) == CLAUSES
    for clause in document.clauses:
        assert document.text[clause.start : clause.end] == clause.text
        assert str(ClauseId.parse(clause.id)) == clause.id
        assert len(windows(clause.text)) == 1
    article = document.clauses[0]
    assert document.quotation(article).count("\n") == KHOAN
    with Store(tmp_path) as store:
        store.add(document, document.text.encode(), None, "made")
        assert store.document(document.id).clauses == document.clauses


def test_each_number_is_one_document_of_its_own() -> None:
    corpus = MadeCorpus(TEXTS)
    assert corpus.document(9).document.text == MadeCorpus(TEXTS).document(9).document.text
    documents = [made.document for made in corpus.documents(0, 60)]
    assert len({document.id for document in documents}) == 60
    assert len({document.text for document in documents}) == 60


def test_the_first_documents_hold_real_texts_and_the_others_changed_ones() -> None:
    corpus = MadeCorpus(TEXTS)
    real = {text for _, text in TEXTS.clauses}
    shares = []
    for number in (0, 1, 2, 3):
        texts = [
            clause.text.split(" ", 1)[1]
            for clause in corpus.document(number).document.clauses
            if clause.level == "clause"
        ]
        shares.append(np.mean([text in real for text in texts]))
    assert shares[:2] == [1.0, 1.0]
    assert max(shares[2:]) < 0.1


def test_changed_clauses_lie_as_near_their_origins_as_is_said(encoder: MadeEncoder) -> None:
    made = MadeCorpus(TEXTS).document(5)
    changed = encoder.made(made.origins)
    own = encoder.made([(origin, origin) for origin, _ in made.origins])
    cosines = np.sum(changed * own, axis=1)
    assert np.allclose(np.linalg.norm(changed, axis=1), 1, atol=1e-5)
    for cosine, (origin, towards) in zip(cosines, made.origins, strict=True):
        assert cosine == pytest.approx(1 if origin == towards else LIKENESS, abs=1e-4)


def test_only_unknown_texts_are_encoded(encoder: MadeEncoder) -> None:
    corpus = MadeCorpus(TEXTS)
    real = encoder._real
    assert isinstance(real, Asked)
    made = corpus.document(4)
    texts = [
        f"{entry.title}\n{entry.headings}\n{entry.text}" for entry in entries_of([made], encoder) if entry.headings
    ]
    vectors = encoder.encode_passages([*texts, "một văn bản khác"])
    assert real.passages == ["một văn bản khác"]
    rows = [at for at, clause in enumerate(made.document.clauses) if clause.level == "clause"]
    assert np.allclose(vectors[:-1], encoder.made(made.origins)[rows])


def test_recall_is_of_the_ten_nearest_of_all(encoder: MadeEncoder) -> None:
    documents = list(MadeCorpus(TEXTS).documents(0, 6))
    exact = Exact(encoder, ["câu hỏi"])
    assert list(exact.watch(documents)) == documents
    cosines = [
        (vector[0], clause.id)
        for made in documents
        for vector, clause in zip(encoder.made(made.origins), made.document.clauses, strict=True)
    ]
    nearest = [key for _, key in sorted(cosines, reverse=True)]
    assert exact.recall([nearest[:10]]) == 1
    assert exact.recall([nearest[5:15]]) == 0.5


def test_what_is_equally_near_counts_for_recall(encoder: MadeEncoder) -> None:
    first = MadeCorpus(TEXTS).document(0)
    copies = [replace(first, document=with_id(first.document, f"ban-sao-{at}")) for at in range(12)]
    exact = Exact(encoder, ["câu hỏi"])
    list(exact.watch(copies))
    best = int(np.argmax(encoder.made(first.origins)[:, 0]))
    keys = [copy.document.clauses[best].id for copy in copies]
    assert exact.recall([keys[:10]]) == exact.recall([keys[2:]]) == 1


def test_calls_take_turns_and_each_number_is_timed_once() -> None:
    heard: list[tuple[str, int]] = []
    calls = {
        "a": lambda at: heard.append(("a", at)),
        "b": lambda at: time.sleep(0.05) if at == 2 else heard.append(("b", at)),
    }
    times = alternating(calls, 4)
    assert [name for name, _ in heard[:4]] == ["a", "a", "b", "a"]
    assert sorted(heard) == [("a", 0), ("a", 1), ("a", 2), ("a", 3), ("b", 0), ("b", 1), ("b", 3)]
    assert times["b"][2] >= 50


def test_the_slope_is_the_exponent_and_is_drawn(tmp_path: Path) -> None:
    points = [
        {
            "clauses": size,
            "ingest_s": 2e-3 * size**1.1,
            "query_ms": [0.1 * size**0.5] * 3,
            "filtered_ms": [size**0.25] * 3,
        }
        for size in (1_000, 10_000, 100_000)
    ]
    slopes = {name: slope(points, name) for name in ("ingest_s", "query_ms", "filtered_ms")}
    assert slopes == pytest.approx({"ingest_s": 1.1, "query_ms": 0.5, "filtered_ms": 0.25})
    pytest.importorskip("matplotlib", reason="the plot needs matplotlib")
    curves = [{"vectors": 9_000, "exact_ms": 3.0, "probes": [{"cells": 8, "ms": 1.0, "recall": 0.9}]}]
    found = {"growth": {"raw": {"points": points, "slopes": slopes}}, "cells": {"raw": {"curves": curves}}}
    files = draw(json.loads(json.dumps(found)), tmp_path / "scale.json")
    assert [path.name for path in files] == [
        f"scale_{name}.{kind}" for name in ("growth", "cells") for kind in ("png", "svg")
    ]
    assert files[0].read_bytes().startswith(b"\x89PNG")
    assert "slope 1.10" in files[1].read_text("utf-8")
    assert "9,000 vectors" in files[3].read_text("utf-8")
