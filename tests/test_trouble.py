"""What happens around a home while it is used: another program holds it, two begin at once, it vanishes, the clock goes back."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.store import Store, rows
from ingest.parsing import parse_file
from tests.api import client_of, opened
from tests.conftest import SAMPLES, run

FILE = SAMPLES / "42-KH-UBND.txt"


def test_four_first_starts_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as starts:
        done = list(starts.map(lambda _: run("documents", home=tmp_path / "home"), range(4)))
    assert [one.returncode for one in done] == [0] * 4, [one.stderr for one in done]


def test_a_second_writer_waits_and_is_refused_when_that_takes_too_long(home: Path) -> None:
    with Store(home) as store, closing(sqlite3.connect(home / "store.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        store._all.rows("PRAGMA busy_timeout = 100")
        with pytest.raises(StoreError, match="another program is writing there: wait for it to end and try again"):
            store.remove("42-kh-ubnd-2024")
        assert store.document("42-kh-ubnd-2024")  # who reads does not wait
        store._all.rows("PRAGMA busy_timeout = 30000")
        with ThreadPoolExecutor(1) as beside:
            removed = beside.submit(store.remove, "42-kh-ubnd-2024")
            other.execute("COMMIT")
            removed.result()


def test_a_home_that_vanishes_is_said(home: Path) -> None:
    with opened(home) as app, client_of(app) as api:
        assert api.get("/v1/search", params={"q": "nhà ở xã hội"}).status_code == 200
        shutil.rmtree(home)
        for method, address in [
            ("GET", "/v1/search?q=nhà ở"),
            ("GET", "/v1/documents/42-kh-ubnd-2024/original"),
            ("DELETE", "/v1/documents/42-kh-ubnd-2024"),
        ]:
            answer = api.request(method, address)
            assert (answer.status_code, "taken away" in answer.json()["detail"]) == (503, True), answer.text
        assert not home.exists()


def test_nothing_is_missed_when_the_clock_stands_or_goes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2020, 1, 1, tzinfo=UTC)

    document = parse_file(FILE).document
    with Store(tmp_path) as store, Store(tmp_path) as reader:
        store.add(document, FILE.read_bytes(), None, "1")
        assert reader.document(document.id).title == document.title
        monkeypatch.setattr(rows, "datetime", Stopped)
        seen = [store.versions()]
        for number in range(3):  # the same file, read otherwise each time at the same moment, years before
            store.add(document, FILE.read_bytes(), None, str(number), renews=document.id)
            seen.append(store.versions())
    assert len({one[document.id] for one in seen}) == len(seen)
