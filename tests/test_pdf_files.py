"""Whole PDFs: pictures of pages, old encodings, protected and damaged files, real ones."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import UnreadableFileError
from ingest.readers.pdf.reading import MAX_PAGES, read_pdf
from tests.printing import BODY, HEIGHT, WIDTH, Pen, body, make, read, text_of


@dataclass(frozen=True)
class FakeLine:
    text: str
    left: float
    top: float
    right: float
    bottom: float
    doubts: tuple[tuple[int, int], ...] = ()
    words: tuple[()] = ()


@dataclass
class FakeResult:
    lines: tuple[FakeLine, ...]
    confidence: float
    readable: bool


def picture(pen: Pen) -> None:
    image = ImageReader(Image.new("RGB", (60, 80), "white"))
    pen.canvas.drawImage(image, 0, 0, WIDTH, HEIGHT)


@pytest.fixture
def recogniser(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Image.Image, float]]:
    calls: list[tuple[Image.Image, float]] = []

    def recognise(image: Image.Image, dpi: float) -> FakeResult:
        calls.append((image, dpi))
        if len(calls) == 2:
            return FakeResult((), 0.1, False)
        return FakeResult((FakeLine("Điều 1. Phạm vi", 80, 90, 200, 104, ((9, 13),)),), 0.91, True)

    module = ModuleType("ingest.readers.scans.ocr")
    module.recognise = recognise  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ingest.readers.scans.ocr", module)
    return calls


def test_pictures_of_pages_are_recognised(recogniser: list[tuple[Image.Image, float]]) -> None:
    raw = read(body, picture, picture)
    (image, dpi), _ = recogniser
    assert dpi == pytest.approx(300)
    assert image.width == pytest.approx(WIDTH / 72 * 300, abs=2)
    assert [page.confidence for page in raw.pages] == [None, 0.91, 0.1]
    assert [page.readable for page in raw.pages] == [True, True, False]
    (doubt,) = raw.doubts
    assert raw.text[doubt.start : doubt.end] == "hạm "
    assert raw.lines[-1].page == 2
    assert any("Page 3" in note.text for note in raw.notes)


def test_large_pages_are_recognised_with_fewer_dots(recogniser: list[tuple[Image.Image, float]]) -> None:
    target = io.BytesIO()
    canvas = Canvas(target, (3000, 3000))
    canvas.drawImage(ImageReader(Image.new("RGB", (60, 60), "white")), 0, 0, 3000, 3000)
    canvas.save()
    read_pdf(target.getvalue(), "ban-do.pdf")
    ((image, dpi),) = recogniser
    assert image.width * image.height <= 36_000_000
    assert dpi < 150


def test_fonts_in_an_old_encoding_are_converted() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, (WIDTH, HEIGHT))
    for index, line in enumerate(
        ("Uû ban nh©n d©n tØnh", "Së Néi vô chñ tr×, phèi hîp víi c\u00b8c c¬ quan", "tæ chøc thùc hiÖn kÕ ho¹ch nµy.")
    ):
        canvas.drawString(85, 700 - 20 * index, line)
    canvas.save()
    raw = read_pdf(target.getvalue(), "cu.pdf")
    assert raw.text.split("\n")[1:] == [
        "Sở Nội vụ chủ trì, phối hợp với các cơ quan",
        "tổ chức thực hiện kế hoạch này.",
    ]
    assert any("TCVN3" in note.text for note in raw.notes)


# What is refused


def test_a_protected_file_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match=r"van-ban\.pdf is protected by a password; .*save"):
        read_pdf(make(body, password="bí mật"), "van-ban.pdf")


def test_a_file_that_opens_without_a_password_is_read() -> None:
    assert read_pdf(make(body, owner="owner"), "van-ban.pdf").text == "\n".join(BODY)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_file_is_refused(share: float) -> None:
    data = make(body, body)
    with pytest.raises(UnreadableFileError, match="cut off"):
        read_pdf(data[: int(len(data) * share)], "van-ban.pdf")


def test_a_damaged_file_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_pdf(b"%PDF-1.7\n" + b"\x00\xff" * 500 + b"\n%%EOF\n", "van-ban.pdf")


def test_an_empty_page_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="holds no text"):
        read(lambda pen: None)


def test_too_many_pages_are_refused() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, (100, 100))
    for _ in range(MAX_PAGES + 1):
        canvas.showPage()
    canvas.save()
    with pytest.raises(UnreadableFileError, match=f"{MAX_PAGES + 1} pages.*split it"):
        read_pdf(target.getvalue(), "van-ban.pdf")


# Real documents


@pytest.fixture
def real(shared: Path) -> Callable[[str], str]:
    return lambda path: text_of(read_pdf((shared / "corpus" / path).read_bytes(), path))


def test_the_gazette_reads_through_its_running_heads(real: Callable[[str], str]) -> None:
    text = real("formats/pair-80-VBHN-VPQH.pdf")
    assert "CÔNG BÁO/Số" not in text
    assert "Người ký" not in text
    assert "quân sự¹." in text
    assert text.count("Điều 30. Độ tuổi gọi nhập ngũ") == 1


def test_the_big_table_keeps_its_rows(real: Callable[[str], str]) -> None:
    rows = [line for line in real("formats/xa-phumybac-danh-muc-bang.pdf").split("\n") if line.startswith("|")]
    assert sum("| CH." in row and row.count("|") == 10 for row in rows) == 80
    assert sum(row.startswith("| TT |") for row in rows) == 1


@pytest.mark.parametrize(
    ("path", "number", "after_list"),
    [
        ("provincial/QD-1074-QD-BXD-29-6-2026.pdf", "Số: 1074/QĐ-BXD", "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nPhạm"),
        ("provincial/QD-1696-QD-UBND-uy-quyen-15-5-2026.pdf", "ngày 15 tháng 5 năm 2026", "CHỦ TỊCH\nNguyễn"),
        ("formats/phutho-Quy-che-phoi-hop.pdf", "Số: 63 /2025/QĐ-CTUBND", "CHỦ TỊCH\nTrần"),
    ],
)
def test_stamped_numbers_and_signatures(real: Callable[[str], str], path: str, number: str, after_list: str) -> None:
    text = real(path)
    assert number in text
    assert after_list in text
