"""Documents in the store: ids once given are kept, changed files replace, nothing is orphaned."""

from __future__ import annotations

import gc
import shutil
import sqlite3
import subprocess
import sys
import weakref
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.citing.citation import cite_clause
from corpus.document import Box, Document, Reference, Span, Target, Task
from corpus.errors import HomeVersionError, StoreError, UnknownIdError
from corpus.integrity.checking import damaged_rows
from corpus.integrity.inspection import differences, looked_into
from corpus.store import Store
from corpus.store.originals import Originals
from corpus.store.schema import LAYOUT
from ingest import Outcome, ingest_files
from ingest.parsing import parse_file
from tests.conftest import SAMPLES
from tests.older_homes import make_older

HEAD = "ỦY BAN NHÂN DÂN TỈNH {province}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: {number}\n{place}, ngày 10 tháng 3 năm 2024\nKẾ HOẠCH\nTHỬ NGHIỆM\n"
BODY = "I. MỤC TIÊU\n1. Mục tiêu chung\n- Gạch một.\n- Gạch hai.\nII. TỔ CHỨC THỰC HIỆN\n1. Giao Sở Nội vụ theo dõi.\n"


def write(
    path: Path, body: str = BODY, *, number: str = "12/KH-UBND", province: str = "SƠN LA", place: str = "Sơn La"
) -> Path:
    path.write_text(HEAD.format(number=number, province=province, place=place) + body, "utf-8")
    return path


def ingest(store: Store, *paths: Path) -> list[Outcome]:
    return list(ingest_files(paths, store))


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


def ids(document: Document) -> set[str]:
    return {clause.id for clause in document.clauses}


def test_what_is_stored_is_what_was_parsed(store: Store, tmp_path: Path) -> None:
    outcome = ingest(store, write(tmp_path / "a.txt"))[0]
    assert (outcome.status, outcome.document_id) == ("added", "12-kh-ubnd-2024")
    document = store.document("12-kh-ubnd-2024")
    assert all(document.text[c.start : c.end] == c.text for c in document.clauses)
    assert document.clause("12-kh-ubnd-2024/I/1/gach-2").text == "- Gạch hai."  # type: ignore[union-attr]
    assert store.original(document).read_bytes() == (tmp_path / "a.txt").read_bytes()


