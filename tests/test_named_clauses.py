"""Clauses found by the labels that a citation names."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from corpus.citing.labels import Label, find_clauses, label_of, without_innermost, without_noughts
from corpus.document import Document
from tests.documents import DECISION, PLAN, TWICE, read


@pytest.fixture
def decision() -> Document:
    return read(DECISION)


@pytest.fixture
def plan() -> Document:
    return read(PLAN)


@pytest.mark.parametrize(
    ("printed", "kind", "values"),
    [
        ("khoản 2", "khoản", ("2",)), ("Phụ lục I", "phụ lục", ("i",)), ("Mục thứ hai", "mục", ("2",)), ("Tiểu mục 3", "tiểu mục", ("3",)),
        ("Phần thứ nhất", "phần", ("1",)), ("gạch đầu dòng thứ 8", "gạch đầu dòng", ("8",)), ("Mẫu số: 01a", "mẫu", ("01a",)),
        ("Phụ lục", "phụ lục", ()), ("Quy chế", "kèm theo", ("quy chế",)), ("Điều  lệ", "điều", ("lệ",)), ("điểm III.6.5", "điểm", ("iii.6.5",)),
    ],
)  # fmt: skip
def test_labels_as_printed(printed: str, kind: str, values: tuple[str, ...]) -> None:
    assert label_of(printed) == Label(kind, values)


# fmt: off
NAMED = [
    # labels, the clauses of the decision that they name
    ("khoản 1, Điều 1", ["dieu-1/khoan-1"]),
    ("Điều 1, khoản 1, điểm a", ["dieu-1/khoan-1/diem-a"]),
    ("điểm đ, khoản 1, Điều 1", ["dieu-1/khoan-1/diem-dd"]),
    ("điểm dd, khoản 1, Điều 1", ["dieu-1/khoan-1/diem-dd"]),
    ("điểm d, khoản 1, Điều 1", ["dieu-1/khoan-1/diem-d"]),
    ("khoản 1, điểm a, Điều 1", ["dieu-1/khoan-1/diem-a"]),
    ("mục 2, Điều 1", ["dieu-1/khoan-2"]),
    ("mục 1, Điều 1", ["dieu-1"]),
    ("điểm 1, Điều 1", ["dieu-1/khoan-1"]),
    ("khoản 2, Điều 1", ["dieu-1/khoan-2"]),
    ("khoản 2~2, Điều 1", ["dieu-1/khoan-2~2"]),
    ("khoản 2~3, Điều 1", []),
    ("khoản 1~1, Điều 1", ["dieu-1/khoan-1"]),
    ("khoản 3, Điều 1", []),
    ("điểm a, khoản 3, Điều 1", []),
    ("điểm a, khoản 1, Điều 2", []),
    ("điểm a, khoản 2, Điều 1", ["dieu-1/khoan-2/diem-a"]),
    ("điểm a, khoản 2~2, Điều 1", []),
    ("khoản a, khoản 1, Điều 1", ["dieu-1/khoan-1/diem-a"]),
    ("bảng thứ 1, Điều 2", []),
    ("Phần thứ hai", []),
    ("Chương II, Phần II", []),
    ("Điều 1", ["dieu-1"]),
    ("Điều 01", ["dieu-1"]),
    ("Điều 2a", ["dieu-2a"]),
    ("Điều 1|2|9", ["dieu-1", "dieu-2"]),
    ("Điều 1|1", ["dieu-1"]),
    ("Điều 3", ["kem-theo-1/dieu-3"]),
    ("Điều 1, Quy chế", ["kem-theo-1/dieu-1"]),
    ("khoản 1, Điều 1, Quy chế", ["kem-theo-1/dieu-1/khoan-1"]),
    ("Quy chế", ["kem-theo-1"]),
    ("Quy định", []),
    ("Phần thứ nhất", ["phan-1"]),
    ("Phần I", ["phan-1"]),
    ("Chương II", ["phan-1/chuong-ii"]),
    ("Chương 2", ["phan-1/chuong-ii"]),
    ("Chương 2, Phần I", ["phan-1/chuong-ii"]),
    ("Chương III", []),
    ("Mục 1", ["phan-1/chuong-ii/muc-1"]),
    ("Mục 1, Chương II", ["phan-1/chuong-ii/muc-1"]),
    ("Tiểu mục 3", ["phan-1/chuong-ii/muc-1/tieu-muc-3"]),
    ("Mục 3", ["phan-1/chuong-ii/muc-1/tieu-muc-3"]),
    ("gạch đầu dòng thứ 1, điểm đ, khoản 1, Điều 1", ["dieu-1/khoan-1/diem-dd/gach-1"]),
    ("dấu cộng thứ nhất, gạch đầu dòng thứ 1, điểm đ, khoản 1, Điều 1", ["dieu-1/khoan-1/diem-dd/gach-1/cong-1"]),
    ("Phụ lục II", ["phu-luc-2"]),
    ("Phụ lục 2", ["phu-luc-2"]),
    ("Phụ lục", ["phu-luc-2"]),
    ("Phụ lục I", []),
    ("Mẫu số 01a", ["mau-so-01a"]),
    ("Mẫu 1a", ["mau-so-01a"]),
    ("Mẫu 1", []),
    ("Mẫu", ["mau-so-01a"]),
    ("Phụ lục 01", []),
    ("khoản 1, Phụ lục II", ["phu-luc-2/1"]),
    ("1.a, Điều 1", ["dieu-1/khoan-1/diem-a"]),
    ("khoản 1", ["dieu-1/khoan-1"]),  # before that of the appendix, which stands less deep
    ("điểm đ", ["dieu-1/khoan-1/diem-dd"]),
    ("điểm dd", ["dieu-1/khoan-1/diem-dd"]),
    ("Chương III, Phần I", []),
]
OF_PLAN = [
    ("Mục II", ["A/II"]),
    ("Mục II, Phần B", ["B/II"]),
    ("Mục 2, Phần B", ["B/II"]),
    ("Phần A", ["A"]),
    ("Mục B", ["B"]),
    ("mục III.6.5", ["B/III/6/6.5"]),
    ("III.6.5", ["B/III/6/6.5"]),
    ("III.6.5.a", ["B/III/6/6.5/a"]),
    ("III/6", ["B/III/6"]),
    ("II.6.5", ["A/II/6/6.5"]),
    ("điểm 6.5, Mục III", ["B/III/6/6.5"]),
    ("khoản 6.5, Mục III", ["B/III/6/6.5"]),
    ("điểm 6.5", ["A/II/6/6.5"]),
    ("điểm 1.1, khoản 1, Mục II", ["A/II/1/1.1"]),
    ("điểm 1.10", ["A/II/1/1.10"]),
    ("mục 6, Mục III", ["B/III/6"]),
    ("điểm a, điểm 1.1", ["A/II/1/1.1/a"]),
    ("khoản 1, Mục I", ["A/I/1"]),
    ("khoản 2, Mục I", []),
    ("Mục IV", []),
    ("Điều 1", []),
]
#: A label that stands twice is that which stands for itself, not that under what was numbered again.
OF_TWICE = [
    ("khoản 2", ["dieu-1/khoan-2"]),
    ("điểm a, khoản 2", ["dieu-2/khoan-2/diem-a"]),
    ("điểm c", ["dieu-2/khoan-2/diem-c"]),
    ("điểm a, khoản 2~2", ["dieu-1/khoan-2~2/diem-a"]),
    ("điểm a, khoản 2, Điều 1", ["dieu-1/khoan-2~2/diem-a"]),
    ("điểm d", ["dieu-2/khoan-1/diem-dd"]),  # typed without diacritics
    ("điểm d, khoản 1, Điều 2", ["dieu-2/khoan-1/diem-dd"]),
    ("điểm b, khoản 1, Điều 2", []),
    ("Mẫu số 02/TT", ["mau-so-02-tt"]),
    ("Mẫu 2/TT", ["mau-so-02-tt"]),
    ("Mẫu 2", []),
]
# fmt: on


def labels(written: str) -> tuple[Label, ...]:
    found = []
    for part in written.split(","):
        first, *others = part.strip().split("|")
        name, _, repeat = first.partition("~")
        label = Label("", (name.lower(),)) if re.match(r"[IVX\d]", name) else label_of(name)
        found.append(replace(label, values=(*label.values, *others), repeat=int(repeat) if repeat else None))
    return tuple(found)


@pytest.mark.parametrize(("written", "names"), NAMED)
def test_clauses_of_a_decision_by_labels(decision: Document, written: str, names: list[str]) -> None:
    found = [clause.id.removeprefix(f"{decision.id}/") for clause in find_clauses(decision, labels(written))]
    assert found == names


@pytest.mark.parametrize(("written", "names"), OF_PLAN)
def test_clauses_of_a_plan_by_labels(plan: Document, written: str, names: list[str]) -> None:
    found = [clause.id.removeprefix(f"{plan.id}/") for clause in find_clauses(plan, labels(written))]
    assert found == names


@pytest.mark.parametrize(("written", "names"), OF_TWICE)
def test_clauses_that_are_numbered_twice(written: str, names: list[str]) -> None:
    document = read(TWICE)
    found = [clause.id.removeprefix(f"{document.id}/") for clause in find_clauses(document, labels(written))]
    assert found == names


def test_parts_around_the_clauses_by_their_names(decision: Document) -> None:
    for kind, name in (("phần ký", "ky"), ("phần mở đầu", "mo-dau"), ("phần nơi nhận", "noi-nhan")):
        assert [clause.id for clause in find_clauses(decision, (Label(kind, ()),))] == [f"{decision.id}/{name}"]


def test_lists_and_tables_by_their_place(decision: Document) -> None:
    for kind, value, outer, name in (
        ("bảng", "1", "điều", "dieu-2/bang-1"), ("đoạn", "1", "điều", "dieu-2/doan-1"), ("bảng", "2", "điều", None), ("gạch đầu dòng", "1", "điều", None)
    ):  # fmt: skip
        found = find_clauses(decision, (Label(kind, (value,)), Label(outer, ("2",))))
        assert [clause.id for clause in found] == ([f"{decision.id}/{name}"] if name else [])


def test_clauses_within_a_clause(plan: Document) -> None:
    within = plan.clause(f"{plan.id}/B")
    assert [clause.id for clause in find_clauses(plan, labels("Mục II"), within)] == [f"{plan.id}/B/II"]
    assert [clause.id for clause in find_clauses(plan, labels("điểm 6.5"), within)] == [f"{plan.id}/B/III/6/6.5"]
    assert [clause.id for clause in find_clauses(plan, labels("điểm a, điểm 6.5"), within)] == [
        f"{plan.id}/B/III/6/6.5/a"
    ]
    assert find_clauses(plan, labels("Phần B"), within) == []
    assert find_clauses(plan, labels("điểm 1.1"), within) == []
    second = plan.clause(f"{plan.id}/B/II")
    assert find_clauses(plan, labels("Mục II, Phần B"), second) == []


def test_noughts_in_front_do_not_count() -> None:
    assert [without_noughts(value) for value in ("01", "001A", "0", "10", "")] == ["1", "1a", "0", "10", "0"]


def test_the_innermost_label_is_left_out() -> None:
    assert without_innermost(labels("khoản 2, Điều 5")) == labels("Điều 5")
    assert without_innermost(labels("Điều 5, khoản 2")) == labels("Điều 5")
    assert without_innermost(labels("điểm a, khoản 2, Điều 5")) == labels("khoản 2, Điều 5")
    assert without_innermost(labels("Điều 5, khoản 2, điểm a")) == labels("Điều 5, khoản 2")
