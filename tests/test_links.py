"""References between stored documents: what they resolve to, and what follows for the status of a document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.citing.links import changes_of
from corpus.citing.resolving import Resolved
from corpus.citing.status import AMENDED, IN_FORCE, NOT_YET, REPEALED, REPLACED, UNKNOWN, Change, status_of
from corpus.store import Store
from ingest import ingest_files
from tests.conftest import SAMPLES

PLACES = {"Lam Giang": "TỈNH LAM GIANG", "Ninh Thuận": "TỈNH NINH THUẬN", "Lào Cai": "TỈNH LÀO CAI"}


def decision(number: str, day: str, body: str, place: str = "Lào Cai", kind: str = "QUYẾT ĐỊNH") -> str:
    return (
        f"ỦY BAN NHÂN DÂN\n{PLACES[place]}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: {number}\n"
        f"{place}, ngày {day}\n{kind}\nVề việc hỗ trợ nhà ở\n{body}\n"
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "home") as opened:
        yield opened


def add(store: Store, folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = folder / f"{name}.txt"
        path.write_text(text, "utf-8")
        (outcome,) = ingest_files([path], store)
        assert outcome.error is None


def out(store: Store, document_id: str) -> list[Resolved]:
    return store.references_of(store.document(document_id))


def meant(resolved: list[Resolved]) -> list[tuple[str | None, str | None, bool]]:
    return [(r.reference.document_id, r.reference.target_clause_id, r.stored) for r in resolved]


RULES = decision("12/2024/QĐ-UBND", "05 tháng 3 năm 2024",
                 "Điều 1. Mức hỗ trợ\n1. Mức chung là 50 triệu đồng.\n2. Mức thêm là 5 triệu đồng.\n"
                 "Điều 2. Hiệu lực\nQuyết định này có hiệu lực kể từ ngày 15 tháng 3 năm 2024.")  # fmt: skip


def test_a_document_that_arrives_later_resolves_what_waited_for_it(store: Store, tmp_path: Path) -> None:
    letter = decision(
        "7/KH-UBND",
        "06 tháng 5 năm 2024",
        "I. VIỆC\n1. Theo khoản 2 Điều 1 Quyết định số 12/2024/QĐ-UBND.",
        kind="KẾ HOẠCH",
    )
    add(store, tmp_path, plan=letter)
    assert meant(out(store, "7-kh-ubnd-2024")) == [(None, None, False)]
    add(store, tmp_path, rules=RULES)
    assert meant(out(store, "7-kh-ubnd-2024")) == [("12-2024-qd-ubnd", "12-2024-qd-ubnd/dieu-1/khoan-2", True)]
    (incoming,) = store.references_to(store.document("12-2024-qd-ubnd"))
    assert incoming.reference.clause_id == "7-kh-ubnd-2024/I/1"


def test_date_and_province_decide_between_documents_of_one_number(store: Store, tmp_path: Path) -> None:
    add(
        store, tmp_path,
        first=decision("9/QĐ-UBND", "02 tháng 02 năm 2022", "Điều 1. Một.", "Ninh Thuận"),
        second=decision("9/QĐ-UBND", "03 tháng 3 năm 2022", "Điều 1. Hai.", "Lào Cai"),
        plan=decision(
            "7/KH-UBND", "06 tháng 5 năm 2024",
            "I. VIỆC\n1. Theo Quyết định số 9/QĐ-UBND.\n2. Theo Quyết định số 9/QĐ-UBND ngày 02/02/2022.\n"
            "3. Theo Quyết định số 9/QĐ-UBND ngày 01/01/2020.", kind="KẾ HOẠCH",
        ),
    )  # fmt: skip
    second = next(s.id for s in store.documents() if s.issued_on == "2022-03-03")
    first = next(s.id for s in store.documents() if s.issued_on == "2022-02-02")
    found = {r.reference.clause_id[-1]: r.reference.document_id for r in out(store, "7-kh-ubnd-2024")}
    assert found == {"1": second, "2": first, "3": None}


def test_what_is_not_stored_is_known_by_the_catalogue_or_by_number_only(store: Store, tmp_path: Path) -> None:
    body = "I. VIỆC\n1. Theo Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 và Nghị định số 987/2019/NĐ-CP."
    add(store, tmp_path, plan=decision("7/KH-UBND", "06 tháng 5 năm 2024", body, kind="KẾ HOẠCH"))
    assert meant(out(store, "7-kh-ubnd-2024")) == [("30-2020-nd-cp", None, False), (None, None, False)]


def test_a_law_named_by_its_title_is_none_that_came_later(store: Store, tmp_path: Path) -> None:
    body = "I. VIỆC\n1. Theo Luật Bảo vệ môi trường và Luật Bảo vệ môi trường năm 2020."
    add(
        store, tmp_path,
        old=decision("7/KH-UBND", "06 tháng 5 năm 2012", body, kind="KẾ HOẠCH"),
        new=decision("8/KH-UBND", "06 tháng 5 năm 2024", body, kind="KẾ HOẠCH"),
    )  # fmt: skip
    assert meant(out(store, "7-kh-ubnd-2012"))[0][0] is None
    assert [found for found, _, _ in meant(out(store, "8-kh-ubnd-2024"))] == ["72-2020-qh14"] * 2


def test_number_differs_only_in_case(store: Store, tmp_path: Path) -> None:
    body = "I. VIỆC\n1. Theo Quyết định số 12/2024/qđ-Ubnd và Quyết định số 12/2024/QĐ-Ubnd."
    add(store, tmp_path, rules=RULES, plan=decision("7/KH-UBND", "06 tháng 5 năm 2024", body, kind="KẾ HOẠCH"))
    assert ("12-2024-qd-ubnd", None, True) in meant(out(store, "7-kh-ubnd-2024"))
    assert store.references_to(store.document("12-2024-qd-ubnd"))


def test_statuses_follow_what_is_stored(store: Store, tmp_path: Path) -> None:
    def status() -> str | None:
        return store.document("12-2024-qd-ubnd").status

    add(store, tmp_path, rules=RULES)
    assert status() == IN_FORCE
    report = "I. VIỆC\n1. Quyết định số 20/2025/QĐ-UBND sửa đổi, bổ sung Quyết định số 12/2024/QĐ-UBND.\n2. Bãi bỏ Quyết định số 12/2024/QĐ-UBND."
    add(store, tmp_path, plan=decision("7/KH-UBND", "06 tháng 5 năm 2025", report, kind="KẾ HOẠCH"))
    assert status() == IN_FORCE, "a plan changes nothing"
    assert store.document("7-kh-ubnd-2025").status == UNKNOWN

    amends = "Điều 1. Sửa đổi, bổ sung một số điều của Quyết định số 12/2024/QĐ-UBND\n1. Sửa đổi khoản 2 Điều 1 như sau:\n“2. Mức thêm là 9 triệu đồng.”\n"
    add(store, tmp_path, amends=decision("20/2025/QĐ-UBND", "06 tháng 6 năm 2025", amends))
    assert status() == AMENDED
    document, clause = store.clause("12-2024-qd-ubnd/dieu-1/khoan-2")
    (change,) = changes_of(store.changes(document), document, clause)
    acting, words = store.clause(change.clause_id)
    assert (acting.id, change.relation) == ("20-2025-qd-ubnd", "sửa đổi, bổ sung")
    assert "9 triệu đồng" in acting.quotation(words)
    other = document.clause("12-2024-qd-ubnd/dieu-1/khoan-1")
    assert other is not None
    assert changes_of(store.changes(document), document, other) == []

    ends = "Điều 1. Bãi bỏ Quyết định số 12/2024/QĐ-UBND ngày 05 tháng 3 năm 2024.\n"
    add(store, tmp_path, ends=decision("30/2025/QĐ-UBND", "07 tháng 7 năm 2025", ends))
    assert status() == REPEALED
    assert {summary.id: summary.status for summary in store.documents()}["12-2024-qd-ubnd"] == REPEALED
    (evidence,) = store.status(document).evidence
    assert evidence.clause_id == "30-2025-qd-ubnd/dieu-1"
    store.remove("30-2025-qd-ubnd")
    assert status() == AMENDED


def change(
    relation: str, *, labels: tuple[str, ...] = (), on: str | None = "2025-01-01", reported: bool = False
) -> Change:
    return Change("b/dieu-1", 0, 1, relation, "b", "a", labels, on, reported)


@pytest.mark.parametrize(
    ("changes", "effective", "expected"),
    [
        ([], "2024-01-01", IN_FORCE),
        ([], None, UNKNOWN),
        ([], "2030-01-01", NOT_YET),
        ([change("thay thế")], "2024-01-01", REPLACED),
        ([change("thay thế", on="2030-01-01")], "2024-01-01", IN_FORCE),
        ([change("bãi bỏ"), change("thay thế")], "2024-01-01", REPEALED),
        ([change("bãi bỏ", labels=("khoản 2", "Điều 1"))], "2024-01-01", AMENDED),
        ([change("điều chỉnh, bổ sung")], None, AMENDED),
        ([change("bãi bỏ", reported=True)], "2024-01-01", IN_FORCE),
    ],
)
def test_status_of(changes: list[Change], effective: str | None, expected: str) -> None:
    assert status_of("1/2024/QĐ-UBND", "Quyết định", effective, changes, "2026-01-01").status == expected


def test_a_consolidated_text_replaces_nothing_and_is_no_act() -> None:
    assert status_of("4804/VBHN-BXD", "Nghị định", "2024-01-01", [], "2026-01-01").status == UNKNOWN
    assert status_of("7/KH-UBND", "Kế hoạch", "2024-01-01", [], "2026-01-01").status == UNKNOWN


def test_the_samples_amend_each_other(sample_home: Path) -> None:
    assert SAMPLES.is_dir()
    with Store(sample_home) as store:
        assert store.document("31-2024-qd-ubnd").status == AMENDED
        document, clause = store.clause("31-2024-qd-ubnd/kem-theo-1/dieu-5")
        (amended,) = changes_of(store.changes(document), document, clause)
        assert (amended.clause_id, amended.reported) == ("17-2025-qd-ubnd/dieu-1/khoan-1", False)
        for resolved in store.references_of(store.document("157-tb-ubnd-2025")):
            if resolved.reference.labels and resolved.reference.number:
                assert resolved.reference.target_clause_id, resolved.reference.text


def test_the_chain(shared: Path, tmp_path: Path) -> None:
    with Store(tmp_path / "home") as store:
        list(ingest_files(sorted((shared / "corpus" / "chain").iterdir()), store))
        edges = {
            (r.reference.clause_id.split("/")[0], r.reference.document_id)
            for summary in store.documents()
            for r in out(store, summary.id)
            if r.reference.relation in ("căn cứ", "thực hiện", "cụ thể hóa")
            and r.reference.subject == summary.id
            and r.reference.document_id != summary.id
            and r.reference.document_id
        }
    assert edges == {
        ("31-ctr-tw-2026", "75-kl-tw-2026"),
        ("104-ctr-tu-2026", "75-kl-tw-2026"),
        ("104-ctr-tu-2026", "31-ctr-tw-2026"),
        ("2449-cv-du-2026", "104-ctr-tu-2026"),
        ("2449-cv-du-2026", "31-ctr-tw-2026"),
        ("2449-cv-du-2026", "75-kl-tw-2026"),
        ("9387-ubnd-kt-2026", "104-ctr-tu-2026"),
        ("9387-ubnd-kt-2026", "2449-cv-du-2026"),
    }


def test_a_draft_and_what_is_older_change_nothing(store: Store, tmp_path: Path) -> None:
    repeal = "Điều 1. Bãi bỏ Quyết định số 12/2024/QĐ-UBND.\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký."
    draft = decision("/QĐ-UBND", "    tháng    năm 2025", repeal)
    older = decision("9/2023/QĐ-UBND", "05 tháng 3 năm 2023", repeal)
    add(store, tmp_path, rules=RULES, draft=draft, older=older)
    assert store.status(store.document("12-2024-qd-ubnd")).status == IN_FORCE
    add(store, tmp_path, later=decision("9/2025/QĐ-UBND", "05 tháng 3 năm 2025", repeal))
    assert store.status(store.document("12-2024-qd-ubnd")).status == REPEALED
