"""Script, links and Markdown in every field that a document or a visitor fills: no page runs, fetches or formats any of it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from app.quoting import quoted
from corpus.store import Store
from corpus.store.workspace import Workspace
from ingest import Upload, ingest_files
from search import Searcher
from tests.browsing import serve
from tests.test_hostile import plain_docx

#: Everything at once: what HTML would run, what Markdown and Streamlit would link, fetch, colour or compute.
EVIL = (
    "<script>window.ran=1</script><img src=x onerror=\"window.ran=1\"><svg onload='window.ran=1'> [bấm](javascript:window.ran=1) "
    "![ảnh](http://evil.example/a.png) https://evil.example/b :material/warning: :red[đỏ] $x^2$ `mã` **đậm** &lt;b&gt; {{x}}"
)
#: As it is looked for on a page: the beginning, which has no blank that a page may join.
SHOWN = "<script>window.ran=1</script>"
TEXT = f"""ỦY BAN NHÂN DÂN TỈNH LAM GIANG {EVIL}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: {{number}}/KH-UBND
Lam Giang, ngày 5 tháng 3 năm 2025
KẾ HOẠCH
Phát triển nhà ở xã hội {EVIL}
Căn cứ Nghị quyết số 18-NQ/TU ngày 12 tháng 4 năm 2024 của Tỉnh ủy Lam Giang về {EVIL};
I. MỤC TIÊU {EVIL}
1. Đến năm 2030 xây dựng {{number}} căn nhà ở xã hội {EVIL}.
2. Tỷ lệ hộ nghèo giảm còn {{number}}% {EVIL}.
II. TỔ CHỨC THỰC HIỆN
1. Sở Xây dựng chủ trì, phối hợp với Sở Tài chính rà soát quỹ đất {EVIL} trước ngày 15 tháng 6 năm 2026.
| TT {EVIL} | Nội dung |
| 1 | {EVIL} |
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn A {EVIL}
"""
NAME = EVIL.replace("/", "") + ".txt"
PLACE = "II/1"


@pytest.fixture(scope="module")
def ids() -> list[str]:
    return []


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, ids: list[str]) -> Iterator[str]:
    """The pages of a home whose documents, collections, searches and file names are all `EVIL`."""
    home = tmp_path_factory.mktemp("home")
    with Store(home) as store:
        sent = [Upload(NAME, TEXT.format(number=number).encode()) for number in (41, 42)]
        outcomes = list(ingest_files(sent, store))
        ids += [outcome.document_id or "" for outcome in outcomes]
        assert all(ids), outcomes
        Searcher(store).refresh()
        document, clause = store.clause(f"{ids[0]}/{PLACE}")
        space = Workspace(home)
        collection = space.create(EVIL[:200])
        space.add(collection, quoted(document, clause))
        (item,) = space.items(collection)
        space.note(item.id, EVIL)
        space.save_search(f"quỹ đất {EVIL}", {"type": EVIL}, [])
    yield from serve(home)


@pytest.fixture
def page(browser: Browser, hostile: str) -> Iterator[Page]:
    """A page that notes what runs and what is asked of other hosts; neither happened when the test ends."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    heard: list[str] = []
    opened.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))

    def asked(request: Request) -> None:
        if not request.url.startswith((hostile, hostile.replace("http", "ws"), "data:", "blob:")):
            heard.append(request.url)

    opened.on("request", asked)
    yield opened
    assert not heard
    assert opened.evaluate("window.ran") is None
    assert not opened.locator("script", has_text="window.ran").count()
    # An address that stands in words may lead there, and says so; nothing else leads out.
    links = opened.eval_on_selector_all("a", "all => all.map(one => [one.getAttribute('href') || '', one.innerText])")
    assert not [link for link, words in links if link.lower().startswith("javascript:")]
    assert not [link for link, words in links if "evil.example" in link.split("?")[0] and link != words]
    assert not opened.locator("img[src*='evil.example']").count()
    context.close()


def shows(page: Page, words: str = SHOWN) -> None:
    expect(page.get_by_text(words, exact=False).first).to_be_visible()
    page.wait_for_timeout(500)  # what would run, runs


