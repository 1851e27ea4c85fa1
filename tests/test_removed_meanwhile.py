"""What is asked while another program removes a document: an answer without it, or the whole of what was begun."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from starlette.applications import Starlette

from app.pages_server.document_routes import ROUTES
from corpus.document import Clause, Document
from corpus.errors import UnknownIdError
from corpus.store import Store
from search import Searcher
from tests.api import client_of, opened
from tests.conftest import SAMPLES

QUESTION = "ty le tham gia bao hiem y te nam 2030"
GONE = "42-kh-ubnd-2024"


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with Store(home) as opened:
        yield opened


@pytest.fixture
def removed_when_shown(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store from which a document goes when the first clause is about to be shown."""
    plain = Store.clause

    def clause(self: Store, clause_id: str) -> tuple[Document, Clause]:
        if any(summary.id == GONE for summary in self.documents()):
            Store(self.home).remove(GONE)
        return plain(self, clause_id)

    monkeypatch.setattr(Store, "clause", clause)
    return store


def test_a_question_is_answered_by_what_is_left(removed_when_shown: Store) -> None:
    response = Searcher(removed_when_shown).search(QUESTION)
    assert response.results
    assert all(result.document_id != GONE for result in response.results)


def test_all_documents_are_compared_without_it(removed_when_shown: Store) -> None:
    stored = {summary.id for summary in removed_when_shown.documents()}
    rows = Searcher(removed_when_shown).compare_on(QUESTION)
    assert {row.document_id for row in rows} == stored - {GONE}


def test_one_that_was_named_is_said_to_be_gone(removed_when_shown: Store) -> None:
    with pytest.raises(UnknownIdError, match=GONE):
        Searcher(removed_when_shown).compare_on(QUESTION, [GONE])


@pytest.mark.parametrize("address", [f"/v1/documents/{GONE}/original", f"/original/{GONE}"])
def test_an_original_is_sent_whole_or_is_missing(home: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    plain = Store.open_original

    def removing(self: Store, document: Document) -> IO[bytes]:
        file = plain(self, document)
        Store(self.home).remove(GONE)
        return file

    with opened(home) as api, client_of(api if address.startswith("/v1") else Starlette(routes=ROUTES)) as client:
        path = home / "originals" / Store(home).document(GONE).source.sha256
        path.rename(path.with_suffix(".aside"))
        missing = client.get(address)
        assert missing.status_code == 404
        assert "ingest the file again" in missing.text
        path.with_suffix(".aside").rename(path)
        monkeypatch.setattr(Store, "open_original", removing)
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (200, (SAMPLES / "42-KH-UBND.txt").read_bytes())
        assert answer.headers["content-disposition"] == 'attachment; filename="42-KH-UBND.txt"'
        assert client.get(address).status_code == 404
