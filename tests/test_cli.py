"""The command line as a user meets it: its contract, its sentences, its exit codes."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest

from tests.conftest import SAMPLES, run

CLAUSE = "42-kh-ubnd-2024/III/1/1.1"


def lines(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def refused(done: object, *words: str) -> str:
    """The one sentence of a refusal."""
    assert done.returncode == 1, done  # type: ignore[attr-defined]
    message: str = done.stderr.strip()  # type: ignore[attr-defined]
    assert "Traceback" not in message
    assert len(message.splitlines()) == 1, message
    for word in words:
        assert word in message
    return message


def test_outline_contract() -> None:
    done = run("outline", "--json", SAMPLES / "42-KH-UBND.txt")
    assert (done.returncode, done.stderr) == (0, "")
    (row,) = lines(done.stdout)
    assert set(row) == {
        "source", "document", "clauses", "references", "targets", "tasks", "discarded", "warnings", "error",
    }  # fmt: skip
    assert set(row["document"]) >= {  # type: ignore[call-overload]
        "id", "number", "type", "issuer", "place", "issued_on", "title", "signer", "basis", "status", "source", "text",
        "pages", "discarded",
    }  # fmt: skip
    clause = row["clauses"][0]  # type: ignore[index]
    assert list(clause) == [
        "id", "parent", "level", "label", "heading", "text", "start", "end", "subtree_end", "page", "order",
    ]  # fmt: skip
    assert set(row["references"][0]) == {  # type: ignore[index]
        "clause_id", "start", "end", "text", "relation", "subject", "number", "date", "document_id", "target_clause_id",
        "type", "title", "issuer", "labels",
    }  # fmt: skip


def test_outline_of_many_files_keeps_their_order() -> None:
    files = sorted(SAMPLES.iterdir()) * 2
    done = run("outline", "--json", *files)
    assert [row["source"] for row in lines(done.stdout)] == list(map(str, files))


def test_ingest_contract(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    good = tmp_path / "docs" / "good.txt"
    good.write_text("I. MỤC TIÊU\n1. Nâng cao chất lượng.\n", "utf-8")
    (tmp_path / "docs" / "empty.txt").write_bytes(b"")
    (tmp_path / "docs" / "noise.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "docs" / "scan.pdf").write_bytes(b"%PDF-1.4\n...")
    (tmp_path / "docs" / "huge.txt").write_text("Điều khoản\n" * 1_500_000, "utf-8")
    (tmp_path / "docs" / "broken-link.txt").symlink_to(tmp_path / "nowhere")
    done = run("ingest", "--json", tmp_path / "docs", tmp_path / "absent.txt", home=tmp_path / "home")
    assert done.returncode == 1
    assert done.stderr == ""
    rows = lines(done.stdout)
    assert all(
        set(row) == {"source", "status", "document_id", "clauses", "warnings", "error", "notices"} for row in rows
    )
    errors = {Path(str(row["source"])).name: str(row["error"]) for row in rows if row["status"] == "refused"}
    assert set(errors) == {"empty.txt", "noise.txt", "scan.pdf", "huge.txt", "broken-link.txt", "absent.txt"}
    assert "is empty" in errors["empty.txt"]
    assert "UTF-8" in errors["noise.txt"]
    assert "cut off" in errors["scan.pdf"]
    assert "more than the 10 MB" in errors["huge.txt"]
    assert all(error.endswith(".") and "\n" not in error for error in errors.values())
    (added,) = (row for row in rows if row["status"] == "added")
    assert added["source"] == str(good)
    listed = lines(run("documents", "--json", home=tmp_path / "home").stdout)
    assert [row["id"] for row in listed] == [added["document_id"]]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("I. MỤC TIÊU\n", "utf-8")
    path.chmod(0)
    refused(run("ingest", path, home=tmp_path / "home"), "cannot be read")


def test_search_contract(sample_home: Path) -> None:
    done = run("search", "--json", "ai chủ trì phát triển nhà ở xã hội", "-k", "3", home=sample_home)
    assert done.returncode == 0
    (row,) = lines(done.stdout)
    assert set(row) == {"query", "analysis", "results", "abstained", "near", "took_ms", "facets"}
    results = row["results"]
    assert [result["rank"] for result in results] == [1, 2, 3]  # type: ignore[attr-defined]
    assert set(results[0]) == {  # type: ignore[index]
        "rank", "score", "clause_id", "document_id", "label_path", "text", "highlights", "page", "citation",
        "sentence", "also",
    }  # fmt: skip


def test_search_that_finds_nothing_says_so(sample_home: Path) -> None:
    done = run("search", "--json", "cách nấu phở bò ngon tại nhà", home=sample_home)
    assert done.returncode == 0
    (row,) = lines(done.stdout)
    assert row["abstained"] is True
    assert row["results"] == []
    assert row["near"]
    plain = run("search", "cách nấu phở bò ngon tại nhà", home=sample_home)
    assert plain.returncode == 0
    assert "No clause fits" in plain.stderr
    assert row["near"][0]["clause_id"] in plain.stdout  # type: ignore[index]


def test_a_level_that_there_is_not_is_no_missing_answer(sample_home: Path) -> None:
    done = run("search", "nhà ở xã hội", "--level", "dieu", home=sample_home)
    assert (done.returncode, done.stdout) == (1, "")
    assert "'dieu' is no level of clauses" in done.stderr


def test_search_by_level_and_similar(sample_home: Path) -> None:
    (row,) = lines(run("search", "--json", "nhà ở xã hội", "--level", "dash", home=sample_home).stdout)
    found = [result["clause_id"] for result in row["results"]]  # type: ignore[attr-defined]
    assert found
    assert all("gach-" in clause_id.rsplit("/", 1)[1] for clause_id in found)
    (row,) = lines(run("similar", "--json", CLAUSE, "-k", "3", home=sample_home).stdout)
    assert row["clause_id"] == CLAUSE
    assert row["results"]
    assert all(not result["clause_id"].startswith("42-kh-ubnd-2024/") for result in row["results"])  # type: ignore[attr-defined]
    refused(run("similar", "42-kh-ubnd-2024/IX", home=sample_home), "has no clause")


def test_show_cite_and_remove(home: Path) -> None:
    (shown,) = lines(run("show", "--json", CLAUSE, home=home).stdout)
    assert set(shown) == {
        "document",
        "clause",
        "ancestors",
        "children",
        "references_out",
        "references_in",
        "amended_by",
    }
    assert [node["label"] for node in shown["ancestors"]] == ["III", "1"]  # type: ignore[attr-defined]
    assert shown["references_in"], "other samples name this plan"
    (cited,) = lines(run("cite", "--json", CLAUSE, "--form", "later", "--quote", home=home).stdout)
    assert cited["citation"] == "điểm 1.1 khoản 1 Mục III Kế hoạch số 42/KH-UBND"
    assert str(cited["quote"]).startswith("1.1. Sở Xây dựng chủ trì")
    assert run("remove", "42-kh-ubnd-2024", home=home).returncode == 0
    refused(run("show", CLAUSE, home=home), "42-kh-ubnd-2024", "dieukhoan documents")


def test_documents_with_those_that_are_missing(home: Path) -> None:
    stored = lines(run("documents", "--json", home=home).stdout)
    assert all(row["stored"] is True for row in stored)
    rows = lines(run("documents", "--missing", "--json", home=home).stdout)
    assert rows[: len(stored)] == stored
    missing = rows[len(stored) :]
    assert missing
    assert all(set(row) == set(stored[0]) and row["stored"] is False and row["id"] is None for row in missing)
    assert not {row["number"] for row in missing} & {row["number"] for row in stored}
    assert "tải lên hoặc dán địa chỉ" in run("documents", "--missing", home=home).stdout


def test_bad_input_is_one_sentence(home: Path) -> None:
    before = run("documents", "--json", home=home).stdout
    refused(run("search", "a" * 10_000, home=home), "10,000 characters")
    refused(run("search", "  ", home=home), "empty")
    refused(run("show", "42-kh-ubnd-2024/IX", home=home), "nearest")
    refused(run("show", "../../etc/passwd", home=home), "not a clause id")
    refused(run("cite", "x" * 5000, home=home), "not a clause id")
    refused(run("remove", "absent", home=home), "No document")
    refused(run("search", "nhà ở", "--document", "absent", home=home), "No document")
    refused(run("evaluate", home, home=home), "needs corpus.jsonl")
    assert run("search", home=home).returncode == 2
    assert run("documents", "--json", home=home).stdout == before


def test_home_of_another_version(home: Path) -> None:
    with sqlite3.connect(home / "store.sqlite") as db:
        db.execute("PRAGMA user_version = 99")
    refused(run("search", "nhà ở", home=home), "newer version")
    refused(run("serve", home=home), "newer version")


@pytest.mark.parametrize("host", ["192.0.2.1", "nowhere.invalid"])  # set aside for examples
def test_pages_on_an_address_that_is_not_of_this_computer(home: Path, host: str) -> None:
    refused(run("serve", "--host", host, home=home), "Nothing can listen on", host)


def test_home_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert run("documents", home=tmp_path / "file").returncode == 2


def test_search_in_an_empty_home_says_what_to_do(tmp_path: Path) -> None:
    done = run("search", "nhà ở", home=tmp_path / "home")
    assert done.returncode == 0
    assert "dieukhoan ingest" in done.stderr


@pytest.mark.parametrize(
    "command", ["ingest", "outline", "search", "show", "cite", "documents", "remove", "evaluate", "serve"]
)
def test_each_command_has_help_with_an_example(command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert f"Example: dieukhoan {command}" in " ".join(done.stdout.split())
    assert "--home" in done.stdout
    assert command == "serve" or "--json" in done.stdout


def test_tasks_contract(home: Path, tmp_path: Path) -> None:
    done = run("tasks", "--json", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    rows = lines(done.stdout)
    assert list(rows[0]) == [
        "clause_id", "start", "end", "text", "kind", "lead", "cooperating", "task", "deadline", "recurrence", "deadline_text",
        "document_id", "lead_now",
    ]  # fmt: skip
    own = [row for row in rows if row["document_id"] == "42-kh-ubnd-2024"]
    assert lines(run("tasks", "--json", "--document", "42-kh-ubnd-2024", home=home).stdout) == own
    old = [row for row in own if row["lead"] == "Sở Thông tin và Truyền thông"]
    assert {row["lead_now"] for row in old} == {"Sở Khoa học và Công nghệ"}
    for name in ("sở tt&tt", "Sở Khoa học và Công nghệ"):
        found = lines(run("tasks", "--json", "--agency", name, home=home).stdout)
        leads = {row["lead"] for row in found}
        assert {"Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ"} <= leads, name

    calendar = tmp_path / "thoi-han.ics"
    done = run("tasks", "--agency", "Sở Nội vụ", "--ics", calendar, home=home)
    assert done.returncode == 0
    assert "deadlines written" in done.stderr
    assert b"BEGIN:VEVENT" in calendar.read_bytes()
    assert "thời hạn: trước ngày 30 tháng 9 hằng năm" in done.stdout

    refused(run("tasks", "--document", "no-such", home=home), "no-such", "dieukhoan documents")
    refused(run("tasks", "--ics", tmp_path / "absent" / "a.ics", home=home), "absent", "choose another file")
    none = run("tasks", "--agency", "Sở Không Có", home=home)
    assert (none.returncode, none.stdout) == (0, "")
    assert "No task fits" in none.stderr


def test_a_table_of_successors_in_the_home_is_used_or_refused(home: Path) -> None:
    table = home / "successors.tsv"
    table.write_text("agency\tsuccessor\tsince\tdocument\nSở Tài nguyên và Môi trường\tSở Lam Giang\t\t\n", "utf-8")
    rows = lines(run("tasks", "--json", "--document", "42-kh-ubnd-2024", home=home).stdout)
    assert {row["lead_now"] for row in rows if row["lead"] == "Sở Tài nguyên và Môi trường"} == {"Sở Lam Giang"}
    table.write_text("agency\tsuccessor\tsince\tdocument\nSở A\tSở B\tđầu năm\t\n", "utf-8")
    refused(run("tasks", home=home), "Line 2", "successors.tsv", "2025-03-01")


def test_references_contract(sample_home: Path) -> None:
    (both,) = lines(run("references", "--json", "31-2024-qd-ubnd", home=sample_home).stdout)
    assert set(both) == {"out", "in"}
    reference = both["out"][0]  # type: ignore[index]
    assert set(reference) == {
        "clause_id", "start", "end", "text", "relation", "subject", "number", "date", "document_id", "target_clause_id",
        "type", "title", "issuer", "labels", "stored", "document_title",
    }  # fmt: skip
    assert not reference["stored"], "the law that it rests on is not stored"
    amended = {r["target_clause_id"] for r in both["in"] if r["relation"] == "sửa đổi, bổ sung"}  # type: ignore[attr-defined]
    assert "31-2024-qd-ubnd/kem-theo-1/dieu-5" in amended
    (one,) = lines(run("references", "--json", "31-2024-qd-ubnd/kem-theo-1/dieu-5", home=sample_home).stdout)
    assert {r["clause_id"].split("/")[0] for r in one["in"]} >= {"17-2025-qd-ubnd", "186-bc-ubnd-2026"}  # type: ignore[attr-defined]
    assert "(chưa có trong kho)" in run("references", "31-2024-qd-ubnd", home=sample_home).stdout
    refused(run("references", "99-qd-ubnd", home=sample_home), "99-qd-ubnd", "dieukhoan documents")


def test_an_amended_clause_shows_what_amends_it(sample_home: Path) -> None:
    (shown,) = lines(run("show", "--json", "31-2024-qd-ubnd/kem-theo-1/dieu-5/khoan-2", home=sample_home).stdout)
    assert shown["document"]["status"] == "đã được sửa đổi, bổ sung"  # type: ignore[index, call-overload]
    (change,) = shown["amended_by"]  # type: ignore[misc]
    assert change["clause_id"] == "17-2025-qd-ubnd/dieu-1/khoan-1"  # type: ignore[has-type]
    assert "Điều 5. Mức hỗ trợ" in change["quotation"]  # type: ignore[has-type]
    found = lines(run("documents", "--json", home=sample_home).stdout)
    assert {row["id"]: row["status"] for row in found}["17-2025-qd-ubnd"] == "còn hiệu lực"
