"""The bundled model as a graph of OpenVINO, written operation by operation: making it needs neither torch nor a converter."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Values of a block that share a scale in the wheel's 4 bits.
BLOCK = 32
#: What is stored for a weight of 0.
ZERO = 8


@dataclass(frozen=True, slots=True)
class Quantised:
    """`(nibbles - ZERO) * scales`: `nibbles` `(n_blocks, BLOCK)` uint8 below 16, `scales` `(n_blocks, 1)` float16."""

    nibbles: NDArray[np.uint8]
    scales: NDArray[np.float16]

    @property
    def values(self) -> NDArray[np.float32]:
        """The weights, flat."""
        return ((self.nibbles.astype(np.float32) - ZERO) * self.scales.astype(np.float32)).reshape(-1)

    def rows(self, kept: NDArray[np.int64], width: int) -> Quantised:
        """The rows `kept` of a matrix of `width` columns."""
        blocks = (kept[:, None] * (width // BLOCK) + np.arange(width // BLOCK)).reshape(-1)
        return Quantised(self.nibbles[blocks], self.scales[blocks])


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of a BERT."""

    hidden: int
    layers: int
    heads: int
    epsilon: float


def load_openvino() -> Any:
    """OpenVINO, without the statistics that it would send out whenever it is imported.

    Raises:
        ImportError: it is not installed.
    """
    # What sends them is a package of its own, and OpenVINO does without it.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    # The converter of other frameworks' models is not needed, and imports half of numpy's tools.
    sys.modules.setdefault("openvino.tools.ovc", None)  # type: ignore[arg-type]
    import openvino  # a fifth of a second that only encoding needs

    return openvino


def write(path: Path, sizes: Sizes, words: Quantised, weights: Mapping[str, NDArray[np.float32]]) -> None:
    """Write a BERT with mean pooling: `input_ids` and `attention_mask`, both `(texts, tokens)` int64, to `(texts, hidden)` unit rows.

    `words`: the table of embeddings, which stays in 4 bits; `weights`: everything else, by the names of transformers' BertModel, in 16 bits.
    """
    openvino = load_openvino()
    from openvino import opset13 as op

    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        # Saving compresses to 16 bits only a model that has none of them yet: so without the table first.
        upper = Path(folder) / "upper.xml"
        openvino.save_model(_upper(openvino, op, sizes, weights), upper, compress_to_fp16=True)
        model = openvino.Core().read_model(upper)
        embedded, mask = (model.input(name).get_node() for name in ("embedded", "attention_mask"))
        ids = _parameter(op, "input_ids", [-1, -1], np.int64)
        looked_up = op.gather(_table(openvino, op, words, sizes.hidden), ids, op.constant(np.int64(0)))
        embedded.output(0).replace(looked_up.output(0))
        whole = openvino.Model([model.output(0).get_node()], [ids, mask], "sentence_encoder")
        openvino.save_model(whole, path, compress_to_fp16=False)


def _upper(openvino: Any, op: Any, sizes: Sizes, weights: Mapping[str, NDArray[np.float32]]) -> Any:
    """The model above the table: `embedded` `(texts, tokens, hidden)` and `attention_mask` to unit rows."""

    def constant(value: Any) -> Any:
        return op.constant(np.asarray(value))

    def linear(x: Any, *names: str) -> Any:
        """Several layers that read the same are one product."""
        weight = np.concatenate([weights[f"{name}.weight"] for name in names])
        bias = np.concatenate([weights[f"{name}.bias"] for name in names])
        return op.add(op.matmul(x, constant(weight), False, True), constant(bias[None, None, :]))

    def normed(x: Any, name: str) -> Any:
        scaled = op.mvn(x, constant(np.array([2], np.int64)), True, sizes.epsilon, "INSIDE_SQRT")
        scale, shift = (weights[f"{name}.{kind}"][None, None, :] for kind in ("weight", "bias"))
        return op.add(op.multiply(scaled, constant(scale)), constant(shift))

    def by_head(x: Any) -> Any:
        """`(texts, tokens, hidden)` to `(texts, heads, tokens, hidden / heads)`."""
        shape = constant(np.array([0, 0, sizes.heads, sizes.hidden // sizes.heads], np.int64))
        return op.transpose(op.reshape(x, shape, True), constant(np.array([0, 2, 1, 3], np.int64)))

    embedded = _parameter(op, "embedded", [-1, -1, sizes.hidden], np.float32)
    mask = _parameter(op, "attention_mask", [-1, -1], np.int64)
    present = op.convert(mask, np.float32)
    length = op.gather(op.shape_of(mask), constant(np.array([1], np.int64)), constant(np.int64(0)))
    places = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    place = op.slice(constant(places), constant(np.array([0], np.int64)), length, constant(np.array([1], np.int64)))
    states = normed(op.add(embedded, op.unsqueeze(place, constant(np.int64(0)))), "embeddings.LayerNorm")
    hidden = op.multiply(
        op.subtract(constant(np.float32(1)), op.unsqueeze(present, constant(np.array([1, 2], np.int64)))),
        constant(np.float32(-1e4)),
    )
    for at in range(sizes.layers):
        layer = f"encoder.layer.{at}"
        asked = linear(states, *(f"{layer}.attention.self.{part}" for part in ("query", "key", "value")))
        query, key, value = map(by_head, op.split(asked, constant(np.int64(2)), 3).outputs())
        seen = op.scaled_dot_product_attention(query, key, value, hidden, causal=False)
        seen = op.transpose(seen, constant(np.array([0, 2, 1, 3], np.int64)))
        seen = op.reshape(seen, constant(np.array([0, 0, sizes.hidden], np.int64)), True)
        states = normed(
            op.add(linear(seen, f"{layer}.attention.output.dense"), states), f"{layer}.attention.output.LayerNorm"
        )
        between = op.gelu(linear(states, f"{layer}.intermediate.dense"), "erf")
        states = normed(op.add(linear(between, f"{layer}.output.dense"), states), f"{layer}.output.LayerNorm")
    sums = op.reduce_sum(
        op.multiply(states, op.unsqueeze(present, constant(np.int64(2)))), constant(np.int64(1)), False
    )
    # The mean would be divided by its length as well.
    unit = op.normalize_l2(sums, constant(np.array([1], np.int64)), 1e-12, "max")
    return openvino.Model([unit], [embedded, mask])


def _parameter(op: Any, name: str, shape: list[int], kind: type) -> Any:
    parameter = op.parameter(shape, kind, name=name)
    parameter.output(0).set_names({name})
    return parameter


def _table(openvino: Any, op: Any, words: Quantised, width: int) -> Any:
    """The embeddings, `(pieces, width)`: looked up in 4 bits, so that they are never held in more."""
    shape = [-1, width // BLOCK, BLOCK]
    nibbles = words.nibbles.reshape(shape)
    flat = nibbles.reshape(-1)
    packed = openvino.Tensor(openvino.Type.u4, openvino.Shape(nibbles.shape))
    packed.data[...] = (flat[0::2] | (flat[1::2] << 4)).reshape(packed.data.shape)  # copied: a constant owns no array
    centred = op.subtract(op.convert(op.constant(packed), np.float16), op.constant(np.float16(ZERO)))
    scaled = op.multiply(centred, op.constant(words.scales.reshape(nibbles.shape[0], -1, 1)))
    table = op.reshape(scaled, op.constant(np.array([nibbles.shape[0], width], np.int64)), False)
    return op.convert(table, np.float32)
