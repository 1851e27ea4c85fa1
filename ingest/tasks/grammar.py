"""How documents give work to agencies: patterns, no logic."""

from __future__ import annotations

import re

from corpus.language.agency_grammar import GAP, VERB

_FLAGS = re.VERBOSE | re.IGNORECASE

# White space is taken once (`\s*+`) wherever what follows begins with none: a gap of a hundred blanks, which a layout may leave, would be
# divided in all ways otherwise.

#: A printed label before the words of a clause: "2.1.", "a)", "-", "Điều 5.".
LABEL = re.compile(
    r"\s*(?:(?:Điều|Mục|Chương|Phần)\s+[\w.]+\s*[.:]?|[IVXL]+\s*[.)-]|\d+(?:\.\d+)*\s*[.)/,-]?|[a-zđ]\s*\)|[a-zđ]\.(?=\s)|[-–¬•*+])*\s*"
)
#: Where a sentence, or a part of one that may have its own subject, begins.
SENTENCE = re.compile(r"(?:[.;:!?…]|\n)\s+|\n")

#: Headings of what is to be done, of what is asked for, of what was done, and of what is aimed at; compared without diacritics, which scans lose.
TO_DO = re.compile(
    r"nhiem\s+vu|giai\s+phap|to\s+chuc\s+thuc\s+hien|phan\s+cong|trach\s+nhiem|bien\s+phap|y\s+kien\s+chi\s+dao|che\s+do\s+bao\s+cao"
    r"|trien\s+khai\s+thuc\s+hien|noi\s+dung\s+(?:thuc\s+hien|cong\s+(?:viec|tac))|tien\s+do\s+thuc\s+hien"
)
WISHES = re.compile(
    r"(?:cac\s+|mot\s+so\s+)?(?:nhung\s+)?(?:(?:de\s+xuat|y\s+kien),?\s+(?:va\s+)?)?(?:kien|de)\s+nghi\b"
)
REPORTED = re.compile(
    r"ket\s+qua|danh\s+gia|tinh\s+hinh|thuc\s+trang|ton\s+tai|han\s+che|nguyen\s+nhan|bai\s+hoc|uu\s+diem|da\s+dat|dac\s+diem|su\s+can\s+thiet"
    r"|qua\s+trinh\s+xay\s+dung|bo\s+cuc|giai\s+thich\s+tu\s+ngu"
)
AIMS = re.compile(
    r"(?:cac\s+|mot\s+so\s+)?(?:muc\s+(?:dich|tieu)|chi\s+tieu|quan\s+diem|yeu\s+cau|kinh\s+phi|nguon\s+(?:luc|von|kinh)|pham\s+vi|doi\s+tuong|can\s+cu|tam\s+nhin"
    r"|giai\s+thich|nguyen\s+tac|dieu\s+kien|hieu\s+luc)"
)
#: Headings of a report that look ahead.
AHEAD = re.compile(r"phuong\s+huong|nhiem\s+vu|giai\s+phap|dinh\s+huong")
#: An article on the duties of those whom it names.
DUTIES = re.compile(
    r"\s*(?:nhiệm\s+vụ,?(?:\s+và)?\s+)?(?:trách\s+nhiệm|quyền\s+hạn)(?:\s+(?:và\s+)?[^\W\d_]+){0,4}?\s+của\s+",
    re.IGNORECASE,
)
#: A paragraph that leads to the list of what is to be done.
LEADS_TO_LIST = re.compile(
    r"""
    (?:như\s+sau|sau\s+đây|cụ\s+thể|một\s+số\s+(?:nội\s+dung|nhiệm\s+vụ)
      |(?:nội\s+dung|nhiệm\s+vụ\s+(?:[^\W\d_]+\s+){0,4}|giải\s+pháp|công\s+việc)\s*sau)       # các nhiệm vụ trọng tâm sau
    [^.;]{0,40}:\s*$
    """,
    _FLAGS,
)
#: Words of such a paragraph that say whether it orders.
INSTRUCTS = re.compile(
    r"chỉ\s+đạo|yêu\s+cầu|giao|đề\s+nghị|kết\s+luận|nhiệm\s+vụ|chỉ\s+thị|triển\s+khai|thực\s+hiện", re.IGNORECASE
)

