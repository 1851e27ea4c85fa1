"""The search page: a question, its answers as cards, and what to do when there are none."""

from __future__ import annotations

import streamlit as st

from app.web import show_component
from corpus.citation import cite_document
from corpus.errors import InvalidQueryError
from corpus.store import Store
from search import QueryAnalysis, Response, Searcher

_EXAMPLES = (
    "Ai chủ trì phát triển nhà ở xã hội?",
    "Chỉ tiêu tham gia bảo hiểm y tế đến năm 2030",
    "Mức hỗ trợ sửa chữa nhà ở",
    "thoi han gui bao cao hang nam",
)


def show(store: Store, searcher: Searcher) -> None:
    """Show the page for the question in the address (`?q=`), or an empty one."""
    st.title("Điều khoản")
    st.caption("Tìm điều khoản trong văn bản chỉ đạo, điều hành; xem tại chỗ; lấy trích dẫn đúng thể thức.")
    if not store.documents():
        st.info(
            "Kho chưa có văn bản nào. Hãy nạp văn bản bằng lệnh `dieukhoan ingest THƯ_MỤC`, hoặc chạy `make run` để dùng văn bản mẫu."
        )
        return
    if "question" not in st.session_state:
        st.session_state.question = st.query_params.get("q", "")
    with st.form("ask", border=False):
        left, right = st.columns([6, 1], vertical_alignment="bottom")
        left.text_input("Câu hỏi", key="question", placeholder="Gõ câu hỏi, có dấu hoặc không dấu")
        right.form_submit_button("Tìm", type="primary", width="stretch", on_click=_read_again)
    question = st.session_state.question.strip()
    if not question:
        st.query_params.clear()
        st.write("Ví dụ:")
        for example in _EXAMPLES:
            st.button(example, on_click=_ask, args=(example,))
        return
    st.query_params["q"] = question
    try:
        with st.spinner("Đang tìm …"):
            response = searcher.search(question, literal=st.session_state.get("literal") == question)
    except InvalidQueryError:
        st.warning("Câu hỏi trống hoặc quá dài. Hãy hỏi trong một câu, dưới 2.000 ký tự.")
        return
    _show_reading(question, response.analysis)
    if not response.results:
        st.info("Không tìm thấy điều khoản phù hợp. Hãy dùng từ khác, hoặc nạp thêm văn bản về nội dung này.")
        return
    show_component("answers", {"query": question, "results": _cards(store, response)})


def _ask(question: str) -> None:
    st.session_state.question = question


def _show_reading(question: str, analysis: QueryAnalysis) -> None:
    """Say what is searched for where that is not what is typed, and offer the other way."""
    if not analysis.changed and not analysis.literal:
        return
    left, right = st.columns([5, 2], vertical_alignment="center")
    if analysis.literal:
        left.text("Đang tìm đúng như đã gõ.")
        right.button("Tìm theo cách hiểu câu hỏi", on_click=_read_again, type="tertiary")
    else:
        left.text(f"Đã hiểu là: {analysis.likeliest}")
        right.button("Tìm đúng như đã gõ", on_click=_take_literally, args=(question,), type="tertiary")


def _take_literally(question: str) -> None:
    """Search for `question` as it is typed, until another one is asked or this one again."""
    st.session_state.literal = question


def _read_again() -> None:
    st.session_state.pop("literal", None)


def _cards(store: Store, response: Response) -> list[dict[str, object]]:
    return [
        {
            "rank": result.rank,
            "clause_id": result.clause_id,
            "label_path": result.label_path,
            "document": cite_document(store.document(result.document_id)),
            "text": result.text,
            "highlights": result.highlights,
            "citation": result.citation,
            "fit": _fit(result.score),
        }
        for result in response.results
    ]


def _fit(score: float) -> str:
    """A score as a word."""
    return "Rất phù hợp" if score >= 0.75 else "Phù hợp" if score >= 0.5 else "Liên quan"
