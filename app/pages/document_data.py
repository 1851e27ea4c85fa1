"""What the document page fetches: a document's text, its clauses by offsets, its references and what changes it, as JSON.

It is in no language of the pages: words for the screen are added by the script. Made once for each state of the store.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from app.pages.map_text import shortened
from corpus.citing.citation import cite_clause, label_path
from corpus.citing.links import Links, changes_by_clause
from corpus.document import FRAME_LEVELS, Clause, Document
from corpus.language.casing import sentence_case
from corpus.store import Store

_HEAD_LEVELS = frozenset(
    {"part", "chapter", "section", "subsection", "article", "alpha", "roman", "appendix", "attachment"}
)
#: So many characters of an outline's line, of one without a heading, of a clause that is previewed.
_LINE, _FIRST_WORDS, _PREVIEW = 120, 60, 400
_PDF = "application/pdf"
#: Breadth by height of a page of which nothing is known.
_A4 = 0.7071


def document_json(store: Store, document: Document) -> bytes:
    """`document` for the script. Offsets of clauses are into its text, those of all else into the text of their clause."""
    return _json(store, store.links(), document)


@lru_cache(maxsize=16)
def _json(store: Store, _state: Links, document: Document) -> bytes:
    links, amendments = _links(store, document), _amendments(store, document)
    doubts: dict[str, list[list[int]]] = {}
    for clause in document.clauses if document.doubts else ():
        doubts[clause.id] = [[s.start - clause.start, s.end - clause.start] for s in document.doubtful(clause)]
    depths: dict[str | None, int] = {None: -1}
    clauses = []
    for clause in document.clauses:
        depths[clause.id] = depths[clause.parent] + 1
        shown = {
            "id": clause.id,
            "start": clause.start,
            "end": clause.end,
            "whole": clause.subtree_end,
            "kind": _kind(clause),
            "depth": depths[clause.id],
            "outline": _outline(clause),
            "links": links.get(clause.id),
            "amendments": amendments.get(clause.id),
            "doubts": doubts.get(clause.id),
        }
        clauses.append({name: value for name, value in shown.items() if value is not None and value != []})
    return json.dumps({"text": document.text, "clauses": clauses}, ensure_ascii=False).encode()


def clause_facts(document: Document, clause: Clause) -> dict[str, Any]:
    """What the page says of the clause that is chosen: its path, its citation, and where it is printed."""
    return {
        "id": clause.id,
        "path": label_path(document, clause),
        "citation": cite_clause(document, clause),
        "page": clause.page,
        "boxes": _boxes(document, clause),
    }


def page_ratios(document: Document) -> list[float]:
    """Breadth by height of each page that can be shown; empty where the original is no PDF."""
    if document.source.media_type != _PDF:
        return []
    return [round(page.width / page.height, 4) if page.width and page.height else _A4 for page in document.pages]


def _boxes(document: Document, clause: Clause) -> list[dict[str, Any]]:
    """Where `clause` is printed with what stands under it: page, and left, top, breadth and height in percent of the page."""
    sizes = {page.number: (page.width, page.height) for page in document.pages}
    found = []
    for box in document.printed(clause, whole=True):
        width, height = sizes.get(box.page, (None, None))
        if width and height:
            sides = (
                box.left / width,
                box.top / height,
                (box.right - box.left) / width,
                (box.bottom - box.top) / height,
            )
            found.append({"page": box.page, "sides": [round(100 * side, 3) for side in sides]})
    return found


def preview(document: Document, clause: Clause) -> dict[str, str]:
    """The citation of a clause and its first words."""
    return {"citation": cite_clause(document, clause), "text": _line(document.quotation(clause), _PREVIEW)}


def _links(store: Store, document: Document) -> dict[str, list[dict[str, Any]]]:
    """The references of each clause: the clause or document that they open, or (`title`) what is not stored."""
    links: dict[str, list[dict[str, Any]]] = {}
    for resolved in store.references_of(document):
        reference = resolved.reference
        clause = document.clause(reference.clause_id)
        if clause is None:
            continue
        opens = (reference.target_clause_id or reference.document_id) if resolved.stored else None
        if opens == document.id:
            continue  # the document that is being read
        place = {"start": reference.start - clause.start, "end": reference.end - clause.start}
        links.setdefault(clause.id, []).append(place | ({"opens": opens} if opens else {"title": resolved.title or ""}))
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
                    "relation": change.relation,
                    "citation": cite_clause(acting, clause, "later"),
                    "quotation": acting.quotation(clause),
                }
            )
    return shown


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
    if clause.heading is None:
        return _line(clause.text, _FIRST_WORDS)
    title = sentence_case(clause.heading)
    title = title[:1].upper() + title[1:]
    dot = "" if clause.level in ("article", "chapter", "section", "part", "appendix", "attachment") else "."
    return _line(f"{clause.label}{dot or ':'} {title}", _LINE)


def _line(text: str, most: int) -> str:
    """`text` in one line of at most `most` characters, whole words."""
    return shortened(" ".join(text.split()), most)
