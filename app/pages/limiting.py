"""Who may see a document: asked for where one is sent in, and changed later by an administrator."""

from __future__ import annotations

import streamlit as st

from app.access.settings import is_required, settings
from app.access.viewer import require, viewer
from app.language import _
from app.outer.access_log import note
from app.web import plain
from corpus.citing.citation import cite_document
from corpus.errors import DieukhoanError
from corpus.store import Store


def choose_groups(store: Store) -> list[str] | None:
    """The groups that may see what is sent in; None for everyone, and where nobody has to log in.

    An editor limits documents to their own groups: to others they would give away what they see no more.
    """
    if not is_required():
        return None
    offered = known_groups(store) if viewer().may("admin") else sorted(viewer().groups)
    if not offered:
        return None
    help_ = _("Để trống: mọi người được cấp quyền đều xem được.")
    return st.multiselect(_("Chỉ các nhóm này được xem"), offered, help=help_) or None


def known_groups(store: Store) -> list[str]:
    """The groups that the access file or any document names."""
    listed = (group for person in settings().access.people.values() for group in person.groups)
    return sorted({*listed, *store.groups()})


def ask_to_limit(store: Store, document_id: str) -> None:
    """Ask who may see a document, and let it be so."""

    @st.dialog(_("Ai được xem văn bản này?"))
    def ask() -> None:
        st.markdown(f"**{plain(cite_document(store.document(document_id)))}**")
        now = next(summary.limited_to for summary in store.documents() if summary.id == document_id)
        choices = {_("Mọi người được cấp quyền"): False, _("Chỉ các nhóm dưới đây"): True}
        limited = choices[st.radio(_("Ai được xem"), list(choices), int(now is not None))]
        groups = st.multiselect(
            _("Nhóm"), sorted({*known_groups(store), *(now or ())}), now or (), disabled=not limited,
            accept_new_options=True, help=_("Không chọn nhóm nào: chỉ người quản trị được xem."),
        )  # fmt: skip
        if st.button(_("Lưu"), type="primary"):
            try:
                require("admin")
                store.limit(document_id, groups if limited else None)
                note("limited" if limited else "shown to all", document=document_id)
            except DieukhoanError as error:
                st.error(plain(str(error)))
            else:
                st.rerun()

    ask()
