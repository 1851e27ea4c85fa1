"""The search page: a question, its answers as cards, and what to do when there are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from app.web import show_component
from corpus.citation import cite_clause, cite_document
from corpus.errors import InvalidQueryError
from corpus.store import Store
from search import Filters, QueryAnalysis, Result, Searcher

_EXAMPLES = (
    "Ai chủ trì phát triển nhà ở xã hội?",
    "Chỉ tiêu tham gia bảo hiểm y tế đến năm 2030",
    "Mức hỗ trợ sửa chữa nhà ở",
    "thoi han gui bao cao hang nam",
)

_FILTERS = {"type": "Loại văn bản", "issuer": "Cơ quan ban hành", "year": "Năm", "document": "Văn bản", "level": "Cấp"}
_LEVELS = {
    "part": "Phần",
    "chapter": "Chương",
    "section": "Mục",
    "subsection": "Tiểu mục",
    "article": "Điều",
    "clause": "Khoản",
    "point": "Điểm",
    "alpha": "A.",
    "roman": "I.",
    "arabic": "1.",
    "decimal": "1.1.",
    "letter": "a)",
    "dash": "Gạch đầu dòng",
    "plus": "Dấu cộng",
    "paragraph": "Đoạn",
    "table": "Bảng",
    "appendix": "Phụ lục",
    "attachment": "Văn bản kèm theo",
}


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
    filters = _chosen_filters(searcher)
    try:
        with st.spinner("Đang tìm …"):
            literal = st.session_state.get("literal") == question
            response = searcher.search(question, filters=filters, literal=literal)
    except InvalidQueryError:
        st.warning("Câu hỏi trống hoặc quá dài. Hãy hỏi trong một câu, dưới 2.000 ký tự.")
        return
    _show_reading(question, response.analysis)
    reference = response.analysis.reference
    if reference and not reference.stored:
        name = " ".join(filter(None, (reference.number, reference.title)))
        st.warning(f"Văn bản {name} chưa có trong kho: tải lên hoặc dán địa chỉ.")
    if response.results:
        show_component("answers", {"query": question, "results": _cards(store, response.results)})
        return
    st.info(
        "Không tìm thấy điều khoản phù hợp. Hãy dùng từ khác, bớt điều kiện lọc, hoặc nạp thêm văn bản về nội dung này."
    )
    if response.near:
        with st.expander("Các điều khoản gần nhất, chưa chắc trả lời câu hỏi"):
            show_component("answers", {"query": question, "results": _cards(store, response.near)})


def _chosen_filters(searcher: Searcher) -> Filters:
    """The filters that the user set, each value with the number of documents (of clauses, for the level) that it leaves."""
    chosen = {name: st.session_state.get(f"filter-{name}") for name in _FILTERS}
    year = chosen.pop("year")
    filters = Filters(**chosen, issued_from=year and f"{year}-01-01", issued_to=year and f"{year}-12-31")
    facets = searcher.facets(filters)
    with st.expander("Lọc kết quả", expanded=filters != Filters()):
        for column, (name, label) in zip(st.columns(len(_FILTERS)), _FILTERS.items(), strict=True):
            values = sorted(facets[name], reverse=True) if name == "year" else list(facets[name])
            column.selectbox(
                label,
                values,
                index=None,
                key=f"filter-{name}",
                placeholder="Tất cả",
                format_func=partial(_counted, facets[name]),
            )
    return filters


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


def _counted(counts: Mapping[str, int], value: str) -> str:
    return f"{_LEVELS.get(value, value)} ({counts.get(value, 0)})"


def _cards(store: Store, results: Sequence[Result]) -> list[dict[str, object]]:
    return [
        {
            "rank": result.rank,
            "clause_id": result.clause_id,
            "label_path": result.label_path,
            "document": cite_document(store.document(result.document_id)),
            "text": result.text,
            "highlights": result.highlights,
            "sentence": result.sentence,
            "repeats": [_named(store, also.clause_id) for also in result.also if also.reason == "repeats"],
            "citation": result.citation,
            "fit": _fit(result.score),
        }
        for result in results
    ]


def _named(store: Store, clause_id: str) -> dict[str, str]:
    document, clause = store.clause(clause_id)
    return {"clause_id": clause_id, "name": cite_clause(document, clause, "later")}


def _fit(score: float) -> str:
    """A score as a word."""
    return "Rất phù hợp" if score >= 0.75 else "Phù hợp" if score >= 0.5 else "Liên quan"
