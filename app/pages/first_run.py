"""What a visitor of an empty store is shown: three steps, the place to drop files, and documents to try."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

import corpus
from app import work
from app.access.viewer import viewer
from app.language import N_, _
from app.pages.address import asked, keep
from app.pages.intake_form import follow, show_form, show_works
from ingest import find_files

#: What is said to who may not add any.
NOTHING_STORED = N_("Kho chưa có văn bản nào cho bạn xem. Người được giao nhập văn bản sẽ nạp vào đây.")
_SAMPLES = Path(corpus.__file__).with_name("samples")


def show_first_run() -> None:
    """Show how to begin. What is begun here is followed here, also when the first documents are stored already."""
    if not viewer().may("editor"):
        st.info(_(NOTHING_STORED))
        return
    if not asked("report"):
        st.header(_("Kho chưa có văn bản nào. Ba bước để bắt đầu:"))
        steps = (
            _("**Nạp văn bản**: kéo thả tệp vào ô dưới đây; bản quét cũng đọc được, mỗi trang mất vài giây."),
            _("**Hỏi**: gõ câu hỏi như khi hỏi đồng nghiệp, có dấu hoặc không dấu."),
            _("**Trích dẫn**: mở điều khoản tại chỗ, sao chép lời trích kèm trích dẫn đúng thể thức vào dự thảo."),
        )
        st.markdown("\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1)))
    show_form()
    if not asked("report"):
        samples = find_files([_SAMPLES])
        if samples and st.button(_("Nạp {n} văn bản mẫu để dùng thử").format(n=len(samples))):
            follow(work.ingest(samples))
    show_works(again=False)
    if asked("report"):
        st.button(_("Bắt đầu tìm kiếm"), type="primary", on_click=lambda: keep(report=None))
