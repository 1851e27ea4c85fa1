"""From an answer to a footnoted paragraph in Word, in real Chromium; the file is opened again, and printed by LibreOffice."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from app.quoting import quoted
from corpus.store import Store
from corpus.store.workspace import Workspace
from tests.browsing import ask, open_page, serve

QUESTION = "ai chủ trì phát triển nhà ở xã hội"


@pytest.fixture
def pages(home: Path) -> Iterator[str]:
    """The pages of a home that may be changed."""
    yield from serve(home)


def added(page: Page, card: int) -> str:
    button = page.locator("article.card").nth(card).get_by_role("button", name="Thêm vào bộ sưu tập")
    button.click()
    toast = page.get_by_test_id("stToast").filter(has_text="Đã thêm vào").last
    expect(toast.get_by_role("link")).to_have_attribute("href", re.compile(r"collections\?collection=\d+$"))
    return page.locator("article.card").nth(card).get_attribute("data-clause") or ""


def footnotes(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/footnotes.xml"))
    return {note.get(qn("w:id")): "".join(note.itertext()).strip() for note in root if not note.get(qn("w:type"))}


@pytest.mark.parametrize("width", [1280, 400])
def test_from_an_answer_to_a_footnote_in_word(
    browser: Browser, pages: str, home: Path, tmp_path: Path, width: int
) -> None:
    page = open_page(browser, pages, width)
    ask(page, QUESTION)
    expect(page.locator("article.card").first).to_be_visible()
    clauses = [added(page, 0), added(page, 1), added(page, 2)]

    page.goto(f"{pages}/collections")
    items = page.locator("li.item")
    expect(items).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    items.nth(2).get_by_role("button", name="Lên").focus()
    page.keyboard.press("Enter")
    expect(items.nth(1).get_by_role("link", name="Mở")).to_have_attribute("href", re.compile(re.escape(clauses[2])))

    moved = items.nth(1).get_by_role("button", name="Lên")
    expect(moved).to_be_focused()  # it can be moved on
    items.first.get_by_label("Ghi chú").fill("Dùng cho phần đánh giá.")
    items.nth(1).get_by_label("Ghi chú").click()  # the first note is kept, the second one goes on
    page.keyboard.type("Đối chiếu", delay=60)
    page.wait_for_timeout(500)
    page.keyboard.type(" lại.")

    page.wait_for_timeout(1500)  # a note is kept soon after it was written, without leaving it
    with page.expect_download() as caught:
        page.get_by_role("button", name="Tải Word (DOCX)").click()
    file = tmp_path / "trich-dan.docx"
    caught.value.save_as(file)
    with Store(home) as store:
        quotations = [store.clause(id_) for id_ in (clauses[0], clauses[2], clauses[1])]
    paragraphs = Document(str(file)).paragraphs
    marks = [mark.get(qn("w:id")) for p in paragraphs for mark in p._p.iter(qn("w:footnoteReference"))]
    assert marks == ["1", "2", "3"]
    text = "\n".join(p.text for p in paragraphs)
    for document, clause in quotations:
        assert "\n".join(line.strip() for line in document.quotation(clause).splitlines() if line.strip()) in text
    assert "Dùng cho phần đánh giá." in text
    assert "Đối chiếu lại." in text

    # The first mention of a document is in full, the later one is short, in the order of the collection.
    notes = footnotes(file)
    seen: set[str] = set()
    for number, (document, _) in zip(marks, quotations, strict=True):
        in_full = f"ngày {int(document.issued_on[8:]):02d} tháng {int(document.issued_on[5:7])} năm"
        assert document.number in notes[number]
        assert (in_full in notes[number]) == (document.id not in seen), notes
        seen.add(document.id)
    assert len(seen) < 3, "the question no longer finds two clauses of one document; ask another"

    printed = printed_pages(file, tmp_path)
    for number, note in notes.items():
        assert any(re.search(rf"{number}\s*{re.escape(note[:40])}", sheet) for sheet in printed), (
            number,
            note,
            printed,
        )


def printed_pages(file: Path, folder: Path) -> list[str]:
    """The texts of the pages that LibreOffice prints, white space made one."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), str(file)], check=True, capture_output=True, timeout=120)
    return [" ".join(page.extract_text().split()) for page in PdfReader(file.with_suffix(".pdf")).pages]


def test_a_collection_is_made_renamed_and_deleted(browser: Browser, pages: str) -> None:
    page = open_page(browser, f"{pages}/collections")
    expect(page.get_by_text("Chưa có bộ sưu tập nào")).to_be_visible()
    page.get_by_role("button", name="Tạo bộ sưu tập").click()
    page.get_by_label("Tên bộ sưu tập mới").fill("Tờ trình nhà ở")
    page.get_by_role("button", name="Tạo", exact=True).click()
    expect(page.get_by_role("combobox", name="Bộ sưu tập")).to_have_value("Tờ trình nhà ở (0)")
    page.get_by_role("button", name="Đổi tên").click()
    page.get_by_label("Tên mới").fill("Báo cáo nhà ở")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("combobox", name="Bộ sưu tập")).to_have_value("Báo cáo nhà ở (0)")
    page.get_by_role("button", name="Xóa", exact=True).click()
    page.get_by_role("button", name="Xóa bộ sưu tập").click()
    expect(page.get_by_text("Chưa có bộ sưu tập nào")).to_be_visible()


