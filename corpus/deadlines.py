"""Deadlines and periods as Vietnamese documents put them."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Span


@dataclass(frozen=True, slots=True)
class Deadline(Span):
    """A stretch of text that says by when: an ISO date (`--12-01` where it recurs), or a rule (RFC 5545), or neither ("thường xuyên")."""

    date: str | None
    recurrence: str | None = None


def find_deadlines(text: str) -> list[Deadline]:
    """The deadlines in `text`, in order."""
    return []
