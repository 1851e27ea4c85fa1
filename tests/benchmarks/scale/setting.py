"""What every measurement is given, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from search import Encoder, load_encoder
from tests.benchmarks.scale.made import MadeCorpus
from tests.benchmarks.scale.texts import RealTexts, real_questions, real_texts
from tests.benchmarks.scale.vectors import MadeEncoder, Vectors, real_vectors


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was asked for, what is reached, and whether that is enough; None where it cannot be said."""

    what: str
    asked: str
    reached: str
    enough: bool | None


@dataclass(frozen=True, slots=True)
class Result:
    """What one measurement found: its lines, what its times include, and every single time."""

    rows: tuple[Row, ...]
    includes: str
    raw: dict[str, Any] = field(default_factory=dict)


@dataclass
class Setting:
    """`shared` holds the real texts, `cache` keeps their vectors, `work` is an empty folder for homes and indexes.

    `clauses` is the size at which most is measured, `most` the largest one; `repeats` is how often whole programs run.
    """

    shared: Path
    cache: Path
    work: Path
    clauses: int
    most: int
    repeats: int
    quick: bool

    @cached_property
    def texts(self) -> RealTexts:
        """The real texts."""
        return real_texts(self.shared)

    @cached_property
    def corpus(self) -> MadeCorpus:
        """The made documents."""
        return MadeCorpus(self.texts)

    @cached_property
    def encoder(self) -> Encoder:
        """The product's encoder."""
        return load_encoder()

    @cached_property
    def _vectors(self) -> Vectors:
        return real_vectors(self.texts, self.encoder, self.cache)

    def made_encoder(self) -> MadeEncoder:
        """A new encoder that knows the vectors of made documents once these are announced."""
        return MadeEncoder(self.encoder, self._vectors)

    @cached_property
    def questions(self) -> list[str]:
        """Real questions, for percentiles."""
        return real_questions(self.shared, 200 if self.quick else 300)
