"""The search page: a question, its answers as cards, and what to do when there are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import partial

import streamlit as st

from app.language import _
from app.pages.address import asked, keep, select
from app.pages.collecting import add_to_collection, keep_collection
from app.pages.first_run import show_first_run
from app.pages.saved_searches import as_filters, asked_filters, offer_to_save, saved, show_saved
from app.pages.waiting import wait_for_index
from app.session import workspace
from app.terms import LEVELS
from app.web import plain, show_component
from corpus.citing.citation import cite_clause, cite_document
from corpus.citing.status import NEEDS_CARE
from corpus.errors import InvalidQueryError
from corpus.store import Store
from corpus.store.workspace import SavedSearch
from search import Filters, QueryAnalysis, Result, Searcher
from search.filters import Facets

_EXAMPLES = (
    "Ai chủ trì phát triển nhà ở xã hội?",
    "Chỉ tiêu tham gia bảo hiểm y tế đến năm 2030",
    "Mức hỗ trợ sửa chữa nhà ở",
    "thoi han gui bao cao hang nam",
)


def show(store: Store, searcher: Searcher) -> None:
    """Show the page for what the address asks (`?q=`, the filters, `literal=1`), or an empty one."""
    st.title(_("Điều khoản"))
    st.caption(_("Tìm điều khoản trong văn bản chỉ đạo, điều hành; xem tại chỗ; lấy trích dẫn đúng thể thức."))
    if not store.count() or asked("report"):
        show_first_run()
        return
    question = asked("q").strip()
    show_component("ask", {"question": question}, on_asked_change=_ask)
    if not question:
        st.query_params.clear()
        st.write(_("Ví dụ:"))
        for example in _EXAMPLES:
            st.button(example, on_click=partial(keep, q=example))
        show_saved(store, searcher)
        return
    filters, above = as_filters(asked_filters()), st.container()
    wait_for_index(searcher)
    try:
        with st.spinner(_("Đang tìm …")):
            response = searcher.search(question, filters=filters, literal=asked("literal") == "1")
    except InvalidQueryError:
        st.warning(_("Câu hỏi trống hoặc quá dài. Hãy hỏi trong một câu, dưới 2.000 ký tự."))
        return
    with above:
        _show_filters(filters, response.facets)
    _show_reading(response.analysis)
    reference = response.analysis.reference
    if reference and not reference.stored:
        name = " ".join(filter(None, (reference.number, reference.title)))
        st.warning(_("Văn bản {name} chưa có trong kho: tải lên hoặc dán địa chỉ.").format(name=plain(name)))
    known = saved(question, asked_filters())
    if response.results or known:
        offer_to_save(question, response.results, known)
    if response.results:
        _show_answers(store, question, response.results, known)
        return
    st.info(
        _(
            "Không tìm thấy điều khoản phù hợp. Hãy dùng từ khác, bớt điều kiện lọc, hoặc nạp thêm văn bản về nội dung này."
        )
    )
    if response.near:
        with st.expander(_("Các điều khoản gần nhất, chưa chắc trả lời câu hỏi")):
            _show_answers(store, question, response.near, None)


def _ask() -> None:
    question = st.session_state.ask.asked.strip()
    keep(q=question, literal=None)
    if question:
        workspace().remember(question)


def _show_filters(filters: Filters, facets: Facets) -> None:
    """The filters to choose from, each value with the number of documents (of clauses, for the level) that it leaves."""
    names = {
        "type": _("Loại văn bản"),
        "issuer": _("Cơ quan ban hành"),
        "year": _("Năm"),
        "status": _("Tình trạng"),
        "document": _("Văn bản"),
        "level": _("Cấp"),
    }
    folder = st.expander(_("Lọc kết quả"), filters != Filters(), key="filters", on_change="rerun")
    if not folder.open:
        return  # six lists that nobody looks at would cost as much as the answers
    with folder:
        columns = st.columns(3)
        for at, (name, label) in enumerate(names.items()):
            counts = facets[name]
            values = sorted(counts, reverse=True) if name == "year" else list(counts)
            if asked(name) and asked(name) not in counts:
                values.append(asked(name))  # nothing is left of it: it says so, and can be taken away
            with columns[at % len(columns)]:
                select(label, values, name, partial(_counted, counts), _("Tất cả"))


def _counted(counts: Mapping[str, int], value: str) -> str:
    return f"{_(LEVELS.get(value, value))} ({counts.get(value, 0)})"


def _show_reading(analysis: QueryAnalysis) -> None:
    """Say what is searched for where that is not what is typed, and offer the other way."""
    if not analysis.changed and not analysis.literal:
        return
    left, right = st.columns([5, 2], vertical_alignment="center")
    if analysis.literal:
        left.text(_("Đang tìm đúng như đã gõ."))
        right.button(_("Tìm theo cách hiểu câu hỏi"), on_click=partial(keep, literal=None), type="tertiary")
    else:
        left.text(_("Đã hiểu là: {question}").format(question=analysis.likeliest))
        right.button(_("Tìm đúng như đã gõ"), on_click=partial(keep, literal=1), type="tertiary")


def _show_answers(store: Store, question: str, results: Sequence[Result], known: SavedSearch | None) -> None:
    """Cards; where the search is a saved one, what it did not find before comes first."""
    if known:
        results = sorted(results, key=lambda result: result.clause_id in known.seen)
    wrong = workspace().wrong(question)
    show_component(
        "answers",
        {"query": question, "results": [_card(store, result, wrong, known) for result in results]},
        on_added_change=lambda: add_to_collection(store, st.session_state.answers.added),
        on_judged_change=lambda: workspace().judge(question, *st.session_state.answers.judged),
    )
    keep_collection()


def _card(store: Store, result: Result, wrong: Set[str], known: SavedSearch | None) -> dict[str, object]:
    document, clause = store.clause(result.clause_id)
    return {
        "rank": result.rank,
        "clause_id": result.clause_id,
        "label_path": result.label_path,
        "document": cite_document(document),
        "status": f"({_(document.status)})" if document.status in NEEDS_CARE else None,
        "text": result.text,
        "quotation": document.quotation(clause),
        "highlights": result.highlights,
        "sentence": result.sentence,
        "repeats": [_named(store, also.clause_id) for also in result.also if also.reason == "repeats"],
        "citation": result.citation,
        "fit": _fit(result.score),
        "wrong": result.clause_id in wrong,
        "new": known is not None and result.clause_id not in known.seen,
    }


def _named(store: Store, clause_id: str) -> dict[str, str]:
    document, clause = store.clause(clause_id)
    return {"clause_id": clause_id, "name": cite_clause(document, clause, "later")}


def _fit(score: float) -> str:
    """A score as a word."""
    return _("Rất phù hợp") if score >= 0.75 else _("Phù hợp") if score >= 0.5 else _("Liên quan")
