"""Scanned pages: what is read, in which order, and what happens to stamps, to pages that lie wrong and to pages without words."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2
import pytesseract
import pytest
from PIL import Image
from reportlab.platypus import Paragraph, Spacer, Table

from corpus.errors import UnreadableFileError
from ingest.readers.scans import ocr
from ingest.readers.scans.ocr import Recognised, recognise
from tests.benchmarks.printed import FONTS, columns, photocopied, print_pages, skewed, stamped, style, turned

DPI = 200
BODY = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Điều 1. Ban hành Quy định về hỗ trợ nhà ở cho hộ nghèo trên địa bàn tỉnh Lam Giang.",
    "1. Mức hỗ trợ là 50 triệu đồng cho một nhà xây mới và 25 triệu đồng cho một nhà sửa chữa, cấp một lần sau khi "
    "nhà được nghiệm thu theo hướng dẫn của Sở Xây dựng.",
    "2. Ủy ban nhân dân cấp xã chịu trách nhiệm về tính chính xác của hồ sơ.",
)

needs_tesseract = pytest.mark.skipif(
    not shutil.which("tesseract") or "vie" not in pytesseract.get_languages(), reason="Tesseract with vie is absent"
)
needs_fonts = pytest.mark.skipif(not FONTS.is_dir(), reason="fonts-liberation2 is absent")


@cache
def page() -> Image.Image:
    head = columns(
        ["<b>ỦY BAN NHÂN DÂN</b>", "<b>TỈNH LAM GIANG</b>", "Số: 31/2024/QĐ-UBND"],
        [
            "<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b>",
            "<b>Độc lập - Tự do - Hạnh phúc</b>",
            "<i>Lam Giang, ngày 20 tháng 9 năm 2024</i>",
        ],
    )
    foot = columns(
        ["<b>Nơi nhận:</b>", "- Như Điều 3;", "- Lưu: VT, XD."],
        ["<b>TM. ỦY BAN NHÂN DÂN</b>", "<b>CHỦ TỊCH</b>", "<br/><br/>", "<b>Phạm Văn Hòa</b>"],
    )
    body = [Paragraph(line, style()) for line in BODY]
    return print_pages([head, Spacer(0, 40), *body, Spacer(0, 20), foot], DPI)[0][0]


def texts(found: Recognised) -> list[str]:
    return [line.text for line in found.lines]


def words(found: Recognised) -> str:
    return " ".join(texts(found))


@needs_tesseract
@needs_fonts
class TestReading:
    def test_columns_are_read_one_after_the_other(self) -> None:
        found = recognise(page(), DPI)
        assert found.readable
        assert found.confidence > 0.85
        assert texts(found)[:6] == [
            "ỦY BAN NHÂN DÂN",
            "TỈNH LAM GIANG",
            "Số: 31/2024/QĐ-UBND",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Lam Giang, ngày 20 tháng 9 năm 2024",
        ]
        assert texts(found)[-6:] == [
            "Nơi nhận:",
            "- Như Điều 3;",
            "- Lưu: VT, XD.",
            "TM. ỦY BAN NHÂN DÂN",
            "CHỦ TỊCH",
            "Phạm Văn Hòa",
        ]
        assert " ".join(BODY) in words(found)

    def test_ruled_tables_are_read_row_by_row(self) -> None:
        rows = [["TT", "Nhiệm vụ", "Thời hạn"], ["1", "Lập danh mục dự án", "30/6/2024"], ["2", "Giao đất", "Quý III"]]
        cell = style(firstLineIndent=0, spaceAfter=0)
        table = Table([[Paragraph(text, cell) for text in row] for row in rows], [40, 240, 120])
        table.setStyle([("GRID", (0, 0), (-1, -1), 0.7, "black")])
        before, after = Paragraph("Danh mục nhiệm vụ", style()), Paragraph("Các sở phối hợp.", style())
        found = recognise(print_pages([before, table, after], DPI)[0][0], DPI)
        assert texts(found) == [
            "Danh mục nhiệm vụ",
            *("| " + " | ".join(row) + " |" for row in rows),
            "Các sở phối hợp.",
        ]
        assert [line.text[start:end] for line in found.lines for start, end in line.doubts][:2] == ["1", "2"]

    def test_boxes_are_in_points_of_the_page(self) -> None:
        found = recognise(page(), DPI)
        line = next(line for line in found.lines if line.text.startswith("Điều 1."))
        # Margin 3 cm and indent 1 cm on the left, 2 cm on the right of 595 points, with reportlab's frame around.
        assert line.left == pytest.approx(120, abs=4)
        assert line.right == pytest.approx(532, abs=4)
        assert 8 < line.bottom - line.top < 22
        assert all(0 <= line.left < line.right <= 596 and 0 <= line.top < line.bottom <= 842 for line in found.lines)

    def test_doubts_lie_on_words(self) -> None:
        found = recognise(page().resize((page().width // 3, page().height // 3)), DPI / 3)
        doubted = [line.text[start:end] for line in found.lines for start, end in line.doubts]
        assert doubted
        assert all(word and " " not in word for word in doubted)

    @pytest.mark.parametrize("angle", [2, -1.3])
    def test_skewed_pages_are_straightened(self, angle: float) -> None:
        assert " ".join(BODY) in words(recognise(skewed(angle)(page(), DPI), DPI))

    def test_pages_upside_down_are_turned(self) -> None:
        assert BODY[3] in words(recognise(turned(page(), DPI), DPI))

    def test_red_and_blue_ink_is_taken_out(self) -> None:
        found = words(recognise(stamped(page(), DPI), DPI))
        assert " ".join(BODY) in found
        assert "Số: 31/2024/QĐ-UBND" in found
        assert "ĐẾN" not in found
        assert "715" not in found

    def test_a_received_stamp_without_colour_is_taken_out(self) -> None:
        found = words(recognise(photocopied(page(), DPI), DPI))
        assert "Số: 31/2024/QĐ-UBND" in found
        assert "3/10/2025" not in found


@needs_tesseract
class TestWithoutWords:
    def test_an_empty_page(self) -> None:
        assert recognise(Image.new("RGB", (800, 1100), "white"), 96) == Recognised((), 0.0, False)

    def test_noise(self) -> None:
        noise = np.random.default_rng(0).integers(0, 255, (600, 400), np.uint8)
        assert not recognise(Image.fromarray(noise), 72).readable

    def test_a_page_that_takes_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ocr, "PAGE_SECONDS", 0.0)
        assert recognise(Image.new("RGB", (800, 1100), "white"), 96) == Recognised((), 0.0, False)


def test_without_tesseract_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableFileError, match=r"Tesseract is not installed; .*apt-get install tesseract-ocr"):
        recognise(Image.new("L", (100, 100), 255), 72)


def test_without_vietnamese_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytesseract, "get_languages", lambda: ["eng", "osd"])
    with pytest.raises(UnreadableFileError, match=r"no data for Vietnamese .*tesseract-ocr-vie"):
        recognise(Image.new("L", (100, 100), 255), 72)


@needs_tesseract
@pytest.mark.parametrize(
    ("name", "first", "expected"),
    [
        (
            "vpcp-153-tb-vpcp",
            1,
            ("Số: 153/TB-VPCP", "Hà Nội, ngày 10 tháng 4 năm 2024", "1. Ghi nhận", "2. Chiến lược"),
        ),
        ("vpcp-299-ttg", 1, ("Số: 299/QĐ-TTg", "Hà Nội, ngày 10 tháng 4 năm 2024", "Điều 1. Ban hành", "Điều 2.")),
        ("vpcp-28-pt", 1, ("Số: 28/2023/QĐ-UBND", "Phú Thọ, ngày 21 tháng 12 năm 2023")),
        ("vpcp-28-pt", 4, ("Điều 3. Tổ chức thực hiện", "Điều 4. Hiệu lực thi hành")),
        (
            "dvc-TT-04-2021-BLDTBXH",
            1,
            ("Số: 04/2021/TT-BLĐTBXH", "Hà Nội, ngày 30 tháng 6 năm 2021", "Điều 1. Phạm vi"),
        ),
    ],
)
def test_real_scans(shared: Path, name: str, first: int, expected: tuple[str, ...]) -> None:
    document = pypdfium2.PdfDocument(shared / "corpus" / "formats" / f"{name}.pdf")
    found = recognise(document[first - 1].render(scale=300 / 72).to_pil(), 300)
    assert found.readable
    assert not any("ĐẾN" in line.text for line in found.lines)
    for start in expected:
        assert any(line.text.startswith(start) for line in found.lines), start
