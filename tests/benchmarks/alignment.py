"""How well clauses of two documents are paired, on pairs labelled by hand (`tests/data/alignment/`), and what the weights are fitted on.

    python -m tests.benchmarks.alignment ../shared [--fit]

Each file of labels names two documents and says of clauses of the first which clauses of the second take them up (`=`), which do so in a
manner of speaking (`~`: counted neither way), and which have none (`-`). `*` leaves a clause out. Labels were written by reading, before
any output was seen. `--fit` fits the weights on all files but one, judges them on that one, and prints the constants of all together.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from corpus.document import Document
from corpus.store import Store
from ingest import ingest_files
from search import Searcher
from search.comparison.alignment import Signals, Weights, align, signals
from search.comparison.sides import Side
from search.index import Index

LABELS = Path(__file__).parent.parent / "data" / "alignment"
SAMPLES = Path(__file__).parent.parent.parent / "corpus" / "samples"
Ids = tuple[str, str]


@dataclass(frozen=True)
class Labels:
    """What one file says: the documents' ids and files, pairs that count, pairs that may be, clauses without any, clauses left out."""

    a: str
    b: str
    files: tuple[str, str]
    pairs: frozenset[Ids]
    maybe: frozenset[Ids]
    alone: frozenset[str]
    left_out: frozenset[str]

    def sources(self, shared: Path) -> list[Path]:
        """Where the two documents lie."""
        return [SAMPLES / name[8:] if name.startswith("samples/") else shared / "corpus" / name for name in self.files]

    def counts(self, pair: Ids) -> bool:
        """Whether `pair` is either right or wrong."""
        return pair not in self.maybe and pair[0] not in self.left_out


@dataclass(frozen=True)
class Score:
    """Found, wrong and missed."""

    found: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.found / max(self.found + self.wrong, 1)

    @property
    def recall(self) -> float:
        return self.found / max(self.found + self.missed, 1)

    @property
    def f1(self) -> float:
        return 2 * self.found / max(2 * self.found + self.wrong + self.missed, 1)

    def __str__(self) -> str:
        return f"P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f}"


def read_labels(path: Path) -> Labels:
    """Read a file of labels: two lines `# id file`, then `clause of a, mark, clause of b` by tabs, ids without their document."""
    heads, rows = [], []
    for line in path.read_text("utf-8").splitlines():
        (heads if line.startswith("# ") else rows).append(line.removeprefix("# "))
    (a, file_a), (b, file_b) = (head.split(maxsplit=1) for head in heads)
    found: dict[str, set[Ids]] = {"=": set(), "~": set()}
    alone, left_out = set(), set()
    for row in rows:
        first, mark, second = row.split("\t")
        if second == "*":
            left_out.add(f"{a}/{first}")
        elif second == "-":
            alone.add(f"{a}/{first}")
        else:
            found[mark].add((f"{a}/{first}", f"{b}/{second}"))
    return Labels(
        a, b, (file_a, file_b), frozenset(found["="]), frozenset(found["~"]), frozenset(alone), frozenset(left_out)
    )


def all_labels(shared: Path | None) -> list[Labels]:
    """The labels whose documents are at hand."""
    read = [read_labels(path) for path in sorted(LABELS.glob("*.tsv"))]
    return [one for one in read if all(source.exists() for source in one.sources(shared or Path("absent")))]


def indexed(shared: Path | None, labels: Iterable[Labels], home: Path) -> tuple[dict[str, Document], Index]:
    """The labelled documents, ingested into `home`, and their index."""
    files = {source for one in labels for source in one.sources(shared or Path("absent"))}
    with Store(home) as store:
        assert all(outcome.document_id for outcome in ingest_files(sorted(files), store))
        documents = {summary.id: store.document(summary.id) for summary in store.documents()}
        return documents, Searcher(store).refresh()


