"""Misread syllables: what is doubted, what is corrected, and what must never be touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.editing import apply_edits
from ingest.readers.scans.spelling import corrections, doubtful, is_known_syllable, sense
from tests.conftest import SAMPLES


def corrected(text: str) -> str:
    return apply_edits(text, corrections(text))[0]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Nghị định quy định chỉ tiết một số điều", "Nghị định quy định chi tiết một số điều"),
        ("sửa đổi, bồ sung Quy chế", "sửa đổi, bổ sung Quy chế"),
        ("theo thâm quyền được giao", "theo thẩm quyền được giao"),
        ("cấp ủy, chính quyên các cấp", "cấp ủy, chính quyền các cấp"),
        ("QUYÉT ĐỊNH:", "QUYẾT ĐỊNH:"),  # in its case
        ("IV. TÔ CHỨC THỰC HIỆN", "IV. TỔ CHỨC THỰC HIỆN"),
        ("giải pháp tô\nchức thực hiện", "giải pháp tổ\nchức thực hiện"),  # over the end of a printed line
        ("biến đôi khí hậu", "biến đổi khí hậu"),  # both syllables are words, the pair means nothing
    ],
)
def test_certain_misreadings_are_corrected(read: str, printed: str) -> None:
    assert corrected(read) == printed
    assert {edit.kind for edit in corrections(read)} == {"spelling"}


@pytest.mark.parametrize(
    "text",
    [
        "quy định tại khoản 3 Điều 5",  # "tài khoản" is common, but so is "tại"
        "chỉ tiết kiệm được 05 phút",  # "tiết kiệm" is a word
        "một phần công việc còn lại",  # as is "công việc"
        "ông Trần Văn Bán, bà Lê Thị Bồ Sung",  # names
        "Số: 15/QĐ-BỒ, tiêu chuẩn TCVN 1234:2019/BTC",  # numbers of documents
        "ngày I5 tháng l1 năm 2024",  # figures
        "khóa học, công trình phụ hợp vệ sinh",  # no word pair, and right
        "Chủ tịch Ủy ban nhân dân tỉnh quyết định.",
        "",
    ],
)
def test_what_may_be_right_is_left(text: str) -> None:
    assert corrected(text) == text


def test_samples_have_nothing_to_correct() -> None:
    for path in SAMPLES.iterdir():
        assert corrections(path.read_text("utf-8")) == [], path.name


def test_real_recognised_texts_are_mended(shared: Path) -> None:
    text = (shared / "corpus" / "chain" / "31-CTr-TW.txt").read_text("utf-8")
    mended = corrected(text)
    assert text.count("biến đôi") > 5
    assert "biến đôi" not in mended
    assert len(mended) == len(text)
    assert len(doubtful(text)) > len(doubtful(mended))


def test_clean_real_texts_stay_as_they_are(shared: Path) -> None:
    names = ["02_2020_UBTVQH14.md", "102_2018_ND_CP.md", "4804_2024_VBHN_BLĐTBXH.md"]
    for name in names:
        assert corrections((shared / "corpus" / "social-policy" / name).read_text("utf-8")) == [], name


def test_syllables_that_do_not_exist_are_doubted() -> None:
    text = "Các cơ quñn phải báo cảo kết quả"
    assert [text[start:end] for start, end in doubtful(text)] == ["quñn", "cảo"]
    assert doubtful("Ủy ban nhân dân tỉnh Lam Giang") == []


def test_marks_decomposed_or_placed_the_old_way_are_no_misreadings() -> None:
    assert is_known_syllable("hoà")
    assert is_known_syllable("hòa,")
    assert corrections("công nghê\u0323, kinh tê\u0301") == []


def test_sense_of_a_reading() -> None:
    assert sense("chính", "quyền", "địa") == 3
    assert sense("", "30/2020/NĐ-CP", "") == 1
    assert sense("", "201Z", "") == 0
    assert sense("chính", "quñn", "địa") == 0
