"""Gathering quotations: the collection that a visitor fills now, and what goes into it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from app.language import _
from app.quoting import quoted
from app.session import workspace
from app.web import plain
from corpus.errors import UnknownIdError
from corpus.store import Store

#: The visitor's collection, in the session and, for full page loads, in a cookie: its id and nothing else.
_CURRENT = "dieukhoan-collection"


def add_to_collection(store: Store, clause_id: str) -> None:
    """Put a clause into the visitor's collection, made where there is none, and say so with a link.

    Raises:
        UnknownIdError: no such clause.
        StoreError: the workspace cannot be written.
    """
    quotation = quoted(*store.clause(clause_id))
    space = workspace()
    chosen = current_collection()
    if chosen is None:
        chosen = space.create(_("Bộ sưu tập ngày {day}").format(day=f"{date.today():%d/%m/%Y}"))
        choose_collection(chosen)
    added = space.add(chosen, quotation)
    name = f"[{plain(space.collection(chosen).name)}](collections?collection={chosen})"
    said = _("Đã thêm vào “{name}”.") if added else _("“{name}” đã có điều khoản này.")
    st.toast(said.format(name=name), icon=":material/bookmark:")


def current_collection() -> int | None:
    """The collection that the visitor fills, if it is still there."""
    kept = str(st.session_state.get(_CURRENT) or st.context.cookies.get(_CURRENT) or "")
    if not kept.isdecimal():
        return None
    try:
        return workspace().collection(int(kept)).id
    except UnknownIdError:
        return None


def choose_collection(collection_id: int) -> None:
    """Fill this collection from now on."""
    st.session_state[_CURRENT] = collection_id


def keep_collection() -> None:
    """Let the cookie say what the session says; called where a page is drawn."""
    chosen = st.session_state.get(_CURRENT)
    if chosen and str(chosen) != st.context.cookies.get(_CURRENT):
        st.html(f'<span hidden data-collection="{int(chosen)}"></span>')  # the script of `web/page.html` sets it