def judged(labels: Labels, pairs: set[Ids], alone: set[str]) -> tuple[Score, Score]:
    """The scores of `pairs` and of the clauses of the first document that are said to be `alone`."""
    right = labels.pairs & pairs
    wrong = {pair for pair in pairs - labels.pairs if labels.counts(pair)}
    taken = {a for a, _ in labels.pairs}
    of_pairs = Score(len(right), len(wrong), len(labels.pairs - pairs))
    return of_pairs, Score(len(alone & labels.alone), len(alone & taken), len(labels.alone - alone))


def scores(labels: Iterable[Labels], documents: dict[str, Document], index: Index) -> Iterator[tuple[Score, Score]]:
    """For each of `labels` the scores of its pairs and of what has no counterpart."""
    for one in labels:
        found = align(documents[one.a], documents[one.b], index.vectors_of)
        yield judged(one, {(pair.a, pair.b) for pair in found.pairs}, set(found.only_in_a))


def main(shared: Path, fit: bool) -> None:
    """Print the figures of every file, and the weights."""
    labels = all_labels(shared)
    with tempfile.TemporaryDirectory() as home:
        documents, index = indexed(shared, labels, Path(home))
    for one, (of_pairs, of_alone) in zip(labels, scores(labels, documents, index), strict=True):
        print(f"{one.a} {one.b}: pairs {of_pairs} of {len(one.pairs)}; unmatched {of_alone} of {len(one.alone)}")
    if fit:
        _fit_all(labels, documents, index)


def _fit_all(labels: list[Labels], documents: dict[str, Document], index: Index) -> None:
    sides = {name: Side(document, index.vectors_of) for name, document in documents.items()}
    for kind, name in enumerate(("CLAUSES", "HEADINGS")):
        data = [_samples(one, sides[one.a], sides[one.b], kind) for one in labels]
        for at, one in enumerate(labels):
            weights = _fit([sample for other, sample in enumerate(data) if other != at])
            said = weights.score(_columns(data[at][0])) >= 0.5
            print(f"  {name} without {one.a}: {_score(said, data[at][1])}")
        print(f"{name} = {_fit(data)}")


def _samples(labels: Labels, a: Side, b: Side, kind: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The signals of the pairs that count, `(n, 4)`, and which of them are right."""
    found = signals(a, b)[kind]
    clauses_a, clauses_b = (a.headings, b.headings) if kind else (a.clauses, b.clauses)
    pairs = [[(x.id, y.id) for y in clauses_b] for x in clauses_a]
    counted = np.array([[labels.counts(pair) for pair in row] for row in pairs], dtype=bool)
    right = np.array([[pair in labels.pairs for pair in row] for row in pairs], dtype=bool)
    stacked = np.stack([found.near, found.words, found.standing, found.section], axis=-1)
    return stacked[counted], right[counted]


def _columns(stacked: NDArray[np.float64]) -> Signals:
    return Signals(*(stacked[:, at] for at in range(4)))


def _fit(data: list[tuple[NDArray[np.float64], NDArray[np.bool_]]]) -> Weights:
    signals_of, right = np.concatenate([part[0] for part in data]), np.concatenate([part[1] for part in data])
    spread = signals_of.std(axis=0)
    model = LogisticRegression(max_iter=5000).fit(signals_of / spread, right)
    # A logistic fit asks which pairs are likelier right than wrong; moving its bias asks for the best F1.
    margins = model.decision_function(signals_of / spread)
    shift = max(np.arange(-3, 3, 0.05), key=lambda least: _score(margins >= least, right).f1)
    near, words, standing, section = (model.coef_[0] / spread).round(2)
    bias = round(float(model.intercept_[0] - shift), 2)
    return Weights(float(near), float(words), float(standing), float(section), bias)


def _score(said: NDArray[np.bool_], right: NDArray[np.bool_]) -> Score:
    found = int((said & right).sum())
    return Score(found, int(said.sum()) - found, int(right.sum()) - found)


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--fit" in sys.argv)
