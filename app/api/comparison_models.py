"""What the API answers where documents stand beside each other; see `models.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from corpus.language.agencies import AgencyMention
from corpus.language.deadlines import Deadline
from corpus.language.quantities import Quantity
from search.comparison.comparing import Row


class WordChange(BaseModel):
    """Words that differ; `a` and `b` are offsets into the two clauses' own texts."""

    kind: Literal["replace", "delete", "insert"]
    a: tuple[int, int]
    b: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Figure(Quantity):
    """A number with its words."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Due(Deadline):
    """A deadline with its words."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Agency(AgencyMention):
    """An agency with its words."""

    text: str


class FigureChange(BaseModel):
    """A number that differs; null where one side has none."""

    a: Figure | None
    b: Figure | None


class DeadlineChange(BaseModel):
    """A deadline that differs; null where one side has none."""

    a: Due | None
    b: Due | None


class AgencyChange(BaseModel):
    """An agency that differs; null where one side has none."""

    a: Agency | None
    b: Agency | None


class Differences(BaseModel):
    """What differs between two clauses."""

    words: list[WordChange]
    figures: list[FigureChange]
    deadlines: list[DeadlineChange]
    agencies: list[AgencyChange]


class Pair(BaseModel):
    """Two clauses that belong together, by their ids."""

    a: str
    b: str
    score: float
    differences: Differences


class ComparisonAnswer(BaseModel):
    """`compare --json` of two documents."""

    pairs: list[Pair]
    only_in_a: list[str]
    only_in_b: list[str]


class AnswersOfDocuments(BaseModel):
    """`compare --question --json`: each document's best clause; all but its id null where it does not say."""

    question: str
    rows: list[Row]
