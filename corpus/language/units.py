"""The grammar of units: what may follow a number in a Vietnamese document, and how it is kept.

A unit is a per cent sign, money, a measure, or the noun that is counted, and may go on with what it is related to:
`đồng/người/năm`, `bác sĩ/10.000 dân`.
"""

from __future__ import annotations

import re

#: Words that multiply a number; they are multiplied in and never part of the unit.
SCALES = {
    "trăm": 100.0,
    "nghìn": 1e3,
    "ngàn": 1e3,
    "vạn": 1e4,
    "triệu": 1e6,
    "tr": 1e6,
    "tỷ": 1e9,
    "tỉ": 1e9,
}
SCALE = re.compile(rf"[ \t\u00a0]*(?P<scale>{'|'.join(SCALES)})(?=đ|[^\w]|$)", re.IGNORECASE)

_MEASURES = """
    %|điểm phần trăm|điểm %|phần trăm|‰|phần nghìn|
    đồng|vnđ|vnd|đ|usd|đô la mỹ|đô la|euro|eur|
    m2sàn|m2 sàn|m2|m²|m3|m³|km2|km²|km|cm|mm|dm|m|ha|hecta|héc-ta|héc ta|sào|mẫu|
    tấn|tạ|yến|kg|gam|mg|lít|mwp|mw|kwh|kw|gw|kv|kva|mva|°c|độ c|mbps|gbps|mb|gb|tb|mét vuông|mét khối|mét|
    năm tuổi|tháng tuổi|ngày tuổi|tuổi|năm|tháng|tuần|quý|ngày làm việc|ngày|giờ làm việc|giờ|phút|giây|
    lần|điểm|bậc|hạng
"""
_COUNTED = """
    lượt người|lượt khách|lượt|ca|suất|
    người dân|người lao động|người có công|người|dân số|dân|nhân khẩu|khẩu|hộ gia đình|hộ dân|hộ nghèo|hộ|gia đình|lao động|
    bác sĩ|bác sỹ|dược sĩ|dược sỹ|điều dưỡng viên|điều dưỡng|kỹ thuật viên|y sĩ|giường bệnh viện|giường bệnh|giường|
    học sinh|sinh viên|giáo viên|học viên|trẻ em|trẻ|con|cán bộ|công chức|viên chức|đảng viên|chuyên gia|kỹ sư|cử nhân|tiến sĩ|tiến sỹ|
    thạc sĩ|thạc sỹ|nhà khoa học|nghệ nhân|tình nguyện viên|thành viên|đoàn viên|hội viên|liệt sĩ|liệt sỹ|đồng chí|cụ|
    căn hộ|căn|ngôi nhà|nhà tạm|nhà ở|nhà|phòng học|phòng|trường học|trường|lớp|điểm trường|cơ sở giáo dục|cơ sở|trạm y tế|trạm|
    bệnh viện|trung tâm|thư viện|bảo tàng|di tích|khu du lịch|khu công nghiệp|cụm công nghiệp|khu|cụm|điểm|làng nghề|làng|
    tỉnh|thành phố|huyện|quận|xã|phường|thị trấn|thôn|bản|ấp|tổ dân phố|tổ|đơn vị|cơ quan|doanh nghiệp|hợp tác xã|tổ chức đảng|tổ chức|
    dự án|đề án|nhiệm vụ|đề tài|công trình xây dựng|công trình|hồ chứa|hồ|đập|cầu|tuyến đường|tuyến|sản phẩm|mô hình|chuỗi|giải pháp|sáng chế|
    bằng sáng chế|công nghệ|nền tảng|hệ thống|cơ sở dữ liệu|thủ tục hành chính|thủ tục|dịch vụ công|dịch vụ|hồ sơ|văn bản|báo cáo|bài báo|
    bài|tin|tờ|quyển|cuốn|bộ|bản ghi|tài khoản|thuê bao|thẻ|máy|chiếc|xe|cây|cây xanh|con giống|mộ|hài cốt|suất|buổi|cuộc|đợt|hội nghị|hội thảo|
    lớp tập huấn|khóa|vụ|việc|trường hợp|đối tượng|nhóm|chỉ tiêu|tiêu chí|mỏ|khu mỏ|điểm mỏ|giấy phép|lò|nhà máy|trang trại|vườn|khu bảo tồn|
    quốc gia|nước|quốc lộ|cảng|sân bay|cửa khẩu|chợ|siêu thị|trụ sở|tầng|xóm|km đường|ngành|lĩnh vực|khâu|bước|thương hiệu|nhãn hiệu|phần
"""
_TAIL_WORD = r"[^\W\d_]+(?:\d(?!\d))?"


