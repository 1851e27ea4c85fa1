"""Citations: paths and documents in words, and back from the words to the clause."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.citing.citation import (
    cite_clause,
    cite_document,
    cited_title,
    clause_path,
    find_cited_clause,
    label_path,
    short_name,
)
from corpus.document import Document
from corpus.errors import UnknownIdError
from corpus.language.numbers import DocumentNumber, find_numbers
from tests.documents import DECISION, PLAN, read


@pytest.fixture
def decision() -> Document:
    return read(DECISION)


@pytest.fixture
def plan() -> Document:
    return read(PLAN)


# fmt: off
PATHS = [
    # a clause of the decision, its path in a citation, its trail
    ("phan-1", "Phần thứ nhất", "Phần thứ nhất"),
    ("phan-1/chuong-ii", "Chương II Phần thứ nhất", "Phần thứ nhất › Chương II"),
    ("phan-1/chuong-ii/muc-1/tieu-muc-3", "Tiểu mục 3 Mục 1 Chương II Phần thứ nhất", "Phần thứ nhất › Chương II › Mục 1 › Tiểu mục 3"),
    ("dieu-1", "Điều 1", "Điều 1"),
    ("dieu-1/khoan-1/diem-dd", "điểm đ khoản 1 Điều 1", "Điều 1 › khoản 1 › điểm đ"),
    ("dieu-1/khoan-1/diem-dd/gach-1/cong-1", "dấu cộng thứ 1 gạch đầu dòng thứ 1 điểm đ khoản 1 Điều 1",
     "Điều 1 › khoản 1 › điểm đ › gạch đầu dòng thứ 1 › dấu cộng thứ 1"),
    ("dieu-1/khoan-2~2", "khoản 2 (lần 2) Điều 1", "Điều 1 › khoản 2 (lần 2)"),
    ("dieu-2/bang-1", "bảng thứ 1 Điều 2", "Điều 2 › bảng thứ 1"),
    ("dieu-2/doan-1", "đoạn thứ 1 Điều 2", "Điều 2 › đoạn thứ 1"),
    ("dieu-2a", "Điều 2a", "Điều 2a"),
    ("mo-dau", "phần mở đầu", "phần mở đầu"),
    ("ky", "phần ký", "phần ký"),
    ("noi-nhan", "phần nơi nhận", "phần nơi nhận"),
    ("kem-theo-1", "Quy chế ban hành kèm theo", "Quy chế"),
    ("kem-theo-1/dieu-1/khoan-1", "khoản 1 Điều 1 Quy chế ban hành kèm theo", "Quy chế › Điều 1 › khoản 1"),
    ("phu-luc-2", "Phụ lục II kèm theo", "Phụ lục II"),
    ("mau-so-01a", "Mẫu số 01a kèm theo", "Mẫu số 01a"),
    ("phu-luc-2/1", "khoản 1 Phụ lục II kèm theo", "Phụ lục II › khoản 1"),
]
# fmt: on


@pytest.mark.parametrize(("name", "path", "trail"), PATHS)
def test_paths(decision: Document, name: str, path: str, trail: str) -> None:
    clause = decision.clause(f"{decision.id}/{name}")
    assert clause is not None
    assert (clause_path(decision, clause), label_path(decision, clause)) == (path, trail)
    assert cite_clause(decision, clause, "later") == f"{path} Quyết định số 12/2024/QĐ-UBND"
    assert find_cited_clause(cite_clause(decision, clause), [decision]) == (decision, clause)


def test_paths_of_a_plan(plan: Document) -> None:
    clause = plan.clause(f"{plan.id}/A/II/1/1.1/a/gach-1")
    assert clause is not None
    assert clause_path(plan, clause) == "gạch đầu dòng thứ 1 điểm a điểm 1.1 khoản 1 Mục II Phần A"


def test_citations_of_a_document(decision: Document, plan: Document) -> None:
    day = "ngày 05 tháng 3 năm 2024"
    whole = f"Quyết định số 12/2024/QĐ-UBND {day} của Ủy ban nhân dân tỉnh Lào Cai ban hành Quy chế làm việc"
    assert (cite_document(decision), cite_document(decision, "later")) == (whole, "Quyết định số 12/2024/QĐ-UBND")
    assert (short_name(decision), short_name(replace(decision, number=None))) == (
        "Quyết định số 12/2024/QĐ-UBND", "Quyết định ban hành Quy chế làm việc",
    )  # fmt: skip
    assert short_name(replace(decision, type=None)) == "Văn bản số 12/2024/QĐ-UBND"
    assert short_name(replace(decision, type=None, number=None, title=None)) == "Văn bản"
    bare = replace(decision, type=None, number=None, issuer=None, title=None, issued_on=None)
    assert (cite_document(bare), cite_document(replace(bare, number="5/KH-UBND"), "first")) == (
        "Văn bản", "Văn bản số 5/KH-UBND",
    )  # fmt: skip
    unnumbered = replace(decision, number=None)
    assert cite_document(unnumbered, "later") == (
        f"Quyết định {day} của Ủy ban nhân dân tỉnh Lào Cai ban hành Quy chế làm việc"
    )
    law = replace(decision, type="Luật", title="ĐẤT ĐAI", number="31/2024/QH15")
    assert cite_document(law) == cite_document(law, "later") == "Luật Đất đai"
    assert cite_document(replace(law, title=None), "later") == "Luật số 31/2024/QH15"
    assert cite_document(replace(decision, title="của Sở Y tế về thuốc")).endswith(f"{day} của Sở Y tế về thuốc")


# fmt: off
TITLES = [
    # as printed, as cited
    ("V/v: hỗ trợ nhà ở", "về việc hỗ trợ nhà ở"),
    ("v/v hỗ trợ nhà ở", "về việc hỗ trợ nhà ở"),
    ("Về việc hỗ trợ nhà ở", "về việc hỗ trợ nhà ở"),
    ("CỦA BAN CHẤP HÀNH TRUNG ƯƠNG về phát triển nhà ở", "của Ban Chấp hành Trung ương về phát triển nhà ở"),
    ("Của Bộ Xây dựng số 04/2001/TT-BXD ngày 20 tháng 8 năm 2001 hướng dẫn thi hành", "hướng dẫn thi hành"),
    ("Số 04/TT-BXD ngày 20 tháng 8 năm 2001 hướng dẫn thi hành", "hướng dẫn thi hành"),
]
# fmt: on


@pytest.mark.parametrize(("printed", "cited"), TITLES)
def test_titles(decision: Document, printed: str, cited: str) -> None:
    assert cited_title(replace(decision, title=printed)) == cited


TYPES = {
    "NQ-HĐND": "Nghị quyết", "QĐ-UBND": "Quyết định", "CT-UBND": "Chỉ thị", "QC-UBND": "Quy chế", "TC-UBND": "Thông cáo", "TB-UBND": "Thông báo",
    "HD-UBND": "Hướng dẫn", "KH-UBND": "Kế hoạch", "PA-UBND": "Phương án", "ĐA-UBND": "Đề án", "DA-UBND": "Dự án", "BC-UBND": "Báo cáo",
    "BB-UBND": "Biên bản", "TTr-UBND": "Tờ trình", "CĐ-UBND": "Công điện", "GM-UBND": "Giấy mời", "KL-TTCP": "Kết luận", "CV-ĐU": "Công văn",
    "NĐ-CP": "Nghị định", "TT-BYT": "Thông tư", "TTLT-BYT-BTC": "Thông tư liên tịch", "VBHN-VPQH": "Văn bản hợp nhất", "PL-UBTVQH10": "Pháp lệnh",
    "L-CTN": "Luật", "UBND-VX": None,
}  # fmt: skip
PARTY_TYPES = {"QyĐ": "Quy định", "QĐi": "Quy định", "CTr": "Chương trình", "NQ": "Nghị quyết", "Đ": "Điều lệ"}


@pytest.mark.parametrize("code", TYPES)
def test_types_of_state_documents(code: str) -> None:
    number = DocumentNumber.parse(f"12/{code}")
    assert number is not None
    assert number.type_name == TYPES[code]


@pytest.mark.parametrize("code", PARTY_TYPES)
def test_types_of_party_documents(code: str) -> None:
    number = DocumentNumber.parse(f"12-{code}/TW")
    assert number is not None
    assert number.type_name == PARTY_TYPES[code]
    assert [str(mention.number) for mention in find_numbers(f"theo số 12/{code}")] == [f"12/{code}"]


def test_capitals_of_another_keyboard() -> None:
    cyrillic = "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425"
    number = DocumentNumber.parse(f"5/KH-{cyrillic}")
    assert number is not None
    assert number.code == "KH-ABEKMHOPCTX"


def test_a_known_document_has_its_known_title(decision: Document) -> None:
    known = replace(
        decision,
        type="Nghị quyết",
        number="42-NQ/TW",
        issued_on="2023-11-24",
        issuer="Ban Chấp hành Trung ương",
        title="VỀ X",
    )
    assert "chính sách xã hội" in cited_title(known)
    assert cited_title(replace(known, issued_on="2023-11-25")) == "về X"
    assert cited_title(replace(known, type="Kế hoạch")) == "về X"
    assert cited_title(replace(known, number=None)) == "về X"


@pytest.mark.parametrize(
    ("issuer", "is_known"),
    [("Ủy ban nhân dân tỉnh Ninh Thuận", True), ("Ủy ban nhân dân", True), (None, True), ("UBND tỉnh Lào Cai", False)],
)
def test_provinces_number_alike(decision: Document, issuer: str | None, is_known: bool) -> None:
    """The known decision is that of one province; another's may have its number and day."""
    same = replace(decision, number="09/2023/QĐ-UBND", issued_on="2023-01-16", issuer=issuer, title="VỀ X")
    assert ("sửa đổi" in cited_title(same)) is is_known


