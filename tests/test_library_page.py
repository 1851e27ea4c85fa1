"""The library and the state in real Chromium: files go in, are read, replaced and removed."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.pages.library_rows import filtered, ordered
from corpus.store import Store
from corpus.store.summaries import DocumentSummary
from tests.browsing import ask, open_page, serve
from tests.conftest import SAMPLES

PLAN = "42-kh-ubnd-2024"


@pytest.fixture
def own(home: Path) -> Iterator[str]:
    """The pages of a home of the test's own."""
    yield from serve(home)


@pytest.fixture
def few(tmp_path: Path) -> Iterator[str]:
    """The pages of an empty home."""
    yield from serve(tmp_path / "empty")


def rows(page: Page) -> list[str]:
    return [row.get_attribute("data-document") or "" for row in page.locator("table.library tbody tr").all()]


def send(page: Page, *files: Path | dict[str, object]) -> None:
    page.get_by_text("Nạp văn bản", exact=True).wait_for()
    page.wait_for_timeout(500)  # the folder is open at once where it is to be
    if not page.get_by_role("button", name="Nạp vào kho").is_visible():
        page.get_by_text("Nạp văn bản", exact=True).click()
    page.locator("input[type=file]").set_input_files(list(files))  # type: ignore[arg-type]
    page.get_by_role("button", name="Nạp vào kho").click()


def text_file(name: str, text: str) -> dict[str, object]:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def line(page: Page, name: str) -> Page:
    return page.locator(".work .files > li").filter(has_text=name)  # type: ignore[return-value]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("width", [1280, 400])
