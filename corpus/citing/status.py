"""Whether a document is in force, by what the stored documents say of it; what they do not say stays unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.document import Relation
from corpus.language.numbers import DocumentNumber

IN_FORCE, AMENDED, REPLACED, REPEALED, NOT_YET, UNKNOWN = (
    "còn hiệu lực", "đã được sửa đổi, bổ sung", "bị thay thế", "bị bãi bỏ", "chưa có hiệu lực", "chưa rõ",
)  # fmt: skip
#: Statuses that a reader must know before using what the document says.
NEEDS_CARE = frozenset({REPLACED, REPEALED, NOT_YET, AMENDED})
#: Relations by which one document changes another.
CHANGES: frozenset[Relation] = frozenset({"sửa đổi, bổ sung", "điều chỉnh, bổ sung", "thay thế", "bãi bỏ"})
#: Documents that apply from a day on; of others a date says nothing about how long.
_NORMATIVE = frozenset(
    {
        "Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Lệnh", "Nghị quyết", "Nghị định", "Quyết định", "Thông tư",
        "Thông tư liên tịch", "Chỉ thị", "Quy định", "Quy chế",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One document's words that change another: `clause_id` says so at `start` to `end` of its document's text.

    `actor` is the id of the document that changes, `on` the ISO date from which it does, where known. `labels` are those of the clause changed, empty
    where the document as a whole is. `reported`: the clause stands in a third document, which only tells of the change.
    """

    clause_id: str
    start: int
    end: int
    relation: Relation
    actor: str
    document_id: str
    labels: tuple[str, ...]
    on: str | None
    reported: bool


@dataclass(frozen=True, slots=True)
class Status:
    """A document's status, and the changes that make it so, the decisive one first."""

    status: str
    evidence: tuple[Change, ...] = ()


def status_of(
    number: str | None, type_name: str | None, effective_on: str | None, changes: Iterable[Change], today: str
) -> Status:
    """The status on the day `today` (ISO) of a document with these facts.

    A change counts from the day of its document's effect; what a third document reports changes no status, nor does a consolidated text.
    """
    acting = sorted(
        (change for change in changes if not change.reported and (change.on is None or change.on <= today)),
        key=lambda change: change.on or "",
        reverse=True,
    )
    for relation, ended in (("bãi bỏ", REPEALED), ("thay thế", REPLACED)):
        found = tuple(change for change in acting if change.relation == relation and not change.labels)
        if found:
            return Status(ended, found)
    if effective_on and effective_on > today:
        return Status(NOT_YET)
    if acting:
        return Status(AMENDED, tuple(acting))
    parsed = DocumentNumber.parse(number or "")
    consolidated = bool(parsed and parsed.code.startswith("VBHN"))
    if effective_on and type_name in _NORMATIVE and not consolidated:
        return Status(IN_FORCE)
    return Status(UNKNOWN)
