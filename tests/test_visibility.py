"""What members of a group see is what a home without the other documents would tell: searches, statistics, links, statuses."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.errors import AccessError, InputError, StoreError, UnknownIdError
from corpus.store import Store
from ingest import Upload, ingest_files
from search import Encoder, Searcher
from search.question.suggestions import Suggestions
from tests.conftest import SAMPLES, run

QUESTIONS = [
    "ai chủ trì phát triển nhà ở xã hội",
    "1221/KH-UBND",
    "khoản 2 mục II kế hoạch 1221/KH-UBND",
    "muc tieu giam ngheo",
    "xử phạt vi phạm hành chính",
]


def all_of(document: Document) -> list[object]:
    return [getattr(document, field.name) for field in fields(Document)]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, set[str]]:
    """A home where some documents are limited to a department, one without them, and the ids of what is limited."""
    folder = tmp_path_factory.mktemp("homes")
    files = sorted(path for path in SAMPLES.iterdir() if path.is_file())
    hidden = files[::3]
    with Store(folder / "all") as store:
        limited = {
            outcome.document_id
            for outcome in ingest_files(hidden, store, groups=["Phòng Tổng hợp"])
            if outcome.document_id
        }
        list(ingest_files([path for path in files if path not in hidden], store))
        Searcher(store).refresh()
    with Store(folder / "rest") as store:
        list(ingest_files([path for path in files if path not in hidden], store))
    assert len(limited) >= 3
    return folder / "all", folder / "rest", limited


def test_an_outsider_is_told_what_a_home_without_the_documents_tells(
    homes: tuple[Path, Path, set[str]], encoder: Encoder
) -> None:
    everything, rest, limited = homes
    with Store(everything) as all_of_it, Store(everything, []) as shown, Store(rest) as expected:
        ids = [one.id for one in expected.documents()]
        assert {one.id for one in shown.documents()} == set(ids)
        assert not limited & set(ids)
        assert shown.count() == expected.count() < all_of_it.count()
        assert shown.headings() == expected.headings()
        assert shown.groups() == set()
        assert [one.text for one in shown.targets()] == [one.text for one in expected.targets()]
        assert [one.text for one in shown.tasks()] == [one.text for one in expected.tasks()]
        for name in ids:
            document = shown.document(name)
            assert all_of(document) == all_of(expected.document(name))
            assert shown.references_of(document) == expected.references_of(document)
            assert shown.references_to(document) == expected.references_to(document)
            assert shown.changes(document) == expected.changes(document)
        searcher = Searcher(all_of_it).over(shown)
        alone = Searcher(expected)
        for question in QUESTIONS:
            told = searcher.search(question)
            assert replace(told, took_ms=0) == replace(alone.search(question), took_ms=0), question
        clause = expected.document(ids[0]).clauses[3].id
        assert searcher.similar(clause) == alone.similar(clause)
        assert searcher.facets() == alone.facets()
        words = Suggestions(expected).offered("phát triển", [])
        assert Suggestions(shown).offered("phát triển", []) == words


def test_a_limited_document_is_unknown_to_others_and_known_to_members(homes: tuple[Path, Path, set[str]]) -> None:
    everything, _, limited = homes
    name = min(limited)
    with Store(everything, ["Phòng Tài chính"]) as others, Store(everything, ["Phòng Tổng hợp"]) as members:
        unknown = "khong-co-van-ban-nay"
        with pytest.raises(UnknownIdError) as refused:
            others.document(name)
        with pytest.raises(UnknownIdError) as expected:
            others.document(unknown)
        assert str(refused.value) == str(expected.value).replace(unknown, name)
        with pytest.raises(UnknownIdError):
            others.clause(members.document(name).clauses[0].id)
        assert members.document(name).clauses


def test_limits_last_through_replacing_and_reading_again(home: Path) -> None:
    with Store(home) as store:
        first = store.documents()[0]
        store.limit(first.id, ["B", " A "])
        assert store.documents()[0].limited_to == ("A", "B")
        data = store.original(store.document(first.id)).read_bytes()
        longer = Upload(first.source, data + "\nĐoạn thêm.\n".encode())
        (outcome,) = ingest_files([longer], store)
        assert (outcome.status, outcome.document_id) == ("updated", first.id)
        assert store.documents()[0].limited_to == ("A", "B")
        store.limit(first.id, None)
        assert store.documents()[0].limited_to is None


def test_who_does_not_see_a_document_cannot_change_it_or_take_its_place(home: Path) -> None:
    with Store(home) as store, Store(home, ["A"]) as outside:
        first = store.documents()[0]
        data = store.original(store.document(first.id)).read_bytes()
        store.limit(first.id, [])
        before = all_of(store.document(first.id))
        for sent in (data, data + "\nĐoạn thêm.\n".encode()):
            (outcome,) = ingest_files([Upload(first.source, sent)], outside)
            assert outcome.status == "refused"
            assert outcome.document_id is None
            assert "limited to others" in (outcome.error or "")
        with pytest.raises(UnknownIdError):
            outside.remove(first.id)
        with pytest.raises(UnknownIdError):
            outside.limit(first.id, ["A"])
        assert all_of(store.document(first.id)) == before
        with pytest.raises(StoreError), outside._db.writing():
            pass
        with pytest.raises(AccessError):
            outside._shown(first.id)


def test_a_limit_holds_at_once_for_whoever_reads(home: Path) -> None:
    with Store(home) as store, Store(home, ["A"]) as outside:
        whole = Searcher(store)
        searcher = whole.over(outside)
        first = searcher.search(QUESTIONS[0]).results[0]
        store.limit(first.document_id, ["B"])
        assert first.document_id not in {one.document_id for one in searcher.search(QUESTIONS[0]).results}
        store.limit(first.document_id, ["A", "B"])
        assert searcher.search(QUESTIONS[0]).results[0] == first


@pytest.mark.parametrize("name", ["", "  ", "a" * 101, "a\nb", "a\u202eb"])
def test_what_cannot_name_a_group_is_refused(home: Path, name: str) -> None:
    with Store(home) as store, pytest.raises(InputError, match="cannot name a group"):
        store.limit(store.documents()[0].id, [name])


@pytest.mark.parametrize("name", ["') OR 1=1 --", "Phòng \"A\" 'B'", "%", '"]'])
def test_a_group_may_be_called_anything(home: Path, name: str) -> None:
    with Store(home) as store:
        hidden, *others = (one.id for one in store.documents())
        store.limit(hidden, [name])
    for groups, seen in (([name], [hidden, *others]), (["x", name + "'"], others), ([], others)):
        with Store(home, groups) as shown:
            assert [one.id for one in shown.documents()] == seen


def test_the_command_line_limits_and_shows_again(home: Path, tmp_path: Path) -> None:
    def limited_to(name: str) -> object:
        lines = map(json.loads, run("documents", "--json", home=home).stdout.splitlines())
        return next(line["limited_to"] for line in lines if line["id"] == name)

    with Store(home) as store:
        name = store.documents()[0].id
    assert run("limit", name, "--to", "Phòng B", "--to", "Phòng A", home=home).returncode == 0
    assert limited_to(name) == ["Phòng A", "Phòng B"]
    told = run("limit", name, "khong-co", "--to-all", "--json", home=home)
    assert told.returncode == 1
    assert [json.loads(line)["status"] for line in told.stdout.splitlines()] == ["shown to all", "unknown"]
    assert limited_to(name) is None
    assert run("limit", name, home=home).returncode == 0
    assert limited_to(name) == []
    assert "cannot name a group" in run("limit", name, "--to", " ", home=home).stderr

    new = tmp_path / "moi.txt"
    new.write_text("ỦY BAN NHÂN DÂN TỈNH LAM GIANG\nSố: 77/KH-UBND\nKẾ HOẠCH\nTHỬ\nI. MỤC TIÊU\n1. Một.\n", "utf-8")
    (line,) = run("ingest", new, "--to", "Phòng A", "--json", home=home).stdout.splitlines()
    assert limited_to(json.loads(line)["document_id"]) == ["Phòng A"]


def test_damaged_limits_show_a_document_to_administrators_alone(home: Path) -> None:
    with Store(home) as store, Store(home, ["A"]) as outside:
        name = store.documents()[0].id
        with store._all.writing() as db:
            db.execute("UPDATE documents SET limited_to = '[\"A' WHERE id = ?", (name,))
        assert store.groups() == frozenset()
        assert store.documents()[0].limited_to == ()
        assert name not in {summary.id for summary in outside.documents()}
        with pytest.raises(UnknownIdError):
            outside.document(name)
