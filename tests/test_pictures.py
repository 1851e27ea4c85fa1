"""The way from an answer to a footnoted paragraph in Word, click by click, with the pictures of the README.

`make pictures` keeps the pictures in `docs/`; without it they are taken and thrown away.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsing import ask, open_page, serve
from tests.conftest import ROOT

QUESTION = "ai chủ trì phát triển nhà ở xã hội"
MOST_CLICKS = 4


@pytest.fixture
def pages(home: Path) -> Iterator[str]:
    yield from serve(home)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where the pictures go."""
    return ROOT / "docs" if os.environ.get("DIEUKHOAN_PICTURES") else tmp_path


class Visitor:
    """Clicks, counted, and pictures of what is then seen."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder, self.clicks = page, folder, 0

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def take(self, name: str) -> None:
        self.page.wait_for_timeout(600)  # what was asked for last is drawn
        self.page.screenshot(path=self.folder / name)
        assert (self.folder / name).stat().st_size > 20_000


def test_from_an_answer_to_a_footnoted_paragraph(browser: Browser, pages: str, pictures: Path, tmp_path: Path) -> None:
    visitor = Visitor(open_page(browser, pages), pictures)
    page = visitor.page
    page.set_viewport_size({"width": 1280, "height": 720})
    ask(page, QUESTION)
    card = page.locator("article.card").first
    expect(card).to_be_visible()
    visitor.take("search.png")

    visitor.click(card.get_by_role("button", name="Thêm vào bộ sưu tập"))
    expect(page.get_by_text("Đã thêm vào").first).to_be_visible()
    visitor.take("added.png")

    visitor.click(page.get_by_role("link", name="Bộ sưu tập", exact=True))
    expect(page.locator("li.item")).to_have_count(1)
    visitor.take("collection.png")

    with page.expect_download() as caught:
        visitor.click(page.get_by_role("button", name="Tải Word (DOCX)"))
    file = tmp_path / "quotation.docx"
    caught.value.save_as(file)
    assert visitor.clicks <= MOST_CLICKS
    assert "footnoteReference" in "".join(paragraph._p.xml for paragraph in Document(str(file)).paragraphs)
    _take_printed(file, tmp_path, pictures / "word.png")


def _take_printed(file: Path, folder: Path, picture: Path) -> None:
    """A picture of the first page, as LibreOffice prints it."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), str(file)], check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(file.with_suffix(".pdf")) as printed:
        printed[0].render(scale=1.2).to_pil().convert("L").save(picture, optimize=True)


def test_a_clause_in_its_place(browser: Browser, address: str, pictures: Path) -> None:
    page = open_page(browser, f"{address}/?clause=42-kh-ubnd-2024/III/1&q=ph%C3%A1t+tri%E1%BB%83n+nh%C3%A0+%E1%BB%9F")
    visitor = Visitor(page, pictures)
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(page.locator(".clause.target").first).to_be_visible()
    visitor.take("document.png")
