"""Numbers of documents, and the identifiers of documents and clauses."""

from __future__ import annotations

import pytest

from corpus.citing.identifiers import ClauseId, document_id, issuer_suffix, named_id, title_and_year
from corpus.errors import UnknownIdError
from corpus.language.numbers import DocumentNumber, find_numbers

IDS = [
    "30-2020-nd-cp/dieu-5/khoan-2/diem-a", "1221-kh-ubnd-2024/III/6/6.5", "x/dieu-5a/khoan-2a/diem-dd", "x/phan-1/chuong-ii/muc-1/tieu-muc-3",
    "x/chuong-iia/muc-ii", "x/A/Đ/XIV/10/2a/2đ/a/dd/a1", "x/6.5.12/2.1.b/2.1.dd", "x/gach-8/cong-2/doan-1/bang-10", "x/kem-theo-1/dieu-3ab",
    "x/phu-luc-1/mau-so-01a", "x/phu-luc-2a", "x/mo-dau", "x/ky~2", "x/noi-nhan", "x/dieu-5~12/khoan-1", "x/diem-aa1",
]  # fmt: skip


@pytest.mark.parametrize("text", IDS)
def test_ids_round_trip(text: str) -> None:
    assert str(ClauseId.parse(text)) == text
    assert ClauseId.parse(f" {text}\n") == ClauseId.parse(text)


@pytest.mark.parametrize(
    "text",
    ["", "x", "x/", "/dieu-5", "X/dieu-5", "-x/dieu-5", "x y/dieu-5", "x/dieu", "x/dieu-", "x/dieu-5abc", "x/khoan-x", "x/ABC", "x/6.", "x/ky~",
     "x/ky~a", "x/dieu-5/", "x//dieu-5", "x/abcd", "x/phu-luc-x", "x/mau-", "x/chuong-", "x/Điều 5"],
)  # fmt: skip
def test_what_is_no_id(text: str) -> None:
    with pytest.raises(UnknownIdError, match="is not a clause id"):
        ClauseId.parse(text)


def test_a_long_text_that_is_no_id_is_shown_in_part() -> None:
    with pytest.raises(UnknownIdError, match=r"^'" + "a" * 80 + "' is"):
        ClauseId.parse("a" * 80)
    with pytest.raises(UnknownIdError, match=r"^'" + "a" * 77 + r"\.\.\.' is"):
        ClauseId.parse("a" * 81)


def test_ids_of_documents() -> None:
    state, party = DocumentNumber.parse("1221/KH-UBND"), DocumentNumber.parse("42-NQ/TW")
    dated = DocumentNumber.parse("09/2023/QĐ-UBND")
    assert document_id(state, "Kế hoạch", None, "2024-03-20", "") == "1221-kh-ubnd-2024"
    assert document_id(state, None, None, None, "") == "1221-kh-ubnd"
    assert document_id(party, None, None, "2023-11-24", "") == "42-nq-tw-2023"
    assert document_id(dated, None, None, "2024-01-02", "") == "09-2023-qd-ubnd"
    assert document_id(None, "Báo cáo", "Sở Y tế", "2024-01-02", "0123456789") == "bao-cao-so-y-te-2024-01-02-01234567"
    assert document_id(None, None, None, None, "0123456789") == "van-ban-01234567"
    long = document_id(None, "Báo cáo", "Ban chỉ đạo công tác bảo đảm an toàn x giao thông", None, "01234567")
    assert long == "bao-cao-ban-chi-dao-cong-tac-bao-dam-an-toan-x-g-01234567"
    long = document_id(None, "Báo cáo", "Ban chỉ đạo công tác bảo đảm an toàn xx giao thông", None, "01234567")
    assert long == "bao-cao-ban-chi-dao-cong-tac-bao-dam-an-toan-xx-01234567"


def test_ids_that_mentions_would_have() -> None:
    assert named_id("1221/KH-UBND", "Kế hoạch", None, "2024-03-20") == "1221-kh-ubnd-2024"
    assert named_id(None, "Luật", "Đất đai năm 2024", None) == "luat-dat-dai-2024"
    assert named_id(None, "Luật", "Đất đai 2013", "2013-11-29") == "luat-dat-dai-2013"
    assert named_id(None, "Luật", "Đất đai", None) == "luat-dat-dai"
    assert named_id("15", None, "Đất đai", "2013-11-29") == "van-ban-15-2013"
    assert named_id(None, None, None, None) == "van-ban"


