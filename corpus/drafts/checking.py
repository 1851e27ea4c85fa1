"""Checking a draft: every citation in it compared with the store, then with the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from corpus.citing.issuers import place_of
from corpus.document import Clause, Document, Reference, Span
from corpus.drafts.cited import read_cited
from corpus.drafts.clauses import check_clauses
from corpus.drafts.facts import check_facts, read_known_title
from corpus.drafts.findings import Finding, corrected_text
from corpus.drafts.forms import Mentions, check_form
from corpus.drafts.identification import Context, identify
from corpus.drafts.known_documents import KnownDocument, KnownDocuments
from corpus.drafts.quoting import check_quotation
from corpus.drafts.validity import check_later_law, check_validity
from corpus.store import Store

Status = Literal["right", "wrong", "unknown"]


@dataclass(frozen=True, slots=True)
class CheckedCitation(Span):
    """A citation of a draft, with a quotation that belongs to it; offsets into the draft's text.

    `status` is `wrong` where a finding is a fault, `unknown` where nothing is known of what is cited or of a part of it. `corrected` is
    `text` with the findings' corrections made; None where there are none. `clause_id` is the draft's clause; `document_id` and
    `target_clause_id` name in the store what is cited. `source` says where that is known from.
    """

    text: str
    status: Status
    findings: tuple[Finding, ...]
    corrected: str | None
    clause_id: str
    document_id: str | None
    target_clause_id: str | None
    source: Literal["store", "catalogue"] | None


def check_draft(draft: Document, store: Store) -> list[CheckedCitation]:
    """Every citation of another document in `draft`, compared with the documents of `store` and those of the catalogue, in order."""
    return list(_Checker(draft, store).check())


class _Checker:
    """Reads the citations in order, and remembers what was cited before."""

    def __init__(self, draft: Document, store: Store) -> None:
        self._draft = draft
        self._store = store
        self._documents = KnownDocuments(store)
        self._context = Context(place_of(draft.issuer or "") or draft.place, draft.issued_on, {})
        self._mentions = Mentions()
        self._reached = 0  # where the citation before ends, with its title

    def check(self) -> Iterator[CheckedCitation]:
        cited = sorted(filter(self._is_of_another, self._draft.references), key=_place)
        for _, references in groupby(cited, key=_place):
            if (checked := self._checked(list(references))) is not None:
                yield checked

    def _is_of_another(self, reference: Reference) -> bool:
        """Whether a document is cited that is not the draft itself."""
        if reference.document_id == self._draft.id or (reference.number or "") == self._draft.number:
            return False
        if any(label.endswith(" này") for label in reference.labels):
            return False  # new wording of another document speaks of itself
        return bool(reference.number or (reference.type and reference.title))

    def _checked(self, references: Sequence[Reference]) -> CheckedCitation | None:
        """The citation that `references` make together; None where it turns out to be the draft's own name."""
        text = self._draft.text
        reference = references[0]
        cited = read_cited(text, reference)
        known = identify(text, cited, self._documents, self._context)
        nested = reference.start < self._reached
        findings: list[Finding] = []
        clauses: tuple[Clause, ...] = ()
        end = cited.parts_end
        start = cited.start
        if known.known is None:
            findings += check_form(self._draft, cited, None, None, self._mentions, nested=nested)
            findings.append(Finding(cited.start, cited.end, "unknown-document", _unknown(known.near)))
            return self._result(references, Span(start, end), findings, None, ())
        document = known.known.document
        own = self._draft.number, self._draft.issued_on
        if own[0] and own == (known.known.number, known.known.issued_on):
            return None
        cited = read_cited(text, reference, known.known.title)
        title = read_known_title(text, cited, known.known)
        end = max(cited.parts_end, title.end if title else 0)
        self._reached = max(self._reached, end)
        if reference.number:
            self._context.named[reference.number] = known.known
        findings += check_facts(text, cited, known.known, title)
        findings += check_form(self._draft, cited, known.known, title, self._mentions, nested=nested)
        findings += check_later_law(self._draft, cited, known.known)
        if document is not None:
            checked = check_clauses(text, cited, references, document)
            clauses = checked.clauses
            findings += checked.findings
            findings += check_validity(self._store, self._draft, reference.relation, cited, document, clauses)
        elif reference.labels:
            span = cited.labels or cited
            message = "Chưa kiểm tra được điều khoản: văn bản chưa có trong kho, mới đối chiếu với danh mục."
            findings.append(Finding(span.start, span.end, "unverified", message))
        if not any(finding.kind == "clause" for finding in findings):
            quotation = check_quotation(text, cited, end, clauses, document)
            if quotation is not None:
                findings += quotation.findings
                start, end = min(start, quotation.span.start), max(end, quotation.span.end)
        return self._result(references, Span(start, end), findings, known.known, clauses)

    def _result(
        self, references: Sequence[Reference], span: Span, findings: list[Finding], known: KnownDocument | None,
        clauses: Sequence[Clause],
    ) -> CheckedCitation:  # fmt: skip
        text = self._draft.text
        findings.sort(key=lambda finding: (finding.start, finding.end))
        wrong = any(finding.severity != "note" for finding in findings)
        unsure = known is None or any(finding.kind == "unverified" for finding in findings)
        document = known.document if known else None
        return CheckedCitation(
            start=span.start,
            end=span.end,
            text=text[span.start : span.end],
            status="wrong" if wrong and known else "unknown" if unsure else "right",
            findings=tuple(findings),
            corrected=corrected_text(text, span.start, span.end, findings) if known else None,
            clause_id=references[0].clause_id,
            document_id=document.id if document else None,
            target_clause_id=clauses[0].id if clauses else None,
            source=None if known is None else "store" if document else "catalogue",
        )


def _place(reference: Reference) -> tuple[int, int]:
    return reference.start, reference.end


def _unknown(near: Sequence[KnownDocument]) -> str:
    if not near:
        return "Văn bản chưa có trong kho và danh mục nên chưa kiểm tra được; hãy nạp văn bản rồi rà soát lại."
    named = "; ".join(known.cited() for known in near[:3])
    return f"Chưa đủ căn cứ để biết đó là văn bản nào; văn bản cùng số hoặc cùng tên đã biết: {named}."
