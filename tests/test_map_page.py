"""The map's page in real Chromium: what is drawn, what a click shows, and the clause that it opens."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from corpus.document import Reference
from corpus.overviews.document_map import REFERS
from corpus.store import Store
from corpus.store.admission import with_id
from ingest.parsing import parse_file
from search import Searcher
from tests.browsing import open_page, serve
from tests.conftest import SAMPLES

PLAN, DECISION, RESOLUTION = "42-kh-ubnd-2024", "31-2024-qd-ubnd", "18-nq-tu-2024"


def query(link: str) -> dict[str, list[str]]:
    return parse_qs(urlparse(link).query)


def links(at: Locator) -> list[str]:
    found: list[str] = at.evaluate_all("links => links.map((a) => a.getAttribute('href'))")
    return found


def drawn(page: Page) -> tuple[set[str], set[str]]:
    """The documents and the arrows (`source,target`) that the drawing holds, by what they open."""
    chart = page.get_by_test_id("stGraphVizChart")
    expect(chart.locator(".node a").first).to_be_visible(timeout=120_000)  # Graphviz is loaded with it
    nodes, edges = links(chart.locator(".node a")), links(chart.locator(".edge a"))
    return {query(link)["node"][0] for link in nodes}, {query(link)["edge"][0] for link in edges}


def drawn_link(page: Page, name: str, value: str) -> Locator:
    return page.get_by_test_id("stGraphVizChart").locator(f'a[*|href*="{name}={value}"]')


def beside(page: Page) -> Locator:
    """What is said of the chosen document or arrow; the list below is the page's last such text."""
    return page.get_by_test_id("stColumn").get_by_test_id("stHtml")


