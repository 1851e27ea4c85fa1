from __future__ import annotations

from pathlib import Path

import pytest

from corpus.document import Document, Page
from corpus.language.text import is_syllable
from ingest.parsing import parse, parse_file
from ingest.readers.raw import Raw

INDENTED = """
                               THÔNG BÁO
            về việc lấy ý kiến người dân đối với đề án cấp nước

      Thực hiện Chương trình công tác số 8-CTr/TU của Tỉnh ủy về cấp nước nông
thôn, Ủy ban nhân dân tỉnh thông báo các nội dung sau đây để các sở, ngành và
Ủy ban nhân dân các xã biết, thực hiện.
      1. Mục tiêu
      - Đến hết năm 2027, hộ dân ở các xã vùng cao được dùng nước từ công trình
cấp nước tập trung đạt 82% và các điểm trường chính có bể trữ nước theo số 31-
CTr/TU của Tỉnh ủy.
                                         2

      - Duy tu các tuyến ống đã có, trong đó ưu tiên tuyến qua
                                         3

khu tái định cư.
      2. Yêu cầu: báo cáo trước ngày 15 hằng tháng.
"""

BLANK_LINES = """===== Trang 1 =====
Số 12-CTr/TU

I- BÓI CẢNH

Công tác cấp nước của tỉnh trong ba năm qua đã có nhiều tiến bộ, nhất là ở các
xã vùng cao; nhiều công trình được nâng cấp, giá nước được giữ ổn định suốt cả

năm, người dân đồng tình.

HI- TỎ CHỨC THỰC HIỆN
1. Sở Xây dựng
a) Chủ trì lập kế hoạch bảo trì công trình cấp nước của các xã, gửi Sở Tài
===== Trang 2 =====
12.CTRTU.DOC 2
chính trước ngày 30 tháng 9 hằng năm để bố trí kinh phí theo khả năng của ngân
sách tỉnh và xã.
===== Trang 3 =====
12.CTRTU.DOC 3
HHi uUn ộdq {ẽẽ rdu Ôqo ĩĩt như wưl uọdd Ảqb tđư lHl uẩgg ãaã qnư ếếp rđọ uưg ộbl pưư zzẽ nđu ưưb ọqd HẽH rrư đđu ẩqq gưd
===== Trang 4 =====
12.CTRTU.DOC 4
2, Công an tỉnh bảo vệ công trình.
"""


def wrapped(text: str) -> Document:
    return parse(Raw("a.txt", "0" * 64, "text/plain", text)).document


def test_paragraphs_are_joined_over_line_and_page_ends() -> None:
    document = wrapped(INDENTED)
    texts = [clause.text for clause in document.clauses]
    assert any(text.endswith("theo số 31-CTr/TU của Tỉnh ủy.") for text in texts)
    assert any(text.endswith("trong đó ưu tiên tuyến qua khu tái định cư.") for text in texts)
    assert any("nông thôn, Ủy ban nhân dân tỉnh" in text and "các xã biết" in text for text in texts)
    assert [c.label for c in document.clauses if c.level == "arabic"] == ["1", "2"]
    assert [page.number for page in document.pages] == [1, 2, 3]


def test_each_clause_knows_its_page() -> None:
    pages = {clause.text[:14]: clause.page for clause in wrapped(INDENTED).clauses}
    assert pages["1. Mục tiêu"] == 1
    assert pages["- Duy tu các t"] == 2


def test_recognised_text_keeps_damaged_headings_and_drops_running_heads() -> None:
    document = wrapped(BLANK_LINES)
    assert [c.label for c in document.clauses if c.level == "roman"] == ["I", "HI"]
    point = next(c for c in document.clauses if c.level == "letter")
    assert "gửi Sở Tài chính trước ngày" in point.text
    assert "CTRTU.DOC" not in "".join(c.text for c in document.clauses)
    first = next(c for c in document.clauses if c.level == "roman")
    assert "suốt cả năm, người dân" in first.text


def test_an_unreadable_page_is_marked_and_kept_out_of_every_clause() -> None:
    document = wrapped(BLANK_LINES)
    assert [page.number for page in document.pages if not page.readable] == [3]
    assert "unreadable page" in {gap.reason for gap in document.discarded}
    assert not any("uonn" in clause.text for clause in document.clauses)
    assert document.clauses[-1].label == "2"


def test_text_of_whole_paragraphs_is_not_joined() -> None:
    text = "Điều 1. Phạm vi\nQuy chế này áp dụng cho xã\nĐiều 2. Hiệu lực\ntừ ngày ký"
    assert wrapped(text).text == text


