"""The Milvus backend, on milvus-lite: the same candidates as an exact computation, and loads that may break off anywhere."""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent import futures
from pathlib import Path

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from corpus.errors import BackendError, InputError, ModelError
from search.index.backend import EVERYTHING, Asked, Candidates, Scope
from search.milvus import backend as milvus
from search.milvus import rows as milvus_rows
from search.milvus.backend import MilvusBackend
from search.milvus.link import TOKEN, Address
from search.milvus.rows import StoredDocument, StoredEntry

DIMENSION = 16
LEVELS = ("article", "clause", "point")


class Corpus:
    """Documents of random words and vectors."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        # Some terms are common, most are rare, as words are; all need 64 bits.
        self.vocabulary = self.random.integers(2**60, 2**64, 120, dtype=np.uint64)
        self.frequency = 1 / np.arange(1, 121)
        self.frequency /= self.frequency.sum()

    def words(self, n: int) -> NDArray[np.uint64]:
        return self.random.choice(self.vocabulary, n, p=self.frequency)

    def vectors(self, n: int) -> NDArray[np.float32]:
        vectors = self.random.normal(size=(n, DIMENSION)).astype(np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def entry(self, key: str) -> StoredEntry:
        windows = [self.words(int(self.random.integers(1, 30))) for _ in range(int(self.random.integers(1, 4)))]
        across = self.words(3)  # pairs across the cuts: in the entry and perhaps in no window
        terms, counts = np.unique(np.concatenate([*windows, across]), return_counts=True)
        cuts = np.cumsum([0, *(len(window) for window in windows)])
        return StoredEntry(
            key,
            str(self.random.choice(LEVELS)),
            terms,
            counts.astype(np.uint16),
            int(counts.sum()),
            np.column_stack([cuts[:-1], cuts[1:]]).astype(np.int32),
            [np.unique(window) for window in windows],
            self.vectors(len(windows)),
        )

    def document(self, id_: str, n_entries: int = 5, version: str = "1") -> StoredDocument:
        entries = [self.entry(f"{id_}/dieu-{at}") for at in range(n_entries)]
        return StoredDocument(id_, version, np.unique(self.words(6)), entries)

    def question(self, n_terms: int = 8, *, vector: bool = True) -> Asked:
        # One term that no document holds is asked as well.
        unknown = self.random.integers(2**60, 2**64, 1, dtype=np.uint64)
        terms = np.unique(np.concatenate([self.words(n_terms), unknown]))
        weights = self.random.uniform(0.1, 5, len(terms)).astype(np.float32)
        return Asked(self.vectors(1)[0] if vector else None, terms, weights, 200.0)


def may_answer(document: StoredDocument, entry: StoredEntry, scope: Scope) -> bool:
    return (
        (scope.documents is None or document.id in scope.documents)
        and (scope.level is None or entry.level == scope.level)
        and (scope.keys is None or entry.key in scope.keys)
    )


def exact(documents: Iterable[StoredDocument], asked: Asked, n: int, scope: Scope) -> Candidates:
    """What `MilvusBackend.candidates` promises, computed the long way."""
    entries = {entry.key: (document, entry) for document in documents for entry in document.entries}
    inside = {key: entry for key, (document, entry) in entries.items() if may_answer(document, entry, scope)}
    chosen: set[str] = set()
    if asked.vector is not None:
        near = [(-float(v @ asked.vector), key) for key, entry in inside.items() for v in entry.vectors]
        chosen |= {key for _, key in sorted(near)[:n]}
    fitting = []
    for key, entry in inside.items():
        damping = 1.2 * (0.25 + 0.75 * entry.counts.sum() / 240)
        at = {term: count * 2.2 / (count + damping) for term, count in zip(entry.terms, entry.counts, strict=True)}
        fitting.append((-sum(w * at.get(t, 0) for t, w in zip(asked.terms, asked.weights, strict=True)), key))
    chosen |= {key for score, key in sorted(fitting)[:n] if score < 0}
    keys = sorted(chosen)
    found = [entries[key] for key in keys]
    counted = [dict(zip(entry.terms, entry.counts, strict=True)) for _, entry in found]
    sizes = [len(entry.spans) for _, entry in found]
    windows = [window for _, entry in found for window in entry.present]
    vectors = np.concatenate([entry.vectors for _, entry in found]) if found else np.zeros((0, DIMENSION), np.float32)
    shape = (-1, len(asked.terms)) if len(asked.terms) else (0, 0)
    named = [np.isin(asked.terms, document.name) for document, _ in found]
    counts = [[held.get(term, 0) for term in asked.terms] for held in counted]
    present = [np.isin(asked.terms, window) for window in windows]
    return Candidates(
        keys,
        np.array(counts, np.float32).reshape(shape).T,
        np.array(named, np.float32).reshape(shape).T,
        np.array([entry.length for _, entry in found], np.int32),
        np.cumsum([0, *sizes])[:-1],
        np.concatenate([entry.spans for _, entry in found]) if found else np.zeros((0, 2), np.int32),
        np.array(present, np.float32).reshape(shape).T,
        vectors if asked.vector is not None else np.zeros((len(vectors), 0), np.float32),
    )


def same(found: Candidates, expected: Candidates) -> None:
    assert list(found.keys) == list(expected.keys)
    for name in ("counts", "named", "lengths", "first", "spans", "present"):
        left, right = getattr(found, name), getattr(expected, name)
        assert left.dtype == right.dtype, name
        assert left.size == right.size, name
        assert not left.size or (left.shape == right.shape and (left == right).all()), name
    assert len(found.vectors) == len(expected.vectors)
    np.testing.assert_allclose(found.vectors.ravel(), expected.vectors.ravel(), atol=1e-6)


def stored(key: str, terms: Iterable[int], counts: Iterable[int], *present: Iterable[int]) -> StoredEntry:
    """An entry with a window for each of `present`."""
    n = len(present)
    spans = np.column_stack([np.arange(n), np.arange(1, n + 1)]).astype(np.int32)
    vectors = np.eye(n, DIMENSION, dtype=np.float32) if n <= DIMENSION else np.ones((n, DIMENSION), np.float32)
    numbers = np.array(list(counts), np.int64)
    return StoredEntry(
        key, "clause", np.array(list(terms), np.uint64), np.minimum(numbers, 65535).astype(np.uint16), int(numbers.sum()), spans,
        [np.array(list(one), np.uint64) for one in present], vectors,
    )  # fmt: skip


def asked_for(*terms: int, vector: NDArray[np.float32] | None = None) -> Asked:
    return Asked(vector, np.array(terms, np.uint64), np.arange(1, len(terms) + 1, dtype=np.float32), 200.0)


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"milvus-lite://{tmp_path}/entries.db"


@pytest.fixture
def backend(address: str) -> Iterator[MilvusBackend]:
    with MilvusBackend(address, "model", DIMENSION) as opened:
        yield opened


def rows_held(backend: MilvusBackend) -> list[str]:
    """The ids of all rows, in order, also of those that are not listed."""
    pages = backend._client.query_iterator(backend._windows, filter="", output_fields=["id"], batch_size=100)
    found: list[str] = []
    while page := pages.next():
        found += [row["id"] for row in page]
    return sorted(found)


def rows_expected(documents: Iterable[StoredDocument]) -> list[str]:
    return sorted(row["id"] for document in documents for row in milvus_rows.rows_of(document))


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


@contextlib.contextmanager
def lite_server(folder: Path) -> Iterator[str]:
    """The address of a server on this computer."""
    from milvus_lite.adapter.grpc.server import start_server_in_thread

    server, database, port = start_server_in_thread(str(folder))
    try:
        yield f"milvus://127.0.0.1:{port}/workers"
    finally:
        server.stop(grace=None).wait()
        database.close()


def test_workers_load_documents_of_their_own_into_one_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(milvus, "_ROWS", 10)
    corpus = Corpus(8)
    mine = [corpus.document(f"{at}-kh-ubnd-2024") for at in range(6)]
    others = [corpus.document(f"{at}-qd-ubnd-2024") for at in range(6)]
    with (
        lite_server(tmp_path / "server") as address,
        MilvusBackend(address, "model", DIMENSION) as first,
        MilvusBackend(address, "model", DIMENSION) as second,
    ):

        def interleaved() -> Iterator[StoredDocument]:
            for document, other in zip(mine, others, strict=True):
                yield document
                second.update([], [other])  # between two batches of the first; milvus-lite takes one writer at a time

        first.update([], interleaved())
        assert set(first.versions()) == {document.id for document in [*mine, *others]}
        assert rows_held(second) == rows_expected([*mine, *others])
        asked = corpus.question()
        for backend in (first, second):
            same(backend.candidates(asked, 10, EVERYTHING), exact([*mine, *others], asked, 10, EVERYTHING))


def test_workers_may_make_the_collections_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = Corpus(11)
    document = corpus.document("d")
    with lite_server(tmp_path / "server") as address, MilvusBackend(address, "model", DIMENSION) as first:
        first.update([], [document])
        exists, indexed = MilvusBackend._exists, MilvusBackend._indexed
        looked = set()

        def late(call: Callable[..., bool]) -> Callable[..., bool]:
            def answer(*arguments: object) -> bool:
                before = arguments in looked
                looked.add(arguments)
                return before and call(*arguments)  # the first look is before the other worker made it

            return answer

        monkeypatch.setattr(MilvusBackend, "_exists", late(exists))
        monkeypatch.setattr(MilvusBackend, "_indexed", late(indexed))
        with MilvusBackend(address, "model", DIMENSION) as second:
            assert second.versions() == {"d": "1"}
        assert len(looked) == 7, "two collections and five indexes"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_a_server_that_is_not_there_is_named_with_the_next_step() -> None:
    port = free_port()
    with pytest.raises(BackendError, match=rf"^No Milvus server answers at 127\.0\.0\.1:{port}; start it"):
        MilvusBackend(f"milvus://127.0.0.1:{port}/x", "model", DIMENSION)


def test_a_server_that_goes_away_is_named_as_well(tmp_path: Path) -> None:
    corpus = Corpus(9)
    with lite_server(tmp_path / "server") as address:
        backend = MilvusBackend(address, "model", DIMENSION)
    for action in (
        lambda: backend.candidates(corpus.question(), 5, EVERYTHING),
        lambda: backend.update([], [corpus.document("d")]),
        backend.versions,
        lambda: backend.vectors_of("d/1"),
        lambda: backend.least(corpus.vectors(1)[0]),
    ):
        with pytest.raises(BackendError, match=r"^No Milvus server answers at 127\.0\.0\.1:"):
            action()
    backend.close()


def test_a_refused_token_is_not_shown(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    import grpc
    from pymilvus.grpc_gen import milvus_pb2_grpc

    given = []

    class Refusing(milvus_pb2_grpc.MilvusServiceServicer):  # type: ignore[misc]
        def Connect(self, request: object, context: grpc.ServicerContext) -> None:  # noqa: N802
            given.extend(str(value) for key, value in context.invocation_metadata() if key == "authorization")
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "auth check failure, please check api key is correct")

    server = grpc.server(futures.ThreadPoolExecutor(1))
    milvus_pb2_grpc.add_MilvusServiceServicer_to_server(Refusing(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    monkeypatch.setenv(TOKEN, "reader:s3cret")
    try:
        with pytest.raises(BackendError, match=rf"refuses the token; set {TOKEN}") as raised:
            MilvusBackend(f"milvus://127.0.0.1:{port}/x", "model", DIMENSION)
    finally:
        server.stop(grace=None)
    assert given, "the token was not sent"
    assert "s3cret" not in str(raised.value) + caplog.text


def test_a_collection_of_another_model_is_refused(address: str) -> None:
    MilvusBackend(address, "model", DIMENSION).close()
    for encoder, dimension in (("another", DIMENSION), ("model", DIMENSION * 2)):
        with pytest.raises(ModelError, match="holds vectors of model") as raised:
            MilvusBackend(address, encoder, dimension)
        assert str(DIMENSION) in str(raised.value)
    MilvusBackend(f"{address}#other", "another", DIMENSION).close()  # another name is another collection
    MilvusBackend(address, "model", DIMENSION).close()


def test_a_collection_of_another_layout_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with MilvusBackend(address, "model", DIMENSION):
        pass
    monkeypatch.setattr(milvus, "_LAYOUT", 999)
    with pytest.raises(BackendError, match="was written by another version; name another one"):
        MilvusBackend(address, "model", DIMENSION)


def test_a_collection_that_is_not_ours_is_refused(address: str) -> None:
    with MilvusBackend(address, "model", DIMENSION) as backend:
        backend._client.delete(backend._documents, filter='id == "@about"')
    with pytest.raises(BackendError, match="was written by another version"):
        MilvusBackend(address, "model", DIMENSION)


def test_a_file_is_for_one_process_until_it_is_closed(address: str) -> None:
    code = f"from search.milvus.backend import MilvusBackend; print(MilvusBackend({address!r}, 'model', {DIMENSION}).versions())"
    with MilvusBackend(address, "model", DIMENSION) as backend:
        backend.update([], [StoredDocument("d", "1", np.zeros(0, np.uint64), [])])
        refused = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=False)
        assert "and end the other program that uses it" in refused.stderr.splitlines()[-1]
    taken = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=True)
    assert taken.stdout == "{'d': '1'}\n"
    assert not taken.stderr


def test_a_file_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="cannot be opened; check its folder"):
        MilvusBackend(f"milvus-lite://{tmp_path}/nowhere/entries.db", "model", DIMENSION)


@pytest.mark.parametrize(
    ("text", "uri", "name"),
    [
        ("milvus://localhost", "http://localhost:19530", "default"),
        ("milvus://db.tinh.gov.vn:1234/cong_bao", "http://db.tinh.gov.vn:1234", "cong_bao"),
        ("milvus+https://[::1]:443/a", "https://[::1]:443", "a"),
        ("milvus-lite:///var/th%C6%B0%20m%E1%BB%A5c/a.db", "/var/thư mục/a.db", "default"),
        ("milvus-lite:///var/a.db#b", "/var/a.db", "b"),
    ],
)
def test_addresses(text: str, uri: str, name: str) -> None:
    read = Address.parse(text)
    assert (read.uri, read.name) == (uri, name)


@pytest.mark.parametrize(
    "text",
    [
        "", "localhost:19530", "http://localhost:19530", "milvus://", "milvus://host:99999/a", "milvus://host/a/b", "milvus://host/a-b",
        "milvus-lite:///var/a.sqlite", "milvus-lite://var/a.db", "milvus://root:s3cret@host/a",
    ],
)  # fmt: skip
def test_addresses_that_are_none(text: str) -> None:
    with pytest.raises(InputError) as raised:
        Address.parse(text)
    assert "s3cret" not in str(raised.value)


def test_no_row_of_a_long_entry_is_longer_than_milvus_takes() -> None:
    corpus = Corpus(10)
    windows = [corpus.random.integers(0, 2**64, 500, dtype=np.uint64) for _ in range(40)]
    across = corpus.random.integers(0, 2**64, 30_000, dtype=np.uint64)
    terms = np.unique(np.concatenate([*windows, across]))
    entry = stored("d/bang-1", terms.tolist(), [1] * len(terms), *(window.tolist() for window in windows))
    rows = list(milvus_rows.rows_of(StoredDocument("d", "1", terms[:5], [entry])))
    assert len(rows) == 40
    assert max(len(row["terms"]) for row in rows) <= milvus_rows.TEXT_LIMIT
    for row in rows:
        assert row["words"]
        assert all(0 <= dimension <= 2**32 - 2 and weight > 0 for dimension, weight in row["words"].items())


def test_counts_that_no_column_holds_are_cut_off() -> None:
    document = StoredDocument("d", "1", np.zeros(0, np.uint64), [stored("d/1", [7], [40_000], [7])])
    found = milvus_rows.candidates_of(asked_for(7), list(milvus_rows.rows_of(document)), {"d": ""})
    assert found.counts.tolist() == [[2**15 - 1]]
    assert found.present.tolist() == [[1]]


def test_the_server_of_the_docs_is_pinned_closed_and_watched() -> None:
    path = Path(__file__).parent.parent / "docs" / "docker-compose.milvus.yml"
    text = path.read_text("utf-8")
    compose = yaml.safe_load(text)
    assert set(compose["services"]) == {"etcd", "minio", "milvus"}
    for name, service in compose["services"].items():
        assert re.search(r":(v\d+\.\d+\.\d+|RELEASE\.[\dTZ-]+)$", service["image"]), f"{name} is not pinned"
        assert service["healthcheck"]["test"][0] == "CMD", name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), f"{name} is open to others"
        volumes = [volume.partition(":")[0] for volume in service["volumes"]]
        assert volumes, f"{name} forgets"
        assert set(volumes) <= set(compose["volumes"]), name
        for variable, value in service.get("environment", {}).items():
            if "PASSWORD" in variable or "SECRET" in variable:
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), f"{variable} is in the file"
    milvus_service = compose["services"]["milvus"]
    assert milvus_service["environment"]["COMMON_SECURITY_AUTHORIZATIONENABLED"] == "true"
    assert {name: how["condition"] for name, how in milvus_service["depends_on"].items()} == {
        "etcd": "service_healthy",
        "minio": "service_healthy",
    }
    assert "127.0.0.1:19530:19530" in milvus_service["ports"]
