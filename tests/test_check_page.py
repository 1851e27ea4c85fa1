"""The page that checks a draft, in real Chromium."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import open_page
from tests.drafts import DECREE, RESOLUTION, write_docx

WRONG = DECREE.replace("05 tháng", "06 tháng")


@pytest.mark.parametrize("width", [1280, 400])
def test_upload_a_draft_and_take_the_corrections(browser: Browser, address: str, tmp_path: Path, width: int) -> None:
    draft = write_docx(
        tmp_path / "du-thao.docx",
        [
            f"Căn cứ {RESOLUTION};",
            f"Căn cứ {WRONG};",
            "Căn cứ Thông tư số 99/2019/TT-BXD ngày 30 tháng 12 năm 2019 của Bộ Xây dựng về nhà ở;",
            "1. Thực hiện khoản 3 Mục II Nghị quyết số 18-NQ/TU <img src=x onerror=\"document.title='ran'\">.",
        ],
    )
    page = open_page(browser, f"{address}/check", width)
    page.locator("input[type=file]").set_input_files(str(draft))
    page.get_by_role("button", name="Rà soát", exact=True).click()
    expect(page.get_by_text("4 viện dẫn: 2 đúng, 1 cần sửa, 1 chưa rõ.")).to_be_visible()
    wrong = page.locator("article.citation.wrong")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text("✗ Cần sửa")
    expect(wrong).to_contain_text("Ngày ban hành đúng là ngày 05 tháng 3 năm 2020.")
    assert wrong.locator("mark").all_inner_texts() == ["ngày 06 tháng 3 năm 2020"]
    wrong.get_by_role("button", name="Sao chép phần đã sửa").click()
    expect(wrong.get_by_role("button", name="Đã sao chép")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == DECREE
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.title() != "ran"

    page.get_by_role("button", name="? Chưa rõ (1)").click()
    expect(wrong).not_to_be_visible()
    expect(page.locator("article.citation.unknown")).to_contain_text("chưa có trong kho và danh mục")
    page.get_by_role("button", name="Tất cả (4)").click()

    with page.expect_download() as download:
        page.get_by_role("button", name="Tải bản Word").click()
    saved = tmp_path / "saved.docx"
    download.value.save_as(saved)
    assert download.value.suggested_filename == "du-thao-ra-soat.docx"
    assert saved.read_bytes().startswith(b"PK")

    link = page.get_by_role("link", name="Mở điều khoản").first
    assert link.get_attribute("href") == f"{address}/?clause=18-nq-tu-2024/II/3"
    opened = open_page(browser, link.get_attribute("href") or "", width)
    expect(opened.locator('.clause.target[data-clause="18-nq-tu-2024/II/3"]')).to_be_visible()


def test_paste_a_draft(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/check")
    page.get_by_role("button", name="Rà soát", exact=True).click()
    expect(page.get_by_text("Hãy chọn một tệp dự thảo")).to_be_visible()
    page.get_by_label("Hoặc dán nội dung dự thảo").fill(f"Căn cứ {WRONG};")
    page.get_by_role("button", name="Rà soát", exact=True).click()
    expect(page.locator("article.citation.wrong")).to_contain_text("Ngày ban hành đúng là")
    expect(page.get_by_text("chỉ lưu được khi dự thảo là tệp DOCX")).to_be_visible()


def test_a_draft_that_cannot_be_read(browser: Browser, address: str, tmp_path: Path) -> None:
    (tmp_path / "hong.docx").write_bytes(b"PK\x03\x04 hong")
    page = open_page(browser, f"{address}/check")
    page.locator("input[type=file]").set_input_files(str(tmp_path / "hong.docx"))
    page.get_by_role("button", name="Rà soát", exact=True).click()
    expect(page.get_by_text(re.compile("Không đọc được hong.docx"))).to_be_visible()
