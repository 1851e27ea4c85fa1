"""Both backends beside each other: what is written to Milvus is what the local index holds, and a question has one answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import search.index.index
from corpus.language.text import fold
from search import Encoder
from search.index.backend import EVERYTHING, Asked, Candidates, Scope
from search.index.index import Index, Retriever
from search.index.indexing import index_documents
from search.index.lexical import Statistics, Words
from search.index.local import LocalBackend, Part
from search.index.passages import Entry
from search.milvus.backend import MilvusBackend
from search.milvus.unpacking import documents_in

DIMENSION = 24
QUESTIONS = (
    "ty le tham gia bao hiem y te nam 2030",
    "ai chịu trách nhiệm báo cáo Ủy ban nhân dân tỉnh",
    "thời hạn hoàn thành",
    "UBND xã",
    "nước sạch nông thôn",
    "khoi luong cong viec",
    "what is the deadline",
)
SCOPES = (
    EVERYTHING,
    Scope(documents=frozenset(["42-kh-ubnd-2024", "18-nq-tu-2023"])),
    Scope(level="article"),
    Scope(documents=frozenset(["42-kh-ubnd-2024"]), level="arabic"),
    Scope(keys=frozenset(["42-kh-ubnd-2024/III/1/1.1", "42-kh-ubnd-2024/II/2/2.2"])),
)


class Scattering:
    """An encoder whose vectors have nothing to do with the texts but are the same for the same text."""

    name, dimension, tokens, backend = "scattering", DIMENSION, 512, "none"

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        vectors = np.stack([np.random.default_rng(list(text.encode())).normal(size=DIMENSION) for text in texts])
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)

    encode_queries = encode_passages


def sorted_by_key(found: Candidates) -> dict[str, tuple[object, ...]]:
    """What is said of each candidate, by its key."""
    last = [*found.first[1:], len(found.spans)]
    return {
        key: (
            found.counts[:, at].tolist(), found.named[:, at].tolist(), int(found.lengths[at]), found.spans[first:end].tolist(),
            found.present[:, first:end].tolist(), found.vectors[first:end].round(5).tolist(),
        )
        for at, (key, first, end) in enumerate(zip(found.keys, found.first, last, strict=True))
    }  # fmt: skip


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[MilvusBackend]:
    with MilvusBackend(f"milvus-lite://{tmp_path}/entries.db", Scattering.name, DIMENSION) as opened:
        yield opened


def sentence(random: np.random.Generator, n: int) -> str:
    words = (
        "xã",
        "huyện",
        "Ủy ban nhân dân",
        "UBND",
        "bảo hiểm y tế",
        "BHYT",
        "hộ nghèo",
        "mức hỗ trợ",
        "2030",
        "báo cáo",
        "rừng",
        "nước sạch",
    )
    return " ".join(random.choice(words, n)) + "."


def test_what_a_segment_holds_is_what_milvus_gives(backend: MilvusBackend) -> None:
    random = np.random.default_rng(0)
    documents = []
    for at in range(6):
        id_ = f"{at}-kh-ubnd-2024"
        title = f"Kế hoạch {sentence(random, 4)}"
        texts = ["Ủy ban nhân dân (UBND) và bảo hiểm y tế (BHYT).", *(sentence(random, n) for n in (1, 8, 60, 400))]
        entries = [
            Entry(
                f"{id_}/dieu-{place}",
                title,
                sentence(random, 3) if place % 2 else "",
                text,
                ("article", "point")[place % 2],
            )
            for place, text in enumerate(texts)
        ]
        documents.append((id_, str(at), entries))
    segment = index_documents(documents, Scattering(), known=lambda digest: None)
    assert np.diff(segment.windows_of).max() > 2, "no entry has several windows"
    backend.update([], documents_in(segment))
    assert backend.versions() == {id_: version for id_, version, _ in documents}
    local = LocalBackend([Part(segment)])
    scopes = (EVERYTHING, Scope(level="point"), Scope(documents=frozenset(["1-kh-ubnd-2024", "4-kh-ubnd-2024"])))
    for question in ("mức hỗ trợ hộ nghèo của UBND xã", "bhyt 2030", "kế hoạch rừng"):
        words = Words.asked([question, fold(question)], Statistics(len(segment), 50.0, local.frequencies))
        for scope in scopes:
            asked = Asked(Scattering().encode_queries([question])[0], words.terms, words.weights, 50.0)
            expected = sorted_by_key(local.candidates(asked, 100, scope))
            assert sorted_by_key(backend.candidates(asked, 100, scope)) == expected
            assert expected
        assert backend.least(asked.vector) == pytest.approx(local.least(asked.vector), abs=1e-5)


@pytest.fixture(scope="module")
def samples(sample_home: Path, encoder: Encoder) -> Index:
    """The local index of the sample documents."""
    return Index.load(sample_home / "index", encoder)


@pytest.fixture(scope="module")
def remote(samples: Index, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusBackend]:
    """The same documents in Milvus."""
    address = f"milvus-lite://{tmp_path_factory.mktemp('milvus')}/samples.db"
    with MilvusBackend(address, encoder.name, encoder.dimension) as backend:
        for part in samples._parts:
            assert part.kept is None
            backend.update([], documents_in(part.segment))
        yield backend


@pytest.mark.parametrize("retriever", ["hybrid", "dense", "lexical"])
def test_the_samples_are_answered_as_by_the_local_index(
    samples: Index, remote: MilvusBackend, monkeypatch: pytest.MonkeyPatch, retriever: Retriever
) -> None:
    # All clauses are candidates: which of very many are, either backend decides a little differently, for speed or for want of the true mean length.
    monkeypatch.setattr(search.index.index, "_CANDIDATES", 400)
    assert len(samples) < 400
    answered = 0
    for question in QUESTIONS:
        analysis = samples.analyse(question)
        for scope in SCOPES:
            here = samples.rank(analysis, 10, scope, retriever)
            with monkeypatch.context() as patched:
                patched.setattr(samples, "_backend", remote)
                there = samples.rank(analysis, 10, scope, retriever)
            places = [[(hit.key, hit.start, hit.end) for hit in ranking.hits] for ranking in (here, there)]
            assert places[0] == places[1], (question, scope)
            scores = [[hit.score for hit in ranking.hits] for ranking in (here, there)]
            assert scores[0] == pytest.approx(scores[1], abs=1e-4)
            assert astuple(there.evidence) == pytest.approx(astuple(here.evidence), abs=1e-4)
            answered += bool(here.hits)
    assert answered > len(QUESTIONS) * 3, "hardly anything was answered"


def test_a_clause_has_the_same_vectors_in_both(samples: Index, remote: MilvusBackend) -> None:
    for key in ("42-kh-ubnd-2024/III/1/1.1", "42-kh-ubnd-2024/II/2/2.2"):
        np.testing.assert_allclose(remote.vectors_of(key), samples.vectors_of(key), atol=1e-6)
