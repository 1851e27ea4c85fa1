"""The map of documents in words: its chains as a list, and what makes the box or the arrow that was chosen. `Markup` escapes what documents say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlencode

from markupsafe import Markup

from app.language import N_, _
from corpus.citing.citation import cited_title, clause_path, short_name
from corpus.document import Reference
from corpus.overviews.document_map import DocumentMap, Edge, Known, Node, Step
from corpus.store import Store

Link = Callable[..., str]

_KNOWN: dict[Known, str] = {
    "stored": N_("trong kho"), "catalogue": N_("chưa có trong kho, có trong danh mục"),
    "mentioned": N_("chỉ được nêu trong văn bản khác"),
}  # fmt: skip
#: So much is shown of a clause on either side of the words that name a document.
_CONTEXT = 90
_JOINED = Markup("")


def about_node(store: Store, node: Node, link: Link) -> Markup:
    """What is known of a document, and the links that open it and put it in the middle."""
    title, opened = node.title, Markup("")
    if node.known == "stored":
        document = store.document(node.id)
        title = cited_title(document) if document.title else None
        if document.clauses:
            opened = _anchor(_clause(document.clauses[0].id), _("Mở văn bản")) + Markup(" · ")
    facts = (
        title and title[:1].upper() + title[1:],
        node.issuer,
        _("Ngày ban hành: {day}").format(day=day(node.issued_on)) if node.issued_on else _("Chưa rõ ngày ban hành"),
        _("Hiệu lực: {status}").format(status=_(node.status)) if node.status else None,
        None if node.known == "stored" else _(_KNOWN[node.known]).capitalize(),
    )
    links = opened + _anchor(link(document=node.id), _("Đưa vào giữa sơ đồ"))
    return Markup("<h2>{}</h2>").format(name_of(node)) + _paragraphs((*filter(None, facts), links))


def about_edges(store: Store, source: Node, target: Node, edges: Iterable[Edge]) -> Markup:
    """The clauses that say what one document does with another, each with the words that name it; its link opens it there."""
    groups = (
        Markup("<h3>{}</h3><ol>{}</ol>").format(
            _("{relation} ({n} chỗ)").format(relation=_(edge.relation), n=len(edge.references)),
            _JOINED.join(_place(store, edge, reference) for reference in edge.references),
        )
        for edge in edges
    )
    return Markup("<h2>{} → {}</h2>").format(name_of(source), name_of(target)) + _JOINED.join(groups)


def chains(shown: DocumentMap, focus: str | None, depth: int, link: Link) -> Markup:
    """What the drawing shows, for reading from top to bottom."""
    if focus:
        around = (
            (_("{document} căn cứ, thực hiện hoặc tác động tới:"), shown.node(focus), shown.foundations(focus, depth)),
            (
                _("{document} được căn cứ, thực hiện hoặc tác động bởi:"),
                shown.node(focus),
                shown.followers(focus, depth),
            ),
        )
        return _JOINED.join(_chain(*part, link) for part in around)
    return _JOINED.join(
        _chain("{document}:", node, shown.foundations(node.id, len(shown.nodes)), link) for node in shown.ends()
    )


def loose(store: Store, nodes: Sequence[Node]) -> Markup:
    """The stored documents that hang together with none, each as a link that opens it."""
    firsts = ((node, store.document(node.id).clauses) for node in nodes)
    lines = (_anchor(_clause(clauses[0].id), name_of(node)) if clauses else name_of(node) for node, clauses in firsts)
    said = _("Văn bản không gắn với văn bản nào khác ({n})").format(n=len(nodes))
    return Markup("<details class=loose><summary>{}</summary><ul>{}</ul></details>").format(
        said, _JOINED.join(map(Markup("<li>{}</li>").format, lines))
    )


def relation_label(edge: Edge) -> str:
    """The relation, and in how many places it is named if in more than one: `thực hiện ×3`."""
    relation = _(edge.relation)
    return relation if len(edge.references) == 1 else f"{relation} ×{len(edge.references)}"


def name_of(node: Node) -> str:
    """Type and number or title, cut to 100 characters."""
    return shortened(node.name, 100)


def shortened(name: str, most: int) -> str:
    """At most `most` characters of `name`, whole words."""
    return name if len(name) <= most else name[: most - 1].rsplit(" ", 1)[0] + " …"


def day(iso: str | None) -> str:
    """An ISO date as it is written in short, nothing for None: 05/3/2024."""
    if iso is None:
        return ""
    year, month, day = iso.split("-")
    return f"{day}/{month if int(month) <= 2 else int(month)}/{year}"


def _chain(title: str, start: Node, steps: Sequence[Step], link: Link) -> Markup:
    head = Markup("<h3>{}</h3>").format(Markup(title).format(document=_anchor(link(document=start.id), name_of(start))))
    lines = _JOINED.join(_step(step, link) for step in steps)
    return head + (
        Markup("<ul class=chain>{}</ul>").format(lines) if steps else Markup("<p>{}</p>").format(_("Không có."))
    )


def _step(step: Step, link: Link) -> Markup:
    """One line of a chain; its relation shows the clauses, its document goes to the middle."""
    ends = f"{step.edges[0].source},{step.edges[0].target}"
    known = "" if step.node.known == "stored" else f" – {_(_KNOWN[step.node.known])}"
    notes = known + (_(" (đã có ở trên)") if step.repeated else "")
    return Markup('<li style="margin-left: {}rem">{}: {}{}</li>').format(
        (step.depth - 1) * 1.4,
        _anchor(link(edge=ends), ", ".join(map(relation_label, step.edges))),
        _anchor(link(document=step.node.id), name_of(step.node)),
        notes,
    )


def _place(store: Store, edge: Edge, reference: Reference) -> Markup:
    """The clause that a reference stands in, and its words around the reference."""
    document, clause = store.clause(reference.clause_id)
    before = document.text[clause.start : reference.start][-_CONTEXT:]
    after = document.text[reference.end : clause.end][:_CONTEXT]
    if clause.start + len(before) < reference.start:
        before = "… " + before.partition(" ")[2]  # no half words
    if reference.end + len(after) < clause.end:
        after = after.rpartition(" ")[0] + " …"
    by = (
        ""
        if document.id == edge.source
        else " " + _("(theo {document})").format(document=shortened(short_name(document), 100))
    )
    return Markup("<li>{}{}<p>{}<mark>{}</mark>{}</p></li>").format(
        _anchor(_clause(clause.id, f"{reference.start}-{reference.end}"), clause_path(document, clause)),
        by,
        before.lstrip(),
        reference.text,
        after.rstrip(),
    )


def _clause(clause_id: str, mark: str | None = None) -> str:
    """The address of a clause; the page that shows clauses lies beside this one."""
    return "./?" + urlencode({"clause": clause_id} | ({"mark": mark} if mark else {}), safe="/~")


def _anchor(address: str, words: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, words)


def _paragraphs(lines: Iterable[str]) -> Markup:
    return _JOINED.join(map(Markup("<p>{}</p>").format, lines))
