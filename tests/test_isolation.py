"""Worker processes: what goes wrong in one of them ends in a sentence, and the others go on."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from corpus.errors import UnreadableFileError
from ingest import isolation
from ingest.isolation import parse_files, parse_in_order
from ingest.messages import Content, Parsed, Progress
from tests.api import wait_for
from tests.conftest import ROOT, SAMPLES

#: Started in each worker before anything else: files whose text is one of these misbehave.
TRAPS = """
import ctypes, os, subprocess, sys, tempfile, time
import ingest.worker as worker
from ingest.progress import report
plain = worker.read_bytes
hoard = []
def trapped(data, name, charset=None):
    word = data.decode("utf-8", "replace").strip()
    if word == "segfault":
        ctypes.string_at(0)
    if word == "exit":
        os._exit(3)
    if word == "memory":
        bytearray(4_000_000_000)
    if word == "recursion":
        (deep := lambda: deep())()
    if word == "sleep":
        subprocess.Popen(["sleep", "987.5"])
        time.sleep(600)
    if word == "defect":
        {}["x"]
    if word == "noise":
        print("noise", flush=True); os.write(1, b"noise")
    if word == "slow":
        for page in range(8):
            report(page, 8, "page"); time.sleep(0.6)
    if word == "for ever":
        tempfile.mkstemp()
        subprocess.Popen(["sleep", "987.6"])
        while True:
            report(1, 2, "page"); time.sleep(0.3)
    if word == "big file":
        with tempfile.TemporaryFile() as file:
            file.truncate(600_000_000)
    if word == "hoard":
        hoard.append(bytearray(600_000_000))
    return plain(data, name, charset)
worker.read_bytes = trapped
"""


@pytest.fixture
def traps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "traps").mkdir()
    (tmp_path / "traps" / "sitecustomize.py").write_text(TRAPS)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "traps"))
    return tmp_path


def write(folder: Path, *words: str) -> list[Path]:
    paths = [folder / f"{at}-{word[:10]}.txt" for at, word in enumerate(words)]
    for path, word in zip(paths, words, strict=True):
        path.write_text(word, "utf-8")
    return paths


def test_order_and_results() -> None:
    paths = sorted(SAMPLES.iterdir())
    for jobs in (1, 2):
        results = list(parse_files(paths, jobs))
        assert [path for path, _ in results] == paths
        assert all(isinstance(result, Parsed) for _, result in results)


@pytest.mark.parametrize(
    ("trap", "reason"),
    [
        ("segfault", "crash"),
        ("exit", "exit code 3"),
        ("memory", "1 GB of memory"),
        ("recursion", "nested too deeply"),
        ("defect", "KeyError"),
    ],
)
def test_a_crash_is_one_sentence_and_others_go_on(traps: Path, trap: str, reason: str) -> None:
    paths = write(traps, "Một.", trap, "Hai.", trap, "Ba.")
    results = [result for _, result in parse_files(paths)]
    assert [isinstance(result, Parsed) for result in results] == [True, False, True, False, True]
    for path, result in zip(paths, results, strict=True):
        if not isinstance(result, Parsed):
            assert isinstance(result, UnreadableFileError)
            assert path.name in str(result)
            assert reason in str(result)
            assert str(result).endswith("ingest that.") or "saved as text." in str(result)


def test_silence_ends_a_worker_with_its_helpers(traps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "SILENCE", 4.0)
    start = time.monotonic()
    results = [result for _, result in parse_files(write(traps, "Một.", "sleep", "Hai."), jobs=1)]
    assert time.monotonic() - start < 40
    assert [isinstance(result, Parsed) for result in results] == [True, False, True]
    assert "longer than" in str(results[1])
    time.sleep(0.2)
    assert not runs("987.5")


def test_progress_starts_the_clock_anew(traps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "SILENCE", 4.0)
    heard: list[tuple[str, Progress]] = []
    (path,) = write(traps, "slow")
    ((_, result),) = parse_in_order([("key", path)], listener=lambda key, progress: heard.append((key, progress)))
    assert isinstance(result, Parsed)
    assert [progress.done for _, progress in heard] == list(range(8))
    assert {(key, progress.total, progress.what) for key, progress in heard} == {("key", 8, "page")}


def runs(argument: str) -> bool:
    """Whether a program with this argument runs."""
    return argument in subprocess.run(["ps", "ax"], capture_output=True, text=True, check=True).stdout


def test_progress_without_an_end_ends_and_leaves_nothing(
    traps: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolation, "TOTAL", 8)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ((_, result),) = parse_files(write(traps, "for ever"), jobs=1)
    assert "longer than 8 seconds" in str(result)
    assert not list(tmp_path.glob("dieukhoan-worker-*"))
    time.sleep(0.2)
    assert not runs("987.6")


@pytest.mark.skipif(sys.platform != "linux", reason="its signals")
def test_a_worker_ends_with_a_program_that_is_killed(traps: Path, tmp_path: Path) -> None:
    (path,) = write(traps, "for ever")
    script = (
        "import sys; from pathlib import Path; from ingest import parse_files; list(parse_files([Path(sys.argv[1])]))"
    )
    environment = {**os.environ, "PYTHONPATH": f"{traps / 'traps'}:{ROOT}", "TMPDIR": str(tmp_path)}
    program = subprocess.Popen([sys.executable, "-c", script, str(path)], env=environment)
    wait_for(lambda: runs("987.6"))
    assert list(tmp_path.glob("dieukhoan-worker-*/*"))
    program.kill()
    program.wait()
    wait_for(lambda: not runs("987.6"))
    assert not list(tmp_path.glob("dieukhoan-worker-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on files there")
def test_no_file_fills_the_disk(traps: Path) -> None:
    refused, read = (result for _, result in parse_files(write(traps, "big file", "Một."), jobs=1))
    assert isinstance(refused, UnreadableFileError)
    assert isinstance(read, Parsed)


def test_what_a_library_prints_does_not_matter(traps: Path) -> None:
    assert all(isinstance(result, Parsed) for _, result in parse_files(write(traps, "noise", "noise"), jobs=1))


@pytest.mark.skipif(sys.platform != "linux", reason="no limit on memory elsewhere")
def test_a_file_is_not_blamed_for_the_memory_of_another(traps: Path) -> None:
    results = [result for _, result in parse_files(write(traps, "hoard", "hoard", "Một."), jobs=1)]
    assert all(isinstance(result, Parsed) for result in results)


def test_results_come_as_soon_as_they_can(traps: Path) -> None:
    start = time.monotonic()
    results = parse_files(write(traps, "Một.", "slow"), jobs=2)
    assert next(results)[0].name.startswith("0")
    assert time.monotonic() - start < 4
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 4.5
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("parsing")]


def test_loaded_content_and_tasks_without_work() -> None:
    content = Content("Điều 1. Một".encode(), "a.txt", "https://example.vn/a.txt")
    (key, nothing), (_, parsed) = parse_in_order([(1, None), (2, content)])
    assert (key, nothing) == (1, None)
    assert isinstance(parsed, Parsed)
    assert parsed.document.source.url == "https://example.vn/a.txt"


def test_a_module_beside_the_documents_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit(9)")
    (tmp_path / "ingest").mkdir()
    monkeypatch.chdir(tmp_path)
    assert all(isinstance(result, Parsed) for _, result in parse_files(sorted(SAMPLES.iterdir())[:1]))


def test_a_worker_imports_no_model_and_no_pages() -> None:
    script = "import sys, ingest.worker; print(sorted({'torch', 'faiss', 'streamlit', 'numpy', 'search', 'app', 'httpx'} & set(sys.modules)))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"
