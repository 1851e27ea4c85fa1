"""What the words of a question say: BM25 of whole entries, and how much of the question each window covers.

Terms are syllables and pairs of syllables. Pairs matter because a Vietnamese word is mostly two syllables: nDCG@10 on `articles` rises from .835 to .880
with them. Each term counts twice, folded and as it is spelt: folded terms find what is typed without diacritics (.179 unfolded, .878 folded), spelt ones prefer
"mức" over "mục" when that was asked.

BM25 of the entry with its headings says what it is about, repetition included. The coverage of a window, the share of the question's distinct terms that it
holds, each weighing its rarity, says that they stand together. The second is BM25 without term frequency and length;
BM25 of windows in its place loses .005 to .015 on every large set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.text import fold, match_form, syllables
from search.abbreviations import Abbreviations

Scores = NDArray[np.float32]

#: A term in the clause's words or the headings above it counts in full, one that only its document's name holds a quarter: otherwise every clause of a plan on
#: housing holds the word. The development sets change by .003 at most between 0 and 1.
_OWN = 0.75
#: BM25 without frequency and length: a term is there or not.
_PRESENCE = {"k1": 0.0, "b": 0.0}
_PARTS = ("own", "placed", "entries")


@dataclass(frozen=True, slots=True)
class LexicalScores:
    """Per passage, higher is better: `bm25` of its entry, at least 0; `coverage` of its window, in [0, 1]."""

    bm25: Scores
    coverage: Scores


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
    """The scores that a question's words give to every passage."""

    def __init__(self, own: Any, placed: Any, entries: Any, entry_of: NDArray[np.int64]) -> None:
        """`own`, `placed`, `entries`: bm25s indexes; `entry_of`: the entry of each window. Use `build` or `load`."""
        self._own = own
        self._placed = placed
        self._entries = entries
        self._entry_of = entry_of

    @classmethod
    def build(
        cls, own: Sequence[str], placed: Sequence[str], entries: Sequence[str], entry_of: NDArray[np.int64],
        abbreviations: Abbreviations,
    ) -> LexicalIndex:  # fmt: skip
        """Index windows with their headings (`own`), the same with their document's name (`placed`), and entries with their headings.

        All of them also hold what their abbreviations stand for.
        """
        return cls(
            _bm25(own, abbreviations, **_PRESENCE),
            _bm25(placed, abbreviations, **_PRESENCE),
            _bm25(entries, abbreviations, k1=1.2, b=0.75),
            entry_of,
        )

    def scores(self, readings: Sequence[str]) -> LexicalScores:
        """Per passage, the best of what the `readings` of a question give it; all 0 when no term is known.

        BM25 grows with the number of terms; readings of different lengths compare by what each gives per weight of its terms.
        """
        bm25, coverage = [], []
        for reading in readings:
            asked = terms(reading)
            coverage.append(_OWN * _coverage(self._own, asked) + (1 - _OWN) * _coverage(self._placed, asked))
            total = max(float(_weights(self._own, asked).sum()), 1e-9)
            bm25.append(_scores(self._entries, asked)[self._entry_of] / np.float32(total))
        return LexicalScores(np.maximum.reduce(bm25), np.maximum.reduce(coverage))

    def weights(self, asked: Sequence[str]) -> Scores:
        """The rarity of each term among the windows (its idf), `(len(asked),)`; a term that none holds weighs most."""
        return _weights(self._own, asked)

    def save(self, folder: Path) -> None:
        """Write the index into `folder`; `entry_of` is kept with the passages."""
        for name, index in zip(_PARTS, (self._own, self._placed, self._entries), strict=True):
            index.save(folder / name, show_progress=False)

    @classmethod
    def load(cls, folder: Path, entry_of: NDArray[np.int64]) -> LexicalIndex:
        """Read what `save` wrote."""
        import bm25s

        own, placed, entries = (bm25s.BM25.load(folder / name, load_vocab=True, show_progress=False) for name in _PARTS)
        return cls(own, placed, entries, entry_of)


def _bm25(texts: Sequence[str], abbreviations: Abbreviations, k1: float, b: float) -> Any:
    import bm25s  # half a second that only indexing and searching need

    ids: dict[str, int] = {"": 0}
    tokens = [
        [ids.setdefault(term, len(ids)) for term in _all_terms([text, *abbreviations.readings(text)])] or [0]
        for text in texts
    ]
    bm25 = bm25s.BM25(k1=k1, b=b)
    bm25.index((tokens or [[0]], ids), show_progress=False, create_empty_token=False)
    return bm25


def _all_terms(readings: Sequence[str]) -> list[str]:
    """The terms of a text, the first of `readings`, and once each those that only the others have.

    Counted as often as the abbreviation stands there, they would outweigh what the text says in full: nDCG@10 on `policy` falls by .010.
    """
    own = terms(readings[0])
    known = set(own)
    return [*own, *dict.fromkeys(term for reading in readings[1:] for term in terms(reading) if term not in known)]


def _scores(bm25: Any, asked: Sequence[str]) -> Scores:
    known = [term for term in asked if term in bm25.vocab_dict]
    if not known:
        return np.zeros(int(bm25.scores["num_docs"]), dtype=np.float32)
    return np.asarray(bm25.get_scores(known), dtype=np.float32)


def _coverage(index: Any, asked: Sequence[str]) -> Scores:
    total = max(float(_weights(index, asked).sum()), 1e-9)
    return np.asarray(np.minimum(_scores(index, asked) / total, 1), dtype=np.float32)


def _weights(index: Any, asked: Sequence[str]) -> Scores:
    starts, idf = index.scores["indptr"], index.scores["data"]  # without frequencies a score is the term's idf
    unseen = np.log(2 * index.scores["num_docs"] + 2)
    known = [index.vocab_dict.get(term) for term in asked]
    return np.array(
        [unseen if at is None or starts[at] == starts[at + 1] else idf[starts[at]] for at in known], np.float32
    )
