"""What others take from the pages: the search in a browser's address bar, and clauses in frames of their own pages."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from playwright.sync_api import Browser, expect

from app.framing import ancestors
from corpus.errors import InputError
from corpus.store import Store
from ingest import ingest_files
from tests.browsing import open_page, serve
from tests.conftest import run

PLAN = "42-kh-ubnd-2024"
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Another site's address, and the folder of its pages."""
    folder = tmp_path_factory.mktemp("portal")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", folder
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def open_address(sample_home: Path, portal: tuple[str, Path]) -> Iterator[str]:
    """The pages of the samples, which the portal may embed."""
    yield from serve(sample_home, DIEUKHOAN_FRAME_ANCESTORS=portal[0])


def test_the_description_leads_to_an_answer(browser: Browser, address: str) -> None:
    page = open_page(browser, address)
    link = page.locator('link[rel="search"]')
    assert link.get_attribute("type") == "application/opensearchdescription+xml"
    answer = httpx.get(f"{address}/{link.get_attribute('href')}")
    assert answer.headers["content-type"].startswith("application/opensearchdescription+xml")
    described = ElementTree.fromstring(answer.content)
    assert len(described.findtext(f"{_OPENSEARCH}ShortName") or "") in range(1, 17)  # what the specification allows
    templates = {url.attrib["type"]: url.attrib["template"] for url in described.findall(f"{_OPENSEARCH}Url")}
    page.goto(templates["text/html"].replace("{searchTerms}", "b%E1%BA%A3o+hi%E1%BB%83m+y+t%E1%BA%BF"))
    expect(page.get_by_label("Câu hỏi")).to_have_value("bảo hiểm y tế")
    expect(page.get_by_role("button", name="Trích dẫn").first).to_be_visible()
    typed, offered = httpx.get(templates["application/x-suggestions+json"].replace("{searchTerms}", "bao+hiem")).json()
    assert typed == "bao hiem"
    assert any("bảo hiểm" in one.lower() for one in offered)


def test_a_permalink_answers_what_office_programs_ask_first(address: str) -> None:
    assert httpx.head(f"{address}/?clause={PLAN}/III/1").status_code == 200


def test_a_clause_in_the_frame_of_a_site_that_may(
    browser: Browser, open_address: str, portal: tuple[str, Path], sample_home: Path
) -> None:
    page = open_page(browser, f"{open_address}/?clause={PLAN}/III/1/1.1")
    page.locator(".clause.target").first.wait_for()
    page.get_by_role("button", name="Sao chép mã nhúng").click()
    page.get_by_role("button", name="Đã sao chép").wait_for()
    snippet = page.evaluate("navigator.clipboard.readText()")
    assert "\n" not in snippet
    site, folder = portal
    (folder / "index.html").write_text(f"<!DOCTYPE html><title>Cổng</title>{snippet}", "utf-8")
    page.goto(site)
    framed = page.frame_locator("iframe")
    with Store(sample_home) as store:
        document, clause = store.clause(f"{PLAN}/III/1/1.1")
    lines = [line.strip() for line in document.quotation(clause).splitlines() if line.strip()]
    assert len(lines) > 1  # with what stands under it
    expect(framed.locator("blockquote p")).to_have_text(lines)
    with page.expect_popup() as opened:
        framed.get_by_role("link", name="điểm 1.1 khoản 1 Mục III Kế hoạch số 42/KH-UBND").click()
    opened.value.locator(f'.clause.target[data-clause="{clause.id}"]').wait_for()


def test_no_other_site_may_show_a_clause_in_a_frame(browser: Browser, address: str, portal: tuple[str, Path]) -> None:
    page = open_page(browser, f"{address}/?clause={PLAN}/III/1/1.1")
    page.locator(".clause.target").first.wait_for()
    assert page.get_by_role("button", name="Sao chép mã nhúng").count() == 0
    site, folder = portal
    for path in (f"embed/{PLAN}/III/1/1.1", ""):
        (folder / "other.html").write_text(f'<!DOCTYPE html><iframe src="{address}/{path}"></iframe>', "utf-8")
        refusals: list[str] = []
        page.on("console", lambda message, kept=refusals: kept.append(message.text))
        page.goto(f"{site}/other.html")
        page.wait_for_function("document.querySelector('iframe').contentDocument === null")
        page.wait_for_timeout(300)
        assert any("frame-ancestors" in refusal for refusal in refusals), path
        assert page.frame_locator("iframe").locator("blockquote, .root").count() == 0


def test_an_embedded_clause_holds_the_words_and_runs_nothing(home: Path, tmp_path: Path) -> None:
    words = 'Hộ nghèo được hỗ trợ <script>alert(1)</script> & "một" lần.'
    table = "| Đối tượng | Mức |\n|---|---|\n| Hộ <b>nghèo</b> | 40 triệu |"
    draft = tmp_path / "42-kh.md"
    draft.write_text(
        "# QUYẾT ĐỊNH\n\nSố: 77/2026/QĐ-UBND\n\nLam Giang, ngày 5 tháng 1 năm 2026\n\n"
        f"Điều 1. Mức hỗ trợ\n\n1. {words}\n\n{table}\n\nĐiều 2. Hiệu lực\n\n1. Thay thế Quyết định số 17/2025/QĐ-UBND ngày 20 tháng 6 năm 2025.\n",
        "utf-8",
    )
    with Store(home) as store:
        (outcome,) = ingest_files([draft], store)
        assert outcome.error is None
        document = store.document(str(outcome.document_id))
        clause = next(clause for clause in document.clauses if words in clause.text)
    for served in serve(home):
        answer = httpx.get(f"{served}/embed/{clause.id}")
        assert "<script" not in answer.text
        assert words in unescape(re.sub(r"</?p>", "", answer.text))
        policies = answer.headers.get_list("content-security-policy")
        assert any("default-src 'none'" in policy for policy in policies)
        assert any("frame-ancestors 'self'" in policy for policy in policies)
        whole = httpx.get(f"{served}/embed/{document.id}/dieu-1").text
        assert "<td>Hộ &lt;b&gt;nghèo&lt;/b&gt;</td>" in whole
        unknown = httpx.get(f"{served}/embed/{document.id}/dieu-99")
        assert unknown.status_code == 404
        assert "Không có điều khoản này" in unknown.text


def test_an_embedded_clause_tells_what_became_of_its_document(address: str) -> None:
    assert "đã được sửa đổi, bổ sung" in httpx.get(f"{address}/embed/31-2024-qd-ubnd/dieu-2").text
    assert "Hiệu lực" not in httpx.get(f"{address}/embed/{PLAN}/III/1").text


@pytest.mark.parametrize("setting", ["https://a.vn https://*.b.vn:8443", "", "noibo.tinh.gov.vn"])
def test_sites_that_may_embed(setting: str) -> None:
    assert ancestors(setting) == tuple(setting.split())


@pytest.mark.parametrize(
    "setting", ["https://a.vn;", "'none'", "javascript:alert(1)", "https://a.vn/duong-dan", "*", "https://a.vn:\u0661"]
)
def test_what_names_no_site_is_refused(setting: str, home: Path) -> None:
    with pytest.raises(InputError):
        ancestors(setting)
    done = run("serve", "--frame-ancestors", setting, home=home)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
