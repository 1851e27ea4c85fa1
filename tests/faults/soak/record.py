"""What happened: how often, how long it took, and what was wrong."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import quantiles
from typing import Any

#: So many errors of a kind are told with their text; all are counted.
_TOLD = 5


class WrongAnswerError(Exception):
    """An answer is not what the documents say, or not what the address promises."""


class Record:
    """Counts, times and errors by the kind of what was done."""

    def __init__(self) -> None:
        self._seconds: defaultdict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()
        self._texts: list[str] = []

    @contextmanager
    def timed(self, kind: str) -> Iterator[None]:
        """Count what is done inside as `kind`; what it raises is an error and ends here."""
        started = time.perf_counter()
        try:
            yield
        except Exception as error:  # whatever it is, the soak goes on and says so at its end
            self.wrong(kind, f"{type(error).__name__}: {error}")
        self._seconds[kind].append(time.perf_counter() - started)

    def wrong(self, kind: str, text: str) -> None:
        """Note an error."""
        self.errors[kind] += 1
        if self.errors[kind] <= _TOLD:
            self._texts.append(f"{time.strftime('%H:%M:%S')} {kind}: {' '.join(text.split())[:600]}")

    def told(self) -> dict[str, Any]:
        """Counts and times in milliseconds by kind, and the errors."""
        return {
            "done": {kind: _times(seconds) for kind, seconds in sorted(self._seconds.items())},
            "errors": {"count": self.errors.total(), "by_kind": dict(self.errors), "first": self._texts},
        }


def _times(seconds: list[float]) -> dict[str, float]:
    cuts = quantiles(seconds, n=20, method="inclusive") if len(seconds) > 1 else seconds * 19
    return {"count": len(seconds), "p50_ms": round(cuts[9] * 1000, 1), "p95_ms": round(cuts[18] * 1000, 1)}
