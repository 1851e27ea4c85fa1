"""Agencies and deadlines are found where they are printed, and read as what they mean."""

from __future__ import annotations

import pytest

from corpus.language.agencies import agency_key, find_agencies, full_name
from corpus.language.deadlines import deadline_of_cell, find_deadlines

#: A line, and the full names of the agencies in it.
_NAMED = [
    ("Giao Sở Nội vụ hướng dẫn khen thưởng", ["Sở Nội vụ"]),
    (
        "Sở Tài chính chủ trì, phối hợp với các Sở, ban, ngành có liên quan, UBND các huyện, thành phố",
        ["Sở Tài chính", "Các Sở, ban, ngành có liên quan", "Ủy ban nhân dân các huyện, thành phố"],
    ),
    (
        "Sở LĐ-TB&XH, Sở KH&ĐT và Sở Văn hoá - Thể thao và Du lịch tỉnh",
        ["Sở Lao động - Thương binh và Xã hội", "Sở Kế hoạch và Đầu tư", "Sở Văn hóa, Thể thao và Du lịch"],
    ),
    ("các Sở: Nội vụ, Tài chính và Xây dựng; Công an tỉnh", ["Sở Nội vụ", "Sở Tài chính", "Sở Xây dựng", "Công an tỉnh"]),
    ("các Bộ: Tài chính, Quốc phòng và Công an", ["Bộ Tài chính", "Bộ Quốc phòng", "Bộ Công an"]),
    ("phối hợp với UBND các huyện, thành phố Phát triển dịch vụ", ["Ủy ban nhân dân các huyện, thành phố"]),
    ("Uỷ ban nhân dân tỉnh Lào Cai yêu cầu", ["Ủy ban nhân dân tỉnh Lào Cai"]),
    ("Giám đốc Sở Y tế, Chủ tịch UBND các xã, phường", ["Sở Y tế", "Chủ tịch Ủy ban nhân dân các xã, phường"]),
    ("Thủ trưởng các cơ quan, đơn vị liên quan chịu trách nhiệm", ["Các cơ quan, đơn vị liên quan"]),
    ("Đảng ủy Ủy ban nhân dân tỉnh lãnh đạo", ["Đảng ủy Ủy ban nhân dân tỉnh"]),
    ("Ban Tuyên giáo và Dân vận Tỉnh ủy chủ trì", ["Ban Tuyên giáo và Dân vận Tỉnh ủy"]),
    ("Chi cục Bảo vệ môi trường kiểm tra", ["Chi cục Bảo vệ môi trường"]),
    ("Cục Địa chất và Khoáng sản Việt Nam và Bộ Công Thương", ["Cục Địa chất và Khoáng sản Việt Nam", "Bộ Công Thương"]),
    ("1. SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", ["Sở Lao động - Thương binh và Xã hội"]),
    ("các tỉnh ủy, thành ủy; bộ phận thường trực", ["Các tỉnh ủy, thành ủy"]),
    (
        "Chánh Văn phòng Bộ, Vụ trưởng Vụ Pháp chế, Cục trưởng Cục Thú y, Thủ trưởng các đơn vị thuộc Bộ, các Vụ trưởng chịu trách nhiệm",
        ["Văn phòng Bộ", "Vụ Pháp chế", "Cục Thú y", "Các đơn vị thuộc Bộ", "Các Vụ trưởng"],
    ),
    (
        "giao cơ quan quản lý nhà nước về chăn nuôi thuộc Bộ Y tế và cơ quan chuyên môn về thú y cấp tỉnh kiểm tra",
        ["Cơ quan quản lý nhà nước về chăn nuôi thuộc Bộ Y tế", "Cơ quan chuyên môn về thú y cấp tỉnh"],
    ),
    ("cơ quan quản lý nhà nước về các vấn đề được nêu", []),
    ("Các trường hợp đang xét, các trường và các trạm", ["Các trường"]),
    (
        "Giám đốc Sở Y tế; Thủ trưởng các cơ sở giáo dục đại học, trường cao đẳng; cơ quan, đơn vị thuộc, trực thuộc hoặc Ủy ban nhân dân xã",
        ["Sở Y tế", "Các cơ sở giáo dục đại học, trường cao đẳng", "Cơ quan, đơn vị thuộc, trực thuộc", "Ủy ban nhân dân xã"],
    ),
    ("Văn phòng ", []),
    ("Đảng ủy các ", []),
    ("Văn phòng Văn phòng Văn phòng Văn phòng Sở Y tế", ["Văn phòng Văn phòng Văn phòng Sở Y tế"]),
    ("một số bộ phận cán bộ công an xã bỏ sở tại", []),
]  # fmt: skip


@pytest.mark.parametrize(("line", "names"), _NAMED)
def test_agencies_are_named_in_full(line: str, names: list[str]) -> None:
    assert [mention.name for mention in find_agencies(line)] == names


