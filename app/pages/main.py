"""The pages and the way between them. `?clause=<id>` opens the document page at that clause."""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st

from app.access.pages import in_run
from app.access.viewer import find_with, viewer
from app.language import COOKIE, LANGUAGES, N_, _
from app.outer.access_log import noted
from app.outer.rates import run_may_start
from app.pages import (
    check_page,
    collections_page,
    compare_page,
    document_page,
    library_page,
    map_page,
    search_page,
    state_page,
    targets_page,
    tasks_page,
)
from app.pages.login_page import show_account, show_login
from app.session import store_and_searcher
from app.web import plain, show_style
from corpus.errors import DieukhoanError
from corpus.store import Store
from search import Searcher

_LOG = logging.getLogger("dieukhoan")

Show = Callable[[Store, Searcher], None]


def _search_or_document(store: Store, searcher: Searcher) -> None:
    if clause_id := st.query_params.get("clause"):
        document_page.show(store, clause_id)
    else:
        search_page.show(store, searcher)


#: Every page: its title, its place in the address ("" is the first page), and what shows it.
_PAGES: tuple[tuple[str, str, Show], ...] = (
    (N_("Tìm kiếm"), "", _search_or_document),
    (N_("Văn bản"), "documents", library_page.show),
    (N_("So sánh"), "compare", compare_page.show),
    (N_("Chỉ tiêu"), "targets", targets_page.show),
    (N_("Nhiệm vụ"), "tasks", tasks_page.show),
    (N_("Sơ đồ văn bản"), "map", map_page.show),
    (N_("Rà soát dự thảo"), "check", check_page.show),
    (N_("Bộ sưu tập"), "collections", collections_page.show),
    (N_("Hệ thống"), "settings", state_page.show),
)


def _shown(show: Show, path: str) -> Callable[[], None]:
    """A page that says in one sentence what the user can mend."""

    def page() -> None:
        if seconds := run_may_start():
            st.error(_("Bạn gửi quá nhiều yêu cầu. Hãy thử lại sau {seconds} giây.").format(seconds=seconds))
            return
        try:
            with noted("page", st.query_params, page=f"/{path}"):
                show(*store_and_searcher())
        except DieukhoanError as error:
            st.error(plain(str(error)))
        except Exception:  # a defect: the server's log has it, the visitor a sentence
            _LOG.exception("the page %s failed", show.__module__)
            st.error(_("Trang gặp lỗi ngoài dự kiến. Hãy tải lại trang; nếu vẫn lỗi, hãy báo người quản trị."))

    return page


def _show_switch() -> None:
    """The way to the other language, in the page's head."""
    other = "vi" if st.context.cookies.get(COOKIE) == "en" else "en"
    with st.container(key="language"):
        st.html(f'<a class="language" href="language/{other}" lang="{other}" hreflang="{other}">{LANGUAGES[other]}</a>')


find_with(in_run)
_who = viewer()
_opened = st.navigation(
    [
        st.Page(_shown(show, path), title=_(title), url_path=path, default=not path)
        for title, path, show in _PAGES
        if show is not state_page.show or _who.may("admin")
    ],
    position="top" if _who.may("reader") else "hidden",
)
st.set_page_config(page_title=_opened.title + " · " + _("Điều khoản"), page_icon="§", layout="wide")
_show_switch()
if _who.may("reader"):
    show_account()
show_style("page")
if _who.may("reader"):
    _opened.run()
else:
    show_login()
