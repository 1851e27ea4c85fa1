"""From lines to clauses: the tree and its ids, each as laws and plans write them.

A tree is written as the ids of its clauses, below the document's, in reading order.
"""

from __future__ import annotations

from textwrap import dedent

import pytest

from corpus.document import Discarded
from ingest.clauses.frame import find_head
from ingest.clauses.lines import split_lines
from ingest.clauses.naming import clause_ids
from ingest.clauses.nodes import Node
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


def test_quoted_articles_stay_in_their_instruction() -> None:
    text = "Điều 1. Sửa đổi Điều 5 như sau:\n“Điều 5. Thẩm quyền\n1. Một.”.\nĐiều 2. Hiệu lực"
    assert tree(text) == ["dieu-1", "dieu-2"]
