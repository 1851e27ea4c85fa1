"""Whether a figure holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tests.benchmarks.figures.figure import Figure, Kept


class Verdict(StrEnum):
    """What is said of a figure; the first three are bad news."""

    WORSE = "worse than committed"
    BELOW = "below the floor"
    FAILED = "failed"
    HOLDS = "holds"
    KEPT = "as committed"
    MISSED = "not reached, as CHANGELOG says"
    TESTED = "by the tests"
    BY_HAND = "by hand"
    ABSENT = "not measured"

    @property
    def is_bad(self) -> bool:
        """Whether the command ends with exit code 1 for it."""
        return self in (Verdict.WORSE, Verdict.BELOW, Verdict.FAILED)


@dataclass(frozen=True, slots=True)
class Row:
    """A figure, what is committed, what was measured now, the verdict and the command that gives it.

    `day` is that of a long run, whose value is the committed one; `note` a reason: why something is not measured, or what went wrong.
    """

    figure: Figure
    committed: float | None
    value: float | None
    verdict: Verdict
    command: str
    day: str = ""
    note: str = ""


def judge(figure: Figure, value: float, committed: float | None) -> Verdict:
    """Compare `value` with what is committed and with what was asked.

    Nothing asked may be missed that the committed value reaches. The value of a long run is itself what is committed, so that `missed` says whether it may.
    """
    if committed is not None and figure.worse(value, committed):
        return Verdict.WORSE
    missed = [floor for floor in figure.asked if not figure.reaches(value, floor)]
    if isinstance(figure.how, Kept):
        return Verdict.KEPT if not missed else Verdict.MISSED if figure.missed else Verdict.BELOW
    if not missed:
        return Verdict.HOLDS
    was_missed = committed is not None and not any(figure.reaches(committed, floor) for floor in missed)
    return Verdict.MISSED if was_missed else Verdict.BELOW
