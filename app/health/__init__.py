"""Whether this computer has what the program needs: one check after another, each with what to do (`doctor`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.health import machine, model, ports, storage
from app.health.check import Check, guarded

__all__ = ["Check", "checks"]


def checks(home: Path, model_name: str | None, backend: str | None, wanted_ports: Sequence[int]) -> Iterator[Check]:
    """Everything that can be checked, the cheap first; raises nothing.

    What any command does at its start happens here too: the bundled model is prepared, a store of an older layout brought up to date.
    """
    yield from guarded("python", machine.python)
    yield from guarded("packages", machine.packages)
    yield from guarded("programs", machine.programs)
    yield from guarded("fonts", machine.fonts)
    yield from guarded("terminal", machine.terminal)
    yield from guarded("clock", machine.clock)
    for port in wanted_ports:
        yield from guarded(f"port {port}", lambda port=port: ports.port(port))  # type: ignore[misc]
    yield from guarded("home", lambda: storage.folder(home))
    yield from guarded("disk", lambda: storage.space(home))
    yield from guarded("store", lambda: storage.databases(home))
    yield from guarded("cache", model.cache)
    yield from (encoder := list(guarded("model", lambda: model.encoding(model_name))))
    if encoder[-1].status == "ok":  # an index is that of a model
        yield from guarded("index", lambda: storage.index(home, model_name, backend))
