"""BM25 of windows and of their whole entries, over syllables and pairs of syllables.

Pairs matter because a Vietnamese word is mostly two syllables: nDCG@10 on `articles` rises from .835 to .880 with them. Each term counts
twice, folded and as it is spelt: folded terms find what is typed without diacritics (.179 unfolded, .878 folded), spelt ones prefer
"mức" over "mục" when that was asked.

A passage's score is a sum of two: its window's own words say that the question's words stand together, its whole entry with title and
headings says that they belong there. The parts were chosen on `policy-synthetic` and `articles`: windows with context alone give .69 on
`policy`, the sum .74.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.text import fold, match_form, syllables

Scores = NDArray[np.float32]

#: Weight of the window's own words against its whole entry's.
_WINDOW_WEIGHT = np.float32(0.35)


def terms(text: str) -> list[str]:
    """The terms of `text`: syllables and pairs of neighbours, folded and (behind `=`) as they are spelt."""
    spelt = [match_form(syllable) for syllable in syllables(text)]
    folded = [fold(syllable) for syllable in spelt]
    return [
        *folded,
        *(f"{first} {second}" for first, second in pairwise(folded)),
        *(f"={syllable}" for syllable in spelt),
        *(f"={first} {second}" for first, second in pairwise(spelt)),
    ]


class LexicalIndex:
    """BM25 scores of a query for every passage."""

    def __init__(self, windows: Any, entries: Any, entry_of: NDArray[np.int64]) -> None:
        """`windows`, `entries`: bm25s indexes; `entry_of`: the entry of each window. Use `build` or `load`."""
        self._windows = windows
        self._entries = entries
        self._entry_of = entry_of

    @classmethod
    def build(cls, windows: Sequence[str], entries: Sequence[str], entry_of: NDArray[np.int64]) -> LexicalIndex:
        """Index the windows' own words and the entries with their context."""
        return cls(_bm25(windows), _bm25(entries), entry_of)

    def scores(self, query: str) -> Scores:
        """`(n_passages,)` float32, at least 0, higher is better; all 0 when no term of `query` is known."""
        asked = terms(query)
        entries = _scores(self._entries, asked)[self._entry_of]
        return _WINDOW_WEIGHT * _scores(self._windows, asked) + (1 - _WINDOW_WEIGHT) * entries

    def save(self, folder: Path) -> None:
        """Write the index into `folder`; `entry_of` is kept with the passages."""
        self._windows.save(folder / "windows", show_progress=False)
        self._entries.save(folder / "entries", show_progress=False)

    @classmethod
    def load(cls, folder: Path, entry_of: NDArray[np.int64]) -> LexicalIndex:
        """Read what `save` wrote."""
        import bm25s

        windows, entries = (
            bm25s.BM25.load(folder / name, load_vocab=True, show_progress=False) for name in ("windows", "entries")
        )
        return cls(windows, entries, entry_of)


def _bm25(texts: Sequence[str]) -> Any:
    import bm25s  # half a second that only indexing and searching need

    ids: dict[str, int] = {"": 0}
    tokens = [[ids.setdefault(term, len(ids)) for term in terms(text)] or [0] for text in texts]
    bm25 = bm25s.BM25(k1=1.2, b=0.75)
    bm25.index((tokens or [[0]], ids), show_progress=False, create_empty_token=False)
    return bm25


def _scores(bm25: Any, asked: Sequence[str]) -> Scores:
    known = [term for term in asked if term in bm25.vocab_dict]
    if not known:
        return np.zeros(int(bm25.scores["num_docs"]), dtype=np.float32)
    return np.asarray(bm25.get_scores(known), dtype=np.float32)
