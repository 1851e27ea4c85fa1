"""How much two texts say in the same words: cosine of their weighted pairs of syllables, over pieces of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.language.text import fold, syllables
from search.index.passages import windows

Matrix = NDArray[np.float64]

#: A text longer than this many characters is also compared piece by piece, so that a short clause is found in a long one or in a table's row.
_PIECE = 350


def overlap(first: Sequence[str], second: Sequence[str]) -> Matrix:
    """The overlap of each text of `first` with each of `second`: `(len(first), len(second))`, in [0, 1].

    A pair of syllables weighs the more the fewer texts hold it: what every clause of two documents on one subject says counts next to
    nothing. Diacritics are folded, because recognised text lacks some. The best of the whole texts and of their pieces counts.
    """
    units = [[_pairs(text), *(_pairs(piece) for piece in _pieces(text))] for text in (*first, *second)]
    held = Counter(pair for unit in units for pair in unit[0])
    column = {pair: at for at, pair in enumerate(held)}
    rarity = np.log((1 + len(units)) / (1 + np.array(list(held.values()), dtype=np.float64))) + 1
    matrix, starts = _weighted(units, column, rarity)
    split = int(starts[len(first)]) if len(second) else matrix.shape[0]
    product = (matrix[:split] @ matrix[split:].T).toarray()
    if not len(first) or not len(second):
        return np.zeros((len(first), len(second)))
    rows = np.maximum.reduceat(product, starts[: len(first)], axis=0)
    return np.asarray(np.maximum.reduceat(rows, starts[len(first) :] - split, axis=1), dtype=np.float64)


def _pairs(text: str) -> Counter[tuple[str, str]]:
    return Counter(pairwise(fold(syllable) for syllable in syllables(text)))


def _pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in windows(text, _PIECE)] if len(text) > _PIECE else []


def _weighted(
    units: Sequence[Sequence[Counter[tuple[str, str]]]], column: dict[tuple[str, str], int], rarity: Matrix
) -> tuple[Any, NDArray[np.int64]]:
    """A sparse matrix of unit rows, one for each piece of each unit, and the row at which each unit begins."""
    from scipy.sparse import csr_array  # a second that only comparing needs

    indices: list[int] = []
    counts: list[int] = []
    ends = [0]
    starts = []
    for unit in units:
        starts.append(len(ends) - 1)
        for piece in unit:
            known = [(column[pair], count) for pair, count in piece.items() if pair in column]
            indices += [at for at, _ in known]
            counts += [count for _, count in known]
            ends.append(len(indices))
    data = (1 + np.log(np.array(counts, dtype=np.float64))) * rarity[indices]
    squares = np.add.reduceat(np.append(data**2, 0.0), np.minimum(ends[:-1], len(data))) if len(data) else np.zeros(0)
    lengths = np.diff(ends)
    norms = np.sqrt(np.where(lengths > 0, squares, 1.0)) if len(data) else np.ones(len(lengths))
    data = data / np.repeat(norms, lengths)
    return csr_array((data, indices, ends), shape=(len(lengths), max(len(column), 1))), np.array(starts, np.int64)
