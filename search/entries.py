"""What is indexed of a document's clauses."""

from __future__ import annotations

from corpus.citing.citation import cited_title, short_name
from corpus.document import Clause, Document
from corpus.language.casing import sentence_case
from search.index.passages import Entry

#: A document's title in front of its passages is cut here: the beginning tells documents apart.
_TITLE_LENGTH = 160


def entry_of(document: Document, clause: Clause) -> Entry:
    """What is indexed for `clause`: its own text, with the document's name and the headings above it in front."""
    above = " › ".join(_heading(node) for node in document.ancestors(clause) if _heading(node))
    title = short_name(document)
    if document.number and document.title:
        title = f"{title} {cited_title(document)[:_TITLE_LENGTH]}"
    return Entry(key=clause.id, title=title, headings=above, text=clause.text, level=clause.level)


def _heading(clause: Clause) -> str:
    """The words that an enclosing clause gives to those under it: its heading, else its lead-in line."""
    lead = clause.text.splitlines()[0] if clause.text.rstrip().endswith(":") else ""
    return sentence_case(clause.heading or lead)[:_TITLE_LENGTH]
