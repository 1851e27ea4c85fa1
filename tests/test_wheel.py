"""The wheel: what is in it, and what it says of itself."""

from __future__ import annotations

import subprocess
import tomllib
from email.parser import BytesParser
from pathlib import Path
from zipfile import ZipFile

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_every_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "corpus", "ingest", "search", "app"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    held = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held >= set(tracked)
    assert {name.split("/")[0] for name in held} == {"corpus", "ingest", "search", "app"}


def test_what_the_wheel_says_of_itself(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = BytesParser().parsebytes(archive.read(name))
    assert (metadata["Name"], metadata["Version"]) == ("dieukhoan", PROJECT["version"])
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Description-Content-Type"] == "text/markdown"
    versions = {line.split()[-1] for line in metadata.get_all("Classifier") if "Python :: 3." in line}
    assert versions == {"3.11", "3.12", "3.13"}