def test_the_list_is_filtered_ordered_and_leads_to_documents(browser: Browser, address: str, width: int) -> None:
    page = open_page(browser, f"{address}/documents", width)
    expect(page.locator("table.library tbody tr")).to_have_count(7)
    assert fits(page)
    assert rows(page)[0] == "2745-ubnd-xd-2026"  # the latest
    page.get_by_label("Tìm trong danh sách").fill("quyet dinh nha o")
    page.get_by_label("Tìm trong danh sách").press("Enter")
    expect(page.locator("table.library tbody tr")).to_have_count(2)
    expect(page).to_have_url(re.compile("text=quyet"))
    page.get_by_text("Lọc danh sách").click()
    page.wait_for_timeout(1000)  # the folder opens in motion, and a list that is opened meanwhile closes again
    page.get_by_label("Năm").click()
    page.get_by_role("option", name="2024 (1)").click()
    expect(page.locator("table.library tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("year=2024"))
    elsewhere = open_page(browser, page.url, width)
    expect(elsewhere.locator("table.library tbody tr")).to_have_count(1)
    row = elsewhere.locator("table.library tbody tr")
    expect(row.get_by_role("link", name="Tải bản gốc")).to_have_attribute("href", f"{address}/original/31-2024-qd-ubnd")
    row.get_by_role("link").first.click()
    expect(elsewhere).to_have_url(f"{address}/?clause=31-2024-qd-ubnd")
    expect(elsewhere.locator(".clause").first).to_be_visible()


@pytest.mark.parametrize("width", [1280, 400])
def test_files_are_sent_reported_and_found(browser: Browser, own: str, width: int) -> None:
    page = open_page(browser, f"{own}/documents", width)
    draft = "I. MỤC TIÊU\n1. Nuôi ong lấy mật trên rừng bạch đàn.\n"
    send(
        page,
        text_file("du-thao.txt", draft),
        text_file("hong.pdf", "%PDF-1.4 cut off"),
        text_file("42-KH-UBND.txt", (SAMPLES / "42-KH-UBND.txt").read_text("utf-8")),
        text_file("ban-hai.txt", draft.replace("ong", "dê")),
    )
    expect(page.get_by_text("Đã đọc xong 4 tệp, 1 tệp không nạp được")).to_be_visible()
    expect(line(page, "du-thao.txt")).to_contain_text("Đã nạp")
    expect(line(page, "hong.pdf")).to_contain_text("Không nạp được")
    expect(line(page, "hong.pdf")).to_contain_text("cut off")
    expect(line(page, "42-KH-UBND.txt")).to_contain_text("Đã có")
    expect(line(page, "ban-hai.txt")).to_contain_text("Đã nạp")
    expect(page.locator("table.library tbody tr")).to_have_count(9)
    assert fits(page)
    elsewhere = open_page(browser, page.url, width)  # the report is in the address
    expect(line(elsewhere, "du-thao.txt")).to_contain_text("Không thấy số, ký hiệu, ngày ban hành, cơ quan ban hành")
    line(elsewhere, "du-thao.txt").locator(".notices a").click()
    expect(elsewhere.locator(".clause").first).to_contain_text("MỤC TIÊU")
    page.goto(own)
    ask(page, "nuôi ong lấy mật")
    expect(page.locator("article.card").first).to_contain_text("Nuôi ong lấy mật")


def test_files_sent_first_leave_no_first_steps_and_a_wrong_address_is_said(browser: Browser, few: str) -> None:
    page = open_page(browser, few)
    page.locator("input[type=file]").set_input_files([SAMPLES / "42-KH-UBND.txt"])
    page.get_by_text("Dán địa chỉ trang văn bản").click()
    page.get_by_label("Mỗi dòng một địa chỉ").fill("vanban.example/42")
    page.get_by_role("button", name="Nạp vào kho").click()
    expect(page.get_by_text("Đã đọc xong 1 tệp")).to_be_visible(timeout=90_000)
    expect(page.get_by_text("Kho chưa có văn bản nào")).to_have_count(0)
    expect(page.get_by_role("button", name="Nạp 7 văn bản mẫu")).to_have_count(0)
    expect(page.get_by_text("Không phải địa chỉ: vanban.example/42")).to_be_visible()


def test_a_visitor_who_leaves_loses_nothing_and_others_search_meanwhile(browser: Browser, own: str, home: Path) -> None:
    page = open_page(browser, f"{own}/documents")
    send(page, *(text_file("van-ban.txt", f"I. PHẦN {n}\n1. Nội dung thứ {n}.\n" * 40) for n in range(12)))
    page.locator(".work").wait_for()
    page.close()
    other = open_page(browser, own)
    ask(other, "ai chủ trì phát triển nhà ở xã hội")
    expect(other.locator("article.card").first).to_be_visible()
    with Store(home) as store:
        for _ in range(60):
            if store.count() == 19:
                break
            time.sleep(0.5)
        assert store.count() == 19


def test_removing_asks_first(browser: Browser, own: str, home: Path) -> None:
    page = open_page(browser, f"{own}/documents", 400)
    page.get_by_role("button", name="Xóa: Kế hoạch 42/KH-UBND").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Kế hoạch số 42/KH-UBND ngày 12 tháng 4 năm 2024")
    dialog.get_by_role("button", name="Giữ nguyên").click()
    expect(dialog).to_have_count(0)
    expect(page.locator("table.library tbody tr")).to_have_count(7)
    page.get_by_role("button", name="Xóa: Kế hoạch 42/KH-UBND").click()
    dialog.get_by_role("button", name="Xóa văn bản").click()
    expect(page.locator("table.library tbody tr")).to_have_count(6)
    with Store(home) as store:
        assert PLAN not in {summary.id for summary in store.documents()}


def test_replacing_keeps_links_and_asks_about_another_number(browser: Browser, own: str, tmp_path: Path) -> None:
    page = open_page(browser, f"{own}/documents")
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="Thay: Kế hoạch 42/KH-UBND").click()
    dialog.locator("input[type=file]").set_input_files(SAMPLES / "2745-UBND-XD.txt")
    expect(dialog).to_contain_text("đang có 42/KH-UBND, tệp mới ghi 2745/UBND-XD")
    dialog.get_by_role("button", name="Thay văn bản").click()
    expect(dialog).to_contain_text("đã có trong kho")
    dialog.get_by_role("button", name="Đóng").click()
    expect(dialog).to_have_count(0)
    better = tmp_path / "ban-moi.txt"
    text = (SAMPLES / "42-KH-UBND.txt").read_text("utf-8").replace("Sở Xây dựng", "Sở Kiểm thử")
    better.write_text(text, "utf-8")
    page.get_by_role("button", name="Thay: Kế hoạch 42/KH-UBND").click()
    dialog.locator("input[type=file]").set_input_files(better)
    expect(dialog).to_contain_text("Cùng số, ký hiệu, ngày và cơ quan ban hành")
    dialog.get_by_role("button", name="Thay văn bản").click()
    expect(dialog).to_have_count(0)
    page.goto(f"{own}/?clause={PLAN}")
    expect(page.locator(".clause").filter(has_text="Sở Kiểm thử").first).to_be_visible()


def test_first_steps_with_the_samples(browser: Browser, few: str) -> None:
    page = open_page(browser, few, 400)
    expect(page.get_by_text("Kho chưa có văn bản nào")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="Nạp 7 văn bản mẫu").click()
    expect(page.locator(".work")).to_be_visible()
    expect(page.get_by_text("Kho chưa có văn bản nào")).to_have_count(0)
    expect(page.get_by_role("button", name="Nạp 7 văn bản mẫu")).to_have_count(0)
    expect(page.get_by_text("Đã đọc xong 7 tệp")).to_be_visible(timeout=90_000)
    expect(line(page, "42-KH-UBND.txt").locator(".name")).to_have_text("42-KH-UBND.txt")
    page.get_by_role("button", name="Bắt đầu tìm kiếm").click()
    ask(page, "ai chủ trì phát triển nhà ở xã hội")
    expect(page.locator("article.card").first).to_be_visible()


def test_state_tells_and_reads_again(browser: Browser, own: str) -> None:
    page = open_page(browser, f"{own}/settings", 400)
    expect(page.get_by_text("multilingual-e5-small, 384 chiều")).to_be_visible()
    expect(page.get_by_text("của 7 văn bản")).to_be_visible()
    expect(page.get_by_text("Chỉ mục khớp với kho")).to_be_visible()
    expect(page.get_by_text("TXT 4, Markdown 2, HTML 1")).to_be_visible()
    expect(page.get_by_role("link", name="English").last).to_have_attribute("href", "language/en")
    assert fits(page)
    page.get_by_role("button", name="Đọc lại mọi bản gốc").click()
    expect(line(page, PLAN)).to_contain_text("Đã đọc lại, không thay đổi")
    expect(page.get_by_text("Đã đọc xong 7 tệp")).to_be_visible()
    page.get_by_role("button", name="Lập lại chỉ mục").click()
    expect(page.get_by_text("Đã lập lại chỉ mục")).to_be_visible(timeout=120_000)  # every clause is encoded anew


def test_real_files_with_a_scan_and_a_server_that_ends_in_the_middle(
    browser: Browser, shared: Path, tmp_path: Path
) -> None:
    scan = shared / "corpus" / "formats" / "vpcp-299-ttg.pdf"
    server = serve(tmp_path / "home")
    page = open_page(browser, f"{next(server)}/documents")
    page.set_default_timeout(120_000)
    send(
        page,
        shared / "corpus" / "provincial" / "CT-07-2012-TTg-chan-chinh-KKT-KCN-CCN.docx",
        shared / "corpus" / "provincial" / "QD-1074-QD-BXD-29-6-2026.pdf",
        scan,
    )
    expect(line(page, "vpcp-299-ttg.pdf")).to_contain_text("Đang đọc trang", timeout=60_000)
    expect(page.get_by_text("Đã đọc xong 3 tệp")).to_be_visible(timeout=120_000)
    expect(page.locator("table.library tbody tr")).to_have_count(3)
    warning = line(page, "vpcp-299-ttg.pdf").locator(".notices")
    expect(warning).to_contain_text("chỗ nhận dạng từ ảnh chưa chắc đúng")
    warning.get_by_role("link").first.click()
    expect(page.locator(".clause mark.doubt").first).to_be_attached()
    page.goto(page.url.split("?")[0] + "documents")
    large = tmp_path / "khac.pdf"
    large.write_bytes(scan.read_bytes() + b"\n% another file\n")
    send(page, large)
    expect(line(page, "khac.pdf")).to_contain_text("Đang đọc trang")
    started = time.monotonic()
    next(server, None)  # ends it, and fails when that takes 20 seconds
    assert time.monotonic() - started < 12


def summary(name: str, **facts: str | None) -> DocumentSummary:
    plain = dict.fromkeys(("number", "type", "issuer", "issued_on", "title", "status"))
    return DocumentSummary(
        id=name, **{**plain, **facts}, source=f"{name}.txt", clauses=1, added_at=f"2026-01-0{name[-1]}", media_type="text/plain",
        limited_to=None,
    )  # fmt: skip


DOCUMENTS = [
    summary("a-1", number="9/KH-UBND", type="Kế hoạch", title="Mức hỗ trợ", issued_on="2024-02-01", status="chưa rõ"),
    summary("b-2", number="10/KH-UBND", type="Kế hoạch", title="Mục lục", issued_on="2023-02-01"),
    summary("c-3", type="Báo cáo", title="Ấp trứng"),
]


def test_marks_count_where_they_are_typed() -> None:
    def found(text: str, **chosen: str) -> list[str]:
        return [document.id for document in filtered(DOCUMENTS, text, chosen)[0]]

    assert found("muc") == ["a-1", "b-2"]
    assert found("mức") == ["a-1"]
    assert found("ap TRUNG") == ["c-3"]
    assert found("", type="Kế hoạch", year="2023") == ["b-2"]


def test_counts_are_of_what_a_value_would_leave() -> None:
    counts = filtered(DOCUMENTS, "", {"type": "Kế hoạch"})[1]
    assert counts["type"] == {"Kế hoạch": 2, "Báo cáo": 1}
    assert counts["year"] == {"2023": 1, "2024": 1}


def test_orders() -> None:
    def order(name: str) -> list[str]:
        return [document.id for document in ordered(DOCUMENTS, name)]

    assert order("number") == ["a-1", "b-2", "c-3"]
    assert order("title") == ["c-3", "a-1", "b-2"]
    assert order("date") == ["a-1", "b-2", "c-3"]
    assert order("added") == ["c-3", "b-2", "a-1"]
