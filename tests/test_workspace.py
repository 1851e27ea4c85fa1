"""What visitors make is kept: in its order, for several processes, apart from the store."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.errors import HomeVersionError, StoreError, UnknownIdError
from corpus.store.workspace import Quotation, Workspace
from tests.older_homes import make_older


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def quotation(name: str, text: str = "Nguyên văn.") -> Quotation:
    return Quotation(f"d/{name}", text, f"điểm {name} Kế hoạch số 1", f"điểm {name} KH 1", "Kế hoạch số 1")


def order(space: Workspace, collection: int) -> list[str]:
    return [item.quotation.clause_id.removeprefix("d/") for item in space.items(collection)]


def test_items_keep_the_order_that_was_given_by_hand(space: Workspace) -> None:
    made = space.create("Thử")
    for name in "abcd":
        assert space.add(made, quotation(name))
    ids = {item.quotation.clause_id[-1]: item.id for item in space.items(made)}
    space.move(ids["d"], -2)
    assert order(space, made) == ["a", "d", "b", "c"]
    space.move(ids["a"], 99)
    assert order(space, made) == ["d", "b", "c", "a"]
    space.remove(ids["b"])
    assert space.add(made, quotation("e"))
    assert order(space, made) == ["d", "c", "a", "e"]


def test_a_clause_is_gathered_once_unless_its_words_changed(space: Workspace) -> None:
    made = space.create("Thử")
    assert space.add(made, quotation("a"))
    assert not space.add(made, quotation("a"))
    assert space.add(made, quotation("a", "Lời mới."))


def test_other_words_keep_the_note(space: Workspace) -> None:
    made = space.create("Thử")
    space.add(made, quotation("a"))
    (item,) = space.items(made)
    space.note(item.id, "dùng ở phần I")
    space.requote(item.id, quotation("a", "Lời mới."))
    (item,) = space.items(made)
    assert (item.quotation.text, item.note) == ("Lời mới.", "dùng ở phần I")


def test_what_another_visitor_removed_is_no_error(space: Workspace) -> None:
    made = space.create("Thử")
    space.add(made, quotation("a"))
    (item,) = space.items(made)
    space.delete(made)
    space.move(item.id, 1)
    space.note(item.id, "x")
    assert space.collections() == []
    with pytest.raises(UnknownIdError, match="list them"):
        space.add(made, quotation("a"))


def test_two_openings_and_many_threads_lose_nothing(space: Workspace, tmp_path: Path) -> None:
    made = space.create("Thử")
    other = Workspace(tmp_path)

    def add(number: int) -> None:
        (space if number % 2 else other).add(made, quotation(str(number)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    assert sorted(map(int, order(other, made))) == list(range(40))


def test_a_saved_search_is_one_by_question_and_filters(space: Workspace) -> None:
    space.save_search("nhà ở", {"type": "Kế hoạch"}, ["d/a"])
    space.save_search("nhà ở", {}, ["d/a", "d/b"])
    space.save_search("nhà ở", {"type": "Kế hoạch"}, ["d/c"])
    found = {tuple(search.filters.items()): search.seen for search in space.saved_searches()}
    assert found == {(): ("d/a", "d/b"), (("type", "Kế hoạch"),): ("d/c",)}


def test_feedback_is_taken_back(space: Workspace) -> None:
    space.judge("q", "d/a", "wrong")
    space.judge("q", "d/b", "wrong")
    space.judge("q", "d/a", "right")
    assert space.wrong("q") == {"d/b"}
    assert [row[:3] for row in space.feedback()] == [("q", "d/b", "wrong"), ("q", "d/a", "right")]


def test_questions_are_found_without_marks_the_frequent_first(space: Workspace) -> None:
    for question in ("mức hỗ trợ nhà ở", "nhà ở xã hội", "nhà ở xã hội", "báo cáo"):
        space.remember(question)
    assert space.asked("nha o") == ["nhà ở xã hội", "mức hỗ trợ nhà ở"]
    assert space.asked("100%") == []


def test_the_number_of_a_deleted_collection_is_not_given_again(space: Workspace, tmp_path: Path) -> None:
    numbers = [space.create("một"), space.create("hai")]
    space.delete(numbers[1])
    numbers.append(space.create("ba"))
    space.delete(numbers[2])
    space.close()
    (database,) = tmp_path.rglob("workspace.sqlite")
    make_older(database, 1)
    numbers.append(Workspace(database.parent).create("bốn"))
    assert numbers == [1, 2, 3, 4]


def test_a_damaged_file_and_one_of_a_newer_version_are_said_in_a_sentence(tmp_path: Path) -> None:
    space = Workspace(tmp_path)
    space._db.row("PRAGMA user_version = 99")
    space.close()
    with pytest.raises(HomeVersionError, match="newer version"):
        Workspace(tmp_path)
    (tmp_path / "workspace.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match="see what is damaged"):
        Workspace(tmp_path)