def _alternatives(listed: str) -> str:
    names = sorted({name.strip() for name in listed.split("|") if name.strip()}, key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", r"[ \n\u00a0]+") for name in names)


UNIT = re.compile(
    rf"""
    [ \t\u00a0]*\n?[ \t\u00a0]*
    (?:
        (?P<measure>{_alternatives(_MEASURES)})   # %, ha, m2, đồng, ngày làm việc
      | (?P<counted>{_alternatives(_COUNTED)})    # căn hộ, giường bệnh, xã
    )(?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: "/người/năm", "/10.000 dân", "/vạn dân" behind a unit.
RELATED = re.compile(
    rf"""
    [ ]?/[ ]?
    (?:(?:\d[\d.]*|vạn|một[ ]vạn|triệu|nghìn)[ ])?   # 10.000
    {_TAIL_WORD}                                      # dân
    (?:[ ](?:dân|khẩu|gia[ ]đình|lao[ ]động|làm[ ]việc|sống|học|đầu[ ]người|đất))?  # the second word of what is related to
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: What a rate is related to: "11 bác sĩ trên 10.000 dân".
BASIS = re.compile(
    r"""
    (?:trên|/|tính[ ]trên|cho)[ \n]+
    (?P<basis>
        (?:10{2,5}|1\.000|10\.000|100\.000|(?:1|một)[ ]?(?:vạn|triệu|nghìn)|vạn)   # a round number
        [ \n]+(?:người[ ]dân|dân[ ]số|dân|người|trẻ[ ]đẻ[ ]sống|trẻ|ca|lao[ ]động|phụ[ ]nữ|hộ)
    )(?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORD = re.compile(r"[ \t\u00a0]*\n?[ \t\u00a0]*(?P<first>[^\W\d_]+)(?:[ \n\u00a0]+(?P<second>[^\W\d_]+))?")
#: Words that follow a number without being what it counts.
_FUNCTION = frozenset(
    re.findall(
        r"\w+",
        """
    và của đến tới từ tại theo được là có các những với cho để trong trên dưới về ở thì mà do bởi sau trước khi nếu hoặc hay như này đó
    trở đã đang sẽ phải không chưa cũng còn ra vào lên xuống đạt gồm bằng so qua giữa mỗi hằng hàng mục điều khoản điểm chương quy nêu
    kèm ban sửa thay thực hướng tiếp đối bao tầm định nhằm cùng một hai ba bốn sáu bảy tám chín mười tổng
    """,
    )
)
_SAME = {
    "đ": "đồng",
    "vnđ": "đồng",
    "vnd": "đồng",
    "phần trăm": "%",
    "m²": "m2",
    "m³": "m3",
    "km²": "km2",
    "hecta": "ha",
}
_SAME |= {"héc-ta": "ha", "héc ta": "ha", "mét vuông": "m2", "mét khối": "m3", "đô la mỹ": "USD", "usd": "USD"}


def kept(unit: str) -> str:
    """The form in which a printed unit is kept: single spaces, one name for đ, đồng and VNĐ.

    >>> kept("VNĐ"), kept("điều dưỡng  viên"), kept("MW")
    ('đồng', 'điều dưỡng viên', 'MW')
    """
    plain = " ".join(unit.split())
    return _SAME.get(plain.lower(), plain)


def counted_word(text: str, at: int) -> tuple[str, int] | None:
    """The noun at `at` that no list holds, with its end: two syllables, as most are, where the second one is no function word."""
    match = _WORD.match(text, at)
    if match is None or not match["first"].islower() or match["first"] in _FUNCTION or len(match["first"]) < 2:
        return None
    second = match["second"]
    end = match.end("second") if second and second.islower() and second not in _FUNCTION else match.end("first")
    return text[match.start("first") : end], end


def is_counted(unit: str) -> bool:
    """Whether `unit` is a noun that is counted, not a measure, money or a per cent.

    >>> is_counted("mỏ"), is_counted("ha"), is_counted("bác sĩ/10.000 dân")
    (True, False, True)
    """
    match = UNIT.match(unit)
    return match is None or match["counted"] is not None
