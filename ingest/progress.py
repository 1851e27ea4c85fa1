"""How far a reader is: readers call `report`, whoever runs them listens."""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[[int, int, str], None]

_listener: Listener | None = None


def report(done: int, total: int, what: str) -> None:
    """Say that `done` of `total` parts are read; `what` names the part ("page"). Does nothing where nobody listens.

    A reader that works longer than a few seconds has to call this now and then: a worker that is silent is stopped
    (`ingest.isolation`).
    """
    if _listener is not None:
        _listener(done, total, what)


def listen(listener: Listener | None) -> None:
    """Send the reports of this process to `listener`."""
    global _listener
    _listener = listener
