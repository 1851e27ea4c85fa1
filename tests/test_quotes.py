"""Quoted wording of amendments: what is quoted is no clause of the document that quotes it."""

from __future__ import annotations

import pytest

from ingest.clauses.lines import split_lines
from ingest.clauses.quotes import quoted_lines

QUOTES = [
    # the lines of an amending act; those marked > stand in quoted wording
    ["Điều 1. Sửa đổi Điều 5 như sau:", ">“Điều 5. Thẩm quyền", ">1. Một.", ">2. Hai.”.", "Điều 2. Hiệu lực"],
    ["1. Sửa đổi khoản 2 như sau: “2. Hồ sơ gồm:", ">a) Đơn;", ">b) Bản sao.”;", "2. Bãi bỏ khoản 3."],
    ["1. Sửa đổi tên Điều 3 như sau:", ">“Điều 3. Tên mới”", "2. Thay cụm từ"],
    # a closing mark that was forgotten: up to the next instruction
    ["1. Sửa đổi Điều 5 như sau:", ">“Điều 5. Thẩm quyền", ">1. Một.", "2. Bổ sung Điều 6 như sau:", ">“Điều 6. Mới.”"],
    ["1. Sửa đổi như sau:", ">“Điều 5. Thẩm quyền", "1. Một.", "2. Hai."],
    # straight marks close by turns, two apostrophes are a mark
    ["1. Sửa đổi như sau:", '>"Điều 5. Thẩm quyền', ">1. Một.", '>2. Hai."', "3. Ba."],
    ["1. Sửa đổi như sau:", '>“Điều 5. Thẩm quyền', '>1. Một."', "2. Hai."],
    ["1. Sửa đổi như sau:", ">«Điều 5. Thẩm quyền", ">1. Một.»", "2. Hai."],
    ["1. Sửa đổi như sau:", ">„Điều 5. Thẩm quyền", ">1. Một.”", "2. Hai."],
    # quotations inside quotations
    ["1. Sửa đổi như sau:", ">“Điều 5. Từ “hồ sơ” được hiểu", ">1. Là “giấy tờ”.", ">2. Hai.”", "2. Ba."],
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền”", ">6. Thêm một khoản.”", "Điều 2. Hiệu lực"],
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền”", "6. Thêm một khoản.", "Điều 2. Hiệu lực”"],
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền”", ">“6. Thêm một khoản.”", "Điều 2. Hiệu lực”"],
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền”", "2. Bãi bỏ Điều 7", "Lời kết”"],
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền”", 'Từ "hồ sơ"', "Lời kết”"],
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền”", ">lời kết", ">Lời kết”"],
    # an instruction ends a quotation that is still open
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền", ">6. Thay đổi tên;", "a) Bổ sung khoản 3 như sau:", ">“3. Ba.”"],
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền", "Điều 9. Hiệu lực thi hành"],
    ["1. Sửa đổi như sau:", ">“5. Thẩm quyền", "9. Bãi bỏ cụm từ", "10. Tổ chức thực hiện"],
    # a quotation in running text hides no label
    ["1. Từ “hồ sơ", "2. Hai”."],
    ["1. Một", "2. Hai"],
    [],
]  # fmt: skip


@pytest.mark.parametrize("marked", QUOTES)
def test_quoted_wording(marked: list[str]) -> None:
    lines = split_lines("\n".join(line.removeprefix(">") for line in marked))
    assert quoted_lines(lines) == [line.startswith(">") for line in marked]


INSTRUCTIONS = (
    *(f"{verb} {what} 7 của Luật" for verb in ("Bãi bỏ", "Hủy bỏ", "Huỷ bỏ", "Bỏ", "Sửa", "Bổ sung", "Thay thế") for what in ("khoản", "Điều")),
    *(f"Bãi bỏ một phần {what} 7" for what in ("điểm", "tiết", "chương", "mục", "cụm từ", "phụ lục", "mẫu")),
    "Bãi bỏ một số nội dung", "Sửa đổi tên như sau:", "Bổ sung vào sau tên:", "Thay tên bằng “Mới”", 'Thêm "mới" vào tên', "Đính chính lỗi như sau:",
    "Được sửa đổi như sau:", "“Sửa đổi như sau:", "Hiệu lực thi hành", "Điều khoản thi hành", "Điều khoản chuyển tiếp", "Tổ chức thực hiện",
    "Trách nhiệm thi hành", "Trách nhiệm tổ chức", "Trách nhiệm thực hiện",
)  # fmt: skip


@pytest.mark.parametrize("label", ["2.", "Điều 2.", "b)"])
@pytest.mark.parametrize("words", INSTRUCTIONS)
def test_an_instruction_ends_what_is_quoted(words: str, label: str) -> None:
    lines = split_lines(f"Điều 1. Sửa đổi như sau:\n“5. Thẩm quyền\na) Một;\n{label} {words}\nLời sau")
    assert quoted_lines(lines)[:4] == [False, True, True, False]


@pytest.mark.parametrize(
    "words",
    [
        "Thay đổi tên;",
        "Sửa chữa nhà ở;",
        "Bỏ học;",
        "Trách nhiệm của Sở Y tế",
        "Điều khoản chung",
        "Tổ chức hội nghị",
        "Hủy",
    ],
)
def test_other_words_end_nothing_that_is_quoted(words: str) -> None:
    lines = split_lines(f"Điều 1. Sửa đổi như sau:\n“5. Thẩm quyền\n2. {words}\nHết.”")
    assert quoted_lines(lines) == [False, True, True, True]


@pytest.mark.parametrize("closing", ["”", "”.", "”;", "”,", "”/.", "” .", "»", '"', "''."])
def test_how_a_quotation_ends(closing: str) -> None:
    opening = {"»": "«", '"': '"', "''.": "''"}.get(closing, "“")
    lines = split_lines(f"1. Sửa như sau:\n{opening}5. Thẩm quyền{closing}\n2. Hai")
    assert quoted_lines(lines) == [False, True, False]


@pytest.mark.parametrize("before", ["như sau: ", "như sau:", "sau; ", "như sau:  "])
def test_a_quotation_behind_a_colon(before: str) -> None:
    assert quoted_lines(split_lines(f"1. Sửa {before}“5. Một\n6. Hai.”\n2. Ba")) == [False, True, False]
