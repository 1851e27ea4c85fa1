"""The library: what is stored, found and put in order, and what goes in and out."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from app.access.settings import is_required
from app.access.viewer import viewer
from app.language import N_, _
from app.notice_words import notice_shape
from app.pages.address import asked, keep, select
from app.pages.first_run import NOTHING_STORED
from app.pages.intake_form import show_form, show_works
from app.pages.library_rows import FACETS, day, filtered, ordered
from app.pages.limiting import ask_to_limit
from app.pages.replacing import ask_to_remove, ask_to_replace
from app.web import show_component
from corpus.language.casing import sentence_case
from corpus.notices import Notice
from corpus.store import Store
from corpus.store.summaries import DocumentSummary
from search import Searcher

_ORDERS = {
    "date": N_("Ngày ban hành, mới nhất trước"),
    "number": N_("Số, ký hiệu"),
    "title": N_("Trích yếu"),
    "added": N_("Ngày nạp, mới nhất trước"),
}
#: A page shows so many rows; filters bring the others up.
_MOST = 300


def show(store: Store, searcher: Searcher) -> None:
    """Show what the address asks (`?text=`, `type`, `issuer`, `status`, `year`, `order`) and the report that it names (`?report=`)."""
    st.title(_("Văn bản"))
    documents = store.documents()
    who = viewer()
    if who.may("editor"):
        with st.expander(_("Nạp văn bản"), expanded=not documents or bool(asked("report"))):
            show_form()
    show_works()
    if not documents:
        st.info(_("Kho chưa có văn bản nào. Hãy kéo thả tệp vào ô trên.") if who.may("editor") else _(NOTHING_STORED))
        return
    found = _found(documents)
    st.write(_("{n} trên {total} văn bản.").format(n=len(found), total=len(documents)))
    if not found:
        st.info(_("Không có văn bản nào phù hợp. Hãy bớt điều kiện lọc."))
        return
    if len(found) > _MOST:
        st.info(_("Chỉ hiện {n} văn bản đầu; hãy lọc thêm để xem các văn bản còn lại.").format(n=_MOST))
    notices = store.notices()
    pressed = show_component(
        "library",
        {
            "rows": [_row(store, document, notices.get(document.id, ())) for document in found[:_MOST]],
            "changeable": who.may("editor"),
            "limitable": is_required() and who.may("admin"),
        },
        on_removed_change=_nothing,
        on_replaced_change=_nothing,
        on_limited_change=_nothing,
    )
    if pressed.removed:
        ask_to_remove(store, pressed.removed)
    elif pressed.replaced:
        ask_to_replace(store, pressed.replaced)
    elif pressed.limited:
        ask_to_limit(store, pressed.limited)


def _nothing() -> None:
    """A trigger needs someone who hears it; the run that follows opens the dialog."""


def _found(documents: list[DocumentSummary]) -> list[DocumentSummary]:
    chosen = {name: asked(name) or None for name in FACETS}
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        key = f"library-text={asked('text')}"
        st.text_input(
            _("Tìm trong danh sách"),
            asked("text"),
            key=key,
            placeholder=_("Số, trích yếu, cơ quan; có dấu hoặc không dấu"),
            on_change=lambda: keep(text=st.session_state[key].strip()),
        )
    newest = _("Ngày ban hành, mới nhất trước")
    with right:
        select(_("Xếp theo"), list(_ORDERS), "order", lambda order: _(_ORDERS[order]), newest)
    found, counts = filtered(documents, asked("text"), chosen)
    labels = {
        "type": _("Loại văn bản"),
        "issuer": _("Cơ quan ban hành"),
        "status": _("Tình trạng"),
        "year": _("Năm"),
    }
    folder = st.expander(_("Lọc danh sách"), any(chosen.values()))
    for column, (name, label) in zip(folder.columns(len(labels)), labels.items(), strict=True):
        values = sorted(counts[name], reverse=True) if name == "year" else list(counts[name])
        if asked(name) and asked(name) not in counts[name]:
            values.append(asked(name))  # nothing is left of it: it says so, and can be taken away
        with column:
            select(label, values, name, partial(_counted, counts[name]), _("Tất cả"))
    return ordered(found, asked("order") or "date")


def _counted(counts: dict[str, int], value: str) -> str:
    return f"{_(value)} ({counts.get(value, 0)})"


def _row(store: Store, document: DocumentSummary, notices: tuple[Notice, ...]) -> dict[str, Any]:
    return {
        "id": document.id,
        "number": document.number,
        "name": " ".join(filter(None, (_(document.type or N_("Văn bản")), document.number or document.id))),
        "type": _(document.type) if document.type else "",
        "title": sentence_case(document.title) if document.title else document.source,
        "date": day(document.issued_on),
        "issuer": document.issuer or "",
        "status": _(document.status) if document.status else "",
        "added": day(document.added_at[:10]),
        "source": document.source,
        "limited": None if document.limited_to is None else ", ".join(document.limited_to) or _("người quản trị"),
        "notices": [notice_shape(store, document.id, notice) for notice in notices],
    }
