"""Numbers with units: formats, comparisons, ranges, and what is no quantity."""

from __future__ import annotations

import pytest

from corpus.language.quantities import find_quantities, parse_number

#: printed: comparator, value, upper, unit
ONE = {
    "Xây dựng được 6.084 căn hộ nhà ở xã hội": ("=", 6084, None, "căn hộ"),
    "bình quân mỗi phụ nữ có 2,1 con": ("=", 2.1, None, "con"),
    "diện tích 1.234,5 ha": ("=", 1234.5, None, "ha"),
    "đạt 99.5%": ("=", 99.5, None, "%"),
    "vốn 2,5 triệu đồng": ("=", 2.5e6, None, "đồng"),
    "khoảng 15 nghìn tỷ đồng": ("~", 15e12, None, "đồng"),
    "đón 2,5 triệu lượt khách": ("=", 2.5e6, None, "lượt khách"),
    "bố trí 80 tỷ đồng": ("=", 80e9, None, "đồng"),
    "mức 500.000đ/tháng": ("=", 500_000, None, "đồng/tháng"),
    "thu nhập bình quân 70 triệu đồng/người/năm": ("=", 70e6, None, "đồng/người/năm"),
    "đạt khoảng 30 m2sàn/người": ("~", 30, None, "m2sàn/người"),
    "giảm bình quân 1,0-1,5%/năm": ("=", 1.0, 1.5, "%/năm"),
    "từ 70% đến 75% dân số": ("=", 70, 75, "%"),
    "đạt 70-75%": ("=", 70, 75, "%"),
    "đạt khoảng 70% - 75%": ("~", 70, 75, "%"),
    "trẻ mẫu giáo từ 3 đến 5 tuổi": ("=", 3, 5, "tuổi"),
    "vay 2 - 3 triệu đồng": ("=", 2e6, 3e6, "đồng"),
    "từ 500 nghìn đồng đến 1 triệu đồng": ("=", 500e3, 1e6, "đồng"),
    "trên 95% dân số": (">", 95, None, "%"),
    "dưới 3%": ("<", 3, None, "%"),
    "giảm xuống dưới 30%": ("<", 30, None, "%"),
    "ít nhất 20 ha": (">=", 20, None, "ha"),
    "tối thiểu đạt 95%": (">=", 95, None, "%"),
    "đạt tối thiểu 68 năm": (">=", 68, None, "năm"),
    "không dưới 90 tỷ đồng": (">=", 90e9, None, "đồng"),
    "không quá 03 km": ("<=", 3, None, "km"),
    "tối đa 5 lần": ("<=", 5, None, "lần"),
    "từ 96% trở lên": (">=", 96, None, "%"),
    "95% trở lên": (">=", 95, None, "%"),
    "từ 60 tuổi trở lên": (">=", 60, None, "tuổi"),
    "có từ 25 công trình xây dựng xanh": (">=", 25, None, "công trình xây dựng"),
    "10% trở xuống": ("<=", 10, None, "%"),
    "| <30% |": ("<", 30, None, "%"),
    "| ≥ 25 |": (">=", 25, None, None),
    "trong 05 ngày làm việc": ("=", 5, None, "ngày làm việc"),
    "có ít nhất một dự án": (">=", 1, None, "dự án"),
    "kiểm tra ba tổ chức đảng": ("=", 3, None, "tổ chức đảng"),
    "chỉ số HDI đạt 0,78": ("=", 0.78, None, None),
    "11 bác sĩ/10.000 dân": ("=", 11, None, "bác sĩ/10.000 dân"),
    "12 bác sĩ trên 1 vạn dân": ("=", 12, None, "bác sĩ/1 vạn dân"),
    "xã có trên 10.000 dân": (">", 10_000, None, "dân"),
    "5/8 huyện đạt chuẩn": ("=", 5, None, "huyện"),
    "7 0% số hộ": ("=", 70, None, "%"),
    "l00% số xã": ("=", 100, None, "%"),
    "năm 2025 đạt 93,5%": ("=", 93.5, None, "%"),
    "thuộc nhóm 3 nước dẫn đầu": ("=", 3, None, "nước"),
    "120 hồ chứa nước": ("=", 120, None, "hồ chứa"),
}  # fmt: skip


@pytest.mark.parametrize("printed", ONE)
def test_one_quantity(printed: str) -> None:
    found = find_quantities(printed)
    assert [(q.comparator, q.value, q.upper, q.unit) for q in found] == [ONE[printed]]


@pytest.mark.parametrize(
    "text",
    [
        "Điều 5, 6 và 7 của Nghị định này",
        "khoản 2 Điều 10",
        "ngày 20 tháng 3 năm 2024",
        "trước ngày 30/6/2024 và 01/12 hằng năm",
        "giai đoạn 2026 - 2030, tầm nhìn đến năm 2045",
        "Quyết định số 2161/QĐ-TTg và 42-NQ/TW",
        "Điện thoại: 0203.3835.678",
        "trang 12",
        "1. Mục đích\n2.1. Yêu cầu\n3) Khác\n1- Quan điểm",
        "cách mạng công nghiệp 4.0",
        "một số nội dung; một cửa; năm cuối",
        "mức độ 2, cấp 3, Phụ lục 1, quý 2, tháng 6",
        "năm 2025 tiếp tục thực hiện",
        "Luật số 64/2025/QH15",
        "sáu tháng đầu năm",
        "Ban Chỉ đạo 1237 xây dựng kế hoạch trong tháng 3 năm",
        "Dịch Covid-19 kéo dài",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


def test_a_basis_belongs_to_each_member_of_its_list() -> None:
    text = "35 giường bệnh viện, 11 bác sĩ, 2,5 dược sĩ và 33 điều dưỡng viên trên 10.000 dân; trên 95% dân số"
    found = find_quantities(text)
    assert [(q.comparator, q.value, q.unit) for q in found] == [
        ("=", 35, "giường bệnh viện/10.000 dân"),
        ("=", 11, "bác sĩ/10.000 dân"),
        ("=", 2.5, "dược sĩ/10.000 dân"),
        ("=", 33, "điều dưỡng viên/10.000 dân"),
        (">", 95, "%"),
    ]


def test_spans_hold_what_compares_the_number_and_its_unit() -> None:
    text = "Phấn đấu đạt từ 70% đến 75%; tỷ lệ thất nghiệp dưới 4%; tham gia từ 96% trở lên."
    assert [text[q.start : q.end] for q in find_quantities(text)] == ["từ 70% đến 75%", "dưới 4%", "từ 96% trở lên"]


def test_an_increase_is_no_range() -> None:
    assert [(q.value, q.upper) for q in find_quantities("giảm từ 10% xuống 5%")] == [(10, None), (5, None)]


@pytest.mark.parametrize(
    ("printed", "value"),
    [("6.084", 6084), ("2,1", 2.1), ("1.234,5", 1234.5), ("10 000", 10000), ("1,234,567", 1234567), ("35,000", 35000), ("0.123", 0.123), ("x", None)],
)  # fmt: skip
def test_numbers(printed: str, value: float | None) -> None:
    assert parse_number(printed) == value