def test_answers_and_suggestions(page: Page, hostile: str) -> None:
    page.goto(f"{hostile}/?{urlencode({'q': f'quỹ đất {EVIL}', 'type': EVIL, 'issuer': EVIL})}")
    page.get_by_label("Câu hỏi").wait_for()
    page.goto(f"{hostile}/?{urlencode({'q': 'Sở Xây dựng rà soát quỹ đất'})}")
    expect(page.locator("article.card").first).to_be_visible()
    shows(page)
    page.get_by_label("Câu hỏi").fill("phát triển nhà")
    page.wait_for_timeout(1000)


def test_saved_searches(page: Page, hostile: str) -> None:
    page.goto(hostile)
    shows(page)


def test_the_document(page: Page, hostile: str, ids: list[str]) -> None:
    page.goto(f"{hostile}/?{urlencode({'clause': f'{ids[0]}/{PLACE}', 'q': EVIL})}")
    expect(page.locator(".clause.target").first).to_be_visible()
    shows(page)
    page.goto(f"{hostile}/?clause={quote('a-2024/' + EVIL)}")
    shows(page)


@pytest.mark.parametrize("path", ["documents", "targets", "tasks", "map", "collections", "compare", "check", "state"])
def test_the_other_pages(page: Page, hostile: str, ids: list[str], path: str) -> None:
    said = dict.fromkeys(("text", "type", "document", "agency", "collection", "report", "q", "node", "edge"), EVIL)
    page.goto(f"{hostile}/{path}?{urlencode(said)}")
    expect(page.locator("h1").first).to_be_visible()
    page.wait_for_timeout(1500)
    whole = {
        "compare": {"a": ids[0], "b": ids[1]},
        "map": {"document": ids[0], "edge": f"{ids[0]},18-nq-tu-2024"},
        "collections": {"collection": 1},
    }
    page.goto(f"{hostile}/{path}?{urlencode(whole.get(path, {}))}")
    expect(page.locator("h1").first).to_be_visible()
    if path not in ("check", "state"):
        shows(page)


def test_a_file_name_and_an_address(page: Page, hostile: str) -> None:
    page.goto(f"{hostile}/documents")
    page.get_by_text("Nạp văn bản", exact=True).click()
    page.locator("input[type=file]").set_input_files([{"name": f"hỏng {EVIL.replace('/', '')}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-"}])  # fmt: skip
    page.get_by_text("Dán địa chỉ trang văn bản").click()
    page.get_by_label("Mỗi dòng một địa chỉ").fill("![ảnh](http://evil.example/c.png)")
    page.get_by_role("button", name="Nạp vào kho").click()
    shows(page, "![ảnh](http://evil.example/c.png)")
    expect(page.locator(".work .files > li").first).to_contain_text("<script>window.ran=1")


def test_a_draft_that_is_refused(page: Page, hostile: str) -> None:
    page.goto(f"{hostile}/check")
    page.locator("input[type=file]").set_input_files([{"name": f"{EVIL.replace('/', '')}.docx", "mimeType": "a/b", "buffer": plain_docx()[:-40]}])  # fmt: skip
    page.get_by_role("button", name="Rà soát", exact=True).click()
    shows(page, "![ảnh](http:")


def test_what_scripts_fetch_is_data(page: Page, hostile: str, ids: list[str]) -> None:
    clause = quote(f"{ids[0]}/{PLACE}")
    for path, kind in (
        (f"document-text?document={ids[0]}", "application/json"), (f"clause?clause={clause}", "application/json"), (f"preview?clause={clause}", "application/json"),
        (f"similar?clause={clause}", "application/json"), (f"suggest?q={quote(EVIL)}", "application/json"), (f"clause?clause={quote(EVIL)}", "application/json"),
        (f"opensearch/suggestions?q={quote(EVIL)}", "application/x-suggestions+json"), ("opensearch.xml", "application/opensearchdescription+xml"),
        (f"original/{quote(EVIL.replace('/', ''), safe='')}", "application/json"), (f"original/{ids[0]}", "text/markdown"),
    ):  # fmt: skip
        answer = page.request.get(f"{hostile}/{path}")
        assert answer.headers["content-type"].startswith(kind), path
        if path.startswith("original") and answer.ok:
            assert answer.headers["content-disposition"].startswith("attachment")
    page.goto(f"{hostile}/embed/{clause}")
    shows(page)
    page.goto(f"{hostile}/embed/{quote(EVIL)}")
    expect(page.locator("body")).to_contain_text("Không có điều khoản này")