#: Before the agencies: who is told.
ORDER = re.compile(
    r"""
    (?:^|[,;]\s*|(?P<aside>\()\s*|\b(?:và|đồng\s+thời,?)\s+|(?P<after_agency>\ue000)\s*+,?\s*+(?:(?:[^\W\d_]+\s+){0,3}và\s+)?)      # begins, or follows who orders
    (?:trước\s+mắt,?\s+)?
    (?:(?P<asks>(?:kính\s+)?(?:đề|kiến)\s+nghị)|giao|phân\s+công|chỉ\s+thị|(?P<demands>yêu\s+cầu))                # Giao, Đề nghị
    \s*(?:thêm\s+|trách\s+nhiệm\s+|nhiệm\s+vụ\s+)?(?:(?:cho|đối\s+với|tới|đến|với)\s+)?(?:các\s+đồng\s+chí\s+)?:?\s*$
    """,
    _FLAGS,
)
#: After the agencies of an aside: "(Sở Nội vụ chủ trì)".
ASIDE = re.compile(r"\s*+,?\s*+(?:chủ\s+trì|tham\s+mưu|thực\s+hiện|làm\s+đầu\s+mối)", re.IGNORECASE)
#: Before the agencies: nothing but words that join the sentence to the one before, or the circumstances of the task.
JOINS = re.compile(
    r"\s*(?:đồng\s+thời|riêng|ngoài\s+ra|bên\s+cạnh\s+đó|trước\s+mắt|hằng\s+năm|hàng\s+năm|định\s+kỳ)?\s*+,?\s*+",
    re.IGNORECASE,
)
CIRCUMSTANCE = re.compile(
    r"""
    \s*(?:đồng\s+thời,?\s+)?
    (?:
        trên\s+cơ\s+sở|căn\s+cứ|theo(?!\s+dõi)|đối\s+với|trường\s+hợp|nếu|với                   # on what ground
      |trong|quá\s+trình|khi|hằng|hàng|định\s+kỳ|(?:ngay\s+)?sau|trước|chậm\s+nhất|giai\s+đoạn|từ|đến|cuối  # when
      |để|nhằm|ngoài|bên\s+cạnh                                                              # what for
      |thực\s+hiện\s+(?:chỉ\s+thị|nghị\s+quyết|kế\s+hoạch|công\s+văn|ý\s+kiến|chương\s+trình)
    )\b
    """,
    _FLAGS,
)
#: The end of circumstances, where who acts may follow.
CIRCUMSTANCE_END = re.compile(r"(?:,|\bvướng\s+mắc|\bkhó\s+khăn|\bphát\s+sinh|\))\s*$", re.IGNORECASE)
#: Before agencies of which only the last may act: "theo đề nghị của Ủy ban nhân dân huyện, Sở Xây dựng …".
BELONGS = re.compile(r"\b(?:của|từ|do|với)\s+$", re.IGNORECASE)
#: A field before the agencies: "Cơ quan chủ trì: ".
LEAD_FIELD = re.compile(
    r"""
    (?:cơ\s+quan|đơn\s+vị|sở,?\s+ngành|cấp)\s+(?:chịu\s+trách\s+nhiệm\s+|được\s+giao\s+)?(?:chủ\s+trì|thực\s+hiện|đầu\s+mối)   # Cơ quan chủ trì
    (?:\s*(?:,|và)?\s*(?:phối\s+hợp|thực\s+hiện|tham\s+mưu|triển\s+khai))*                                             # , phối hợp
    |chủ\s+trì(?:\s+thực\s+hiện)?(?:\s*,\s*phối\s+hợp)?
    |phân\s+công\s+(?:chủ\s+trì|thực\s+hiện)|(?:trách\s+nhiệm|phân\s+công)\s+thực\s+hiện
    """,
    _FLAGS,
)
HELP_FIELD = re.compile(
    r"(?:(?:các\s+)?(?:cơ\s+quan|đơn\s+vị|sở,?\s+ngành)\s+)?phối\s+hợp(?:\s+thực\s+hiện)?", re.IGNORECASE
)
#: Who does the work: the lead, unless another field names who leads.
DOES_FIELD = re.compile(r"(?:cơ\s+quan|đơn\s+vị)\s+thực\s+hiện", re.IGNORECASE)
TIME_FIELD = re.compile(
    r"(?:thời\s+(?:gian|hạn)|tiến\s+độ)(?:\s+(?:thực\s+hiện|hoàn\s+thành|triển\s+khai|trình|báo\s+cáo|ban\s+hành))*",
    re.IGNORECASE,
)
OTHER_FIELD = re.compile(
    r"(?:sản\s+phẩm|kết\s+quả|kinh\s+phí|nguồn\s+(?:kinh\s+phí|lực|vốn)|hình\s+thức|cấp\s+trình|địa\s+điểm)(?:\s+[^\W\d_]+){0,3}",
    re.IGNORECASE,
)

