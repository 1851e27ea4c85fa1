"""From lines to clauses: labels, quoted wording, the tree and its ids, each as laws and plans write them.

A tree is written as the ids of its clauses, below the document's, in reading order.
"""

from __future__ import annotations

from textwrap import dedent

import pytest

from corpus.document import Discarded
from corpus.language.numerals import ordinal_value, roman_numeral, roman_value
from ingest.clauses.frame import find_head
from ingest.clauses.grammar import labels, letter_value
from ingest.clauses.lines import Line, split_lines
from ingest.clauses.naming import clause_ids
from ingest.clauses.nodes import Node
from ingest.clauses.quotes import quoted_lines
from ingest.clauses.structure import build_tree


def built(text: str, kept_out: tuple[Discarded, ...] = ()) -> tuple[str, Node, tuple[Discarded, ...]]:
    text = dedent(text).strip()
    lines = split_lines(text)
    return text, *build_tree(lines, find_head(lines), kept_out)


def tree(text: str) -> list[str]:
    _, root, _ = built(text)
    ids = clause_ids("d", root)
    return [ids[id(node)].removeprefix("d/") for node in root.walk() if node is not root]


def own_texts(text: str) -> dict[str, str]:
    text, root, _ = built(text)
    ids = clause_ids("d", root)
    return {ids[id(node)].removeprefix("d/"): text[node.start : node.end] for node in root.walk() if node is not root}


def headings(text: str) -> dict[str, str | None]:
    _, root, _ = built(text)
    ids = clause_ids("d", root)
    return {ids[id(node)].removeprefix("d/"): node.heading for node in root.walk() if node is not root}


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


LAW = """
    Chương I
    QUY ĐỊNH CHUNG
    Mục 1. HỒ SƠ
    Điều 1. Phạm vi điều chỉnh
    1. Luật này quy định về hồ sơ.
    2. Luật này không áp dụng đối với:
    a) Cá nhân;
    b) Tổ chức;
    đ) Khác.
    Đoạn tiếp theo của khoản.
    2a. Khoản chen.
    3. Khoản ba.
    Điều 2. Hiệu lực
    Luật này có hiệu lực.
    Chương IIa
    THANH TRA
    Điều 2a. Thanh tra
    Tiểu mục 1: LỆ PHÍ
    Điều 3. Lệ phí
"""
PLAN = """
    A. ĐÁNH GIÁ
    I. MỤC TIÊU
    1. Mục tiêu chung: Nâng cao chất lượng phục vụ người dân trong tỉnh.
    1.1. Chỉ tiêu một
    - Gạch một;
    + Cộng một;
    + Cộng hai.
    - Gạch hai.
    Đoạn riêng.
    1.2. Chỉ tiêu hai
    a) Điểm a;
    b) Điểm b.
    Câu kết.
    2. Mục tiêu cụ thể
    II. NHIỆM VỤ
    TRỌNG TÂM NĂM 2025
    B. TỔ CHỨC
    I. PHÂN CÔNG
    Trên đây là kế hoạch của tỉnh.
"""


def test_the_tree_of_a_law() -> None:
    assert tree(LAW) == [
        "chuong-i", "chuong-i/muc-1",
        "dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-1/khoan-2/diem-a", "dieu-1/khoan-2/diem-b", "dieu-1/khoan-2/diem-dd",
        "dieu-1/khoan-2/doan-1", "dieu-1/khoan-2a", "dieu-1/khoan-3", "dieu-2",
        "chuong-iia", "dieu-2a", "chuong-iia/tieu-muc-1", "dieu-3",
    ]  # fmt: skip


def test_headings_of_a_law() -> None:
    found = headings(LAW)
    assert {name: heading for name, heading in found.items() if heading} == {
        "chuong-i": "QUY ĐỊNH CHUNG", "chuong-i/muc-1": "HỒ SƠ", "dieu-1": "Phạm vi điều chỉnh", "dieu-2": "Hiệu lực",
        "chuong-iia": "THANH TRA", "chuong-iia/tieu-muc-1": "LỆ PHÍ",
    }  # fmt: skip
    assert own_texts(LAW)["dieu-2"] == "Điều 2. Hiệu lực\n    Luật này có hiệu lực.".replace("    ", "")


