"""Numbers, ids, citations and the labels that name clauses, each as official documents write them."""

from __future__ import annotations

import re
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
from corpus.citing.identifiers import ClauseId, document_id, issuer_suffix, named_id, title_and_year
from corpus.citing.labels import Label, find_clauses, label_of, without_innermost, without_noughts
from corpus.document import Document
from corpus.errors import UnknownIdError
from corpus.language.numbers import DocumentNumber, find_numbers
from ingest.parsing import parse
from ingest.readers.raw import Raw

HEAD = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/2024/QĐ-UBND
Lào Cai, ngày 05 tháng 3 năm 2024
QUYẾT ĐỊNH
Ban hành Quy chế làm việc
"""
DECISION = f"""{HEAD}PHẦN THỨ NHẤT
CHUNG
Chương II
QUY ĐỊNH
Mục 1. HỒ SƠ
Tiểu mục 3. LỆ PHÍ
Điều 1. Hồ sơ
1. Hồ sơ gồm:
a) Đơn;
d) Tờ khai;
đ) Bản sao;
- Bản chính;
+ Bản màu.
2. Thời hạn
a) Mười ngày.
2. Thời hạn khác
Điều 2. Bảng
Bảng giá:
| STT | Giá |
| 1 | 5 |
Sau bảng.
Điều 2a. Chen
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nơi nhận:
- Như trên.
Mẫu số 01a
ĐƠN ĐỀ NGHỊ
1. Họ tên
QUY CHẾ
LÀM VIỆC
(Ban hành kèm theo Quyết định số 12/2024/QĐ-UBND)
Điều 1. Phạm vi
1. Quy chế này quy định về nhà ở.
Điều 2. Đối tượng
Điều 3. Riêng
PHỤ LỤC II
DANH MỤC
1. Nhà
"""
PLAN = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
Số: 7/KH-UBND
Lào Cai, ngày 06 tháng 5 năm 2024
KẾ HOẠCH
Phát triển nhà ở
A. ĐÁNH GIÁ
I. KẾT QUẢ
1. Đã làm
II. MỤC TIÊU
1. Chung
1.1. Nhà ở
a) Nông thôn
- Một
1.10. Nhà xã hội
6. Riêng
6.5. Sáu năm
B. NHIỆM VỤ
I. VIỆC
II. TỔ CHỨC
III. KINH PHÍ
6. Vốn
6.5. Vay
a) Dài hạn
"""


def read(text: str) -> Document:
    return parse(Raw("any.txt", "0123456789" * 7, "text/plain", text)).document


@pytest.fixture(scope="module")
def decision() -> Document:
    return read(DECISION)


@pytest.fixture(scope="module")
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


def test_noughts_in_front_do_not_count() -> None:
    assert [without_noughts(value) for value in ("01", "001A", "0", "10", "")] == ["1", "1a", "0", "10", "0"]


def test_the_innermost_label_is_left_out() -> None:
    assert without_innermost(labels("khoản 2, Điều 5")) == labels("Điều 5")
    assert without_innermost(labels("Điều 5, khoản 2")) == labels("Điều 5")
    assert without_innermost(labels("điểm a, khoản 2, Điều 5")) == labels("khoản 2, Điều 5")
