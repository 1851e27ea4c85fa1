"""The index as documents come and go: it says what one made at once would say, and costs what has changed."""

from __future__ import annotations

import gc
import hashlib
import random
import weakref
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import search.index.dense
import search.index.index
from search.encoding.encoder import Vectors
from search.index.backend import Scope
from search.index.dense import DenseIndex
from search.index.index import Index, NewDocument, recovered
from search.index.indexing import digest_of
from search.index.passages import Entry, passages
from search.index.pieces import read_list
from search.index.postings import Gathering, Postings, hashed
from search.index.segment import Segment

WORDS = tuple("sở xây dựng chủ trì nhà ở xã hội công nhân bảo hiểm y tế (BHYT) hồ sơ 2030 95% tỷ lệ kế".split())  # noqa: SIM905


class HashEncoder:
    """Gives every text a vector of its own, at once."""

    name, dimension, tokens, backend = "hashes", 16, 512, "none"

    def __init__(self) -> None:
        self.texts = 0

    def encode_passages(self, texts: Sequence[str], progress: object = None) -> Vectors:
        self.texts += len(texts)
        return np.stack([self._vector(text) for text in texts])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Vectors:
        seed = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
        vector = np.random.default_rng(seed).normal(size=self.dimension).astype(np.float32)
        return vector / np.linalg.norm(vector)


def document(name: str, seed: int, clauses: int = 4) -> NewDocument:
    chance = random.Random(f"{name} {seed}")

    def words(most: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, most)))

    entries = [
        Entry(f"{name}/{at}", f"Kế hoạch {name}", words(3), words(300), chance.choice(["article", "dash"]))
        for at in range(chance.randint(1, clauses))
    ]
    return name, str(seed), entries


def answers(index: Index, scope: Scope = search.index.index.EVERYTHING) -> list[object]:
    found = []
    for question in ("nhà ở xã hội", "ty le BHYT nam 2030", "hồ sơ công nhân kế hoạch b"):
        analysis = index.analyse(question)
        ranking = index.rank(analysis, 8, scope)
        evidence = ranking.evidence
        numbers = [*(hit.score for hit in ranking.hits), evidence.coverage, evidence.cosine, evidence.usual]
        hits = [(hit.key, hit.start, hit.end) for hit in ranking.hits]
        found.append((analysis, hits, numbers))
    return found


def same(first: list[object], second: list[object]) -> bool:
    """Whether two lists of `answers` agree; sums that were added up in another order differ in their last digits."""
    return all(a[:2] == b[:2] and a[2] == pytest.approx(b[2], abs=1e-4) for a, b in zip(first, second, strict=True))  # type: ignore[index]


CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 3)), min_size=1)),
        st.tuples(st.just("take"), st.sampled_from("abcdef")),
        st.tuples(st.just("keep"), st.none()),
    ),
    max_size=12,
)


@given(CHANGES, st.integers(2, 4))
@settings(max_examples=40, deadline=None)
def test_a_changed_index_answers_as_one_made_at_once(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, object]], join: int
) -> None:
    folder = tmp_path_factory.mktemp("index")
    encoder = HashEncoder()
    index, held = Index(encoder), {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search.index.index, "_JOIN", join)
        for what, which in changes:
            if what == "put":
                new = {name: document(name, seed) for name, seed in which}  # type: ignore[attr-defined]
                index = index.added(list(new.values()))
                held |= new
            elif what == "take":
                index = index.without([which])  # type: ignore[list-item]
                held.pop(which, None)
            else:
                index.save(folder)
                index = Index.load(folder, encoder)
    made = Index(encoder).added(list(held.values()))
    assert {name: one.version for name, one in index.documents.items()} == {
        name: version for name, version, _ in held.values()
    }
    assert len(index) == len(made)
    assert same(answers(index), answers(made))
    for scope in (Scope(documents=frozenset("ace"), level="dash"), Scope(keys=frozenset(["a/0", "b/1", "x/0"]))):
        assert same(answers(index, scope), answers(made, scope))
    for name, _, entries in held.values():
        for entry in entries:
            assert np.array_equal(index.vectors_of(entry.key), made.vectors_of(entry.key)), name


def test_adding_a_document_writes_that_document(tmp_path: Path) -> None:
    encoder = HashEncoder()
    index = Index(encoder).added([document(f"d{at}", 0, 40) for at in range(60)]).save(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.npy")}
    encoded = encoder.texts
    _, _, entries = new = document("new", 0, 3)
    index = index.added([new]).save(tmp_path)
    assert encoder.texts - encoded == len({one.encoded for one in passages(list(entries))})
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path not in before and path.is_file()) < 200_000
    assert index.search("kế hoạch new", 1)[1]


def test_segments_stay_few_and_what_is_gone_leaves_the_disk(tmp_path: Path) -> None:
    encoder = HashEncoder()
    index = Index(encoder)
    for at in range(40):
        index = index.added([document(f"d{at}", 0)]).save(tmp_path)
    assert len([item for item in tmp_path.iterdir() if item.is_dir()]) < search.index.index._JOIN + 2
    index = index.without([f"d{at}" for at in range(39)]).save(tmp_path)
    assert list(index.documents) == ["d39"]
    listed = read_list(tmp_path)["segments"]
    assert sorted(item.name for item in tmp_path.iterdir()) == sorted(
        ["about.json", *(item["name"] for item in listed)]
    )
    assert sum(len(Segment.load(tmp_path / item["name"]).documents) for item in listed) < 4


