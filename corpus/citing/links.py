"""What the stored documents say of each other: references out and in, changes, statuses; worked out anew when the store changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from corpus.citing.labels import find_clauses, label_of
from corpus.citing.resolving import Facts, Resolved, Resolver
from corpus.citing.status import CHANGES, UNKNOWN, Change, Status, status_of
from corpus.document import Clause, Document, Reference


@dataclass(frozen=True, slots=True)
class StoredFacts:
    """The facts of a stored document, with the ISO date of its effect."""

    facts: Facts
    effective_on: str | None


@dataclass(frozen=True, slots=True)
class StoredReference:
    """A reference as the document `citing_id` makes it, and the date that it gives with the number elsewhere."""

    reference: Reference
    citing_id: str
    known_date: str | None


#: Stored references: of one document, of all that name this number (None: laws named by title), or of all with these relations.
Find = Callable[..., list[StoredReference]]


class Links:
    """The references between the documents of a store at one moment."""

    def __init__(self, documents: Iterable[StoredFacts], load: Callable[[str], Document], find: Find) -> None:
        """`load` gives a stored document; `find` its references by the keyword `document_id`, `naming` (facts) or `relations`."""
        self._documents = {stored.facts.id: stored for stored in documents}
        self._find = find
        self._resolver = Resolver((stored.facts for stored in self._documents.values()), load)
        self._changes: dict[str, list[Change]] | None = None

    def out_of(self, document_id: str) -> list[Resolved]:
        """The references that a document makes, in order."""
        return [self._resolved(stored) for stored in self._find(document_id=document_id)]

    def into(self, document_id: str) -> list[Resolved]:
        """The references that other stored documents make to a document, by the citing document."""
        facts = self._documents[document_id].facts
        found = [self._resolved(stored) for stored in self._find(naming=facts) if stored.citing_id != document_id]
        return [resolved for resolved in found if resolved.reference.document_id == document_id]

    def status(self, document_id: str) -> Status:
        """The status of a stored document today."""
        stored = self._documents.get(document_id)
        if stored is None:  # another process removed it meanwhile
            return Status(UNKNOWN)
        return status_of(
            stored.facts.number, stored.facts.type, stored.effective_on, self.changes(document_id), date.today().isoformat()
        )  # fmt: skip

    def changes(self, document_id: str) -> list[Change]:
        """What stored documents say that changes a document, or its clauses."""
        if self._changes is None:
            self._changes = {}
            for stored in self._find(relations=CHANGES):
                if (change := self._change(stored)) is not None:
                    self._changes.setdefault(change.document_id, []).append(change)
        return self._changes.get(document_id, [])

    def _resolved(self, stored: StoredReference) -> Resolved:
        return self._resolver.resolve(stored.reference, stored.citing_id, stored.known_date)

    def _change(self, stored: StoredReference) -> Change | None:
        reference, actor = stored.reference, stored.reference.subject
        changed = self._resolver.document_of(reference, stored.citing_id, stored.known_date)
        if changed is None or changed.id in (stored.citing_id, actor):
            return None
        acting = self._documents.get(actor)
        if acting and actor != stored.citing_id:
            return None  # it says so itself
        if acting and not _may_change(acting.facts, changed):
            return None
        return Change(
            clause_id=reference.clause_id,
            start=reference.start,
            end=reference.end,
            relation=reference.relation,
            actor=actor,
            document_id=changed.id,
            labels=reference.labels,
            on=(acting.effective_on or acting.facts.issued_on) if acting else None,
            reported=actor != stored.citing_id,
        )


def _may_change(acting: Facts, changed: Facts) -> bool:
    """Whether `acting` was issued, which a draft is not, and after `changed`: a law of the same name may have been passed since."""
    return acting.issued_on is not None and (changed.issued_on is None or changed.issued_on <= acting.issued_on)


def changes_by_clause(changes: Iterable[Change], document: Document) -> dict[str, list[Change]]:
    """Those of the `changes` to `document` that change single clauses, by the ids of these."""
    by_clause: dict[str, list[Change]] = {}
    for change in changes:
        if not change.labels or any(label.endswith(" này") for label in change.labels):
            continue
        for clause in find_clauses(document, tuple(map(label_of, change.labels))):
            by_clause.setdefault(clause.id, []).append(change)
    return by_clause


def changes_of(changes: Iterable[Change], document: Document, clause: Clause) -> list[Change]:
    """Those of the `changes` to `document` that change `clause`, or one that encloses it."""
    by_clause = changes_by_clause(changes, document)
    return [change for node in (clause, *reversed(document.ancestors(clause))) for change in by_clause.get(node.id, ())]


def concern(incoming: Iterable[Resolved], document: Document, clause: Clause) -> list[Resolved]:
    """Those of the references to `document` that name `clause`, what encloses it or stands under it, or the whole document."""
    near = {
        clause.id,
        *(node.id for node in document.ancestors(clause)),
        *(node.id for node in document.subtree(clause)),
    }
    return [
        resolved
        for resolved in incoming
        if resolved.reference.target_clause_id in near or not resolved.reference.labels
    ]
