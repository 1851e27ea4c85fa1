"""The page "So sánh" in real Chromium: choose, filter, open a clause, save."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import open_page

#: The first comparison loads the model and the libraries that only comparing needs.
FIRST = 120_000
TWO = "compare?a=18-nq-tu-2024&b=42-kh-ubnd-2024"


@pytest.mark.parametrize("width", [1280, 400])
def test_two_documents_side_by_side(browser: Browser, address: str, width: int) -> None:
    page = open_page(browser, f"{address}/{TWO}&show=khac-biet", width)
    page.locator(".sides").wait_for(timeout=FIRST)
    row = page.locator(".sides section.row", has=page.locator('[data-clause="42-kh-ubnd-2024/IV/1"]'))
    expect(row.locator("mark").first).to_be_visible()
    assert "không dưới 90" in row.locator("mark").all_inner_texts()
    style = row.locator("mark").first.evaluate("mark => getComputedStyle(mark).textDecorationLine")
    assert "underline" in style  # not by colour alone
    expect(row.locator(".changes")).to_contain_text("Số liệu: không dưới 90 tỷ đồng → ít nhất 80 tỷ đồng")
    left, right = (row.locator(".side").nth(at).bounding_box() for at in (0, 1))
    assert left
    assert right
    assert (left["y"] == right["y"]) == (width == 1280)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    row.get_by_role("link").last.click()
    expect(page.locator('.clause.target[data-clause="42-kh-ubnd-2024/IV/1"]')).to_be_visible()


def test_what_the_plan_does_not_take_up(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/{TWO}")
    page.locator(".sides").wait_for(timeout=FIRST)
    page.get_by_text("Chưa được cụ thể hóa", exact=True).click()
    expect(page.locator('[data-clause="18-nq-tu-2024/III/5/gach-2"]')).to_be_visible()
    expect(page.locator('[data-clause="18-nq-tu-2024/III/2/gach-3"]')).to_have_count(0)
    expect(page.locator(".nothing").first).to_contain_text("Chưa có điều khoản tương ứng")
    assert "show=chua-cu-the-hoa" in page.url
    with page.expect_download() as saved:
        page.get_by_role("button", name="Tải DOCX").click()
    assert saved.value.suggested_filename == "so-sanh_18-nq-tu-2024_42-kh-ubnd-2024.docx"
    assert Path(saved.value.path()).read_bytes()[:2] == b"PK"


def test_documents_on_a_question(browser: Browser, address: str) -> None:
    asked = "compare?question=tỷ lệ dân số tham gia bảo hiểm y tế đến năm 2030&documents=18-nq-tu-2024,31-2024-qd-ubnd"
    page = open_page(browser, f"{address}/{asked}")
    page.locator(".sides").wait_for(timeout=FIRST)
    rows = page.locator(".sides section.row")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("96% trở lên")
    expect(rows.nth(1)).to_contain_text("Không quy định")
    assert "question=" in page.url


def test_nothing_chosen_yet(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/compare")
    expect(page.get_by_text("Hãy chọn hai văn bản")).to_be_visible()
