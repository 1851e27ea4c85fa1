"""Two documents side by side, or what several say to a question, with what differs marked and files to save."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import IO

import streamlit as st

from app.exports import comparison_docx, comparison_xlsx
from app.language import N_, _
from app.pages.address import asked, keep, place
from app.pages.map_text import shortened
from app.side_by_side import ADDED, NOT_TAKEN_UP, NOTHING, Cell, SideRow, side_by_side
from app.web import show_component
from corpus.citing.citation import cite_document, label_path
from corpus.errors import InvalidQueryError
from corpus.store import Store
from corpus.store.summaries import DocumentSummary
from search import Searcher
from search.comparison.comparing import Row

_MODES = (N_("Hai văn bản"), N_("Theo câu hỏi"))
#: What is shown of a comparison, by its name in the address.
_SHOWN: dict[str, tuple[str, Callable[[SideRow], bool]]] = {
    "": (N_("Tất cả"), lambda row: True),
    "khac-biet": (N_("Chỉ khác biệt"), lambda row: row.differs and row.a is not None and row.b is not None),
    "chua-cu-the-hoa": (N_("Chưa được cụ thể hóa"), lambda row: row.b is None),
    "chi-van-ban-hai": (N_("Chỉ có ở văn bản thứ hai"), lambda row: row.a is None),
}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(store: Store, searcher: Searcher) -> None:
    """Show the page for the address: `?a=…&b=…` and `?show=`, or `?question=` and `?documents=` (ids with commas between them)."""
    st.title(_("So sánh"))
    st.caption(_("Đối chiếu từng điều khoản của hai văn bản, hoặc xem mỗi văn bản quy định thế nào về một nội dung."))
    documents = {summary.id: summary for summary in store.documents()}
    if len(documents) < 2:
        st.info(_("Cần ít nhất hai văn bản trong kho để so sánh. Hãy nạp thêm bằng lệnh `dieukhoan ingest THƯ_MỤC`."))
        return
    asked = "question" in st.query_params
    mode = st.radio(
        _("Cách so sánh"), _MODES, int(asked), format_func=_, horizontal=True, key="compare-mode",
        label_visibility="collapsed",
    )  # fmt: skip
    if mode == _MODES[0]:
        _show_two(store, searcher, documents)
    else:
        _show_answers(store, searcher, documents)


def _show_two(store: Store, searcher: Searcher, documents: dict[str, DocumentSummary]) -> None:
    chosen = []
    labels = _("Văn bản thứ nhất (cấp trên hoặc bản cũ)"), _("Văn bản thứ hai")
    for column, name, label in zip(st.columns(2), ("a", "b"), labels, strict=True):
        chosen.append(
            column.selectbox(
                label, list(documents), place(list(documents), asked(name)), key=f"compare-{name}",
                format_func=lambda key: _name(documents[key]), placeholder=_("Chọn văn bản"),
            )
        )  # fmt: skip
    first, second = chosen
    shown = st.radio(
        _("Hiển thị"), list(_SHOWN), place(list(_SHOWN), asked("show")) or 0, horizontal=True,
        format_func=lambda key: _(_SHOWN[key][0]), key="compare-show",
    )  # fmt: skip
    keep(a=first, b=second, show=shown, question=None, documents=None)
    if not first or not second:
        st.info(
            _(
                "Hãy chọn hai văn bản. Với một kế hoạch và văn bản mà nó thực hiện, chọn văn bản cấp trên làm văn bản thứ nhất."
            )
        )
        return
    if first == second:
        st.warning(_("Hai bên là cùng một văn bản. Hãy chọn văn bản khác ở một bên."))
        return
    with st.spinner(_("Đang so sánh …")):
        rows = _compared(store, searcher, first, second, store.corpus_hash())
    titles = cite_document(store.document(first)), cite_document(store.document(second))
    alone = sum(row.b is None for row in rows), sum(row.a is None for row in rows)
    differing = sum(_SHOWN["khac-biet"][1](row) for row in rows)
    said = _(
        "{pairs} cặp điều khoản tương ứng, trong đó {differing} cặp có khác biệt; {first} điều khoản chỉ có ở văn bản "
        "thứ nhất, {second} chỉ có ở văn bản thứ hai."
    )
    st.write(said.format(pairs=len(rows) - sum(alone), differing=differing, first=alone[0], second=alone[1]))
    left = [row for row in rows if _SHOWN[shown][1](row)]
    _downloads(
        f"so-sanh_{first}_{second}",
        partial(comparison_docx.write_comparison, titles=titles, rows=left),
        partial(comparison_xlsx.write_comparison, titles=titles, rows=left),
    )
    if not left:
        st.info(_("Không có điều khoản nào như vậy."))
        return
    show_component("compare", {"titles": titles, "titled": "vi", "rows": [_data(row) for row in left]})


def _show_answers(store: Store, searcher: Searcher, documents: dict[str, DocumentSummary]) -> None:
    question = st.text_input(
        _("Câu hỏi"),
        st.query_params.get("question", ""),
        key="compare-question",
        placeholder=_("Ví dụ: mức hỗ trợ sửa chữa nhà ở"),
    ).strip()
    named = [key for key in st.query_params.get("documents", "").split(",") if key in documents]
    chosen = st.multiselect(
        _("Văn bản (để trống: tất cả)"), list(documents), named, key="compare-documents", placeholder=_("Tất cả"),
        format_func=lambda key: _name(documents[key]),
    )  # fmt: skip
    keep(question=question, documents=",".join(chosen), a=None, b=None, show=None)
    if not question:
        st.query_params["question"] = ""
        return
    try:
        with st.spinner(_("Đang tìm …")):
            answers = searcher.compare_on(question, chosen)
    except InvalidQueryError:
        st.warning(_("Câu hỏi quá dài. Hãy hỏi trong một câu, dưới 2.000 ký tự."))
        return
    rows = [(cite_document(store.document(row.document_id)), row) for row in answers]
    found = sum(row.clause_id is not None for row in answers)
    st.write(_("{found} trong {n} văn bản có quy định.").format(found=found, n=len(rows)))
    _downloads(
        "so-sanh-theo-cau-hoi",
        partial(comparison_docx.write_answers, question=question, rows=rows),
        partial(comparison_xlsx.write_answers, question=question, rows=rows),
    )
    titles = _("Văn bản"), _("Nội dung quy định")
    show_component("compare", {"titles": titles, "rows": [_answer(store, name, row) for name, row in rows]})


@st.cache_data(max_entries=8, show_spinner=False)
def _compared(_store: Store, _searcher: Searcher, first: str, second: str, corpus: str) -> list[SideRow]:
    """The rows of a comparison, kept until the store changes (`corpus`: its hash)."""
    return side_by_side(_store, _searcher.compare(first, second))


def _downloads(name: str, word: Callable[[IO[bytes]], None], book: Callable[[IO[bytes]], None]) -> None:
    left, right = st.columns([1, 1, 3])[:2]
    left.download_button(_("Tải DOCX"), partial(_written, word), f"{name}.docx", _WORD, width="stretch")
    right.download_button(_("Tải XLSX"), partial(_written, book), f"{name}.xlsx", _BOOK, width="stretch")


def _written(write: Callable[[IO[bytes]], None]) -> bytes:
    target = BytesIO()
    write(target)
    return target.getvalue()


def _data(row: SideRow) -> dict[str, object]:
    return {
        "a": _cell(row.a, _(ADDED)),
        "b": _cell(row.b, _(NOT_TAKEN_UP)),
        "changes": [{"name": _(change.name), "values": change.line(_)} for change in row.changes],
        "same": not row.differs,
    }


def _cell(cell: Cell | None, otherwise: str) -> dict[str, object]:
    if cell is None:
        return {"nothing": otherwise}
    return {"clause": cell.clause_id, "place": cell.place, "text": cell.text, "marks": cell.marks}


def _answer(store: Store, name: str, row: Row) -> dict[str, object]:
    found = {"nothing": _(NOTHING)} if row.clause_id is None else _found(store, row.clause_id, row)
    return {"a": {"name": name}, "b": found, "changes": (), "same": False}


def _found(store: Store, clause_id: str, row: Row) -> dict[str, object]:
    return {"clause": clause_id, "place": label_path(*store.clause(clause_id)), "text": row.text, "marks": ()}


def _name(summary: DocumentSummary) -> str:
    name = shortened(summary.name, 90)
    return f"{name} ({summary.issued_on[:4]})" if summary.issued_on else name
