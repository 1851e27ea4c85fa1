"""Which rows hold a term and how often: sorted, immutable, joined with others of their kind by concatenation.

Terms are 64-bit hashes, so that a term costs eight bytes and no string is ever loaded; two of ten million terms fall together with a
probability of three in a million. No statistics of a collection are worked into the postings (as bm25s does it): a document
can be added without touching those of others, and the question brings the rarity of its terms with it.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import Array, ranges

Terms = NDArray[np.uint64]
Rows = NDArray[np.int32]
Counts = NDArray[np.uint16]

#: Fewer postings are gone through at once, more are searched term by term.
_FEW = 100_000


def hashed(term: str) -> int:
    """The 64 bits that stand for `term`."""
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), "little")


class Hasher:
    """Hashes terms and remembers them while one segment is made."""

    def __init__(self) -> None:
        """Knows none at first."""
        self._known: dict[str, int] = {}

    def counted(self, terms: Iterable[str]) -> dict[int, int]:
        """How often each of `terms` occurs, by its hash."""
        return self.weighed(Counter(terms))

    def weighed(self, counts: Mapping[str, int]) -> dict[int, int]:
        """`counts` by the hashes of their terms, in the same order."""
        known = self._known
        found: dict[int, int] = {}
        for term, count in counts.items():
            bits = known.get(term)
            if bits is None:
                bits = known[term] = hashed(term)
            found[bits] = count
        return found


class Gathering:
    """Collects the terms of rows, one row after another, in few bytes."""

    def __init__(self) -> None:
        """Empty at first."""
        self._terms, self._counts, self._sizes = array("Q"), array("H"), array("I")

    def add(self, counts: Mapping[int, int]) -> None:
        """The next row: the counts of its hashed terms."""
        self._terms.extend(counts)
        self._counts.extend(min(count, 65535) for count in counts.values())
        self._sizes.append(len(counts))

    def postings(self) -> Postings:
        """The postings of all rows."""
        sizes = np.array(self._sizes, np.int64)
        rows = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        return Postings.sorted(np.array(self._terms, np.uint64), rows, np.array(self._counts, np.uint16))


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """For each of `terms` (sorted, distinct) its `rows` (ascending) from `starts[i]` to `starts[i + 1]`, with its `counts` there."""

    terms: Terms
    starts: NDArray[np.int64]
    rows: Rows
    counts: Counts

    #: The names of the arrays that a folder keeps.
    NAMES = ("terms", "starts", "rows", "counts")

    @classmethod
    def joined(cls, parts: Sequence[Postings], moved: Sequence[NDArray[np.int32]]) -> Postings:
        """The postings of several; `moved[i]` gives each row of `parts[i]` its new number, or -1 where it is left out.

        New numbers ascend within a part and from part to part.
        """
        terms, rows, counts = [], [], []
        for part, new in zip(parts, moved, strict=True):
            number = new[part.rows] if len(part.rows) else part.rows
            stays = number >= 0
            terms.append(np.repeat(part.terms, np.diff(part.starts))[stays])
            rows.append(number[stays])
            counts.append(np.asarray(part.counts)[stays])
        return cls.sorted(np.concatenate(terms), np.concatenate(rows), np.concatenate(counts))

    @classmethod
    def sorted(cls, terms: Terms, rows: Rows, counts: Counts) -> Postings:
        """From all terms of all rows, the rows in ascending order, and how often each stands there."""
        order = np.argsort(terms, kind="stable")
        distinct, starts = np.unique(terms[order], return_index=True)
        return cls(
            distinct, np.append(starts, len(terms)).astype(np.int64), rows[order].astype(np.int32), counts[order]
        )

    @classmethod
    def from_arrays(cls, arrays: dict[str, Array]) -> Postings:
        """From what `arrays` gave."""
        return cls(*(arrays[name] for name in cls.NAMES))

    def arrays(self) -> dict[str, Array]:
        """What a folder keeps."""
        return {name: getattr(self, name) for name in self.NAMES}

    def frequencies(self, terms: Terms, kept: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """In how many rows each of `terms` stands; only in rows that are `kept`, if given."""
        if kept is None:
            starts, ends = self._bounds(terms)
            return ends - starts
        which, rows, _ = self.gathered(terms)
        return np.bincount(which[kept[rows]], minlength=len(terms))

    def gathered(self, terms: Terms) -> tuple[NDArray[np.int64], Rows, Counts]:
        """All postings of `terms`, one term after another: its place in `terms`, the row, the count."""
        starts, ends = self._bounds(terms)
        places = ranges(starts, ends)
        return np.repeat(np.arange(len(terms)), ends - starts), self.rows[places], self.counts[places]

    def totals(self, kept: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """How often each of the `terms` here occurs; only in rows that are `kept`, if given."""
        if not len(self.terms):
            return np.zeros(0, np.int64)
        counts = self.counts.astype(np.int64)
        if kept is not None:
            counts[~kept[self.rows]] = 0
        return np.asarray(np.add.reduceat(counts, self.starts[:-1]), np.int64)

    def totals_of(self, terms: Terms, kept: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """As `totals`, of the terms that are asked for."""
        which, rows, counts = self.gathered(terms)
        weights = counts if kept is None else counts * kept[rows]
        return np.bincount(which, weights, minlength=len(terms)).astype(np.int64)

    def counts_in(self, terms: Terms, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """How often each of `terms` stands in each of `rows` (ascending): `(len(terms), len(rows))`."""
        found = np.zeros((len(terms), len(rows)), np.float32)
        if not len(rows):
            return found
        starts, ends = self._bounds(terms)
        if (ends - starts).sum() < _FEW:
            which, there, counts = self.gathered(terms)
            column = np.full(int(rows[-1]) + 1, -1, np.int32)
            column[rows] = np.arange(len(rows))
            inside = np.flatnonzero(there <= rows[-1])
            inside = inside[column[there[inside]] >= 0]
            found[which[inside], column[there[inside]]] = counts[inside]
            return found
        wanted = rows.astype(np.int32)
        for at in np.flatnonzero(ends > starts).tolist():
            there = self.rows[starts[at] : ends[at]]
            places = there.searchsorted(wanted)
            places[places == len(there)] = 0
            here = there[places] == wanted
            found[at, here] = self.counts[starts[at] + places[here]]
        return found

    def _bounds(self, terms: Terms) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the postings of each of `terms` begin and end; nowhere for one that is not here."""
        if not len(self.terms):
            return np.zeros(len(terms), np.int64), np.zeros(len(terms), np.int64)
        slots = self.terms.searchsorted(terms)
        slots[slots == len(self.terms)] = 0
        starts = self.starts[slots]
        return starts, np.where(self.terms[slots] == terms, self.starts[slots + 1], starts)
