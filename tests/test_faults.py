"""The short forms of `make kills` and `make disk-faults`: a kill and a failing call in each scene; and that they notice what is wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


def played(out: Path, module: str, *options: str) -> dict[str, object]:
    command = [sys.executable, "-m", f"tests.faults.{module}", "--no-model", *options, "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert out.exists(), done.stderr
    told: dict[str, object] = json.loads(out.read_text("utf-8"))
    assert told["faults"] == []
    return told


def test_kills_lose_nothing(tmp_path: Path) -> None:
    told = played(tmp_path / "kills.json", "kills", "--kills", "9", "--seed", "3")
    assert len(told["killed at work"]) == 9  # type: ignore[arg-type]


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler (cc) is there to build tests/faults/broken_disk.c")
def test_a_failing_disk_loses_nothing(tmp_path: Path) -> None:
    told = played(tmp_path / "disk.json", "disk", "--most", "1", "--seed", "3")
    # Some calls may fail without harm: those of the last writing of a journal, which the next program does again.
    assert sum(scene["refused in a sentence"] for scene in told["scenes"].values()) >= 9  # type: ignore[attr-defined]
