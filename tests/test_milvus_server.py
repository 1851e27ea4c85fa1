"""The Milvus backend and its server: workers at once, addresses, collections that are not its own, what goes away."""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent import futures
from pathlib import Path

import numpy as np
import pytest
import yaml

from corpus.errors import BackendError, InputError, ModelError
from search.index.backend import EVERYTHING
from search.milvus import backend as milvus
from search.milvus import rows as milvus_rows
from search.milvus.backend import MilvusBackend
from search.milvus.link import TOKEN, Address
from search.milvus.rows import StoredDocument
from tests.entries import DIMENSION, Corpus, asked_for, exact, rows_expected, rows_held, same, stored


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"milvus-lite://{tmp_path}/entries.db"


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