def test_changed_and_missing_clauses_are_said(browser: Browser, pages: str, home: Path) -> None:
    space = Workspace(home)
    made = space.create("Thử")
    with Store(home) as store:
        document, clause = store.clause("42-kh-ubnd-2024/III/1/1.2")
        quotation = quoted(document, clause)
    space.add(made, replace(quotation, text="Lời cũ."))
    space.add(made, replace(quotation, text="Lời khác.", clause_id="42-kh-ubnd-2024/III/1/1.2/99"))
    space.add(made, replace(quotation, text="Lời mất.", clause_id="khong-con/I"))
    space.add(
        made, replace(quotation, citation=quotation.citation.replace("12 tháng", "21 tháng"))
    )  # a date read wrongly
    page = open_page(browser, f"{pages}/collections?collection={made}")
    items = page.locator("li.item")
    expect(items.nth(2)).to_contain_text("Văn bản này không còn trong kho")
    expect(items.nth(3)).to_contain_text("nay ghi khác")
    expect(items.nth(3).locator(".citation")).to_have_text([re.compile("21 tháng"), re.compile("12 tháng")])
    items.nth(3).get_by_role("button", name="Lấy nguyên văn hiện nay").click()
    expect(items.nth(3).locator(".warning")).to_have_count(0)
    page.get_by_role("button", name="Lấy nguyên văn hiện nay").click()
    expect(items.first.locator(".warning")).to_have_count(0)
    expect(items.first.locator("blockquote")).to_have_text(f"“{quotation.text}”")
    items.nth(1).get_by_role("button", name="Lấy điều khoản gần nhất").click()
    expect(items.nth(1).locator(".warning")).to_have_count(0)
    expect(items.nth(1).locator("blockquote")).to_have_text(f"“{quotation.text}”")
    assert [item.quotation.clause_id for item in space.items(made)][1] == quotation.clause_id


def test_a_deleted_collection_is_no_other_one(browser: Browser, pages: str, home: Path) -> None:
    space = Workspace(home)
    space.delete(space.create("Cũ"))
    kept = space.create("Của người khác")
    assert kept == 2  # addresses and cookies that name the first do not lead here
    page = open_page(browser, f"{pages}/collections?collection=1")
    expect(page.get_by_text("Bộ sưu tập của liên kết này đã bị xóa")).to_be_visible()


def test_no_answer_is_kept_as_feedback(browser: Browser, pages: str, home: Path) -> None:
    page = open_page(browser, pages)
    ask(page, QUESTION)
    card = page.locator("article.card").first
    expect(card).to_be_visible()
    clause = card.get_attribute("data-clause")
    card.get_by_role("button", name="Không đúng").click()
    expect(card.get_by_role("button", name="Đã ghi: không đúng")).to_be_visible()
    assert Workspace(home).wrong(QUESTION) == {clause}
    card.get_by_role("button", name="Đã ghi: không đúng").click()
    expect(card.get_by_role("button", name="Không đúng", exact=True)).to_be_visible()
    assert Workspace(home).wrong(QUESTION) == set()


def test_a_saved_search_says_what_is_new(browser: Browser, pages: str, home: Path) -> None:
    page = open_page(browser, pages)
    ask(page, QUESTION)
    expect(page.locator("article.card").first).to_be_visible()
    page.get_by_role("button", name="Lưu tìm kiếm").click()
    expect(page.get_by_text("Chưa có gì mới từ lần xem trước.")).to_be_visible()
    space = Workspace(home)
    (kept,) = space.saved_searches()
    space.save_search(QUESTION, {}, kept.seen[:2] + kept.seen[3:])  # as if the third had come later

    page.goto(pages)
    page.get_by_role("link", name=QUESTION).click()
    expect(page.get_by_text("1 điều khoản mới")).to_be_visible()
    first = page.locator("article.card").first
    expect(first).to_contain_text("Mới")
    assert first.get_attribute("data-clause") == kept.seen[2]
    page.get_by_role("button", name="Đã xem").click()
    expect(page.get_by_text("Chưa có gì mới từ lần xem trước.")).to_be_visible()
    assert set(space.saved_searches()[0].seen) == set(kept.seen)
    page.get_by_role("button", name="Thôi lưu").click()
    expect(page.get_by_role("button", name="Lưu tìm kiếm")).to_be_visible()
