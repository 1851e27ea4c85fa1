"""Reading PDFs: made here with fictional text, and the real ones where they are at hand."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import UnreadableFileError
from ingest.editing import apply_edits
from ingest.readers.pdf.reading import MAX_PAGES, read_pdf
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


# What a page says


def test_lines_come_as_printed_with_their_places() -> None:
    raw = read(body)
    assert raw.text.split("\n") == list(BODY)
    assert raw.wrapped
    assert raw.media_type == "application/pdf"
    assert [raw.text[line.start : line.end] for line in raw.lines] == list(BODY)
    for index, line in enumerate(raw.lines):
        baseline = 100 + index * 1.4 * 13
        assert line.page == 1
        assert line.left == pytest.approx(85, abs=2)
        assert line.top < baseline - 8 < baseline < line.bottom < baseline + 6
        assert line.size == pytest.approx(13, abs=0.1)
        assert 300 < line.right - line.left < WIDTH - 85
    (page,) = raw.pages
    assert (page.number, page.width, page.height, page.confidence, page.readable) == (1, WIDTH, HEIGHT, None, True)
    assert (page.start, page.end) == (0, len(raw.text))


def test_pages_and_lines_tile_the_text() -> None:
    raw = read(body, lambda pen: None, lambda pen: pen.paragraph(100, BODY[::-1]))
    assert [page.number for page in raw.pages] == [1, 2, 3]
    assert raw.pages[0].start == 0
    assert raw.pages[-1].end == len(raw.text)
    assert all(a.end == b.start for a, b in zip(raw.pages, raw.pages[1:], strict=False))
    assert raw.pages[1].start == raw.pages[1].end
    assert "\n".join(raw.text[line.start : line.end] for line in raw.lines) == raw.text
    for line in raw.lines:
        page = raw.pages[line.page - 1]
        assert page.start <= line.start < line.end <= page.end


def test_marks_drawn_apart_stand_on_their_letter() -> None:
    raw = read(lambda pen: pen.write(85, 100, "thực hiê\u0323n nghi\u0303a vu\u0323"))
    assert text_of(raw) == "thực hiện nghĩa vụ"


def test_words_without_spaces_between_them_are_parted() -> None:
    def draw(pen: Pen) -> None:
        x = 85.0
        for word in BODY[0].split():
            pen.write(x, 100, word)
            x += pdfmetrics.stringWidth(word, "PdfSerif", 13) + 4

    assert read(draw).text == BODY[0]


def test_raised_digits_do_not_read_as_part_of_a_number() -> None:
    def draw(pen: Pen) -> None:
        pen.write(85, 100, "theo khoản 2")
        at = 85 + pdfmetrics.stringWidth("theo khoản 2", "PdfSerif", 13)
        pen.write(at, 95, "1", 8)
        pen.write(at + 6, 100, "của Điều này.")

    assert read(draw).text.startswith("theo khoản 2¹")


# Columns


def letterhead(pen: Pen) -> None:
    pen.write(60, 60, "ỦY BAN NHÂN DÂN", 11)
    pen.write(64, 76, "TỈNH LAM GIANG", 11)
    pen.write(60, 100, "Số: 12/KH-UBND", 11)
    pen.write(300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 11)
    pen.write(330, 76, "Độc lập - Tự do - Hạnh phúc", 11)
    pen.write(310, 102, "Lam Giang, ngày 05 tháng 3 năm 2026", 11)
    pen.write(250, 150, "KẾ HOẠCH", 13)
    pen.paragraph(180)


def test_a_letterhead_is_read_column_by_column() -> None:
    assert read(letterhead).text.split("\n") == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH LAM GIANG",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Lam Giang, ngày 05 tháng 3 năm 2026",
        "KẾ HOẠCH",
        *BODY,
    ]


def test_a_narrow_letterhead_is_parted_at_the_motto() -> None:
    def draw(pen: Pen) -> None:
        pen.write(60, 60, "CHỦ TỊCH ỦY BAN NHÂN DÂN", 13)
        pen.write(90, 76, "TỈNH LAM GIANG", 13)
        right = 60 + pdfmetrics.stringWidth("CHỦ TỊCH ỦY BAN NHÂN DÂN", "PdfSerif", 13) + 5
        pen.write(right, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13)
        pen.write(right + 40, 76, "Độc lập - Tự do - Hạnh phúc", 13)

    assert read(draw).text.split("\n")[:3] == [
        "CHỦ TỊCH ỦY BAN NHÂN DÂN",
        "TỈNH LAM GIANG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ]


def test_a_signature_block_is_read_column_by_column() -> None:
    def draw(pen: Pen) -> None:
        pen.paragraph(100)
        pen.write(85, 200, "Nơi nhận:", 11)
        for index, line in enumerate(("- Như trên;", "- Sở Nội vụ tỉnh Lam Giang;", "- Lưu: VT, NC.")):
            pen.write(85, 214 + index * 13, line, 10)
        pen.write(350, 196, "TM. ỦY BAN NHÂN DÂN", 12)
        pen.write(385, 212, "CHỦ TỊCH", 12)
        pen.write(370, 300, "Đèo Văn Khảo", 12)

    assert read(draw).text.split("\n")[3:] == [
        "Nơi nhận:",
        "- Như trên;",
        "- Sở Nội vụ tỉnh Lam Giang;",
        "- Lưu: VT, NC.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Đèo Văn Khảo",
    ]


def test_a_signer_on_the_page_after_is_no_recipient() -> None:
    def draw(pen: Pen) -> None:
        for index, line in enumerate(("- Sở Tài chính tỉnh Lam", "Giang;", "- Lưu: VT.")):
            pen.write(85, 60 + index * 13, line, 10)
        pen.write(370, 61, "Đèo Văn Khảo", 12)

    assert read(draw).text.split("\n") == ["- Sở Tài chính tỉnh Lam", "Giang;", "- Lưu: VT.", "Đèo Văn Khảo"]


def test_a_list_of_posts_and_names_stays_in_its_rows() -> None:
    def draw(pen: Pen) -> None:
        for index in range(4):
            pen.write(85, 100 + index * 20, "- Ủy viên:")
            pen.write(350, 100 + index * 20, "Đèo Văn Khảo")

    assert read(draw).text.split("\n") == ["- Ủy viên: Đèo Văn Khảo"] * 4


def test_the_addressees_of_a_letter_follow_its_letterhead() -> None:
    def draw(pen: Pen) -> None:
        pen.write(60, 60, "SỞ NỘI VỤ", 11)
        pen.write(60, 84, "Số: 12/SNV-VP", 11)
        pen.write(60, 100, "V/v báo cáo", 10)
        pen.write(300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 11)
        pen.write(330, 76, "Độc lập - Tự do - Hạnh phúc", 11)
        pen.write(120, 124, "Kính gửi:", 13)

    assert read(draw).text.split("\n")[-3:] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Kính gửi:",
    ]


def test_a_list_set_with_tabs_stays_in_its_rows() -> None:
    def draw(pen: Pen) -> None:
        for index in range(5):
            pen.write(85, 100 + index * 20, f"Xã Thượng Lam {index}")
            pen.write(350, 100 + index * 20, f"{index}40 hộ")

    assert read(draw).text.split("\n")[1] == "Xã Thượng Lam 1 140 hộ"


# What belongs to no clause


def numbered(page: int) -> Draw:
    def draw(pen: Pen) -> None:
        pen.write(85, 40, "CÔNG BÁO LAM GIANG/Số 11 + 12/Ngày 02-9-2025", 10)
        pen.write(500, 40, str(page + 36), 10)
        pen.paragraph(100, ("Các cơ quan thực hiện nhiệm vụ theo kế", f"hoạch đã giao trong năm thứ {page} và"))

    return draw


def test_running_heads_do_not_break_a_sentence() -> None:
    raw = read(*map(numbered, (1, 2, 3)))
    assert "CÔNG BÁO" in raw.text
    text = text_of(raw)
    assert "CÔNG BÁO" not in text
    assert "trong năm thứ 1 và\nCác cơ quan" in text
    assert {edit.kind for edit in raw.edits} == {"page-break"}
    assert all("CÔNG BÁO" not in raw.text[line.start : line.end] for line in raw.lines)


@pytest.mark.parametrize(("y", "pattern"), [(40, "{}"), (810, "- {} -"), (810, "Trang {}/2")])
def test_page_numbers_do_not_break_a_sentence(y: float, pattern: str) -> None:
    def draw(number: int) -> Draw:
        def page(pen: Pen) -> None:
            pen.write(290, y, pattern.format(number))
            pen.paragraph(100, (f"Năm {number} các cơ quan thực hiện",))

        return page

    assert text_of(read(draw(1), draw(2))) == "Năm 1 các cơ quan thực hiện\nNăm 2 các cơ quan thực hiện"


def test_what_pages_end_with_alike_stays_text() -> None:
    """The foot of a note, or of a form, is no running head: it does not stand free."""

    def draw(number: int) -> Draw:
        def page(pen: Pen) -> None:
            pen.paragraph(740, (f"Năm {number} có hiệu lực kể", "từ ngày 01 tháng 7 năm 2025."))

        return page

    assert text_of(read(*map(draw, (1, 2, 3)))).count("từ ngày 01 tháng 7 năm 2025.") == 3


def test_a_number_that_is_no_page_number_stays() -> None:
    assert text_of(read(lambda pen: pen.write(290, 40, "1975"), body)).startswith("1975\n")


def noted(rest: str) -> list[Draw]:
    def first(pen: Pen) -> None:
        pen.write(85, 100, "Sở Nội vụ tổng hợp")
        pen.write(85 + pdfmetrics.stringWidth("Sở Nội vụ tổng hợp", "PdfSerif", 13), 95, "1", 8)
        pen.write(250, 100, rest)
        pen.write(85, 696, "1", 6)
        pen.write(91, 700, "Khoản này được sửa đổi năm 2025.", 10)

    return [first, lambda pen: pen.paragraph(100, ("kết quả thực hiện.", "2. Sở Tài chính bố trí kinh phí."))]


def test_notes_do_not_break_a_sentence() -> None:
    raw = read(*noted("và báo cáo"))
    assert raw.text.split("\n") == [
        "Sở Nội vụ tổng hợp¹ và báo cáo",
        "kết quả thực hiện.",
        "¹ Khoản này được sửa đổi năm 2025.",
        "2. Sở Tài chính bố trí kinh phí.",
    ]
    assert [line.page for line in raw.lines] == [1, 2, 1, 2]


def test_notes_stay_under_a_page_that_ends_with_its_sentence() -> None:
    assert read(*noted("và báo cáo.")).text.split("\n")[1] == "¹ Khoản này được sửa đổi năm 2025."


def test_signature_stamps_are_taken_out() -> None:
    def draw(pen: Pen) -> None:
        for index, line in enumerate(
            ("Người ký: UBND tỉnh Lam Giang", "Email: lamgiang@example.vn", "Thời gian ký: 04.09.2025 15:40:34 +07:00")
        ):
            pen.write(85, 20 + index * 9, line, 7)
        pen.paragraph(100)

    raw = read(draw)
    assert "Người ký" in raw.text
    assert text_of(raw) == "\n".join(BODY)


# Tables


def test_a_ruled_table_becomes_rows() -> None:
    def draw(pen: Pen) -> None:
        pen.paragraph(60)
        pen.grid(140, [85, 125, 330, 450], [["TT", "Nội dung", "Đơn vị"], ["1", "Đào tạo\ncán bộ", "a|b"]])
        pen.paragraph(240)

    raw = read(draw)
    assert raw.text.split("\n") == [*BODY, "| TT | Nội dung | Đơn vị |", "| 1 | Đào tạo cán bộ | a¦b |", *BODY]
    row = raw.lines[4]
    assert (row.left, row.top, row.right, row.bottom) == pytest.approx((85, 164, 450, 188), abs=1)


def test_a_table_goes_on_over_the_page() -> None:
    head = ["TT", "Nội dung"]

    def page(first: int) -> Draw:
        return lambda pen: pen.grid(
            60, [85, 125, 330], [head, *([str(number), f"Việc {number}"] for number in (first, first + 1))]
        )

    raw = read(page(1), page(3))
    assert raw.text.count("| TT | Nội dung |") == 2
    assert text_of(raw).split("\n") == ["| TT | Nội dung |", *(f"| {n} | Việc {n} |" for n in range(1, 5))]


def test_a_cell_over_two_rows_keeps_its_place() -> None:
    def draw(pen: Pen) -> None:
        pen.grid(100, [85, 125, 330], [["1", "Việc a"]], height=48)
        pen.canvas.line(125, HEIGHT - 124, 330, HEIGHT - 124)
        pen.write(130, 140, "Việc b", 9)

    assert read(draw).text.split("\n") == ["| 1 | Việc a |", "|  | Việc b |"]


# Pictures of pages


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
