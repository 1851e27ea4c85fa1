"""The short form of `make flips`: some flipped bits of a home, each found or without effect."""

from __future__ import annotations

from pathlib import Path

from tests.faults.flips import run


def test_flips(home: Path, tmp_path: Path) -> None:
    figures = run(25, 1, home, tmp_path, repair=False)
    assert figures["missed"] == []
    assert {"store.sqlite", "store.sqlite-wal", "originals", "index"} <= figures["files"].keys()
    assert sum(counts["found"] for counts in figures["files"].values()) >= 12
