"""What the reader should know of a document, in the words of the pages, with links to its places."""

from __future__ import annotations

from typing import Any

from app.language import N_, _
from corpus.notices import Notice
from corpus.store import Store

_WORDS = {
    "hardly read": N_("Trang {pages} rất khó đọc; hãy quét lại rõ hơn hoặc xem bản gốc."),
    "hardly legible": N_("Trang {pages} rất khó đọc; chữ của trang được giữ lại, hãy đối chiếu bản gốc."),
    "unreadable": N_("Trang {pages} không đọc được; hãy xem bản gốc."),
    "recognised elsewhere": N_(
        "Chữ của trang {pages} do chương trình khác nhận dạng từ ảnh; hãy đối chiếu lời trích với trang giấy."
    ),
    "converted": N_("Chữ theo bảng mã {about} đã được chuyển sang Unicode; hãy đối chiếu tên riêng với bản gốc."),
    "declared": N_("Văn bản theo bảng mã {about}, như trang web tự khai."),
    "antiword": N_("Tệp được đọc bằng antiword, mất số thứ tự tự động; cài LibreOffice để đọc đủ."),
    "striprtf": N_(
        "Tệp RTF được đọc không qua LibreOffice nên không có chú thích cuối trang; cài LibreOffice để đọc đủ."
    ),
    "doubts": N_("{about} chỗ nhận dạng từ ảnh chưa chắc đúng; hãy đối chiếu bản gốc."),
    "secrecy": N_("Văn bản có dấu độ mật {about}; chỉ cho người được phép xem."),
    "unstated": N_("Không thấy {about} trong văn bản; trích dẫn để trống phần đó."),
    "unnumbered": N_("Không thấy điều khoản đánh số; văn bản được giữ theo đoạn."),
}
_FRAME = {"mo-dau": N_("phần mở đầu"), "ky": N_("phần ký"), "noi-nhan": N_("nơi nhận")}
_FACTS = {"number": N_("số, ký hiệu"), "date": N_("ngày ban hành"), "issuer": N_("cơ quan ban hành")}


def notice_shape(store: Store, document_id: str, notice: Notice) -> dict[str, Any]:
    """`notice` for a component: its `text`, and `places` to link to, each with a `label` and a `clause`."""
    return {"text": _said(notice), "places": _places(store, document_id, notice)}


def _said(notice: Notice) -> str:
    words = _WORDS.get(notice.kind or "")
    if words is None:
        return notice.text
    about = ", ".join(_(_FACTS[one]) if one in _FACTS else one for one in notice.about)
    return _(words).format(pages=", ".join(map(str, notice.pages)), about=about)


def _places(store: Store, document_id: str, notice: Notice) -> list[dict[str, str]]:
    places: dict[str, str] = {}
    for at, offset in enumerate(notice.places):
        clause = store.clause_at(document_id, offset)
        if clause is None:
            continue
        page = _("trang {page}").format(page=notice.pages[at]) if notice.pages else None
        places.setdefault(page or _path(clause), clause)
    return [{"label": label, "clause": clause} for label, clause in places.items()]


def _path(clause_id: str) -> str:
    """Where a clause stands in its document: the end of its id, or the words for a part of the frame."""
    path = clause_id.split("/", 1)[1]
    return next((_(words) for frame, words in _FRAME.items() if path.startswith(frame)), path)