@pytest.mark.parametrize(
    "text", ["Chương I\nQUY ĐỊNH\nCHUNG\nĐiều 1. Một", "Chương I: QUY ĐỊNH\nCHUNG\nĐiều 1. Một"]
)  # fmt: skip
def test_a_title_of_several_lines(text: str) -> None:
    assert headings(text) == {"chuong-i": "QUY ĐỊNH CHUNG", "dieu-1": None}


def test_the_tree_of_a_plan() -> None:
    assert tree(PLAN) == [
        "A", "A/I", "A/I/1", "A/I/1/1.1", "A/I/1/1.1/gach-1", "A/I/1/1.1/gach-1/cong-1", "A/I/1/1.1/gach-1/cong-2",
        "A/I/1/1.1/gach-2", "A/I/1/1.1/doan-1", "A/I/1/1.2", "A/I/1/1.2/a", "A/I/1/1.2/b", "A/I/1/1.2/doan-1", "A/I/2", "A/II",
        "B", "B/I", "doan-1",
    ]  # fmt: skip
    found = headings(PLAN)
    assert (found["A/I/1"], found["A/II"]) == ("Mục tiêu chung", "NHIỆM VỤ TRỌNG TÂM NĂM 2025")
    assert (found["A/I/1/1.1"], found["A/I/1/1.1/gach-1"]) == ("Chỉ tiêu một", None)


