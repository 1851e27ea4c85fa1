"""The parts around the clauses: letterhead, title, basis, addressee, signature, recipients, attached texts, appendices, a web page's remains.

Each line is marked with the part that it stands in (`preamble`, `body` …), and in the opening with what it is there (`type`, `title`, `basis`, `addressee`).
"""

from __future__ import annotations

import pytest

from ingest.clauses.frame import (
    document_type,
    find_head,
    find_regions,
    is_clutter,
    is_separator,
    is_upper,
    starts_frame,
)
from ingest.clauses.lines import split_lines
from ingest.clauses.quotes import quoted_lines

LETTERHEAD = """
preamble  | ỦY BAN NHÂN DÂN TỈNH LAM GIANG
preamble  | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
preamble  | Độc lập - Tự do - Hạnh phúc
preamble  | Số: 12/2024/QĐ-UBND
preamble  | Lam Giang, ngày 5 tháng 3 năm 2024
"""
DECISION = f"""{LETTERHEAD}
type      | QUYẾT ĐỊNH
title     | Về việc ban hành Quy chế
preamble  | CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH
basis     | Căn cứ Luật Tổ chức chính quyền địa phương;
basis     | Theo đề nghị của Giám đốc Sở Nội vụ.
preamble  | QUYẾT ĐỊNH:
"""
SIGNED = """
signature | TM. ỦY BAN NHÂN DÂN
signature | CHỦ TỊCH
signature | Nguyễn Văn A
recipients| Nơi nhận:
recipients| - Như Điều 3;
recipients| - Lưu: VT.
"""

