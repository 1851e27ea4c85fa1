"""What is learnt from: questions, every window that could answer them, and what the product's ranking already makes of their words."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.encoding.encoder import Encoder
from search.evaluation.measuring import read_queries
from search.index import Index
from search.index.fusion import HYBRID, scaled


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
    asked = [index.analyse(text) for text in queries.values()]
    words = []
    for analysis in asked:
        everything, signals, _ = index.judged(analysis, sys.maxsize)
        sizes = np.diff([*everything.first, len(everything.spans)])
        bm25, coverage = (
            scaled(one, 0.0, float(one.max())) for one in (np.repeat(signals.bm25, sizes), signals.coverage)
        )
        words.append(HYBRID.bm25 * bm25 + HYBRID.coverage * coverage)
    return Lessons(
        [analysis.encoded for analysis in asked],
        everything.vectors,
        np.stack(words),
        np.stack([np.isin(np.repeat(everything.keys, sizes), list(qrels[query])) for query in queries]),
    )