# fmt: off
TREES = [
    # what begins again at 1 behind a colon stands inside the item above
    ("Điều 1. Sửa\n1. Hồ sơ gồm:\na) Bản chính như sau:\n1. Đơn;\n2. Tờ khai.\nb) Bản sao.\n2. Thời hạn:\nI. Một\nII. Hai\n3. Ba.",
     ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-1/diem-a", "dieu-1/khoan-1/diem-a/khoan-1", "dieu-1/khoan-1/diem-a/khoan-2",
      "dieu-1/khoan-1/diem-b", "dieu-1/khoan-2", "dieu-1/khoan-2/I", "dieu-1/khoan-2/II", "dieu-1/khoan-3"]),
    # without a colon it is a numbering of its own, told apart by its turn
    ("I. MỘT\n1. Một\n2. Hai\n1. Lại một", ["I", "I/1", "I/2", "I/1~2"]),
    ("Điều 1. Một\na) A:\n- Gạch:\na) Trong", ["dieu-1", "dieu-1/diem-a", "dieu-1/diem-a/gach-1", "dieu-1/diem-a/diem-a"]),
    # the sentence after a list that ended belongs to what holds the list
    ("I. KINH PHÍ\n1. Nguồn vốn:\na) Ngân sách tỉnh;\nb) Vốn khác.\nKinh phí do Sở Tài chính tổng hợp.\n2. Quản lý",
     ["I", "I/1", "I/1/a", "I/1/b", "I/1/doan-1", "I/2"]),
    ("1. Vốn:\na) Ngân sách tỉnh.\nb) Vốn khác.\nKinh phí do tỉnh cấp.", ["1", "1/a", "1/b"]),
    ("1. Vốn:\na) Ngân sách tỉnh;\nb) Vốn khác;\nKinh phí do tỉnh cấp.", ["1", "1/a", "1/b"]),
    ("1. Vốn:\na) Ngân sách:\n- Tỉnh;\nb) Vốn khác.\nKinh phí do tỉnh cấp.", ["1", "1/a", "1/a/gach-1", "1/b", "1/doan-1"]),
    # mentions of chapters and articles at the start of a line
    ("Điều 1. Một\nChương II của Luật này được áp dụng.\nMục 1 Chương II của Luật\nĐiều 2 của Nghị định được bãi bỏ.\nĐiều 3\nNội dung.",
     ["dieu-1", "dieu-3"]),
    ("Chương I Quy định chung\nĐiều 1. Một", ["doan-1", "dieu-1"]),
    ("Chương I\nMỘT\nĐiều 1. Một\nChương II Quy định riêng\nChương III Luật Đất đai\nĐiều 2. Hai", ["chuong-i", "dieu-1", "chuong-ii", "chuong-ii/doan-1", "dieu-2"]),
    ("Chương I: Quy định chung của Luật này.\nĐiều 1. Một", ["doan-1", "dieu-1"]),
    ("Chương I: Quy định chung\nĐiều 1. Một", ["chuong-i", "dieu-1"]),
    ("Điều 1. Một\nĐiều 2 Giao Sở Y tế\nĐiều 3 Luật Đất đai\nĐiều 4 Giao Sở Y tế\nĐiều 3 giao", ["dieu-1", "dieu-2"]),
    # labels without a full stop
    ("Điều 1. Một\n1.1 Đăng ký\n2.2 Hủy đăng ký\n3. Ba\n9, Chín\n4, Bốn\n5, năm", ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-1/khoan-3", "dieu-1/khoan-4"]),
    ("1. Một\n1.1 Một một\n1.2 Một hai\n3.1 Lạc\n1.2.1. Sâu\n1.3. Ba\n2. Hai\n2.1. Hai một", ["1", "1/1.1", "1/1.2", "1/1.2/1.2.1", "1/1.3", "2", "2/2.1"]),
    ("I. MỘT\na. Điểm a\nb. Điểm b\nd. Không nối tiếp\na1) Chen\nbb) Chen\nbc) Không", ["I", "I/a", "I/b", "I/a1", "I/bb"]),
    ("I. MỘT\n1. Một\nd. Không nối tiếp\nđ) Có dấu ngoặc", ["I", "I/1", "I/1/dd"]),
    # I after H is a letter, I after nothing a numeral
    ("G. MỘT\nH. HAI\nI. BA\nK. BỐN", ["G", "H", "I", "K"]),
    ("I. MỘT\nII. HAI\nHI - BA KHÔNG RÕ CHỮ\nIV. BỐN", ["I", "II", "III", "IV"]),
    ("Điều 1. Một\n1. Hồ sơ\n| a | b |\nĐơn gồm:\n1. Tên;\n2. Tuổi.", ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-1/bang-1", "dieu-1/khoan-1/doan-1",
      "dieu-1/khoan-1/khoan-1", "dieu-1/khoan-1/khoan-2"]),
    ("Điều 1. Vốn gồm:\n1. Một;\n2. Hai.\nKinh phí do tỉnh cấp.", ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-1/doan-1"]),
    ("I. VỐN\n1. Một;\n2. Hai.\nKinh phí do tỉnh cấp.", ["I", "I/1", "I/2", "I/doan-1"]),
    ("1. Vốn\n1.1. Một;\n1.2. Hai.\nKinh phí do tỉnh cấp.", ["1", "1/1.1", "1/1.2", "1/doan-1"]),
    ("Điều 1. Vốn\na) Một;\nb) Hai.\nKinh phí do tỉnh cấp.", ["dieu-1", "dieu-1/diem-a", "dieu-1/diem-b", "dieu-1/doan-1"]),
    ("I. VỐN\n1. Một;\n2. Hai.\nbốn\nKinh phí do tỉnh cấp.", ["I", "I/1", "I/2", "I/doan-1", "I/doan-2"]),
    ("I. VỐN\n1. Hai.\nKinh phí do tỉnh cấp.", ["I", "I/1"]),
    # prose behind the signature belongs to the document
    ("I. MỘT\n1. Một.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n" + "Trong quá trình thực hiện có vướng mắc thì các đơn vị phản ánh về Sở Y tế. " * 3,
     ["I", "I/1", "ky", "doan-1"]),
    # parts
    ("PHẦN THỨ NHẤT\nCHUNG\nChương I\nMỘT\nMục 1\nHAI\nTiểu mục 1\nBA\nĐiều 1. Một\nMục 2\nBỐN\nPHẦN THỨ HAI\nRIÊNG\nChương II\nNĂM",
     ["phan-1", "phan-1/chuong-i", "phan-1/chuong-i/muc-1", "phan-1/chuong-i/muc-1/tieu-muc-1", "dieu-1", "phan-1/chuong-i/muc-2", "phan-2", "phan-2/chuong-ii"]),
    # tables with borders
    ("I. MỘT\n1. Bảng sau:\n- Gạch\n| STT | Việc |\n|-----|------|\n| 1 | Một |\nSau bảng.\n-----\n| x | y |\n2. Hai\n| x | y |",
     ["I", "I/1", "I/1/gach-1", "I/1/bang-1", "I/1/doan-1", "I/1/bang-2", "I/2", "I/2/bang-1"]),
    # lists end where a paragraph begins
    ("1. Một\n- Gạch\n+ Cộng\nĐoạn.\nĐoạn hai.\n- Gạch\n+ Cộng", ["1", "1/gach-1", "1/gach-1/cong-1", "1/doan-1", "1/doan-2", "1/gach-2", "1/gach-2/cong-1"]),
    # the closing words are the document's
    ("I. MỘT\n1. Một.\nKính đề nghị Bộ Y tế xem xét.", ["I", "I/1", "doan-1"]),
    ("Điều 1. Một.\nLuật này được Quốc hội khóa XV thông qua ngày 18 tháng 01 năm 2024.", ["dieu-1", "doan-1"]),
    ("Điều 1. Một.\nNghị quyết này đã được Hội đồng nhân dân tỉnh thông qua.", ["dieu-1", "doan-1"]),
    ("Điều 1. Một.\nLuật này không thay đổi.", ["dieu-1"]),
]
# fmt: on