def test_unchanged_file_is_skipped_and_changed_file_replaces(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    ingest(store, path)
    before = ids(store.document("12-kh-ubnd-2024"))
    hash_before = store.corpus_hash()
    assert ingest(store, path)[0].status == "unchanged"
    assert store.corpus_hash() == hash_before

    write(path, BODY.replace("- Gạch hai.", "- Gạch hai, đã sửa.\n- Gạch ba."))
    assert ingest(store, path)[0].status == "updated"
    after = store.document("12-kh-ubnd-2024")
    assert ids(after) == before | {"12-kh-ubnd-2024/I/1/gach-3"}
    assert len(store.documents()) == 1
    assert [file.name for file in store.originals.iterdir()] == [after.source.sha256]


def test_two_files_of_one_document_do_not_take_turns(store: Store, tmp_path: Path) -> None:
    a = write(tmp_path / "a.txt")
    b = write(tmp_path / "b.txt", BODY + "2. Thêm.\n")
    assert [outcome.status for outcome in ingest(store, a, b)] == ["added", "updated"]
    assert [outcome.status for outcome in ingest(store, a, b)] == ["unchanged", "unchanged"]


def test_one_number_of_two_issuers(store: Store, tmp_path: Path) -> None:
    a = write(tmp_path / "a.txt")
    b = write(tmp_path / "b.txt", province="NINH THUẬN", place="Ninh Thuận")
    assert [outcome.document_id for outcome in ingest(store, a, b)] == ["12-kh-ubnd-2024", "12-kh-ubnd-2024-ninh-thuan"]
    second = store.document("12-kh-ubnd-2024-ninh-thuan")
    assert all(clause.id.startswith("12-kh-ubnd-2024-ninh-thuan/") for clause in second.clauses)
    ingest(store, write(b, BODY + "2. Thêm.\n", province="NINH THUẬN", place="Ninh Thuận"))
    assert {summary.id for summary in store.documents()} == {"12-kh-ubnd-2024", "12-kh-ubnd-2024-ninh-thuan"}


def test_draft_without_number_keeps_its_id_when_it_changes(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "du-thao.txt"
    path.write_text("I. MỤC TIÊU\n1. Một.\n", "utf-8")
    first = ingest(store, path)[0].document_id
    path.write_text("I. MỤC TIÊU\n1. Một, đã sửa.\n", "utf-8")
    again = ingest(store, path)[0]
    assert (again.status, again.document_id) == ("updated", first)


def test_remove_and_unknown_ids(store: Store, tmp_path: Path) -> None:
    ingest(store, write(tmp_path / "a.txt"))
    with pytest.raises(UnknownIdError, match="nearest is 12-kh-ubnd-2024/I/1"):
        store.clause("12-kh-ubnd-2024/I/1/gach-9")
    with pytest.raises(UnknownIdError, match="not a clause id"):
        store.clause("không phải id")
    store.remove("12-kh-ubnd-2024")
    assert store.documents() == []
    assert not list(store.originals.iterdir())
    with pytest.raises(UnknownIdError, match="dieukhoan documents"):
        store.remove("12-kh-ubnd-2024")


def test_a_document_whose_original_was_taken_away_is_removed(store: Store, tmp_path: Path) -> None:
    ingest(store, write(tmp_path / "a.txt"))
    store.originals.rename(tmp_path / "elsewhere")
    store.remove("12-kh-ubnd-2024")
    assert store.documents() == []


def test_what_was_read_before_a_change_is_let_go(store: Store) -> None:
    first, second = (str(one.document_id) for one in ingest(store, *sorted(SAMPLES.glob("*.txt"))[:2]))
    document = store.document(first)
    cite_clause(document, document.clauses[0])
    held = weakref.ref(document)
    del document
    store.remove(second)
    gc.collect()
    assert held() is None


def test_what_another_process_replaced_is_let_go(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    ingest(store, path)
    reader = Store(store.home)
    held = weakref.ref(reader.document("12-kh-ubnd-2024"))
    assert reader.document("12-kh-ubnd-2024") is held()
    write(path, BODY.replace("Gạch hai", "Gạch ba"))
    ingest(store, path)
    assert "Gạch ba" in reader.document("12-kh-ubnd-2024").text
    gc.collect()
    assert held() is None


def test_a_reader_sees_what_another_process_wrote(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    ingest(store, path)
    reader = Store(store.home)
    assert "Gạch ba" not in reader.document("12-kh-ubnd-2024").text
    write(path, BODY.replace("Gạch hai", "Gạch ba"))
    ingest(store, path)
    assert "Gạch ba" in reader.document("12-kh-ubnd-2024").text


def test_a_reader_never_sees_half_a_document(store: Store, tmp_path: Path) -> None:
    """Another process puts two documents in one place by turns; each has its own text, clauses and tasks."""
    texts = [BODY, BODY + "2. Giao Sở Tài chính bố trí kinh phí.\n- Gạch cuối.\n"]
    parsed = [parse_file(write(tmp_path / f"{n}.txt", text)).document for n, text in enumerate(texts)]
    store.add(parsed[0], b"0", "a", "1")
    writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(store.home), str(tmp_path)])
    wanted = [(document.text, document.clauses, document.tasks) for document in parsed]
    seen = set()
    try:
        while writer.poll() is None:
            store._documents.forget()
            document = store._documents.plain(parsed[0].id)
            seen.add(wanted.index((document.text, document.clauses, document.tasks)))
    finally:
        writer.wait()
    assert seen == {0, 1}


_WRITER = """
import sys
from pathlib import Path
from corpus.store import Store
from ingest.parsing import parse_file
home, folder = map(Path, sys.argv[1:])
documents = [parse_file(folder / f"{n}.txt").document for n in (0, 1)]
with Store(home) as store:
    for turn in range(100):
        store.add(documents[turn % 2], bytes([turn % 2]), "a", "1")
"""


def test_home_of_another_version_and_damaged_home(tmp_path: Path) -> None:
    Store(tmp_path / "newer").close()
    with sqlite3.connect(tmp_path / "newer" / "store.sqlite") as db:
        db.execute(f"PRAGMA user_version = {LAYOUT.version + 1}")
    with pytest.raises(HomeVersionError, match="newer version"):
        Store(tmp_path / "newer")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "store.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="see what is damaged"):
        Store(tmp_path / "broken")


@pytest.mark.parametrize("version", range(1, LAYOUT.version))
def test_a_home_of_an_older_layout_is_brought_up_and_a_copy_kept(store: Store, tmp_path: Path, version: int) -> None:
    ingest(store, write(tmp_path / "a.txt"))
    store.close()
    path = store.home / "store.sqlite"
    make_older(path, version)
    older = dump(path)
    for _ in range(2):  # the second brings up what was put back from the copy
        with Store(store.home) as up:
            assert up.document("12-kh-ubnd-2024").text
            up._all.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        with looked_into(path) as db:
            assert (differences(db, LAYOUT), damaged_rows(db)) == ([], [])
            assert db.execute("SELECT count(*) FROM clauses WHERE seal IS NULL").fetchone() == (0,)
        copies = sorted(store.home.glob("store.sqlite.*"))
        assert [copy.name for copy in copies] == [f"store.sqlite.layout-{version}"]
        assert dump(copies[0]) == older
        shutil.copy(copies[0], path)


def test_a_copy_that_is_there_is_not_written_over(store: Store) -> None:
    store.close()
    make_older(store.home / "store.sqlite", 4)
    (store.home / "store.sqlite.layout-4").write_text("an earlier one")
    Store(store.home).close()
    assert (store.home / "store.sqlite.layout-4").read_text() == "an earlier one"
    assert dump(store.home / "store.sqlite.layout-4.1")


def test_no_space_for_the_copy_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.close()
    make_older(store.home / "store.sqlite", 4)
    before = dump(store.home / "store.sqlite")

    def full(_: Path, copy: Path) -> None:
        copy.write_text("half of")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("corpus.store.database.copy_database", full)
    with pytest.raises(StoreError, match=r"disk is full\); free space .* nothing was changed"):
        Store(store.home)
    assert dump(store.home / "store.sqlite") == before
    assert not list(store.home.glob("*layout-4*"))


def test_a_wrong_number_of_the_layout_is_said_in_a_sentence(store: Store) -> None:
    store._all.rows("PRAGMA user_version = 4")
    store.close()
    with pytest.raises(StoreError, match="dieukhoan verify"):
        Store(store.home)


def test_boxes_and_doubts_are_kept(tmp_path: Path) -> None:
    document = parse_file(SAMPLES / "42-KH-UBND.txt").document
    clause = document.clauses[8]
    document = replace(
        document,
        boxes=(Box(clause.start, clause.end, 1, 72.0, 90.5, 520.0, 104.0),),
        doubts=(Span(clause.start, clause.start + 3),),
    )
    with Store(tmp_path) as store:
        store.add(document, b"x", "a", "p", ())
        kept = store.document(document.id)
    assert kept.printed(kept.clauses[8]) == document.boxes
    assert kept.printed(kept.clauses[9]) == ()
    assert kept.doubtful(kept.clauses[8]) == document.doubts


def test_what_a_document_says_survives_the_store_under_another_id(tmp_path: Path) -> None:
    parsed = parse_file(SAMPLES / "42-KH-UBND.txt").document
    clause = parsed.clauses[3]
    here = (clause.id, clause.start, clause.end, clause.text)
    reference = Reference(
        *here,
        "dẫn chiếu",
        parsed.id,
        None,
        None,
        parsed.id,
        clause.id,
        "Kế hoạch",
        "nhà ở",
        "Chính phủ",
        ("khoản 1", "Mục I"),
    )
    elsewhere = replace(reference, subject="09-2023-qd-ubnd", document_id="14-2021-qd-ubnd", target_clause_id=None)
    target = Target(*here, "tỷ lệ hộ nghèo", "<", 1.5, "%", 2030, "toàn tỉnh", upper=2.0, deadline="2030-12-31")
    grade = replace(target, value="khá")
    task = Task(*here, "task", "Sở Nội vụ", ("Sở Tài chính",), "Báo cáo", "--12-01", "FREQ=YEARLY", "trước ngày 01/12")
    said = replace(parsed, references=(reference, elsewhere), targets=(target, grade), tasks=(task,))
    with Store(tmp_path) as store:
        assert store.add(said, b"1", "a", "1")[1].id == parsed.id
        other = replace(said, issuer="Ủy ban nhân dân tỉnh Khác")
        _, renamed = store.add(other, b"2", "b", "1")
        kept, moved = store.document(parsed.id), store.document(renamed.id)
    assert (kept.references, kept.targets, kept.tasks) == (said.references, said.targets, said.tasks)
    assert moved.id != parsed.id
    own = moved.clauses[3].id
    assert [item.clause_id for item in (*moved.references, *moved.targets, *moved.tasks)] == [own] * 5
    assert [(r.subject, r.document_id, r.target_clause_id) for r in moved.references] == [
        (moved.id, moved.id, own), ("09-2023-qd-ubnd", "14-2021-qd-ubnd", None),
    ]  # fmt: skip


def test_tasks_are_listed_without_loading_documents(store: Store, tmp_path: Path) -> None:
    ingest(store, write(tmp_path / "a.txt"), write(tmp_path / "b.txt", number="13/KH-UBND"))
    everything = store.tasks()
    assert [task.lead for task in everything] == ["Sở Nội vụ"] * 2
    for task in everything:
        document = store.document(task.clause_id.split("/", 1)[0])
        assert task in document.tasks
        assert store.tasks(document.id) == list(document.tasks)
    with pytest.raises(UnknownIdError, match="no-such"):
        store.tasks("no-such")


def test_a_full_disk_is_said_in_a_sentence_and_loses_nothing(store: Store, tmp_path: Path) -> None:
    ingest(store, write(tmp_path / "a.txt"))
    store._db.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = store._db.rows("PRAGMA page_count")[0][0]
    store._db.rows(f"PRAGMA max_page_count = {pages}")
    long = write(tmp_path / "b.txt", BODY + "- Một gạch nữa.\n" * 4000, number="13/KH-UBND")
    (refused,) = ingest(store, long)
    assert refused.status == "refused"
    assert refused.error is not None
    assert "free space" in refused.error
    store._db.rows(f"PRAGMA max_page_count = {100 * pages}")
    assert [summary.id for summary in store.documents()] == ["12-kh-ubnd-2024"]
    assert ingest(store, long)[0].status == "added"
    assert len(list(store.originals.iterdir())) == 2


def test_what_a_killed_process_left_is_cleared_away(store: Store, tmp_path: Path) -> None:
    (store.originals / "0000.part").write_bytes(b"half of")
    (store.originals / ("0" * 64)).write_bytes(b"of no document")
    ingest(store, write(tmp_path / "a.txt"))
    kept = store.document("12-kh-ubnd-2024").source.sha256
    assert [file.name for file in store.originals.iterdir()] == [kept]


def test_no_original_is_dropped_while_another_process_may_keep_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped = []

    def drop_others(_: Originals, kept: set[str]) -> None:
        with sqlite3.connect(store.home / "store.sqlite", timeout=0) as other:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            dropped.append(kept)

    monkeypatch.setattr(Originals, "drop_others", drop_others)
    ingest(store, write(tmp_path / "a.txt"))
    assert len(dropped) == 1
