"""The way from an answer to a footnoted paragraph in Word, click by click, with the pictures of the README and of the user guide.

`make pictures` keeps the pictures in `docs/`; without it they are taken and thrown away.
"""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsing import ask, open_page, serve
from tests.conftest import ROOT

QUESTION = "ai chủ trì phát triển nhà ở xã hội"
MOST_CLICKS = 4
#: A draft with a right citation, a wrong date and a clause that does not exist.
DRAFT = """KẾ HOẠCH
Phát triển nhà ở xã hội năm 2027
Căn cứ Kế hoạch số 42/KH-UBND ngày 12 tháng 4 năm 2024 của Ủy ban nhân dân tỉnh Lam Giang thực hiện Nghị quyết \
số 18-NQ/TU ngày 15 tháng 3 năm 2024 của Ban Chấp hành Đảng bộ tỉnh về phát triển nhà ở xã hội, \
chăm lo đối tượng chính sách và nâng cao chất lượng dịch vụ công trực tuyến đến năm 2030;
Căn cứ Quyết định số 31/2024/QĐ-UBND ngày 21 tháng 9 năm 2024 của Ủy ban nhân dân tỉnh Lam Giang;
I. NHIỆM VỤ
1. Sở Xây dựng thực hiện điểm 1.1 khoản 1 Mục VIII Kế hoạch số 42/KH-UBND.
"""


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
        taken = Image.open(io.BytesIO(self.page.screenshot()))
        taken.convert("RGB").quantize(128).save(self.folder / name, optimize=True)
        assert 20_000 < (self.folder / name).stat().st_size < 150_000


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


PLAN, RESOLUTION = "42-kh-ubnd-2024", "18-nq-tu-2024"
#: For the user guide: a picture, the page in it by its address, and what is to be seen before it is taken.
VIEWS = {
    "library": ("documents", "table td"),
    "compare": (f"compare?a={RESOLUTION}&b={PLAN}", ".row"),
    "targets": ("targets", "table td"),
    "tasks": ("tasks", "article.task"),
    "map": (f"map?document={PLAN}", "[data-testid=stGraphVizChart] .node"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_page_of_the_guide(name: str, browser: Browser, address: str, pictures: Path) -> None:
    place, seen = VIEWS[name]
    page = open_page(browser, f"{address}/{place}")
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(page.locator(seen).first).to_be_visible(timeout=60_000)
    Visitor(page, pictures).take(f"{name}.png")


def test_a_draft_that_is_checked(browser: Browser, address: str, pictures: Path) -> None:
    page = open_page(browser, f"{address}/check")
    page.set_viewport_size({"width": 1280, "height": 720})
    page.get_by_label("Hoặc dán nội dung dự thảo").fill(DRAFT)
    page.get_by_role("button", name="Rà soát", exact=True).click()
    expect(page.get_by_text("✗ Cần sửa").first).to_be_visible()
    page.mouse.move(1270, 680)  # beside the field with the draft, which scrolls by itself
    page.mouse.wheel(0, 560)
    Visitor(page, pictures).take("check.png")
