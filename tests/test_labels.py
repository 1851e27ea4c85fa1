"""The labels that begin the lines of laws and plans, their numerals, and what a line is."""

from __future__ import annotations

import pytest

from corpus.language.numerals import ordinal_value, roman_numeral, roman_value
from ingest.clauses.grammar import labels, letter_value
from ingest.clauses.lines import Line, split_lines

# fmt: off
LABELS = [
    # line, its readings: level, label, value, suffix, rest, whether punctuation parts label and rest
    ("Phần thứ nhất: NHỮNG QUY ĐỊNH CHUNG", [("part", "Phần thứ nhất", 1, "", "NHỮNG QUY ĐỊNH CHUNG", True)]),
    ("PHẦN THỨ HAI", [("part", "PHẦN THỨ HAI", 2, "", "", False)]),
    ("PHẦN II. TỔ CHỨC", [("part", "PHẦN II", 2, "", "TỔ CHỨC", True)]),
    ("Chương IV", [("chapter", "Chương IV", 4, "", "", False)]),
    ("CHƯƠNG 12 – THANH TRA", [("chapter", "CHƯƠNG 12", 12, "", "THANH TRA", True)]),
    ("Chương IIa: Đấu giá", [("chapter", "Chương IIa", 2, "a", "Đấu giá", True)]),
    ("Chương IIĐ", [("chapter", "Chương IIĐ", 2, "đ", "", False)]),
    ("Mục 1. Hồ sơ", [("section", "Mục 1", 1, "", "Hồ sơ", True)]),
    ("MỤC 123 - HỒ SƠ", [("section", "MỤC 123", 123, "", "HỒ SƠ", True)]),
    ("Tiểu  mục 3: Lệ phí", [("subsection", "Tiểu  mục 3", 3, "", "Lệ phí", True)]),
    ("TIỂU MỤC 2", [("subsection", "TIỂU MỤC 2", 2, "", "", False)]),
    ("Mục 1 Chương II của Luật này", [("section", "Mục 1", 1, "", "Chương II của Luật này", False)]),
    ("Mục 2/QĐ", []),
    ("Mục tiêu", []),
    ("Chương trình 135", []),
    ("Phần thứ tư của", [("part", "Phần thứ tư", 4, "", "của", False)]),
    ("Phần thứ bao nhiêu", []),
    ("Mục 1234", []),
    ("Điều 5. Phạm vi", [("article", "Điều 5", 5, "", "Phạm vi", True)]),
    ("ĐIỀU 12: Hiệu lực", [("article", "ĐIỀU 12", 12, "", "Hiệu lực", True)]),
    ("Điều 5a. Thẩm quyền", [("article", "Điều 5a", 5, "a", "Thẩm quyền", True)]),
    ("Điều 12đ", [("article", "Điều 12đ", 12, "đ", "", False)]),
    ("Điều1 / Giao Sở Y tế", [("article", "Điều1", 1, "", "Giao Sở Y tế", True)]),
    ("Điều 7 của Luật", [("article", "Điều 7", 7, "", "của Luật", False)]),
    ("Điều 1234. Chuyển tiếp", [("article", "Điều 1234", 1234, "", "Chuyển tiếp", True)]),
    ("Điều 12345. Quá dài", []),
    ("Điều 5abc", []),
    ("Điều kiện", []),
    ("II. MỤC TIÊU", [("roman", "II", 2, "", "MỤC TIÊU", True)]),
    ("XIV- NHIỆM VỤ", [("roman", "XIV", 14, "", "NHIỆM VỤ", True)]),
    ("IV/ Tổ chức", [("roman", "IV", 4, "", "Tổ chức", True)]),
    ("IV – Tổ chức", [("roman", "IV", 4, "", "Tổ chức", True)]),
    ("IIII. Sai số", []),
    ("II.", []),
    ("HI - GIẢI PHÁP THỰC HIỆN", [("roman", "HI", 3, "", "GIẢI PHÁP THỰC HIỆN", True)]),
    ("TV - KINH PHÍ THỰC HIỆN", [("roman", "TV", 4, "", "KINH PHÍ THỰC HIỆN", True)]),
    ("l1- MỤC TIÊU CHUNG", [("roman", "l1", 2, "", "MỤC TIÊU CHUNG", True)]),
    ("HI - Giải pháp thực hiện", []),
    ("HI - NGẮN", []),
    ("I. MỤC ĐÍCH", [("roman", "I", 1, "", "MỤC ĐÍCH", True), ("alpha", "I", 9, "", "MỤC ĐÍCH", True)]),
    ("A. ĐÁNH GIÁ", [("alpha", "A", 1, "", "ĐÁNH GIÁ", True)]),
    ("Đ) Kiến nghị", [("alpha", "Đ", 5, "", "Kiến nghị", True)]),
    ("B - Nội dung", [("alpha", "B", 2, "", "Nội dung", True)]),
    ("C/ Tổ chức", [("alpha", "C", 3, "", "Tổ chức", True)]),
    ("A.Đánh giá", []),
    ("2.1. Sở Nội vụ", [("decimal", "2.1", 1, "", "Sở Nội vụ", True)]),
    ("2.1.3) Hồ sơ", [("decimal", "2.1.3", 3, "", "Hồ sơ", True)]),
    ("1.2.3.4.5. Sâu nhất", [("decimal", "1.2.3.4.5", 5, "", "Sâu nhất", True)]),
    ("2.1.b. Trường hợp khác", [("decimal", "2.1.b", 2, "", "Trường hợp khác", True)]),
    ("2.1.đ) Trường hợp khác", [("decimal", "2.1.đ", 5, "", "Trường hợp khác", True)]),
    ("2.3.1 Hồ sơ", [("decimal", "2.3.1", 1, "", "Hồ sơ", False)]),
    ("1.11 Đăng ký", [("decimal", "1.11", 11, "", "Đăng ký", False), ("arabic", "1", 1, "", "Đăng ký", True)]),
    ("1.500 tỷ đồng", []),
    ("1. Mục đích", [("arabic", "1", 1, "", "Mục đích", True)]),
    ("12) Yêu cầu", [("arabic", "12", 12, "", "Yêu cầu", True)]),
    ("1a. Khoản chen", [("arabic", "1a", 1, "a", "Khoản chen", True)]),
    ("3đ. Khoản chen", [("arabic", "3đ", 3, "đ", "Khoản chen", True)]),
    ("4z. Khoản chen", [("arabic", "4z", 4, "z", "Khoản chen", True)]),
    ("2- Yêu cầu", [("arabic", "2", 2, "", "Yêu cầu", True)]),
    ("2/ Yêu cầu", [("arabic", "2", 2, "", "Yêu cầu", True)]),
    ("9, Kinh phí", [("arabic", "9", 9, "", "Kinh phí", False)]),
    ("123 . Số lớn", [("arabic", "123", 123, "", "Số lớn", True)]),
    ("7.", [("arabic", "7", 7, "", "", True)]),
    ("12-15 tuổi", []),
    ("1,5 triệu đồng", []),
    ("20/10/2024", []),
    ("2024. Năm", []),
    ("12 tháng", []),
    ("a) Cá nhân;", [("letter", "a", 1, "", "Cá nhân;", True)]),
    ("đ) Tổ chức;", [("letter", "đ", 5, "", "Tổ chức;", True)]),
    ("a1) Điểm chen", [("letter", "a1", 1, "1", "Điểm chen", True)]),
    ("aa) Điểm chen", [("letter", "aa", 1, "a", "Điểm chen", True)]),
    ("b ) Rời dấu", [("letter", "b", 2, "", "Rời dấu", True)]),
    ("c. Kinh phí", [("letter", "c", 3, "", "Kinh phí", False)]),
    ("g)", [("letter", "g", 7, "", "", True)]),
    ("c.d", []),
    ("abc) Không phải", []),
    ("- Giao Sở Tài chính", [("dash", "-", 0, "", "Giao Sở Tài chính", True)]),
    ("– Giao Sở Tài chính", [("dash", "–", 0, "", "Giao Sở Tài chính", True)]),
    ("• Giao", [("dash", "•", 0, "", "Giao", True)]),
    ("-Giao liền", [("dash", "-", 0, "", "Giao liền", True)]),
    ("- “Giao” trong ngoặc", [("dash", "-", 0, "", "“Giao” trong ngoặc", True)]),
    ("-(Giao)", [("dash", "-", 0, "", "(Giao)", True)]),
    ("-----", []),
    ("- - -", []),
    ("-_", []),
    ("+ Năm 2025: 10%", [("plus", "+", 0, "", "Năm 2025: 10%", True)]),
    ("○ Mục con", [("plus", "○", 0, "", "Mục con", True)]),
    ("+", []),
    ("Ủy ban nhân dân tỉnh", []),
    ("", []),
    *((f"Chương II{sep} Một", [("chapter", "Chương II", 2, "", "Một", True)]) for sep in ".:–-"),
    *((f"Điều 5 {sep} Một", [("article", "Điều 5", 5, "", "Một", True)]) for sep in ".:/"),
    *((f"II{sep}Một", [("roman", "II", 2, "", "Một", True)]) for sep in "./–-"),
    *((f"B{sep} Một", [("alpha", "B", 2, "", "Một", True)]) for sep in "./)–-"),
    *((f"2.1{sep}Một", [("decimal", "2.1", 1, "", "Một", True)]) for sep in ".)/"),
    *((f"2{sep}Một", [("arabic", "2", 2, "", "Một", True)]) for sep in ".)/"),
    *((f"{dash} Một", [("dash", dash, 0, "", "Một", True)]) for dash in "-–—•*·▪¬"),
    *((f"-{mark}Một", [("dash", "-", 0, "", f"{mark}Một", True)]) for mark in '"“(['),
    *((f"{word} II", [(level, f"{word} II", 2, "", "", False)]) for word, level in (
        ("PHẦN", "part"), ("Phần", "part"), ("CHƯƠNG", "chapter"), ("MỤC", "section"), ("TIỂU  MỤC", "subsection"), ("Tiểu mục", "subsection"))),
    ("Chương L", [("chapter", "Chương L", 50, "", "", False)]),
    ("XXXVIII. Một", [("roman", "XXXVIII", 38, "", "Một", True)]),
    ("Chương IIA. Một", [("chapter", "Chương IIA", 2, "a", "Một", True)]),
    ("Chương II. Một\nhai", [("chapter", "Chương II", 2, "", "Một\nhai", True)]),
    ("Điều 5. Một\nhai", [("article", "Điều 5", 5, "", "Một\nhai", True)]),
    ("1.\tMột", [("arabic", "1", 1, "", "Một", True)]),
    ("1.5", []),
    ("10.12. Một", [("decimal", "10.12", 12, "", "Một", True)]),
    ("100.1. Một", []),
    ("1.100. Một", []),
    ("1.1.1 Một", [("decimal", "1.1.1", 1, "", "Một", False)]),
    ("1234) Một", []),
    ("b1. Một", [("letter", "b1", 2, "1", "Một", False)]),
    ("b.Một", []),
    ("b12) Một", []),
    ("+Một", [("plus", "+", 0, "", "Một", True)]),
    ("- *", []),
    ("l - MỤC TIÊU CHUNG", [("roman", "l", 1, "", "MỤC TIÊU CHUNG", True)]),
    ("VH - MỤC TIÊU", [("roman", "VH", 7, "", "MỤC TIÊU", True)]),
    ("XT - MỤC TIÊU", [("roman", "XT", 11, "", "MỤC TIÊU", True)]),
    ("L1-MỤC TIÊU", [("roman", "L1", 51, "", "MỤC TIÊU", True)]),
]
# fmt: on


