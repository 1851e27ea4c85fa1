"""The library and the state in real Chromium: files of every kind sent in, doubled, refused, replaced and removed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from corpus.store import Store
from tests.browsing import ask, open_page, serve
from tests.conftest import SAMPLES
from tests.drafts import write_docx


@pytest.fixture
def pages(home: Path) -> Iterator[str]:
    yield from serve(home)


def send(page: Page, *files: Path) -> None:
    page.get_by_text("Nạp văn bản", exact=True).first.click()
    page.locator("input[type=file]").first.set_input_files([str(file) for file in files])
    page.wait_for_timeout(1_000)  # the form is shut while files are on their way
    begin = page.get_by_role("button", name="Nạp vào kho")
    expect(begin).to_be_enabled()
    begin.click()


@pytest.mark.parametrize("width", [1280, 400])
def test_files_are_sent_doubled_and_refused(
    browser: Browser, pages: str, home: Path, tmp_path: Path, width: int
) -> None:
    damaged = tmp_path / "hong.pdf"
    damaged.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20)
    docx = write_docx(
        tmp_path / "ke-hoach.docx",
        ["KẾ HOẠCH", "Về trồng cây", "I. MỤC TIÊU", "1. Trồng một nghìn cây sao đen trong năm 2030."],
    )
    again = Path(shutil.copy(SAMPLES / "42-KH-UBND.txt", tmp_path / "ban-sao.txt"))
    page = open_page(browser, f"{pages}/documents", width)
    expect(page.locator("table.library tbody tr")).to_have_count(7)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    send(page, damaged, docx, again)
    expect(page.get_by_text("Đã đọc xong 3 tệp, 1 tệp không nạp được")).to_be_visible(timeout=60_000)
    report = page.locator("ul.files > li")
    expect(report.filter(has_text="hong.pdf")).to_contain_text("Không nạp được")
    expect(report.filter(has_text="ke-hoach.docx")).to_contain_text("Đã nạp")
    expect(report.filter(has_text="ban-sao.txt")).to_contain_text("Đã có")
    expect(page.locator("table.library tbody tr")).to_have_count(8)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    page.goto(pages)
    ask(page, "trồng cây sao đen")
    expect(page.locator("article.card").first).to_contain_text("một nghìn cây sao đen")


def test_real_files_are_sent(browser: Browser, pages: str, shared: Path) -> None:
    folder = shared / "corpus"
    docx = min((folder / "provincial").glob("*.docx"), key=lambda file: file.stat().st_size)
    printed = folder / "provincial" / "QD-1696-QD-UBND-uy-quyen-15-5-2026.pdf"
    scan = folder / "formats" / "vpcp-153-tb-vpcp.pdf"
    page = open_page(browser, f"{pages}/documents")
    expect(page.locator("table.library tbody tr")).to_have_count(7)
    send(page, docx, printed, scan)
    expect(page.locator("progress").first).to_be_visible()
    expect(page.get_by_text("Đã đọc xong 3 tệp")).to_be_visible(timeout=180_000)
    expect(page.locator("table.library tbody tr")).to_have_count(10)
    page.locator("ul.files a", has_text=scan.name).click()
    expect(page.get_by_alt_text("Ảnh trang 1 của bản gốc")).to_be_visible()


def test_a_document_is_removed_only_when_it_is_asked_twice(browser: Browser, pages: str, home: Path) -> None:
    page = open_page(browser, f"{pages}/documents?text=157")
    rows = page.locator("table.library tbody tr")
    expect(rows).to_have_count(1)
    rows.first.get_by_role("button", name="Xóa").click()
    expect(page.get_by_role("button", name="Xóa văn bản")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Đóng").click()
    expect(page.get_by_role("button", name="Xóa văn bản")).to_be_hidden()
    with Store(home) as store:
        assert store.count() == 7
    rows.first.get_by_role("button", name="Xóa").click()
    page.get_by_role("button", name="Xóa văn bản").click()
    expect(page.get_by_text("Không có văn bản nào phù hợp")).to_be_visible()
    with Store(home) as store:
        assert store.count() == 6


def test_links_hold_after_a_document_is_read_again(browser: Browser, pages: str) -> None:
    page = open_page(browser, f"{pages}/settings")
    page.get_by_role("button", name="Đọc lại mọi bản gốc").click()
    expect(page.get_by_text("Đã đọc xong 7 tệp")).to_be_visible(timeout=120_000)
    page.goto(f"{pages}/?clause=42-kh-ubnd-2024/III/1/1.2")
    expect(page.locator('.clause.target[data-clause="42-kh-ubnd-2024/III/1/1.2"]')).to_be_visible()
    page.goto(f"{pages}/settings")
    page.get_by_role("button", name="Lập lại chỉ mục").click()
    expect(page.get_by_text("Đã lập lại chỉ mục")).to_be_visible(timeout=120_000)


def test_the_first_steps_lead_to_an_answer(browser: Browser, tmp_path: Path) -> None:
    for address in serve(tmp_path / "home"):
        page = open_page(browser, address)
        page.get_by_role("button", name="văn bản mẫu").click()
        expect(page.get_by_text("Đã đọc xong 7 tệp")).to_be_visible(timeout=120_000)
        page.get_by_role("button", name="Bắt đầu tìm kiếm").click()
        ask(page, "ai chủ trì phát triển nhà ở xã hội")
        expect(page.locator("article.card").first).to_be_visible()
