"""The map of documents as a drawing for Graphviz: what is rested on at the left, what rests on it to the right; each box and arrow is a link."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import graphviz

from app.language import N_
from app.pages.map_text import Link, day, name_of, relation_label, shortened
from corpus.citing.status import CHANGES
from corpus.overviews.document_map import REFERS, DocumentMap, Edge, Known, Node
from ingest.references.relations import ISSUES

#: Relations drawn with a thin line: they only name the other document.
_MENTIONS = frozenset({REFERS, ISSUES})
#: Shape and line say what is known of a document and what an arrow does; colours are the page's own.
_BOXES: dict[Known, dict[str, str]] = {
    "stored": {"shape": "box", "style": "filled"},
    "catalogue": {"shape": "box", "style": "filled,rounded,dashed"},
    "mentioned": {"shape": "ellipse", "style": "filled,dotted", "margin": "0,0"},
}
LEGEND = N_(
    "Khung liền: văn bản trong kho. Khung bo góc, nét đứt: chưa có trong kho, có trong danh mục. Hình bầu dục, nét chấm: chỉ được nêu trong văn bản khác. "
    "Khung kép: văn bản ở giữa sơ đồ. Mũi tên đi tới văn bản được căn cứ, thực hiện; nét đậm có vạch chặn: sửa đổi, thay thế, bãi bỏ; nét chấm: dẫn chiếu, "
    "ban hành kèm theo. “×3”: nêu ở ba chỗ. Chọn một văn bản hoặc một mũi tên để xem chi tiết."
)


def drawing(shown: DocumentMap, link: Link, focus: str | None, chosen: tuple[str, ...]) -> graphviz.Digraph:
    """The drawing of `shown`, with `focus` in a double frame and what is `chosen` (one id, or the two of an arrow) in bold lines.

    `link` gives the address that a box (`node=ID`) or an arrow (`edge="SOURCE,TARGET"`) opens. What is to be seen first has the class `shown`;
    `shown` holds a document at least.
    """
    graph = graphviz.Digraph(
        graph_attr={"rankdir": "RL", "bgcolor": "transparent", "nodesep": "0.12", "ranksep": "0.2"},
        node_attr={"fontname": "Arial", "fontsize": "9", "fillcolor": "#80808018", "margin": "0.08,0.05"},
        edge_attr={"fontname": "Arial", "fontsize": "10", "arrowsize": "0.7"},
    )
    first = chosen or (focus or shown.nodes[0].id,)
    # Ids of documents are no names in the drawing: there a colon would name a port.
    names = {node.id: f"n{at}" for at, node in enumerate(shown.nodes)}
    for node in shown.nodes:
        graph.node(
            names[node.id], _plain(_label(node)), **_opens(link(node=node.id), name_of(node)), **_BOXES[node.known],
            peripheries="2" if node.id == focus else "1", penwidth="3" if (node.id,) == chosen else "1",
            **_first((node.id,) == first),
        )  # fmt: skip
    for (source, target), edges in shown.pairs().items():
        between = f"{name_of(shown.node(source))} → {name_of(shown.node(target))}"
        graph.edge(
            names[source], names[target], _plain("\n".join(map(relation_label, edges))),
            **_opens(link(edge=f"{source},{target}"), between), **_line(edges, (source, target) == chosen),
            **_first((source, target) == first),
        )  # fmt: skip
    return graph


def _first(first: bool) -> dict[str, str]:
    return {"class": "shown"} if first else {}


def _line(edges: Sequence[Edge], chosen: bool) -> dict[str, str]:
    if any(edge.relation in CHANGES for edge in edges):
        return {"style": "solid", "arrowhead": "normaltee", "penwidth": "4" if chosen else "1.5"}
    only_named = all(edge.relation in _MENTIONS for edge in edges)
    return {"style": "dotted" if only_named else "solid", "penwidth": "3" if chosen else "1"}


def _opens(address: str, words: str) -> dict[str, str]:
    tip = _plain(words.replace("\\", r"\\"))  # Graphviz undoes backslashes twice in tooltips
    return {"URL": _plain(address), "target": "_self", "tooltip": tip, "labeltooltip": tip}


def _label(node: Node) -> str:
    lines = (node.number, node.type) if node.number else (shortened(name_of(node), 38),)
    return "\n".join(filter(None, (*lines, day(node.issued_on))))


def _plain(text: str) -> str:
    r"""`text` as it stands: Graphviz would read `\N`, `&lt;` and `<b>` in it."""
    return escape(text, quote=False).replace("\\", r"\\")
