"""What becomes of a ranking: filters and counts, groups, the end of the list, the sentence, the second look."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ModelError
from corpus.language.successors import Successors
from corpus.language.text import fold
from corpus.store import Store
from ingest import ingest_files
from search import Encoder, Filters, Searcher
from search.abstention import kept, margin
from search.filters import FilterTable
from search.grouping import grouped
from search.highlight import best_sentence
from search.index import Index
from search.index.backend import EVERYTHING
from search.index.passages import Entry
from search.index.ranking import Evidence

OFF_SUBJECT = ("cách nấu phở bò ngon tại nhà", "đội tuyển Việt Nam đá trận tiếp theo khi nào", "mèo bị ho phải làm sao")


def test_facets_count_what_their_filter_leaves(sample_home: Path) -> None:
    with Store(sample_home) as store:
        documents = store.documents()
        levels = {
            document.id: Counter(clause.level for clause in store.document(document.id).clauses)
            for document in documents
        }
        table = FilterTable(documents, levels, Successors)
        for chosen in (Filters(), Filters(type="Kế hoạch"), Filters(issued_from="2025-01-01", level="dash")):
            facets = table.facets(chosen)
            for field in ("type", "issuer", "document"):
                for value, count in facets[field].items():
                    asked = replace(chosen, **{field: value})
                    assert count == sum(asked.admits(document, Successors()) for document in documents), (field, value)
            for level, count in facets["level"].items():
                scope = table.scope(replace(chosen, level=level))
                assert scope.level == level
                passed = levels if scope.documents is None else scope.documents
                assert count == sum(levels[document][level] for document in passed)
        assert table.scope(Filters()) == EVERYTHING


def test_a_clause_and_what_encloses_it_take_one_place(sample_home: Path) -> None:
    with Store(sample_home) as store:
        for question in ("ai chủ trì phát triển nhà ở xã hội", "chỉ tiêu bảo hiểm y tế", "hồ sơ hỗ trợ sửa chữa nhà"):
            results = Searcher(store).search(question, 10).results
            shown = [store.clause(result.clause_id) for result in results]
            for at, (document, clause) in enumerate(shown):
                above = {node.id for node in document.ancestors(clause)}
                assert not above & {other.id for _, other in shown[:at]} or len(document.quotation(clause)) > 0
                assert not above & {other.id for _, other in shown[at + 1 :]}, "an enclosing clause has no later place"
            assert len({clause.id for _, clause in shown}) == len(shown)


def test_repeated_texts_share_a_place_unless_a_figure_differs(tmp_path: Path) -> None:
    text = "I. CHỈ TIÊU\n1. Tỷ lệ dân số tham gia bảo hiểm y tế đạt {} phần trăm vào năm 2030 trên địa bàn toàn tỉnh.\n"
    for name, share in (("a", "95"), ("b", "95"), ("c", "97")):
        (tmp_path / f"{name}.txt").write_text(f"KẾ HOẠCH {name * 3}\n" + text.format(share), "utf-8")
    with Store(tmp_path / "home") as store:
        ids = {
            Path(outcome.source).stem: outcome.document_id
            for outcome in ingest_files([tmp_path / f"{name}.txt" for name in "abc"], store)
        }
        clauses = [f"{ids[name]}/I/1" for name in "abc"]
        groups = grouped([(clause, 0.9) for clause in clauses], store.clause, 10)
    assert [group.clause_id for group in groups] == [clauses[0], clauses[2]]
    assert [(also.clause_id, also.reason) for also in groups[0].also] == [(clauses[1], "repeats")]


def test_what_the_documents_do_not_treat_is_not_answered(sample_home: Path) -> None:
    with Store(sample_home) as store:
        searcher = Searcher(store)
        for question in OFF_SUBJECT:
            response = searcher.search(question)
            assert response.abstained, question
            assert not response.results
            assert response.near
        for question in ("ai chủ trì phát triển nhà ở xã hội", "chi tieu tham gia bao hiem y te den nam 2030"):
            assert not searcher.search(question).abstained, question


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.sampled_from(["multilingual-e5-small", "another"]))
def test_better_evidence_never_turns_an_answer_away(coverage: float, cosine: float, usual: float, encoder: str) -> None:
    here = margin(Evidence(coverage, cosine, usual), encoder)
    assert margin(Evidence(min(1, coverage + 0.1), cosine, usual), encoder) >= here
    assert margin(Evidence(coverage, min(1, cosine + 0.1), usual), encoder) >= here


@given(st.lists(st.floats(0, 1), max_size=20))
def test_the_list_ends_once(scores: list[float]) -> None:
    scores.sort(reverse=True)
    end = kept(scores)
    assert bool(scores) == bool(end)
    assert all(score <= scores[end - 1] for score in scores[end:])


def test_the_sentence_that_answers(encoder: Encoder) -> None:
    text = "Điều 5. Hồ sơ\nHồ sơ nộp tại cấp xã. Thời hạn giải quyết là 20 ngày làm việc; người nộp được trả lời.\nMẫu đơn kèm theo."
    index = Index.build([Entry("a", "", "", text), Entry("b", "", "", "Sở Tài chính chủ trì.")], encoder)
    for question in ("thời hạn giải quyết bao nhiêu ngày", "thoi han giai quyet bao nhieu ngay"):
        start, end = best_sentence(text, index.weights, question)
        assert text[start:end] == "Thời hạn giải quyết là 20 ngày làm việc;"
        assert fold(text[start:end])
    assert best_sentence("Một câu.", index.weights, "gì đó") == (0, len("Một câu."))


def test_reranker_decides_the_head_of_the_list(sample_home: Path, tiny_cross_encoder: Path) -> None:
    question = "ai chủ trì phát triển nhà ở xã hội"
    with Store(sample_home) as store:
        plain = Searcher(store).search(question, 5)
        again = Searcher(store, reranker=str(tiny_cross_encoder)).search(question, 5)
        scores = [result.score for result in again.results]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert scores != [result.score for result in plain.results]
        with pytest.raises(ModelError, match="cannot be loaded"):
            Searcher(store, reranker="/no/such/model").search(question)


@pytest.fixture(scope="module")
def tiny_cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of random weights: what it says is arbitrary, but it says it the same way each time."""
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("cross-encoder")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "nhà", "ở", "xã", "hội", "chủ", "trì", "Sở"]
    tokenizer = Tokenizer(WordLevel({word: at for at, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=128, **special).save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_an_issuer_is_found_by_its_name_of_then_and_of_today(tmp_path: Path) -> None:
    head = "ỦY BAN NHÂN DÂN TỈNH {}\nSố: {}/KH-UBND\n{}, ngày 10 tháng 3 năm 2024\nKẾ HOẠCH\nTHỬ NGHIỆM\nI. NHIỆM VỤ\n1. Kiểm tra cơ sở.\n"
    for name, place in (("a", "NINH THUẬN"), ("b", "KHÁNH HÒA"), ("c", "SƠN LA")):
        (tmp_path / f"{name}.txt").write_text(head.format(place, ord(name), place.title()), "utf-8")
    with Store(tmp_path / "home") as store:
        list(ingest_files(sorted(tmp_path.glob("*.txt")), store))
        documents = store.documents()
        for wanted in ("Ninh Thuận", "Ủy ban nhân dân tỉnh Khánh Hòa"):
            passed = [one.issuer for one in documents if Filters(issuer=wanted).admits(one, Successors.load())]
            assert sorted(filter(None, passed)) == ["Ủy ban nhân dân tỉnh Khánh Hòa", "Ủy ban nhân dân tỉnh Ninh Thuận"]
