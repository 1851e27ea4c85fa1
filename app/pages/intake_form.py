"""Sending files into the store: the form, and for each work how far it is and what became of its files."""

from __future__ import annotations

from functools import partial
from typing import Any, NoReturn

import streamlit as st

from app import work
from app.language import N_, _
from app.notice_words import notice_shape
from app.pages.address import asked, keep
from app.pages.limiting import choose_groups
from app.session import store_and_searcher
from app.web import plain, show_component
from app.work import FileWork, Work
from corpus.store import Store
from ingest import Upload, is_address
from ingest.intake import Source
from ingest.readers.formats import ENDINGS, NAMES

#: Seconds between two looks at how far a work is.
_STEP = 1.0
_STATES = {
    "added": N_("Đã nạp"),
    "updated": N_("Đã nạp, thay bản trước của cùng văn bản"),
    "unchanged": N_("Đã có"),
    "refused": N_("Không nạp được"),
}
_READ_AGAIN = {
    "added": N_("Đã đọc lại"),
    "updated": N_("Đã đọc lại, có thay đổi"),
    "unchanged": N_("Đã đọc lại, không thay đổi"),
    "refused": N_("Không đọc lại được, giữ nguyên bản đang có"),
}
_PARTS = {"pages": N_("trang")}


def show_form() -> None:
    """Where files are dropped and addresses are pasted; what is begun is followed (`follow`)."""
    with st.form("intake", clear_on_submit=True):
        uploads = st.file_uploader(
            _("Kéo thả tệp văn bản vào đây, nhiều tệp một lần ({formats}; kể cả bản quét)").format(
                formats=", ".join(NAMES.values())
            ),
            type=ENDINGS,
            accept_multiple_files=True,
        )
        with st.expander(_("Dán địa chỉ trang văn bản")):
            addresses = st.text_area(
                _("Mỗi dòng một địa chỉ, bắt đầu bằng https://"), height=80, placeholder="https://…"
            ).split()
        groups = choose_groups(store_and_searcher()[0])
        submitted = st.form_submit_button(_("Nạp vào kho"), type="primary")
    if not submitted:
        report, wrong = st.session_state.get("no_address", ("", ""))
        if wrong and report == asked("report"):
            _warn_of_address(wrong)
        return
    sources: list[Source] = [Upload(upload.name, upload.getvalue()) for upload in uploads]
    sources += [address for address in addresses if is_address(address)]
    wrong = next((address for address in addresses if not is_address(address)), "")
    if sources:
        begun = work.ingest(sources, groups)
        st.session_state.no_address = begun.id, wrong  # said beside the report, for the page runs again
        follow(begun)
    if wrong:
        _warn_of_address(wrong)
    else:
        st.warning(_("Hãy chọn ít nhất một tệp hoặc dán một địa chỉ."))


def _warn_of_address(words: str) -> None:
    st.warning(
        _("Không phải địa chỉ: {words}. Hãy chép cả địa chỉ, từ https:// trở đi.").format(words=plain(words[:100]))
    )


def follow(begun: Work) -> NoReturn:
    """Name `begun` in the address (`?report=`) and run the page again, so that nothing drawn before it began is left."""
    keep(report=begun.id)
    st.rerun()


def show_works(*, again: bool = True) -> None:
    """What runs, and the report that the address names; `again`: the page is drawn anew when the last one is done."""
    named = work.find(asked("report"))
    shown = work.running()
    if named and named not in shown:
        shown.append(named)
    if not shown:
        return
    busy = any(one.stage != "done" for one in shown)
    st.fragment(partial(_show, [one.id for one in shown], busy and again), run_every=_STEP if busy else None)()
    if not busy:
        st.button(_("Đóng báo cáo"), on_click=partial(keep, report=None))


def _show(work_ids: list[str], again: bool) -> None:
    shown = [found for name in work_ids if (found := work.find(name))]
    show_component("intake", {"works": [_work(one) for one in shown]})
    if again and all(one.stage == "done" for one in shown):
        st.rerun()


def _work(one: Work) -> dict[str, Any]:
    store, searcher = store_and_searcher()
    done = sum(line.outcome is not None for line in one.files)
    index = None
    if one.stage == "indexing":
        encoded, total = searcher.encoding or (0, 0)
        index = {"done": encoded, "total": total}
    return {
        "said": _headline(one, done),
        "busy": one.stage != "done",
        "error": one.error,
        "index": index,
        "files": [_file(store, one, line) for line in one.files],
    }


def _headline(one: Work, done: int) -> str:
    total = len(one.files)
    if one.stage == "done":
        if one.error:
            return _("Công việc dừng giữa chừng")
        if one.kind == "index":
            return _("Đã lập lại chỉ mục")
        refused = sum(line.outcome is not None and line.outcome.status == "refused" for line in one.files)
        words = _("Đã đọc xong {total} tệp, {refused} tệp không nạp được") if refused else _("Đã đọc xong {total} tệp")
        return words.format(total=total, refused=refused)
    if one.stage == "indexing":
        return _("Đang lập chỉ mục")
    if one.stage == "waiting":
        return _("Đang chờ việc trước xong")
    return _("Đang đọc {done}/{total} tệp").format(done=done, total=total)


def _file(store: Store, one: Work, line: FileWork) -> dict[str, Any]:
    outcome, far = line.outcome, line.progress
    if outcome is None:
        read = bool(far and far.done >= far.total)
        return {
            "name": line.name,
            "state": "reading" if far else "waiting",
            "said": _("Đang chờ")
            if far is None
            else _("Đang tách điều khoản")
            if read
            else _("Đang đọc {part} {done}/{total}").format(
                part=_(_PARTS.get(far.what, far.what)), done=far.done, total=far.total
            ),
            "done": far.done if far else 0,
            "total": far.total if far else 0,
        }
    name = outcome.document_id
    return {
        "name": line.name,
        "state": outcome.status,
        "said": _((_READ_AGAIN if one.kind == "read again" else _STATES)[outcome.status]),
        "document": name,
        "clauses": _("{n} điều khoản").format(n=outcome.clauses) if name else None,
        "error": outcome.error,
        "notices": [notice_shape(store, name, notice) for notice in outcome.notices] if name else [],
    }