#: After the agencies: what makes them the subject.
ACTS = re.compile(
    rf"""
    (?:
        {GAP}(?:theo\s+(?:chức\s+năng|nhiệm\s+vụ|thẩm\s+quyền|lĩnh\s+vực|phân\s+công)|cần|phải|sớm|có|cũng|tự|sẽ|được\s+giao
            |(?:là|làm)\s+(?:cơ\s+quan|đơn\s+vị|đầu\s+mối)|nhanh\s+chóng|quyết\s+liệt|nêu\s+cao|chịu|đồng\s+loạt|đẩy\s+nhanh|tổng\s+kiểm\s+tra)\b
      |\s*,?{GAP}{VERB}                                                                      # chủ động triển khai
      |\s*[:\n]|\s*$                                                                         # a heading
    )
    """,
    _FLAGS,
)
#: In a list of tasks any word behind the agencies that begins it says what they do, but these.
SPEAKS_OF = re.compile(
    rf"{GAP}(?!(?:và|của|với|tại|là|được|đã|đang|thuộc|để|trong|cho|do|từ|bị|ở|khi|nếu|mà|như|hoặc|đến|về|trên|nên|không|chưa|còn|cùng|bằng|nơi|có|ngoài|gồm)\\b)(?=[^\\W\\d_])(?=[^A-ZĐÂĂÊÔƠƯ])"
)
OBLIGED = re.compile(r"[^.;:\n]{0,200}?\b(?:(?:chịu|có)\s+trách\s+nhiệm|có\s+nhiệm\s+vụ|phải|cần)\b", re.IGNORECASE)
#: What law says of an agency's duty; other sentences on agencies describe.
DUTY = re.compile(r"[^.;\n]{0,200}?\b(?:(?:chịu|có)\s+trách\s+nhiệm|có\s+nhiệm\s+vụ|chủ\s+trì)\b", re.IGNORECASE)
#: After the agencies: what makes them those who give the order, or only report.
ORDERS = re.compile(
    r"""
    \s*+,?\s*+(?:cũng\s+|đã\s+)?
    (?:
        giao|phân\s+công|chỉ\s+thị|yêu\s+cầu|(?:đề|kiến)\s+nghị                             # tells others
      |ghi\s+nhận|nhất\s+trí|thống\s+nhất(?!\s+(?:quản|với))|có\s+ý\s+kiến|kết\s+luận|quyết\s+định|biểu\s+dương  # judges
      |thông\s+báo\s+(?:và|để|kết)|báo\s+cáo\s*:|nhận\s+được|nhận\s+thấy|đã|trân\s+trọng|xin\s|kính\s        # writes
      |có\s+thể\b|được\s+(?:phép|quyền)\b                                                      # may
      |tổ\s+chức\s+(?:cuộc\s+họp|hội\s+nghị)\b
      |(?:[^\W\d_]+\s+){1,3}và\s+được\s+ban\s+hành\b                                         # thẩm định và được ban hành
      |ban\s+hành\s+(?:kế\s+hoạch|quyết\s+định|chỉ\s+thị|chương\s+trình|công\s+điện|văn\s+bản)\s+(?:này|triển|thực|số|về)
    )
    """,
    _FLAGS,
)
#: After the agencies: they did it already.
DONE = re.compile(
    r"\s*+,?\s*+(?:(?:trong\s+)?(?:thời\s+gian|(?:những\s+|các\s+)?năm)\s+(?:vừa\s+)?(?:qua|20\d\d)\s*,?\s+)?(?:cũng\s+)?đã\s",
    re.IGNORECASE,
)
#: Agencies that are not named, and what says which of them have a duty: "cơ quan tiếp nhận hồ sơ có trách nhiệm …".
UNNAMED = re.compile(r"(?:các\s+)?(?:cơ\s+quan|đơn\s+vị|tổ\s+chức|hội|địa\s+phương)\b", re.IGNORECASE)
WHICH = re.compile(
    r"""
    (?P<words>
        \s+(?!(?:theo|trong|căn|khi|nếu|tại|trên|cũng|phải|cần|sẽ|và|hoặc|với|chịu|để|thì|đã|đang|được|có\s+(?:trách|nhiệm))(?![^\W\d_]))
        [^.,;:()\n]{2,160}?                                                                  # tiếp nhận hồ sơ
    )
    (?:\s+(?:\([^()\n]{0,120}\)[^.;:()\n]{0,160}?|(?:được|quy\s+định|theo|nêu)[^.,;:()\n]{0,160}?))?   # (…) quy định tại khoản 2
    (?<!\svà)(?=\s+(?:có|chịu)\s+trách\s+nhiệm)
    """,
    _FLAGS,
)
#: Between lead and those who help: "chủ trì, phối hợp với".
LEADS = re.compile(
    r"""
    \s*+,?\s*+(?:(?:có|chịu)\s+trách\s+nhiệm\s+|là\s+(?:cơ\s+quan|đơn\s+vị)\s+)?
    (?:(?:tiếp\s+tục|chủ\s+động|khẩn\s+trương)\s*+,?\s*+)?
    (?:chủ\s+trì(?:\s+hoặc\s+phối\s+hợp)?|làm\s+đầu\s+mối)?\s*+,?\s*+(?:và\s+)?                        # chủ trì,
    (?:(?:chủ\s+động\s+)?phối\s+hợp(?:\s+chặt\s+chẽ)?\s*+(?:,?\s*+(?:cùng|với|và))*)?\s*+$               # phối hợp với
    """,
    _FLAGS,
)
#: Before those who help.
HELPS = re.compile(
    r"(?:phối\s+hợp(?:\s+(?:chặt\s+chẽ|đồng\s+bộ|thường\s+xuyên|hiệu\s+quả))*\s*+,?\s*+(?:(?:cùng|với|và)\s+)*|cùng\s+(?:với\s+)|sự\s+phối\s+hợp\s+của\s+)$",
    re.IGNORECASE,
)
#: After the agencies of a heading there is nothing more than this.
HEADING_REST = re.compile(
    r"""
    \s*+(?:(?:căn\s+cứ|theo)\s+(?:chức\s+năng|nhiệm\s+vụ)[^.;:\n]{0,60})?,?\s*+                              # căn cứ chức năng, nhiệm vụ
    (?:có\s+(?!trách|nhiệm)[^.;:\n]{1,60}|nơi\s+[^.;:\n]{1,60})?                                          # nơi có dự án
    (?:(?:có|chịu)\s+trách\s+nhiệm(?:\s+(?:chủ\s+trì|thực\s+hiện|tổ\s+chức|triển\s+khai))*|có\s+nhiệm\s+vụ|chủ\s+trì|thực\s+hiện)?
    (?:\s*+,?\s*+(?:chỉ\s+đạo|thực\s+hiện|tập\s+trung|triển\s+khai|các|nội\s+dung|nhiệm\s+vụ|công\s+việc|cụ\s+thể|như|sau(?:\s+đây)?
      |cơ\s+quan|đơn\s+vị|(?:có\s+)?liên\s+quan|trên\s+địa\s+bàn(?:\s+tỉnh)?|tốt|một\s+số))*                  # thực hiện các nhiệm vụ sau
    \s*+[.:;]?\s*+
    """,
    _FLAGS,
)
#: Before the agencies of a heading there is nothing more than this.
HEADING_LEAD = re.compile(
    r"""
    \s*
    (?:
        (?P<asks>(?:kính\s+)?(?:đề|kiến)\s+nghị(?:\s+với)?)|giao(?:\s+cho)?|yêu\s+cầu|phân\s+công           # Đề nghị
      |đối\s+với|về\s+phía
      |(?P<duty>(?:nhiệm\s+vụ,?(?:\s+và)?\s+)?(?:trách\s+nhiệm|quyền\s+hạn)(?:\s+(?:và\s+)?[^\W\d_]+){0,6}?\s+của   # Trách nhiệm của
      |nhiệm\s+vụ(?:\s+và\s+quyền\s+hạn)?\s+của)
    )?
    \s*+:?\s*+
    """,
    _FLAGS,
)
#: What a heading "Trách nhiệm của …" says behind its agencies of what the duties are about.
DUTIES_ABOUT = re.compile(
    r"\s*(?:(?:trong|đối\s+với|về|khi|theo|tại|liên\s+quan\s+đến)\b[^.;:\n]*)?[.:;]?\s*", re.IGNORECASE
)
#: Whom such a heading may name in words of its own: "các bộ, cơ quan được giao chủ trì dự án".
OFFICE = re.compile(
    r"(?:các\s+)?(?:cơ\s+quan|đơn\s+vị|bộ|ban|sở|cục|chi\s+cục|vụ|phòng|ủy\s+ban|uỷ\s+ban|hội\s+đồng|thủ\s+trưởng|người\s+đứng\s+đầu|tổ\s+công\s+tác"
    r"|trung\s+tâm|viện|đoàn|chính\s+quyền|chủ\s+tịch|giám\s+đốc|bộ\s+trưởng)\b(?!\s+phận)",
    re.IGNORECASE,
)
#: The beginning of a task that names nobody, and of what is none.
WORK = re.compile(
    rf"""
    \W*
    (?!(?:quy\s+định|quyết\s+định|báo\s+cáo|đề\s+nghị|yêu\s+cầu|kiến\s+nghị)\s+của\b|quy\s+định\s+tại\b)              # nouns
    (?:
        {VERB}
      |(?:bảo\s+(?:vệ|tồn)|phục\s+hồi|ứng\s+dụng|đa\s+dạng|củng\s+cố|hiện\s+đại|chú\s+trọng|quy\s+hoạch|giữ|tăng|giảm|áp\s+dụng|nhân\s+rộng
          |đào\s+tạo|bồi\s+dưỡng|thí\s+điểm|thiết\s+lập|phấn\s+đấu|sớm|rút|đơn\s+giản|kiên\s+quyết|biểu\s+dương|chủ\s+yếu|thương\s+mại|gắn
          |kết\s+nối|hợp\s+tác|liên\s+kết|siết|từng\s+bước)\b
    )
    """,
    _FLAGS,
)
#: "Trường hợp … bị mất": a case without what is to be done in it.
PREMISE = re.compile(r"\s*(?:trường\s+hợp|nếu|khi)\b(?:(?!\bthì\b|\bphải\b)[^,:\n])*", re.IGNORECASE)
STATES = re.compile(
    r"""
    \s*
    (?:
        \(|(?:nguồn\s+)?kinh\s+phí|tổng\s+(?:số|cộng|kinh)|[¹²³\[\d]                              # money, notes, figures
      |trên\s+đây|ghi\s+chú|lưu\s*:|lưu\s+ý|nơi\s+nhận|kính\s+(?:gửi|mời)|(?:trong\s+)?quá\s+trình
      |nhất\s+trí|đồng\s+ý|cơ\s+bản\s+thống\s+nhất|kết\s+quả
      |định\s+mức|hệ\s+số|mức\s+(?:chi|thu|hỗ\s+trợ|đóng|phạt)\b                                # norms
      |(?:văn\s+bản|quyết\s+định|kế\s+hoạch)\s+này|các\s+(?:nội\s+dung|nhiệm\s+vụ)
    )
    """,
    _FLAGS,
)
#: The heads of columns.
LEAD_COLUMN = re.compile(
    r"""
    chủ\s+trì|phân\s+công|chịu\s+trách\s+nhiệm
    |(?:cơ\s+quan|đơn\s+vị|bộ\s+phận)(?:,?\s+(?:cá\s+nhân|đơn\s+vị|tổ\s+chức))?\s+(?:thực\s+hiện|đầu\s+mối|được\s+giao|chịu\s+trách|tham\s+mưu)
    """,
    _FLAGS,
)
HELP_COLUMN = re.compile(r"phối\s+hợp", re.IGNORECASE)
TIME_COLUMN = re.compile(r"thời\s+(?:gian|hạn)|tiến\s+độ|hoàn\s+thành", re.IGNORECASE)
WORK_COLUMN = re.compile(
    r"nhiệm\s+vụ|nội\s+dung|công\s+việc|đề\s+án|hoạt\s+động|tên\s+(?:văn\s+bản|chương\s+trình|dự\s+án)|văn\s+bản|chương\s+trình|giải\s+pháp",
    re.IGNORECASE,
)
#: A cell that repeats the one above.
DITTO = re.compile(r"\W*(?:nt|như\s+trên|\"|”)\W*", re.IGNORECASE)
