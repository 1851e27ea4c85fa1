"""Where answers begin: fits what `search/abstention.py` weighs, and draws the curve of refusals.

    python -m tests.benchmarks.abstention ../shared HOME

HOME holds the documents of `../shared/corpus`, ingested. Each index is asked questions that it answers and questions on other subjects: those of another
set of labelled queries, and everyday ones (`off_subject.txt`). The weights are fitted on all indexes but one and judged on that one; the constants are those of
all together. Every set of questions counts alike, whatever its size.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from corpus.store import Store
from search import Encoder, Searcher, load_encoder
from search.evaluation.measuring import read_queries
from search.index import Index

_SAMPLE = 300
#: Share of the answerable questions that the fitted threshold refuses.
_REFUSED = 0.025


@dataclass(frozen=True)
class Sample:
    """Evidence of questions put to one index: `(n, 3)` of coverage, cosine and usual cosine."""

    index: str
    questions: str
    answerable: bool
    evidence: NDArray[np.float64]


def main(shared: Path, home: Path) -> None:
    """Print the refusals of every set when its index is left out, the constants of all, and the curve."""
    samples = evidence_of(shared, home, load_encoder())
    for left_out in ("articles", "policy", "documents"):
        weights, needed = _fit([sample for sample in samples if sample.index != left_out])
        print(f"fitted without {left_out}:")
        for sample in samples:
            if sample.index == left_out:
                print(f"  {_line(sample, weights, needed)}")
    weights, needed = _fit(samples)
    print(
        f"fitted on all: coverage {weights[0]:.2f}, cosine {weights[1]:.2f}, usual {weights[2]:.2f}, needed {needed:.2f}"
    )
    for sample in samples:
        print(f"  {_line(sample, weights, needed)}")
    print("needed  answerable refused  off-subject refused  (means of the sets)")
    for shift in np.arange(-2.0, 2.01, 0.5):
        moved = [(sample, _refused(sample, weights, needed + shift)) for sample in samples]
        print(f"{needed + shift:7.2f} {100 * mean_of(moved, True):17.1f} % {100 * mean_of(moved, False):18.1f} %")


def refusals(samples: list[Sample]) -> list[tuple[Sample, float]]:
    """Each sample with the share of its questions that are refused, the weights fitted on all of them."""
    weights, needed = _fit(samples)
    return [(sample, _refused(sample, weights, needed)) for sample in samples]


def mean_of(refused: list[tuple[Sample, float]], answerable: bool) -> float:
    """The mean share of the sets that can be answered, or that cannot."""
    return float(np.mean([share for sample, share in refused if sample.answerable == answerable]))


def evidence_of(shared: Path, home: Path, encoder: Encoder) -> list[Sample]:
    """All questions put to all indexes; those of labelled queries are made with `encoder`."""
    everyday = (Path(__file__).parent / "off_subject.txt").read_text("utf-8").split("\n")
    asked = {
        name: list(read_queries(shared / "bench" / name)[1].values())
        for name in ("articles", "policy", "policy-synthetic")
    }
    asked["everyday"] = [line for line in everyday if line.strip()]
    asked = {
        name: random.Random(0).sample(questions, min(_SAMPLE, len(questions))) for name, questions in asked.items()
    }
    with Store(home) as store:
        indexes = {"documents": Searcher(store).refresh()}
    for name in ("articles", "policy"):
        indexes[name] = Index.build(read_queries(shared / "bench" / name)[0], encoder)
    answered = {
        "articles": ("articles",),
        "policy": ("policy", "policy-synthetic"),
        "documents": ("policy", "policy-synthetic"),
    }
    return [
        Sample(of, name, name in answered[of], _evidence(index, questions))
        for of, index in indexes.items()
        for name, questions in asked.items()
        if not (of == "articles" and name == "policy-synthetic")  # laws answer some of them
    ]


def _evidence(index: Index, questions: list[str]) -> NDArray[np.float64]:
    found = [index.rank(index.analyse(question), 1).evidence for question in questions]
    return np.array([(one.coverage, one.cosine, one.usual) for one in found])


def _fit(samples: list[Sample]) -> tuple[NDArray[np.float64], float]:
    """The weights, and the sum at which the mean share of refused answerable questions is `_REFUSED`."""
    evidence = np.concatenate([sample.evidence for sample in samples])
    labels = np.concatenate([np.full(len(sample.evidence), sample.answerable) for sample in samples])
    each = np.concatenate([np.full(len(sample.evidence), 1 / len(sample.evidence)) for sample in samples])
    each[labels] *= sum(not sample.answerable for sample in samples) / sum(sample.answerable for sample in samples)
    scale = evidence.std(axis=0)
    model = LogisticRegression(C=100).fit(evidence / scale, labels, sample_weight=each * 1000)
    weights = model.coef_[0] / scale
    marks = [sample.evidence @ weights for sample in samples if sample.answerable]
    needed = np.quantile(
        np.concatenate([np.interp(np.linspace(0, 1, 1000), np.linspace(0, 1, len(m)), np.sort(m)) for m in marks]),
        _REFUSED,
    )
    return weights, float(needed)


def _refused(sample: Sample, weights: NDArray[np.float64], needed: float) -> float:
    return float(np.mean(sample.evidence @ weights < needed))


def _line(sample: Sample, weights: NDArray[np.float64], needed: float) -> str:
    kind = "answerable " if sample.answerable else "off subject"
    return f"{sample.index:10} asked {sample.questions:17} ({kind}): refused {100 * _refused(sample, weights, needed):5.1f} %"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
