"""The index: passages, their vectors and their words, in one folder that says what it is.

It is derived data. It is written beside the old one and swapped in whole, and vectors are kept by the hash of the text
that they encode, so that nothing is encoded twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from search.abbreviations import Abbreviations
from search.dense import DenseIndex
from search.diacritics import Restorer
from search.encoder import Encoder
from search.fusion import HYBRID, LEXICAL, weighted_sum
from search.lexical import LexicalIndex, LexicalScores
from search.passages import Entry, headed, passages
from search.query import QueryAnalysis, Reader, analyse
from search.spelling import Speller

#: Vectors, `(dimension,)` each, by the hash of the text that they encode.
Vectors = dict[bytes, NDArray[np.float32]]
Retriever = Literal["hybrid", "dense", "lexical"]

#: Raised whenever the same documents would give another index: the old one is then made again.
_FORMAT = 8
#: Candidates taken from each signal; more changes no figure on the development sets.
_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that answers: `score` in [0, 1], higher is better; `start`/`end` bound its best window in its text."""

    key: str
    score: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well the best answers fit at all, whatever the others do.

    `coverage`: the largest share of the question's terms in one window; `cosine`: the nearest window's; `usual`: the mean cosine of all
    windows, high for a question in the language of the documents. 0 where a side was not asked.
    """

    coverage: float
    cosine: float
    usual: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Entries, best first, and how well they fit."""

    hits: tuple[Hit, ...]
    evidence: Evidence


