"""Checking that the clauses exist which a citation names, and naming the nearest one where they do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.citing.citation import clause_path
from corpus.citing.labels import Label, find_clauses, label_of
from corpus.document import Clause, Document, Reference
from corpus.drafts.cited import Cited
from corpus.drafts.findings import Finding
from corpus.language.numerals import roman_value

#: A clause that an amending act adds is not there yet.
_INSERTED = re.compile(r"\b(?:bổ\s+sung|thêm)\s+(?!một\s+số)|\bvào\s+(?:sau|trước)\b", re.IGNORECASE)
_CHECKED = frozenset({"điểm", "khoản", "điều", "mục", "tiểu mục", "chương", "phần"})


@dataclass(frozen=True, slots=True)
class ClauseCheck:
    """The clauses found, and what is wrong with the labels."""

    clauses: tuple[Clause, ...]
    findings: tuple[Finding, ...]


def check_clauses(text: str, cited: Cited, references: Sequence[Reference], document: Document) -> ClauseCheck:
    """Whether `document` has the clauses that `references`, which share one place in the draft, name."""
    clauses: list[Clause] = []
    findings: list[Finding] = []
    for printed in dict.fromkeys(reference.labels for reference in references):
        if not printed or _INSERTED.search(text, max(0, cited.start - 30), cited.end + 15):
            continue
        labels = tuple(map(label_of, printed))
        found = find_clauses(document, labels) or find_clauses(document, _without_attached(labels))
        if found:
            clauses.append(found[0])
            continue
        span = cited.labels or cited
        named = " ".join(printed[: _attached_from(labels)])
        missing = _missing(document, labels, printed) if cited.number or cited.date else None
        if missing is None:
            message = f"Chưa kiểm tra được {named}: bản trong kho không tách được phần này hoặc không có phần kèm theo."
            findings.append(Finding(span.start, span.end, "unverified", message))
        else:
            findings.append(Finding(span.start, span.end, "clause", missing))
    return ClauseCheck(tuple(clauses), tuple(findings))


def _attached_from(labels: Sequence[Label]) -> int:
    return next((at for at, label in enumerate(labels) if label.kind == "kèm theo"), len(labels))


def _without_attached(labels: tuple[Label, ...]) -> tuple[Label, ...]:
    return labels[: _attached_from(labels)]


def _missing(document: Document, labels: tuple[Label, ...], printed: Sequence[str]) -> str | None:
    """The sentence that says what `document` does not have; None where that is not certain."""
    plain = _without_attached(labels)
    if not plain or any(label.kind not in _CHECKED for label in plain):
        return None
    if any(not page.readable for page in document.pages):
        return None
    outer: Clause | None = None
    for at in reversed(range(len(plain))):
        found = (
            find_clauses(document, plain[at:])
            if labels == plain
            else find_clauses(document, labels[at:]) or find_clauses(document, plain[at:])
        )
        if found:
            outer = found[0]
            continue
        return _sentence(document, outer, plain[at], printed[at], printed[at + 1 : len(plain)])
    return None


def _sentence(document: Document, outer: Clause | None, label: Label, named: str, above: Sequence[str]) -> str | None:
    value = label.values[0] if label.values else ""
    siblings = [clause for clause in _within(document, outer) if _kind(clause) == label.kind]
    if (
        not siblings
        or not re.fullmatch(r"\d{1,3}|[a-zđ]|[ivxl]+", value)
        or _is_printed(document, outer, label.kind, value)
    ):
        return None  # the clause may be there without a label of its own, or be inserted by an amending act
    place = " ".join(above)
    where = f"{place} của văn bản" if place else "Văn bản"
    nearest = min(siblings, key=lambda clause: (abs(_rank(_value(clause)) - _rank(value)), clause.order))
    return f"{where[:1].upper()}{where[1:]} không có {named}; gần nhất là {clause_path(document, nearest)}."


def _within(document: Document, outer: Clause | None) -> list[Clause]:
    if outer is None:
        return list(document.clauses)
    return [clause for clause in document.subtree(outer) if clause is not outer]


def _kind(clause: Clause) -> str | None:
    return {
        "article": "điều", "clause": "khoản", "point": "điểm", "roman": "mục", "arabic": "khoản", "letter": "điểm", "decimal": "điểm",
        "section": "mục", "chapter": "chương", "part": "phần", "subsection": "tiểu mục", "alpha": "phần",
    }.get(clause.level)  # fmt: skip


def _value(clause: Clause) -> str:
    words = (clause.label or "").split()
    return words[-1].lower() if words else ""


def _rank(value: str) -> int:
    """A place in the order of labels: numbers by value, letters by the Vietnamese alphabet."""
    if value.isdigit():
        return int(value)
    letters = "abcdđeghiklmnopqrstuvxy"
    if len(value) == 1 and value in letters and value not in "ivxl":
        return letters.index(value) + 1
    return roman_value(value.upper()) or (letters.index(value) + 1 if value in letters else 0)


def _is_printed(document: Document, outer: Clause | None, kind: str, value: str) -> bool:
    """Whether a line begins with such a label that the tree does not have."""
    text = document.text[outer.start : outer.subtree_end] if outer else document.text
    escaped = re.escape(value)
    shapes = {
        "điều": rf"điều\s+{escaped}\b",
        "chương": rf"chương\s+{escaped}\b",
        "mục": rf"(?:mục\s+)?{escaped}\b",
        "phần": rf"(?:phần\s+)?{escaped}\b",
        "điểm": rf"{escaped}[.)]",
    }
    shape = shapes.get(kind, rf"{escaped}[.)/-]")
    return bool(re.search(rf"^[\s“\"*|]*{shape}", text, re.MULTILINE | re.IGNORECASE))
