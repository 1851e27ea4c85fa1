"""Drafts that the tests of the check write: a letterhead without number and date, and the paragraphs given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx

from corpus.document import Document
from ingest import parse_file

RESOLUTION = (
    "Nghị quyết số 18-NQ/TU ngày 15 tháng 3 năm 2024 của Ban Chấp hành Đảng bộ tỉnh về phát triển nhà ở xã hội, chăm lo đối tượng "
    "chính sách và nâng cao chất lượng dịch vụ công trực tuyến đến năm 2030"
)
DECISION = (
    "Quyết định số 31/2024/QĐ-UBND ngày 20 tháng 9 năm 2024 của Ủy ban nhân dân tỉnh ban hành Quy định về hỗ trợ nhà ở đối với "
    "đối tượng chính sách trên địa bàn tỉnh Lam Giang"
)
DECREE = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
_HEAD = (
    "ỦY BAN NHÂN DÂN", "TỈNH LAM GIANG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số:      /KH-UBND",
    "Lam Giang, ngày     tháng     năm 2026", "KẾ HOẠCH", "Triển khai công tác nhà ở năm 2026",
)  # fmt: skip


def write_docx(path: Path, paragraphs: Sequence[str]) -> Path:
    """A draft as a Word document; each paragraph is one run."""
    word = docx.Document()
    for text in (*_HEAD, *paragraphs):
        word.add_paragraph(text)
    word.save(str(path))
    return path


def draft_of(folder: Path, paragraphs: Sequence[str]) -> Document:
    """A draft with these paragraphs, as it is read from a text file."""
    path = folder / "du-thao.txt"
    path.write_text("\n".join((*_HEAD[:6], "", *_HEAD[6:], "", *paragraphs)), "utf-8")
    return parse_file(path).document
