"""The stored documents as a list: what filters leave of them, with counts, in an order that is chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from corpus.language.text import fold
from corpus.store.summaries import DocumentSummary

#: What a document is filtered by, by the names of the filters.
FACETS: dict[str, Callable[[DocumentSummary], str | None]] = {
    "type": lambda document: document.type,
    "issuer": lambda document: document.issuer,
    "status": lambda document: document.status,
    "year": lambda document: (document.issued_on or "")[:4] or None,
}


def filtered(
    documents: Sequence[DocumentSummary], text: str, chosen: Mapping[str, str | None]
) -> tuple[list[DocumentSummary], dict[str, dict[str, int]]]:
    """What `text` and the `chosen` values of `FACETS` leave, and for each facet its values with how many documents each would leave.

    Every word of `text` must stand in the number, title, type, issuer or file name; its marks count where it has any.
    """
    found = [document for document in documents if _says(document, text)]

    def passes(document: DocumentSummary, besides: str | None = None) -> bool:
        return all(
            name == besides or not chosen.get(name) or value(document) == chosen[name] for name, value in FACETS.items()
        )

    counts = {}
    for name, value in FACETS.items():
        counted = Counter(one for document in found if passes(document, name) and (one := value(document)))
        counts[name] = dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
    return [document for document in found if passes(document)], counts


def _says(document: DocumentSummary, text: str) -> bool:
    words = text.casefold().split()
    if not words:
        return True
    said = " ".join(
        filter(None, (document.number, document.type, document.title, document.issuer, document.source, document.id))
    ).casefold()
    plain = fold(said)
    return all(word in (plain if word == fold(word) else said) for word in words)


def ordered(documents: Sequence[DocumentSummary], order: str) -> list[DocumentSummary]:
    """`documents` by `order`: "date" and "added", the latest first; "number", "title"; those without it last."""
    if order in ("date", "added"):

        def since(document: DocumentSummary) -> str:
            return (document.issued_on if order == "date" else document.added_at) or ""

        return sorted(sorted(documents, key=lambda document: document.id), key=since, reverse=True)
    if order == "number":
        return sorted(documents, key=lambda document: (document.number is None, _numbered(document), document.id))
    return sorted(documents, key=lambda document: (document.title is None, fold(document.title or ""), document.id))


def day(iso: str | None) -> str:
    """A date as it is printed; "" for none."""
    return "/".join(reversed(iso.split("-"))) if iso else ""


def _numbered(document: DocumentSummary) -> tuple[int, str]:
    digits, _, code = (document.number or "").partition("/")
    return int(digits) if digits.isdecimal() else 0, code
