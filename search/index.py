"""The index: passages, their vectors and their words, in one folder that says what it is.

It is derived data. It is written beside the old one and swapped in whole, and vectors are kept by the hash of the text
that they encode, so that nothing is encoded twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from search.dense import DenseIndex
from search.diacritics import Restorer
from search.encoder import Encoder
from search.fusion import weighted_sum
from search.lexical import LexicalIndex
from search.passages import Entry, passages, whole
from search.query import QueryAnalysis, analyse

Retriever = Literal["hybrid", "dense", "lexical"]

#: Raised whenever the same documents would give another index: the old one is then made again.
_FORMAT = 2
#: Candidates taken from each side; more changes no figure on the development sets.
_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that answers: `score` in [0, 1], higher is better; `start`/`end` bound its best window in its text."""

    key: str
    score: float
    start: int
    end: int


class Index:
    """Entries, searchable."""

    def __init__(
        self, encoder: Encoder, corpus_hash: str, keys: list[str], spans: NDArray[np.int64], hashes: NDArray[np.uint8],
        dense: DenseIndex, lexical: LexicalIndex, restorer: Restorer,
    ) -> None:  # fmt: skip
        """Use `build` or `load`. `spans`: per passage its entry, start and end; `hashes`: `(n_passages, 16)`."""
        self.corpus_hash = corpus_hash
        self._encoder = encoder
        self._keys = keys
        self._spans = spans
        self._hashes = hashes
        self._dense = dense
        self._lexical = lexical
        self._restorer = restorer
        self._entry_of_key = {key: at for at, key in enumerate(keys)}

    @classmethod
    def build(
        cls, entries: list[Entry], encoder: Encoder, corpus_hash: str = "",
        reuse: Index | None = None, progress: Callable[[int, int], None] | None = None,
    ) -> Index:  # fmt: skip
        """Index `entries`; texts that `reuse` holds vectors of are not encoded again."""
        windows = passages(entries)
        encoded = [window.encoded for window in windows]
        digests = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in encoded]
        known = reuse._vectors_by_hash() if reuse else {}
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
        spans = np.array([(w.entry, w.start, w.end) for w in windows], dtype=np.int64).reshape(-1, 3)
        return cls(
            encoder,
            corpus_hash,
            [entry.key for entry in entries],
            spans,
            np.frombuffer(b"".join(digests), np.uint8).reshape(-1, 16),
            DenseIndex.build(vectors),
            LexicalIndex.build([window.words for window in windows], [whole(entry) for entry in entries], spans[:, 0]),
            Restorer.learn(entry.text for entry in entries),
        )

    def _vectors_by_hash(self) -> dict[bytes, NDArray[np.float32]]:
        return {digest.tobytes(): vector for digest, vector in zip(self._hashes, self._dense.vectors(), strict=True)}

    def analyse(self, question: str) -> QueryAnalysis:
        """Read `question` with the words of this index.

        Raises:
            InvalidQueryError: it cannot be searched for.
        """
        return analyse(question, self._restorer)

    def search(
        self, question: str, k: int, allowed: Collection[str] | None = None, retriever: Retriever = "hybrid"
    ) -> tuple[QueryAnalysis, list[Hit]]:
        """The `k` entries that answer `question` best, best first, among the keys in `allowed` if given.

        Raises:
            InvalidQueryError: the question cannot be searched for.
        """
        analysis = self.analyse(question)
        if not len(self._spans):
            return analysis, []
        rows = None
        if allowed is not None:
            entries = [self._entry_of_key[key] for key in allowed if key in self._entry_of_key]
            rows = np.flatnonzero(np.isin(self._spans[:, 0], entries))
        candidates, scores = self._scored(analysis, max(_CANDIDATES, 2 * k), rows, retriever)
        hits: dict[int, Hit] = {}
        for at in np.argsort(-scores, kind="stable"):
            entry, start, end = map(int, self._spans[candidates[at]])
            if entry not in hits:
                hits[entry] = Hit(self._keys[entry], float(np.clip(scores[at], 0, 1)), start, end)
                if len(hits) == k:
                    break
        return analysis, list(hits.values())

    def _scored(
        self, analysis: QueryAnalysis, n: int, rows: NDArray[np.int64] | None, retriever: Retriever
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Candidate passages and their scores in [0, 1]."""
        lexical = self._lexical.scores(analysis.text) if retriever != "dense" else None
        by_words = np.zeros(0, dtype=np.int64)
        if lexical is not None:
            pool = np.arange(len(lexical)) if rows is None else rows
            order = np.argsort(-lexical[pool], kind="stable")[:n]
            by_words = pool[order][lexical[pool[order]] > 0]
        if retriever == "lexical":
            assert lexical is not None
            top = float(lexical[by_words[0]]) if len(by_words) else 1.0
            return by_words, lexical[by_words] / top
        query = self._encoder.encode_queries([analysis.text])[0]
        by_vector = self._dense.nearest(query, n, rows)
        if retriever == "dense":
            return by_vector, self._dense.vectors()[by_vector] @ query
        candidates = np.union1d(by_vector, by_words)
        if not len(candidates):
            return candidates, np.zeros(0, dtype=np.float32)
        assert lexical is not None
        near = self._dense.vectors()[candidates] @ query
        return candidates, weighted_sum(near, lexical[candidates], self._dense.least(query))

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, in place of what is there, whole or not at all."""
        temporary = folder.with_name(f".{folder.name}-{os.getpid()}")
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        self._dense.save(temporary / "dense.faiss")
        self._lexical.save(temporary / "lexical")
        self._restorer.save(temporary / "diacritics.npz")
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
        )
