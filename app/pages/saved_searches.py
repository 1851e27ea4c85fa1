"""Searches that visitors keep: what is new in their answers since they were last looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from app.language import _
from app.pages.address import asked
from app.session import workspace
from corpus.store import Store
from corpus.store.workspace import SavedSearch
from search import Filters, Result, Searcher

#: The filters as the address names them.
FILTERS = ("type", "issuer", "year", "status", "document", "level")
#: So many answers are remembered of a search, so many saved searches are asked again at once.
_ANSWERS, _SEARCHES = 10, 20


def asked_filters() -> dict[str, str]:
    """The filters in the address, by their names there."""
    return {name: asked(name) for name in FILTERS if asked(name)}


def as_filters(named: dict[str, str]) -> Filters:
    """The filters that `named`, by their names in the address, stand for."""
    others = {name: value for name, value in named.items() if name != "year"}
    year = named.get("year")
    dates = {"issued_from": f"{year}-01-01", "issued_to": f"{year}-12-31"} if year else {}
    return Filters(**others, **dates)


def saved(question: str, named: dict[str, str]) -> SavedSearch | None:
    """The saved search for this question with these filters, if it is one."""
    return next(
        (one for one in workspace().saved_searches() if (one.question, one.filters) == (question, named)),
        None,
    )


def offer_to_save(question: str, results: Sequence[Result], known: SavedSearch | None) -> None:
    """Buttons that keep this search, or that take its present answers as seen."""
    named, found = asked_filters(), [result.clause_id for result in results]
    if known is None:
        if st.button(_("Lưu tìm kiếm"), icon=":material/notifications:", help=_("Sau này báo điều khoản mới phù hợp")):
            workspace().save_search(question, named, found)
            st.rerun()
        return
    new = len(set(found) - set(known.seen))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            _("**{n} điều khoản mới** từ lần xem trước.").format(n=new)
            if new
            else _("Chưa có gì mới từ lần xem trước.")
        )
        if new and st.button(_("Đã xem")):
            workspace().save_search(question, named, [*known.seen, *(id_ for id_ in found if id_ not in known.seen)])
            st.rerun()
        if st.button(_("Thôi lưu"), type="tertiary"):
            workspace().forget_search(known.id)
            st.rerun()


@st.cache_data(max_entries=200, show_spinner=False)
def _found(_searcher: Searcher, corpus: str, day: date, question: str, named: dict[str, str]) -> frozenset[str]:
    """The ids of the best answers; asked again when the documents, or by the day their statuses, are others."""
    return frozenset(result.clause_id for result in _searcher.search(question, _ANSWERS, as_filters(named)).results)


def show_saved(store: Store, searcher: Searcher) -> None:
    """The saved searches as links, each with how many of its answers are new."""
    kept = workspace().saved_searches()[:_SEARCHES]
    if not kept:
        return
    lines = []
    for one in kept:
        found = _found(searcher, store.corpus_hash(), date.today(), one.question, one.filters)
        new = len(found - set(one.seen))
        said = [", ".join(one.filters.values()), _("{n} mới").format(n=new) if new else ""]
        link = f"?{urlencode({'q': one.question, **one.filters})}"
        named = Markup('<a href="{}" target="_self">{}</a>').format(link, one.question)
        lines.append(Markup("<li>{} {}</li>").format(named, "; ".join(filter(None, said))))
    st.html(Markup("<h3>{}</h3><ul>{}</ul>").format(_("Tìm kiếm đã lưu"), Markup().join(lines)))
