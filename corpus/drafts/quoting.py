"""Checking a quotation beside a citation against the clause that it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.citing.citation import clause_path
from corpus.document import Clause, Document, Span
from corpus.drafts.cited import Cited
from corpus.drafts.findings import Finding, differing_words
from corpus.drafts.quotations import Quotation, compare, find_elsewhere, find_quotation, is_quoted

_CHANGES = frozenset({"sửa đổi, bổ sung", "điều chỉnh, bổ sung", "thay thế", "bãi bỏ"})
#: Words as many as this after a colon quote something, if not what is cited.
_SURELY_QUOTED = 8


@dataclass(frozen=True, slots=True)
class QuotationCheck:
    """The quotation with its marks, and what is wrong with it."""

    span: Span
    findings: tuple[Finding, ...]


def check_quotation(
    text: str, cited: Cited, end: int, clauses: Sequence[Clause], document: Document | None
) -> QuotationCheck | None:
    """Compare the quotation that belongs to `cited` (which ends at `end`) with `clauses` of `document`, or all of it where none is named.

    None where there is no quotation, or where the sentence gives new wording instead of quoting.
    """
    if cited.reference.relation in _CHANGES:
        return None
    quotation = find_quotation(text, cited.start, end)
    if quotation is None or (not clauses and not quotation.sure):
        return None
    marks = quotation.marks
    if document is None:
        message = "Chưa đối chiếu được lời trích: văn bản chưa có trong kho."
        return QuotationCheck(marks, (Finding(quotation.start, quotation.end, "unverified", message),))
    words = text[quotation.start : quotation.end]
    sources = [document.quotation(clause) for clause in clauses] or [document.text]
    if any(is_quoted(words, source) for source in sources):
        return QuotationCheck(marks, ())
    finding = _elsewhere(words, quotation, cited, clauses, document) or _different(words, quotation, sources)
    return QuotationCheck(marks, (finding,)) if finding else None


def _elsewhere(
    words: str, quotation: Quotation, cited: Cited, clauses: Sequence[Clause], document: Document
) -> Finding | None:
    """The words stand in another clause of the document."""
    if not clauses or (found := find_elsewhere(words, document)) is None:
        return None
    place = clause_path(document, found)
    trail = (*document.ancestors(found), found)
    if trail[0].level == "attachment":  # which the citation names behind the labels
        place = place.removesuffix(clause_path(document, trail[0])).rstrip()
    labels = cited.labels if cited.labels and len(clauses) == 1 else None
    span = labels or quotation
    if labels and cited.reference.text[:1].isupper():
        place = place[:1].upper() + place[1:]
    return Finding(
        span.start,
        span.end,
        "quotation-place",
        f"Lời trích đúng nguyên văn nhưng nằm ở {place}.",
        place if labels else None,
    )


def _different(words: str, quotation: Quotation, sources: Sequence[str]) -> Finding | None:
    compared = [compare(words, source).right for source in sources]
    right = next(filter(None, compared), None)
    if right is not None:
        message = f"Lời trích khác nguyên văn: {differing_words(words, right)}."
        return Finding(quotation.start, quotation.end, "quotation", message, right)
    if quotation.sure and len(words.split()) >= _SURELY_QUOTED:
        message = "Không tìm thấy lời trích này trong phần được viện dẫn."
        return Finding(quotation.start, quotation.end, "quotation", message)
    return None