@pytest.mark.parametrize(("line", "names"), _NAMED)
def test_mentions_lie_in_order_within_the_text(line: str, names: list[str]) -> None:
    mentions = find_agencies(line)
    edges = [edge for mention in mentions for edge in (mention.start, mention.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(line) for edge in edges)


def test_a_name_typed_short_is_written_out() -> None:
    assert full_name("sở lđ-tb&xh") == full_name("Sở LĐTBXH") == "Sở Lao động - Thương binh và Xã hội"
    assert full_name("UBND tỉnh") == "Ủy ban nhân dân tỉnh"
    assert full_name("khoáng sản") == "khoáng sản"
    assert agency_key("Uỷ ban nhân dân") == agency_key("ủy ban nhân dân")
    assert agency_key("Sở Xây dựng") != agency_key("Sở Công Thương")


#: A line, and each deadline in it as it is printed, its date and its recurrence.
_DUE = [
    ("hoàn thành trước ngày 15/12/2024", [("hoàn thành trước ngày 15/12/2024", "2024-12-15", None)]),
    ("chậm nhất là ngày 05 tháng 10 năm 2026", [("chậm nhất là ngày 05 tháng 10 năm 2026", "2026-10-05", None)]),
    ("trong tháng 6 năm 2025", [("trong tháng 6 năm 2025", "2025-06-30", None)]),
    ("trước tháng 6/2025", [("trước tháng 6/2025", "2025-05-31", None)]),
    ("xong trong quý II/2025", [("xong trong quý II/2025", "2025-06-30", None)]),
    ("đến hết năm 2025", [("đến hết năm 2025", "2025-12-31", None)]),
    ("trước ngày 01/12 hằng năm", [("trước ngày 01/12 hằng năm", "--12-01", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1")]),
    (
        "định kỳ hàng năm (trước ngày 10/12) báo cáo",
        [("định kỳ hàng năm (trước ngày 10/12)", "--12-10", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=10")],
    ),
    (
        "trước ngày 15/6 và 15/12 hằng năm",
        [
            ("trước ngày 15/6", "--06-15", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15"),
            ("15/12 hằng năm", "--12-15", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"),
        ],
    ),
    ("Hằng quý, báo cáo", [("Hằng quý", None, "FREQ=MONTHLY;INTERVAL=3")]),
    ("định kỳ 6 tháng báo cáo", [("định kỳ 6 tháng", None, "FREQ=MONTHLY;INTERVAL=6")]),
    ("trước ngày 15 hằng tháng", [("trước ngày 15 hằng tháng", None, "FREQ=MONTHLY;BYMONTHDAY=15")]),
    ("trong thời hạn 10 ngày kể từ ngày nhận, Sở", [("trong thời hạn 10 ngày kể từ ngày nhận", None, None)]),
    ("Thời gian thực hiện: thường xuyên.", [("thường xuyên", None, None)]),
    ("trước ngày 15/6 gửi Sở Nội vụ", [("trước ngày 15/6", None, None)]),
    ("Nghị quyết ngày 20/02/2024, tính đến ngày 31/12/2023 có 5 vụ", []),
    ("thường xuyên kiểm tra; dự toán hằng năm; kế hoạch 5 năm và hằng năm; giai đoạn 2021 - 2025", []),
    ("giao kế hoạch trung hạn, hằng năm; vốn giai đoạn 5 năm, hằng năm của tỉnh; báo cáo tài chính hằng năm", []),
    ("Đối với trường học, hằng năm, Sở Y tế báo cáo", [("hằng năm", None, "FREQ=YEARLY")]),
    ("trước ngày 31/02/2025", [("trước ngày 31/02/2025", None, None)]),
    ("trước ngày 31 tháng 6 hằng năm", [("trước ngày 31 tháng 6 hằng năm", None, None)]),
    ("trước ngày 29/02 hằng năm", [("trước ngày 29/02 hằng năm", "--02-29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")]),
]


@pytest.mark.parametrize(("line", "due"), _DUE)
def test_deadlines_are_read(line: str, due: list[tuple[str, str | None, str | None]]) -> None:
    assert [(line[one.start : one.end], one.date, one.recurrence) for one in find_deadlines(line)] == due


@pytest.mark.parametrize(
    ("cell", "date", "rule"),
    [
        ("12/2024", "2024-12-31", None),
        ("Năm 2025", "2025-12-31", None),
        ("2024 - 2025", "2025-12-31", None),
        (" 31/12/2025 ", "2025-12-31", None),
        ("Hàng năm", None, "FREQ=YEARLY"),
        ("Thường xuyên", None, None),
    ],
)
def test_a_cell_of_a_column_of_dates_is_read_whole(cell: str, date: str | None, rule: str | None) -> None:
    read = deadline_of_cell(cell)
    assert read is not None
    assert (read.date, read.recurrence) == (date, rule)
    assert cell[read.start : read.end] == cell.strip()


def test_a_blank_cell_states_no_deadline() -> None:
    assert deadline_of_cell("  ") is None


@pytest.mark.parametrize(
    "text", ["bảo vệ môi trường trên địa bàn tỉnh", "kinh tế - xã hội của tỉnh", "Thị trường trên địa bàn"]
)
def test_second_syllables_are_no_agencies(text: str) -> None:
    assert find_agencies(text) == []
