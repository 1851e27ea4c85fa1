"""Sample documents as scanned pages: printed in a face like Times, then stamped, turned and worn as scans are."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

#: Debian's fonts-liberation2: the face of Times New Roman, with the letters of Vietnamese.
FONTS = Path("/usr/share/fonts/truetype/liberation2")
SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
_STATE = re.compile(r"CỘNG HÒA XÃ HỘI|ĐẢNG CỘNG SẢN")
_DATE = re.compile(r"^[^,]{3,30}, ngày \d")
_BASIS = re.compile(r"^(?:Căn cứ|Theo đề nghị|Xét)")
_HEADING = re.compile(r"^(?:Điều \d|Chương |[IVX]+\. )")


def print_sample(name: str, dpi: float, pages: int) -> tuple[list[Image.Image], list[str]]:
    """The first `pages` pages of a sample in plain text, and the words on each in reading order."""
    lines = (SAMPLES / name).read_text("utf-8").splitlines()
    return print_pages(_flow(lines), dpi, pages)


def print_pages(flow: list[Flowable], dpi: float, pages: int = 1) -> tuple[list[Image.Image], list[str]]:
    """Flowables of reportlab as page images, and the words that its text layer has on each."""
    buffer = io.BytesIO()
    SimpleDocTemplate(
        buffer, pagesize=A4, leftMargin=3 * cm, rightMargin=2 * cm, topMargin=2 * cm, bottomMargin=2 * cm
    ).build(flow)
    pdf = pypdfium2.PdfDocument(buffer.getvalue())
    printed = [pdf[index] for index in range(min(pages, len(pdf)))]
    images = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in printed]
    return images, [page.get_textpage().get_text_range() for page in printed]


def style(**changes: object) -> ParagraphStyle:
    """Body text of an administrative document; `changes` are those of reportlab's ParagraphStyle."""
    if "Serif" not in pdfmetrics.getRegisteredFontNames():
        for face in ("Regular", "Bold", "Italic", "BoldItalic"):
            font = "Serif" if face == "Regular" else f"Serif-{face}"
            pdfmetrics.registerFont(TTFont(font, str(FONTS / f"LiberationSerif-{face}.ttf")))
        pdfmetrics.registerFontFamily("Serif", "Serif", "Serif-Bold", "Serif-Italic", "Serif-BoldItalic")
    settings: dict[str, object] = {
        "name": "body",
        "fontName": "Serif",
        "fontSize": 14,
        "leading": 18,
        "alignment": TA_JUSTIFY,
        "firstLineIndent": 1 * cm,
        "spaceAfter": 6,
    }
    return ParagraphStyle(**{**settings, **changes})


