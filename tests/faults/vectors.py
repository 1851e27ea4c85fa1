"""The vectors of the bundled model, computed once: a process that is to be killed three hundred times need not load it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from search.encoding.encoder import DEFAULT_NAME, Encoder, Progress, Vectors

#: The vectors of texts, by what they are ("passage", "query") and themselves.
Known = dict[tuple[str, str], Vectors]


class Remembered:
    """An encoder that gives the vectors that are `known`; those of other texts are `encoder`'s, else any, the same each time."""

    name, dimension, tokens, backend = DEFAULT_NAME, 384, 512, "OpenVINO"

    def __init__(self, known: Known, encoder: Encoder | None = None) -> None:
        self._known, self._encoder = known, encoder

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        if progress:
            progress(len(texts), len(texts))
        return self._of("passage", texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._of("query", texts)

    def _of(self, kind: str, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if (kind, text) not in self._known]
        if new:
            self._known.update({(kind, text): vector for text, vector in zip(new, self._made(kind, new), strict=True)})
        found = [self._known[kind, text] for text in texts]
        return np.array(found, np.float32).reshape(len(texts), self.dimension)

    def _made(self, kind: str, texts: list[str]) -> Vectors:
        if self._encoder is None:
            return np.array([_any(text, self.dimension) for text in texts])
        if kind == "passage":
            return self._encoder.encode_passages(texts)
        return self._encoder.encode_queries(texts)


def _any(text: str, dimension: int) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
    vector = np.random.default_rng(seed).normal(size=dimension).astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)
