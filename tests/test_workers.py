"""Several processes on one home: what each ingests is there, and nothing is encoded by two of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from corpus.store import Store
from search import Searcher
from search.index import Index
from tests.conftest import SAMPLES


def test_two_ingests_at_once_make_one_home(tmp_path: Path) -> None:
    files = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".txt", ".md"))
    assert len(files) > 3
    command = [
        sys.executable,
        "-c",
        "from app.cli import main; main()",
        "ingest",
        "--json",
        "--home",
        tmp_path / "home",
    ]
    running = [
        subprocess.Popen([*command, *some], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for some in (files[::2], files[1::2], files[:1])
    ]
    said = [process.communicate(timeout=300) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    outcomes = [json.loads(line) for out, _ in said for line in out.splitlines()]
    assert {outcome["status"] for outcome in outcomes} <= {"added", "unchanged", "updated"}
    with Store(tmp_path / "home") as store:
        stored = store.versions()
        assert len(stored) == len(files)
        searcher = Searcher(store)
        assert searcher.search("tỷ lệ tham gia bảo hiểm y tế", 1).results
        index = Index.load(tmp_path / "home" / "index", searcher._keeper.encoder)  # type: ignore[arg-type]
    assert {name: document.version for name, document in index.documents.items()} == stored
    kept = sum(sum(document.entries for document in part.segment.documents) for part in index._parts)
    assert kept == len(index)  # none was indexed twice
