"""PDFs for the tests: drawn a page at a time, and read as a user's would be."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.editing import apply_edits
from ingest.readers.pdf.reading import read_pdf
from ingest.readers.raw import Raw

WIDTH, HEIGHT = 595.0, 842.0
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
BODY = (
    "Sở Nội vụ tỉnh Lam Giang chủ trì, phối hợp với các cơ quan liên quan",
    "tổ chức thực hiện kế hoạch đào tạo; báo cáo kết quả trước ngày 15",
    "tháng 12 hằng năm về Ủy ban nhân dân tỉnh để tổng hợp.",
)

Draw = Callable[["Pen"], None]


@dataclass
class Pen:
    """Writes on a page; places are in points from the upper left corner."""

    canvas: Canvas

    def write(self, x: float, y: float, text: str, size: float = 13) -> None:
        self.canvas.setFont("PdfSerif", size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def paragraph(self, y: float, lines: Iterable[str] = BODY, size: float = 13) -> None:
        for index, line in enumerate(lines):
            self.write(85, y + index * 1.4 * size, line, size)

    def grid(self, top: float, columns: list[float], rows: list[list[str]], height: float = 24) -> None:
        bottom = top + height * len(rows)
        for x in columns:
            self.canvas.line(x, HEIGHT - top, x, HEIGHT - bottom)
        for index in range(len(rows) + 1):
            y = HEIGHT - top - index * height
            self.canvas.line(columns[0], y, columns[-1], y)
        for index, row in enumerate(rows):
            for x, text in zip(columns, row, strict=False):
                for at, part in enumerate(text.split("\n")):
                    self.write(x + 3, top + index * height + 10 + at * 11, part, 9)


def make(*pages: Draw, password: str | None = None, owner: str | None = None) -> bytes:
    if not FONT.exists():
        pytest.skip("the DejaVu fonts, which have Vietnamese letters, are not installed")
    pdfmetrics.registerFont(TTFont("PdfSerif", str(FONT)))
    encrypt = StandardEncryption(password or "", ownerPassword=owner) if password or owner else None
    target = io.BytesIO()
    canvas = Canvas(target, (WIDTH, HEIGHT), encrypt=encrypt)
    for draw in pages:
        draw(Pen(canvas))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def text_of(raw: Raw) -> str:
    return apply_edits(raw.text, raw.edits)[0]


def read(*pages: Draw) -> Raw:
    return read_pdf(make(*pages), "van-ban.pdf")


def body(pen: Pen) -> None:
    pen.paragraph(100)
