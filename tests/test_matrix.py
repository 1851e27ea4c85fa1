"""Who sees what, through every door: an outsider is told, letter for letter, what a home tells that the limited documents were taken out of.

Every request is put to the API, to the tools of assistants, to what the pages fetch and to what their code asks, by an outsider, an editor of no
group, a member of the group and an administrator. The first two must hear what anyone hears of a home without the documents, the
other two what anyone hears of the whole home.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from app import session
from app.access.viewer import ANYONE, Role, Viewer, asking
from app.mcp_server.library import Library
from app.pages_server.routes import ROUTES
from corpus.errors import DieukhoanError
from corpus.overviews.chains import document_map
from corpus.store import Store
from search import Filters
from tests.access import PROGRAMS, access_file, login_required, make_home, make_tokens
from tests.api import client_of, opened

QUESTIONS = ("ai chủ trì phát triển nhà ở xã hội", "42/KH-UBND", "muc ho tro nguoi co cong")
#: Who must hear what of a home that the limited documents were taken out of, and who what of the whole home.
EXPECTED = {"outsider": "rest", "editor": "rest", "member": "all", "admin": "all"}


@dataclass(frozen=True)
class Ids:
    """Ids of documents and clauses that everyone may see, and of limited ones."""

    shown: tuple[str, ...]
    limited: tuple[str, ...]
    clauses: tuple[str, ...]


@pytest.fixture(scope="module")
def folder(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("matrix")
    make_home(sample_home, folder / "all")
    make_home(sample_home, folder / "rest", with_limited=False)
    access_file(folder)
    return folder


@pytest.fixture(scope="module")
def ids(folder: Path) -> Ids:
    with Store(folder / "all") as store, Store(folder / "rest") as rest:
        shown = [summary.id for summary in rest.documents()]
        limited = [summary.id for summary in store.documents() if summary.id not in shown]
        clauses = [clause.id for name in (*shown, *limited) for clause in store.document(name).clauses[1:8:6]]
    return Ids(tuple(shown), tuple(limited), tuple(clauses))


@pytest.fixture(scope="module")
def heard(folder: Path, ids: Ids) -> dict[str, dict[str, str]]:
    """What each hears at every door, by what was asked; `all` and `rest` are what anyone hears of those homes."""
    told = {}
    for home in ("all", "rest"):
        with opened(folder / home) as app:
            told[home] = dict(asked(client_of(app), ids, ANYONE))
    tokens = make_tokens(folder / "all")
    with login_required(folder / "access.toml"), opened(folder / "all") as app:
        for name, (role, groups) in PROGRAMS.items():
            client = client_of(app)
            client.headers["Authorization"] = f"Bearer {tokens[name]}"
            told[name] = dict(asked(client, ids, Viewer(name, cast(Role, role), frozenset(groups))))
    return told


def asked(client: TestClient, ids: Ids, who: Viewer) -> Iterator[tuple[str, str]]:
    """Every request with what is answered: at the API by `client`, at the other doors by `who`."""
    for path in api_paths(ids):
        answer = client.get(path)
        yield path, f"{answer.status_code} {plain(answer.text)}"
    with asking(who):
        for name, ask in (*assistants(ids), *inside(ids)):
            yield name, plain(said(ask))
    for path in page_paths(ids):
        answer = TestClient(_asked_by(who, Starlette(routes=ROUTES)), raise_server_exceptions=False).get(path)
        yield f"pages {path}", f"{answer.status_code} {plain(answer.text)}"


def said(ask: Callable[[], Any]) -> str:
    """What is answered, or the sentence of the refusal."""
    try:
        found = ask()
    except DieukhoanError as error:
        return str(error)
    return found if isinstance(found, str) else found.model_dump_json() if isinstance(found, BaseModel) else repr(found)


def plain(answer: str) -> str:
    """`answer` without what differs from one moment to the next."""
    return re.sub(
        r'"ready": ?\w+|"took_ms": ?[\d.]+|"added_at": ?"[^"]*"|DTSTAMP:\w+|took_ms=[\d.]+|added_at=\'[^\']*\'',
        "",
        answer,
    )


def api_paths(ids: Ids) -> Iterator[str]:
    every = (*ids.shown, *ids.limited)
    yield from (
        "/v1/documents?limit=100",
        "/v1/health",
        "/v1/targets?limit=100",
        "/v1/targets?conflicts=true",
        "/v1/tasks?limit=100",
    )
    yield from (
        "/v1/tasks.ics",
        "/v1/tasks?agency=S%E1%BB%9F%20X%C3%A2y%20d%E1%BB%B1ng",
        "/v1/documents?type=K%E1%BA%BF%20ho%E1%BA%A1ch",
    )
    for question in QUESTIONS:
        yield f"/v1/search?q={question}&k=20"
        yield f"/v1/search?q={question}&document={ids.limited[0]}"
        yield f"/v1/compare/answers?question={question}"
        yield f"/v1/compare/answers?question={question}&document={ids.shown[0]}&document={ids.limited[0]}"
    for document in every:
        for what in ("", "/outline", "/original"):
            yield f"/v1/documents/{document}{what}"
        yield f"/v1/references/{document}"
        yield f"/v1/targets?document={document}"
        yield f"/v1/tasks?document={document}"
        yield f"/v1/compare?a={ids.shown[0]}&b={document}"
    for clause in ids.clauses:
        for what in ("clauses", "citations", "similar", "references"):
            yield f"/v1/{what}/{clause}"


def assistants(ids: Ids) -> Iterator[tuple[str, Callable[[], Any]]]:
    """What the tools and resources of assistants answer from."""
    library = Library()
    yield "mcp documents", partial(library.list_documents, Filters(), 0)
    yield "mcp ids", partial(library.ids, "", 100)
    for question in QUESTIONS:
        yield f"mcp search {question}", partial(library.search, question, 20, Filters(), False)
        yield f"mcp compare {question}", partial(library.compare, (), question, 0)
    for clause in (*ids.clauses, *ids.shown, *ids.limited):
        yield f"mcp read {clause}", partial(library.read, clause, 0)
        yield f"mcp words {clause}", partial(library.words, clause)
        yield f"mcp ids {clause}", partial(library.ids, f"{clause.partition('/')[0]}/", 100)
    for clause in ids.clauses:
        yield f"mcp cite {clause}", partial(library.cite, clause, "full", True)
    for document in ids.limited:
        yield f"mcp compare {document}", partial(library.compare, (ids.shown[0], document), None, 0)


def inside(ids: Ids) -> Iterator[tuple[str, Callable[[], Any]]]:
    """What the pages ask the store themselves."""

    def store() -> Store:
        return session.store_and_searcher()[0]

    yield "count", lambda: store().count()
    yield "headings", lambda: store().headings()
    yield "documents", lambda: [replace(summary, added_at="") for summary in store().documents()]
    yield "map", lambda: document_map(store())
    yield "facets", lambda: session.store_and_searcher()[1].facets()
    yield "notices", lambda: store().notices()
    yield "statuses", lambda: [store().links().status(summary.id) for summary in store().documents()]
    for typed in ("nhà ở", "kế hoạch", "ho tro", "42", "157"):
        yield f"suggestions {typed}", partial(session.offered, typed)
    for document in ids.limited:
        yield f"clause at {document}", lambda document=document: store().clause_at(document, 0)
        yield f"count clauses {document}", lambda document=document: store().count_clauses([document])


def page_paths(ids: Ids) -> Iterator[str]:
    yield from (f"/suggest?q={typed}" for typed in ("nhà ở", "157", "ket luan"))
    yield "/opensearch/suggestions?q=157"
    for document in (*ids.shown, *ids.limited):
        yield f"/document-text?document={document}"
        yield f"/original/{document}"
        yield f"/page-image/{document}/1"
    for clause in ids.clauses:
        yield f"/clause?clause={clause}"
        yield f"/preview?clause={clause}"
        yield f"/similar?clause={clause}"
        yield f"/embed/{clause}"
        yield f"/hits?clause={clause}&q={QUESTIONS[0]}"


def _asked_by(who: Viewer, app: ASGIApp) -> ASGIApp:
    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        with asking(who):
            await app(scope, receive, send)

    return call


@pytest.mark.parametrize("who", PROGRAMS)
def test_each_hears_what_they_may_and_nothing_of_the_rest(heard: dict[str, dict[str, str]], who: str) -> None:
    expected = heard[EXPECTED[who]]
    assert heard[who].keys() == expected.keys()
    assert {name: answer for name, answer in heard[who].items() if answer != expected[name]} == {}


def test_the_two_homes_differ_where_it_matters(heard: dict[str, dict[str, str]], ids: Ids) -> None:
    differ = {name.split("?")[0] for name in heard["all"] if heard["all"][name] != heard["rest"][name]}
    for door in (
        "/v1/search",
        "/v1/documents",
        "/v1/targets",
        "/v1/tasks",
        "/v1/compare/answers",
        "/v1/health",
        "pages /suggest",
    ):
        assert door in differ
    for name in ("map", "facets", "headings", "count", "mcp documents", "mcp ids"):
        assert name in differ
    assert sum(name.startswith(("pages /", "mcp ")) for name in differ) > 20


def test_no_word_of_a_limited_document_reaches_an_outsider(
    heard: dict[str, dict[str, str]], folder: Path, ids: Ids
) -> None:
    """What only the limited documents say: their numbers, and long stretches of their words."""
    with Store(folder / "all") as store, Store(folder / "rest") as rest:
        others = "\n".join(rest.document(name).text for name in ids.shown)
        secret = {
            clause.text[:60] for name in ids.limited for clause in store.document(name).clauses
            if len(clause.text) > 60 and clause.text[:60] not in others
        }  # fmt: skip
    assert len(secret) > 20
    for who in ("outsider", "editor"):
        everything = "\n".join(heard[who].values())
        assert not [words for words in secret if words in everything or json.dumps(words)[1:-1] in everything]
