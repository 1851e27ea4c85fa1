"""The structure of the code: who may import whom, and what each package gives out."""

from __future__ import annotations

import ast
import importlib
from doctest import DocTestParser
from functools import cache
from graphlib import TopologicalSorter
from itertools import zip_longest
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "corpus": set(),
    "ingest": {"corpus"},
    "search": {"corpus"},
    "app": {"corpus", "ingest", "search"},
}
ONLY_IN = {
    "faiss": "search",
    "torch": "search",
    "pymilvus": "search",
    "sqlite3": "corpus",
    "streamlit": "app",
    "fastapi": "app",
    "lxml": "ingest",
    "striprtf": "ingest",
    "httpx": "ingest",
}


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_packages_import_only_those_below_them(package: str) -> None:
    for path in (ROOT / package).rglob("*.py"):
        found = imports(path)
        assert found & set(MAY_IMPORT) <= MAY_IMPORT[package] | {package}, path
        for library, home in ONLY_IN.items():
            assert library not in found or package == home, f"{path} imports {library}"


@pytest.mark.parametrize("package", ["corpus", "ingest", "search"])
def test_each_package_is_one_door(package: str) -> None:
    module = importlib.import_module(package)
    assert Path(module.__file__ or "").parent == ROOT / package
    assert 1 <= len(module.__all__) <= 10
    for name in module.__all__:
        assert getattr(module, name).__doc__, f"{package}.{name} has no docstring"


def test_doors_give_what_is_taken_through_them() -> None:
    """An example in a docstring takes as code does."""
    taken: dict[str, set[str]] = {}
    for path in (*modules().values(), *Path(__file__).parent.rglob("*.py")):
        source = path.read_text("utf-8")
        examples = "\n".join(example.source for example in DocTestParser().get_examples(source))
        for node in (*ast.walk(ast.parse(source)), *ast.walk(ast.parse(examples))):
            if isinstance(node, ast.ImportFrom) and node.module:
                taken.setdefault(node.module, set()).update(alias.name for alias in node.names)
    for name, path in modules().items():
        if "__all__ = " in path.read_text("utf-8"):
            assert set(importlib.import_module(name).__all__) <= taken.get(name, set()), name


def modules() -> dict[str, Path]:
    """The modules of the product by their dotted names; a package is named by its folder."""
    paths = sorted(path for package in MAY_IMPORT for path in (ROOT / package).rglob("*.py"))
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


@cache
def imported() -> dict[str, set[str]]:
    """Which modules each module imports, also late; a name out of a package is an import of the package, or of a module in it."""
    known = modules()
    graph: dict[str, set[str]] = {}
    for name, path in known.items():
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and node.module:
                inside = {f"{node.module}.{alias.name}" for alias in node.names} & known.keys()
                named |= inside or {node.module}
        graph[name] = named & known.keys() - {name}
    return graph


def siblings(name: str, other: str) -> tuple[str, str]:
    """The packages or modules side by side in one folder in which two modules lie."""
    ours, theirs = name.split("."), other.split(".")
    depth = next(at for at, (one, two) in enumerate(zip_longest(ours, theirs)) if one != two)
    return ".".join(ours[: depth + 1]), ".".join(theirs[: depth + 1])


def test_nothing_imports_in_a_circle() -> None:
    """Neither modules nor, in any folder, the packages and modules side by side. What a package's own door imports from within is no circle."""
    TopologicalSorter(imported()).prepare()
    beside: dict[str, set[str]] = {}
    for name, others in imported().items():
        for other in others:
            if not (f"{other}.".startswith(f"{name}.") or f"{name}.".startswith(f"{other}.")):
                one, two = siblings(name, other)
                beside.setdefault(one, set()).add(two)
    TopologicalSorter(beside).prepare()


def test_modules_and_functions_are_short() -> None:
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in modules().items()}
    assert median(lengths.values()) <= 150
    lengths |= {str(path): len(path.read_text("utf-8").splitlines()) for path in Path(__file__).parent.rglob("*.py")}
    assert {name: length for name, length in lengths.items() if length > 400} == {}
    for name, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 60, f"{name}.{node.name}"


@pytest.mark.parametrize("package", sorted({name.rpartition(".")[0] for name in modules()} - {""}))
def test_each_package_says_what_it_is(package: str) -> None:
    assert importlib.import_module(package).__doc__
