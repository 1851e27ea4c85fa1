"""Damage of every kind is made and found."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from app.health.verifying import findings
from corpus.errors import StoreError
from corpus.integrity import checking as integrity
from corpus.store import Store
from corpus.store.database import Database
from ingest import ingest_files
from search.index.pieces import ABOUT, SEALS, read_list
from tests.conftest import SAMPLES, run
from tests.damage import PLAN, changed, flipped, found, journal, mended, mislead_an_index
from tests.older_homes import make_older


def test_a_whole_home(full_home: Path) -> None:
    assert found(full_home) == []
    done = run("verify", home=full_home)
    assert (done.returncode, done.stdout) == (0, f"{full_home} is whole.\n")
    assert run("verify", "--json", home=full_home).stdout == ""


def test_no_home_is_whole_and_is_not_made(tmp_path: Path) -> None:
    assert found(tmp_path / "none") == []
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("table", "column"),
    [("documents", "text"), ("documents", "title"), ("documents", "limited_to"), ("clauses", "heading"),
     ("refs", "number"), ("tasks", "task"), ("targets", "value"), ("sources", "path")],
)  # fmt: skip
def test_a_value_that_changed(full_home: Path, table: str, column: str) -> None:
    """Past the triggers, and with every index in order: only the seal knows."""
    changed(
        full_home / "store.sqlite",
        f"UPDATE {table} SET {column} = CASE typeof({column}) WHEN 'text' THEN {column} || 'x' ELSE '9' END "
        f"WHERE rowid = (SELECT max(rowid) FROM {table})",
    )
    (one,) = found(full_home)
    assert (one.file, one.kind, one.derivable) == ("store.sqlite", "row", True)
    assert one.document_id
    assert table in one.what


def test_what_visitors_made_is_named_with_its_words(full_home: Path) -> None:
    changed(full_home / "workspace.sqlite", "UPDATE items SET note = 'xem lại'")
    (one,) = found(full_home)
    assert (one.file, one.kind, one.derivable) == ("workspace.sqlite", "row", False)
    assert "xem lại" in one.what


def test_originals_that_are_gone_changed_or_of_nothing(full_home: Path) -> None:
    first, second, *_ = sorted((full_home / "originals").iterdir())
    first.unlink()
    flipped(second, 10)
    (full_home / "originals" / "half.part").write_bytes(b"half")
    kinds = {one.file.removeprefix("originals/"): (one.kind, one.derivable) for one in found(full_home)}
    assert kinds == {
        first.name: ("original", False), second.name: ("original", False), "half.part": ("stray", True)
    }  # fmt: skip


def test_ingesting_the_file_again_gives_a_damaged_original_back(full_home: Path) -> None:
    for original in (full_home / "originals").iterdir():
        flipped(original, 10)
    before = len(found(full_home))
    with Store(full_home) as store:
        files = sorted(SAMPLES.iterdir())
        assert before == len(files)
        assert {outcome.status for outcome in ingest_files(files, store)} == {"updated"}
        assert {outcome.status for outcome in ingest_files(files, store)} == {"unchanged"}
    assert found(full_home) == []


def test_files_of_the_index(full_home: Path) -> None:
    segment = next(path for path in (full_home / "index").iterdir() if path.is_dir())
    flipped(segment / "vectors.npy", 5000)
    (segment / "documents.json").unlink()
    assert {one.file.rpartition("/")[2] for one in found(full_home)} == {"vectors.npy", "documents.json"}
    flipped(full_home / "index" / "about.json", 40)
    assert [one.file for one in found(full_home)] == ["index/about.json"]


@pytest.mark.parametrize("name", ["store.sqlite", "workspace.sqlite"])
def test_numbers_in_the_head_of_a_database(full_home: Path, name: str) -> None:
    flipped(full_home / name, 63)  # the layout
    assert [one.kind for one in found(full_home)] == ["layout"]
    flipped(full_home / name, 63)
    flipped(full_home / name, 71)  # whose file it is
    assert [one.kind for one in found(full_home)] == ["database"]


def test_no_database_at_all(full_home: Path) -> None:
    (full_home / "store.sqlite").write_bytes(b"no database" * 1000)
    done = run("verify", "--json", home=full_home)
    assert done.returncode == 1
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["kind"] == "database"
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("value", ["CAST(X'FF' || title AS TEXT)", "replace(title, ' ', X'C3')"])
def test_letters_that_are_none(full_home: Path, value: str) -> None:
    """Flipped letters need not be text any more; nor are they a defect of the program."""
    changed(full_home / "store.sqlite", f"UPDATE documents SET title = CAST({value} AS TEXT) WHERE id = ?", PLAN)
    assert [one.document_id for one in found(full_home)] == [PLAN]
    for command in (["documents"], ["show", f"{PLAN}/I"]):
        done = run(*command, home=full_home)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
        assert "dieukhoan verify" in done.stderr


def test_facts_that_are_none(full_home: Path) -> None:
    changed(full_home / "store.sqlite", "UPDATE documents SET spans = substr(spans, 2) WHERE id = ?", PLAN)
    done = run("show", f"{PLAN}/I", home=full_home)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr


def test_names_that_are_none(full_home: Path) -> None:
    path = full_home / "store.sqlite"
    path.write_bytes(path.read_bytes().replace(b"refs_by_number ON", b"refs_by_n\xe5mber ON"))
    assert [one.kind for one in found(full_home)] == ["database"]
    done = run("documents", home=full_home)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert mended(full_home) == []


def test_an_index_that_does_not_agree_with_its_table(full_home: Path) -> None:
    mislead_an_index(full_home / "store.sqlite")
    (one,) = found(full_home)
    assert (one.kind, one.derivable) == ("indexes", True)


def test_a_journal_that_lost_a_change(full_home: Path) -> None:
    def change(database: Database) -> None:
        for text in ("một", "hai"):
            with database.writing() as db:
                db.execute("UPDATE documents SET title = ?", (text,))

    killed = journal(full_home, change)
    size = (killed / "store.sqlite-wal").stat().st_size
    # The head, the first page's head, its salts, its words; the last page.
    for at in (5, 33, 41, 46, 2000, size - 9):
        copy = Path(shutil.copytree(killed, full_home.with_name(f"flipped-{at}")))
        flipped(copy / "store.sqlite-wal", at)
        assert [one.kind for one in found(copy)][:1] == ["journal"], at
    with (killed / "store.sqlite-wal").open("r+b") as file:
        file.truncate(size - 100)  # killed in the midst of a change
    assert found(killed) == []


def test_what_was_never_committed_is_no_damage(full_home: Path) -> None:
    """The pages of a change that was given up stay in the journal behind those that count."""

    def change(database: Database) -> None:
        database.rows("PRAGMA cache_size = 1")  # so that pages are written before the end
        with suppress(ZeroDivisionError), database.writing() as db:
            db.execute("UPDATE documents SET text = text || text")
            raise ZeroDivisionError
        with database.writing() as db:
            db.execute("UPDATE sources SET sha256 = sha256 WHERE rowid = 1")

    assert found(journal(full_home, change)) == []


def test_another_program_writes(full_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrity, "_PATIENCE", 0.1)
    with Store(full_home) as store, store._all.writing(), pytest.raises(StoreError, match="Another program is writing"):
        found(full_home)


def test_a_home_of_an_older_layout(full_home: Path) -> None:
    make_older(full_home / "store.sqlite", 4)
    (one,) = found(full_home)
    assert (one.kind, "older layout 4" in one.what) == ("version", True)
    Store(full_home).close()
    assert found(full_home) == []


def test_an_index_of_an_older_version_is_no_damage(home: Path) -> None:
    index = home / "index"
    about = read_list(index)
    (index / ABOUT).write_text(json.dumps(about), "utf-8")  # as it was written before there were seals
    for path in index.glob(f"*/{SEALS}"):
        path.unlink()
    assert list(findings(home)) == []
