"""The index beside a server: whatever was added, replaced, removed or interrupted, it answers as the local index does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest

import search.index.index
from corpus.errors import BackendError
from corpus.store import Store
from search import Encoder, Searcher
from search.index import Index
from search.index.backend import EVERYTHING, Scope
from search.index.indexing import index_documents
from search.index.passages import Entry
from search.milvus.backend import MilvusBackend
from search.milvus.remote import RemoteIndex
from search.milvus.summary import Summary
from tests.conftest import run
from tests.test_milvus_same import DIMENSION, Scattering, sentence

QUESTIONS = ("mức hỗ trợ hộ nghèo của UBND xã", "bhyt 2030", "nuoc sach", "rừng")


def document(seed: int, id_: str, version: str = "1") -> tuple[str, str, list[Entry]]:
    random = np.random.default_rng([seed, *id_.encode()])
    title = f"Kế hoạch {sentence(random, 3)}"
    texts = ["Bảo hiểm y tế (BHYT) là bắt buộc.", *(sentence(random, n) for n in (2, 9, 30, 150))]
    entries = [
        Entry(f"{id_}/dieu-{at}", title, "", text, ("article", "point")[at % 2]) for at, text in enumerate(texts)
    ]
    return id_, version, entries[: int(random.integers(2, 6))]


def documents(seed: int, *ids: str) -> list[tuple[str, str, list[Entry]]]:
    return [document(seed, id_) for id_ in ids]


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"milvus-lite://{tmp_path}/entries.db"


@pytest.fixture
def backend(address: str) -> Iterator[MilvusBackend]:
    with MilvusBackend(address, Scattering.name, DIMENSION) as opened:
        yield opened


def alike(remote: Index, local: Index) -> None:
    """Every question has the same answers in both."""
    assert remote.documents == local.documents
    assert len(remote) == len(local)
    scopes = (EVERYTHING, Scope(level="point"), Scope(documents=frozenset([*local.documents][:2])))
    for question in QUESTIONS:
        analysis = local.analyse(question)
        assert remote.analyse(question) == analysis
        for scope in scopes:
            here, there = local.rank(analysis, 8, scope), remote.rank(analysis, 8, scope)
            assert [hit.key for hit in there.hits] == [hit.key for hit in here.hits], (question, scope)
            assert [hit.score for hit in there.hits] == pytest.approx([hit.score for hit in here.hits], abs=1e-4)
            assert astuple(there.evidence) == pytest.approx(astuple(here.evidence), abs=1e-4)
    assert local.rank(local.analyse(QUESTIONS[0]), 8).hits


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_added_and_removed_it_answers_as_the_local_index(
    backend: MilvusBackend, seed: int, tmp_path: Path
) -> None:
    encoder = Scattering()
    local, remote = Index(encoder), RemoteIndex(encoder, backend)
    random = np.random.default_rng(seed)
    for step in range(8):
        ids = [f"{number}-kh-ubnd-2024" for number in random.choice(12, 3, replace=False)]
        if step % 3 == 2:
            local, remote = local.without(ids), remote.without(ids)
        else:
            some = documents(step, *ids)
            local, remote = local.added(some), remote.added(some)
        if step % 2:
            remote = remote.save(tmp_path / "kept")
    assert backend.versions() == {name: one.version for name, one in local.documents.items()}
    alike(remote, local)
    alike(RemoteIndex.opened(tmp_path / "kept", encoder, backend), local)


def test_what_was_removed_counts_for_no_word_and_no_mean(backend: MilvusBackend, tmp_path: Path) -> None:
    several = documents(3, *"abcdefgh")
    several[1][2].append(Entry("b/dieu-9", "", "", "Phòng, chống lụt bão (PCLB) là việc của mọi người.", "article"))
    assert len(Index(Scattering()).added(several).analyse("pclb").readings) > 1
    remote = RemoteIndex(Scattering(), backend).added(several).without(["b", "e", "f"])
    local = Index(Scattering()).added([one for one in several if one[0] not in "bef"])
    alike(remote, local)
    assert remote.analyse("pclb") == local.analyse("pclb")
    terms = ["=xã", "ho", "=hộ nghèo", "không có"]
    assert remote.weights(terms) == pytest.approx(local.weights(terms))
    alike(remote.save(tmp_path / "kept"), local)


def test_summaries_are_joined_as_they_become_many(backend: MilvusBackend, tmp_path: Path) -> None:
    remote = RemoteIndex(Scattering(), backend)
    for number in range(12):
        remote = remote.added(documents(0, f"{number}-kh-ubnd-2024")).save(tmp_path / "kept")
    assert len([item for item in (tmp_path / "kept").iterdir() if item.is_dir()]) <= 4
    alike(remote, Index(Scattering()).added(documents(0, *(f"{number}-kh-ubnd-2024" for number in range(12)))))


def test_a_summary_is_small(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    entries = [Entry(f"d/dieu-{at}", "", "", sentence(random, 60), "article") for at in range(300)]
    segment = index_documents([("d", "1", entries)], Scattering(), lambda digest: None)
    segment.save(tmp_path / "whole")
    Summary.of(segment).save(tmp_path / "told")
    whole, told = (
        sum(path.stat().st_size for path in (tmp_path / name).rglob("*") if path.is_file())
        for name in ("whole", "told")
    )
    assert told < whole / 5


def test_what_the_server_has_lost_is_to_be_indexed_again(backend: MilvusBackend, tmp_path: Path) -> None:
    remote = RemoteIndex(Scattering(), backend).added(documents(0, "a", "b", "c")).save(tmp_path / "kept")
    backend.update(["b"], [])
    opened = RemoteIndex.opened(tmp_path / "kept", Scattering(), backend)
    assert set(opened.documents) == {"a", "c"}
    again = opened.added(documents(0, "b"))
    alike(again, Index(Scattering()).added(documents(0, "a", "c", "b")))
    assert remote.documents == again.documents


def test_what_another_home_put_there_does_not_answer(backend: MilvusBackend) -> None:
    other = RemoteIndex(Scattering(), backend).added(documents(0, "x", "y"))
    remote = RemoteIndex(Scattering(), backend).added(documents(0, "a", "b"))
    alike(remote, Index(Scattering()).added(documents(0, "a", "b")))
    assert set(other.documents) == {"x", "y"}
    remote.without(["x"])  # and is not removed by who does not know it
    assert "x" in backend.versions()


def test_what_another_server_does_not_hold_or_is_damaged_counts_for_nothing(
    backend: MilvusBackend, address: str, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    RemoteIndex(Scattering(), backend).added(documents(0, "a")).save(folder)
    backend.close()
    with MilvusBackend(f"{address}#other", Scattering.name, DIMENSION) as other:
        assert RemoteIndex.opened(folder, Scattering(), other).documents == {}
    with MilvusBackend(address, Scattering.name, DIMENSION) as same:
        assert set(RemoteIndex.opened(folder, Scattering(), same).documents) == {"a"}
        next(folder.rglob("lengths.npy")).write_bytes(b"?")
        assert RemoteIndex.opened(folder, Scattering(), same).documents == {}
        assert RemoteIndex.opened(tmp_path / "nowhere", Scattering(), same).documents == {}


def asked(
    home: Path, questions: Sequence[str], encoder: Encoder, backend: str | None = None
) -> list[tuple[object, ...]]:
    with Store(home) as store:
        searcher = Searcher(store, backend=backend)
        searcher._keeper.encoder = encoder
        found = []
        for question in questions:
            response = searcher.search(question, 5)
            found += [
                (result.clause_id, result.text, round(result.score, 3), result.highlights)
                for result in response.results
            ]
            found.append((response.abstained, [result.clause_id for result in response.near]))
        searcher._keeper.close()
        return found


def test_a_home_on_a_server_answers_as_one_on_this_computer(
    home: Path, encoder: Encoder, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = [
        "ty le tham gia bao hiem y te nam 2030",
        "diem 1.1 muc III ke hoach 42",
        "giá vàng hôm nay",
        "thời hạn báo cáo",
    ]
    monkeypatch.setattr(search.index.index, "_CANDIDATES", 400)  # all clauses of the samples, see test_milvus_same
    here = asked(home, questions, encoder)
    shutil.rmtree(home / "index")
    assert asked(home, questions, encoder, address) == here
    assert not (home / "index").exists()
    with Store(home) as store:
        store.remove("42-kh-ubnd-2024")
    removed = asked(home, questions, encoder, address)
    assert removed
    assert not any(str(one[0]).startswith("42-kh-ubnd-2024") for one in removed)
    with MilvusBackend(address, encoder.name, encoder.dimension) as backend:
        assert "42-kh-ubnd-2024" not in backend.versions()


def test_a_search_without_its_server_ends_in_one_sentence(home: Path) -> None:
    nowhere = "milvus://127.0.0.1:1/x"
    done = run("search", "thời hạn báo cáo", "--backend", nowhere, home=home)
    assert done.returncode == 1
    assert done.stderr.strip().endswith("start it or correct the address.")
    assert len(done.stderr.strip().splitlines()) == 1
    with Store(home) as store, pytest.raises(BackendError):
        Searcher(store, backend=nowhere).search("thời hạn báo cáo")