@pytest.mark.parametrize("word", ["nghiệp", "quỹ", "giường", "khuỷu", "ơi", "Đảng", "yêu", "xoong", "thuở"])
def test_vietnamese_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["uọnn", "ãaãẽ", "tượu9", "ogp", "uÁX", "fw"])
def test_other_words(word: str) -> None:
    assert not is_syllable(word)


def labels_of(path: Path, level: str) -> list[str | None]:
    return [clause.label for clause in parse_file(path).document.clauses if clause.level == level]


def test_the_chain_from_the_centre_down(shared: Path) -> None:
    chain = shared / "corpus" / "chain"
    assert labels_of(chain / "75-KL-TW.txt", "roman") == ["I", "I", "II", "IV"]
    assert labels_of(chain / "31-CTr-TW.txt", "roman") == ["1", "II", "HI"]
    assert labels_of(chain / "104-CTr-TU.txt", "roman") == ["I", "II", "III", "IV"]
    assert labels_of(chain / "104-CTr-TU.txt", "decimal") == [
        *(f"2.{n}" for n in range(1, 6)),
        *(f"3.{n}" for n in range(1, 10)),
    ]
    assert labels_of(chain / "2449-CV-DU.txt", "arabic") == ["1", "2"]
    assert labels_of(chain / "9387-UBND-KT.txt", "arabic") == ["1", "2"]


def test_appendices_of_the_chain_keep_their_tables_to_themselves(shared: Path) -> None:
    document = parse_file(shared / "corpus" / "chain" / "104-CTr-TU.txt").document
    appendices = [clause for clause in document.clauses if clause.level == "appendix"]
    assert [clause.label for clause in appendices] == ["PHỤ LỤC 1", "PHỤ LỤC 2"]
    tables = [clause for clause in document.clauses if clause.level == "table"]
    assert [table.parent for table in tables] == [clause.id for clause in appendices]


LEGIBLE = """===== Trang 1 =====
THÔNG BÁO
Điều 1. Danh mục thiết bị của trạm cấp nước
===== Trang 2 =====
1. Grundfos pump with stainless shaft, delivered by Schneider Electric and
installed by Wilo engineers; frequency converter, pressure switch, flow
meter, chlorine dosing unit, ultrasonic level gauge, standby generator and
spare parts, shipped together with drawings, certificates, operating
manuals and a full set of wrenches.
"""


def test_an_unreadable_page_that_is_most_of_a_short_document_keeps_its_text() -> None:
    parsed = parse(Raw("a.txt", "0" * 64, "text/plain", LEGIBLE))
    document = parsed.document
    assert [page.number for page in document.pages if not page.readable] == [2]
    assert "unreadable page" not in {gap.reason for gap in document.discarded}
    assert "Grundfos" in document.clauses[-1].text
    doubted = "".join(document.text[span.start : span.end] for span in document.doubts)
    assert doubted.startswith("1. Grundfos")
    assert "Danh mục" not in doubted
    assert any("Page 2" in warning and "kept" in warning for warning in parsed.warnings)
    assert not any("could not be read" in warning for warning in parsed.warnings)


def test_few_words_on_an_unreadable_page_are_noise() -> None:
    page = Page(0, 20, 1, confidence=0.2, readable=False)
    noise = Raw("a.pdf", "0" * 64, "application/pdf", "ưl ẽẽ rdu qđ wư zzẽ.", pages=(page,), wrapped=True)
    assert not parse(noise).document.clauses


def test_unreadable_pages_of_a_long_document_are_kept_out() -> None:
    bad = LEGIBLE.split("=====\n")[2]
    text = "".join(f"===== Trang {number} =====\n{bad if number > 1 else 'Điều 1. Tên'}\n" for number in range(1, 9))
    document = wrapped(text)
    assert "unreadable page" in {gap.reason for gap in document.discarded}


def test_nothing_is_joined_to_an_unreadable_page() -> None:
    bad = LEGIBLE.split("=====\n")[2][3:]
    text = (
        f"===== Trang 1 =====\nĐiều 1. {'Ủy ban xã cấp nước cho dân và ' * 40}\nhộ nghèo và\n===== Trang 2 =====\n{bad}"
    )
    document = wrapped(text)
    (gap,) = (gap for gap in document.discarded if gap.reason == "unreadable page")
    assert document.text[gap.start : gap.end].strip().startswith("Grundfos")
    assert all(clause.end <= gap.start or gap.end <= clause.start for clause in document.clauses)
