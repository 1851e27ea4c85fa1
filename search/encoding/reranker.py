"""An optional second look at the best candidates: a cross-encoder reads question and clause together."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np

from corpus.errors import ModelError

#: Candidates that are read again; each costs a pass through the model.
DEPTH = 30


class Reranker:
    """A sentence-transformers cross-encoder by name or folder."""

    def __init__(self, model: str) -> None:
        """Load `model`.

        Raises:
            ModelError: it is neither on this computer nor to be had.
        """
        logging.getLogger("transformers").setLevel(logging.ERROR)
        from sentence_transformers import CrossEncoder  # loads torch: seconds

        try:
            self._model: Any = CrossEncoder(model, device="cpu")
        except Exception as error:  # the library raises whatever its parts raise
            raise ModelError(
                f"The reranker '{model}' cannot be loaded; give the folder of a sentence-transformers cross-encoder, or leave --reranker out."
            ) from error

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each of `texts` answers `question`, in [0, 1]."""
        raw = np.asarray(self._model.predict([(question, text) for text in texts], show_progress_bar=False), np.float64)
        if len(raw) and (raw.min() < 0 or raw.max() > 1):
            raw = 1 / (1 + np.exp(-raw))
        return [float(score) for score in raw.reshape(len(texts))]
