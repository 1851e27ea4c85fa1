"""One document: its outline, its text, and the clause asked for, marked and in view, beside the page that it is printed on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from app.framing import embeddable
from app.language import _
from app.pages.address import asked
from app.pages.collecting import add_to_collection, keep_collection
from app.pages.document_data import clause_facts, page_ratios
from app.web import plain, show_component
from corpus.citing.citation import cite_document, label_path, short_name
from corpus.document import Clause, Document
from corpus.errors import UnknownIdError
from corpus.language.dates import printed
from corpus.store import Store
from search import QueryAnalysis, analyse, highlights

#: So many documents that change this one are named beside its status; so many letters of an address are said back.
_ACTORS, _SAID = 3, 120
#: Below this mean confidence of the recogniser a page is announced as doubtful.
_SURE = 0.8


def show(store: Store, clause_id: str) -> None:
    """Show the document of `clause_id`, scrolled to that clause; an unknown id says what to do."""
    question = asked("q").strip()
    back = f"?{urlencode({'q': question})}" if question else "?"
    st.markdown(f"[← {_('Tìm kiếm')}]({back})")
    try:
        document, clause = store.clause(clause_id)
    except UnknownIdError:
        nearest = _nearest(store, clause_id)
        if nearest is None:
            st.error(
                _(
                    "Không có điều khoản “{clause}” trong kho. Hãy tìm lại bằng câu hỏi, hoặc nạp văn bản đó rồi mở lại liên kết này."
                ).format(clause=plain(clause_id[:_SAID]))
            )
            return
        document, clause = nearest
        if clause_id != document.id:  # a link to the whole document opens it at its beginning
            said = _("Không còn điều khoản “{clause}”; đang mở điều khoản gần nhất: {nearest}.")
            st.warning(said.format(clause=plain(clause_id[:_SAID]), nearest=plain(label_path(document, clause))))
    with st.container(key="document"):
        st.title(plain(cite_document(document)))
    show_component(
        "reader",
        _data(store, document, clause, question),
        on_added_change=lambda: add_to_collection(store, st.session_state.reader.added),
    )
    keep_collection()


def _nearest(store: Store, clause_id: str) -> tuple[Document, Clause] | None:
    """The clause nearest to one that is gone; None where its document is."""
    try:
        document = store.document(clause_id.split("/")[0])
    except UnknownIdError:
        return None
    clause = document.nearest(clause_id)
    return (document, clause) if clause else None


def _data(store: Store, document: Document, target: Clause, question: str) -> dict[str, Any]:
    analysis = analyse(question) if question else None
    marks = re.findall(r"(\d{1,9})-(\d{1,9})", asked("mark"))
    return {
        "document": document.id,
        "version": document.source.sha256,
        "target": clause_facts(document, target),
        "marks": _highlights(target, analysis, marks),
        "question": question,
        "embeddable": embeddable(),
        "facts": _facts(document),
        "status": _status(store, document),
        "warnings": _warnings(document),
        "pages": page_ratios(document),
    }


def _highlights(
    clause: Clause, analysis: QueryAnalysis | None, marks: Sequence[tuple[str, str]]
) -> list[tuple[int, int]]:
    """What is marked in `clause`: the stretches of the document that the address names (`?mark=120-135`), else what answers the question."""
    named = [(int(start) - clause.start, int(end) - clause.start) for start, end in marks]
    if within := [(start, end) for start, end in named if 0 <= start < end <= len(clause.text)]:
        return within
    return list(highlights(clause.text, analysis)) if analysis else []


def _facts(document: Document) -> list[tuple[str, str]]:
    """What the document states of itself, each with its name."""
    stated = (
        (_("Số, ký hiệu"), document.number),
        (_("Loại văn bản"), document.type),
        (_("Cơ quan ban hành"), document.issuer),
        (_("Ngày ban hành"), document.issued_on and printed(document.issued_on)),
        (_("Ngày có hiệu lực"), document.effective_on and printed(document.effective_on)),
        (_("Người ký"), document.signer),
        (_("Chức vụ"), document.position),
        (_("Độ khẩn"), document.urgency),
        (_("Độ mật"), document.secrecy),
        (_("Tệp gốc"), document.source.name),
    )
    return [(name, value) for name, value in stated if value]


def _status(store: Store, document: Document) -> dict[str, Any]:
    """The status, and the clauses of other documents that say so."""
    found = store.status(document)
    actors = list({change.actor: change.clause_id for change in reversed(found.evidence)}.items())[::-1]
    by = [{"opens": opens, "name": short_name(store.document(actor))} for actor, opens in actors[:_ACTORS]]
    return {"text": _(found.status), "by": by}


def _warnings(document: Document) -> list[str]:
    """What the reader should look up in the original, page by page."""
    kept_out = {gap.start for gap in document.discarded if gap.reason == "unreadable page"}
    warnings = []
    for page in document.pages:
        if not page.readable and page.start < page.end and page.start not in kept_out:
            said = _("Trang {number} rất khó đọc; chữ của trang được giữ lại, hãy đối chiếu bản gốc.")
        elif not page.readable:
            said = _("Trang {number} không đọc được; hãy xem bản gốc.")
        elif page.confidence is not None and page.confidence < _SURE:
            said = _("Trang {number} là ảnh quét khó đọc (độ tin cậy {confidence}); hãy đối chiếu bản gốc.")
        else:
            continue
        warnings.append(said.format(number=page.number, confidence=f"{page.confidence or 0:.0%}"))
    return warnings
