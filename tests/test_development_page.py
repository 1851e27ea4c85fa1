"""The recipes of the developers' page, followed block by block in a copy of the program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.documentation import Block, blocks
from tests.test_documentation import agrees, steps

PAGE = ROOT / "docs" / "development.md"
PARTS = ("corpus", "ingest", "search", "app", "tests", "docs", "pyproject.toml")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program, to be changed."""
    folder = tmp_path / "copy"
    folder.mkdir()
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part)
        else:
            shutil.copy(ROOT / part, folder / part)
    return folder


def change(file: Path, difference: str) -> None:
    """Change `file` where the lines of a diff stand; `@@` parts the places."""
    text = file.read_text("utf-8")
    for piece in difference.split("@@\n"):
        before, after = (
            "".join(line[1:] for line in piece.splitlines(keepends=True) if line[0] in kept) for kept in (" -", " +")
        )
        assert text.count(before) == 1, f"{file} holds {text.count(before)} times\n{before}"
        text = text.replace(before, after)
    file.write_text(text, "utf-8")


def follow(recipe: list[Block], folder: Path, home: Path) -> None:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(folder),
        "DIEUKHOAN_HOME": str(home),
    }
    for block in recipe:
        if block.language == "diff":
            change(folder / block.file, block.text)
        elif block.language != "console":
            file = folder / block.file
            assert not file.exists(), file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, "utf-8")
        for command, expected in steps(block) if block.language == "console" else ():
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
            )
            assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
            assert agrees(done.stdout.splitlines(), expected), f"{command}\n{done.stdout}"
    for check in ("check", "format --check"):
        subprocess.run([Path(sys.executable).with_name("ruff"), *check.split(), *PARTS], cwd=folder, check=True)


def recipe(name: str) -> list[Block]:
    """The blocks under a heading of the page."""
    found = [block for block in blocks(PAGE) if block.heading == name]
    assert found
    return found


@pytest.mark.parametrize("name", ["Add a reader", "Add a model", "Add a page"])
def test_a_recipe_does_what_it_says(name: str, copy: Path, home: Path) -> None:
    follow(recipe(name), copy, home)
