"""What the words of a question say: BM25 of whole entries, and how much of the question each window covers.

Terms are syllables and pairs of syllables. Pairs matter because a Vietnamese word is mostly two syllables: nDCG@10 on `articles` rises from .835 to .880
with them. Each term counts twice, folded and as it is spelt: folded terms find what is typed without diacritics (.179 unfolded, .878 folded), spelt ones prefer
"mức" over "mục" when that was asked.

BM25 of the entry with its headings says what it is about, repetition included. The coverage of a window, the share of the question's distinct terms that it
holds, each weighing its rarity, says that they stand together. The second is BM25 without term frequency and length;
BM25 of windows in its place loses .005 to .015 on every large set.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus.language.text import fold, match_form, syllables
from search.index.postings import Terms, hashed
from search.question.abbreviations import Abbreviations

Scores = NDArray[np.float32]
#: In how many entries each of the terms stands.
Frequencies = Callable[[Terms], NDArray[np.int64]]

#: A term in the clause's words or the headings above it counts in full, one that only its document's name holds a quarter: otherwise every clause of a plan on
#: housing holds the word. The development sets change by .003 at most between 0 and 1.
IN_NAME = 0.25
_K1, _B = 1.2, 0.75


def terms(text: str) -> list[str]:
    """The terms of `text`: syllables and pairs of neighbours, folded and (behind `=`) as they are spelt."""
    forms = [_forms(syllable) for syllable in syllables(text)]
    return [
        *(folded for folded, _ in forms),
        *(f"{first} {second}" for (first, _), (second, _) in pairwise(forms)),
        *(f"={spelt}" for _, spelt in forms),
        *(f"={first} {second}" for (_, first), (_, second) in pairwise(forms)),
    ]


def indexed_terms(text: str, abbreviations: Abbreviations) -> list[str]:
    """The terms of a text and once each those that only what its abbreviations stand for has.

    Counted as often as the abbreviation stands there, they would outweigh what the text says in full: nDCG@10 on `policy` falls by .010.
    """
    own = terms(text)
    known = set(own)
    meant = dict.fromkeys(term for reading in abbreviations.readings(text) for term in terms(reading))
    return [*own, *(term for term in meant if term not in known)]


@lru_cache(maxsize=65536)
def _forms(syllable: str) -> tuple[str, str]:
    spelt = match_form(syllable)
    return fold(spelt), spelt


@dataclass(frozen=True, slots=True)
class Words:
    """The terms of a question in all its readings: `terms` sorted and distinct, `(n,)`, `rarity` their idf.

    `counts` `(n_readings, n)`: how often each reading says each term.
    """

    terms: Terms
    rarity: Scores
    counts: Scores

    @classmethod
    def asked(cls, readings: Sequence[str], statistics: Statistics) -> Words:
        """The words of the `readings` of a question, as rare as `statistics` say."""
        each = [np.array([hashed(term) for term in terms(reading)], np.uint64) for reading in readings]
        distinct = np.unique(np.concatenate(each))
        counts = np.zeros((len(each), len(distinct)), np.float32)
        for row, said in enumerate(each):
            np.add.at(counts[row], np.searchsorted(distinct, said), 1)
        return cls(distinct, statistics.rarity(distinct), counts)

    @property
    def weights(self) -> Scores:
        """What each term gives to BM25 at most: its share in the reading that it counts most in."""
        return np.asarray(_shares(self.counts * self.rarity).max(axis=0), np.float32)

    def bm25(self, counts: Scores, norms: Scores) -> Scores:
        """BM25 of entries by the `counts` of the terms in them, `(n, n_entries)`, and their `norms`, `(n_entries,)`: the best of the readings, in [0, 1].

        BM25 grows with the number of terms; readings of different lengths compare by what each gives per weight of its terms.
        """
        return _best(self.counts * self.rarity, counts / (counts + norms))

    def coverage(self, present: Scores) -> Scores:
        """The share of the question's distinct terms that windows hold, by how far each is `present`, `(n, n_windows)`: the best of the readings."""
        return _best((self.counts > 0) * self.rarity, present)


def _shares(weights: Scores) -> Scores:
    return np.asarray(weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9), np.float32)


def _best(weights: Scores, gains: Scores) -> Scores:
    return np.asarray((_shares(weights) @ gains).max(axis=0), np.float32)


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of all entries: their number, their mean length in terms, and who knows in how many each term stands."""

    entries: int
    mean_length: float
    frequencies: Frequencies

    def rarity(self, asked: Terms) -> Scores:
        """The idf of each of `asked`, as in Lucene's BM25; one that no entry holds weighs most."""
        found = self.frequencies(asked)
        rarity = np.log(1 + (self.entries - found + 0.5) / (found + 0.5))
        return np.asarray(np.where(found > 0, rarity, np.log(2 * self.entries + 2)), np.float32)


def norms(lengths: NDArray[np.int32], mean_length: float) -> Scores:
    """What BM25 adds to the counts of entries of `lengths` terms, where the mean of all is `mean_length`."""
    return (_K1 * (1 - _B + _B * lengths / max(mean_length, 1e-9))).astype(np.float32)
