"""Agencies that were merged, renamed or ended: what their names mean now, and that the table can be edited."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import InputError
from corpus.language.successors import FILE, Successors


@pytest.fixture
def shipped() -> Successors:
    return Successors.load()


@pytest.mark.parametrize(
    ("name", "now"),
    [
        ("Sở Kế hoạch và Đầu tư", "Sở Tài chính"),
        ("Sở Lao động - Thương binh và Xã hội", "Sở Nội vụ"),
        ("Sở Kế hoạch và Đầu tư tỉnh Ninh Thuận", "Sở Tài chính tỉnh Khánh Hòa"),
        ("Bộ Giao thông vận tải", "Bộ Xây dựng"),
        ("Ủy ban nhân dân tỉnh Yên Bái", "Ủy ban nhân dân tỉnh Lào Cai"),
        ("Chủ tịch Ủy ban nhân dân tỉnh Bình Dương", "Chủ tịch Ủy ban nhân dân thành phố Hồ Chí Minh"),
        ("Ủy ban nhân dân tỉnh Lào Cai", None),
        ("Sở Tài chính", None),
        ("Sở Nông nghiệp và Môi trường", None),
        ("Các sở, ban, ngành", None),
    ],
)
def test_a_name_of_then_has_the_name_of_today(shipped: Successors, name: str, now: str | None) -> None:
    found = shipped.of(name)
    assert (found.successor if found else None) == now


def test_districts_have_ended_and_say_when(shipped: Successors) -> None:
    for name in (
        "Ủy ban nhân dân các huyện, thành phố",
        "Chủ tịch Ủy ban nhân dân huyện Bảo Thắng",
        "Ủy ban nhân dân cấp huyện",
    ):
        found = shipped.of(name)
        assert found is not None, name
        assert found.successor is None
        assert str(found) == "đã kết thúc hoạt động từ ngày 01 tháng 7 năm 2025, theo 203/2025/QH15"
    assert shipped.of("Ủy ban nhân dân các xã, phường") is None


@pytest.mark.parametrize(
    ("wanted", "name", "same"),
    [
        ("Sở Tài chính", "Sở Kế hoạch và Đầu tư", True),
        ("sở kh&đt", "Sở Tài chính", True),
        ("Ninh Thuận", "Ủy ban nhân dân tỉnh Khánh Hòa", True),
        ("Khánh Hòa", "Ủy ban nhân dân tỉnh Ninh Thuận", True),
        ("ubnd tỉnh", "Ủy ban nhân dân tỉnh Ninh Thuận", True),
        ("Sở Y tế", "Sở Tài chính", False),
        ("Sở Tài chính", "Sở Tài nguyên và Môi trường", False),
        ("Ủy ban nhân dân các huyện", "Ủy ban nhân dân các xã, phường", False),
    ],
)
def test_either_name_finds_both(shipped: Successors, wanted: str, name: str, same: bool) -> None:
    assert shipped.same(wanted, name) is same


def test_no_successor_is_itself_an_old_name() -> None:
    shipped = Successors.load()
    for old in ("Bộ Kế hoạch và Đầu tư", "Sở Thông tin và Truyền thông", "Ủy ban nhân dân tỉnh Hậu Giang"):
        assert shipped.of(shipped.current(old)) is None


def test_the_home_folder_adds_replaces_and_takes_away(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        "agency\tsuccessor\tsince\tdocument\n"
        "Sở Ngoại vụ\tVăn phòng Ủy ban nhân dân tỉnh\t2025-03-01\t12/2025/QĐ-UBND\n"
        "Sở Lao động - Thương binh và Xã hội\tSở Y tế\t\t\n"
        "Sở Giao thông vận tải\tSở Giao thông vận tải\t\t\n",
        "utf-8",
    )
    own = Successors.load(tmp_path)
    assert str(own.of("Sở Ngoại vụ")) == (
        "nay là Văn phòng Ủy ban nhân dân tỉnh từ ngày 01 tháng 3 năm 2025, theo 12/2025/QĐ-UBND"
    )
    assert str(own.of("Sở Lao động - Thương binh và Xã hội")) == "nay là Sở Y tế"
    assert own.of("Sở Giao thông vận tải") is None
    assert own.current("Sở Kế hoạch và Đầu tư") == "Sở Tài chính"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("agency\tsuccessor\tsince\tdocument\nSở A\tSở B\t01/03/2025\t\n", "Line 2"),
        ("agency\tsuccessor\tsince\tdocument\n\tSở B\t\t\n", "names no agency"),
        ("Sở A;Sở B\n", "no columns"),
    ],
)
def test_a_bad_table_is_refused_with_its_line(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / FILE).write_text(content, "utf-8")
    with pytest.raises(InputError, match=says):
        Successors.load(tmp_path)
