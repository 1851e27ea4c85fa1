"""Every page under axe-core, light and dark: nothing that a keyboard, a screen reader or a weak eye would stumble over."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

#: States of pages that their bare addresses do not show.
STATES = (
    "?q=nhà ở xã hội&type=Kế hoạch",
    "?clause=31-2024-qd-ubnd/kem-theo-1/dieu-5",
    "compare?a=18-nq-tu-2024&b=42-kh-ubnd-2024",
    "compare?question=nhà ở&documents=18-nq-tu-2024,31-2024-qd-ubnd",
    "map?document=42-kh-ubnd-2024&depth=1&relation=thực hiện&edge=31-2024-qd-ubnd,42-kh-ubnd-2024",
)


def violations(page: Page) -> list[str]:
    """What axe-core finds of all but minor impact: its rule, and the first element."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] != "minor"]


def settle(page: Page) -> None:
    """Wait until the page is drawn whole: what fades in has, until then, the contrast of its fading."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    expect(page.get_by_test_id("stSpinner")).to_have_count(0)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    page.wait_for_function("document.getAnimations().every(({ playState }) => playState !== 'running')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier(browser: Browser, address: str, scheme: str) -> None:
    page = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}).new_page()
    page.goto(address)
    links = page.get_by_test_id("stTopNavLink")
    expect(links.first).to_be_visible()
    pages = [f"{address}/", *(link.get_attribute("href") for link in links.all()[1:])]
    assert len(pages) > 5
    barriers = {}
    for url in (*pages, *(f"{address}/{state}" for state in STATES)):
        page.goto(url)
        page.locator("h1").first.wait_for()
        settle(page)
        if found := violations(page):
            barriers[url] = found
    assert barriers == {}


def test_a_checked_draft_has_no_barrier(browser: Browser, address: str) -> None:
    page = browser.new_context(color_scheme="dark").new_page()
    page.goto(f"{address}/check")
    page.get_by_label("Hoặc dán nội dung dự thảo").fill(
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 06 tháng 3 năm 2020 của Chính phủ về công tác văn thư;"
    )
    page.get_by_role("button", name="Rà soát", exact=True).click()
    expect(page.locator("article.citation.wrong")).to_be_visible()
    settle(page)
    assert violations(page) == []