@pytest.mark.parametrize(("text", "ids"), TREES, ids=lambda value: value[:30] if isinstance(value, str) else "")
def test_trees(text: str, ids: list[str]) -> None:
    assert tree(text) == ids


CLOSINGS = (
    "Trên đây là kế hoạch.", "Nghị quyết này có hiệu lực kể từ ngày 01 tháng 7 năm 2024.",
    "Luật này đã được Quốc hội thông qua.", "Bộ luật này được Quốc hội thông qua.", "Pháp lệnh này được Ủy ban Thường vụ Quốc hội thông qua.",
    "Kính đề nghị Bộ Y tế xem xét.", "Kính trình Thủ tướng xem xét.", "Kính mong các đồng chí tham dự.",
)  # fmt: skip


@pytest.mark.parametrize("words", CLOSINGS)
def test_closing_words_are_the_documents(words: str) -> None:
    assert tree(f"I. MỘT\n1. Một.\n{words}\nCâu nữa.") == ["I", "I/1", "doan-1", "doan-2"]


def test_lists_are_not_nested_without_end() -> None:
    deep = max(name.count("/") for name in tree("Điều 1. Một\n" + "1. Gồm:\n" * 12))
    assert deep == 5


SIGNED = """
    ỦY BAN NHÂN DÂN
    TỈNH LAM GIANG
    Số: 12/QĐ-UBND
    QUYẾT ĐỊNH
    Ban hành Quy chế làm việc
    Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc.
    Điều 2. Quyết định này có hiệu lực từ ngày ký.
    | Nơi nhận: Như Điều 2; | TM. ỦY BAN NHÂN DÂN |
    QUY CHẾ
    LÀM VIỆC CỦA SỞ
    (Ban hành kèm theo Quyết định số 12/QĐ-UBND)
    Chương I
    QUY ĐỊNH CHUNG
    Điều 1. Phạm vi
    Điều 2. Đối tượng
    PHỤ LỤC I
    DANH MỤC (Kèm theo Quy chế)
    1. Một
    Đơn vị    Số lượng
    Sở Y tế    12
    Phụ lục II. BIỂU MẪU
    1. Một
"""


def test_parts_of_a_document() -> None:
    found = headings(SIGNED)
    assert list(found) == [
        "mo-dau", "dieu-1", "dieu-2", "noi-nhan", "ky",
        "kem-theo-1", "kem-theo-1/chuong-i", "kem-theo-1/dieu-1", "kem-theo-1/dieu-2",
        "phu-luc-1", "phu-luc-1/1", "phu-luc-1/1/bang-1", "phu-luc-2", "phu-luc-2/1",
    ]  # fmt: skip
    assert found["kem-theo-1"] == "LÀM VIỆC CỦA SỞ"
    assert (found["phu-luc-1"], found["phu-luc-2"]) == ("DANH MỤC", "BIỂU MẪU")
    assert own_texts(SIGNED)["phu-luc-1/1/bang-1"].splitlines() == ["Đơn vị    Số lượng", "Sở Y tế    12"]


def test_forms_behind_the_signature() -> None:
    text = "I. MỘT\n1. Một.\nTM. ỦY BAN NHÂN DÂN\nMẫu số 01a\nĐƠN ĐỀ NGHỊ\n1. Tên\nPHỤ LỤC\nHAI\n1. Một\nPHỤ LỤC\nBA"
    assert tree(text) == ["I", "I/1", "ky", "mau-so-01a", "mau-so-01a/1", "phu-luc-2", "phu-luc-2/1", "phu-luc-3"]


def test_what_is_kept_out_says_why() -> None:
    text, _, discarded = built(
        "I. MỘT\n1. Một\n-----\n| a | b |\n|---|---|\n2. Hai\nNơi nhận:\n- Như trên.\nÝ kiến bạn đọc\nGửi bình luận"
    )
    assert [(text[gap.start : gap.end], gap.reason) for gap in discarded] == [
        ("-----", "drawn line"), ("Ý kiến bạn đọc\nGửi bình luận", "web page clutter"),
    ]  # fmt: skip


