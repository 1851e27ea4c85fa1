"""docs/security.md is complete and true: every requirement of ASVS 5.0.0 up to level 2 stands there once, beside tests that exist."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache

import pytest

from tests.conftest import ROOT

#: How many requirements of the levels 1 and 2 each section has; those of level 3 come after them.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4, "3.4": 6,
    "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12,
    "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2,
    "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1,
    "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5,
    "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
STATES = ("met", "operator", "partly", "not met", "n/a")
_ROW = re.compile(r"^\| (\d[^|]*) \| [^|]+ \| ([^|]+) \| ([^|]+) \| ([^|]*)\|$", re.MULTILINE)
ROWS = _ROW.findall((ROOT / "docs" / "security.md").read_text("utf-8"))


def numbers(cell: str) -> list[str]:
    """The requirements of a row: "6.1.2, 6.2.1 – 6.2.12"."""
    found = []
    for part in cell.split(", "):
        first, _, last = part.partition(" – ")
        section, _, begin = first.rpartition(".")
        end = last.rpartition(".")[2] if last else begin
        assert not last or last.startswith(f"{section}."), part
        found += [f"{section}.{number}" for number in range(int(begin), int(end) + 1)]
    return found


@cache
def functions_of(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_requirement_stands_there_once() -> None:
    told = Counter(number for cell, *_ in ROWS for number in numbers(cell))
    wanted = Counter(f"{section}.{number}" for section, most in SECTIONS.items() for number in range(1, most + 1))
    assert told == wanted


@pytest.mark.parametrize(("cell", "state", "how", "tests"), ROWS, ids=[row[0] for row in ROWS])
def test_a_row_says_how_and_names_tests_that_exist(cell: str, state: str, how: str, tests: str) -> None:
    assert state in STATES
    assert how.strip()
    named = re.findall(r"`([^`]+)`", tests)
    assert named or state in ("operator", "not met", "n/a"), f"{cell} is met by no test"
    for one in named:
        path, _, name = one.partition("::")
        assert (ROOT / path).is_file(), one
        assert not name or name in functions_of(path), one
