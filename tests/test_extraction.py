"""References out of text: what is named, what the sentence does with it, and who does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.document import Document, Reference
from ingest.parsing import parse, parse_file
from ingest.readers.raw import Raw
from tests.benchmarks.extraction import Score, scores

HEAD = "ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG\nSố: 31/2024/QĐ-UBND\nLam Giang, ngày 20 tháng 9 năm 2024\nQUYẾT ĐỊNH\nVề việc thử\n"
OWN = "31-2024-qd-ubnd"


def read(body: str, head: str = HEAD) -> Document:
    return parse(Raw("thu.txt", "0" * 64, "text/plain", head + body)).document


def told(references: tuple[Reference, ...]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(" ".join(r.text.split()), r.number or r.title or "", r.relation, r.labels) for r in references]


#: A text, and what it names: the words of the mention, number or title, relation, labels.
MENTIONS: dict[str, list[tuple[str, str, str, tuple[str, ...]]]] = {
    "Theo điểm a, b khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ.": [
        ("điểm a, b khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020", "30/2020/NĐ-CP", "dẫn chiếu", labels)
        for labels in (("điểm a", "khoản 2", "Điều 5"), ("điểm b", "khoản 2", "Điều 5"))
    ],
    "Theo quy định từ Điều 5 đến Điều 7 Luật Đất đai năm 2024.": [
        ("Điều 5 đến Điều 7 Luật Đất đai năm 2024", "Đất đai năm 2024", "dẫn chiếu", (f"Điều {n}",)) for n in (5, 6, 7)
    ],
    "Theo khoản 1 Điều 3 và các khoản 2, 3 Điều 4 Bộ luật Lao động.": [
        ("khoản 1 Điều 3 và các khoản 2, 3 Điều 4 Bộ luật Lao động", "Lao động", "dẫn chiếu", labels)
        for labels in (("khoản 1", "Điều 3"), ("khoản 2", "Điều 4"), ("khoản 3", "Điều 4"))
    ],
    "Theo Điều 3 Quy chế hoạt động ban hành kèm theo Quyết định số 9/2020/QĐ-UBND.": [
        ("Điều 3 Quy chế hoạt động ban hành kèm theo Quyết định số 9/2020/QĐ-UBND", "9/2020/QĐ-UBND", "ban hành kèm theo",
         ("Điều 3", "Quy chế")),
    ],
    "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị. Nghị quyết 57 và Nghị quyết nêu trên quy định việc này.": [
        ("Nghị quyết số 57-NQ/TW ngày 22/12/2024", "57-NQ/TW", "thực hiện", ()),
        ("Nghị quyết 57", "57-NQ/TW", "dẫn chiếu", ()),
        ("Nghị quyết nêu trên", "57-NQ/TW", "dẫn chiếu", ()),
    ],
    "Cụ thể hóa Kế hoạch số 274- KH/TU ngày 20/02/2024 (sau đây gọi tắt là Kế hoạch 274).\nCác sở triển khai Kế hoạch 274.": [
        ("Kế hoạch số 274- KH/TU ngày 20/02/2024", "274-KH/TU", "cụ thể hóa", ()),
        ("Kế hoạch 274", "274-KH/TU", "dẫn chiếu", ()),
        ("Kế hoạch 274", "274-KH/TU", "thực hiện", ()),
    ],
    "Luật Đất đai và văn bản hướng dẫn; Luật Phòng, chống thiên tai; Luật Bảo vệ BMNN; Hội Luật gia; luật sư; kế hoạch 5 năm.": [
        ("Luật Đất đai", "Đất đai", "dẫn chiếu", ()),
        ("Luật Phòng, chống thiên tai", "Phòng, chống thiên tai", "dẫn chiếu", ()),
        ("Luật Bảo vệ BMNN", "Bảo vệ BMNN", "dẫn chiếu", ()),
    ],
    "Ngày 16/8/2018 Bộ Xây dựng đã có Công văn số 12/BXD-QLN gửi các tỉnh.": [
        ("Công văn số 12/BXD-QLN", "12/BXD-QLN", "dẫn chiếu", ()),
    ],
    "Theo Luật Quản lý và sử dụng tài sản công, Luật An toàn vệ sinh lao động, Luật Đầu tư và công văn này.": [
        ("Luật Quản lý và sử dụng tài sản công", "Quản lý và sử dụng tài sản công", "dẫn chiếu", ()),
        ("Luật An toàn vệ sinh lao động", "An toàn vệ sinh lao động", "dẫn chiếu", ()),
        ("Luật Đầu tư", "Đầu tư", "dẫn chiếu", ()),
    ],
    "Theo điểm c, khoản 2, Điều 100, Luật Đất đai.": [
        ("điểm c, khoản 2, Điều 100, Luật Đất đai", "Đất đai", "dẫn chiếu", ("điểm c", "khoản 2", "Điều 100")),
    ],
    "Sở Xây dựng trình sửa đổi Quyết định số 9/2020/QĐ-UBND.": [
        ("Quyết định số 9/2020/QĐ-UBND", "9/2020/QĐ-UBND", "dẫn chiếu", ()),
    ],
}  # fmt: skip


@pytest.mark.parametrize("body", MENTIONS)
def test_what_a_text_names(body: str) -> None:
    document = read(body)
    assert told(document.references) == MENTIONS[body]
    for reference in document.references:
        assert document.text[reference.start : reference.end] == reference.text


def test_who_acts() -> None:
    document = read(
        "Thực hiện Nghị quyết số 62/NQ-HĐND ngày 09/12/2022 của HĐND tỉnh điều chỉnh, bổ sung Nghị quyết số 02/NQ-HĐND ngày 19/3/2021; "
        "Quyết định số 9/2023/QĐ-UBND sửa đổi, bổ sung Quyết định số 14/2021/QĐ-UBND. "
        "Quyết định số 1/2020/QĐ-UBND đã được sửa đổi, bổ sung tại khoản 1 Điều 1 Quyết định số 7/2022/QĐ-UBND."
    )
    assert [(r.number, r.relation, r.subject) for r in document.references] == [
        ("62/NQ-HĐND", "thực hiện", OWN),
        ("02/NQ-HĐND", "điều chỉnh, bổ sung", "62-nq-hdnd-2022"),
        ("9/2023/QĐ-UBND", "thực hiện", OWN),
        ("14/2021/QĐ-UBND", "sửa đổi, bổ sung", "9-2023-qd-ubnd"),
        ("1/2020/QĐ-UBND", "dẫn chiếu", OWN),
        ("1/2020/QĐ-UBND", "sửa đổi, bổ sung", "7-2022-qd-ubnd"),
        ("7/2022/QĐ-UBND", "dẫn chiếu", OWN),
    ]


#: A text, and number or title, relation, subject of what it names: what others changed keeps its own relation as well.
CHANGED_BY_OTHERS = {
    "Căn cứ Luật Bờ biển số 1/2020/QH14 đã được sửa đổi, bổ sung một số điều bởi Luật số 2/2022/QH15, Luật số 3/2023/QH15 "
    "và Luật số 4/2024/QH15;\nCăn cứ Luật Đê điều số 5/2021/QH14;\n": [
        ("1/2020/QH14", "căn cứ", OWN),
        ("1/2020/QH14", "sửa đổi, bổ sung", "2-2022-qh15"),
        ("1/2020/QH14", "sửa đổi, bổ sung", "3-2023-qh15"),
        ("1/2020/QH14", "sửa đổi, bổ sung", "4-2024-qh15"),
        *((f"{number}/QH15", "dẫn chiếu", OWN) for number in ("2/2022", "3/2023", "4/2024")),
        ("5/2021/QH14", "căn cứ", OWN),
    ],
    "Căn cứ Luật Bờ biển số 1/2020/QH14 được sửa đổi bởi: Luật số 2/2022/QH15; Luật Sửa đổi số 3/2023/QH15;\n": [
        ("1/2020/QH14", "căn cứ", OWN),
        ("1/2020/QH14", "sửa đổi, bổ sung", "2-2022-qh15"),
        ("1/2020/QH14", "sửa đổi, bổ sung", "3-2023-qh15"),
        ("2/2022/QH15", "dẫn chiếu", OWN),
        ("3/2023/QH15", "dẫn chiếu", OWN),
    ],
    "Căn cứ Luật Đất đai số 1/2020/QH14 được sửa đổi bởi Luật số 2/2022/QH15, Luật Nhà ở số 3/2023/QH15;\n": [
        ("1/2020/QH14", "căn cứ", OWN),
        ("1/2020/QH14", "sửa đổi, bổ sung", "2-2022-qh15"),
        ("2/2022/QH15", "dẫn chiếu", OWN),
        ("3/2023/QH15", "căn cứ", OWN),
    ],
    "Căn cứ Nghị định số 6/2021/NĐ-CP ngày 01/02/2021 của Chính phủ quy định chi tiết một số điều của Luật Nhà ở "
    "(được sửa đổi, bổ sung tại Nghị định số 7/2022/NĐ-CP ngày 03/4/2022 của Chính phủ và Nghị định số 8/2023/NĐ-CP);\n": [
        ("6/2021/NĐ-CP", "căn cứ", OWN),
        ("6/2021/NĐ-CP", "sửa đổi, bổ sung", "7-2022-nd-cp"),
        ("6/2021/NĐ-CP", "sửa đổi, bổ sung", "8-2023-nd-cp"),
        ("Nhà ở", "cụ thể hóa", "6-2021-nd-cp"),
        ("7/2022/NĐ-CP", "dẫn chiếu", OWN),
        ("8/2023/NĐ-CP", "dẫn chiếu", OWN),
    ],
    "Căn cứ Nghị định số 6/2021/NĐ-CP quy định chi tiết Luật Nhà ở được sửa đổi bởi Luật số 3/2023/QH15;\n": [
        ("6/2021/NĐ-CP", "căn cứ", OWN),
        ("Nhà ở", "cụ thể hóa", "6-2021-nd-cp"),
        ("Nhà ở", "sửa đổi, bổ sung", "3-2023-qh15"),
        ("3/2023/QH15", "dẫn chiếu", OWN),
    ],
}  # fmt: skip


@pytest.mark.parametrize("body", CHANGED_BY_OTHERS)
def test_what_others_changed(body: str) -> None:
    found = [(r.number or r.title, r.relation, r.subject) for r in read(body).references]
    assert found == CHANGED_BY_OTHERS[body]


def test_a_law_keeps_the_number_given_with_its_title() -> None:
    document = read(
        "Căn cứ Luật Đê điều số 5/2021/QH14 ngày 02/03/2021;\nCăn cứ Luật Thủy lợi ngày 03/04/2022;\n"
        "Căn cứ Luật Nhà ở số 6/2014/QH13;\nCăn cứ Luật Nhà ở số 7/2023/QH15;\n"
        "Điều 1. Theo khoản 3 Điều 12 Luật Đê điều, Điều 4 Luật Thủy lợi, Điều 5 Luật Nhà ở.\n"
        "Điều 2. Theo Nghị định số 8/2007/NĐ-CP quy định chi tiết một số điều của Luật Đê điều.\n"
    )
    assert [(r.number, r.date, r.title, r.labels) for r in document.references if "/dieu-" in r.clause_id] == [
        ("5/2021/QH14", "2021-03-02", "Đê điều", ("khoản 3", "Điều 12")),
        (None, None, "Thủy lợi", ("Điều 4",)),
        (None, None, "Nhà ở", ("Điều 5",)),
        ("8/2007/NĐ-CP", None, "quy định chi tiết một số điều của Luật Đê điều", ()),
        (None, None, "Đê điều", ()),
    ]


def test_what_the_document_itself_resolves() -> None:
    document = read(
        "Điều 1. Mức hỗ trợ\n1. Mức chung:\na) Một;\nb) Hai.\n2. Người nêu tại điểm b khoản 1 Điều này được hỗ trợ thêm theo Điều 2.\n"
        "Điều 2. Hồ sơ\n1. Theo khoản 2 Điều 1 Quyết định này.\n2. Theo khoản 1.\n3. Điều này không áp dụng với điểm đ khoản 9 Điều này.\n"
    )
    assert [(r.text, r.document_id, r.target_clause_id) for r in document.references] == [
        ("điểm b khoản 1 Điều này", OWN, f"{OWN}/dieu-1/khoan-1/diem-b"),
        ("Điều 2", OWN, f"{OWN}/dieu-2"),
        ("khoản 2 Điều 1 Quyết định này", OWN, f"{OWN}/dieu-1/khoan-2"),
        ("khoản 1", OWN, f"{OWN}/dieu-2/khoan-1"),
        ("Điều này", OWN, f"{OWN}/dieu-2"),
        ("điểm đ khoản 9 Điều này", None, None),
    ]


def test_words_put_in_or_left_out_amend_the_clauses_they_stand_in() -> None:
    document = read(
        "Điều 1. Sửa đổi, bổ sung một số điều của Quyết định số 14/2021/QĐ-UBND\n"
        "1. Bỏ cụm từ “Nghị định số 1/2020/NĐ-CP” tại khoản 2 Điều 5.\n"
        "2. Bổ sung cụm từ “và cơ quan khác” vào sau cụm từ “Luật Nhà ở” tại đoạn cuối khoản 2 Điều 6.\n"
        "3. Thay thế từ “xã” bằng từ “phường” tại Điều 7.\n4. Bãi bỏ cụm từ “xã” tại Điều 8.\n5. Bãi bỏ Điều 9.\n"
    )
    assert [(r.number, r.relation, r.labels) for r in document.references] == [
        ("14/2021/QĐ-UBND", "sửa đổi, bổ sung", ()),
        ("14/2021/QĐ-UBND", "sửa đổi, bổ sung", ("khoản 2", "Điều 5")),
        ("14/2021/QĐ-UBND", "sửa đổi, bổ sung", ("khoản 2", "Điều 6")),
        ("14/2021/QĐ-UBND", "sửa đổi, bổ sung", ("Điều 7",)),
        ("14/2021/QĐ-UBND", "sửa đổi, bổ sung", ("Điều 8",)),
        ("14/2021/QĐ-UBND", "bãi bỏ", ("Điều 9",)),
    ]


def test_every_document_of_a_line_of_the_basis() -> None:
    document = read(
        "Căn cứ Luật Đê điều số 5/2021/QH14, Luật sửa đổi, bổ sung 11 luật trong lĩnh vực thủy lợi số 6/2025/QH15;\n"
        "Căn cứ Nghị định số 7/2007/NĐ-CP của Chính phủ quy định chi tiết thi hành một số điều của Luật Nhà ở "
        "và Nghị định số 8/2018/NĐ-CP của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số 7/2007/NĐ-CP;\n"
        "Điều 1. Căn cứ Điều 2 Quyết định này, các sở lập kế hoạch.\nĐiều 2. Hiệu lực\n"
    )
    assert [(r.number or r.title, r.relation, r.subject) for r in document.references] == [
        ("5/2021/QH14", "căn cứ", OWN),
        ("6/2025/QH15", "căn cứ", OWN),
        ("7/2007/NĐ-CP", "căn cứ", OWN),
        ("Nhà ở", "cụ thể hóa", "7-2007-nd-cp"),
        ("8/2018/NĐ-CP", "căn cứ", OWN),
        ("7/2007/NĐ-CP", "sửa đổi, bổ sung", "8-2018-nd-cp"),
        (None, "dẫn chiếu", OWN),
    ]


def test_what_is_changed_of_what_another_document_issues() -> None:
    document = read(
        "Điều 1. Bãi bỏ Quy chế hoạt động ban hành kèm theo Quyết định số 5/2020/QĐ-UBND.\n"
        "Điều 2. Bãi bỏ số thứ tự 8 tại Danh mục tài sản ban hành kèm theo Quyết định số 6/2020/QĐ-UBND.\n"
        "Điều 3. Bãi bỏ biểu 3 ban hành kèm theo Quyết định số 7/2020/QĐ-UBND.\n"
        "Điều 4. Sửa đổi một số điều của Quy chế ban hành kèm theo Quyết định số 8/2020/QĐ-UBND.\n"
    )
    assert [(r.number, r.relation, r.labels) for r in document.references] == [
        ("5/2020/QĐ-UBND", "bãi bỏ", ("Quy chế",)),
        ("6/2020/QĐ-UBND", "bãi bỏ", ("Danh mục",)),
        ("7/2020/QĐ-UBND", "ban hành kèm theo", ()),  # what is repealed is not the whole decision
        ("8/2020/QĐ-UBND", "sửa đổi, bổ sung", ()),
    ]


def test_no_piece_of_a_standard_is_a_number() -> None:
    document = read("Theo QCVN 12:2024/BXD - Quy chuẩn về cầu, TCVN 5687:2010 và Thông tư số 4/2024/TT-BXD.")
    assert [r.number for r in document.references] == ["4/2024/TT-BXD"]


SIGNED = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn A\n"
ISSUED = "(Kèm theo Quyết định số 31/2024/QĐ-UBND ngày 20 tháng 9 năm 2024)\nNội dung.\n"


@pytest.mark.parametrize(
    ("attached", "targets"),
    [
        (f"PHỤ LỤC\nCÁC MẪU\n{ISSUED}", (None, None, "phu-luc-1")),
        (f"PHỤ LỤC I\nMỘT\n{ISSUED}PHỤ LỤC II\nHAI\n{ISSUED}", (None, None, None)),
        (f"MẪU SỐ 01\nMỘT\n{ISSUED}", ("mau-so-01", None, None)),
    ],
)
def test_forms_and_appendices_of_the_document_itself(attached: str, targets: tuple[str | None, ...]) -> None:
    document = read(
        "Điều 1. Theo Mẫu số 01 và Mẫu số 02 tại Phụ lục ban hành kèm theo Quyết định này.\n"
        f"Điều 2. Theo Phụ lục ban hành kèm theo Quyết định này.\n{SIGNED}{attached}"
    )
    forms = "Mẫu số 01 và Mẫu số 02 tại Phụ lục ban hành kèm theo Quyết định này"
    assert [
        (r.text, r.labels, r.document_id, r.target_clause_id) for r in document.references if "/dieu-" in r.clause_id
    ] == [
        (text, labels, OWN, f"{OWN}/{target}" if target else None)
        for (text, labels), target in zip(
            (
                (forms, ("Mẫu số 01", "Phụ lục")),
                (forms, ("Mẫu số 02", "Phụ lục")),
                ("Phụ lục ban hành kèm theo Quyết định này", ("Phụ lục",)),
            ),
            targets,
            strict=True,
        )
    ]


def test_amending_acts_speak_of_what_they_amend() -> None:
    document = read(
        "Điều 1. Sửa đổi, bổ sung một số điều của Quyết định số 14/2021/QĐ-UBND\n"
        "1. Sửa đổi khoản 2 Điều 5 như sau:\n“2. Theo khoản 1 Điều này và Quyết định này.”\n"
        "2. Bổ sung Điều 9a vào sau Điều 9 như sau:\n“Điều 9a. Mức mới”\n3. Bãi bỏ khoản 3 Điều 7.\n"
        "4. Sửa đổi điểm c, bổ sung điểm đ vào sau điểm d khoản 1 Điều 6 như sau:\na) Sửa đổi điểm c như sau:\n“c) Mức”\n"
        "Điều 2. Quyết định này thay thế Quyết định số 8/2019/QĐ-UBND. Bãi bỏ các văn bản sau:\n"
        "a) Quyết định số 3/2018/QĐ-UBND;\nb) Quyết định số 4/2018/QĐ-UBND.\n"
    )
    assert [(r.number, r.relation, r.labels) for r in document.references if r.number] == [
        ("14/2021/QĐ-UBND", "sửa đổi, bổ sung", ()),
        ("14/2021/QĐ-UBND", "sửa đổi, bổ sung", ("khoản 2", "Điều 5")),
        ("14/2021/QĐ-UBND", "dẫn chiếu", ("khoản 1", "Điều này")),
        ("14/2021/QĐ-UBND", "dẫn chiếu", ()),
        ("14/2021/QĐ-UBND", "sửa đổi, bổ sung", ("Điều 9a",)),
        ("14/2021/QĐ-UBND", "dẫn chiếu", ("Điều 9",)),
        ("14/2021/QĐ-UBND", "bãi bỏ", ("khoản 3", "Điều 7")),
        ("14/2021/QĐ-UBND", "sửa đổi, bổ sung", ("điểm c", "khoản 1", "Điều 6")),
        ("14/2021/QĐ-UBND", "sửa đổi, bổ sung", ("điểm đ", "khoản 1", "Điều 6")),
        ("14/2021/QĐ-UBND", "dẫn chiếu", ("điểm d", "khoản 1", "Điều 6")),
        ("14/2021/QĐ-UBND", "sửa đổi, bổ sung", ("điểm c", "khoản 1", "Điều 6")),
        ("8/2019/QĐ-UBND", "thay thế", ()),
        ("3/2018/QĐ-UBND", "bãi bỏ", ()),
        ("4/2018/QĐ-UBND", "bãi bỏ", ()),
    ]


def test_labelled_references(shared: Path) -> None:
    by_document = scores(shared / "corpus")
    total = sum(by_document.values(), Score(0, 0, 0, 0, 0))
    assert len(by_document) == 10
    assert total.precision >= 0.97, by_document
    assert total.recall >= 0.97, by_document
    assert min(total.relations, total.subjects) >= 0.95 * total.agreed


def test_the_plan(plan: Path) -> None:
    references = parse_file(plan).document.references
    assert {(r.number, r.date) for r in references if r.number and r.date} >= {
        ("42-NQ/TW", "2023-11-24"), ("274-KH/TU", "2024-02-20"), ("13-NQ/TU", "2022-01-10"), ("27-NQ/TU", "2023-12-04"),
        ("2161/QĐ-TTg", "2021-12-22"), ("62/NQ-HĐND", "2022-12-09"), ("02/NQ-HĐND", "2021-03-19"), ("09/2023/QĐ-UBND", "2023-01-16"),
    }  # fmt: skip
    reported = {(r.subject, r.relation, r.number) for r in references if not r.subject.startswith(("1221", "274"))}
    assert reported == {
        ("09-2023-qd-ubnd", "sửa đổi, bổ sung", "14/2021/QĐ-UBND"),
        ("62-nq-hdnd-2022", "điều chỉnh, bổ sung", "02/NQ-HĐND"),
    }