def test_no_clause_reaches_over_what_is_kept_out() -> None:
    text = "1. Một\ncòn nữa\n§\nđoạn sau\n2. Hai"
    at = text.index("§")
    lines = [line for line in split_lines(text) if line.text != "§"]
    root, discarded = build_tree(lines, find_head(lines), [Discarded(at, at + 1, "unreadable page")])
    assert [text[node.start : node.end] for node in root.walk()][1:] == ["1. Một\ncòn nữa", "đoạn sau", "2. Hai"]
    assert [gap.reason for gap in discarded] == ["unreadable page"]


# fmt: off
HEADINGS = [
    ("1. Mục tiêu chung: Nâng cao chất lượng phục vụ người dân.", "Mục tiêu chung"),
    ("1. Các nội dung như sau: Nâng cao chất lượng phục vụ người dân.", None),
    ("1. mục tiêu chung: Nâng cao chất lượng phục vụ người dân.", None),
    ("1. Mục tiêu: Ngắn.", None),
    ("1. Giao Sở Y tế chủ trì.", None),
    ("1. Nhiệm vụ\n- Một", "Nhiệm vụ"),
    ("1. Nhiệm vụ:\n- Một", "Nhiệm vụ"),
    ("1. Nhiệm vụ được giao;\n- Một", None),
    ("1. Nhiệm vụ “mới”.”\n- Một", None),
    ("I. MỤC TIÊU.", "MỤC TIÊU"),
    ("I. Mục tiêu", None),
    ("II. NHIỆM VỤ TRỌNG TÂM\nVÀ GIẢI PHÁP\nĐoạn đầu.", "NHIỆM VỤ TRỌNG TÂM VÀ GIẢI PHÁP"),
    ("Điều 1. ĐIỀU KHOẢN THI HÀNH", "ĐIỀU KHOẢN THI HÀNH"),
    ("Điều 1. Hồ sơ gồm:\n1. Đơn", None),
    ("1. " + "Rất dài " * 60 + "\n- Một", None),
    ("1. " + "Một hai ba bốn " * 4 + ":\n- Một", None),
]
# fmt: on


@pytest.mark.parametrize(("text", "heading"), HEADINGS)
def test_headings(text: str, heading: str | None) -> None:
    assert next(iter(headings(text).values())) == heading


QUOTES = [
    # the lines of an amending act; those marked > stand in quoted wording
    ["Điều 1. Sửa đổi Điều 5 như sau:", ">“Điều 5. Thẩm quyền", ">1. Một.", ">2. Hai.”.", "Điều 2. Hiệu lực"],
    ["1. Sửa đổi khoản 2 như sau: “2. Hồ sơ gồm:", ">a) Đơn;", ">b) Bản sao.”;", "2. Bãi bỏ khoản 3."],
    ["1. Sửa đổi tên Điều 3 như sau:", ">“Điều 3. Tên mới”", "2. Thay cụm từ"],
    # a closing mark that was forgotten: up to the next instruction
    ["1. Sửa đổi Điều 5 như sau:", ">“Điều 5. Thẩm quyền", ">1. Một.", "2. Bổ sung Điều 6 như sau:", ">“Điều 6. Mới.”"],
    ["1. Sửa đổi như sau:", ">“Điều 5. Thẩm quyền", "1. Một.", "2. Hai."],
    # straight marks close by turns, two apostrophes are a mark
    ["1. Sửa đổi như sau:", '>"Điều 5. Thẩm quyền', ">1. Một.", '>2. Hai."', "3. Ba."],
    ["1. Sửa đổi như sau:", '>“Điều 5. Thẩm quyền', '>1. Một."', "2. Hai."],
    ["1. Sửa đổi như sau:", ">«Điều 5. Thẩm quyền", ">1. Một.»", "2. Hai."],
    ["1. Sửa đổi như sau:", ">„Điều 5. Thẩm quyền", ">1. Một.”", "2. Hai."],
    # quotations inside quotations
    ["1. Sửa đổi như sau:", ">“Điều 5. Từ “hồ sơ” được hiểu", ">1. Là “giấy tờ”.", ">2. Hai.”", "2. Ba."],
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền”", ">6. Thêm một khoản.”", "Điều 2. Hiệu lực"],
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền”", "6. Thêm một khoản.", "Điều 2. Hiệu lực”"],
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền”", ">“6. Thêm một khoản.”", "Điều 2. Hiệu lực”"],
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền”", "2. Bãi bỏ Điều 7", "Lời kết”"],
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền”", 'Từ "hồ sơ"', "Lời kết”"],
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền”", ">lời kết", ">Lời kết”"],
    # an instruction ends a quotation that is still open
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền", ">6. Thay đổi tên;", "a) Bổ sung khoản 3 như sau:", ">“3. Ba.”"],
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền", "Điều 9. Hiệu lực thi hành"],
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền", "9. Bãi bỏ cụm từ", "10. Tổ chức thực hiện"],
    # a quotation in running text hides no label
    ["1. Từ “hồ sơ", "2. Hai”."],
    ["1. Một", "2. Hai"],
    [],
]  # fmt: skip


