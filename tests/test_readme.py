"""The README's commands print what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import ROOT, run

README = (ROOT / "README.md").read_text("utf-8")


def session() -> list[tuple[str, str]]:
    """Each command of the console block, and the first line that it prints."""
    (block,) = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    return [(step.split("\n")[0], step.split("\n")[1]) for step in block.split("$ ")[1:]]


def test_commands_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    steps = session()
    assert len(steps) >= 5
    for command, expected in steps:
        program, *arguments = shlex.split(command)
        assert program == "dieukhoan"
        done = run(*arguments, home=tmp_path / "home")
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[0].startswith(expected), command


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"make (run|test|check|browser|bench)\b", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_links_and_pictures_exist() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
