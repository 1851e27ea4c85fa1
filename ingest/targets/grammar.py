"""The grammar of goals: what announces one, what only reports, regulates or limits, and by when it is to be reached."""

from __future__ import annotations

import re

from corpus.document import Comparator

_FLAGS = re.VERBOSE | re.IGNORECASE

#: Headings over goals: "II. MỤC TIÊU", "2. Các chỉ tiêu chủ yếu", "a) Đến năm 2030".
GOAL_HEADING = re.compile(
    r"""
    (?<!chương\s(?:trình)\s)mục\s+tiêu(?!\s+quốc\s+gia) | chỉ\s+tiêu
  | ^\W*(?:[IVXa-zđ\d.]+[.)-]\s*)?(?:phấn\s+đấu\s+)?(?:đến|trong|giai\s+đoạn)\s+(?:hết\s+|cuối\s+|trước\s+)?(?:năm\s+)?20\d\d
    """,
    _FLAGS,
)
#: Headings over what has been, or over money: nothing below them is a goal.
REPORT_HEADING = re.compile(
    r"""
    ^\W*(?:[IVXa-zđ\d.]+[.)-]\s*)?(?:về\s+|một\s+số\s+|những\s+)?
      (?:tình\s+hình|kết\s+quả|thực\s+trạng|đánh\s+giá|hạn\s+chế|nguyên\s+nhân|bối\s+cảnh|tồn\s+tại|ưu\s+điểm|bài\s+học|thuận\s+lợi|khó\s+khăn)
  | kết\s+quả\s+(?:đạt|thực\s+hiện|hoạt\s+động|chủ\s+yếu|triển\s+khai|nổi\s+bật) | tình\s+hình\s+(?:thực\s+hiện|triển\s+khai) | thực\s+trạng
  | kinh\s+phí | dự\s+toán | nguồn\s+vốn | tổng\s+mức | kế\s+hoạch\s+vốn | mức\s+(?:hỗ\s+trợ|chi|thu|phạt)
    """,
    _FLAGS,
)
#: Headings over work: a goal among it must be announced.
WORK_HEADING = re.compile(
    r"""
    nhiệm\s+vụ | giải\s+pháp | tổ\s+chức\s+thực\s+hiện | quan\s+điểm | yêu\s+cầu | mục\s+đích | phân\s+công | trách\s+nhiệm | tiến\s+độ
  | nội\s+dung | phạm\s+vi | đối\s+tượng | nguyên\s+tắc | tiêu\s+chí | điều\s+kiện | danh\s+mục | chế\s+độ\s+báo\s+cáo
    """,
    _FLAGS,
)
#: The titles of acts that set rules, whatever their kind: "Quy định nguyên tắc, tiêu chí …", "Về một số cơ chế, chính sách …".
RULES_TITLE = re.compile(
    r"\W*(?:về\s+)?(?:việc\s+)?(?:ban\s+hành\s+)?(?:quy\s+(?:định|chế|chuẩn)|điều\s+lệ|nội\s+quy|(?:một\s+số\s+)?(?:cơ\s+chế|chính\s+sách)|nguyên\s+tắc|định\s+mức)\b",
    re.IGNORECASE,
)
#: A lead-in that announces goals below it: "Phấn đấu đến năm 2030:".
GOAL_LEAD = re.compile(
    r"""
    (?:^|[.;:]\s)\W*(?:[IVXa-zđ\d.]+[.)-]\s+)?
    (?:ph[âấầ]n\s+đấu|(?:các\s+|một\s+số\s+|những\s+|về\s+)?(?:mục\s+tiêu|chỉ\s+tiêu)|đến\s+(?:hết\s+|cuối\s+)?năm\s+20\d\d)
    (?:(?!nhiệm\s+vụ|giải\s+pháp|đã\s)[^.;:\n])*:\s*$
    """,
    _FLAGS,
)

