"""Names of provinces and of the State's and Party's organs, in their official spelling."""

from __future__ import annotations

import re

#: Cities under the central government, before and after the mergers of 2025.
CITIES = ("Hà Nội", "Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Huế")

#: Provinces, before and after the mergers of 2025.
PROVINCES = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre", "Bình Dương", "Bình Định",
    "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai",
    "Hà Giang", "Hà Nam", "Hà Tĩnh", "Hải Dương", "Hậu Giang", "Hòa Bình", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum",
    "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ",
    "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh",
    "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long",
    "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip

#: Names whose capitals the casing of a title follows.
ORGANS = (
    "Quốc hội", "Ủy ban Thường vụ Quốc hội", "Hội đồng Dân tộc", "Chủ tịch nước", "Chính phủ", "Thủ tướng Chính phủ",
    "Văn phòng Chính phủ", "Văn phòng Quốc hội", "Văn phòng Trung ương Đảng", "Văn phòng Chủ tịch nước",
    "Bộ Quốc phòng", "Bộ Công an", "Bộ Ngoại giao", "Bộ Nội vụ", "Bộ Tư pháp", "Bộ Kế hoạch và Đầu tư", "Bộ Tài chính",
    "Bộ Công Thương", "Bộ Nông nghiệp và Phát triển nông thôn", "Bộ Nông nghiệp và Môi trường", "Bộ Giao thông vận tải",
    "Bộ Xây dựng", "Bộ Tài nguyên và Môi trường", "Bộ Thông tin và Truyền thông", "Bộ Lao động - Thương binh và Xã hội",
    "Bộ Văn hóa, Thể thao và Du lịch", "Bộ Khoa học và Công nghệ", "Bộ Giáo dục và Đào tạo", "Bộ Y tế",
    "Bộ Dân tộc và Tôn giáo", "Ủy ban Dân tộc", "Ngân hàng Nhà nước Việt Nam", "Thanh tra Chính phủ", "Kiểm toán nhà nước",
    "Tòa án nhân dân tối cao", "Viện kiểm sát nhân dân tối cao", "Tổng cục Thuế", "Tổng cục Hải quan",
    "Bảo hiểm xã hội Việt Nam", "Đài Truyền hình Việt Nam", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
    "Mặt trận Tổ quốc Việt Nam", "Tổng Liên đoàn Lao động Việt Nam", "Hội Cựu chiến binh Việt Nam",
    "Đảng Cộng sản Việt Nam", "Ban Chấp hành Trung ương Đảng", "Ban Chấp hành Trung ương", "Bộ Chính trị", "Ban Bí thư",
    "Ban Tổ chức Trung ương", "Ban Thường vụ Tỉnh ủy", "Ban Chấp hành Đảng bộ", "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Đảng ủy",
    "Đảng bộ", "Hội đồng nhân dân", "Ủy ban nhân dân", "Chủ tịch Ủy ban nhân dân", "Đoàn đại biểu Quốc hội",
    "Sở Nội vụ", "Sở Tư pháp", "Sở Tài chính", "Sở Xây dựng", "Sở Y tế", "Sở Công Thương", "Sở Kế hoạch và Đầu tư",
    "Sở Giáo dục và Đào tạo", "Sở Khoa học và Công nghệ", "Sở Lao động - Thương binh và Xã hội",
    "Sở Nông nghiệp và Phát triển nông thôn", "Sở Nông nghiệp và Môi trường", "Sở Tài nguyên và Môi trường",
    "Sở Thông tin và Truyền thông", "Sở Văn hóa, Thể thao và Du lịch", "Cục Hóa chất", "Công an nhân dân",
    "Cộng hòa xã hội chủ nghĩa Việt Nam", "Việt Nam", "Tổ quốc", "Nhà nước", "Đảng", "Trung ương",
)  # fmt: skip


def province_title(name: str) -> str:
    """The province with the word for its kind before it: `tỉnh Ninh Thuận`, `thành phố Huế`."""
    return f"thành phố {name}" if name in CITIES else f"tỉnh {name}"


def known_place(place: str) -> str | None:
    """The province or city under the central government that `place` spells, if only with spaces inside its words.

    A city keeps the word before it that distinguishes it from its province: `TP. Huế` is `Thành phố Huế`, `Hà Nội` is `Hà Nội`.
    """
    squeezed = re.sub(r"[\s-]", "", place).lower()
    for name in (*PROVINCES, *CITIES):
        bare = re.sub(r"[\s-]", "", name).lower()
        if squeezed in (bare, "tỉnh" + bare):
            return name
        if squeezed in ("thànhphố" + bare, "tp." + bare, "tp" + bare):
            return f"Thành phố {name}"
    return None
