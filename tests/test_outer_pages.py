"""The outer door of the pages as they are served: what Chromium loads and refuses on every page, and what other sites cannot do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.browsing import open_page, serve

PLAN = "42-kh-ubnd-2024"
#: What a component has drawn.
_OURS = ".root :is(button, a, p, td)"
#: A page, and what it shows when it is there.
PAGES = {
    "/?q=bảo hiểm y tế": _OURS,
    f"/?clause={PLAN}/III/1/1.1": ".clause.target",
    "/documents": _OURS,
    f"/compare?a=18-nq-tu-2024&b={PLAN}": _OURS,
    "/targets": _OURS,
    "/tasks": _OURS,
    "/map": "[data-testid=stGraphVizChart] svg",
    "/check": "[data-testid=stFileUploader]",
    "/collections": "h1",
    "/settings": "h1",
    f"/embed/{PLAN}/III/1": "blockquote",
}
#: Whatever the pages fetch, and what there is not.
FETCHED = (
    "/", "/documents", "/favicon.png", "/_stcore/health", "/_stcore/metrics", "/suggest?q=nha", f"/similar?clause={PLAN}/III/1/1.1",
    f"/document-text?document={PLAN}", f"/clause?clause={PLAN}/III/1", f"/preview?clause={PLAN}", f"/hits?document={PLAN}&q=nha",
    f"/page-image/{PLAN}/1", f"/original/{PLAN}", f"/embed/{PLAN}/III/1", "/language/en", "/opensearch.xml", "/static/absent.js", "/page-image/absent/1",
)  # fmt: skip


@pytest.fixture(scope="module")
def guarded_pages(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The pages of the samples with an access log, and the log."""
    log = tmp_path_factory.mktemp("log") / "access.log"
    for address in serve(sample_home, DIEUKHOAN_ACCESS_LOG=str(log)):
        yield address, log


def test_no_page_asks_for_what_is_refused(browser: Browser, guarded_pages: tuple[str, Path]) -> None:
    address, log = guarded_pages
    page = open_page(browser, "about:blank")
    said: list[str] = []
    elsewhere: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: elsewhere.append(request.url))
    for path, shown in PAGES.items():
        page.goto(address + path)
        expect(page.locator(shown).first, path).to_be_visible()
    assert [text for text in said if "Policy" in text or "refused" in text.lower()] == []
    assert {url for url in elsewhere if not url.startswith((address, "data:", "blob:", "about:"))} == set()
    runs = [line for line in map(json.loads, log.read_text("ascii").splitlines()) if line["what"] == "page"]
    assert {"/", "/documents", "/map"} <= {line["page"] for line in runs}
    assert f"{PLAN}/III/1/1.1" in {line.get("clause") for line in runs}
    assert "y t" not in log.read_text()


def test_what_is_slipped_into_a_page_does_not_run(browser: Browser, guarded_pages: tuple[str, Path]) -> None:
    page = open_page(browser, guarded_pages[0])
    page.get_by_label("Câu hỏi").wait_for()
    slipped = """async () => {
        const ran = [];
        window.ran = (how) => ran.push(how);
        setTimeout("window.ran('words')", 0);  // eval itself is let pass where a debugger calls it
        const script = document.createElement("script");
        script.textContent = "window.ran('inline')";
        document.body.append(script);
        document.body.insertAdjacentHTML("beforeend", `<img src="x:" onerror="window.ran('handler')"><a id="slip" href="javascript:window.ran('address')">x</a>`);
        document.getElementById("slip").click();
        const other = document.createElement("script");
        other.src = "data:text/javascript,window.ran('data')";
        document.body.append(other);
        const sent = await fetch("https://example.org/").then(() => true, () => false);
        await new Promise((done) => setTimeout(done, 300));
        return [...ran, ...(sent ? ["sent"] : [])];
    }"""
    assert page.evaluate(slipped) == []


def test_every_answer_carries_the_headers(guarded_pages: tuple[str, Path]) -> None:
    with httpx.Client(base_url=guarded_pages[0]) as client:
        for path in FETCHED:
            for answer in (client.get(path), client.request("POST", path)):
                headers = answer.headers
                assert headers["x-content-type-options"] == "nosniff", path
                assert any("frame-ancestors 'self'" in one for one in headers.get_list("content-security-policy")), path
                assert headers["cross-origin-resource-policy"] == "same-origin", path
                assert "server" not in headers, path


def test_a_page_of_another_site_neither_talks_nor_uploads(guarded_pages: tuple[str, Path]) -> None:
    address, _ = guarded_pages
    stream = address.replace("http", "ws") + "/_stcore/stream"
    with connect(stream, origin=address):  # type: ignore[arg-type]
        pass
    for origin in ("https://evil.example", "http://localhost:3000", "http://127.0.0.1:1", "null"):
        with pytest.raises(InvalidStatus) as refused, connect(stream, origin=origin):  # type: ignore[arg-type]
            pass
        assert refused.value.response.status_code == 403
        sent = httpx.put(f"{address}/_stcore/upload_file/a/b", files={"file": b"x"}, headers={"Origin": origin})
        assert sent.status_code == 403
    assert httpx.get(address, headers={"Host": "evil.example"}).status_code == 403
    without_token = httpx.put(f"{address}/_stcore/upload_file/a/b", files={"file": b"x"}, headers={"Origin": address})
    assert without_token.status_code == 403  # Streamlit's own token against forged requests


def test_a_visitor_who_asks_too_often_is_told(browser: Browser, sample_home: Path) -> None:
    for address in serve(sample_home, DIEUKHOAN_RATE="30"):
        page = open_page(browser, address)
        page.get_by_label("Câu hỏi").wait_for()
        for _ in range(30):
            refused = httpx.get(f"{address}/suggest?q=nha")
        assert refused.status_code == 429
        page.get_by_role("link", name="Hệ thống").first.click()
        expect(page.get_by_text("Bạn gửi quá nhiều yêu cầu. Hãy thử lại sau")).to_be_visible()
