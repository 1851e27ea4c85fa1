"""What holds for any text: nothing is lost, nothing overlaps, everything maps back."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.citing.citation import cite_clause, find_cited_clause
from corpus.citing.identifiers import ClauseId
from corpus.document import LEVELS, Document
from corpus.language.text import nfc
from ingest import parse_file
from ingest.cleaning import clean
from ingest.editing import Edit, undo_repairs
from ingest.parsing import ALLOW_CLASSIFIED, parse
from ingest.readers.raw import Raw
from ingest.readers.reading import read_bytes
from search.index.passages import windows
from tests.conftest import SAMPLES, shared_folder

FRAGMENTS = st.sampled_from(
    ["Chương I", "QUY ĐỊNH CHUNG", "Điều 1. Phạm vi", "Điều 2.", "1. Một;", "2. Hai.", "a) Điểm a;", "đ) Điểm đ.", "- Gạch", "+ Cộng", "I. MỤC TIÊU",
     "II- NHIỆM VỤ", "2.1. Sở Nội vụ", "1.1 Không chấm", "| a | b |", "|", "-----", "KẾ HOẠCH", "QUYẾT ĐỊNH:", "Số: 12/KH-UBND", "Căn cứ Luật số 1;",
     "“Điều 5. Mới", "kết thúc”.", "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "PHỤ LỤC I", "QUY CHẾ", "(Ban hành kèm theo Quyết định số 1/QĐ-UBND)",
     "Kính gửi: Sở Y tế", "Ý kiến bạn đọc", "Trên đây là kế hoạch./.", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Hà Nội, ngày 1 tháng 2 năm 2024"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(FRAGMENTS, st.text(max_size=60)), max_size=40).map("\n".join)


def check(document: Document) -> None:
    text = document.text
    assert unicodedata.is_normalized("NFC", text)
    end = 0
    covered = []
    for order, clause in enumerate(document.clauses):
        assert clause.order == order
        assert clause.level in LEVELS
        assert clause.start >= end, "clauses are in order and never overlap"
        assert text[clause.start : clause.end] == clause.text
        assert clause.subtree_end >= clause.end
        assert clause.parent is None or document.clause(clause.parent)
        assert str(ClauseId.parse(clause.id)) == clause.id
        end = clause.end
        covered.append((clause.start, clause.end))
    assert len({clause.id for clause in document.clauses}) == len(document.clauses)
    assert all(gap.reason for gap in document.discarded)
    covered += [(gap.start, gap.end) for gap in document.discarded]
    at = 0
    for start, stop in sorted(covered):
        assert start >= at, "no clause reaches into what was discarded"
        assert not text[at:start].strip(), f"lost: {text[at:start]!r}"
        at = stop
    assert not text[at:].strip()


@pytest.fixture(scope="module", autouse=True)
def _secrets_allowed() -> Iterator[None]:
    """Any text may be one that bears a mark of secrecy: Hypothesis tries the words of the program itself."""
    with mock.patch.dict(os.environ, {ALLOW_CLASSIFIED: "1"}):
        yield


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_text_is_lost(text: str) -> None:
    raw = Raw("any.txt", "0" * 64, "text/plain", text)
    document = parse(raw).document
    check(document)
    assert undo_repairs(document.text, document.repairs) == text


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_cleaning_changes_no_letter(text: str) -> None:
    cleaned = clean(Raw("any.txt", "", "text/plain", text, wrapped=False))
    assert undo_repairs(cleaned.text, cleaned.repairs) == text
    assert [c for c in cleaned.text if c.isalnum()] == [c for c in nfc(text) if c.isalnum()]


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.sampled_from("aAe\u0301\u0323\u0302\0\u200b\u00ad\r\n .1)-áạ가가*x"), max_size=30),
    st.sets(st.integers(0, 29)),
)
def test_marks_meet_their_letters_over_what_is_taken_out(text: str, markup: set[int]) -> None:
    edits = tuple(Edit(at, at + 1, "", "markup") for at in sorted(markup) if at < len(text))
    document = parse(Raw("any.txt", "0" * 64, "text/plain", text, edits)).document
    check(document)
    assert undo_repairs(document.text, document.repairs) == text


@given(st.text(st.sampled_from(" \t\u00a0\u3000"), min_size=1, max_size=5), st.integers(1, 260), st.integers(0, 600))
def test_a_gap_wider_than_a_page_is_cut_to_that_of_columns(blanks: str, times: int, markup: int) -> None:
    gap = blanks * times
    text = f"a{gap}b"
    edits = (Edit(markup, markup + 1, "", "markup"),) if 0 < markup <= len(gap) else ()
    cleaned = clean(Raw("any.txt", "", "text/plain", text, edits, wrapped=False))
    assert undo_repairs(cleaned.text, cleaned.repairs) == text
    assert cleaned.text.replace(" ", "") == "ab"
    assert len(cleaned.text) <= 2 + 251
    if not edits:
        assert cleaned.text == "a" + " " * (len(gap) if len(gap) < 252 else 4) + "b"


WRAPPED = st.lists(
    st.sampled_from(
        [
            "Điều 3. Trách nhiệm của Sở Xây",
            "dựng trong việc lập hồ sơ,",
            "      1. Mục tiêu",
            "",
            "12",
            "=== Trang 2 ===",
            "- Giao",
        ]
    ),
    max_size=30,
).map("\n".join)


@settings(max_examples=200, deadline=None)
@given(WRAPPED)
def test_joining_lines_moves_no_offset(text: str) -> None:
    cleaned = clean(Raw("any.txt", "", "text/plain", text, wrapped=True))
    assert undo_repairs(cleaned.text, cleaned.repairs) == text
    assert all(0 <= page.start <= page.end <= len(cleaned.text) for page in cleaned.pages)
    check(parse(Raw("any.txt", "0" * 64, "text/plain", text, wrapped=True)).document)


@given(st.text(max_size=3000), st.integers(20, 700))
def test_windows_cover_the_text(text: str, size: int) -> None:
    cut = windows(text, size)
    assert [start for start, _ in cut] == [0, *(end for _, end in cut[:-1])]
    assert cut[-1][1] == len(text)
    assert all(end - start <= size * 5 // 4 for start, end in cut)


def documents() -> list[Path]:
    shared = shared_folder()
    return sorted(SAMPLES.iterdir()) + (sorted((shared / "corpus" / "social-policy").iterdir()) if shared else [])


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.stem)
def test_real_documents_keep_all_text_and_cite_back(path: Path) -> None:
    document = parse_file(path).document
    check(document)
    for clause in document.clauses:
        assert find_cited_clause(cite_clause(document, clause), [document]) == (document, clause)
        assert find_cited_clause(cite_clause(document, clause, "later"), [document]) == (document, clause)


def test_a_wide_gap_says_what_a_blank_says() -> None:
    """Layouts leave gaps of a hundred blanks: they mean nothing, and must not be divided in all ways, which took minutes."""
    text = (
        "KẾ HOẠCH\nI. MỤC TIÊU\n1. Phấn đấu đến năm 2030 tỷ lệ hộ nghèo giảm còn 3%.\nII. TỔ CHỨC THỰC HIỆN\n"
        "1. Sở Y tế chủ trì, phối hợp với Sở Tài chính thực hiện Nghị quyết số 10/NQ-CP ngày 02/3/2024 của Chính phủ, "
        "xong trước ngày 30/6/2025.\n2. Sở Nội vụ có trách nhiệm thực hiện các nhiệm vụ sau:\na) Rà soát, báo cáo hằng quý.\n"
    )

    def said(text: str) -> list[object]:
        document = parse(read_bytes(text.encode(), "kế hoạch.txt")).document
        return [
            [(task.lead, task.cooperating, task.deadline, " ".join(task.task.split())) for task in document.tasks],
            [(reference.number, reference.date) for reference in document.references],
            [(target.value, target.unit, target.year) for target in document.targets],
        ]

    plain = said(text)
    assert all(plain)
    assert said(re.sub(r"(?<=[^\n.)]) ", " " * 100, text)) == plain
