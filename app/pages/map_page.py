"""The map of documents: what rests on what, drawn and as a list; each arrow and each line opens the clauses that make it."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from app.language import N_, _
from app.pages.address import keep
from app.pages.map_drawing import LEGEND, drawing
from app.pages.map_text import about_edges, about_node, chains, day, loose, name_of
from app.web import plain, show_style
from corpus.overviews.chains import document_map
from corpus.overviews.document_map import REFERS, DocumentMap, Node
from corpus.store import Store
from search import Searcher

#: In the address: the whole map instead of the surroundings of one document.
_ALL = "all"
_DEPTHS = (1, 2, 3)
#: Whether documents that are not stored are drawn: the words for it, and how many documents must name one.
_UNSTORED: dict[str, tuple[str, int | None]] = {
    "all": (N_("Vẽ tất cả"), 0), "shared": (N_("Vẽ nếu từ hai văn bản nêu"), 2), "none": (N_("Không vẽ"), None),
}  # fmt: skip


def show(store: Store, searcher: Searcher) -> None:
    """Show the part of the map that the address names, and what is chosen on it.

    The address holds `document`, `depth`, `relation`, `type`, `from`, `to`, `unstored`; and `node=ID` or `edge=SOURCE,TARGET`.
    """
    show_style("map")
    st.title(_("Sơ đồ văn bản"))
    st.caption(
        _("Văn bản nào căn cứ, thực hiện, sửa đổi văn bản nào; mỗi mũi tên dẫn tới các điều khoản nêu quan hệ đó.")
    )
    with st.spinner(_("Đang lập sơ đồ …")):
        whole = _whole(store, store.corpus_hash())
    if not whole.edges:
        st.info(
            _(
                "Trong kho chưa có văn bản nào nêu văn bản khác. Hãy nạp thêm văn bản bằng lệnh `dieukhoan ingest THƯ_MỤC`."
            )
        )
        return
    focus, depth = _chosen_document(whole)
    filtered = _filtered(whole, focus)
    shown = filtered.around(focus, depth) if focus else filtered.tied()
    if focus and not shown.edges:
        st.info(
            _(
                "Văn bản này không gắn với văn bản nào khác theo điều kiện đã chọn. Hãy chọn thêm quan hệ hoặc bớt điều kiện lọc."
            )
        )
    elif not shown.edges:
        st.info(_("Không có văn bản nào phù hợp. Hãy bớt điều kiện lọc."))
    else:
        _show_drawing(store, shown, focus)
    st.header(_("Dạng danh sách"), anchor=False)
    st.html(chains(shown, focus, depth, _link))
    apart = () if focus else [node for node in filtered.loose() if node.known == "stored"]
    if apart:
        st.html(loose(store, apart))


def _show_drawing(store: Store, shown: DocumentMap, focus: str | None) -> None:
    asked = st.query_params.get("edge", st.query_params.get("node"))
    chosen = tuple(asked.split(",")) if asked else ()
    details, place = st.columns([2, 5]) if chosen else (None, st.container())
    if details:
        with details:
            _show_chosen(store, shown, chosen)
    said = _("Sơ đồ {n} văn bản, {arrows} mũi tên; nội dung có ở mục Dạng danh sách")
    place.graphviz_chart(
        drawing(shown, _link, focus, chosen), alt=said.format(n=len(shown.nodes), arrows=len(shown.pairs()))
    )
    place.caption(_(LEGEND))


@st.cache_resource(max_entries=2, show_spinner=False)
def _whole(_store: Store, corpus: str) -> DocumentMap:
    """The map of the store, made anew when the documents are others."""
    return document_map(_store)


def _chosen_document(whole: DocumentMap) -> tuple[str | None, int]:
    """The document in the middle, None for the whole map, and how many steps away from it is shown; kept in the address."""
    nodes = {node.id: node for node in (*whole.tied().nodes, *whole.loose())}
    order = sorted(nodes.values(), key=lambda node: (node.known != "stored", name_of(node)))
    asked = st.query_params.get("document", _most_tied(whole))
    if asked != _ALL and asked not in nodes:
        said = _(
            "Không có văn bản “{name}” trên sơ đồ. Hãy chọn văn bản khác, hoặc nạp văn bản đó rồi mở lại liên kết này."
        )
        st.warning(said.format(name=plain(asked[:120])))
        asked = _most_tied(whole)
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    options = [_ALL, *(node.id for node in order)]
    document = left.selectbox(
        _("Văn bản ở giữa sơ đồ"), options, options.index(asked), key="map-document",
        format_func=lambda option: _("Tất cả văn bản") if option == _ALL else _listed(nodes[option]),
    )  # fmt: skip
    steps = st.query_params.get("depth", "")
    depth = right.selectbox(
        _("Số bước"), _DEPTHS, _DEPTHS.index(int(steps)) if steps in ("1", "2", "3") else 1, key="map-depth",
        disabled=document == _ALL,
    )  # fmt: skip
    keep(document=document, depth=depth)
    return (None if document == _ALL else document), depth


def _filtered(whole: DocumentMap, focus: str | None) -> DocumentMap:
    """The part of the map that the filters leave; they are kept in the address."""
    relations = sorted({edge.relation for edge in whole.edges})
    types = sorted({node.type for node in whole.nodes if node.type})
    years = sorted({node.year for node in whole.nodes if node.year})
    asked = {name: st.query_params.get_all(name) for name in ("relation", "type", "from", "to", "unstored")}
    with st.expander(_("Lọc sơ đồ"), expanded=any(asked[name] for name in ("relation", "type", "from", "to"))):
        columns = [*st.columns(2), *st.columns([1, 1, 2])]
        relation = columns[0].multiselect(
            _("Quan hệ"), relations, [r for r in asked["relation"] if r in relations], key="map-relation",
            placeholder=_("Tất cả, trừ dẫn chiếu"), format_func=_,
        )  # fmt: skip
        kinds = columns[1].multiselect(
            _("Loại văn bản"), types, [t for t in asked["type"] if t in types], key="map-type", placeholder=_("Tất cả"),
            format_func=_,
        )  # fmt: skip
        first, last = (
            column.selectbox(
                label, years, next((years.index(y) for y in years if [str(y)] == asked[name]), None), key=f"map-{name}",
                placeholder=_("Tất cả"),
            )
            for column, label, name in zip(columns[2:4], (_("Từ năm"), _("Đến năm")), ("from", "to"), strict=True)
        )  # fmt: skip
        usual = "all" if focus else "none"
        unstored = columns[4].selectbox(
            _("Văn bản chưa có trong kho"), list(_UNSTORED), list(_UNSTORED).index(next((u for u in asked["unstored"] if u in _UNSTORED), usual)),
            key=f"map-unstored-{usual}", format_func=lambda choice: _(_UNSTORED[choice][0]),
        )  # fmt: skip
    named = {"from": first, "to": last, "unstored": unstored if unstored != usual else None}
    keep(relation=relation, type=kinds, **named)
    return whole.only(
        relations=relation or [name for name in relations if name != REFERS],
        types=kinds or None,
        years=(first or years[0], last or years[-1]) if first or last else None,
        named_by=_UNSTORED[unstored][1],
        always=focus,
    )


def _most_tied(whole: DocumentMap) -> str:
    """The stored document with the most lines."""
    ends = [end for edge in whole.edges if edge.relation != REFERS for end in (edge.source, edge.target)]
    stored = [node.id for node in whole.nodes if node.known == "stored"]
    return max(stored, key=lambda node_id: (ends.count(node_id), node_id))


def _listed(node: Node) -> str:
    return f"{name_of(node)} ({day(node.issued_on)})" if node.issued_on else name_of(node)


def _show_chosen(store: Store, shown: DocumentMap, chosen: tuple[str, ...]) -> None:
    """Show what makes the box or the arrow that the address names."""
    nodes = {node.id: node for node in shown.nodes}
    if len(chosen) == 1 and chosen[0] in nodes:
        st.html(about_node(store, nodes[chosen[0]], _link))
    elif len(chosen) == 2 and (edges := shown.pairs().get((chosen[0], chosen[1]))):
        st.html(about_edges(store, nodes[chosen[0]], nodes[chosen[1]], edges))
    else:
        st.info(_("Phần đã chọn không có trên sơ đồ theo điều kiện này. Hãy chọn phần khác hoặc bớt điều kiện lọc."))


def _link(**to: str) -> str:
    """The address of this page with `document`, `node` or `edge` as given, and with the filters as they are."""
    kept = {name: st.query_params.get_all(name) for name in st.query_params if name not in ("node", "edge")}
    return "?" + urlencode(kept | to, doseq=True, safe=",")
