"""The document page in real Chromium: the page image with its boxes, the original file, hits, previews, long laws."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from app.pages.document_data import document_json
from corpus.store import Store
from ingest import ingest_files
from search import Searcher
from tests.browsing import open_page, serve
from tests.conftest import SAMPLES
from tests.long_law import write_long_law

PDF = "formats/phutho-Quy-che-phoi-hop.pdf"


@pytest.fixture(scope="module")
def printed(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home with a real PDF, and the PDF's document id."""
    home = tmp_path_factory.mktemp("printed")
    path = shared / "corpus" / PDF
    with Store(home) as store:
        (outcome,) = ingest_files([path], store)
        Searcher(store).refresh()
    assert outcome.document_id
    return home, outcome.document_id


@pytest.fixture(scope="module")
def pages(printed: tuple[Path, str]) -> Iterator[str]:
    yield from serve(printed[0])


def test_the_page_is_shown_with_the_clause_boxed(browser: Browser, pages: str, printed: tuple[Path, str]) -> None:
    home, document_id = printed
    with Store(home) as store:
        document = store.document(document_id)
    clause = next(
        clause for clause in document.clauses if clause.level == "clause" and len(document.printed(clause)) > 2
    )
    page = open_page(browser, f"{pages}/?clause={clause.id}", 1440)
    image = page.get_by_alt_text(re.compile(f"^Ảnh trang {clause.page} của bản gốc"))
    expect(image).to_be_visible()
    page.wait_for_function("image => image.complete && image.naturalWidth > 1000", arg=image.element_handle())
    boxes = page.locator(".box")
    expect(boxes.first).to_be_visible()
    assert boxes.count() == len(document.printed(clause, whole=True))
    sheet, box = image.bounding_box(), boxes.first.bounding_box()
    first = document.printed(clause, whole=True)[0]
    size = next(one for one in document.pages if one.number == first.page)
    assert sheet
    assert box
    assert size.width
    assert size.height
    assert (box["x"] - sheet["x"]) / sheet["width"] == pytest.approx(first.left / size.width, abs=0.01)
    assert (box["y"] - sheet["y"]) / sheet["height"] == pytest.approx(first.top / size.height, abs=0.01)


def test_the_original_is_downloaded_as_it_came(
    browser: Browser, pages: str, printed: tuple[Path, str], tmp_path: Path
) -> None:
    home, document_id = printed
    page = open_page(browser, f"{pages}/?clause={document_id}", 1440)
    with page.expect_download() as caught:
        page.get_by_role("link", name="Xem bản gốc").click()
    caught.value.save_as(tmp_path / "original")
    with Store(home) as store:
        document = store.document(document_id)
        assert (tmp_path / "original").read_bytes() == store.original(document).read_bytes()
        assert caught.value.suggested_filename == document.source.name


def test_answers_to_the_question_are_walked_through(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/?clause=42-kh-ubnd-2024/III/1&q={quote('phát triển nhà ở xã hội')}")
    expect(page.get_by_text(re.compile(r"Chỗ trả lời câu hỏi: .+/\d+"))).to_be_visible()
    seen = set()
    for _turn in range(3):
        page.get_by_role("button", name="Chỗ sau").click()
        page.wait_for_timeout(400)
        seen.add(page.locator(".clause.target").first.get_attribute("data-clause"))
    assert len(seen) == 3
    page.get_by_role("button", name="Chỗ trước").click()
    page.wait_for_timeout(400)
    assert page.locator(".clause.target").first.get_attribute("data-clause") in seen


def test_words_are_found_with_and_without_marks(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/?clause=42-kh-ubnd-2024/I")
    counts = []
    for words in ("bảo hiểm y tế", "bao hiem y te"):
        page.get_by_label("Tìm trong văn bản").fill(words)
        expect(page.get_by_text(re.compile(r"^\s*[–\d]+/[1-9]\d*$"))).to_be_visible()
        page.wait_for_timeout(500)
        counts.append(page.get_by_text(re.compile(r"^\s*[–\d]+/[1-9]\d*$")).inner_text().split("/")[1])
    assert counts[0] == counts[1]


def test_a_reference_is_previewed_where_it_stands(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/?clause=31-2024-qd-ubnd/dieu-2")
    link = page.locator('.clause[data-clause="31-2024-qd-ubnd/dieu-2"]').get_by_role(
        "link", name="điểm 2.1 khoản 2 Mục III Kế hoạch số 42/KH-UBND"
    )
    expect(link).to_be_visible()
    page.wait_for_timeout(800)  # the page has come to rest: moving it takes a preview away
    link.hover()
    card = page.locator(".preview")
    expect(card).to_contain_text("Kế hoạch số 42/KH-UBND ngày 12 tháng 4 năm 2024")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_clause_is_gathered_from_its_page(browser: Browser, home: Path) -> None:
    for address in serve(home):
        page = open_page(browser, f"{address}/?clause=42-kh-ubnd-2024/III/1/1.2")
        page.get_by_role("button", name="Thêm vào bộ sưu tập").click()
        expect(page.get_by_text(re.compile("Đã thêm vào")).first).to_be_visible()


def test_lines_of_the_outline_are_cut_between_words(sample_home: Path) -> None:
    cut = 0
    with Store(sample_home) as store:
        for summary in store.documents():
            document = store.document(summary.id)
            for shown in json.loads(document_json(store, document))["clauses"]:
                clause = document.clause(shown["id"])
                assert clause
                line = shown.get("outline", "")
                cut += line.endswith(" …")
                printed = f"{clause.label}: {clause.label}. {clause.heading} {clause.text}"
                assert set(line.removesuffix(" …").casefold().split()) <= set(printed.casefold().split())
    assert cut > 10


def test_a_law_of_three_hundred_pages_opens_soon(browser: Browser, tmp_path: Path) -> None:
    with Store(tmp_path / "home") as store:
        (outcome,) = ingest_files([write_long_law(tmp_path / "luat.txt")], store)
        assert outcome.document_id
        letters = len(store.document(outcome.document_id).text)
        for _ in ingest_files([SAMPLES / "42-KH-UBND.txt"], store):
            pass
    assert letters > 600_000
    assert outcome.clauses > 3900
    for address in serve(tmp_path / "home"):
        open_page(browser, f"{address}/?clause=42-kh-ubnd-2024/I").locator(".clause.target").first.wait_for()
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/?clause={outcome.document_id}/dieu-400/khoan-3")
        page.locator(".clause.target").first.wait_for()
        taken = page.evaluate("performance.now()")  # since the page was asked for
        print(f"a law of {letters:,} letters opens in {taken / 1000:.2f} s")
        assert taken < 6_000, "2 s are asked on an idle machine"
        chosen = page.locator('nav [aria-current="location"]')
        expect(chosen).to_be_in_viewport()
        page.wait_for_timeout(1000)  # the page comes to rest
        far = page.get_by_role("link", name="Điều 30: Trách nhiệm thứ 30", exact=True)
        far.evaluate("link => link.click()")
        expect(page.locator(".clause.target").filter(has_text="Điều 30.")).to_be_in_viewport()
        expect(chosen).to_have_text("Điều 30: Trách nhiệm thứ 30")
        expect(chosen).to_be_in_viewport()
