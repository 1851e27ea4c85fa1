"""A decision with attached rules, a plan, and a decision that numbers twice alike, as an office writes them: what the tests cite from."""

from __future__ import annotations

from corpus.document import Document
from ingest.parsing import parse
from ingest.readers.raw import Raw

HEAD = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/2024/QĐ-UBND
Lào Cai, ngày 05 tháng 3 năm 2024
QUYẾT ĐỊNH
Ban hành Quy chế làm việc
"""
DECISION = f"""{HEAD}PHẦN THỨ NHẤT
CHUNG
Chương II
QUY ĐỊNH
Mục 1. HỒ SƠ
Tiểu mục 3. LỆ PHÍ
Điều 1. Hồ sơ
1. Hồ sơ gồm:
a) Đơn;
d) Tờ khai;
đ) Bản sao;
- Bản chính;
+ Bản màu.
2. Thời hạn
a) Mười ngày.
2. Thời hạn khác
Điều 2. Bảng
Bảng giá:
| STT | Giá |
| 1 | 5 |
Sau bảng.
Điều 2a. Chen
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nơi nhận:
- Như trên.
Mẫu số 01a
ĐƠN ĐỀ NGHỊ
1. Họ tên
QUY CHẾ
LÀM VIỆC
(Ban hành kèm theo Quyết định số 12/2024/QĐ-UBND)
Điều 1. Phạm vi
1. Quy chế này quy định về nhà ở.
Điều 2. Đối tượng
Điều 3. Riêng
PHỤ LỤC II
DANH MỤC
1. Nhà
"""
PLAN = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
Số: 7/KH-UBND
Lào Cai, ngày 06 tháng 5 năm 2024
KẾ HOẠCH
Phát triển nhà ở
A. ĐÁNH GIÁ
I. KẾT QUẢ
1. Đã làm
II. MỤC TIÊU
1. Chung
1.1. Nhà ở
a) Nông thôn
- Một
1.10. Nhà xã hội
6. Riêng
6.5. Sáu năm
B. NHIỆM VỤ
I. VIỆC
II. TỔ CHỨC
III. KINH PHÍ
6. Vốn
6.5. Vay
a) Dài hạn
"""

TWICE = f"""{HEAD}Điều 1. Một
1. Đầu
2. Thời hạn
2. Thời hạn khác
a) Năm ngày.
c) Sáu ngày.
Điều 2. Hai
1. Đầu
đ) Riêng
2. Phí
a) Mười đồng.
c) Hai mươi đồng.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nơi nhận:
- Như trên.
Mẫu số 02/TT
GIẤY ĐỀ NGHỊ
1. Họ tên
"""


def read(text: str) -> Document:
    return parse(Raw("any.txt", "0123456789" * 7, "text/plain", text)).document
