"""Documents as rows of a Milvus collection, and rows as candidates: what stands in which column, without a server.

One row a window. The terms of a window are a column of text (base64), six bytes each: the term, folded to 32 bits, and how often the *entry* holds it, told by
the first window that holds the term. So the entry's counts are the sum over its rows, a row is never larger than its window, and nothing is stored twice.
Milvus has no column of bytes; an array of integers takes more room on the wire and a hundred times longer to unpack.

The sparse vector of an entry's words stands in its first row. Its weights are what BM25 makes of a count, so that the inner product with the rarity of the
question's terms is BM25, with a mean length that is fixed: the true one changes with every document.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.index.backend import Asked, Candidates

Row = dict[str, Any]

#: What `candidates` reads of each row, beside `vector`.
COLUMNS = ("document", "entry", "window", "start", "stop", "length", "terms")
#: Bytes that a column of text holds, which Milvus limits; a window has a tenth of that.
TEXT_LIMIT = 65_535

#: Folded terms are below it; Milvus takes sparse dimensions up to 2**32 - 2.
_FOLDS = np.uint64(2**32 - 2)
#: The dimension of rows without words: a sparse vector may not be empty, and no term has it.
_NO_WORDS = int(_FOLDS)
_PAIR = np.dtype([("term", "<u4"), ("count", "<u2")])
_NAME = np.dtype([("term", "<u4")])
#: Marks a term of the entry that this window does not hold: a pair of syllables across a cut.
_ELSEWHERE = 0x8000
_K1, _B = 1.2, 0.75
#: Terms of an entry, each occurrence counted: the mean of the 8,765 clauses of the real documents at hand, with their headings.
_MEAN_LENGTH = 240.0


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as it is written.

    `terms`, `counts`: `(n,)`, its distinct hashed terms and how often each stands there; `length`: in terms; `spans`: `(n_windows, 2)`; `present`: per
    window the distinct hashed terms that it holds; `vectors`: `(n_windows, dimension)`, unit rows.
    """

    key: str
    level: str
    terms: NDArray[np.uint64]
    counts: NDArray[np.uint16]
    length: int
    spans: NDArray[np.int32]
    present: Sequence[NDArray[np.uint64]]
    vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as it is written: its entries, the hashed terms of its `name`, and what tells one state of it from another (`version`)."""

    id: str
    version: str
    name: NDArray[np.uint64]
    entries: Sequence[StoredEntry]


def rows_of(document: StoredDocument) -> Iterator[Row]:
    """The rows of all windows of `document`, entries in order."""
    for entry in document.entries:
        terms, counts = _counted(entry.terms, entry.counts)
        for window, blob in enumerate(_blobs(entry, terms, counts)):
            yield {
                "id": f"{entry.key}#{window}",
                "document": document.id,
                "level": entry.level,
                "entry": entry.key,
                "window": window,
                "start": int(entry.spans[window, 0]),
                "stop": int(entry.spans[window, 1]),
                "length": entry.length,
                "terms": blob,
                "vector": entry.vectors[window],
                "words": {_NO_WORDS: 1.0} if window else _saturated(terms, counts, entry.length),
            }


def listing(document: StoredDocument, n_rows: int) -> Row:
    """The row that says that `document` is held, with the terms of its name."""
    name = np.unique(_folded(document.name)).astype(_NAME)
    return {"id": document.id, "version": document.version, "rows": n_rows, "name": _text(name.tobytes())}


def words_of(asked: Asked) -> dict[int, float]:
    """The sparse vector of a question; empty where none of its terms counts."""
    words: dict[int, float] = {}
    for term, weight in zip(_folded(asked.terms).tolist(), asked.weights.tolist(), strict=True):
        if weight > 0:
            words[term] = max(weight, words.get(term, 0.0))
    return words


def candidates_of(asked: Asked, rows: Sequence[Row], names: Mapping[str, str]) -> Candidates:
    """The entries that `rows` make up, sorted by key, with what scoring needs.

    `rows` hold all windows of each entry, in any order, with the columns `COLUMNS`, and `vector` where the question has one; `names`: the column `name` of
    each document.
    """
    rows = sorted(rows, key=lambda row: (row["entry"], row["window"]))
    groups = [(str(key), list(group)) for key, group in groupby(rows, key=lambda row: row["entry"])]
    sizes = np.array([len(group) for _, group in groups], np.int64)
    entry_of = np.repeat(np.arange(len(groups)), sizes)
    # Two terms of a question may fold to one, which then counts for both.
    terms, place = np.unique(_folded(asked.terms), return_inverse=True)
    term, row_of, pairs = _matches(terms, [row["terms"] for row in rows], _PAIR)
    counts = np.zeros((len(terms), len(groups)), np.float32)
    np.add.at(counts, (term, entry_of[row_of]), (pairs["count"] & (_ELSEWHERE - 1)).astype(np.float32))
    present = np.zeros((len(terms), len(rows)), np.float32)
    present[term, row_of] = pairs["count"] < _ELSEWHERE
    term, name_of, _ = _matches(terms, list(names.values()), _NAME)
    named = np.zeros((len(terms), len(names)), np.float32)
    named[term, name_of] = 1
    places = {document: at for at, document in enumerate(names)}
    vectors = [row["vector"] for row in rows] if asked.vector is not None else []
    return Candidates(
        keys=[key for key, _ in groups],
        counts=counts[place],
        named=named[place][:, np.array([places[group[0]["document"]] for _, group in groups], np.int64)],
        lengths=np.array([group[0]["length"] for _, group in groups], np.int32),
        first=np.cumsum(sizes) - sizes,
        spans=np.array([(row["start"], row["stop"]) for row in rows], np.int32).reshape(-1, 2),
        present=present[place],
        vectors=np.array(vectors, np.float32).reshape(len(rows), -1)
        if vectors
        else np.zeros((len(rows), 0), np.float32),
    )


def _folded(terms: NDArray[np.uint64]) -> NDArray[np.uint32]:
    return (terms % _FOLDS).astype(np.uint32)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _counted(terms: NDArray[np.uint64], counts: NDArray[np.uint16]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Folded terms, sorted and distinct, with their counts."""
    folded, place = np.unique(_folded(terms), return_inverse=True)
    return folded, np.bincount(place, counts, len(folded)).astype(np.int64)


