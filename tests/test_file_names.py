"""Names of files made to deceive: they are shown so that one sees what they are, and never become paths."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from corpus.store import Store
from ingest import Upload, ingest_files
from ingest.file_names import safe_name
from tests.api import client_of, opened
from tests.conftest import run

TEXT = "I. MỤC TIÊU\n1. Nâng cao chất lượng, số {}.\n"
NAMES = {
    "../../etc/passwd": "passwd",
    "/etc/passwd": "passwd",
    "C:\\Windows\\a.docx": "a.docx",
    "a\x00.txt": "a�.txt",
    "a\nb\r.txt": "a�b�.txt",
    "hóa-đơn\u202excod.exe": "hóa-đơn�xcod.exe",
    "a\u2066b\u200b.txt": "a�b�.txt",
    "a\ud800.txt": "a�.txt",
    "..": "van-ban",
    "": "van-ban",
    "CON.txt": "CON.txt",
    "<script>x</script>.txt": "script>.txt",
    'a";filename="b.exe': 'a";filename="b.exe',
    "x" * 4000 + ".docx": "x" * 169 + "…" + "x" * 25 + ".docx",
}  # fmt: skip


@pytest.mark.parametrize(("name", "shown"), NAMES.items(), ids=lambda name: ascii(name)[:40])
def test_names_as_they_are_shown(name: str, shown: str) -> None:
    assert safe_name(name) == shown
    assert safe_name(shown) == shown
    assert Upload(name, b"").name == shown


def test_a_hostile_name_is_stored_as_it_is_shown(tmp_path: Path) -> None:
    with Store(tmp_path / "home") as store:
        sent = [Upload(name, TEXT.format(at).encode()) for at, name in enumerate(NAMES)]
        outcomes = list(ingest_files(sent, store, jobs=1))
        assert [outcome.status for outcome in outcomes] == ["added"] * len(NAMES)
        kept = {store.document(outcome.document_id or "").source.name for outcome in outcomes}
    assert kept == set(NAMES.values())
    assert {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")} == {"home"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not allow such names")
def test_a_folder_with_hostile_names_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    names = [b"\xff\xfe.txt", b"a\nb.txt", "a\u202ecod.txt".encode(), b"\x1b[2Jred.txt", b"x" * 250 + b".txt"]
    for at, name in enumerate(names):
        Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_text(TEXT.format(at), "utf-8")
    done = run("ingest", folder, "--json", home=tmp_path / "home")
    assert done.stderr == ""
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == ["added"] * len(names)
    assert "\x1b" not in run("documents", home=tmp_path / "home").stdout
    assert run("outline", folder).returncode == 0


@pytest.mark.parametrize(
    "name", ['a";filename="b.exe', "a\r\nSet-Cookie: x=1.txt", "kế hoạch.txt", "../../a.txt", "\u202etxt.exe"]
)
def test_the_original_comes_back_under_a_name_that_is_one(name: str, tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        (outcome,) = ingest_files([Upload(name, TEXT.format(1).encode())], store)
    with opened(tmp_path) as app:
        answer = client_of(app).get(f"/v1/documents/{outcome.document_id}/original")
    assert answer.status_code == 200
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment; filename")
    assert "set-cookie" not in answer.headers
    assert disposition.isascii()
    assert disposition.count('"') in (0, 2)
    assert "/" not in disposition.replace("%2F", "")
