"""One document: its outline, its text, and the clause asked for, marked and in view."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import streamlit as st

from app.web import plain, show_component
from corpus.casing import sentence_case
from corpus.citation import cite_clause, cite_document, label_path, short_name
from corpus.document import FRAME_LEVELS, Clause, Document
from corpus.errors import UnknownIdError
from corpus.links import changes_by_clause
from corpus.store import Store
from search import QueryAnalysis, analyse, highlights

_HEAD_LEVELS = frozenset(
    {"part", "chapter", "section", "subsection", "article", "alpha", "roman", "appendix", "attachment"}
)


def show(store: Store, clause_id: str) -> None:
    """Show the document of `clause_id`, scrolled to that clause; an unknown id says what to do."""
    question = st.query_params.get("q", "")
    st.markdown(f"[← Tìm kiếm](?q={quote(question)})" if question else "[← Tìm kiếm](?)")
    try:
        document, clause = store.clause(clause_id)
    except UnknownIdError:
        nearest = _nearest(store, clause_id)
        if nearest is None:
            st.error(
                f"Không có điều khoản “{clause_id[:120]}” trong kho. Hãy tìm lại bằng câu hỏi, hoặc nạp văn bản đó rồi mở lại liên kết này."
            )
            return
        document, clause = nearest
        if clause_id != document.id:  # a link to the whole document opens it at its beginning
            st.warning(
                f"Không còn điều khoản “{clause_id[:120]}”; đang mở điều khoản gần nhất: {label_path(document, clause)}."
            )
    st.markdown(f"#### {plain(cite_document(document))}")
    st.markdown(_status(store, document))
    kept_out = {gap.start for gap in document.discarded if gap.reason == "unreadable page"}
    for page in document.pages:
        if not page.readable and page.start < page.end and page.start not in kept_out:
            st.warning(f"Trang {page.number} rất khó đọc; chữ của trang được giữ lại, hãy đối chiếu bản gốc.")
        elif not page.readable:
            st.warning(f"Trang {page.number} không đọc được; hãy xem bản gốc.")
        elif page.confidence is not None and page.confidence < _SURE:
            st.warning(
                f"Trang {page.number} là ảnh quét khó đọc (độ tin cậy {page.confidence:.0%}); hãy đối chiếu bản gốc."
            )
    show_component("reader", _data(store, document, clause, question))


#: So many documents that change this one are named beside its status, so many characters of a clause preview it.
_ACTORS, _PREVIEW = 3, 160
_CHANGED = {
    "sửa đổi, bổ sung": "Được sửa đổi, bổ sung tại",
    "điều chỉnh, bổ sung": "Được điều chỉnh, bổ sung tại",
    "thay thế": "Bị thay thế tại",
    "bãi bỏ": "Bị bãi bỏ tại",
}
#: Below this mean confidence of the recogniser a page is announced as doubtful.
_SURE = 0.8


def _nearest(store: Store, clause_id: str) -> tuple[Document, Clause] | None:
    """The closest enclosing clause that exists, else the document's first clause; None without the document."""
    name = clause_id.split("/")[0]
    try:
        document = store.document(name)
    except UnknownIdError:
        return None
    while "/" in clause_id:
        clause_id = clause_id.rsplit("/", 1)[0]
        if found := document.clause(clause_id):
            return document, found
    return document, document.clauses[0]


def _status(store: Store, document: Document) -> str:
    """The status as Markdown, with links to the clauses that say so."""
    found = store.status(document)
    said: dict[str, str] = {}
    for change in found.evidence:
        if change.actor not in said:
            name = plain(short_name(store.document(change.actor)))
            said[change.actor] = f"[{name}](?clause={quote(change.clause_id, safe='/~')})"
    by = f" ({', '.join(list(said.values())[:_ACTORS])})" if said else ""
    return f"Tình trạng hiệu lực theo các văn bản trong kho: **{found.status}**{by}"