def test_document_with_what_it_rests_on_and_what_rests_on_it(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/map?document={PLAN}&depth=1")
    nodes, edges = drawn(page)
    assert {PLAN, DECISION, RESOLUTION} <= nodes
    assert "17-2025-qd-ubnd" not in nodes
    assert {f"{PLAN},{RESOLUTION}", f"{DECISION},{PLAN}"} <= edges
    page.goto(f"{address}/map?document={PLAN}&depth=3")
    assert {"17-2025-qd-ubnd", "42-nq-tw-2023"} <= drawn(page)[0]


@pytest.mark.parametrize("by", ["label", "line", "keyboard"])
def test_arrow_lists_the_clauses_and_opens_one_with_its_words_marked(browser: Browser, address: str, by: str) -> None:
    page = open_page(browser, f"{address}/map?document={PLAN}&depth=1&type=Kế+hoạch&type=Quyết+định")
    drawn(page)
    arrow = drawn_link(page, "edge", f"{DECISION},{PLAN}")
    arrow.first.scroll_into_view_if_needed()
    if by == "label":
        arrow.locator("text").first.click()
    elif by == "line":
        point = arrow.locator("path").evaluate(
            "line => { const at = line.getPointAtLength(line.getTotalLength() / 2).matrixTransform(line.getScreenCTM()); return [at.x, at.y]; }"
        )
        page.mouse.click(*point)
    else:
        arrow.first.focus()
        page.keyboard.press("Enter")
    place = beside(page).locator("li", has_text="Kế hoạch số 42/KH-UBND").first
    expect(place).to_be_visible()
    expect(beside(page)).to_contain_text(
        re.compile(r"Quyết định số 31/2024/QĐ-UBND → Kế hoạch số 42/KH-UBND.*thực hiện \(\d+ chỗ\)")
    )
    kept = query(page.url)
    assert (kept["document"], kept["depth"], kept["type"]) == ([PLAN], ["1"], ["Kế hoạch", "Quyết định"])
    words = place.locator("mark").inner_text()
    assert words.startswith("Kế hoạch số 42/KH-UBND")
    opened = query(links(place.locator("a"))[0])
    assert opened["clause"][0].startswith(DECISION)
    place.locator("a").click()
    expect(page.locator(".clause.target mark").first).to_have_text(words)


def test_box_shows_what_the_document_is_and_where_it_leads(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/map?document={PLAN}&depth=1")
    drawn(page)
    drawn_link(page, "node", DECISION).locator("text").first.click()
    details = beside(page)
    expect(details).to_contain_text("Quyết định số 31/2024/QĐ-UBND")
    expect(details).to_contain_text("Hiệu lực:")
    assert query(links(details.get_by_role("link", name="Mở văn bản"))[0])["clause"][0].startswith(DECISION)
    details.get_by_role("link", name="Đưa vào giữa sơ đồ").click()
    expect(page).to_have_url(re.compile(f"document={DECISION}"))
    expect(page.get_by_test_id("stColumn").get_by_test_id("stHtml")).to_have_count(0)
    assert "17-2025-qd-ubnd" in drawn(page)[0]


def test_document_that_is_not_stored_says_so_and_opens_nothing(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/map?document={RESOLUTION}&depth=1&node=42-nq-tw-2023")
    expect(beside(page)).to_contain_text("Chưa có trong kho")
    expect(beside(page).get_by_role("link", name="Mở văn bản")).to_have_count(0)


@pytest.mark.parametrize("chosen", ["edge=a,b", "edge=a", "node=khong-co", f"edge={PLAN},x,{RESOLUTION}"])
def test_address_of_what_is_not_drawn_says_so(browser: Browser, address: str, chosen: str) -> None:
    page = open_page(browser, f"{address}/map?document={PLAN}&depth=1&{chosen}")
    expect(page.get_by_text("Phần đã chọn không có trên sơ đồ")).to_be_visible()
    assert PLAN in drawn(page)[0]


def test_list_says_what_the_drawing_shows(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/map?document={DECISION}&depth=2")
    nodes, edges = drawn(page)
    listed = [query(link) for link in links(page.locator("ul.chain a"))]
    assert {line["document"][0] for line in listed if "edge" not in line} == nodes - {DECISION}
    assert {line["edge"][0] for line in listed if "edge" in line} <= edges
    page.locator("ul.chain li", has_text="Kế hoạch số 42/KH-UBND").first.get_by_role("link").first.click()
    expect(beside(page).locator("mark").first).to_contain_text("42/KH-UBND")


def test_all_documents_and_those_that_hang_on_nothing(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/map?document=all")
    nodes, _ = drawn(page)
    assert {PLAN, DECISION, RESOLUTION} <= nodes
    assert "42-nq-tw-2023" not in nodes
    page.goto(f"{address}/map?document=all&unstored=all")
    assert "42-nq-tw-2023" in drawn(page)[0]
    page.goto(f"{address}/map?document=all&relation=bãi+bỏ")
    page.locator(".loose summary").click()
    expect(page.locator(".loose a", has_text="42/KH-UBND")).to_be_visible()


def test_filters_are_kept_in_the_address(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/map?document={DECISION}&depth=1&relation=căn+cứ")
    assert PLAN not in drawn(page)[0]
    page.get_by_label("Quan hệ").click()
    page.get_by_role("option", name="thực hiện", exact=True).click()
    expect(page).to_have_url(re.compile("relation=th"))
    expect(page.locator("ul.chain").first).to_contain_text("42/KH-UBND")
    again = open_page(browser, page.url)
    assert PLAN in drawn(again)[0]
    assert REFERS not in again.locator("ul.chain").first.inner_text()


def test_address_of_an_unknown_document_says_so(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/map?document=khong-co")
    expect(page.get_by_text("Không có văn bản “khong-co” trên sơ đồ")).to_be_visible()


@pytest.mark.parametrize("width", [400, 1280])
def test_nothing_is_fetched_and_nothing_is_wider_than_the_page(browser: Browser, address: str, width: int) -> None:
    page = open_page(browser, address, width)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/map?document={DECISION}&depth=3&unstored=all&edge={DECISION},{PLAN}")
    drawn(page)
    expect(beside(page)).to_contain_text("→")
    assert not [url for url in asked if not url.startswith((address, "blob:", "data:", address.replace("http", "ws")))]
    assert not errors
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # The drawing is larger than a narrow frame: it keeps its size, and what is chosen stands in view.
    frame = page.get_by_test_id("stGraphVizChart")
    if width == 400:
        assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")
    page.wait_for_function(
        "() => { const box = document.querySelector('[data-testid=stGraphVizChart]').getBoundingClientRect();"
        " const at = document.querySelector('.shown').getBoundingClientRect(), middle = at.x + at.width / 2;"
        " return box.x < middle && middle < box.right; }"
    )


HARD = '<b>"q"</b> \\N \\ &lt; {x|y}\n"]; n8 -> n9 [URL="javascript:alert(1)"'


def test_title_that_looks_like_markup_stays_text(browser: Browser, tmp_path: Path) -> None:
    parsed = parse_file(SAMPLES / "42-KH-UBND.txt").document
    named = Reference(
        parsed.clauses[0].id,
        0,
        5,
        parsed.text[:5],
        "căn cứ",
        parsed.id,
        "9-NQ/TU",
        "2024-01-02",
        None,
        None,
        "Nghị quyết",
    )
    with Store(tmp_path / "home") as store:
        hard = replace(parsed, number=None, title=HARD, references=(named,))
        store.add(with_id(hard, "hard"), b"x", "/x", "1")
        Searcher(store).refresh()
    for address in serve(tmp_path / "home"):
        page = open_page(browser, f"{address}/map")
        nodes, edges = drawn(page)
        assert "hard" in nodes
        assert len(nodes) == 2
        assert len(edges) == 1
        lines = drawn_link(page, "node", "hard").locator("text").all_text_contents()
        assert " ".join(lines).startswith('Kế hoạch <b>"q"</b> \\N \\ &lt; …')
        tip = drawn_link(page, "node", "hard").evaluate("link => link.getAttribute('title')")
        assert HARD.split("\n")[0] in tip
        expect(page.get_by_test_id("stHtml").locator("h3").first).to_contain_text(HARD.split("\n")[0])
        expect(page.locator("h2 b, h3 b")).to_have_count(0)
