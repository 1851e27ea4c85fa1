"""The search page in real Chromium: suggestions, filters, keys, what a card does, and that the address holds all of it."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import Browser, Page, expect

from tests.browsing import ask, open_page

QUESTION = "ai chủ trì phát triển nhà ở xã hội"
ASKED = f"?q={quote(QUESTION)}"
_FOCUSED = "let f = document.activeElement; while (f.shadowRoot?.activeElement) f = f.shadowRoot.activeElement;"


def focused(page: Page) -> str:
    return str(page.evaluate(f"() => {{ {_FOCUSED} return f.id || f.textContent; }}"))


def first_card(page: Page) -> str:
    expect(page.locator("article.card").first).to_be_visible()
    return page.locator("article.card").first.get_attribute("data-clause") or ""


def test_a_suggestion_is_chosen_with_the_keys(browser: Browser, address: str) -> None:
    page = open_page(browser, address)
    page.get_by_label("Câu hỏi").press_sequentially("phat trien nha")
    expect(page.get_by_role("option", name="Phát triển nhà ở xã hội đề mục")).to_be_visible()
    page.keyboard.press("ArrowDown")
    chosen = page.locator('[role=option][aria-selected="true"] span').first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("article.card").first).to_be_visible()
    expect(page.get_by_label("Câu hỏi")).to_have_value(chosen)
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_suggested_document_is_opened_by_its_number(browser: Browser, address: str) -> None:
    page = open_page(browser, address)
    page.get_by_label("Câu hỏi").press_sequentially("ke hoach 42")
    page.get_by_role("option", name="Kế hoạch 42/KH-UBND").click()
    assert first_card(page).startswith("42-kh-ubnd-2024")


def test_the_keys_lead_from_the_question_to_a_clause(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/{ASKED}")
    first_card(page)
    page.keyboard.press("/")
    assert focused(page) == "question"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert focused(page).startswith("2. ")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "question"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?clause="))


def test_filters_stand_in_the_address_and_going_back_undoes_them(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/{ASKED}&type={quote('Thông báo')}")
    expect(page.locator(".card .of").first).to_contain_text("Thông báo")
    assert all("Thông báo" in name for name in page.locator(".card .of").all_inner_texts())
    ask(page, "mức hỗ trợ sửa chữa nhà ở")
    expect(page).to_have_url(re.compile(r"q=m%E1%BB%A9c.*type=|type=.*q=m%E1%BB%A9c"))
    page.go_back()
    expect(page.get_by_label("Câu hỏi")).to_have_value(QUESTION)


def test_a_filter_that_leaves_nothing_says_so(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/{ASKED}&year=1999")
    expect(page.get_by_text("Không tìm thấy điều khoản phù hợp")).to_be_visible()
    expect(page.get_by_label("Năm")).to_have_value("1999 (0)")


def test_a_literal_reading_stands_in_the_address(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/?q=sua+chua+nha+cho+ho+ngheo&literal=1")
    expect(page.get_by_text("Đang tìm đúng như đã gõ.")).to_be_visible()


def test_similar_clauses_are_of_other_documents(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/{ASKED}")
    document = first_card(page).split("/")[0]
    page.get_by_role("button", name="Điều khoản tương tự").first.click()
    links = page.locator(".card .similar a")
    expect(links.first).to_be_visible()
    found = [link.get_attribute("href") or "" for link in links.all()]
    assert found
    assert not any(f"clause={document}/" in link for link in found)
    page.get_by_role("button", name="Điều khoản tương tự").first.click()
    expect(links).to_have_count(0)


def test_a_quotation_is_copied_with_its_formatting(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/{ASKED}")
    first_card(page)
    page.get_by_role("button", name="Trích dẫn").first.click()
    expect(page.get_by_role("button", name="Đã sao chép")).to_be_visible()
    html = page.evaluate(
        "navigator.clipboard.read().then((items) => items[0].getType('text/html')).then((blob) => blob.text())"
    )
    text = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"“<i>.+</i>” \(.+ số 42/KH-UBND ngày 12 tháng 4 năm 2024", html)
    assert text == re.sub("<[^>]+>", "", html.replace("<br>", "\n")).strip()
