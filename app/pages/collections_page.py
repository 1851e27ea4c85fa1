"""Quotations that visitors gathered, with their notes, in their order, to take into a draft; and the searches that they keep."""

from __future__ import annotations

from io import BytesIO

import streamlit as st

from app.exports.collection_docx import write_collection
from app.exports.collection_markdown import markdown
from app.language import _
from app.pages.address import asked, keep
from app.pages.collecting import choose_collection, current_collection, keep_collection
from app.quoting import quoted
from app.session import workspace
from app.web import plain, show_component
from corpus.citing.identifiers import ClauseId
from corpus.errors import UnknownIdError
from corpus.language.text import slug
from corpus.store import Store
from corpus.store.workspace import Collection, Item, Quotation
from search import Searcher

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(store: Store, _searcher: Searcher) -> None:
    """Show the collection in the address (`?collection=`), else the one that the visitor fills."""
    st.title(_("Bộ sưu tập"))
    st.caption(_("Trích dẫn đã gom, sắp xếp theo ý muốn, xuất ra Word với chú thích cuối trang đúng thể thức."))
    known = {str(collection.id): collection for collection in workspace().collections()}
    if not known:
        st.info(
            _(
                "Chưa có bộ sưu tập nào. Ở trang Tìm kiếm, bấm “Thêm vào bộ sưu tập” dưới một điều khoản, hoặc tạo bộ sưu tập mới tại đây."
            )
        )
        _offer_changes(None)
        return
    if asked("collection") and asked("collection") not in known:
        st.warning(_("Bộ sưu tập của liên kết này đã bị xóa; đang mở một bộ sưu tập khác."))
    chosen = _choose(known)
    _offer_changes(chosen)
    items = workspace().items(chosen.id)
    if not items:
        st.info(_("Bộ sưu tập này chưa có trích dẫn. Ở trang Tìm kiếm, bấm “Thêm vào bộ sưu tập” dưới một điều khoản."))
        return
    _offer_files(chosen)
    show_component(
        "collection", {"items": [_shown(store, item) for item in items]}, on_changed_change=lambda: _change(store)
    )


def _choose(known: dict[str, Collection]) -> Collection:
    wanted = asked("collection") if asked("collection") in known else str(current_collection() or next(iter(known)))
    key = f"collection={known[wanted]}"  # made anew where its name or number of items changed

    def choose() -> None:
        keep(collection=st.session_state[key])
        choose_collection(int(st.session_state[key]))

    chosen = st.selectbox(
        _("Bộ sưu tập"),
        list(known),
        list(known).index(wanted),
        key=key,
        format_func=lambda id_: f"{known[id_].name} ({known[id_].items})",
        on_change=choose,
    )
    keep(collection=chosen)
    choose_collection(int(chosen))
    keep_collection()
    return known[chosen]


def _offer_changes(collection: Collection | None) -> None:
    with st.container(horizontal=True):
        if st.button(_("Tạo bộ sưu tập"), icon=":material/add:"):
            st.dialog(_("Tạo bộ sưu tập"))(_ask_new_name)()
        if collection is None:
            return
        if st.button(_("Đổi tên"), icon=":material/edit:"):
            st.dialog(_("Đổi tên"))(_ask_other_name)(collection)
        if st.button(_("Xóa"), icon=":material/delete:"):
            st.dialog(_("Xóa"))(_ask_again)(collection)


def _ask_new_name() -> None:
    with st.form("new-collection", border=False):
        name = st.text_input(_("Tên bộ sưu tập mới"), max_chars=200).strip()
        if st.form_submit_button(_("Tạo"), type="primary") and name:
            made = workspace().create(name)
            choose_collection(made)
            keep(collection=made)
            st.rerun()


def _ask_other_name(collection: Collection) -> None:
    with st.form("rename-collection", border=False):
        name = st.text_input(_("Tên mới"), collection.name, max_chars=200).strip()
        if st.form_submit_button(_("Lưu"), type="primary") and name:
            workspace().rename(collection.id, name)
            st.rerun()


def _ask_again(collection: Collection) -> None:
    asked_twice = _("Xóa “{name}” với {n} trích dẫn? Không khôi phục được.")
    st.write(asked_twice.format(name=plain(collection.name), n=collection.items))
    if st.button(_("Xóa bộ sưu tập"), type="primary"):
        workspace().delete(collection.id)
        keep(collection=None)
        st.rerun()


def _offer_files(collection: Collection) -> None:
    """Files of the collection as it is when one is asked for: with the note that was just written."""

    def word() -> BytesIO:
        file = BytesIO()
        write_collection(file, collection.name, workspace().items(collection.id))
        return file

    def text() -> bytes:
        return markdown(collection.name, workspace().items(collection.id)).encode()

    name = slug(collection.name) or "bo-suu-tap"
    with st.container(horizontal=True):
        st.download_button(
            _("Tải Word (DOCX)"), word, f"{name}.docx", _WORD, type="primary", icon=":material/download:"
        )
        st.download_button(_("Tải Markdown"), text, f"{name}.md", "text/markdown", icon=":material/download:")


def _shown(store: Store, item: Item) -> dict[str, object]:
    """An item with what has become of its clause since it was gathered."""
    kept, now = item.quotation, _now(store, item.quotation.clause_id)
    return {
        "id": item.id,
        "clause_id": kept.clause_id,
        "quotation": kept.text,
        "citation": kept.citation,
        "note": item.note,
        "gone": now is None or now.clause_id != kept.clause_id,
        "now": None
        if now in (None, kept)
        else {"clause_id": now.clause_id, "quotation": now.text, "citation": now.citation},
    }


def _now(store: Store, clause_id: str) -> Quotation | None:
    """The clause as it is quoted now, or the nearest one where it is gone; None where its document is."""
    try:
        document = store.document(ClauseId.parse(clause_id).document)
    except UnknownIdError:
        return None
    clause = document.nearest(clause_id)
    return quoted(document, clause) if clause else None


def _change(store: Store) -> None:
    """Do what the component says: `{id, what, value}`."""
    change = st.session_state.collection.changed
    space, item = workspace(), int(change["id"])
    match change["what"]:
        case "move":
            space.move(item, int(change["value"]))
        case "note":
            space.note(item, str(change["value"]))
        case "remove":
            space.remove(item)
        case "requote":
            if now := _now(store, str(change["value"])):
                space.requote(item, now)
