"""What the reader of a document should know of it, as far as the document itself tells: the end of parsing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from corpus.document import Document, Page
from corpus.notices import Notice

#: Of the clauses with doubtful words so many are named.
_DOUBTS = 5


def notices(document: Document, kept: Sequence[Page]) -> list[Notice]:
    """What is missing or doubtful in `document`; `kept` are its pages that are hardly legible and were kept all the same."""
    found = []
    unreadable = [page for page in document.pages if not page.readable and page not in kept]
    if kept:
        sentence = f"Page {_numbers(kept)} is hardly legible; its words are kept, compare them with the original."
        found.append(Notice(sentence, "hardly legible", pages=_pages(kept)))
    if unreadable:
        sentence = f"Page {_numbers(unreadable)} could not be read; look it up in the original."
        found.append(Notice(sentence, "unreadable", pages=_pages(unreadable)))
    if document.doubts and not kept:
        sentence = f"{len(document.doubts)} words were recognised with doubt; compare them with the original."
        starts = [clause.start for clause in document.clauses]
        first: dict[int, int] = {}  # the first doubt in each clause
        for doubt in document.doubts:
            first.setdefault(bisect_right(starts, doubt.start), doubt.start)
        places = tuple(first.values())[:_DOUBTS]
        found.append(Notice(sentence, "doubts", (str(len(document.doubts)),), places=places))
    if document.secrecy:
        sentence = (
            f"The document bears the mark of secrecy {document.secrecy}; keep its answers to those who may read it."
        )
        places = tuple(stated.start for stated in document.metadata_spans if stated.field == "secrecy")
        found.append(Notice(sentence, "secrecy", (document.secrecy,), places=places))
    facts = (("number", document.number), ("date", document.issued_on), ("issuer", document.issuer))
    if missing := tuple(name for name, value in facts if value is None):
        sentence = f"The document states no {', '.join(missing)}; its citations leave that blank."
        found.append(Notice(sentence, "unstated", missing, places=(0,)))
    if all(
        clause.level in ("preamble", "paragraph", "signature", "recipients", "table") for clause in document.clauses
    ):
        found.append(Notice("No numbered clauses were found; the document is kept as paragraphs.", "unnumbered"))
    return found


def _pages(pages: Sequence[Page]) -> tuple[int, ...]:
    return tuple(page.number for page in pages)


def _numbers(pages: Sequence[Page]) -> str:
    return ", ".join(str(page.number) for page in pages)