def _links(store: Store, document: Document) -> dict[str, list[dict[str, Any]]]:
    """The references of each clause, with offsets into its text: what they open, or that it is not stored."""
    links: dict[str, list[dict[str, Any]]] = {}
    for resolved in store.references_of(document):
        reference = resolved.reference
        clause = document.clause(reference.clause_id)
        if clause is None:
            continue
        own = document.clause(reference.target_clause_id or "")
        meant = " ".join(own.text.split())[:_PREVIEW] if own else resolved.title
        opens = (reference.target_clause_id or reference.document_id) if resolved.stored else None
        if opens == document.id:
            continue  # the document that is being read
        links.setdefault(clause.id, []).append(
            {
                "start": reference.start - clause.start,
                "end": reference.end - clause.start,
                "opens": opens,
                "title": meant if opens else ": ".join(filter(None, ("Chưa có trong kho", meant))),
            }
        )
    return links


def _amendments(store: Store, document: Document) -> dict[str, list[dict[str, str]]]:
    """For each changed clause what changes it: the clause's citation, its words and its id."""
    shown: dict[str, list[dict[str, str]]] = {}
    for clause_id, changes in changes_by_clause(store.changes(document), document).items():
        for change in changes:
            acting, clause = store.clause(change.clause_id)
            shown.setdefault(clause_id, []).append(
                {
                    "opens": clause.id,
                    "relation": _CHANGED[change.relation],
                    "citation": cite_clause(acting, clause, "later"),
                    "quotation": acting.quotation(clause),
                }
            )
    return shown


def _data(store: Store, document: Document, target: Clause, question: str) -> dict[str, Any]:
    analysis = analyse(question) if question.strip() else None
    marks = re.findall(r"(\d{1,9})-(\d{1,9})", st.query_params.get("mark", ""))
    links, amendments = _links(store, document), _amendments(store, document)
    return {
        "target": target.id,
        "clauses": [
            {
                "id": clause.id,
                "text": clause.text,
                "kind": _kind(clause),
                "depth": len(document.ancestors(clause)),
                "outline": _outline(clause),
                "path": label_path(document, clause),
                "citation": cite_clause(document, clause),
                "quotation": document.quotation(clause),
                "highlights": _highlights(clause, analysis, marks) if clause.id == target.id else [],
                "links": links.get(clause.id, []),
                "amendments": amendments.get(clause.id, []),
                "doubts": [[s.start - clause.start, s.end - clause.start] for s in document.doubtful(clause)],
            }
            for clause in document.clauses
        ],
    }


def _highlights(
    clause: Clause, analysis: QueryAnalysis | None, marks: Sequence[tuple[str, str]]
) -> list[tuple[int, int]]:
    """What is marked in `clause`: the stretches of the document that the address names (`?mark=120-135`), else what answers the question."""
    named = [(int(start) - clause.start, int(end) - clause.start) for start, end in marks]
    if within := [(start, end) for start, end in named if 0 <= start < end <= len(clause.text)]:
        return within
    return highlights(clause.text, analysis) if analysis else []


def _kind(clause: Clause) -> str:
    if clause.level in FRAME_LEVELS:
        return "frame"
    if clause.level == "table":
        return "table"
    return "head" if clause.level in _HEAD_LEVELS and clause.is_heading_only else "body"


def _outline(clause: Clause) -> str | None:
    """The clause's line in the outline, or None for what the outline leaves out: dashes, paragraphs, the frame."""
    if clause.label is None or clause.level in ("dash", "plus"):
        return None
    title = sentence_case(clause.heading) if clause.heading else " ".join(clause.text.split())[:60] + "…"
    if clause.heading is None:
        return title
    title = title[:1].upper() + title[1:]
    dot = "" if clause.level in ("article", "chapter", "section", "part", "appendix", "attachment") else "."
    return f"{clause.label}{dot or ':'} {title}"[:120]