DOCUMENTS = {
    "a decision": f"""{DECISION}
body      | Điều 1. Ban hành.
body      | Điều 2. Hiệu lực.
{SIGNED}""",
    "a title of two lines, set off by drawn lines": f"""{LETTERHEAD}
type      | KẾ HOẠCH
preamble  | ---------
title     | Phát triển nhà ở xã hội
title     | giai đoạn 2024 - 2030
preamble  | ---------
basis     | Thực hiện Nghị quyết số 5-NQ/TU,
preamble  | Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:
body      | I. MỤC TIÊU
body      | 1. Chung
""",
    "a title in capitals ends where small letters begin": f"""{LETTERHEAD}
type      | KẾ HOẠCH
title     | PHÁT TRIỂN NHÀ Ở
title     | XÃ HỘI
preamble  | Ủy ban nhân dân tỉnh xây dựng kế hoạch
body      | I. MỤC TIÊU
""",
    "a title in capitals whose last line is in small letters": f"""{LETTERHEAD}
type      | KẾ HOẠCH
title     | PHÁT TRIỂN NHÀ Ở
title     | trên địa bàn tỉnh
body      | I. MỤC TIÊU
""",
    "no title is as long as a paragraph": f"""{LETTERHEAD}
type      | THÔNG BÁO
title     | Kết luận của Chủ tịch
body      | Ngày 5 tháng 3, Chủ tịch đã họp.
body      | 1. Sở Nội vụ chủ trì.
""",
    "a narrative begins with its first sentence": f"""{LETTERHEAD}
type      | BÁO CÁO
title     | Tình hình tháng 3
addressee | Kính gửi: Chính phủ
basis     | Căn cứ Công văn số 1/VPCP,
body      | Ủy ban nhân dân tỉnh báo cáo như sau.
body      | 1. Kết quả
""",
    "a letter": """
preamble  | UBND TỈNH LAM GIANG
preamble  | Số: 5/UBND-XD
addressee | Kính gửi:
preamble  | - Sở Xây dựng;
preamble  | - Sở Tài chính.
body      | Ủy ban nhân dân tỉnh giao các sở như sau:
body      | 1. Rà soát.
body      | - Một việc.
""",
    "a letter to those of a table": """
preamble  | Số: 5/UBND-XD
addressee | Kính gửi:
body      | | Sở Xây dựng | Sở Tài chính |
body      | Giao các sở rà soát.
""",
    "a letterhead and no type": """
preamble  | UBND TỈNH LAM GIANG
preamble  | Số: 5/UBND
preamble  | Lam Giang, ngày 5 tháng 3 năm 2024
body      | Điều 1. Phạm vi
""",
    "nothing around the clauses": """
body      | Phạm vi của quy định.
body      | 1. Một
""",
    "no labelled clause": f"""{LETTERHEAD}
type      | QUYẾT ĐỊNH
title     | Về việc khen thưởng
basis     | Căn cứ Luật Thi đua, khen thưởng;
preamble  | QUYẾT NGHỊ
body      | Tặng bằng khen cho ông A.
""",
    "signature and recipients side by side": f"""{DECISION}
body      | Điều 1. Ban hành.
signature | | KT. CHỦ TỊCH |
signature | PHÓ CHỦ TỊCH
""",
    "what an article says of a chairman is no signature": f"""{DECISION}
body      | Điều 1. Trách nhiệm
body      | Chủ tịch Ủy ban nhân dân cấp xã thực hiện.
""",
    "a heading of two lines is no signature": f"""{DECISION}
body      | Chương II
body      | TRÁCH NHIỆM CỦA
body      | CHỦ TỊCH ỦY BAN NHÂN DÂN
body      | Điều 1. Việc
""",
    "who receives it": f"""{DECISION}
body      | Điều 1. Ban hành.
recipients| Nơi nhận:
recipients| - Như trên;
recipients| Như Điều 2;
recipients| Các sở,
recipients| Văn thư Lưu.
signature | CHỦ TỊCH
signature | Nguyễn Văn A
""",
    "prose behind the signature": f"""{DECISION}
body      | Điều 1. Ban hành.
signature | CHỦ TỊCH
loose     | {"Văn bản này được gửi kèm theo hồ sơ trình. " * 4}
""",
    "a web page's remains": f"""{DECISION}
body      | Điều 1. Ban hành.
{SIGNED}
clutter   | Tin liên quan
clutter   | Kế hoạch khác
""",
    "attached rules": f"""{DECISION}
body      | Điều 1. Ban hành.
{SIGNED}
attachment| QUY CHẾ
attachment| LÀM VIỆC
attachment| (Ban hành kèm theo Quyết định số 12/2024/QĐ-UBND)
body      | Điều 1. Phạm vi
""",
    "attached rules whose title is in small letters": f"""{DECISION}
body      | Điều 1. Ban hành.
{SIGNED}
attachment| QUY CHẾ
attachment| Làm việc của cơ quan
attachment| (Kèm theo Quyết định số 12/2024/QĐ-UBND)
body      | Điều 1. Phạm vi
""",
    "attached rules without a signature before them": f"""{DECISION}
body      | Điều 1. Ban hành.
attachment| QUY CHẾ
attachment| (Kèm theo Quyết định số 12/2024/QĐ-UBND)
body      | Điều 1. Phạm vi
""",
    "another letterhead": f"""{DECISION}
body      | Điều 1. Ban hành.
{SIGNED}
attachment| CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
body      | Độc lập - Tự do - Hạnh phúc
body      | ĐƠN ĐỀ NGHỊ
body      | QUY ĐỊNH
""",
    "appendices": f"""{DECISION}
body      | Điều 1. Ban hành.
{SIGNED}
appendix  | PHỤ LỤC I
appendix  | DANH MỤC
appendix  | (Kèm theo Quyết định này)
body      | 1. Nhà
appendix  | Phụ lục 2
appendix  | (Kèm theo Quyết định này)
body      | Mẫu số 01: Đơn
body      | 1. Họ tên
""",
    "an appendix in the text": f"""{DECISION}
body      | Điều 1. Ban hành.
body      | Phụ lục số 3 của Nghị định này được áp dụng cho các đơn vị.
appendix  | Phụ lục II.
body      | 1. Nhà
""",
    "a heading ends with what it is issued by": f"""{DECISION}
body      | Điều 1. Ban hành.
{SIGNED}
attachment| QUY CHẾ
attachment| Làm việc (mới)
attachment| (Kèm theo Quyết định số 12/2024/QĐ-UBND)
body      | NHỮNG QUY ĐỊNH CHUNG
body      | Điều 1. Phạm vi
""",
    "a heading ends with a sentence": f"""{DECISION}
body      | Điều 1. Ban hành.
{SIGNED}
appendix  | PHỤ LỤC I
appendix  | DANH MỤC
body      | Danh mục này gồm hai phần.
body      | (Kèm theo Quyết định này)
""",
    "an appendix that speaks of itself": f"""{DECISION}
body      | Điều 1. Ban hành.
{SIGNED}
appendix  | PHỤ LỤC I
body      | Phụ lục này
body      | 1. Nhà
""",
    "an appendix whose clauses are numbered 1.1": f"""{DECISION}
body      | Điều 1. Ban hành.
{SIGNED}
appendix  | PHỤ LỤC I
appendix  | (Kèm theo Quyết định này)
body      | 1.1. Nhà
""",
    "an appendix that begins with a table": f"""{DECISION}
body      | Điều 1. Ban hành.
{SIGNED}
appendix  | PHỤ LỤC I
body      | | STT | NHÀ | GIÁ |
""",
    "a narrative whose basis says everything": f"""{LETTERHEAD}
type      | BÁO CÁO
title     | Tình hình tháng 3
body      | Thực hiện {"chỉ đạo của Chính phủ về nhà ở, " * 14}các sở đã rà soát.
body      | 1. Kết quả
""",
    "a narrative whose long basis leads on": f"""{LETTERHEAD}
type      | BÁO CÁO
title     | Tình hình tháng 3
basis     | Thực hiện {"chỉ đạo của Chính phủ về nhà ở, " * 14}các sở báo cáo:
body      | 1. Kết quả
""",
    "addressees behind the title": f"""{LETTERHEAD}
type      | TỜ TRÌNH
title     | Về việc ban hành Quy chế
addressee | Kính gửi:
preamble  | - Hội đồng nhân dân tỉnh;
preamble  | | Kính gửi | Các đại biểu |
body      | Ủy ban nhân dân tỉnh trình như sau.
""",
    "quoted parts are none": f"""{DECISION}
body      | Điều 1. Sửa đổi như sau:
body      | “PHỤ LỤC I
body      | CHỦ TỊCH”
body      | Điều 2. Hiệu lực
""",
}