class Index:
    """Entries, searchable."""

    def __init__(
        self, encoder: Encoder, corpus_hash: str, keys: list[str], spans: NDArray[np.int64], hashes: NDArray[np.uint8],
        dense: DenseIndex, lexical: LexicalIndex, restorer: Restorer, abbreviations: Abbreviations,
    ) -> None:  # fmt: skip
        """Use `build` or `load`. `spans`: per passage its entry, start and end; `hashes`: `(n_passages, 16)`."""
        self.corpus_hash = corpus_hash
        self._encoder = encoder
        self._keys = keys
        self._spans = spans
        self._hashes = hashes
        self._dense = dense
        self._lexical = lexical
        self._reader = Reader(restorer, Speller(restorer.forms), abbreviations)
        self._entry_of_key = {key: at for at, key in enumerate(keys)}

    @classmethod
    def build(
        cls, entries: list[Entry], encoder: Encoder, corpus_hash: str = "",
        known: Vectors | None = None, progress: Callable[[int, int], None] | None = None,
    ) -> Index:  # fmt: skip
        """Index `entries`; texts whose vectors are `known` are not encoded again."""
        windows = passages(entries, encoder.tokens)
        encoded = [window.encoded for window in windows]
        digests = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in encoded]
        known = known or {}
        vectors = np.zeros((len(windows), encoder.dimension), dtype=np.float32)
        new: dict[bytes, list[int]] = {}
        for row, digest in enumerate(digests):
            if digest in known:
                vectors[row] = known[digest]
            else:
                new.setdefault(digest, []).append(row)
        if new:
            fresh = encoder.encode_passages([encoded[rows[0]] for rows in new.values()], progress)
            for vector, rows in zip(fresh, new.values(), strict=True):
                vectors[rows] = vector
        abbreviations = Abbreviations.learn(entry.text for entry in entries)
        spans = np.array([(w.entry, w.start, w.end) for w in windows], dtype=np.int64).reshape(-1, 3)
        return cls(
            encoder,
            corpus_hash,
            [entry.key for entry in entries],
            spans,
            np.frombuffer(b"".join(digests), np.uint8).reshape(-1, 16),
            DenseIndex.build(vectors),
            LexicalIndex.build(
                [window.headed for window in windows],
                encoded,
                [headed(entry) for entry in entries],
                spans[:, 0],
                abbreviations,
            ),
            Restorer.learn(entry.text for entry in entries),
            abbreviations,
        )

    @property
    def vectors(self) -> Vectors:
        """The vector of each passage, by the hash of its text."""
        return _by_hash(self._hashes, self._dense.vectors())

    @property
    def window_vectors(self) -> NDArray[np.float32]:
        """The vector of each window of `passages(entries)`, `(n_windows, dimension)`."""
        return self._dense.vectors()

    def words(self, analysis: QueryAnalysis) -> LexicalScores:
        """What the words of a question give to each window of `passages(entries)`."""
        return self._lexical.scores(analysis.readings)

    @property
    def keys(self) -> list[str]:
        """The entries' keys, in the order in which they were indexed."""
        return self._keys

    @property
    def encoder_name(self) -> str:
        """The name of the encoder that the vectors come from."""
        return self._encoder.name

    def weights(self, asked: Sequence[str]) -> NDArray[np.float32]:
        """The rarity of each lexical term; see `LexicalIndex.weights`."""
        return self._lexical.weights(asked)

    def analyse(self, question: str, *, literal: bool = False) -> QueryAnalysis:
        """Read `question` with the words of this index, or leave it as it is typed where `literal`.

        Raises:
            InvalidQueryError: it cannot be searched for.
        """
        return analyse(question, self._reader, literal=literal)

    def search(
        self, question: str, k: int, allowed: Collection[str] | None = None, retriever: Retriever = "hybrid"
    ) -> tuple[QueryAnalysis, list[Hit]]:
        """The `k` entries that answer `question` best, best first, among the keys in `allowed` if given.

        Raises:
            InvalidQueryError: the question cannot be searched for.
        """
        analysis = self.analyse(question)
        entries = None if allowed is None else self.places(allowed)
        return analysis, list(self.rank(analysis, k, entries, retriever).hits)

    def places(self, keys: Collection[str]) -> NDArray[np.int64]:
        """The places of `keys` in the list that was indexed; unknown ones are left out."""
        return np.array(sorted(self._entry_of_key[key] for key in keys if key in self._entry_of_key), np.int64)

    def vectors_of(self, key: str) -> NDArray[np.float32]:
        """The vectors of the windows of the entry `key`, in order: `(n_windows, dimension)`, unit rows."""
        entry = self._entry_of_key[key]
        first, last = np.searchsorted(self._spans[:, 0], [entry, entry + 1])
        return self._dense.vectors()[first:last]

    def rank(
        self, analysis: QueryAnalysis, k: int, allowed: NDArray[np.int64] | None = None, retriever: Retriever = "hybrid"
    ) -> Ranking:
        """The `k` entries that answer best, among those in `allowed` (places in the list that was indexed) if given."""
        rows = np.arange(len(self._spans)) if allowed is None else np.flatnonzero(np.isin(self._spans[:, 0], allowed))
        if not len(rows):
            return Ranking((), Evidence(0.0, 0.0, 0.0))
        n = max(_CANDIDATES, 2 * k)
        words = self.words(analysis)
        query = self._encoder.encode_queries([analysis.encoded])[0] if retriever != "lexical" else None
        candidates = []
        if retriever != "dense":
            candidates += [_best(words.bm25, rows, n), _best(words.coverage, rows, n)]
        if query is not None:
            candidates.append(self._dense.nearest(query, n, None if allowed is None else rows))
        entries = np.unique(self._spans[np.concatenate(candidates), 0])
        if not len(entries):
            return Ranking((), Evidence(0.0, 0.0, 0.0))
        # All windows of a candidate count, so that each signal is taken where it is best.
        windows = np.flatnonzero(np.isin(self._spans[:, 0], entries))
        first = np.searchsorted(self._spans[windows, 0], entries)
        near = self._dense.vectors()[windows] @ query if query is not None else None
        cosine = None if near is None else np.maximum.reduceat(near, first)
        coverage = np.maximum.reduceat(words.coverage[windows], first)
        if retriever == "dense":
            assert near is not None
            assert cosine is not None
            scores, by_window = cosine, near
        else:
            weights = LEXICAL if query is None else HYBRID
            background = self._dense.least(query) if query is not None else 0.0
            scores = weighted_sum(weights, cosine, background, words.bm25[windows[first]], coverage)
            by_window = weighted_sum(weights, near, background, words.bm25[windows], words.coverage[windows])
        hits = []
        for at in np.argsort(-scores, kind="stable")[:k]:
            last = first[at + 1] if at + 1 < len(first) else len(windows)
            best = windows[first[at] + int(np.argmax(by_window[first[at] : last]))]
            entry, start, end = map(int, self._spans[best])
            hits.append(Hit(self._keys[entry], float(np.clip(scores[at], 0, 1)), start, end))
        usual = float(self._dense.mean() @ query) if query is not None else 0.0
        best_cosine = float(cosine.max()) if cosine is not None else 0.0
        return Ranking(tuple(hits), Evidence(float(coverage.max()), best_cosine, usual))

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, in place of what is there, whole or not at all."""
        temporary = folder.with_name(f".{folder.name}-{os.getpid()}")
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        self._dense.save(temporary / "dense.faiss")
        self._lexical.save(temporary / "lexical")
        self._reader.restorer.save(temporary / "diacritics.npz")
        self._reader.abbreviations.save(temporary / "abbreviations.json")
        np.savez(temporary / "passages.npz", spans=self._spans, hashes=self._hashes)
        about = {
            "format": _FORMAT,
            "encoder": self._encoder.name,
            "dimension": self._encoder.dimension,
            "metric": "inner product of unit vectors",
            "corpus_hash": self.corpus_hash,
            "keys": self._keys,
        }
        (temporary / "about.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")
        old = folder.with_name(f".{folder.name}-old-{os.getpid()}")
        if folder.exists():
            folder.rename(old)
        temporary.rename(folder)
        shutil.rmtree(old, ignore_errors=True)

    @classmethod
    def load(cls, folder: Path, encoder: Encoder) -> Index:
        """Read what `save` wrote.

        Raises:
            ModelError: it is of another format or encoder.
            OSError, ValueError, KeyError: it is damaged.
        """
        about = json.loads((folder / "about.json").read_text("utf-8"))
        made_with = (about["format"], about["encoder"], about["dimension"])
        if made_with != (_FORMAT, encoder.name, encoder.dimension):
            raise ModelError(
                f"The index in {folder} was made with {about['encoder']}; delete that folder and search again."
            )
        with np.load(folder / "passages.npz") as data:
            spans, hashes = data["spans"], data["hashes"]
        return cls(
            encoder,
            about["corpus_hash"],
            about["keys"],
            spans,
            hashes,
            DenseIndex.load(folder / "dense.faiss"),
            LexicalIndex.load(folder / "lexical", spans[:, 0]),
            Restorer.load(folder / "diacritics.npz"),
            Abbreviations.load(folder / "abbreviations.json"),
        )


def kept_vectors(folder: Path, encoder: Encoder) -> Vectors:
    """The vectors of an index in `folder` that cannot be loaded as it is, if they are of this encoder; none where it is damaged.

    A new format of the index changes nothing about what a text's vector is.
    """
    try:
        about = json.loads((folder / "about.json").read_text("utf-8"))
        if (about["encoder"], about["dimension"]) != (encoder.name, encoder.dimension):
            return {}
        with np.load(folder / "passages.npz") as data:
            hashes = data["hashes"]
        dense = DenseIndex.load(folder / "dense.faiss")
        vectors = dense.vectors().copy()  # what FAISS frees with its index
    except (OSError, ValueError, KeyError, RuntimeError):  # FAISS raises the last
        return {}
    return _by_hash(hashes, vectors)


def _by_hash(hashes: NDArray[np.uint8], vectors: NDArray[np.float32]) -> Vectors:
    return {digest.tobytes(): vector for digest, vector in zip(hashes, vectors, strict=True)}


def _best(scores: NDArray[np.float32], rows: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """The at most `n` of `rows` with the highest scores above 0."""
    found = scores[rows]
    if len(rows) > n:
        rows = rows[np.argpartition(-found, n - 1)[:n]]
    return rows[scores[rows] > 0]
