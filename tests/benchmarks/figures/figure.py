"""What a figure is, and where its value comes from."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Measured:
    """Taken anew: what the measurement `measurement` (`measuring.py`) gives under `key`."""

    measurement: str
    key: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Read from the committed result of a long run: `file` in the repository, JSON, which `command` writes."""

    file: str
    read: Callable[[Any], float]
    command: str


@dataclass(frozen=True, slots=True)
class ByTests:
    """No number, but what tests show: their files, as they are named to pytest."""

    tests: str


@dataclass(frozen=True, slots=True)
class ByHand:
    """Measured once and not by this command, for the reason `why`."""

    command: str
    why: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what was asked for, what is committed, and how it is had.

    `asked` holds what issues asked, the mildest first. `committed` is what documentation and CHANGELOG say, or where it is kept. A value further than `tolerance` to the
    bad side of it is worse; for times by the clock it is wide, since other work is usually there. `missed`: CHANGELOG says that a long run did not reach what was asked.
    """

    id: str
    issue: int
    what: str
    how: Measured | Kept | ByTests | ByHand
    asked: tuple[float, ...] = ()
    committed: float | Kept | None = None
    better: Literal["higher", "lower"] = "higher"
    tolerance: float = 0.0
    form: str = "{:.3f}"
    missed: bool = False

    def reaches(self, value: float, floor: float) -> bool:
        """Whether `value` is as good as `floor`."""
        return value >= floor - _ROUNDING if self.better == "higher" else value <= floor + _ROUNDING

    def worse(self, value: float, committed: float) -> bool:
        """Whether `value` is worse than `committed` by more than may be."""
        allowed = -self.tolerance if self.better == "higher" else self.tolerance
        return not self.reaches(value, committed + allowed)

    def shown(self, value: float | None) -> str:
        """`value` as the documentation writes it: `.927`, `1.5 s`."""
        return "" if value is None else re.sub(r"^(-?)0\.(?=\d)", r"\1.", self.form.format(value))


_ROUNDING = 1e-9
