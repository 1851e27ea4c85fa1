"""Damage of every kind is made and found, what can be made again is, and what cannot is named."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from app.verifying import findings, repaired
from corpus import integrity
from corpus.database import Database
from corpus.errors import StoreError
from corpus.home import databases
from corpus.inspection import looked_into
from corpus.integrity import Finding
from corpus.seals import can_seal, tables
from corpus.store import Store
from corpus.workspace import Quotation, Workspace
from ingest import ingest_files
from search import Searcher
from search.pieces import ABOUT, SEALS, read_list
from tests.conftest import SAMPLES, run
from tests.older_homes import make_older

PLAN = "42-kh-ubnd-2024"


@pytest.fixture
def full_home(home: Path) -> Path:
    """A copy of the home with the samples, and with what a visitor made."""
    space = Workspace(home)
    collection = space.create("Nhà ở")
    space.add(collection, Quotation(f"{PLAN}/I", "Chữ của khoản.", "Điều 1", "Điều 1", PLAN))
    space.remember("nhà ở xã hội")
    space.close()
    with Store(home) as store:
        store._all.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return home


def changed(database: Path, sql: str, *values: object) -> None:
    """Change rows as a flipped letter does: past the triggers."""
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        can_seal(db)
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        assert db.execute(sql, values).rowcount
        for _, made in triggers:
            db.execute(made)


def flipped(path: Path, at: int, bit: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << bit
    path.write_bytes(data)


def found(home: Path) -> list[Finding]:
    return list(findings(home))


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


def mislead_an_index(store: Path) -> None:
    """Let an index hold the values of another column."""
    for before, after in (("(number)", "(date)"), ("(date)", "(number)")):
        with closing(sqlite3.connect(store, isolation_level=None)) as db:
            db.execute("REINDEX" if before == "(date)" else "PRAGMA user_version")
            db.execute("PRAGMA writable_schema = ON")
            db.execute(
                "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = 'refs_by_number'", (before, after)
            )


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


def journal(home: Path, change: Callable[[Database], None]) -> Path:
    """A copy of the home with a journal, as a killed process leaves it after `change`."""
    with Store(home) as store:
        change(store._all)
        copy = Path(shutil.copytree(home, home.with_name("killed")))
    assert (copy / "store.sqlite-wal").stat().st_size
    return copy


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


def mended(home: Path) -> list[str]:
    """What is said to be left after a repair; what is found then is nothing else."""
    left = [finding for finding, done in repaired(home) if not done]
    assert not [one for one in found(home) if one not in left]
    return [f"{one.file}: {one.what}" for one in left]


def content(home: Path) -> list[str]:
    """All that the databases of a home hold, but the times when documents were read."""
    held = []
    for name in databases(home):
        with looked_into(home / name) as db:
            for table in tables(db):
                columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
                kept = ", ".join(f'"{column}"' for column in columns if column not in ("read_at", "seal"))
                held += sorted(f"{table} {row}" for row in db.execute(f"SELECT {kept} FROM {table}"))
    return held


def test_a_flipped_bit_is_put_back_by_its_seal(full_home: Path) -> None:
    before = content(full_home)
    store, workspace = full_home / "store.sqlite", full_home / "workspace.sqlite"
    with looked_into(store) as db:
        (sha256,) = db.execute("SELECT sha256 FROM documents WHERE id = ?", (PLAN,)).fetchone()
    changed(store, "UPDATE documents SET sha256 = ? WHERE id = ?", chr(ord(sha256[0]) ^ 1) + sha256[1:], PLAN)
    changed(store, "UPDATE documents SET id = '157-tb-ubnd-2024' WHERE id = '157-tb-ubnd-2025'")
    changed(store, 'UPDATE clauses SET "end" = "end" + 256 - 2 * ("end" & 256) WHERE rowid = 3')
    changed(workspace, "UPDATE items SET quotation = 'Chữ của khoản/'")
    assert found(full_home)
    assert mended(full_home) == []
    assert content(full_home) == before


def test_documents_are_read_again_in_their_place(full_home: Path) -> None:
    with Store(full_home) as store:
        store.limit(PLAN, ["Phòng Tổng hợp"])
    before = content(full_home)
    changed(full_home / "store.sqlite", "UPDATE documents SET text = replace(text, 'a', 'o') WHERE id = ?", PLAN)
    changed(full_home / "store.sqlite", "DELETE FROM tasks WHERE document_id = ? AND rowid % 2", PLAN)
    changed(full_home / "store.sqlite", "UPDATE tasks SET task = 'x', kind = 'y' WHERE rowid = 2")
    assert mended(full_home) == []
    assert content(full_home) == before


def test_who_may_see_a_document_is_not_guessed(full_home: Path) -> None:
    with Store(full_home) as store:
        store.limit(PLAN, ["Phòng Tổng hợp"])
    changed(full_home / "store.sqlite", "UPDATE documents SET limited_to = NULL WHERE id = ?", PLAN)
    (left,) = mended(full_home)
    assert "administrators alone" in left
    with Store(full_home, ["Phòng Tổng hợp"]) as store:
        assert PLAN not in {document.id for document in store.documents()}


def test_a_store_that_cannot_be_read_is_made_anew(full_home: Path) -> None:
    before = content(full_home)
    path = full_home / "store.sqlite"
    data = bytearray(path.read_bytes())
    data[4096 * 8 : 4096 * 11] = bytes(4096 * 3)
    path.write_bytes(data)
    left = mended(full_home)
    assert len(content(full_home)) >= len(before) - 20
    assert {line.partition(":")[0] for line in left} <= {"store.sqlite"}
    (aside,) = full_home.glob("store.sqlite.damaged-*")
    assert aside.read_bytes() == data
    path.write_bytes(b"no database" * 100)
    assert len(mended(full_home)) == len(list(SAMPLES.iterdir()))  # nobody knows who may see them
    with Store(full_home) as store:
        assert store.count() == len(list(SAMPLES.iterdir()))


def test_what_visitors_made_is_kept_as_far_as_it_can_be_read(full_home: Path) -> None:
    changed(full_home / "workspace.sqlite", "UPDATE items SET note = 'xem lại'")
    (left,) = mended(full_home)
    assert "kept as it now reads" in left
    (full_home / "workspace.sqlite").write_bytes(b"no database" * 100)
    (left,) = mended(full_home)
    assert "nothing" in left
    assert Workspace(full_home).collections() == []


def test_what_a_journal_lost_is_read_again(full_home: Path, tmp_path: Path) -> None:
    """The row of a document is gone with the end of the journal: its original is no stray to be deleted."""
    new = tmp_path / "moi.txt"
    new.write_text((SAMPLES / "42-KH-UBND.txt").read_text("utf-8").replace("42/KH-UBND", "43/KH-UBND"), "utf-8")
    with Store(full_home) as store:
        before = store.versions()
        (outcome,) = ingest_files([new], store)
        killed = Path(shutil.copytree(full_home, tmp_path / "killed"))
    flipped(killed / "store.sqlite-wal", 100)
    left = mended(killed)
    assert [line.partition(":")[0] for line in left] == ["store.sqlite-wal", "store.sqlite"]
    with Store(killed) as store:
        assert store.versions().keys() == before.keys() | {outcome.document_id}


def test_an_original_that_is_refused_now_is_not_deleted(full_home: Path) -> None:
    refused = b"%PDF-1.4 cut off"
    (full_home / "originals" / hashlib.sha256(refused).hexdigest()).write_bytes(refused)
    (full_home / "store.sqlite").write_bytes(b"no database" * 100)
    assert sum("cannot be read anew" in line for line in mended(full_home)) == 1
    (kept,) = full_home.glob("unread-*/*")
    assert kept.read_bytes() == refused


def test_a_schema_that_cannot_be_read_hides_nothing(full_home: Path) -> None:
    before = content(full_home)
    with closing(sqlite3.connect(full_home / "store.sqlite", isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_master SET sql = 'CREATE INEEX' WHERE name = 'refs_by_number'")
    assert [one.kind for one in found(full_home)] == ["database"]
    assert mended(full_home) == []
    assert content(full_home) == before


def test_indexes_layouts_strays_and_the_index(full_home: Path) -> None:
    before = content(full_home)
    mislead_an_index(full_home / "store.sqlite")
    with closing(sqlite3.connect(full_home / "store.sqlite", isolation_level=None)) as db:
        db.execute("PRAGMA user_version = 4")
    (full_home / "originals" / "half.part").write_bytes(b"half")
    flipped(next((full_home / "index").glob("*/spans.npy")), 200)
    assert mended(full_home) == []
    assert content(full_home) == before
    with Store(full_home) as store:
        assert Searcher(store).search("nhà ở xã hội", 1).results
    assert found(full_home) == []


def test_repair_says_what_was_done(full_home: Path) -> None:
    (full_home / "originals" / "half.part").write_bytes(b"half")
    done = run("verify", "--repair", home=full_home)
    assert done.returncode == 0
    assert done.stdout.splitlines() == ["originals/half.part: belongs to no document, mended", f"{full_home} is whole."]
    original = next((full_home / "originals").iterdir())
    original.unlink()
    done = run("verify", "--repair", "--json", home=full_home)
    assert done.returncode == 1
    (line,) = map(json.loads, done.stdout.splitlines())
    assert (line["mended"], line["derivable"], line["file"]) == (False, False, f"originals/{original.name}")


def test_an_index_of_an_older_version_is_no_damage(home: Path) -> None:
    index = home / "index"
    about = read_list(index)
    (index / ABOUT).write_text(json.dumps(about), "utf-8")  # as it was written before there were seals
    for path in index.glob(f"*/{SEALS}"):
        path.unlink()
    assert list(findings(home)) == []
