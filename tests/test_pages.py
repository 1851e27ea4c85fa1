"""The pages in real Chromium: ask, open, copy the link, open it elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import ask, open_page, serve

QUESTION = "ai chủ trì phát triển nhà ở xã hội"


def in_view(page: Page, clause: str) -> bool:
    """Whether the clause's first line stands on the screen, below the bar above it."""
    return bool(
        page.locator(f'.clause[data-clause="{clause}"]').evaluate(
            "block => { const box = block.getBoundingClientRect();"
            " const bar = block.getRootNode().querySelector('.bar').getBoundingClientRect();"
            " return box.top >= bar.bottom - 2 && box.top < window.innerHeight - 20; }"
        )
    )


@pytest.mark.parametrize("width", [1280, 400])
def test_from_question_to_the_same_clause_in_another_browser(browser: Browser, address: str, width: int) -> None:
    page = open_page(browser, address, width)
    ask(page, QUESTION)
    card = page.locator("article.card").first
    expect(card.locator("mark").first).to_be_visible()
    clause = card.get_attribute("data-clause") or ""
    card.get_by_role("button", name="Trích dẫn").click()
    expect(card.get_by_role("button", name="Đã sao chép")).to_be_visible()
    citation = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"(?:Kế hoạch|Nghị quyết|Quyết định) số \S+ ngày \d\d tháng", citation)

    card.get_by_role("link", name="Mở", exact=True).click()
    target = page.locator(f'.clause.target[data-clause="{clause}"]')
    expect(target).to_be_visible()
    page.wait_for_timeout(800)
    assert in_view(page, clause)
    page.get_by_role("button", name="Sao chép liên kết").click()
    expect(page.get_by_role("button", name="Đã sao chép")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{address}/?clause={clause}"

    other = open_page(browser, link, width)
    expect(other.locator(f'.clause.target[data-clause="{clause}"]')).to_be_visible()
    other.wait_for_timeout(800)
    assert in_view(other, clause)
    assert other.locator(".clause.target").first.get_attribute("data-clause") == clause
    assert other.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_outline_leads_to_its_clause_and_its_address(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/?clause=42-kh-ubnd-2024/I")
    page.get_by_role("navigation", name="Mục lục").get_by_role("link", name=re.compile("^IV")).first.click()
    expect(page.locator('.clause.target[data-clause="42-kh-ubnd-2024/IV"]')).to_be_visible()
    expect(page).to_have_url(re.compile(r"clause=42-kh-ubnd-2024/IV$"))


def test_the_head_has_room_for_all_pages_and_the_language(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/?clause=42-kh-ubnd-2024/I", 780)
    expect(page.locator(".clause.target").first).to_be_visible()
    more = page.get_by_test_id("stHeader").get_by_text("trang nữa")
    expect(more).to_be_visible()
    last, language = more.bounding_box(), page.get_by_role("link", name="English").bounding_box()
    assert last
    assert language
    assert last["x"] + last["width"] < language["x"]
    more.click()
    page.get_by_role("menuitem", name="Hệ thống").click()
    expect(page.get_by_role("heading", name="Hệ thống")).to_be_visible()


def test_question_without_diacritics_from_an_example(browser: Browser, address: str) -> None:
    page = open_page(browser, address)
    page.get_by_role("button", name="thoi han gui bao cao").click()
    expect(page.locator("article.card").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q="))


def test_unknown_clause_and_unknown_document_say_what_to_do(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/?clause=42-kh-ubnd-2024/III/99")
    expect(page.get_by_text("đang mở điều khoản gần nhất")).to_be_visible()
    expect(page.locator('.clause.target[data-clause="42-kh-ubnd-2024/III"]')).to_be_visible()
    page = open_page(browser, f"{address}/?clause=khong-co/I")
    expect(page.get_by_text("Hãy tìm lại bằng câu hỏi")).to_be_visible()


def test_question_that_is_too_long(browser: Browser, address: str) -> None:
    page = open_page(browser, address)
    ask(page, "a" * 2500)
    expect(page.get_by_text("quá dài")).to_be_visible()


def test_empty_corpus_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    for address in serve(tmp_path / "empty"):
        page = open_page(browser, address)
        expect(page.get_by_text("Kho chưa có văn bản nào")).to_be_visible()


def test_markup_in_a_document_does_not_run(browser: Browser, tmp_path: Path) -> None:
    from corpus.store import Store
    from ingest import ingest_files
    from search import Searcher

    path = tmp_path / "x.txt"
    path.write_text("I. THỬ\n1. Nội dung <img src=x onerror=\"document.title='ran'\"> kiểm thử.\n", "utf-8")
    with Store(tmp_path / "home") as store:
        outcome = next(ingest_files([path], store))
        Searcher(store).refresh()
    for address in serve(tmp_path / "home"):
        page = open_page(browser, f"{address}/?clause={outcome.document_id}/I/1")
        expect(page.locator(".clause.target")).to_contain_text("<img src=x")
        page.wait_for_timeout(500)
        assert page.title() != "ran"


def test_question_on_another_subject(browser: Browser, address: str) -> None:
    page = open_page(browser, address)
    ask(page, "cách nấu phở bò ngon tại nhà")
    expect(page.get_by_text("Không tìm thấy điều khoản phù hợp")).to_be_visible()
    expect(page.locator(".card").first).not_to_be_visible()
    page.get_by_text("Các điều khoản gần nhất").click()
    expect(page.locator(".card").first).to_be_visible()


def test_filter_by_type(browser: Browser, address: str) -> None:
    page = open_page(browser, address)
    ask(page, QUESTION)
    expect(page.locator(".card").first).to_be_visible()
    page.get_by_text("Lọc kết quả").click()
    page.wait_for_timeout(1000)  # the folder opens in motion, and a list that is opened meanwhile closes again
    page.get_by_label("Loại văn bản").click()
    page.get_by_role("option", name="Thông báo (1)").click()
    expect(page.locator(".card .of").first).to_contain_text("Thông báo")
    assert all("Thông báo" in name for name in page.locator(".card .of").all_inner_texts())


def test_how_a_question_was_read_is_shown_and_undone(browser: Browser, address: str) -> None:
    page = open_page(browser, address)
    ask(page, "sua chua nha cho ho ngheo do ubnd xa lam gi")
    expect(page.get_by_text("Đã hiểu là: sửa chữa nhà cho hộ nghèo")).to_be_visible()
    page.get_by_role("button", name="Tìm đúng như đã gõ").click()
    expect(page.get_by_text("Đang tìm đúng như đã gõ.")).to_be_visible()
    expect(page.get_by_text("Đã hiểu là")).to_have_count(0)
    page.get_by_role("button", name="Tìm theo cách hiểu câu hỏi").click()
    expect(page.get_by_text("Đã hiểu là")).to_be_visible()


def test_a_question_that_is_typed_in_full_is_not_explained(browser: Browser, address: str) -> None:
    page = open_page(browser, address)
    ask(page, QUESTION)
    expect(page.locator("article.card").first).to_be_visible()
    expect(page.get_by_text("Đã hiểu là")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 400])
def test_targets_lead_to_their_values(browser: Browser, address: str, width: int) -> None:
    page = open_page(browser, f"{address}/targets?document=42-kh-ubnd-2024&year=2025", width)
    rows = page.locator("table.targets tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.first).to_contain_text("⚠ Mâu thuẫn: 1.800 căn tại Nghị quyết số 18-NQ/TU")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    rows.first.get_by_role("link", name="1.800 căn").click()
    expect(page.locator('.clause.target[data-clause="18-nq-tu-2024/II/3/a/gach-1"] mark')).to_have_text("1.800 căn")


def test_targets_are_filtered_and_the_address_keeps_it(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/targets")
    page.get_by_label("Nội dung chỉ tiêu").fill("bao hiem y te")
    page.get_by_label("Nội dung chỉ tiêu").press("Enter")
    expect(page.locator("table.targets tbody tr")).to_have_count(3)
    expect(page).to_have_url(re.compile(r"text=bao"))
    page.get_by_text("Chỉ hiện chỉ tiêu có giá trị mâu thuẫn").click()
    expect(page.locator("table.targets tbody tr")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"conflict=1"))


@pytest.mark.parametrize("width", [1280, 400])
def test_tasks_lead_to_their_clauses(browser: Browser, address: str, width: int) -> None:
    page = open_page(browser, f"{address}/tasks?agency=Sở+Thông+tin+và+Truyền+thông", width)
    card = page.locator("article.task").filter(has_text="nay là").first
    expect(card.get_by_role("heading")).to_contain_text(
        "nay là Sở Khoa học và Công nghệ từ ngày 01 tháng 3 năm 2025, theo 45/2025/NĐ-CP"
    )
    assert all(
        "Khoa học và Công nghệ" in heading
        for heading in page.locator("article.task").get_by_role("heading").all_inner_texts()
    )
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    clause = card.get_attribute("data-clause") or ""
    card.get_by_role("link").click()
    expect(page.locator(f'.clause.target[data-clause="{clause}"]')).to_be_visible()
    assert re.search(r"mark=\d+-\d+", page.url)


def test_a_matrix_of_agencies_and_the_tasks_of_a_document(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/tasks?document=42-kh-ubnd-2024")
    page.get_by_text("Ma trận", exact=True).click()
    expect(page.get_by_role("columnheader", name="III/1/1.1/b")).to_be_visible()
    row = page.locator("tbody tr").filter(has=page.get_by_role("rowheader", name=re.compile("^Sở Xây dựng")))
    at = page.locator("thead th").all_inner_texts().index("III/1/1.1/b")
    expect(row.locator("td").nth(at - 1)).to_have_text("●")
    helper = page.locator("tbody tr").filter(has=page.get_by_role("rowheader", name=re.compile("^Các sở, ngành")))
    expect(helper.locator("td").nth(at - 1)).to_have_text("○")
    row.get_by_role("link").click()
    expect(page.get_by_text("nhiệm vụ.")).to_be_visible()
    assert all("Sở Xây dựng" in text for text in page.locator("article.task").all_inner_texts())


def test_deadlines_are_listed_and_downloaded_as_a_calendar(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/tasks?document=42-kh-ubnd-2024")
    page.get_by_text("Thời hạn", exact=True).click()
    expect(page.locator("article.task .due").first).to_contain_text("Thời hạn: 15/05/2024")
    expect(page.locator("article.task .due").last).not_to_contain_text("2024")
    expect(page.get_by_text("ngày 31/05 hằng năm")).to_be_visible()
    with page.expect_download() as caught:
        page.get_by_role("button", name="Tải lịch thời hạn (ICS)").click()
    content = Path(caught.value.path()).read_text("utf-8")
    assert "RRULE:FREQ=YEARLY" in content
    assert "DTSTART;VALUE=DATE:20240515" in content


def test_references_lead_to_what_they_name(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/?clause=31-2024-qd-ubnd/dieu-2")
    expect(page.get_by_text("đã được sửa đổi, bổ sung")).to_be_visible()
    clause = page.locator('.clause[data-clause="31-2024-qd-ubnd/dieu-2"]')
    clause.get_by_role("link", name="điểm 2.1 khoản 2 Mục III Kế hoạch số 42/KH-UBND").click()
    expect(page.locator('.clause.target[data-clause="42-kh-ubnd-2024/III/2/2.1"]')).to_be_visible()
    page = open_page(browser, f"{address}/?clause=31-2024-qd-ubnd/kem-theo-1/dieu-5/khoan-2")
    own = page.locator('.clause[data-clause="31-2024-qd-ubnd/kem-theo-1/dieu-5/khoan-2"]')
    own.get_by_role("link", name="khoản 1 Điều này").click()
    expect(page.locator('.clause.target[data-clause="31-2024-qd-ubnd/kem-theo-1/dieu-5/khoan-1"]')).to_be_visible()
    unknown = page.locator(".unstored", has_text="Luật Nhà ở ngày 27 tháng 11 năm 2023")
    expect(unknown).to_have_attribute("title", re.compile("^Chưa có trong kho"))


def test_an_amended_clause_shows_the_new_wording_beside_it(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/?clause=31-2024-qd-ubnd/kem-theo-1/dieu-5")
    box = page.locator('.clause[data-clause="31-2024-qd-ubnd/kem-theo-1/dieu-5"] .amendment')
    expect(box).to_contain_text("90 triệu đồng đối với xây mới")
    box.get_by_role("link", name="khoản 1 Điều 1 Quyết định số 17/2025/QĐ-UBND").click()
    expect(page.locator('.clause.target[data-clause="17-2025-qd-ubnd/dieu-1/khoan-1"]')).to_be_visible()
