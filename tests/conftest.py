"""What the tests share: the real documents where they are at hand, the real encoder, a home with the samples."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from unittest import mock

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser, Playwright, sync_playwright

from corpus.store import Store
from corpus.store.workspace import Quotation, Workspace
from ingest import find_files, ingest_files
from search import Encoder, Searcher, load_encoder
from tests.browsing import chromium, serve
from tests.installed import build_wheel, install

settings.register_profile("suite", deadline=None)  # how long an example takes depends on what else runs
settings.load_profile("suite")

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "corpus" / "samples"
_PLAN = "42-kh-ubnd-2024"
#: The modules that take longest.
_LONGEST = (
    "test_library_page", "test_hostile", "test_deployment", "test_documentation", "test_development_page", "test_compare",
    "test_accessibility", "test_matrix", "test_search", "test_login", "test_document_page", "test_tokens", "test_visibility",
    "test_fuzz", "test_script", "test_map_page", "test_remote", "test_faults", "test_collections_page", "test_pages",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest modules first, so that two processes end together."""
    order = {name: place for place, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


def shared_folder() -> Path | None:
    folder = Path(os.environ.get("DIEUKHOAN_SHARED") or ROOT.parent / "shared")
    return folder if (folder / "corpus").is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    if folder is None:
        pytest.skip("the real documents are not at hand (../shared or DIEUKHOAN_SHARED)")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _workers_tell_what_they_ran() -> Iterator[None]:
    """Under `make coverage` a worker has a moment to write down what it ran: it is always killed, busy or not."""
    if "COVERAGE_PROCESS_CONFIG" not in os.environ or os.name != "posix":
        yield
        return
    kill = os.killpg

    def politely(group: int, sign: int) -> None:
        if sign == signal.SIGKILL:
            kill(group, signal.SIGTERM)
            with suppress(ChildProcessError):
                for _ in range(40):
                    if os.waitid(os.P_PID, group, os.WEXITED | os.WNOWAIT | os.WNOHANG):
                        break
                    time.sleep(0.05)
        kill(group, sign)

    with mock.patch("os.killpg", politely):
        yield


@pytest.fixture(scope="session")
def plan(shared: Path) -> Path:
    return shared / "corpus" / "social-policy" / "1221-KH-UBND.txt"


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A home with the sample documents, indexed by the default model; not to be changed. Of several processes the first makes it."""
    own = tmp_path_factory.mktemp("samples") / "home"
    made = (own.parent if worker_id == "master" else tmp_path_factory.getbasetemp().parent) / "samples-once"
    with FileLock(made.with_suffix(".lock")):
        if not made.exists():
            with Store(own) as store:
                outcomes = list(ingest_files(find_files([SAMPLES]), store))
                assert {outcome.status for outcome in outcomes} == {"added"}
                Searcher(store).refresh()
            own.rename(made)
    return Path(shutil.copytree(made, own))


@pytest.fixture(scope="session")
def address(sample_home: Path) -> Iterator[str]:
    """The pages of `sample_home`, which an office network may know as van-phong.test."""
    yield from serve(sample_home, DIEUKHOAN_HOSTS="van-phong.test")


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    yield from chromium(playwright)


@pytest.fixture
def home(sample_home: Path, tmp_path: Path) -> Path:
    """A copy of `sample_home` to change."""
    return Path(shutil.copytree(sample_home, tmp_path / "home"))


@pytest.fixture
def full_home(home: Path) -> Path:
    """A copy of the home with the samples, and with what a visitor made."""
    space = Workspace(home)
    collection = space.create("Nhà ở")
    space.add(collection, Quotation(f"{_PLAN}/I", "Chữ của khoản.", "Điều 1", "Điều 1", _PLAN))
    space.remember("nhà ở xã hội")
    space.close()
    with Store(home) as store:
        store._all.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return home


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The programs of an environment that holds the wheel and what it needs, nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    yield install(wheel, folder)
    shutil.rmtree(folder)  # gigabytes, which pytest would keep for three runs


def run(*arguments: object, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, as a user starts it."""
    command = [str(Path(sys.executable).parent / "dieukhoan"), *map(str, arguments)]
    if home:
        command += ["--home", str(home)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
