"""Collections and feedback on the command line, as other programs and other processes see them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document as Word
from docx.oxml.ns import qn

from app.quoting import quoted
from corpus.store import Store
from corpus.store.workspace import Workspace
from tests.conftest import run


def gathered(home: Path) -> int:
    """A collection of two clauses of one document."""
    with Store(home) as store:
        quotations = [quoted(*store.clause(f"42-kh-ubnd-2024/{place}")) for place in ("III/2", "II/1")]
    space = Workspace(home)
    made = space.create("Tờ trình nhà ở")
    for quotation in quotations:
        space.add(made, quotation)
    return made


def test_a_collection_is_listed_and_written(home: Path, tmp_path: Path) -> None:
    nothing = run("collections", home=home)
    assert nothing.returncode == 0
    assert "dieukhoan serve" in nothing.stderr
    made = gathered(home)
    listed = json.loads(run("collections", "--json", home=home).stdout)
    assert (listed["id"], listed["name"], listed["items"]) == (made, "Tờ trình nhà ở", 2)
    word, text = tmp_path / "a.docx", tmp_path / "a.md"
    for out in (word, text):
        done = run("collections", "--export", made, "--out", out, "--json", home=home)
        assert json.loads(done.stdout) == {"id": made, "out": str(out), "items": 2}
    marks = [mark.get(qn("w:id")) for mark in Word(str(word)).element.body.iter(qn("w:footnoteReference"))]
    assert marks == ["1", "2"]
    assert "\n[^2]: Khoản 1 Mục II Kế hoạch số 42/KH-UBND.\n" in text.read_text("utf-8")


def test_what_cannot_be_written_is_said(home: Path, tmp_path: Path) -> None:
    made = gathered(home)
    for arguments, code, said in (
        (("--export", 99, "--out", tmp_path / "a.docx"), 1, "no collection 99"),
        (("--export", made, "--out", tmp_path / "a.pdf"), 2, "neither"),
        (("--export", made), 2, "--out"),
        (("--export", made, "--out", tmp_path / "none" / "a.docx"), 1, "cannot be written"),
    ):
        done = run("collections", *arguments, home=home)
        assert (done.returncode, said in done.stderr) == (code, True), done.stderr
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "a.docx").exists()


def test_feedback_is_a_table(home: Path) -> None:
    Workspace(home).judge("ai chủ trì?", "42-kh-ubnd-2024/III/2", "wrong")
    head, row = (line.split("\t") for line in run("feedback", home=home).stdout.splitlines())
    assert head == ["question", "clause_id", "verdict", "given_at"]
    assert row[:3] == ["ai chủ trì?", "42-kh-ubnd-2024/III/2", "wrong"]
    assert json.loads(run("feedback", "--json", home=home).stdout)["verdict"] == "wrong"


_WRITE = """
import sys
from pathlib import Path
from corpus.store.workspace import Quotation, Workspace
space = Workspace(Path(sys.argv[1]))
for at in range(40):
    space.add(1, Quotation(f"d/{sys.argv[2]}-{at}", "x", "c", "l", "d"))
    space.remember("cùng một câu")
"""


def test_two_processes_lose_nothing(tmp_path: Path) -> None:
    space = Workspace(tmp_path)
    made = space.create("Chung")
    others = [subprocess.Popen([sys.executable, "-c", _WRITE, str(tmp_path), name]) for name in "ab"]
    assert [other.wait(120) for other in others] == [0, 0]
    items = space.items(made)
    assert {item.quotation.clause_id for item in items} == {f"d/{name}-{at}" for name in "ab" for at in range(40)}
    assert space._db.rows("SELECT times FROM questions")[0]["times"] == 80
    assert len({row["place"] for row in space._db.rows("SELECT place FROM items")}) == 80


@pytest.mark.skipif(os.name != "posix", reason="folders are made read-only by their mode")
@pytest.mark.parametrize("existing", [False, True])
def test_a_read_only_home_says_so_in_one_sentence(tmp_path: Path, existing: bool) -> None:
    home = tmp_path / "home"
    home.mkdir()
    if existing:
        Workspace(home).close()
    for path in (*home.iterdir(), home):
        path.chmod(0o444 if path.is_file() else 0o555)
    for above in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        above.chmod(above.stat().st_mode | 0o011)  # so that another user reaches it
    drop = "os.setgid(65534); os.setuid(65534)" if os.geteuid() == 0 else ""  # modes do not bind root
    code = (
        "import os, sys; from pathlib import Path; from corpus.store.workspace import Workspace; from corpus.errors import StoreError\n"
        f"{drop}\n"
        "try: Workspace(Path(sys.argv[1])).create('x')\n"
        "except StoreError as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", code, str(home)], capture_output=True, text=True, timeout=60)
    assert said.stdout.count("\n") == 1, said.stderr
    assert "that you may write" in said.stdout
