"""txtai as its manual sets it up for hybrid search over content, with vectors that are ready made.

pip install txtai
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import numpy as np

from tests.benchmarks.scale.made import MadeDocument, entries_of
from tests.benchmarks.scale.vectors import MadeEncoder, Vectors

_SQL = "select id, text, score from txtai where similar(:question) and type = :type limit 10"


class Txtai:
    """The same texts and vectors in txtai; a question's vector is looked up, as ours is."""

    def __init__(self, encoder: MadeEncoder) -> None:
        """`encoder` knows all vectors.

        Raises:
            ImportError: txtai is not installed.
        """
        from txtai import Embeddings

        self._encoder = encoder
        self._asked: dict[str, Vectors] = {}

        def vectors(texts: list[str]) -> Vectors:
            if texts[0] in self._asked:
                return np.stack([self._asked[text] for text in texts])
            return encoder.encode_passages(texts)

        self._embeddings: Any = Embeddings(method="external", transform=vectors, hybrid=True, content=True)

    def fill(self, documents: Iterable[MadeDocument]) -> float:
        """Index `documents`; the seconds that it takes, making and looking up included."""
        started = time.perf_counter()
        self._embeddings.index(self._rows(documents))
        return time.perf_counter() - started

    def ask(self, question: str, kind: str) -> list[str]:
        """The ids of the ten best answers to `question` out of documents of type `kind`."""
        if question not in self._asked:
            self._asked[question] = self._encoder.encode_queries([question])[0]
        found = self._embeddings.search(_SQL, 10, parameters={"question": question, "type": kind})
        return [row["id"] for row in found]

    def _rows(self, documents: Iterable[MadeDocument]) -> Iterable[tuple[str, dict[str, str], None]]:
        for made in documents:
            for entry in entries_of([made], self._encoder):
                text = "\n".join(part for part in (entry.title, entry.headings, entry.text) if part)
                yield entry.key, {"text": text, "type": made.document.type or ""}, None
