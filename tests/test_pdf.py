"""Printed PDFs: lines and letterheads as they stand on the page, what pages repeat, and tables."""

from __future__ import annotations

import pytest
from reportlab.pdfbase import pdfmetrics

from tests.printing import BODY, HEIGHT, WIDTH, Draw, Pen, body, read, text_of

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
