"""The structure of the code: who may import whom, and what each package gives out."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

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
