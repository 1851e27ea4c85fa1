"""The answers from Milvus beside those of the local index of a home: how many rankings differ, and how many candidates.

python -m tests.benchmarks.milvus_same ADDRESS HOME

ADDRESS as in docs/milvus.md; its collections must be empty, and keep the entries.
"""

from __future__ import annotations

import sys
from dataclasses import astuple
from pathlib import Path

import numpy as np

from corpus.store import Store
from search import Searcher
from search.backend import EVERYTHING, Scope
from search.index import Retriever
from search.milvus import MilvusBackend
from search.ranking import Ranking
from search.remote import RemoteIndex

QUESTIONS = (
    "ty le tham gia bao hiem y te nam 2030", "ai chịu trách nhiệm thực hiện", "thời hạn báo cáo", "hỗ trợ hộ nghèo nhà ở", "UBND xã làm gì", "giá đất",
    "mức xử phạt", "who is responsible for reporting", "chuyển đổi số trong giáo dục", "đào tạo nghề cho lao động nông thôn",
)  # fmt: skip
RETRIEVERS: tuple[Retriever, ...] = ("hybrid", "dense", "lexical")


def main(address: str, home: Path) -> None:
    """Load the home's documents, ask both, print."""
    with Store(home) as store:
        searcher = Searcher(store)
        here = searcher.refresh()
        assert searcher._encoder is not None
        encoder = searcher._encoder
        with MilvusBackend(address, encoder.name, encoder.dimension) as backend:
            if backend.versions():
                raise SystemExit(f"{address} holds documents already; name an empty collection")
            there = RemoteIndex(encoder, backend)
            for batch in searcher._batches(list(here.documents), store.versions()):
                there = there.added(batch, here.known)
            names = sorted(here.documents)
            scopes = [
                EVERYTHING,
                Scope(documents=frozenset(names[::2])),
                Scope(level="arabic"),
                Scope(frozenset(names[:5]), "point"),
            ]
            missed, different = [], 0
            for question in QUESTIONS:
                analysis = here.analyse(question)
                for scope in scopes:
                    for retriever in RETRIEVERS:
                        one, two = (index.rank(analysis, 10, scope, retriever) for index in (here, there))
                        different += not alike(one, two)
                        local, remote = (
                            index.judged(analysis, 200, scope, retriever)[0].keys for index in (here, there)
                        )
                        missed.append(len({*local} - {*remote}) / max(len(local), 1))
    print(f"{len(here)} clauses: {different} of {len(missed)} rankings differ in their first ten or by .0001")
    print(f"candidates missed: {np.mean(missed):.4f} on average, {max(missed):.3f} at most")


def alike(one: Ranking, two: Ranking) -> bool:
    """Whether the same windows answer, in one order, with the same scores and evidence."""
    places = [[(hit.key, hit.start, hit.end) for hit in ranking.hits] for ranking in (one, two)]
    numbers = [[*(hit.score for hit in ranking.hits), *astuple(ranking.evidence)] for ranking in (one, two)]
    return places[0] == places[1] and np.allclose(numbers[0], numbers[1], atol=1e-4)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
