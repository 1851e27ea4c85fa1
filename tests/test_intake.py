"""What visitors send into the store, and what takes a stored document's place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import Page
from corpus.errors import AlreadyStoredError, UnknownIdError, UnreadableFileError
from corpus.notices import Notice
from corpus.store import Store
from ingest import Outcome, Upload, find_files, ingest_files
from ingest.parsing import parse
from ingest.readers.reading import read_bytes
from ingest.renewal import read_again, read_upload, renew
from tests.conftest import SAMPLES
from tests.test_store import BODY, HEAD

PLAN = "12-kh-ubnd-2024"


def sent(body: str = BODY, number: str = "12/KH-UBND", name: str = "van-ban.txt") -> Upload:
    return Upload(name, (HEAD.format(province="SƠN LA", number=number, place="Sơn La") + body).encode())


def ingest(store: Store, *uploads: Upload) -> list[Outcome]:
    return list(ingest_files(uploads, store))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


def test_two_files_of_one_name_are_two_documents(store: Store) -> None:
    outcomes = ingest(store, sent(), sent(number="13/KH-UBND"), sent())
    assert [outcome.status for outcome in outcomes] == ["added", "added", "unchanged"]
    assert [outcome.source for outcome in outcomes] == ["van-ban.txt"] * 3
    assert {summary.id for summary in store.documents()} == {PLAN, "13-kh-ubnd-2024"}


def test_drafts_of_one_name_never_replace_each_other(store: Store) -> None:
    drafts = [Upload("du-thao.txt", f"I. MỤC TIÊU\n1. {text}.\n".encode()) for text in ("Một", "Hai")]
    first, second = ingest(store, *drafts)
    assert (first.status, second.status) == ("added", "added")
    assert first.document_id != second.document_id
    assert [outcome.status for outcome in ingest(store, *drafts)] == ["unchanged", "unchanged"]


def test_what_is_sent_is_known_by_its_content_in_a_folder_too(store: Store, tmp_path: Path) -> None:
    upload = sent()
    ingest(store, upload)
    (tmp_path / "a.txt").write_bytes(upload.data)
    assert next(ingest_files([tmp_path / "a.txt"], store)).status == "unchanged"


def test_a_bad_upload_is_refused_and_the_others_go_on(store: Store) -> None:
    too_large = Upload("lon.txt", b"a" * 10_000_001)
    outcomes = ingest(store, Upload("hong.pdf", b"%PDF-1.4 cut off"), too_large, Upload("rong.txt", b""), sent())
    assert [outcome.status for outcome in outcomes] == ["refused", "refused", "refused", "added"]
    assert "more than the 10 MB" in (outcomes[1].error or "")


def test_replacing_keeps_the_id_and_the_day(store: Store) -> None:
    ingest(store, sent())
    with store._db.writing() as db:
        db.execute("UPDATE documents SET added_at = '2020-01-01T00:00:00+00:00'")
    before = store.corpus_hash()
    upload = sent(BODY + "2. Giao Sở Tài chính bố trí kinh phí.\n", number="15/KH-UBND")
    parsed = read_upload(upload)
    assert parsed.document.number == "15/KH-UBND"
    outcome = renew(PLAN, upload, parsed, store)
    assert (outcome.status, outcome.document_id) == ("updated", PLAN)
    kept = store.document(PLAN)
    assert kept.number == "15/KH-UBND"
    assert kept.clause(f"{PLAN}/II/2") is not None
    assert store.original(kept).read_bytes() == upload.data
    assert [file.name for file in store.originals.iterdir()] == [kept.source.sha256]
    assert store.corpus_hash() != before
    assert [summary.added_at[:4] for summary in store.documents()] == ["2020"]
    # The file that was replaced is a document of its own again, the new one is known.
    assert [outcome.status for outcome in ingest(store, sent(), upload)] == ["added", "unchanged"]
    assert len(store.documents()) == 2


def test_replaced_by_a_better_copy_the_folder_does_not_bring_the_old_one_back(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(sent().data)
    list(ingest_files([path], store))
    upload = sent(BODY + "2. Thêm.\n")
    renew(PLAN, upload, read_upload(upload), store)
    assert next(ingest_files([path], store)).status == "unchanged"
    assert "2. Thêm." in store.document(PLAN).text


def test_what_is_stored_under_another_id_replaces_nothing(store: Store) -> None:
    ingest(store, sent(), sent(number="13/KH-UBND"))
    for upload in (sent(number="13/KH-UBND"), sent(BODY + "2. Thêm.\n", number="13/KH-UBND")):
        with pytest.raises(AlreadyStoredError, match="13-kh-ubnd-2024"):
            renew(PLAN, upload, read_upload(upload), store)
    with pytest.raises(UnknownIdError):
        renew("khong-co", sent(), read_upload(sent()), store)
    with pytest.raises(UnreadableFileError):
        read_upload(Upload("hong.pdf", b"%PDF-1.4 cut off"))
    assert store.document(PLAN).number == "12/KH-UBND"


def test_reading_again_mends_what_an_older_parser_made_and_loses_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "home") as store:
        list(ingest_files(find_files([SAMPLES]), store))
        summaries = store.documents()
        first, second = summaries[0].id, summaries[1].id
        whole = store.document(first)
        poor = replace(whole, clauses=whole.clauses[:1], references=(), targets=(), tasks=())
        store.add(poor, store.original(whole).read_bytes(), None, "0", (), first)
        store.original(store.document(second)).unlink()
        before = {summary.id: store.document(summary.id) for summary in summaries}
        assert len(before[first].clauses) == 1
        outcomes = list(read_again([summary.id for summary in summaries], store))
        assert [outcome.source for outcome in outcomes] == [summary.id for summary in summaries]
        assert [outcome.status for outcome in outcomes[:3]] == ["updated", "refused", "unchanged"]
        assert "stays as it is" in (outcomes[1].error or "")
        assert store.document(first).clauses == whole.clauses
        assert all(
            store.document(name).clauses == document.clauses for name, document in before.items() if name != first
        )


def test_warnings_have_places_and_old_ones_stay_readable(store: Store) -> None:
    (outcome,) = ingest(store, Upload("du-thao.txt", b"I. M\xe1\xbb\xa4C TI\xc3\x8aU\n1. M\xe1\xbb\x99t.\n"))
    (notice,) = outcome.notices
    assert (notice.text,) == outcome.warnings
    assert (notice.kind, notice.about, notice.places) == ("unstated", ("number", "date", "issuer"), (0,))
    name = outcome.document_id or ""
    assert store.notices() == {name: (notice,)}
    with store._db.writing() as db:
        db.execute("UPDATE documents SET warnings = ?", (json.dumps(["Page 2 could not be read."]),))
    assert store.notices() == {name: (Notice("Page 2 could not be read."),)}


def test_notices_of_pages_lead_to_where_the_pages_begin() -> None:
    raw = read_bytes("I. MỤC TIÊU\n1. Một.\n2. Hai.\n3. Ba.\n".encode(), "a.txt")
    second, third, end = raw.text.index("2."), raw.text.index("3."), len(raw.text)
    pages = (Page(0, second, 1), Page(second, third, 2), Page(third, end, 3))
    parsed = parse(replace(raw, pages=pages, notes=(Notice("Pages 2 and 3 …", "converted", ("TCVN3",), (2, 3)),)))
    assert [parsed.document.text[at:][:2] for at in parsed.notices[0].places] == ["2.", "3."]
