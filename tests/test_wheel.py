"""The wheel: what is in it, what it says of itself, and that it works in an empty environment away from the checkout."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from email.parser import BytesParser
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import ask, free_port, open_page
from tests.conftest import ROOT, SAMPLES
from tests.installed import serving, without_checkout

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def elsewhere(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A folder with the samples and nothing of the checkout, and the environment of a user who has just installed the wheel."""
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(SAMPLES, folder / "van-ban")
    user = {name: value for name, value in without_checkout().items() if not name.startswith("XDG_")}
    return folder, user | {"HOME": str(folder), "PATH": f"{installed}:/usr/bin:/bin"}


def run(elsewhere: tuple[Path, dict[str, str]], *arguments: str) -> str:
    folder, environment = elsewhere
    done = subprocess.run(
        ["dieukhoan", *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


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


def test_ingest_search_and_serve_away_from_the_checkout(
    elsewhere: tuple[Path, dict[str, str]], browser: Browser
) -> None:
    folder, environment = elsewhere
    place = subprocess.run(
        ["python", "-c", "import app; print(app.__file__)"], cwd=folder, env=environment, capture_output=True, text=True
    ).stdout  # fmt: skip
    assert "site-packages" in place
    assert run(elsewhere, "--version").split()[-1] == PROJECT["version"]
    outcomes = [json.loads(line) for line in run(elsewhere, "ingest", "van-ban", "--json").splitlines()]
    assert [outcome["status"] for outcome in outcomes] == ["added"] * len(list(SAMPLES.iterdir()))
    found = json.loads(run(elsewhere, "search", "diem 1.1 muc III ke hoach 42", "--json"))
    assert found["results"][0]["clause_id"] == "42-kh-ubnd-2024/III/1/1.1"
    assert (folder / ".local" / "share" / "dieukhoan" / "store.sqlite").is_file()
    port = free_port()
    address = f"http://localhost:{port}"
    with serving(["dieukhoan", "serve", "--port", str(port)], f"{address}/_stcore/health", environment, folder):
        page = open_page(browser, address)
        ask(page, "điểm 1.1 mục III kế hoạch 42")
        expect(page.get_by_text("Mục III › khoản 1 › điểm 1.1").first).to_be_visible()
        page.close()