@pytest.mark.parametrize(
    ("title", "words", "year"),
    [
        ("Đất đai năm 2024", "Đất đai", "2024"), ("Đất đai 1993", "Đất đai", "1993"), ("Đất đai", "Đất đai", None), ("2024", "2024", None),
        ("Kế hoạch năm 2124", "Kế hoạch năm 2124", None), ("Đất đai năm 2024 sửa đổi", "Đất đai năm 2024 sửa đổi", None),
    ],
)  # fmt: skip
def test_titles_and_years(title: str, words: str, year: str | None) -> None:
    assert title_and_year(title) == (words, year)


@pytest.mark.parametrize(
    ("issuer", "place", "suffix"),
    [
        ("Ủy ban nhân dân tỉnh Ninh Thuận", None, "ninh-thuan"), ("Ủy ban nhân dân Thành phố Hà Nội", "Hà Nội", "ha-noi"),
        ("Ủy ban nhân dân huyện Sa Pa", "Lào Cai", "sa-pa"), ("Ủy ban nhân dân quận 1", None, "1"), ("Hội đồng nhân dân thị xã Sơn Tây", None, "son-tay"),
        ("Bộ Y tế", "Hà Nội", "bo-y-te"), (None, "Hà Nội", "ha-noi"), (None, None, "khac"),
    ],
)  # fmt: skip
def test_suffixes_of_issuers(issuer: str | None, place: str | None, suffix: str) -> None:
    assert issuer_suffix(issuer, place) == suffix


# fmt: off
NUMBERS = [
    # as printed, as cited, serial, year, code, whether it is the Party's, type
    ("1221 / KH - UBND", "1221/KH-UBND", "1221", None, "KH-UBND", False, "Kế hoạch"),
    ("02a/NQ-HĐND", "02a/NQ-HĐND", "02a", None, "NQ-HĐND", False, "Nghị quyết"),
    ("66.19/2025/NQ-CP", "66.19/2025/NQ-CP", "66.19", 2025, "NQ-CP", False, "Nghị quyết"),
    ("12 - KL / TW", "12-KL/TW", "12", None, "KL/TW", True, "Kết luận"),
    ("104-CTr/BCSĐ-TU", "104-CTr/BCSĐ-TU", "104", None, "CTr/BCSĐ-TU", True, "Chương trình"),
    ("30/1999/NĐ–CP", "30/1999/NĐ-CP", "30", 1999, "NĐ-CP", False, "Nghị định"),
    ("5/UBTVQH15", "5/UBTVQH15", "5", None, "UBTVQH15", False, None),
    ("Số: 63", None, "", None, "", False, None),
    ("63      /2025/QĐ-CTUBND", "63/2025/QĐ-CTUBND", "63", 2025, "QĐ-CTUBND", False, "Quyết định"),
    ("12/2124/QĐ-UBND", None, "", None, "", False, None),
    ("1234567/KH-UBND", None, "", None, "", False, None),
    ("12/kh-ubnd", None, "", None, "", False, None),
    ("12/\u041a\u041d-U\u0412ND", "12/KH-UBND", "12", None, "KH-UBND", False, "Kế hoạch"),
]
# fmt: on


@pytest.mark.parametrize(("printed", "cited", "serial", "year", "code", "party", "kind"), NUMBERS)
def test_numbers(
    printed: str, cited: str | None, serial: str, year: int | None, code: str, party: bool, kind: str | None
) -> None:
    number = DocumentNumber.parse(printed)
    if cited is None:
        assert number is None
        return
    assert number == DocumentNumber(serial, year, code, party)
    assert (str(number), number.type_name) == (cited, kind)


def test_numbers_in_running_text() -> None:
    text = "Căn cứ Luật số 64/2025/QH15, Nghị quyết 42- NQ/TW và 12/\u041a\u041d-UBND (5/Km, 12/NQ, 3/QH15); 1.2/KH-X, a12/KH-X"
    found = list(find_numbers(text))
    assert [str(mention.number) for mention in found] == [
        "64/2025/QH15", "42-NQ/TW", "12/KH-UBND", "12/NQ", "3/QH15", "1.2/KH-X",
    ]  # fmt: skip
    assert [text[mention.start : mention.end] for mention in found][:3] == [
        "64/2025/QH15",
        "42- NQ/TW",
        "12/\u041a\u041d-UBND",
    ]
