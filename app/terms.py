"""Words that the program itself says of documents, as `corpus` and `ingest` name them, marked for translation: `_(document.status)` shows them.

What documents say is not among them: it is quoted, in every language of the pages, as it stands.
"""

from __future__ import annotations

from app.language import N_

STATUSES = (
    N_("còn hiệu lực"), N_("đã được sửa đổi, bổ sung"), N_("bị thay thế"), N_("bị bãi bỏ"), N_("chưa có hiệu lực"),
    N_("chưa rõ"),
)  # fmt: skip
#: What one document does with another.
RELATIONS = (
    N_("căn cứ"), N_("thực hiện"), N_("cụ thể hóa"), N_("sửa đổi, bổ sung"), N_("điều chỉnh, bổ sung"), N_("thay thế"),
    N_("bãi bỏ"), N_("ban hành kèm theo"), N_("hợp nhất"), N_("dẫn chiếu"),
)  # fmt: skip
LEVELS = {
    "part": N_("Phần"),
    "chapter": N_("Chương"),
    "section": N_("Mục"),
    "subsection": N_("Tiểu mục"),
    "article": N_("Điều"),
    "clause": N_("Khoản"),
    "point": N_("Điểm"),
    "alpha": "A.",
    "roman": "I.",
    "arabic": "1.",
    "decimal": "1.1.",
    "letter": "a)",
    "dash": N_("Gạch đầu dòng"),
    "plus": N_("Dấu cộng"),
    "paragraph": N_("Đoạn"),
    "table": N_("Bảng"),
    "appendix": N_("Phụ lục"),
    "attachment": N_("Văn bản kèm theo"),
    "preamble": N_("Phần mở đầu"),
    "signature": N_("Chữ ký"),
    "recipients": N_("Nơi nhận"),
}
#: The kinds of documents that the program knows by name; citations keep their Vietnamese names.
TYPES = (
    N_("Luật"), N_("Bộ luật"), N_("Pháp lệnh"), N_("Nghị quyết"), N_("Nghị quyết liên tịch"), N_("Nghị định"),
    N_("Quyết định"), N_("Thông tư"), N_("Thông tư liên tịch"), N_("Chỉ thị"), N_("Quy chế"), N_("Quy định"),
    N_("Thông cáo"), N_("Thông báo"), N_("Biên bản"), N_("Hướng dẫn"), N_("Chương trình"), N_("Chương trình hành động"), N_("Kế hoạch"),
    N_("Phương án"), N_("Đề án"), N_("Dự án"), N_("Báo cáo"), N_("Tờ trình"), N_("Công văn"), N_("Công điện"),
    N_("Kết luận"), N_("Văn bản hợp nhất"), N_("Danh mục"), N_("Điều lệ"), N_("Hiệp định"), N_("Giấy mời"),
)  # fmt: skip