def test_a_list_that_is_damaged_is_not_believed(tmp_path: Path) -> None:
    index = Index(HashEncoder()).added([document(f"d{at}", 0) for at in range(8)]).save(tmp_path)
    index.without(["d3"]).save(tmp_path)
    about = tmp_path / "about.json"
    listed = about.read_text("utf-8")
    assert '"gone": [3]' in listed
    about.write_text(listed.replace('"gone": [3]', '"gone": [2]'), "utf-8")
    with pytest.raises(ValueError, match="damaged"):
        Index.load(tmp_path, HashEncoder())


def test_what_replaces_a_document_is_not_encoded_again() -> None:
    encoder = HashEncoder()
    name, _, entries = document("a", 0)
    index = Index(encoder).added([(name, "1", entries)])
    encoded = encoder.texts
    index = index.without([name]).added([(name, "2", entries)], known=index.known)
    assert encoder.texts == encoded
    assert index.documents["a"].version == "2"


def test_vectors_are_recovered_from_an_index_that_is_damaged(tmp_path: Path) -> None:
    encoder = HashEncoder()
    texts = [one.encoded for one in passages(list(document("a", 0)[2]))]
    Index(encoder).added([document("a", 0)]).save(tmp_path)
    next(tmp_path.glob("*/entries/rows.npy")).write_bytes(b"")
    with pytest.raises((ValueError, OSError)):
        Index.load(tmp_path, encoder)
    known = recovered(tmp_path, encoder)
    assert all(np.array_equal(known(digest_of(text)), encoder._vector(text)) for text in texts)
    vectors = next(tmp_path.glob("*/vectors.npy"))
    vectors.write_bytes(vectors.read_bytes()[:-1] + b"?")  # which nobody would see in the numbers
    assert recovered(tmp_path, encoder)(digest_of(texts[-1])) is None
    other = HashEncoder()
    other.name = "other"
    assert recovered(tmp_path, other)(digest_of(texts[0])) is None
    assert recovered(tmp_path / "nothing", encoder)(digest_of(texts[0])) is None


ROWS = st.lists(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 70_000), max_size=6), max_size=12)


@given(ROWS, ROWS, st.randoms(use_true_random=False))
def test_postings_count_what_rows_hold(
    first: list[dict[str, int]], second: list[dict[str, int]], chance: random.Random
) -> None:
    def of(rows: list[dict[str, int]]) -> Postings:
        gathering = Gathering()
        for row in rows:
            gathering.add({hashed(term): count for term, count in row.items()})
        return gathering.postings()

    keep = [np.array([chance.random() < 0.7 for _ in rows], bool) for rows in (first, second)]
    kept = [
        row
        for rows, mask in zip((first, second), keep, strict=True)
        for row, stays in zip(rows, mask, strict=True)
        if stays
    ]
    before = 0
    moved = []
    for mask in keep:
        moved.append(np.where(mask, before + np.cumsum(mask) - 1, -1).astype(np.int32))
        before += int(mask.sum())
    asked = np.sort(np.array([hashed(term) for term in "abcdefghij"], np.uint64))
    joined, made = Postings.joined([of(first), of(second)], moved), of(kept)
    rows = np.arange(len(kept))
    assert np.array_equal(joined.counts_in(asked, rows), made.counts_in(asked, rows))
    assert np.array_equal(joined.terms, made.terms)
    expected = {hashed(term): [min(row.get(term, 0), 65_535) for row in kept] for term in "abcdefghij"}
    assert np.array_equal(
        made.counts_in(asked, rows), np.array([expected[int(term)] for term in asked]).reshape(10, -1)
    )
    assert made.frequencies(asked).tolist() == [sum(count > 0 for count in expected[int(term)]) for term in asked]
    assert of(first).totals_of(asked, keep[0]).tolist() == [
        sum(min(row.get(term, 0), 65_535) for row, stays in zip(first, keep[0], strict=True) if stays)
        for term in sorted("abcdefghij", key=hashed)
    ]


def test_cells_find_nearly_what_comparing_all_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search.index.dense, "FEW", 1000)
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(60, 32))
    vectors = (centres[rng.integers(0, 60, 6000)] + 0.4 * rng.normal(size=(6000, 32))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    exact, celled = DenseIndex.build(vectors, exact=10_000), DenseIndex.build(vectors, exact=1000)
    celled.save(tmp_path)
    celled = DenseIndex.load(tmp_path)
    admitted = rng.random(6000) < 0.5
    few = np.zeros(6000, bool)
    few[::50] = True
    found = []
    for at in range(0, 6000, 300):
        for mask in (None, admitted, few):
            wanted, rows = (set(one.nearest(vectors[at], 10, mask)[0].tolist()) for one in (exact, celled))
            assert mask is None or all(mask[list(rows)])
            assert len(rows) == 10
            found.append(len(wanted & rows) / 10)
            if mask is few:
                assert wanted == rows  # few are compared one by one
    assert np.mean(found) > 0.97


def test_an_index_that_nobody_holds_closes_its_files_without_a_collection_of_garbage(tmp_path: Path) -> None:
    index = Index(HashEncoder()).added([document("a", 1), document("b", 1)]).save(tmp_path / "index")
    answers(index, Scope(keys=frozenset({"a/0"})))
    index.vectors_of("a/0")
    held = weakref.ref(index._parts[0].segment)
    gc.disable()
    try:
        del index
        assert held() is None
    finally:
        gc.enable()


def test_hidden_documents_have_no_say_in_what_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in what is sampled of many vectors, nor in how far frequent words are followed."""
    monkeypatch.setattr(search.index.dense, "_SAMPLE", 64)
    encoder = HashEncoder()
    everything = [document(f"{n}-kh-ubnd", n, clauses=8) for n in range(120)]
    shown = [one for n, one in enumerate(everything) if n % 3]
    narrowed = Index(encoder).added(everything).only([name for name, _, _ in shown])
    assert answers(narrowed) == answers(Index(encoder).added(shown))
