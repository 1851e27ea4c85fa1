"""The encoder with its changes for questions against the one without, question by question, through the product's index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from search.encoding.encoder import Encoder, OpenVinoEncoder, Progress, Vectors
from search.evaluation import evaluate
from search.evaluation.significance import Difference, paired
from search.index.index import Retriever


class _Remembering:
    """An encoder for passages that two encoders for questions share, so that nothing is encoded twice."""

    def __init__(self, passages: Encoder, questions: Encoder, vectors: dict[str, Vectors]) -> None:
        self.name, self.dimension, self.tokens = passages.name, passages.dimension, passages.tokens
        self.backend = passages.backend
        self._passages, self._questions, self._vectors = passages, questions, vectors

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        key = "\0".join(texts)
        if key not in self._vectors:
            self._vectors[key] = self._passages.encode_passages(texts, progress)
        return self._vectors[key]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._questions.encode_queries(texts)


def compare(
    folder: Path, changes: Path, retrievers: Sequence[Retriever] = ("hybrid", "dense")
) -> dict[Retriever, Difference]:
    """What `changes` (see `adapted.pack`) make of nDCG@10 on the labelled queries of `folder` (BEIR's layout).

    Raises:
        InputError: `folder` is not in that layout.
    """
    plain, changed = OpenVinoEncoder(None), OpenVinoEncoder(changes)
    vectors: dict[str, Vectors] = {}
    found: dict[Retriever, Difference] = {}
    for retriever in retrievers:
        before, after = (
            evaluate(folder, _Remembering(plain, questions, vectors), retriever).queries
            for questions in (plain, changed)
        )
        found[retriever] = paired({q.query_id: q.ndcg_10 for q in before}, {q.query_id: q.ndcg_10 for q in after})
    return found