def marked(text: str) -> list[tuple[str, str]]:
    """What `find_head` and `find_regions` say of each line."""
    lines = split_lines(text)
    head = find_head(lines)
    found = [
        (region.kind, line.text) for region in find_regions(lines, quoted_lines(lines), head) for line in region.lines
    ]
    roles = dict.fromkeys(head.title, "title") | dict.fromkeys(head.basis, "basis")
    roles |= {at: role for at, role in ((head.type_line, "type"), (head.addressee, "addressee")) if at is not None}
    return [(roles.get(at, kind), line) for at, (kind, line) in enumerate(found)]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_parts_of_a_document(name: str) -> None:
    lines = [line.split("|", 1) for line in DOCUMENTS[name].strip().splitlines() if line]
    expected = [(part.strip(), text.strip()) for part, text in lines]
    assert marked("\n".join(text for _, text in expected)) == expected


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("QUYẾT ĐỊNH", "Quyết định"),
        ("QUYẾT ĐỊNH:", "Quyết định"),
        ("KÉT LUẬN", "Kết luận"),  # a recogniser lost a mark
        ("CHƯƠNG TRÌNH HÀNH ĐỘNG", "Chương trình hành động"),
        ("KẾ HOẠCH PHÁT TRIỂN NHÀ Ở", "Kế hoạch"),
        ("LỆNH", "Lệnh"),
        ("LỆNH CHO CÁC ĐƠN VỊ", None),
        ("Quyết định", None),
        ("QUYẾT ĐỊNH của Chủ tịch", None),
        ("BỘ QUYẾT ĐỊNH", None),
    ],
)
def test_types_are_lines_in_capitals(line: str, kind: str | None) -> None:
    assert document_type(line) == kind


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        ("CHƯƠNG TRÌNH", True),
        ("CHƯƠNG TRÌNH (gọi tắt là Chương trình)", True),  # brackets and numbers do not count
        ("KẾ HOẠCH SỐ 12/Kh-ubnd", True),
        ("QUYẾT ĐỊNH 12-Qđ", True),
        ("ABCDEFGHIk", True),  # nine letters of ten
        ("ABCDEFGHk", False),
        ("12/2024 - 5", False),
        ("A" * 2_000, True),
        ("A" * 2_001, False),
    ],
)
def test_what_is_in_capitals(text: str, capitals: bool) -> None:
    assert is_upper(text) is capitals


def test_lines_without_words() -> None:
    assert [is_separator(line) for line in ("-----", "* * *", "| | |", "…", "- a", "")] == [True] * 4 + [False] * 2


@pytest.mark.parametrize("line", ["Tin liên quan", "Các văn bản khác", "Chia sẻ", "© 2024", "Ý kiến bạn đọc (0)"])
def test_remains_of_web_pages(line: str) -> None:
    assert is_clutter(line)
    assert not is_clutter(f"1. {line}")


@pytest.mark.parametrize(
    ("line", "starts"),
    [
        ("Kính gửi: Sở Nội vụ", True),
        ("Nơi nhận:", True),
        ("TM. ỦY BAN NHÂN DÂN", True),
        ("CHỦ TỊCH", True),
        ("| KT. CHỦ TỊCH |", True),
        ("PHÓ GIÁM ĐỐC", True),
        ("Chủ tịch Ủy ban nhân dân tỉnh", False),
        (f"CHỦ TỊCH {'ỦY BAN ' * 60}", False),
        ("PHỤ LỤC", True),
        ("Phụ lục II DANH MỤC", True),
        ("Phụ lục II của Nghị định", False),
        ("Mẫu số 01a", True),
        ("Mẫu số 01a ban hành kèm theo", False),
        ("Điều 1. Phạm vi", False),
    ],
)
def test_lines_that_begin_a_part(line: str, starts: bool) -> None:
    assert starts_frame(line) is starts