#: What announces a goal in a sentence anywhere.
ANNOUNCED = re.compile(
    r"""
    ph[âấầ]n\s+đấu | (?:đặt|đề\s+ra|với|thực\s+hiện)\s+mục\s+tiêu | mục\s+tiêu\s+(?:là|đạt|đến) | hướng\s+(?:tới|đến)
  | \A\W*(?:[a-zđ\d.]+[.)]\s+)?đến\s+(?:hết\s+|cuối\s+)?năm\s+20\d\d\s*[,:]   # a sentence that begins "Đến năm 2030, …"
    """,
    _FLAGS,
)
#: Verbs that, before a per cent or a least or most, demand it: "bố trí tối thiểu 2%", "duy trì 100%".
DEMANDED = re.compile(
    r"""
    (?<!\w)(?:
        bảo\s+đảm | đảm\s+bảo | duy\s+trì | bố\s+trí | dành | yêu\s+cầu | hoàn\s+thành | nâng | giảm | tăng | đạt | cắt\s+giảm | rút\s+ngắn | tinh\s+giản | tiết\s+kiệm
    )(?!\w)
    """,
    _FLAGS,
)
#: What makes a demanded amount a rule, a benefit or a share of costs instead of a goal.
RULED = re.compile(
    r"""
    hỗ\s+trợ | trợ\s+cấp | phụ\s+cấp | mức\s+(?:đóng|chi|thu|hưởng|phạt|lương|vay|vốn) | phạt | lãi\s+suất | thời\s+hạn | trong\s+vòng
  | kể\s+từ | ngân\s+sách\s+(?:trung\s+ương|địa\s+phương|tỉnh|huyện|xã|nhà\s+nước)\s+(?:bảo\s+đảm|đảm\s+bảo|hỗ\s+trợ|bố\s+trí|chi\s+trả)
  | đối\s+ứng | giá\s+trị\s+hợp\s+đồng | tạm\s+ứng | trường\s+hợp | nếu\s | theo\s+nguyên\s+tắc | điều\s+kiện | quy\s+định\s+tại
    """,
    _FLAGS,
)
#: Right before an amount: it was reached, is estimated, or is where a change began.
REACHED = re.compile(
    r"""
    (?: (?:đã|mới|hiện|hiện\s+nay|ước|ước\s+tính|mới\s+chỉ|vẫn)\s+(?:đạt|có|còn|là|được|hoàn\s+thành|thực\s+hiện(?:\s+được)?)
      | hiện\s+(?:nay|tại|trạng)(?:\s+\w+){0,3}? | so\s+với(?:\s+mức)? | (?:đạt|là|được)\s+kết\s+quả | cùng\s+kỳ )
    [^,;.]{0,12}$
    """,
    _FLAGS,
)
#: Anywhere before an amount outside of goals.
PAST = re.compile(
    r"(?<!\w)đã\s+(?:đạt|có|hoàn\s+thành|thực\s+hiện)|hiện\s+(?:nay|có)|tính\s+đến|ước\s+đạt|kết\s+quả|cùng\s+kỳ|vừa\s+qua",
    re.IGNORECASE,
)
#: Behind "từ 10% (năm 2020)": the amount is where a change began.
CHANGED_TO = re.compile(r"[^,;.\n]{0,30}?(?<!\w)(?:lên|xuống|còn)\s+(?:\w+\s+){0,3}?\d", re.IGNORECASE)

#: Nouns before an age that it narrows down: "trẻ em dưới 5 tuổi".
AGED = re.compile(r"(?:tuổi\s+thọ|độ\s+tuổi\s+trung\s+bình|tuổi\s+trung\s+bình)", re.IGNORECASE)
#: What makes a length of time an amount to reach: "số năm sống khỏe", "rút ngắn thời gian … 20 ngày".
TIMED = re.compile(
    r"số\s+(?:năm|ngày|giờ)|tuổi\s+thọ|sống\s+kh[oỏ]|thời\s+gian|rút\s+ngắn|bình\s+quân|trung\s+bình|ph[âấầ]n\s+đấu",
    re.IGNORECASE,
)
TIMES = frozenset({"ngày", "ngày làm việc", "tháng", "năm", "tuần", "quý", "giờ", "giờ làm việc", "phút", "giây"})
AGES = frozenset({"tuổi", "tháng tuổi", "năm tuổi", "ngày tuổi"})
#: What is counted to describe, never to reach.
DESCRIBING = frozenset(
    {
        "cấp", "nhóm", "khâu", "bước", "phần", "điểm", "nội dung", "nhiệm vụ", "giải pháp", "trụ cột", "đột phá", "quan điểm", "giai đoạn",
        "chương trình", "khoản", "điều", "nghị quyết", "lần", "tổ", "bên", "loại", "hình thức", "tầng", "ngành", "lĩnh vực", "chỉ tiêu",
        "tiêu chí", "văn bản", "đồng chí", "tờ", "bậc", "hạng", "buổi", "chính sách", "nguyên tắc",
    }
)  # fmt: skip
#: A size that narrows down who is meant: "doanh nghiệp có quy mô trên 200 lao động".
SIZED = re.compile(
    r"(?:quy\s+mô|công\s+suất|dung\s+tích|cách|thu\s+nhập|số\s+vốn|vốn\s+điều\s+lệ)\s+(?:\w+\s+){0,3}$", re.IGNORECASE
)

