"""How documents say by when and how often: patterns, no logic."""

from __future__ import annotations

import re

_FLAGS = re.VERBOSE | re.IGNORECASE

#: Words before a point in time that make it the end of a period.
_LATEST = r"(?:chậm|muộn)\s+nhất(?:\s+(?:là|đến|vào|trong|trước))*"
_UNTIL = rf"(?:(?:xong|hoàn\s+thành)\s+)?(?:trước|{_LATEST}|(?<!tính\s)đến(?:\s+hết)?|hết|không\s+quá)"
_WITHIN = r"(?:(?:xong|hoàn\s+thành)\s+)?(?:ngay\s+)?(?:trong|vào|xong|hoàn\s+thành|cuối|thực\s+hiện)"
_EVERY = r"(?:hằng|hàng|mỗi)"
_YEARLY = rf"(?:(?:định\s+kỳ\s+)?{_EVERY}\s+năm)"
_DAY = r"(?<![\d/.-])(?P<{0}day>0?[1-9]|[12]\d|3[01])\s?(?:[/.-]|\s+tháng\s+)\s?(?P<{0}month>0?[1-9]|1[0-2])(?!\s?[/.,-]?\s?\d)"

#: "trước ngày 15/12/2024", "chậm nhất là ngày 05 tháng 10 năm 2026".
BY_DATE = re.compile(
    rf"""
    (?P<until>{_UNTIL}|xong|vào)\s+(?:\d+\s*(?:giờ|h)\d*\s*,?\s*)?(?:hết\s+)?(?:ngày\s+)?       # trước ngày
    (?<!\d)(?P<day>[0-3]?\d)(?:\s?[/.-]\s?|\s+tháng\s+)                                  # 15/
    (?P<month>[01]?\d)(?:\s?[/.-]\s?|\s+năm\s+|,\s*năm\s+)                                # 12/
    (?P<year>20\d\d)(?!\d)                                                             # 2024
    """,
    _FLAGS,
)
#: "trước ngày 01/12 hằng năm", "định kỳ hàng năm (trước ngày 10/12)", "trước ngày 15/6 và 15/12 hằng năm".
BY_DAY = re.compile(
    rf"""
    (?P<before>{_YEARLY}\s*(?:,|(?P<bracket>\())?\s*(?:báo\s+cáo\s+)?)?
    (?:{_UNTIL}|vào)\s+(?:ngày\s+)?{_DAY.format("")}                               # trước ngày 15/6
    (?:\s*(?:và|,)\s*(?:trước\s+)?(?:ngày\s+)?{_DAY.format("second_")})?              # và 15/12
    (?P<after>\s*\)?\s*,?\s*(?:của\s+)?{_YEARLY})?(?(bracket)\s*\))                    # hằng năm
    """,
    _FLAGS,
)
#: "trước ngày 15 hằng tháng", "ngày 20 của tháng cuối quý".
BY_DAY_OF_MONTH = re.compile(
    rf"""
    (?:(?P<monthly>(?:định\s+kỳ\s+)?{_EVERY}\s+tháng)\s*[,(]?\s*)?
    (?:{_UNTIL}\s+)?ngày\s+(?P<day>0?[1-9]|[12]\d|3[01])(?!\s?[/.\d]|\s+tháng\s+\d)
    (?:\s+(?:của\s+)?(?:(?P<month>{_EVERY}\s+tháng)|(?P<quarter>tháng\s+cuối\s+(?:của\s+)?(?:{_EVERY}\s+)?quý)))?
    """,
    _FLAGS,
)
#: "trong tháng 6 năm 2025", "xong trước tháng 6/2025", "Tháng 12/2024".
BY_MONTH = re.compile(
    rf"""
    (?:(?P<before>(?:xong\s+)?trước)|(?P<until>{_UNTIL}|{_WITHIN}))?\s*
    (?<![^\W_])tháng\s+(?:(?:0?[1-9]|1[0-2])\s*(?:,|và|[-–])\s*)*(?P<month>0?[1-9]|1[0-2])(?:\s?[/.-]\s?|\s+năm\s+)(?P<year>20\d\d)(?!\d)
    """,
    _FLAGS,
)
#: "quý II/2025", "trong quý IV năm 2025".
BY_QUARTER = re.compile(
    rf"""
    (?:(?P<before>(?:xong\s+)?trước)|(?P<until>{_UNTIL}|{_WITHIN}))?\s*
    (?<![^\W_])quý\s+(?P<quarter>IV|I{{1,3}}|[1-4])(?:\s?[/.-]\s?|\s+năm\s+|\s+)(?P<year>20\d\d)(?!\d)
    """,
    _FLAGS,
)
#: "đến hết năm 2025", "trong năm 2025", "6 tháng đầu năm 2025".
BY_YEAR = re.compile(
    r"""
    (?:(?P<half>(?:trong\s+)?(?:0?6|sáu)\s+tháng\s+đầu)|(?P<before>(?:xong\s+)?trước)|(?:xong\s+|hoàn\s+thành\s+)?(?:trong|cuối|(?:đến\s+)?hết)|xong|chậm\s+nhất(?:\s+(?:là|đến|vào|trong))*)\s+
    năm\s+(?P<year>20\d\d)(?!\d|\s*[-–]\s*20\d\d)
    """,
    _FLAGS,
)
#: "hằng quý", "định kỳ 6 tháng", "6 tháng một lần".
REGULARLY = re.compile(
    rf"""
    (?:
        (?P<regular>định\s+kỳ(?:\s+báo\s+cáo)?)\s+(?:\(?)(?:{_EVERY}\s+)?(?:(?P<count>\d+|sáu|ba|hai)\s+)?(?P<unit>ngày|tuần|tháng|quý|năm)(?:\s*[/,]?\s*(?:một|01|1)\s+lần)?(?!\s+20\d\d)
      |
        (?:cứ\s+|mỗi\s+)?(?P<times>\d+|sáu|ba|hai)\s+(?P<times_unit>tuần|tháng|quý|năm)\s*[/,]?\s*(?:một|01|1)\s+lần
      |
        (?P<bare>{_EVERY})\s+(?P<bare_unit>ngày|tuần|tháng|quý|năm)(?!\s+20\d\d)
    )(?![^\W_])
    """,
    _FLAGS,
)
#: Where "hằng năm" stands for itself and is not the kind of a plan or budget.
OPENS = re.compile(
    r"(?:^|[.;:(|\n,]|\s-)(?<!trung\shạn,)(?<!dài\shạn,)(?<!ngắn\shạn,)(?<!\d\snăm,)\s*$", re.IGNORECASE
)  # not "kế hoạch trung hạn, hằng năm"
#: Reports that are due again and again.
REPORTS = re.compile(r"báo\s+cáo\s+(?:(?:0?6|sáu)\s+tháng|năm|quý|tháng)(?!\s+(?:20)?\d)", re.IGNORECASE)
#: "trong thời hạn 10 ngày kể từ ngày …", "chậm nhất 05 ngày làm việc".
PERIOD = re.compile(
    r"""
    (?:trong\s+(?:thời\s+hạn|vòng|thời\s+gian)(?:\s+không\s+quá)?|chậm\s+nhất(?:\s+là|\s+sau|\s+trong)*|sau|không\s+quá|trước)\s+
    (?:\d+|một|hai|ba|bốn|năm|sáu|bảy|mười)\s*(?:\([^)]{1,20}\)\s*)?(?:ngày|giờ|tháng|tuần|năm(?=\s+(?:kể\s+)?từ))(?:\s+làm\s+việc)?(?!\s?[/\d])
    (?:\s*,?\s*(?:kể\s+)?từ\s+(?:ngày|khi|thời\s+điểm)(?:\s+[^\W\d_]+){1,8}?(?=\s*[,;.)(\n]|\s+(?:đến|có|của)\b|$))?
    """,
    _FLAGS,
)
#: "thường xuyên", "theo quy định", where a time is asked for.
OPEN_ENDED = re.compile(
    r"""
    (?P<label>thời\s+(?:gian|hạn)(?:\s+(?:thực\s+hiện|hoàn\s+thành|triển\s+khai|báo\s+cáo|trình))*\s*:\s*)
    (?P<words>(?:thường\s+xuyên|theo\s+(?:quy\s+định|yêu\s+cầu|kế\s+hoạch|tiến\s+độ)|liên\s+tục|khi\s+có\s+yêu\s+cầu)(?:[^\W\d_]|[ ,])*)
    """,
    _FLAGS,
)
#: What a cell of a column of dates may hold beyond these: "12/2024", "Năm 2025", "2024 - 2025", "31/12/2025".
CELL = re.compile(
    r"""
    \s*(?:từ\s+|giai\s+đoạn\s+|năm\s+|đến\s+|tháng\s+|ngày\s+)*
    (?:
        (?:(?P<day>[0-3]?\d)\s?[/.-]\s?)?(?P<month>[01]?\d)\s?[/.-]\s?(?P<year>20\d\d)
      |
        (?:20\d\d\s*(?:[-–,]|đến)\s*(?:năm\s+)?)?(?P<last>20\d\d)
    )\s*\.?\s*
    """,
    _FLAGS,
)
