"""Checking that a cited document is still in force, by what the stored documents say of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from corpus.catalogue import catalogue
from corpus.citing.citation import cite_document
from corpus.citing.links import changes_of
from corpus.citing.status import AMENDED, CHANGES, NOT_YET, REPEALED, REPLACED, Change
from corpus.document import Clause, Document, Relation, Span
from corpus.drafts.cited import LAWS
from corpus.drafts.findings import Finding
from corpus.drafts.known_documents import KnownDocument
from corpus.errors import UnknownIdError
from corpus.language.dates import printed
from corpus.language.text import match_form
from corpus.store import Store

#: What a draft rests on or implements has to be in force; what it only refers to may be history.
_RESTS_ON: frozenset[Relation] = frozenset({"căn cứ", "thực hiện", "cụ thể hóa"})


def check_validity(
    store: Store, draft: Document, relation: str, span: Span, document: Document, clauses: Sequence[Clause]
) -> Iterator[Finding]:
    """Whether `document`, which the draft cites at `span` by `relation`, is in force on the draft's date, or else today; and its `clauses` unchanged."""
    if relation in CHANGES:
        return
    status = store.links().status(document.id)
    evidence = [change for change in status.evidence if change.actor != draft.id and _is_over(change, draft)]
    if status.status in (REPLACED, REPEALED) and evidence:
        message = f"Văn bản {status.status} bởi {_name(store, evidence[0])}."
        yield Finding(span.start, span.end, "not-in-force" if relation in _RESTS_ON else "no-longer-in-force", message)
    elif status.status == NOT_YET:
        message = f"Văn bản chưa có hiệu lực; có hiệu lực từ {document.effective_on}."
        yield Finding(span.start, span.end, "amended", message)
    elif status.status == AMENDED:
        changed = [change for clause in clauses for change in changes_of(evidence, document, clause)] or (
            [] if clauses else evidence
        )
        names = list(dict.fromkeys(_name(store, change) for change in changed))
        if names:
            what = "Điều khoản" if clauses else "Văn bản"
            yield Finding(span.start, span.end, "amended", f"{what} đã được sửa đổi, bổ sung bởi {'; '.join(names)}.")


def check_later_law(draft: Document, span: Span, known: KnownDocument) -> Iterator[Finding]:
    """Whether the catalogue has a later law of the same name, on the draft's date or else today: it need not replace this one, so it is a note."""
    if known.type not in LAWS or not known.title or not known.issued_on:
        return
    until = draft.issued_on or date.today().isoformat()
    for entry in catalogue():
        named = entry.type == known.type and match_form(entry.title or "") == match_form(known.title)
        if named and known.issued_on < (entry.issued_on or "") <= until:
            assert entry.issued_on is not None
            message = f"Đã có {entry.type} cùng tên số {entry.number} {printed(entry.issued_on)}; hãy kiểm tra hiệu lực của văn bản được viện dẫn."
            yield Finding(span.start, span.end, "no-longer-in-force", message)


def _is_over(change: Change, draft: Document) -> bool:
    """Whether the change has taken effect when the draft is issued."""
    return change.on is not None and (draft.issued_on is None or change.on <= draft.issued_on)


def _name(store: Store, change: Change) -> str:
    try:
        return cite_document(store.document(change.actor))
    except UnknownIdError:
        return change.actor
