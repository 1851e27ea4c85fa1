"""What is copied arrives in a word processor, from an office network's plain `http://` address too."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, Playwright

from tests.browsing import chromium, open_page

CLAUSE = "?clause=42-kh-ubnd-2024/III/1/1.2"
_PASTE = """() => {
    const field = document.createElement("div");
    field.contentEditable = "true";
    field.addEventListener("paste", ({ clipboardData }) => {
        window.pasted = { html: clipboardData.getData("text/html"), text: clipboardData.getData("text/plain") };
    });
    document.body.append(field);
    field.focus();
}"""


@pytest.fixture(scope="module")
def office(playwright: Playwright) -> Iterator[Browser]:
    """A browser for which this computer is one of an office network: its pages get no clipboard API."""
    yield from chromium(playwright, "--host-resolver-rules=MAP van-phong.test 127.0.0.1")


def office_page(office: Browser, address: str) -> Page:
    page = office.new_page()
    page.goto(f"http://van-phong.test:{urlparse(address).port}/{CLAUSE}")
    page.locator(".clause.target").first.wait_for()
    assert page.evaluate("navigator.clipboard === undefined")
    return page


def pasted(page: Page, button: str) -> dict[str, str]:
    """What a paste brings after `button` was pressed."""
    page.get_by_role("button", name=button).click()
    page.get_by_role("button", name="Đã sao chép").wait_for()
    page.evaluate(_PASTE)
    page.keyboard.press("Control+V")
    page.wait_for_function("window.pasted")
    found: dict[str, str] = page.evaluate("window.pasted")
    return found


def test_copying_without_the_clipboard_api(office: Browser, address: str) -> None:
    page = office_page(office, address)
    assert pasted(page, "Sao chép trích dẫn")["text"].startswith("điểm 1.2 khoản 1 Mục III Kế hoạch số 42/KH-UBND")
    page = office_page(office, address)
    assert pasted(page, "Sao chép liên kết")["text"] == page.url.split("&")[0]


@pytest.mark.parametrize("api", [True, False])
def test_a_quotation_keeps_italics_and_letters_in_writer(
    browser: Browser, office: Browser, address: str, tmp_path: Path, api: bool
) -> None:
    page = open_page(browser, f"{address}/{CLAUSE}") if api else office_page(office, address)
    page.locator(".clause.target").first.wait_for()
    copied = pasted(page, "Sao chép nguyên văn kèm trích dẫn")
    source = tmp_path / "pasted.html"
    source.write_text(f'<meta charset="utf-8">{copied["html"]}', "utf-8")
    # What Writer does with HTML from the clipboard: the same import filter, without its window.
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--infilter=HTML (StarWriter)", "--convert-to", "docx:Office Open XML Text", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    runs = [run for paragraph in Document(str(tmp_path / "pasted.docx")).paragraphs for run in paragraph.runs]
    italic = "".join(run.text for run in runs if run.italic)
    assert (
        italic
        == "1.2. Sở Tài nguyên và Môi trường chủ trì giải phóng mặt bằng, giao đất; bảo đảm mỗi năm có ít nhất 20 ha đất sạch cho nhà ở xã hội."
    )
    assert "".join(run.text for run in runs).strip() == copied["text"]