#: "thuộc nhóm 3 nước dẫn đầu": a rank, which is kept when it is no worse.
RANKED = re.compile(r"(?:nhóm|top|trong\s+số|trong)\s+$", re.IGNORECASE)

#: Goals in words: "có mức sống từ trung bình khá trở lên", "bằng mức trung bình cả nước", "đạt chuẩn … mức độ 2".
GRADE = re.compile(
    r"""
    (?:
        từ\s+(?:mức\s+|loại\s+)?(?P<least>trung\s+bình\s+khá|trung\s+bình|khá|giỏi|tốt)\s+trở\s+lên
      | (?P<sign>bằng|tương\s+đương|trên|cao\s+hơn|vượt|dưới|thấp\s+hơn)\s+(?:mức\s+)?
        (?P<mean>(?:bình\s+quân|trung\s+bình)(?:\s+chung)?(?:\s+của)?\s+(?:cả\s+nước|toàn\s+quốc|toàn\s+tỉnh|tỉnh|khu\s+vực|vùng|thế\s+giới))
      | (?<=chuẩn)(?P<between>\s[^,;.\n]{0,80}?\s)(?P<degree>mức\s+độ\s+\d)(?!\d)
    )
    (?!\w)
    """,
    _FLAGS,
)
GRADE_SIGNS: dict[str, Comparator] = {
    "bằng": "=", "tương đương": "=", "trên": ">", "cao hơn": ">", "vượt": ">", "dưới": "<", "thấp hơn": "<",
}  # fmt: skip

#: When a goal is to be reached. `until` of a period is its end.
YEAR = re.compile(
    r"""
    (?<!so\ với\ )(?<!tầm\ nhìn\ )(?<!tầm\ nhìn\ đến\ )
    (?:
        (?:giai\s+đoạn|nhiệm\s+kỳ|thời\s+kỳ|trong\s+các\s+năm)\s+(?:từ\s+)?(?:năm\s+)?(?:19|20)\d\d\s*(?:-|–|đến(?:\s+năm)?)\s*(?P<until>20\d\d)
      | năm\s+(?P<year>20\d\d)(?!\s*(?:-|–)\s*20\d\d)
      | (?:đến|trước|vào)\s+(?P<bare>20\d\d)(?!\d)
      | (?:tháng\s+)?\d{1,2}/(?P<month>20\d\d)(?!\d)
      | (?<![\d/])(?:19|20)\d\d\s*[-–]\s*(?P<end>20\d\d)(?!\d)
    )
    """,
    _FLAGS,
)
VISION = re.compile(r"tầm\s+nhìn\s+(?:đến\s+)?(?:năm\s+)?(?P<vision>20\d\d)", re.IGNORECASE)
#: A year that belongs to something else: "so với năm 2020", "Luật … năm 2020".
OTHER_YEAR = re.compile(r"(?:so\s+với|từ|luật\s[^,;.]{0,40}|cuối\s+kỳ)\s*(?:cùng\s+kỳ\s+)?(?:cuối\s+)?$", re.IGNORECASE)
BY_DAY = re.compile(r"(?:trước|đến|chậm\s+nhất|hết)\s+(?:hết\s+)?$", re.IGNORECASE)
#: What a year right behind an amount looks like: "đạt 50% vào năm 2025".
YEAR_BEHIND = re.compile(r"[^,;.\n\d]{0,60}?(?:vào|đến|trong|\()\s*(?:hết\s+|cuối\s+)?$", re.IGNORECASE)

#: Between a year and the amount behind it that it belongs to: "92% (năm 2024 là 90%)".
NEXT_OWN = re.compile(r"\s*(?:là|đạt|còn|có|khoảng|:|,)?\s*", re.IGNORECASE)

#: Sentences end here; the parts of a sentence at `;` and at line ends.
SENTENCE_END = re.compile(r"\.(?=\s+[^\W\d_a-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ])|\.\s*$|\n{2,}")
PART_END = re.compile(r";|\n")

