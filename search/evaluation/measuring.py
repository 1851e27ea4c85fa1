"""Figures for the ranking, on labelled queries in BEIR's layout, through the product's own index."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import InputError
from corpus.language.text import strip_diacritics
from search.encoding.encoder import Encoder
from search.index.index import Index, Retriever
from search.index.passages import Entry

#: Scores of keys, and grades of relevant keys, by query.
Run = dict[str, dict[str, float]]
Qrels = dict[str, dict[str, int]]

_DEPTH = 100
_MEASURES = {"ndcg_10": "nDCG@10", "recall_10": "R@10", "recall_100": "R@100", "rr_10": "RR@10"}


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """What became of one labelled query: its measures in [0, 1], the keys found (best first, ten at most) and the relevant ones."""

    query_id: str
    query: str
    ndcg_10: float
    recall_10: float
    recall_100: float
    rr_10: float
    found: tuple[str, ...]
    relevant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of one set of queries, each the mean of `queries`; times in seconds (`index_s`) and milliseconds a query."""

    dir: str
    retriever: str
    n_queries: int
    ndcg_10: float
    recall_10: float
    recall_100: float
    mrr_10: float
    index_s: float
    p50_ms: float
    p95_ms: float
    queries: tuple[JudgedQuery, ...]

    def as_dict(self) -> dict[str, Any]:
        """The figures under the names of the command line's contract."""
        return {
            "dir": self.dir,
            "retriever": self.retriever,
            "n_queries": self.n_queries,
            "ndcg@10": self.ndcg_10,
            "recall@10": self.recall_10,
            "recall@100": self.recall_100,
            "mrr@10": self.mrr_10,
            "index_s": self.index_s,
            "p50_ms": self.p50_ms,
            "p95_ms": self.p95_ms,
        }


def evaluate(
    folder: Path, encoder: Encoder, retriever: Retriever = "hybrid", fold_queries: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:  # fmt: skip
    """Index the passages of `folder` and ask its labelled queries; `fold_queries` takes their diacritics out first.

    Raises:
        InputError: `folder` is not in BEIR's layout.
    """
    entries, queries, qrels = read_queries(folder)
    started = time.perf_counter()
    index = Index.build(entries, encoder, progress=progress)
    index_s = time.perf_counter() - started
    if fold_queries:
        queries = {query_id: strip_diacritics(text) for query_id, text in queries.items()}
    run: Run = {}
    times = []
    for query_id, text in queries.items():
        started = time.perf_counter()
        _, hits = index.search(text, _DEPTH, retriever=retriever)
        times.append(1000 * (time.perf_counter() - started))
        run[query_id] = {hit.key: hit.score - 1e-6 * rank for rank, hit in enumerate(hits)}
    judged = judge(run, queries, qrels)
    ndcg, recall_10, recall_100, mrr = (_mean(judged, name) for name in _MEASURES)
    return Evaluation(
        str(folder), retriever, len(queries), ndcg, recall_10, recall_100, mrr, round(index_s, 2), round(float(np.percentile(times, 50)), 2),
        round(float(np.percentile(times, 95)), 2), judged,
    )  # fmt: skip


def judge(run: Run, queries: dict[str, str], qrels: Qrels) -> tuple[JudgedQuery, ...]:
    """The measures of each of `queries`, in their order; `run` holds scores of keys by query, higher is better."""
    import ir_measures  # loads pandas

    measures = {name: ir_measures.parse_measure(text) for name, text in _MEASURES.items()}
    named = {measure: name for name, measure in measures.items()}
    values: dict[str, dict[str, float]] = {query_id: dict.fromkeys(_MEASURES, 0.0) for query_id in queries}
    for one in ir_measures.iter_calc(list(measures.values()), qrels, run):
        values[one.query_id][named[one.measure]] = float(one.value)
    return tuple(
        JudgedQuery(
            query_id,
            text,
            **values[query_id],
            found=tuple(sorted(run[query_id], key=lambda key: -run[query_id][key])[:10]),
            relevant=tuple(key for key, grade in qrels[query_id].items() if grade > 0),
        )
        for query_id, text in queries.items()
    )


def _mean(judged: Sequence[JudgedQuery], name: str) -> float:
    return round(float(np.mean([getattr(one, name) for one in judged])), 4)


def read_queries(folder: Path) -> tuple[list[Entry], dict[str, str], Qrels]:
    """The passages, the labelled queries and the labels of `folder`.

    Raises:
        InputError: it is not in BEIR's layout.
    """
    try:
        corpus = [json.loads(line) for line in _lines(folder / "corpus.jsonl")]
        entries = [Entry(str(row["_id"]), "", str(row.get("title") or ""), str(row["text"])) for row in corpus]
        texts = {str(row["_id"]): str(row["text"]) for row in map(json.loads, _lines(folder / "queries.jsonl"))}
        qrels: Qrels = {}
        with (folder / "qrels" / "test.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                qrels.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
        queries = {query_id: texts[query_id] for query_id in qrels}
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{folder} is not a set of labelled queries ({error}); it needs corpus.jsonl, queries.jsonl and qrels/test.tsv."
        ) from error
    if not entries or not queries:
        raise InputError(f"{folder} holds no passages or no labelled queries; check that it was copied completely.")
    return entries, queries, qrels


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line.strip()]
