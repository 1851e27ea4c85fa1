"""Damage of every kind is made: what can be made again is, and what cannot is named."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from corpus.integrity.inspection import looked_into
from corpus.store import Store
from corpus.store.home import databases
from corpus.store.seals import tables
from corpus.store.workspace import Workspace
from ingest import ingest_files
from search import Searcher
from tests.conftest import SAMPLES, run
from tests.damage import PLAN, changed, flipped, found, mended, mislead_an_index


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
