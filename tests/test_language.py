"""The pages in Vietnamese and in English: the catalogue is whole, no word for the screen evades it, and the switch changes the pages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import jslexer
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, expect

from app.deadline_words import deadline_in_words
from app.terms import LEVELS, RELATIONS, STATUSES, TYPES
from corpus import document
from corpus.citing import status
from corpus.language.numbers import DOCUMENT_TYPES
from corpus.overviews import document_map
from ingest.references import relations
from tests.browsing import open_page
from tests.conftest import ROOT

APP = ROOT / "app"
VIETNAMESE = re.compile("[À-ÖØ-öø-ỹ]")
#: Constants that stay Vietnamese: questions to the documents, the name of the language.
EXAMPLES = {"_EXAMPLES", "LANGUAGES"}
#: What speaks to visitors of the pages.
MODULES = sorted(path for folder in (".", "pages", "pages_server") for path in (APP / folder).glob("*.py"))
SCRIPTS = sorted((APP / "web").glob("*.js"))


@pytest.fixture(scope="module")
def written() -> set[str]:
    """The words for the screen in code and scripts."""
    methods = [("**.py", "python"), ("web/*.js", "javascript")]
    found = extract_from_dir(APP, methods, keywords={"_": None, "N_": None}, options_map={})
    return {str(message) for _file, _line, message, _comments, _context in found}


@pytest.fixture(scope="module")
def catalogue() -> dict[str, str]:
    with (APP / "english.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def test_every_word_has_a_translation_and_no_translation_is_left_over(
    written: set[str], catalogue: dict[str, str]
) -> None:
    assert written - {text for text, english in catalogue.items() if english} == set()
    assert catalogue.keys() - written == set()


def test_translations_keep_the_places_for_values_and_the_commands(catalogue: dict[str, str]) -> None:
    def kept(text: str) -> list[str]:
        return sorted(re.findall(r"\{\w*\}|\*\*|`dieukhoan \w+|`make \w+`|^\s|\s$|:$", text))

    assert [text for text, english in catalogue.items() if kept(text) != kept(english)] == []


def marked(tree: ast.AST) -> Iterator[ast.Constant]:
    """The constants within `_(…)` and `N_(…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
            yield from (argument for argument in node.args if isinstance(argument, ast.Constant))


def exempt(tree: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, and what stands in the constants that stay Vietnamese."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.Assign) and {getattr(target, "id", "") for target in node.targets} & EXAMPLES:
            yield from ast.walk(node)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_no_word_for_the_screen_evades_the_catalogue(module: Path, written: set[str]) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    translated = list(marked(tree))
    seen = {id(node) for node in (*translated, *exempt(tree))}
    assert {node.value for node in translated} <= written  # Babel does not look into f-strings
    assert [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in seen
        if VIETNAMESE.search(node.value)
    ] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_word_of_a_script_evades_the_catalogue(script: Path) -> None:
    tokens = [token for token in jslexer.tokenize(script.read_text("utf-8")) if "comment" not in token.type]
    assert (
        [
            (token.lineno, token.value)
            for at, token in enumerate(tokens)
            if token.type in ("string", "template_string") and VIETNAMESE.search(token.value)
            if len(token.value) > 3
            and token.value.strip('"') not in RELATIONS  # letters, and the names of relations as data
            if [before.value for before in tokens[at - 2 : at]] != ["_", "("]
        ]
        == []
    )


def test_terms_are_those_that_the_program_uses() -> None:
    used = (status.IN_FORCE, status.AMENDED, status.REPLACED, status.REPEALED, status.NOT_YET, status.UNKNOWN)
    assert set(STATUSES) == set(used)
    named = (relations.BASIS, relations.IMPLEMENTS, relations.DETAILS, relations.ISSUES, relations.CONSOLIDATES)
    assert set(RELATIONS) == {*named, *status.CHANGES, document_map.REFERS}
    assert set(DOCUMENT_TYPES.values()) <= set(TYPES)
    assert LEVELS.keys() == set(document.LEVELS)


@pytest.mark.parametrize(
    ("day", "rule", "words"),
    [
        ("2024-12-15", None, "15/12/2024"),
        ("--12-01", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1", "ngày 01/12 hằng năm"),
        (None, "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25", "ngày 25 tháng cuối quý"),
        (None, "FREQ=MONTHLY;BYMONTHDAY=5", "ngày 05 hằng tháng"),
        (None, "FREQ=MONTHLY;INTERVAL=3", "hằng quý"),
        (None, "FREQ=MONTHLY;INTERVAL=6", "6 tháng một lần"),
        (None, None, ""),
    ],
)
def test_deadlines_in_words(day: str | None, rule: str | None, words: str) -> None:
    assert deadline_in_words(day, rule) == words


def test_the_switch_changes_every_page_and_goes_back(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/?q=nhà ở xã hội")
    expect(page.get_by_role("button", name="Điều khoản tương tự").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Similar clauses").first).to_be_visible()
    expect(page.get_by_label("Question")).to_have_value("nhà ở xã hội")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(f"{address}/tasks?document=42-kh-ubnd-2024")
    expect(page.get_by_role("heading", name="Tasks")).to_be_visible()
    expect(page.locator("article.task .due").first).to_contain_text("Deadline: ")
    expect(page.locator("article.task .work").first).to_have_attribute("lang", "vi")
    page.reload()
    expect(page.get_by_role("heading", name="Tasks")).to_be_visible()
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", name="Nhiệm vụ")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/tasks\?document=42-kh-ubnd-2024"))
    expect(page.locator("html")).to_have_attribute("lang", "vi")


def test_streamlits_own_words_are_vietnamese_on_a_vietnamese_page(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/check")
    expect(page.get_by_test_id("stFileUploader").get_by_text("Chọn tệp")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Mỗi tệp tối đa \d+MB"))).to_be_visible()
    page.get_by_label("Hoặc dán nội dung dự thảo").fill("Upload")
    expect(page.get_by_text("Nhấn Ctrl+Enter để gửi")).to_be_visible()
    expect(page.get_by_label("Hoặc dán nội dung dự thảo")).to_have_value("Upload")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_text(re.compile(r"\d+MB per file"))).to_be_visible()
