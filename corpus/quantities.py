"""Numbers with their units as Vietnamese documents print them: 6.084 is six thousand, 2,1 is two point one."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Span


@dataclass(frozen=True, slots=True)
class Quantity(Span):
    """A stretch of text that states a number: `comparator` is one of `=`, `<`, `<=`, `>`, `>=`, `~`, `upper` the other end of a range."""

    value: float
    unit: str | None
    comparator: str = "="
    upper: float | None = None


def find_quantities(text: str) -> list[Quantity]:
    """The quantities in `text`, in order; labels, dates and numbers of documents are none."""
    return []
