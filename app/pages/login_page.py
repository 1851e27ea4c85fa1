"""Who has not logged in is shown how to; who has is named in the page's head, with the way out."""

from __future__ import annotations

import streamlit as st

from app.access.settings import is_required
from app.access.viewer import viewer
from app.language import _
from app.web import plain, show_style


def show_login() -> None:
    """Show the way to log in, or that nobody has let this person in."""
    st.title(_("Đăng nhập"))
    if st.user.is_logged_in:
        named = plain(str(st.user.get("email") or st.user.get("name") or ""))
        st.error(_("Tài khoản {name} chưa được cấp quyền xem văn bản. Hãy báo người quản trị.").format(name=named))
        st.button(_("Đăng nhập bằng tài khoản khác"), on_click=st.logout)
        return
    st.write(_("Văn bản ở đây chỉ dành cho người được cấp quyền. Hãy đăng nhập bằng tài khoản của cơ quan."))
    st.button(_("Đăng nhập"), type="primary", on_click=st.login)
    show_style("login")


def show_account() -> None:
    """Show who is logged in, and the way out; nothing where nobody has to."""
    if not is_required():
        return
    with st.container(key="account", horizontal=True, vertical_alignment="center"):
        st.text(viewer().name)
        st.button(_("Đăng xuất"), type="tertiary", on_click=st.logout)
