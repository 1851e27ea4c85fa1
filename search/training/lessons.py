"""What is learnt from: questions, every window that could answer them, and what the product's ranking already makes of their words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.encoder import Encoder
from search.evaluation import read_queries
from search.fusion import HYBRID, scaled
from search.index import Index
from search.passages import passages


@dataclass(frozen=True, slots=True)
class Lessons:
    """`questions` as the encoder reads them; `vectors` `(n_windows, dimension)`, unit rows.

    `words` `(n_questions, n_windows)`: the weighted lexical part of the product's sum; `answers`, of the same shape: which windows are of an
    entry that answers.
    """

    questions: list[str]
    vectors: NDArray[np.float32]
    words: NDArray[np.float32]
    answers: NDArray[np.bool_]


def read_lessons(folder: Path, encoder: Encoder) -> Lessons:
    """The labelled queries of `folder` (BEIR's layout) before the windows of its passages.

    Raises:
        InputError: `folder` is not in that layout.
    """
    entries, queries, qrels = read_queries(folder)
    index = Index.build(entries, encoder)
    keys = np.array([entries[window.entry].key for window in passages(entries)])
    asked = [index.analyse(text) for text in queries.values()]
    words = []
    for analysis in asked:
        found = index.words(analysis)
        bm25, coverage = (scaled(one, 0.0, float(one.max())) for one in (found.bm25, found.coverage))
        words.append(HYBRID.bm25 * bm25 + HYBRID.coverage * coverage)
    return Lessons(
        [analysis.encoded for analysis in asked],
        index.window_vectors.copy(),
        np.stack(words),
        np.stack([np.isin(keys, list(qrels[query])) for query in queries]),
    )