def test_citations_lead_back(decision: Document, plan: Document) -> None:
    both = [decision, plan]
    khoan = plan.clause(f"{plan.id}/B/III/6")
    assert find_cited_clause("Kế hoạch số 7/KH-UBND", both) == (plan, None)
    assert find_cited_clause("  khoản 6  Mục III Phần B Kế hoạch số 7/KH-UBND ngày 06/5/2024", both) == (plan, khoan)
    with pytest.raises(UnknownIdError, match="Kế hoạch số 7/KH-UBND has no 'khoản 9'"):
        find_cited_clause("khoản 9 Kế hoạch số 7/KH-UBND", both)
    with pytest.raises(UnknownIdError, match="No stored document is cited by 'Kế hoạch số 7/KH-UBND ngày 07/5/2024'"):
        find_cited_clause("Kế hoạch số 7/KH-UBND ngày 07/5/2024", both)
    with pytest.raises(UnknownIdError, match="No stored document"):
        find_cited_clause("Kế hoạch số 8/KH-UBND", both)


@pytest.mark.parametrize(
    ("name", "label", "path"),
    [
        ("phu-luc-2", "PHỤ LỤC II", "Phụ lục II kèm theo"),
        ("phu-luc-2", "BIỂU MẪU SỐ 02", "Biểu mẫu số 02 kèm theo"),
        ("phu-luc-2", "Mẫu số 01/XD", "Mẫu số 01/XD kèm theo"),
        ("kem-theo-1", "QUY CHẾ", "Quy chế ban hành kèm theo"),
        ("kem-theo-1", None, "Văn bản ban hành kèm theo"),
    ],
)
def test_parts_of_a_document_are_named_in_small_letters(
    decision: Document, name: str, label: str | None, path: str
) -> None:
    clause = decision.clause(f"{decision.id}/{name}")
    assert clause
    assert clause_path(decision, replace(clause, label=label)) == path


def test_a_clause_is_cited_with_its_document(decision: Document) -> None:
    clause = decision.clause(f"{decision.id}/dieu-1/khoan-2")
    assert clause
    assert cite_clause(decision, clause) == f"khoản 2 Điều 1 {cite_document(decision, 'first')}"
    assert cite_clause(decision, clause, "later") == f"khoản 2 Điều 1 {cite_document(decision, 'later')}"
    assert cite_document(decision) == cite_document(decision, "first") != cite_document(decision, "later")
