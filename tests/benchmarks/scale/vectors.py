"""Vectors of made clauses: what the product's encoder gives to the real ones, and near those of their origins to the others."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.encoding.encoder import Encoder, Progress
from tests.benchmarks.scale.texts import RealTexts

Vectors = NDArray[np.float32]

#: The cosine of a changed clause to its origin.
LIKENESS = 0.9


class MadeEncoder:
    """The product's encoder for what is unknown to it; clauses that were announced and questions that were asked before cost a look-up.

    A changed clause lies from its origin towards the text that lent it a sentence, and so among the vectors of real texts: noise in any direction would
    leave the narrow cone that they fill, and only the real ones would ever be found.
    """

    def __init__(self, real: Encoder, vectors: Vectors) -> None:
        """`vectors`: of the real texts, `(n_texts, dimension)`, unit rows."""
        self.name, self.dimension, self.tokens, self.backend = real.name, real.dimension, real.tokens, real.backend
        self._real = real
        self._vectors = vectors
        self._origins: dict[bytes, tuple[int, int]] = {}
        self._asked: dict[str, Vectors] = {}

    def announce(self, encoded: str, origin: int, towards: int) -> None:
        """`encoded`, as the index will hand it over, comes from the real text `origin`, changed `towards` another one (the same: unchanged)."""
        self._origins[_digest(encoded)] = origin, towards

    def forget(self) -> None:
        """Forget all that was announced: it is indexed."""
        self._origins.clear()

    def made(self, origins: Sequence[tuple[int, int]]) -> Vectors:
        """The vectors of clauses by their origins and what they were changed towards: `(len(origins), dimension)`, unit rows."""
        places = np.array(origins, dtype=np.int64).reshape(-1, 2)
        own, other = self._vectors[places[:, 0]], self._vectors[places[:, 1]]
        aside = other - own * np.sum(own * other, axis=1, keepdims=True)
        length = np.linalg.norm(aside, axis=1, keepdims=True)
        changed = LIKENESS * own + np.float32(np.sqrt(1 - LIKENESS**2)) * aside / np.maximum(length, 1e-6)
        return np.asarray(np.where(places[:, :1] == places[:, 1:], own, changed), dtype=np.float32)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder`."""
        origins = [self._origins.get(_digest(text)) for text in texts]
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        known = [row for row, origin in enumerate(origins) if origin is not None]
        vectors[known] = self.made([origin for origin in origins if origin is not None])
        unknown = [row for row, origin in enumerate(origins) if origin is None]
        if unknown:
            vectors[unknown] = self._real.encode_passages([texts[row] for row in unknown])
        if progress:
            progress(len(texts), len(texts))
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`; a question is encoded when it is first asked."""
        for text in texts:
            if text not in self._asked:
                self._asked[text] = self._real.encode_queries([text])[0]
        return np.stack([self._asked[text] for text in texts])


def real_vectors(texts: RealTexts, encoder: Encoder, cache: Path) -> Vectors:
    """The vectors of the headings, then of the clauses, kept in `cache`."""
    whole = [*texts.headings, *(f"{texts.headings[heading]}\n{text}" for heading, text in texts.clauses)]
    digest = hashlib.sha256("\0".join([encoder.name, *whole]).encode()).hexdigest()[:16]
    path = cache / f"vectors-{digest}.npy"
    if not path.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".part.npy")
        np.save(temporary, encoder.encode_passages(whole))
        temporary.replace(path)
    return np.asarray(np.load(path), dtype=np.float32)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
