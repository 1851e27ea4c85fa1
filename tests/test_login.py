"""Logging in to the pages in Chromium, against a provider of OpenID Connect: who is let in, what each role is offered, the way out."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import oidc_provider_mock
import pytest
from playwright.sync_api import Browser, Page, expect

from corpus.store import Store
from tests.access import GROUP, access_file, make_home
from tests.browsing import ask, free_port, open_page, serve
from tests.conftest import ROOT

ACCESS = """
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef0123456789abcdef"
client_id = "dieukhoan"
client_secret = "bi-mat"
server_metadata_url = "{provider}/.well-known/openid-configuration"

[access]
groups = "groups"

[access.people."doc@lamgiang.gov.vn"]
[access.people."nhap@lamgiang.gov.vn"]
role = "editor"
groups = ["{group}"]
[access.people."quantri@lamgiang.gov.vn"]
role = "admin"
"""


@pytest.fixture(scope="module")
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("login") / "home"
    make_home(sample_home, home)
    return home


@pytest.fixture(scope="module")
def pages(home: Path) -> Iterator[str]:
    """The address of pages that ask for a log-in."""
    people = [
        oidc_provider_mock.User(sub=name, claims={"email": f"{name}@lamgiang.gov.vn", "email_verified": name != "gia"})
        for name in ("doc", "nhap", "quantri", "la", "gia")
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as provider:
        port = free_port()
        address = f"http://localhost:{port}"
        text = ACCESS.format(address=address, provider=f"http://localhost:{provider.server_port}", group=GROUP)
        path = access_file(home.parent, text)
        yield from serve(home, port=port, auth=path)


PAGES = re.findall(r'\(N_\("[^"]+"\), "(\w*)", ', (ROOT / "app" / "pages" / "main.py").read_text("utf-8"))


def log_in(page: Page, who: str) -> None:
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.get_by_placeholder("sub").fill(who)
    page.get_by_role("button", name="Authorize", exact=True).click()


@pytest.fixture(scope="module")
def logged_in(browser: Browser, pages: str) -> dict[str, Page]:
    """A page for each person, after the log-in."""
    opened = {}
    for who in ("doc", "nhap", "quantri"):
        opened[who] = open_page(browser, pages)
        log_in(opened[who], who)
        expect(opened[who].get_by_text(f"{who}@lamgiang.gov.vn")).to_be_visible()
    return opened


def test_every_page_asks_for_a_login_and_shows_nothing_before(browser: Browser, pages: str) -> None:
    page = open_page(browser, pages)
    assert len(PAGES) >= 9
    for path in PAGES:
        page.goto(f"{pages}/{path}")
        expect(page.get_by_role("button", name="Đăng nhập")).to_be_visible()
        assert page.get_by_role("link", name="Văn bản").count() == 0
        assert "UBND" not in page.locator("body").inner_text()
    page.context.close()


def test_what_the_pages_fetch_asks_for_a_login_too(pages: str, home: Path) -> None:
    with Store(home) as store:
        document = store.documents()[0].id
        clause = store.document(document).clauses[0].id
    for path in (
        "suggest?q=nh%C3%A0", f"similar?clause={clause}", f"document-text?document={document}", f"clause?id={clause}",
        f"preview?id={clause}", f"hits?document={document}&q=a", f"page-image/{document}/1", f"original/{document}",
        f"embed/{clause}", "opensearch/suggestions?q=nh", "media/abc.docx", "_stcore/metrics", "khong/co",
    ):  # fmt: skip
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{pages}/{path}")
        assert refused.value.code == 401, path
        assert "Log in" in json.load(refused.value)["error"]


def test_whoever_is_not_listed_or_not_verified_is_told_so(browser: Browser, pages: str) -> None:
    for who in ("la", "gia"):
        page = open_page(browser, pages)
        log_in(page, who)
        expect(page.get_by_text("chưa được cấp quyền")).to_be_visible()
        assert page.get_by_label("Câu hỏi").count() == 0
        page.context.close()


def test_a_link_is_opened_after_the_login_that_it_asked_for(browser: Browser, pages: str, home: Path) -> None:
    with Store(home, []) as store:
        document = store.document(store.documents()[0].id)
    page = open_page(browser, f"{pages}/?clause={document.clauses[5].id}")
    log_in(page, "doc")
    page.wait_for_url(re.compile(r"clause="))
    expect(page.locator(f'[data-clause="{document.clauses[5].id}"]').first).to_be_visible()
    page.context.close()


def test_a_reader_is_offered_reading_alone(logged_in: dict[str, Page], pages: str) -> None:
    page = logged_in["doc"]
    page.goto(f"{pages}/documents")
    expect(page.locator("tr[data-document]").first).to_be_visible()
    assert page.get_by_text("Nạp văn bản").count() == 0
    assert page.get_by_role("button", name=re.compile("^(Xóa|Thay|Ai được xem)")).count() == 0
    assert page.get_by_role("link", name="Hệ thống").count() == 0
    page.goto(f"{pages}/settings")
    expect(page.get_by_text(re.compile("Page not found|Không"))).to_be_visible()


def test_limited_documents_show_to_their_group_alone(logged_in: dict[str, Page], pages: str, home: Path) -> None:
    with Store(home, []) as store:
        shown = {summary.id for summary in store.documents()}
    with Store(home) as store:
        everything = {summary.id for summary in store.documents()}
    for who, expected in (("doc", shown), ("nhap", everything), ("quantri", everything)):
        page = logged_in[who]
        page.goto(f"{pages}/documents")
        expect(page.locator("tr[data-document]")).to_have_count(len(expected))
        found = page.locator("tr[data-document]").evaluate_all("rows => rows.map(row => row.dataset.document)")
        assert set(found) == expected
    page = logged_in["doc"]
    page.goto(f"{pages}/?clause={min(everything - shown)}")
    expect(page.get_by_text("Không có").first).to_be_visible()


def test_an_administrator_limits_a_document_and_it_is_gone_for_others(
    logged_in: dict[str, Page], pages: str, home: Path
) -> None:
    with Store(home, []) as store:
        name = store.documents()[0].id
    admin = logged_in["quantri"]
    admin.goto(f"{pages}/documents")
    admin.locator(f'tr[data-document="{name}"]').get_by_role("button", name=re.compile("^Ai được xem")).click()
    dialog = admin.get_by_role("dialog")
    dialog.get_by_text("Chỉ các nhóm dưới đây").click()
    dialog.get_by_role("button", name="Lưu").click()
    expect(admin.locator(f'tr[data-document="{name}"]')).to_contain_text("Chỉ dành cho: người quản trị")
    reader = logged_in["doc"]
    reader.goto(f"{pages}/documents")
    expect(reader.locator("tr[data-document]").first).to_be_visible()
    assert reader.locator(f'tr[data-document="{name}"]').count() == 0
    with Store(home) as store:
        store.limit(name, None)


def test_collections_and_questions_are_each_persons_own(logged_in: dict[str, Page], pages: str) -> None:
    page = logged_in["doc"]
    page.goto(pages)
    ask(page, "mức hỗ trợ nhà ở")
    page.get_by_role("button", name="Thêm vào bộ sưu tập").first.click()
    expect(page.get_by_text("Đã thêm vào")).to_be_visible()
    other = logged_in["nhap"]
    other.goto(f"{pages}/collections")
    expect(other.get_by_text("Chưa có bộ sưu tập nào")).to_be_visible()


def test_what_the_browser_keeps(logged_in: dict[str, Page], pages: str) -> None:
    page = logged_in["quantri"]
    page.goto(f"{pages}/documents")
    expect(page.locator("tr[data-document]").first).to_be_visible()
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    known = next(cookie for name, cookie in cookies.items() if name.startswith("_streamlit_user"))
    assert known["httpOnly"]
    assert known["expires"] <= time.time() + 30 * 24 * 3600
    assert {cookie["sameSite"] for cookie in cookies.values()} <= {"Lax", "Strict"}
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "UBND" not in kept


def test_logging_out_ends_it(logged_in: dict[str, Page], pages: str) -> None:
    page = logged_in["nhap"]
    page.goto(pages)
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("button", name="End session").click()  # at the provider
    expect(page.get_by_role("button", name="Đăng nhập")).to_be_visible()
    page.goto(f"{pages}/documents")
    expect(page.get_by_role("button", name="Đăng nhập")).to_be_visible()
