"""Checking a draft: upload or paste it, see what is wrong in its citations, take the corrections over."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from app.exports.corrected_docx import MEDIA_TYPE, write_corrected
from app.language import _
from app.web import plain, show_component
from corpus.document import Document
from corpus.drafts.checking import CheckedCitation, check_draft
from corpus.errors import ClassifiedError, DieukhoanError, InputError
from corpus.store import Store
from ingest import Parsed, Upload
from ingest.readers.formats import ENDINGS
from ingest.renewal import read_upload
from search import Searcher


@dataclass(frozen=True, slots=True)
class _Checked:
    """A draft that was checked; it lives in the visitor's session alone."""

    name: str
    data: bytes
    document: Document
    citations: list[CheckedCitation]


def show(store: Store, searcher: Searcher) -> None:
    """Show the page; nothing of the draft is kept in the store."""
    st.title(_("Rà soát dự thảo"))
    st.caption(
        _(
            "Đối chiếu từng căn cứ, viện dẫn trong dự thảo với kho văn bản và danh mục: số, ký hiệu, ngày, cơ quan ban hành, trích yếu, "
            "điều khoản, lời trích nguyên văn, hiệu lực, cách viện dẫn. Dự thảo không được lưu vào kho."
        )
    )
    with st.form("draft", border=False):
        uploaded = st.file_uploader(_("Tải dự thảo lên"), type=ENDINGS)
        pasted = st.text_area(_("Hoặc dán nội dung dự thảo"), height=160)
        started = st.form_submit_button(_("Rà soát"), type="primary")
    if started:
        st.session_state.pop("checked_draft", None)
        if uploaded is not None:
            _check(store, uploaded.name, uploaded.getvalue())
        elif pasted.strip():
            _check(store, "du-thao.txt", pasted.encode())
        else:
            st.warning(_("Hãy chọn một tệp dự thảo hoặc dán nội dung vào ô."))
    if checked := st.session_state.get("checked_draft"):
        _show_checked(store, checked)


def _check(store: Store, name: str, data: bytes) -> None:
    """Check a draft and keep the result in the visitor's session, or say why it cannot be read."""
    draft = Upload(name, data)
    with st.spinner(_("Đang đọc và đối chiếu …")):
        try:
            parsed: Parsed | DieukhoanError = read_upload(draft)
        except DieukhoanError as error:
            parsed = error
        if isinstance(parsed, ClassifiedError):
            said = _(
                "{file} có dấu chỉ độ mật nên không được đọc; hãy rà soát theo quy định về bảo vệ bí mật nhà nước."
            )
            st.error(said.format(file=plain(draft.name)))
        elif isinstance(parsed, DieukhoanError):
            said = _("Không đọc được {file}; hãy mở tệp bằng Word, lưu lại dạng DOCX rồi tải lên lại.")
            st.error(said.format(file=plain(draft.name)))
        else:
            document = parsed.document
            st.session_state["checked_draft"] = _Checked(draft.name, data, document, check_draft(document, store))


def _show_checked(store: Store, checked: _Checked) -> None:
    citations = checked.citations
    if not citations:
        st.info(_("Không thấy viện dẫn văn bản nào khác trong dự thảo."))
        return
    counts = Counter(citation.status for citation in citations)
    left, right = st.columns([3, 2], vertical_alignment="center")
    said = _("**{n} viện dẫn: {right} đúng, {wrong} cần sửa, {unknown} chưa rõ.**")
    left.markdown(
        said.format(n=len(citations), right=counts["right"], wrong=counts["wrong"], unknown=counts["unknown"])
    )
    if counts["wrong"] and checked.document.source.media_type == MEDIA_TYPE:
        copy = io.BytesIO()
        try:
            write_corrected(copy, checked.data, checked.document, citations)
        except InputError:
            right.caption(
                _("Tệp Word bị hỏng nên không ghi chú thích vào được; hãy mở bằng Word, lưu lại rồi rà soát lại.")
            )
        else:
            right.download_button(
                _("Tải bản Word có chú thích và sửa đổi đề nghị"),
                copy.getvalue(),
                file_name=f"{Path(checked.name).stem}-ra-soat.docx",
                mime=MEDIA_TYPE,
                on_click="ignore",
            )
    elif counts["wrong"]:
        right.caption(_("Bản có chú thích chỉ lưu được khi dự thảo là tệp DOCX."))
    show_component("check", {"citations": _cards(store, citations)})


def _cards(store: Store, citations: Sequence[CheckedCitation]) -> list[dict[str, Any]]:
    return [
        {
            "text": citation.text,
            "status": citation.status,
            "marks": _marks(citation),
            "findings": [{"severity": found.severity, "message": found.message} for found in citation.findings],
            "corrected": citation.corrected,
            "clause_id": citation.target_clause_id or _first_clause(store, citation.document_id),
            "whole": citation.target_clause_id is None,
        }
        for citation in citations
    ]


def _marks(citation: CheckedCitation) -> list[tuple[int, int]]:
    """The stretches of the citation's text that are at fault, in order, none within another."""
    marks: list[tuple[int, int]] = []
    for found in citation.findings:
        if found.severity == "note" or found.start == found.end:
            continue
        start, end = found.start - citation.start, found.end - citation.start
        if not marks or start >= marks[-1][1]:
            marks.append((start, end))
    return marks


def _first_clause(store: Store, document_id: str | None) -> str | None:
    return store.document(document_id).clauses[0].id if document_id else None
