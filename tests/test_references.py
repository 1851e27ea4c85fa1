"""A question that names a document or a clause leads to it, however it is typed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.citing.citation import cite_clause, cite_document
from corpus.citing.labels import Label
from corpus.language.text import fold
from corpus.store import Store
from corpus.store.admission import with_id
from search import Filters, Searcher
from search.question.locating import locate
from search.question.references import parse

LABELS = {
    "khoản 2 điều 5 nđ 30/2020": ("khoản 2", "điều 5"),
    "điều 5 khoản 2 điểm a nghị định 30": ("điều 5", "khoản 2", "điểm a"),
    "nghị định 30/2020/nđ-cp, điều 5, khoản 2": ("điều 5", "khoản 2"),
    "diem a khoan 2 dieu 5 nghi dinh 30/2020/nd-cp": ("điểm a", "khoản 2", "điều 5"),
    "khoản2điều5nđ30": ("khoản 2", "điều 5"),
    "k2 đ5 nđ 30": ("khoản 2", "điều 5"),
    "mục III.6.5 kế hoạch 1221": ("mục iii.6.5",),
    "III.6.5 kh 1221": (" iii.6.5",),
    "điểm 6.5 mục III kh 1221": ("điểm 6.5", "mục iii"),
    "gạch đầu dòng thứ tám mục II.2 kh 1221": ("gạch đầu dòng 8", "mục ii.2"),
    "mẫu số: 01 tt 40": ("mẫu 01",),
    "chương thứ nhất luật việc làm": ("chương 1",),
    "phụ lục II nd 30": ("phụ lục ii",),
    "phụ lục kèm theo nđ 30": ("phụ lục",),
    "khoản 1 và khoản 2 điều 5 nđ 30": ("khoản 1", "khoản 2", "điều 5"),
    "điều 5, 6 nđ 30": ("điều 5|6",),
    "Điều 3 Quy chế ban hành kèm theo Quyết định số 9/QĐ-UBND": ("điều 3", "kèm theo quy chế"),
    "đoạn thứ 2 (lần 3) Điều 1 NĐ 30": ("đoạn 2~3", "điều 1"),
    "mức 3 kh 1221": (),
    "giai đoạn 2 kh 1221": (),
    "v.v. kh 1221": (),
}


def shown(label: Label) -> str:
    again = f"~{label.repeat}" if label.repeat else ""
    return f"{label.kind} {'|'.join(label.values)}{again}" if label.values else label.kind


@pytest.mark.parametrize("question", LABELS)
def test_labels(question: str) -> None:
    assert tuple(map(shown, next(parse(question)).labels)) == LABELS[question]


@pytest.mark.parametrize(
    ("question", "kind", "serial", "year", "code"),
    [
        ("nđ 30/2020", "Nghị định", "30", 2020, ()),
        ("ND30", "Nghị định", "30", None, ()),
        ("nghi dinh so 30/2020/nd-cp", "Nghị định", "30", 2020, ("nd", "cp")),
        ("kế hoạch số: 1221 /KH-UBND", "Kế hoạch", "1221", None, ("kh", "ubnd")),
        ("1221/kh-ubnd", None, "1221", None, ("kh", "ubnd")),
        ("42 - nq/tw", None, "42", None, ("nq", "tw")),
        ("42 nq tw", None, "42", None, ("nq", "tw")),
        ("qđ-ubnd 09/2023", "Quyết định", "09", 2023, ("ubnd",)),
        ("tt 04 năm 2021", "Thông tư", "04", None, ()),
        ("luật 64/2025/qh15", "Luật", "64", 2025, ("qh15",)),
    ],
)
def test_numbers(question: str, kind: str | None, serial: str, year: int | None, code: tuple[str, ...]) -> None:
    found = next(parse(question))
    assert (found.serial, found.year, found.code) == (serial, year, code)
    assert found.types == (frozenset({kind}) if kind else frozenset())


@pytest.mark.parametrize(
    "question", ["ai chủ trì nhà ở xã hội", "khoản 2 điều 5", "30/2020", "mức hỗ trợ năm 2025", "kế"]
)
def test_questions_that_name_no_document(question: str) -> None:
    assert list(parse(question)) == []


def test_years_are_no_numbers() -> None:
    assert all(found.serial is None for found in parse("kế hoạch 5 năm 2021-2025"))


QUESTIONS = {
    "kh 42": "42-kh-ubnd-2024/I",
    "42/kh-ubnd": "42-kh-ubnd-2024/I",
    "mục III.1 kế hoạch 42": "42-kh-ubnd-2024/III/1",
    "III.1.1 kh 42": "42-kh-ubnd-2024/III/1/1.1",
    "III/1/1.1 kh 42": "42-kh-ubnd-2024/III/1/1.1",
    "diem 1.1 muc III kh 42/2024": "42-kh-ubnd-2024/III/1/1.1",
    "kế hoạch 42 mục 3 khoản 1": "42-kh-ubnd-2024/III/1",
    "điểm 9.9 khoản 1 mục III kh 42": "42-kh-ubnd-2024/III/1",
    "xem nội dung mục III của kế hoạch 42 năm 2024 của UBND tỉnh Lam Giang quy định gì": "42-kh-ubnd-2024/III",
    "điều 1 qđ 31": "31-2024-qd-ubnd/dieu-1",
    "điều 1 quyết định 31/2024": "31-2024-qd-ubnd/dieu-1",
    "31 2024 qđ ubnd điều 2": "31-2024-qd-ubnd/dieu-2",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_named_clauses_are_found(question: str, sample_home: Path) -> None:
    with Store(sample_home) as store:
        for typed in (question, question.upper(), fold(question)):
            located = locate(typed, store)
            assert located is not None, typed
            assert (located.reference.clause_ids[0], located.rest) == (QUESTIONS[question], ""), typed
            assert located.reference.stored


def test_every_citation_leads_to_its_clause(sample_home: Path) -> None:
    with Store(sample_home) as store:
        for summary in store.documents():
            document = store.document(summary.id)
            for clause in document.clauses:
                for form in ("first", "later"):
                    located = locate(" ".join(cite_clause(document, clause, form).split()), store)
                    assert located is not None, clause.id
                    assert (located.reference.clause_ids, located.rest) == ((clause.id,), ""), clause.id
            whole = locate(cite_document(document), store)
            assert whole is not None
            assert whole.reference.document_ids == (document.id,)
            assert whole.reference.whole


def test_words_left_over(sample_home: Path) -> None:
    with Store(sample_home) as store:
        for question, rest in {
            "kế hoạch 42 giao sở nào chủ trì nhà ở xã hội": "giao sở nào chủ trì nhà ở xã hội",
            "mức hỗ trợ theo mục III kế hoạch 42/KH-UBND": "mức hỗ trợ",
            "mục III kh 42 nói gì": "",
        }.items():
            located = locate(question, store)
            assert located is not None
            assert located.rest == rest


def test_what_is_not_stored(sample_home: Path) -> None:
    with Store(sample_home) as store:
        known = locate("điều 5 nghị định 30/2020", store)
        assert known is not None
        assert (known.reference.stored, known.reference.number) == (False, "30/2020/NĐ-CP")
        for unknown in ("nghị định 987/2019/NĐ-CP", "điều 5 luật hàng hải vũ trụ", "kế hoạch 42/2019", "thông tư 42"):
            assert locate(unknown, store) is None


def test_several_documents_of_one_number(home: Path) -> None:
    with Store(home) as store:
        document = store.document("42-kh-ubnd-2024")
        other = replace(
            with_id(document, "42-kh-ubnd-2022"),
            issuer="Ủy ban nhân dân tỉnh Hải Sơn",
            issued_on="2022-05-06",
            place="Hải Sơn",
        )
        store.add(replace(other, source=replace(other.source, sha256="0" * 64)), b"other", "other.txt", "test")
        for question, first in {
            "kh 42": "42-kh-ubnd-2024",
            "kh 42 năm 2022": "42-kh-ubnd-2022",
            "kh 42 ngày 6/5/2022": "42-kh-ubnd-2022",
            "mục II kh 42 của ubnd tỉnh hải sơn": "42-kh-ubnd-2022",
            "muc II kh 42 ubnd tinh lam giang": "42-kh-ubnd-2024",
        }.items():
            located = locate(question, store)
            assert located is not None, question
            assert located.reference.document_ids[0] == first, question
            assert located.rest == ""
        both = locate("mục II kh 42", store)
        assert both is not None
        assert both.reference.clause_ids == ("42-kh-ubnd-2024/II", "42-kh-ubnd-2022/II")


def test_search_answers_with_what_is_named(sample_home: Path) -> None:
    with Store(sample_home) as store:
        searcher = Searcher(store)
        response = searcher.search("muc III.1 ke hoach 42")
        assert not response.abstained
        assert (response.results[0].clause_id, response.results[0].score) == ("42-kh-ubnd-2024/III/1", 1.0)
        assert response.analysis.reference is not None
        assert response.analysis.reference.clause_ids == ("42-kh-ubnd-2024/III/1",)

        response = searcher.search("kế hoạch 42 giao sở nào chủ trì nhà ở xã hội")
        documents = [result.document_id for result in response.results]
        own = documents.count("42-kh-ubnd-2024")
        assert own
        assert set(documents[:own]) == {"42-kh-ubnd-2024"}
        scores = [result.score for result in response.results]
        assert scores == sorted(scores, reverse=True)

        inside = searcher.search("ai chủ trì theo mục III kế hoạch 42", k=1)
        assert inside.results[0].clause_id.startswith("42-kh-ubnd-2024/III")

        filtered = searcher.search("mục III kế hoạch 42", filters=Filters(document="31-2024-qd-ubnd"))
        assert all(result.document_id == "31-2024-qd-ubnd" for result in filtered.results)

        unknown = searcher.search("điều 5 nghị định 30/2020")
        assert unknown.analysis.reference is not None
        assert not unknown.analysis.reference.stored