def columns(left: list[str], right: list[str], **changes: object) -> Table:
    """Two columns side by side, as a letterhead or a signature block has them; text may hold reportlab's marks."""
    cell = style(alignment=TA_CENTER, firstLineIndent=0, spaceAfter=0, fontSize=13, leading=16, **changes)
    return Table(
        [[[Paragraph(line, cell) for line in side] for side in (left, right)]],
        colWidths=[6.3 * cm, 9.9 * cm],
        style=[("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)],
    )


def _flow(lines: list[str]) -> list[Flowable]:
    blank = lines.index("")
    state = next(index for index, line in enumerate(lines) if _STATE.search(line))
    number = next(index for index, line in enumerate(lines) if line.startswith("Số"))
    left = [f"<b>{line}</b>" for line in lines[:state]] + [lines[number]]
    right = [f"<b>{line}</b>" for line in lines[state:number]]
    right += [f"<i>{line}</i>" for line in lines[number + 1 : blank] if _DATE.match(line)]
    flow: list[Flowable] = [columns(left, right), Spacer(0, 18)]
    end = next((index for index, line in enumerate(lines) if line.startswith("Nơi nhận")), len(lines))
    for line in lines[blank:end]:
        if not line:
            continue
        if line.isupper():
            flow.append(Paragraph(f"<b>{line}</b>", style(alignment=TA_CENTER, firstLineIndent=0)))
        elif _BASIS.match(line):
            flow.append(Paragraph(f"<i>{line}</i>", style()))
        else:
            flow.append(Paragraph(f"<b>{line}</b>" if _HEADING.match(line) else line, style()))
    blank = lines.index("", end) if "" in lines[end:] else len(lines)
    recipients = [f"<font size=11>{line}</font>" for line in lines[end:blank]]
    signature = [f"<b>{line or '<br/><br/><br/><br/>'}</b>" for line in lines[blank + 1 : -2]]
    flow.append(columns(recipients, signature))
    return flow


# What happens to a page, from the print to the scan. Each takes the clean page and its dpi.


def skewed(angle: float) -> Callable[[Image.Image, float], Image.Image]:
    """Laid on the scanner at `angle` degrees."""

    def turn(page: Image.Image, dpi: float) -> Image.Image:
        return page.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")

    return turn


def stamped(page: Image.Image, dpi: float) -> Image.Image:
    """A red seal over the last lines and over the right edge, a blue signature, a red received-stamp over the number."""
    unit = dpi / 72
    ink = Image.new("RGB", page.size, "white")
    _seal(ink, 330 * unit, 640 * unit, unit)
    _seal(ink, 540 * unit, 400 * unit, unit)
    draw = ImageDraw.Draw(ink)
    path = [(300 + 6 * t, 650 + 25 * math.sin(t) - 2 * t) for t in range(30)]
    draw.line([(x * unit, y * unit) for x, y in path], fill=(40, 60, 170), width=round(1.5 * unit))
    _received(ink, 40 * unit, 112 * unit, unit, (200, 40, 50))
    # Ink on paper is darkest where both are.
    return Image.fromarray(np.minimum(np.asarray(page), np.asarray(ink)))


def photocopied(page: Image.Image, dpi: float) -> Image.Image:
    """In black and white, with a black received-stamp whose border touches the number."""
    ink = Image.new("RGB", page.size, "white")
    _received(ink, 60 * dpi / 72, 112 * dpi / 72, dpi / 72, (0, 0, 0))
    both = np.minimum(np.asarray(page.convert("L")), np.asarray(ink.rotate(1, fillcolor="white").convert("L")))
    return Image.fromarray(np.where(both < 128, 0, 255).astype(np.uint8))


def grainy(page: Image.Image, dpi: float) -> Image.Image:
    """Gaussian noise."""
    noise = np.random.default_rng(1).normal(0, 30, np.asarray(page).shape)
    return Image.fromarray(np.clip(np.asarray(page) + noise, 0, 255).astype(np.uint8))


def peppered(page: Image.Image, dpi: float) -> Image.Image:
    """Salt and pepper on 2 pixels of 100."""
    pixels = np.array(page.convert("L"))
    chance = np.random.default_rng(2).random(pixels.shape)
    pixels[chance < 0.01] = 0
    pixels[chance > 0.99] = 255
    return Image.fromarray(pixels)


def compressed(page: Image.Image, dpi: float) -> Image.Image:
    """JPEG at quality 25."""
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=25)
    return Image.open(buffer)


def faded(page: Image.Image, dpi: float) -> Image.Image:
    """Grey ink on yellowed paper with a shadow from the left."""
    height, width = page.height, page.width
    light = np.linspace(0.6, 1.0, width)[None, :, None] * np.array([250, 240, 215])
    ink = 1 - np.asarray(page) / 255
    return Image.fromarray(np.clip(light * (1 - 0.55 * ink) * np.ones((height, 1, 1)), 0, 255).astype(np.uint8))


def blurred(page: Image.Image, dpi: float) -> Image.Image:
    """Out of focus by a third of a point."""
    return Image.fromarray(cv2.GaussianBlur(np.asarray(page), (0, 0), 0.36 * dpi / 72))


def turned(page: Image.Image, dpi: float) -> Image.Image:
    """Upside down."""
    return page.transpose(Image.Transpose.ROTATE_180)


VARIANTS: dict[str, Callable[[Image.Image, float], Image.Image]] = {
    "clean": lambda page, dpi: page,
    "skewed +2°": skewed(2),
    "skewed -2°": skewed(-2),
    "stamped": stamped,
    "photocopied": photocopied,
    "gaussian noise": grainy,
    "salt and pepper": peppered,
    "JPEG 25": compressed,
    "faded": faded,
    "blurred": blurred,
    "upside down": turned,
}


def _seal(page: Image.Image, x: float, y: float, unit: float) -> None:
    red = (205, 50, 70)
    draw = ImageDraw.Draw(page)
    for radius, width in ((50, 2.0), (46, 0.7), (30, 0.7)):
        r = radius * unit
        draw.ellipse((x - r, y - r, x + r, y + r), outline=red, width=max(1, round(width * unit)))
    font = ImageFont.truetype(str(FONTS / "LiberationSerif-Bold.ttf"), round(9 * unit))
    for index, letter in enumerate("ỦY BAN NHÂN DÂN TỈNH LAM GIANG * "):
        angle = index * 2 * math.pi / 33
        tile = Image.new("RGBA", (round(12 * unit),) * 2)
        ImageDraw.Draw(tile).text((tile.width / 2,) * 2, letter, (*red, 255), font, anchor="mm")
        tile = tile.rotate(-math.degrees(angle), Image.Resampling.BICUBIC)
        at = (round(x + 38 * unit * math.sin(angle)), round(y - 38 * unit * math.cos(angle)))
        page.paste(tile, (at[0] - tile.width // 2, at[1] - tile.height // 2), tile)


def _received(page: Image.Image, x: float, y: float, unit: float, colour: tuple[int, int, int]) -> None:
    draw = ImageDraw.Draw(page)
    width = round(1.2 * unit)
    draw.rectangle((x, y, x + 130 * unit, y + 52 * unit), outline=colour, width=width)
    draw.line((x, y + 15 * unit, x + 130 * unit, y + 15 * unit), fill=colour, width=width)
    small = ImageFont.truetype(str(FONTS / "LiberationSans-Regular.ttf"), round(8 * unit))
    large = ImageFont.truetype(str(FONTS / "LiberationSerif-Bold.ttf"), round(13 * unit))
    draw.text((x + 8 * unit, y + 3 * unit), "VĂN THƯ SỞ XÂY DỰNG", colour, small)
    draw.text((x + 4 * unit, y + 24 * unit), "ĐẾN", colour, large)
    draw.text((x + 38 * unit, y + 20 * unit), "Số: ....715..........", colour, small)
    draw.text((x + 38 * unit, y + 36 * unit), "Ngày: ..3/10/2025....", colour, small)
