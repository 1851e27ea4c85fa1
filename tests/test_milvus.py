"""The Milvus backend, on milvus-lite: the same candidates as an exact computation, and loads that may break off anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from search.index.backend import EVERYTHING, Asked, Scope
from search.milvus import backend as milvus
from search.milvus import rows as milvus_rows
from search.milvus.backend import MilvusBackend
from search.milvus.rows import StoredDocument
from tests.entries import DIMENSION, Corpus, asked_for, exact, rows_expected, rows_held, same, stored


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"milvus-lite://{tmp_path}/entries.db"


@pytest.fixture
def backend(address: str) -> Iterator[MilvusBackend]:
    with MilvusBackend(address, "model", DIMENSION) as opened:
        yield opened


@pytest.mark.parametrize("seed", range(3))
def test_candidates_are_exactly_those_that_were_promised(backend: MilvusBackend, seed: int) -> None:
    corpus = Corpus(seed)
    documents = [corpus.document(f"{at}-qd-ubnd-2024") for at in range(8)]
    backend.update([], documents)
    keys = [entry.key for document in documents for entry in document.entries]
    scopes = [
        EVERYTHING,
        Scope(documents=frozenset(["1-qd-ubnd-2024", "5-qd-ubnd-2024", "unknown"])),
        Scope(level="point"),
        Scope(keys=frozenset(keys[::3])),
        Scope(frozenset(["2-qd-ubnd-2024", "3-qd-ubnd-2024"]), "clause", frozenset(keys[::2])),
        Scope(documents=frozenset()),
        Scope(keys=frozenset()),
    ]
    for scope in scopes:
        for asked in (corpus.question(), corpus.question(vector=False)):
            same(backend.candidates(asked, 6, scope), exact(documents, asked, 6, scope))


def test_lists_longer_than_one_filter_change_nothing(backend: MilvusBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(milvus, "_LIST", 3)
    monkeypatch.setattr(milvus, "_FETCH", 2)
    corpus = Corpus(7)
    documents = [corpus.document(f"{at}-kh-ubnd-2024") for at in range(10)]
    backend.update([], documents)
    scope = Scope(documents=frozenset(document.id for document in documents[1:]))
    for _ in range(5):
        asked = corpus.question()
        same(backend.candidates(asked, 5, scope), exact(documents, asked, 5, scope))


def test_words_alone_need_a_term_that_counts(backend: MilvusBackend) -> None:
    corpus = Corpus(1)
    document = corpus.document("1-kh-ubnd-2024")
    backend.update([], [document])
    nothing = Asked(None, document.entries[0].terms[:2], np.zeros(2, np.float32), 200.0)
    assert backend.candidates(nothing, 5, EVERYTHING).keys == []
    no_terms = asked_for(vector=corpus.vectors(1)[0])
    found = backend.candidates(no_terms, 2, EVERYTHING)
    same(found, exact([document], no_terms, 2, EVERYTHING))
    assert found.counts.shape == (0, len(found.keys))  # what `ranked` tells a question of vectors by


def test_terms_that_fold_to_one_both_count() -> None:
    one, other = 12345, 12345 + 2**32 - 2
    rows = list(
        milvus_rows.rows_of(StoredDocument("d", "1", np.zeros(0, np.uint64), [stored("d/1", [one], [3], [one])]))
    )
    asked = asked_for(one, other)
    assert milvus_rows.words_of(asked) == {one: 2.0}
    found = milvus_rows.candidates_of(asked, rows, {"d": ""})
    assert found.counts.tolist() == [[3], [3]]
    assert found.present.tolist() == [[1], [1]]


def test_an_entry_without_words_is_found_by_its_vector(backend: MilvusBackend) -> None:
    document = StoredDocument("d", "1", np.zeros(0, np.uint64), [stored("d/bang-1", [], [], [])])
    backend.update([], [document])
    asked = Corpus(2).question()
    found = backend.candidates(asked, 3, EVERYTHING)
    assert found.keys == ["d/bang-1"]
    same(found, exact([document], asked, 3, EVERYTHING))


def test_the_least_cosine_is_that_of_the_farthest_window(backend: MilvusBackend) -> None:
    corpus = Corpus(12)
    query = corpus.vectors(1)[0]
    assert backend.least(query) == 0
    documents = [corpus.document(f"{at}-kh-ubnd-2024") for at in range(5)]
    backend.update([], documents)
    vectors = np.concatenate([entry.vectors for document in documents for entry in document.entries])
    assert backend.least(query) == pytest.approx(float((vectors @ query).min()), abs=1e-5)


def test_vectors_come_back_in_order(backend: MilvusBackend) -> None:
    corpus = Corpus(3)
    document = corpus.document("1-kh-ubnd-2024")
    backend.update([], [document])
    for entry in document.entries:
        np.testing.assert_allclose(backend.vectors_of(entry.key), entry.vectors, atol=1e-6)
    with pytest.raises(KeyError):
        backend.vectors_of("1-kh-ubnd-2024/khong-co")


def test_what_is_replaced_or_removed_answers_no_more(address: str) -> None:
    corpus = Corpus(4)
    kept, changed, gone = (corpus.document(f"{at}-kh-ubnd-2024", 6) for at in range(3))
    shorter = corpus.document(changed.id, 2, version="2")
    with MilvusBackend(address, "model", DIMENSION) as backend:
        backend.update([], [kept, changed, gone])
        backend.update([gone.id, "unknown"], [shorter])
        assert backend.versions() == {kept.id: "1", changed.id: "2"}
        asked = corpus.question()
        same(backend.candidates(asked, 50, EVERYTHING), exact([kept, shorter], asked, 50, EVERYTHING))
    with MilvusBackend(address, "model", DIMENSION) as backend:  # and after the file was closed
        assert backend.versions() == {kept.id: "1", changed.id: "2"}
        assert rows_held(backend) == rows_expected([kept, shorter])
        listed = backend._client.query(backend._documents, filter="rows > 0", output_fields=["rows"])
        assert sum(row["rows"] for row in listed) == len(rows_held(backend))
        same(backend.candidates(asked, 50, EVERYTHING), exact([kept, shorter], asked, 50, EVERYTHING))


@pytest.mark.parametrize("calls_before_the_end", [2, 3, 4, 5, 6, 7])
def test_an_interrupted_load_goes_on_where_it_stopped(
    address: str, monkeypatch: pytest.MonkeyPatch, calls_before_the_end: int
) -> None:
    monkeypatch.setattr(milvus, "_ROWS", 12)
    corpus = Corpus(5)
    old = [corpus.document(f"{at}-kh-ubnd-2024", 6) for at in range(2)]
    new = [
        *(corpus.document(f"{at}-kh-ubnd-2024", 4, version="2") for at in range(2)),
        corpus.document("9-kh-ubnd-2024", 12),
    ]
    with MilvusBackend(address, "model", DIMENSION) as backend:
        backend.update([], old)
        upsert, delete = backend._client.upsert, backend._client.delete
        calls = iter(range(100))

        def breaking(call: Callable[..., object]) -> Callable[..., object]:
            def once(*arguments: object, **options: object) -> object:
                if next(calls) == calls_before_the_end:
                    raise KeyboardInterrupt
                return call(*arguments, **options)

            return once

        monkeypatch.setattr(backend._client, "upsert", breaking(upsert))
        monkeypatch.setattr(backend._client, "delete", breaking(delete))
        with pytest.raises(KeyboardInterrupt):
            backend.update([], new)
    with MilvusBackend(address, "model", DIMENSION) as backend:
        held = backend.versions()
        state = {document.id: document for document in [*old, *new] if held.get(document.id) == document.version}
        asked = corpus.question()
        answers = backend.candidates(asked, 100, EVERYTHING)
        assert {key.partition("/")[0] for key in answers.keys} <= set(state)
        same(answers, exact(state.values(), asked, 100, EVERYTHING))
        missing = [document for document in new if held.get(document.id) != document.version]
        assert missing, "nothing was interrupted"
        backend.update([], missing)
        assert backend.versions() == {document.id: document.version for document in new}
        assert rows_held(backend) == rows_expected(new)
        same(backend.candidates(asked, 100, EVERYTHING), exact(new, asked, 100, EVERYTHING))


def test_complete_documents_are_listed_while_the_load_goes_on(
    backend: MilvusBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(milvus, "_ROWS", 10)
    corpus = Corpus(6)
    seen = []
    backend.update(
        [], (corpus.document(f"{at}-kh", 6) for at in range(6)), lambda n: seen.append((n, len(backend.versions())))
    )
    assert seen == [(n, n) for n, _ in seen]
    assert len(seen) > 1
    assert seen[-1] == (6, 6)