def _saturated(terms: NDArray[np.uint32], counts: NDArray[np.int64], length: int) -> dict[int, float]:
    """The sparse vector of an entry: per term what BM25 gives its count."""
    damped = counts + _K1 * (1 - _B + _B * length / _MEAN_LENGTH)
    return dict(zip(terms.tolist(), (counts * (_K1 + 1) / damped).tolist(), strict=True)) or {_NO_WORDS: 1.0}


def _blobs(entry: StoredEntry, terms: NDArray[np.uint32], counts: NDArray[np.int64]) -> Iterator[str]:
    """The column `terms` of each window of `entry`, whose folded terms and counts are given."""
    held = [np.unique(_folded(window)) for window in entry.present]
    untold = np.minimum(counts, _ELSEWHERE - 1).astype(np.uint16)
    nowhere = np.flatnonzero(~np.isin(terms, np.concatenate(held)))
    for window, own in enumerate(held):
        place, known = _places(terms, own)
        place = place[known]
        pairs = np.zeros(len(own), _PAIR)
        pairs["term"] = own
        pairs["count"][known] = untold[place]
        untold[place] = 0
        apart = nowhere[window :: len(held)]
        elsewhere = np.zeros(len(apart), _PAIR)
        elsewhere["term"] = terms[apart]
        elsewhere["count"] = untold[apart] | _ELSEWHERE
        yield _text(np.concatenate([pairs, elsewhere]).tobytes())


def _matches(
    terms: NDArray[np.uint32], texts: Sequence[str], kind: np.dtype[np.void]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.void]]:
    """What of `texts`, columns of records of `kind`, is one of the sorted `terms`: the place of the term, the place of the text, the record."""
    blobs = [base64.b64decode(text) for text in texts]
    records = np.frombuffer(b"".join(blobs), kind)
    text_of = np.repeat(np.arange(len(blobs)), [len(blob) // kind.itemsize for blob in blobs])
    place, known = _places(terms, records["term"])
    return place[known], text_of[known], records[known]


def _places(terms: NDArray[np.uint32], asked: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each of `asked` stands in the sorted `terms`, and whether it does."""
    if not len(terms):
        return np.zeros(len(asked), np.int64), np.zeros(len(asked), np.bool_)
    place = np.minimum(np.searchsorted(terms, asked), len(terms) - 1)
    return place, terms[place] == asked
