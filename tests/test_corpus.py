"""Numbers, dates, ids, citations and the case of titles."""

from __future__ import annotations

import pytest

from corpus.catalogue import catalogue, find_in_catalogue
from corpus.citing.citation import cite_clause, cite_document
from corpus.language.casing import name_case, sentence_case
from corpus.language.dates import find_date
from corpus.language.numbers import DocumentNumber, find_numbers
from ingest import parse_file
from tests.conftest import SAMPLES


@pytest.mark.parametrize(
    ("printed", "number", "kind"),
    [
        ("1221/KH-UBND", "1221/KH-UBND", "Kế hoạch"),
        ("1221 /KH-UBND", "1221/KH-UBND", "Kế hoạch"),
        ("42- NQ/TW", "42-NQ/TW", "Nghị quyết"),
        ("104-CTr/TU", "104-CTr/TU", "Chương trình"),
        ("09/2023/QĐ-UBND", "09/2023/QĐ-UBND", "Quyết định"),
        ("64/2025/QH15", "64/2025/QH15", None),
        ("47/2009/TTLT-BTC-BLĐTBXH", "47/2009/TTLT-BTC-BLĐTBXH", "Thông tư liên tịch"),
        ("2638/LĐTBXH-KHTC", "2638/LĐTBXH-KHTC", None),
    ],
)
def test_numbers_round_trip(printed: str, number: str, kind: str | None) -> None:
    parsed = DocumentNumber.parse(printed)
    assert parsed is not None
    assert (str(parsed), parsed.type_name) == (number, kind)
    assert DocumentNumber.parse(str(parsed)) == parsed
    found = list(find_numbers(f"theo văn bản số {printed} ngày 01/02/2024"))
    assert [str(mention.number) for mention in found] == [number]


@pytest.mark.parametrize(
    "text", ["ngày 20/02/2024", "35 giường/10.000 dân", "30 m2sàn/người", "5/Km", "giai đoạn 2021-2025"]
)
def test_what_is_no_number(text: str) -> None:
    assert list(find_numbers(text)) == []


def test_dates() -> None:
    assert find_date("Hà Nội, ngày 5 tháng 3 năm 2020") == "2020-03-05"
    assert find_date("ngày 24/11/2023") == "2023-11-24"
    assert find_date("ngày 31 tháng 02 năm 2020") is None


def test_titles_in_sentence_case() -> None:
    body = "Thực hiện Kế hoạch số 274-KH/TU của Ban Thường vụ Tỉnh ủy khóa XIII về chính sách xã hội."
    title = "TRIỂN KHAI THỰC HIỆN KẾ HOẠCH SỐ 274-KH/TU CỦA BAN THƯỜNG VỤ TỈNH ỦY KHÓA XIII VỀ CHÍNH SÁCH XÃ HỘI"
    assert sentence_case(title, [body]) == (
        "triển khai thực hiện Kế hoạch số 274-KH/TU của Ban Thường vụ Tỉnh ủy khóa XIII về chính sách xã hội"
    )
    assert sentence_case("Đã viết thường") == "Đã viết thường"
    assert name_case("ỦY BAN NHÂN DÂN TỈNH SƠN LA") == "Ủy ban nhân dân tỉnh Sơn La"


def test_citation_forms() -> None:
    document = parse_file(SAMPLES / "31-2024-QD-UBND.md").document
    clause = document.clause("31-2024-qd-ubnd/kem-theo-1/dieu-4/khoan-1/diem-dd")
    assert clause is not None
    assert cite_clause(document, clause, "later") == (
        "điểm đ khoản 1 Điều 4 Quy định ban hành kèm theo Quyết định số 31/2024/QĐ-UBND"
    )
    assert cite_document(document).startswith(
        "Quyết định số 31/2024/QĐ-UBND ngày 20 tháng 9 năm 2024 của Ủy ban nhân dân tỉnh Lam Giang ban hành Quy định"
    )


def test_citation_of_the_plan(plan) -> None:  # type: ignore[no-untyped-def]
    document = parse_file(plan).document
    clause = document.clause("1221-kh-ubnd-2024/II/2/gach-8")
    assert clause is not None
    citation = cite_clause(document, clause)
    assert citation.startswith(
        "gạch đầu dòng thứ 8 khoản 2 Mục II Kế hoạch số 1221/KH-UBND ngày 20 tháng 3 năm 2024 của "
    )
    assert "Ủy ban nhân dân tỉnh Ninh Thuận triển khai thực hiện Kế hoạch số 274-KH/TU" in citation
    assert "Ban Thường vụ Tỉnh ủy về thực hiện Nghị quyết số 42-NQ/TW" in citation
    assert "Đảng khóa XIII" in citation


def test_catalogue() -> None:
    numbers = [entry.number for entry in catalogue()]
    assert numbers == sorted(numbers)
    assert all(DocumentNumber.parse(number) for number in numbers)
    found = find_in_catalogue("42-NQ/TW", "2023-11-24")
    assert found is not None
    assert found.type == "Nghị quyết"
    assert find_in_catalogue("42-NQ/TW", "1999-01-01") is None