#: Words at the beginning that belong to no subject.
OPENING = re.compile(
    r"""
    ^(?:
        [\s,:;()"“”–•*+-]+
      | (?:[a-zđ]\)|[IVX]+[.-]|\d+(?:\.\d+)*[.)-]|\d+(?:\.\d+)+)\s
      | (?:và|trong\s+đó|đồng\s+thời|cụ\s+thể|như|là|theo\s+đó|gồm|bao\s+gồm|với|còn|để|về)(?!\w)
      | (?:ph[âấầ]n\s+đấu|mục\s+tiêu|chỉ\s+tiêu)(?!\w)(?:\s+(?:là|đạt|đến(?=\s+(?:hết|cuối|năm))))?
      | (?:từ\s+nay\s+)?(?:đến|trong|vào|hết|trước)\s+(?:hết\s+|cuối\s+)?(?:năm\s+|giai\s+đoạn\s+)?20\d\d(?:\s*[-–]\s*20\d\d)?
      | (?:đến\s+)?(?:hết\s+|cuối\s+)?(?:quý|tháng)\s+[IVX\d]+(?:\s+năm\s+|/)20\d\d | cả\s+năm(?!\s+20)
      | (?:giai\s+đoạn|năm)\s+20\d\d(?:\s*[-–]\s*20\d\d)?
    )
    """,
    _FLAGS,
)
#: What stands before a subject and announces it.
ANNOUNCING = re.compile(
    r"ph[âấầ]n\s+đấu(?:\s+(?:thực\s+hiện\s+)?mục\s+tiêu)?(?!\w)|(?:đặt|với|thực\s+hiện)\s+mục\s+tiêu(?!\w)",
    re.IGNORECASE,
)
#: Words between a subject and its amount.
COPULA = re.compile(
    r"""
    (?<!\w)(?:
        đạt | chiếm | là | còn | bằng | có | được | ở | mức | duy\s+trì | giảm | tăng | xuống | lên | ổn\s+định | bình\s+quân | trung\s+bình | từ
      | phải | tối\s+thiểu | đến | vào\s+khoảng | hằng\s+năm | hàng\s+năm | phấn\s+đấu | hướng\s+tới | giữ | nâng | thêm | không
    )[\s,:(]*$
    """,
    _FLAGS,
)
#: Those of them after which the subject is complete; after others ("giảm", "có") it goes on behind the amount.
STATE = re.compile(
    r"(?<!\w)(?:đạt|chiếm|là|còn|bằng|mức|duy\s+trì|xuống|lên|ổn\s+định|tăng\s+trung\s+bình|tăng\s+bình\s+quân)[\s,:(]*$",
    re.IGNORECASE,
)
#: A day or year behind a subject.
DUE_BEHIND = re.compile(
    r",?\s+(?:chậm\s+nhất\s+)?(?:trước|đến|vào|trong|hết)\s+(?:hết\s+|cuối\s+)?(?:ngày\s+[\d/]+|ngày\s+\d+\s+tháng\s+\d+|(?:cuối\s+)?năm\s+20\d\d)\b.*$",
    re.IGNORECASE,
)
#: Verbs that begin a predicate that several amounts share: "95% … đô thị và 85% … nông thôn được thu gom".
PREDICATE = re.compile(
    r"\s(?:được|có(?!\s+công)|tham\s+gia|sử\s+dụng|đạt|thực\s+hiện|tiếp\s+cận|hoàn\s+thành|kết\s+nối)\s", re.IGNORECASE
)
#: Nouns that name a rate; a list may leave them out: "tỉ lệ … cấp tiểu học đạt 99%, cấp trung học cơ sở đạt 95%".
RATE = re.compile(
    r"^(?:tỷ|tỉ)\s+(?:lệ|trọng|suất|số)|^số|^chỉ\s+số|^diện\s+tích|^mức|^tốc\s+độ|^quy\s+mô", re.IGNORECASE
)

#: Where or for whom a goal holds.
SCOPE = re.compile(
    r"""
    (?<!\w)(?<!nhà\ )
    (?P<scope>
        trên\s+cả\s+nước|cả\s+nước|toàn\s+(?:tỉnh|quốc|ngành|đảng|thành\s+phố)(?!\w)
      | (?:trên\s+địa\s+bàn|trong\s+toàn|toàn(?=\s+(?:huyện|xã(?!\s+hội)|vùng))
          |(?:(?:ở|tại|của|thuộc)\s+)?(?:các\s+)?(?:khu\s+vực|vùng|địa\s+bàn)|(?:ở|tại)(?!\s+(?:mức|mọi))|đối\s+với)
        (?:[\s,]+(?!(?:được|đạt|có|là|chiếm|giảm|tăng|duy|dưới|trên|tối|và|để|đã|theo|còn|không|phải|bị|hoàn|với|từ|so|thực|tham|đến|vào|bảo|đảm|về)(?!\w))
          [^\W\d_]+(?:-[^\W\d_]+)?){1,9}
    )
    """,
    _FLAGS,
)
