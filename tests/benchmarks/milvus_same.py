"""The answers from Milvus beside those of the local index of a home: how many rankings differ, and how many candidates.

python -m tests.benchmarks.milvus_same ADDRESS HOME

ADDRESS as in docs/milvus.md; its collections must be empty, and keep the entries.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

import search.index.dense
import search.index.segment
from corpus.store import Store
from search import Searcher
from search.index.backend import EVERYTHING, Scope
from search.index.index import Index, Retriever
from search.index.ranking import Ranking
from search.milvus.backend import MilvusBackend
from search.milvus.remote import RemoteIndex

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
        assert searcher._keeper.encoder is not None
        encoder = searcher._keeper.encoder
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
            compare("the local index as it is", here, there, scopes)
            # What it leaves out for speed: common words while candidates are sought, most vectors while the least cosine is.
            search.index.segment._SCANNED = search.index.dense._SAMPLE = 10**9
            compare("the local index with nothing left out", Index.load(home / "index", encoder), there, scopes)


def compare(name: str, here: Index, there: Index, scopes: list[Scope]) -> None:
    """Ask both and print how far they differ."""
    others, apart, missed = 0, [], []
    for question in QUESTIONS:
        analysis = here.analyse(question)
        for scope in scopes:
            for retriever in RETRIEVERS:
                one, two = (index.rank(analysis, 10, scope, retriever) for index in (here, there))
                others += places(one) != places(two)
                scores = {hit.key: hit.score for hit in one.hits}
                apart += [abs(hit.score - scores[hit.key]) for hit in two.hits if hit.key in scores]
                local, remote = (index.judged(analysis, 200, scope, retriever)[0].keys for index in (here, there))
                missed.append(len({*local} - {*remote}) / max(len(local), 1))
    print(
        f"{name}, {len(here)} clauses: {others} of {len(missed)} rankings differ in their first ten; scores by {max(apart):.4f} at most; "
        f"candidates missed {np.mean(missed):.4f} on average, {max(missed):.3f} at most"
    )


def places(ranking: Ranking) -> list[tuple[str, int, int]]:
    """The windows that answer, in order."""
    return [(hit.key, hit.start, hit.end) for hit in ranking.hits]


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