@pytest.mark.parametrize(("line", "readings"), LABELS)
def test_labels(line: str, readings: list[tuple[str, str, int, str, str, bool]]) -> None:
    found = [(one.level, one.text, one.value, one.suffix, one.rest, one.separated) for one in labels(line)]
    assert found == readings


def test_letters_count_as_in_vietnamese_lists() -> None:
    order = "abcdđeghiklmnopqrstuvxy"
    assert [letter_value(letter) for letter in order] == list(range(1, len(order) + 1))
    assert [letter_value(letter) for letter in "fjwz"] == [letter_value(letter) for letter in "eivy"]
    assert letter_value("ê") == letter_value("y")


def test_roman_numerals_round_trip() -> None:
    assert all(roman_value(roman_numeral(value)) == value for value in range(1, 90))
    assert [roman_numeral(value) for value in (4, 9, 14, 39, 40, 49, 50, 66, 78, 89)] == [
        "IV", "IX", "XIV", "XXXIX", "XL", "XLIX", "L", "LXVI", "LXXVIII", "LXXXIX",
    ]  # fmt: skip


@pytest.mark.parametrize("numeral", ["", "IIII", "VX", "IC", "LL", "XXXX", "ii", "VIIII", "XLX"])
def test_what_is_no_roman_numeral(numeral: str) -> None:
    assert roman_value(numeral) == 0


def test_ordinals() -> None:
    words = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"]
    assert [ordinal_value(word) for word in words] == list(range(1, 11))
    assert [ordinal_value(word) for word in ("MỘT", "nhì", "bốn", "bẩy", "kia")] == [1, 2, 4, 7, 0]


def test_lines_keep_their_offsets() -> None:
    text = "  Điều 1. Một \n\n\t\n a) Hai\u00a0\nBa"
    lines = split_lines(text)
    assert [line.text for line in lines] == ["Điều 1. Một", "a) Hai", "Ba"]
    assert all(text[line.start : line.end] == line.text for line in lines)


@pytest.mark.parametrize(
    ("text", "row", "columns"),
    [
        ("| a | b |", True, False),
        ("|", False, False),
        ("a | b | c", False, False),
        ("Sở Y tế    Chủ trì", False, True),
        ("Sở Y tế  Chủ trì", False, False),
        ("STT Nội dung", False, True),
        ("TT  Đơn vị", False, True),
        ("Số TT Đơn vị", False, True),
        ("STT", False, False),
    ],
)
def test_rows_and_columns(text: str, row: bool, columns: bool) -> None:
    line = Line(0, len(text), text)
    assert (line.is_row, line.has_columns) == (row, columns)
