"""What cannot be taken back is asked for first: removing a stored document, and putting another file in its place."""

from __future__ import annotations

import streamlit as st

from app.access.viewer import require
from app.language import _
from app.outer.access_log import note
from app.pages.library_rows import day
from app.pages.waiting import waited
from app.web import plain
from corpus.citing.citation import cite_document
from corpus.document import Document
from corpus.errors import AccessError, AlreadyStoredError, ClassifiedError, DieukhoanError
from corpus.store import Store
from ingest import Parsed, Progress, Upload
from ingest.readers.formats import ENDINGS
from ingest.renewal import read_upload, renew


def ask_to_remove(store: Store, document_id: str) -> None:
    """Ask whether a document is to be removed, and do so."""

    @st.dialog(_("Xóa văn bản khỏi kho?"))
    def ask() -> None:
        st.markdown(f"**{plain(cite_document(store.document(document_id)))}**")
        st.write(
            _("Văn bản, tệp gốc và các điều khoản của văn bản không còn tìm được nữa. Liên kết tới văn bản sẽ hỏng.")
        )
        if _chosen(_("Xóa văn bản")):
            try:
                require("editor")
                store.remove(document_id)
                note("removed", document=document_id)
            except DieukhoanError as error:
                st.error(plain(str(error)))
            else:
                st.rerun()

    ask()


def ask_to_replace(store: Store, document_id: str) -> None:
    """Ask for the file that takes a document's place, say what differs, and put it there when that is confirmed."""

    @st.dialog(_("Thay văn bản bằng tệp khác"))
    def ask() -> None:
        before = store.document(document_id)
        st.markdown(f"**{plain(cite_document(before))}**")
        st.write(_("Mã văn bản giữ nguyên, nên các liên kết đã gửi vẫn mở được."))
        sent = st.file_uploader(_("Tệp thay thế"), type=ENDINGS, key=f"replace-{document_id}")
        if sent is None:
            return
        upload = Upload(sent.name, sent.getvalue())
        try:
            parsed = _read(upload, sent.file_id)
            _show_difference(before, parsed.document)
            if _chosen(_("Thay văn bản")):
                require("editor")
                renew(document_id, upload, parsed, store)
                note("replaced", document=document_id)
                st.rerun()
        except DieukhoanError as error:
            st.error(_refused(error))

    ask()


def _chosen(label: str) -> bool:
    """Whether the button `label` is pressed; the one beside it leaves everything as it is."""
    left, right = st.columns(2)
    if right.button(_("Giữ nguyên"), width="stretch"):
        st.rerun()
    return left.button(label, type="primary", width="stretch")


def _read(upload: Upload, file_id: str) -> Parsed:
    """The document in `upload`, read once while its dialog is open."""
    if st.session_state.get("replacement", (None,))[0] != file_id:
        far = [(0, 0)]

        def heard(progress: Progress) -> None:
            far[0] = progress.done, progress.total

        parsed = waited(lambda: read_upload(upload, heard), lambda: far[0], _("Đang đọc tệp"))
        st.session_state.replacement = file_id, parsed
    found: Parsed = st.session_state.replacement[1]
    return found


def _show_difference(before: Document, after: Document) -> None:
    differs = [
        _("{fact}: đang có {before}, tệp mới ghi {after}").format(
            fact=fact, before=plain(old or _("không có")), after=plain(new or _("không có"))
        )
        for fact, old, new in (
            (_("Số, ký hiệu"), before.number, after.number),
            (_("Ngày ban hành"), day(before.issued_on), day(after.issued_on)),
            (_("Cơ quan ban hành"), before.issuer, after.issuer),
        )
        if old != new
    ]
    if differs:
        st.warning(_("Tệp này có thể là văn bản khác:") + "\n" + "".join(f"\n- {line}" for line in differs))
    else:
        st.success(_("Cùng số, ký hiệu, ngày và cơ quan ban hành."))
    st.write(_("{n} điều khoản, đang có {m}.").format(n=len(after.clauses), m=len(before.clauses)))


def _refused(error: DieukhoanError) -> str:
    if isinstance(error, AlreadyStoredError):
        return _("Văn bản trong tệp này đã có trong kho; hãy xóa hoặc thay văn bản đó.") + f"\n\n{plain(str(error))}"
    if isinstance(error, AccessError):
        return str(error)
    if isinstance(error, ClassifiedError):
        return _("Tệp có dấu chỉ độ mật nên không được đọc; hãy làm theo quy định về bảo vệ bí mật nhà nước.")
    return _("Không đọc được tệp; văn bản đang có được giữ nguyên.") + f"\n\n{plain(str(error))}"
