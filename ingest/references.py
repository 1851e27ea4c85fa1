"""Mentions of other documents in a document's clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.dates import DATE, from_match
from corpus.document import Clause, Reference
from corpus.numbers import find_numbers

_DATE_AFTER = re.compile(rf"\s*,?\s*{DATE.pattern}", re.VERBOSE | re.IGNORECASE)

_BASIS_LINE = re.compile(r"\s*Căn cứ\b")


def find_references(clauses: tuple[Clause, ...], own_number: str | None, document_id: str) -> Iterator[Reference]:
    """Every number of another document in the clauses' own texts, with the date that follows it.

    The relation is `căn cứ` in a line of the basis and `dẫn chiếu` elsewhere; the subject is the citing document.
    """
    for clause in clauses:
        for mention in find_numbers(clause.text):
            number = str(mention.number)
            if number == own_number and clause.level == "preamble":
                continue
            date = _DATE_AFTER.match(clause.text, mention.end)
            line_start = clause.text.rfind("\n", 0, mention.start) + 1
            start = clause.start + mention.start
            end = clause.start + (date.end() if date else mention.end)
            yield Reference(
                clause_id=clause.id,
                start=start,
                end=end,
                text=clause.text[start - clause.start : end - clause.start],
                relation="căn cứ" if _BASIS_LINE.match(clause.text, line_start, mention.start) else "dẫn chiếu",
                subject=document_id,
                number=number,
                date=from_match(date) if date else None,
                document_id=None,
                target_clause_id=None,
            )