@pytest.mark.parametrize("marked", QUOTES)
def test_quoted_wording(marked: list[str]) -> None:
    lines = split_lines("\n".join(line.removeprefix(">") for line in marked))
    assert quoted_lines(lines) == [line.startswith(">") for line in marked]


INSTRUCTIONS = (
    *(f"{verb} {what} 7 của Luật" for verb in ("Bãi bỏ", "Hủy bỏ", "Huỷ bỏ", "Bỏ", "Sửa", "Bổ sung", "Thay thế") for what in ("khoản", "Điều")),
    *(f"Bãi bỏ một phần {what} 7" for what in ("điểm", "tiết", "chương", "mục", "cụm từ", "phụ lục", "mẫu")),
    "Bãi bỏ một số nội dung", "Sửa đổi tên như sau:", "Bổ sung vào sau tên:", "Thay tên bằng “Mới”", 'Thêm "mới" vào tên', "Đính chính lỗi như sau:",
    "Được sửa đổi như sau:", "“Sửa đổi như sau:", "Hiệu lực thi hành", "Điều khoản thi hành", "Điều khoản chuyển tiếp", "Tổ chức thực hiện",
    "Trách nhiệm thi hành", "Trách nhiệm tổ chức", "Trách nhiệm thực hiện",
)  # fmt: skip


@pytest.mark.parametrize("label", ["2.", "Điều 2.", "b)"])
@pytest.mark.parametrize("words", INSTRUCTIONS)
def test_an_instruction_ends_what_is_quoted(words: str, label: str) -> None:
    lines = split_lines(f"Điều 1. Sửa đổi như sau:\n“5. Thẩm quyền\na) Một;\n{label} {words}\nLời sau")
    assert quoted_lines(lines)[:4] == [False, True, True, False]


@pytest.mark.parametrize(
    "words",
    [
        "Thay đổi tên;",
        "Sửa chữa nhà ở;",
        "Bỏ học;",
        "Trách nhiệm của Sở Y tế",
        "Điều khoản chung",
        "Tổ chức hội nghị",
        "Hủy",
    ],
)
def test_other_words_end_nothing_that_is_quoted(words: str) -> None:
    lines = split_lines(f"Điều 1. Sửa đổi như sau:\n“5. Thẩm quyền\n2. {words}\nHết.”")
    assert quoted_lines(lines) == [False, True, True, True]


@pytest.mark.parametrize("closing", ["”", "”.", "”;", "”,", "”/.", "” .", "»", '"', "''."])
def test_how_a_quotation_ends(closing: str) -> None:
    opening = {"»": "«", '"': '"', "''.": "''"}.get(closing, "“")
    lines = split_lines(f"1. Sửa như sau:\n{opening}5. Thẩm quyền{closing}\n2. Hai")
    assert quoted_lines(lines) == [False, True, False]


@pytest.mark.parametrize("before", ["như sau: ", "như sau:", "sau; ", "như sau:  "])
def test_a_quotation_behind_a_colon(before: str) -> None:
    assert quoted_lines(split_lines(f"1. Sửa {before}“5. Một\n6. Hai.”\n2. Ba")) == [False, True, False]


def test_quoted_articles_stay_in_their_instruction() -> None:
    text = "Điều 1. Sửa đổi Điều 5 như sau:\n“Điều 5. Thẩm quyền\n1. Một.”.\nĐiều 2. Hiệu lực"
    assert tree(text) == ["dieu-1", "dieu-2"]
