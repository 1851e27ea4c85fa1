"""Precision and recall of targets against the labels in `tests/data/targets`.

    python -m tests.benchmarks.targets SHARED/corpus

A target is right when spans overlap and value, other end, comparator and unit agree; each is matched once.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

from corpus.document import Target
from ingest.parsing import parse_file

LABELS = Path(__file__).parent.parent / "data" / "targets"


@dataclass
class Score:
    """Counts over documents."""

    labelled: int = 0
    found: int = 0
    right: int = 0
    years_right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found

    @property
    def recall(self) -> float:
        return self.right / self.labelled

    @property
    def years(self) -> float:
        """Of the targets that are right, those with the right year."""
        return self.years_right / self.right

    def add(self, targets: tuple[Target, ...], labels: list[dict[str, str]]) -> None:
        free = list(targets)
        for label in labels:
            match = next((target for target in free if agrees(target, label)), None)
            if match:
                free.remove(match)
                self.right += 1
                self.years_right += str(match.year or "") == label["year"]
        self.labelled += len(labels)
        self.found += len(targets)


def agrees(target: Target, label: dict[str, str]) -> bool:
    return (
        target.start < int(label["end"])
        and int(label["start"]) < target.end
        and shown(target.value) == label["value"]
        and shown(target.upper) == label["upper"]
        and target.comparator == label["comparator"]
        and (target.unit or "") == label["unit"]
    )


def shown(value: float | str | None) -> str:
    return "" if value is None else value if isinstance(value, str) else f"{value:g}"


def read_labels(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def score_folder(corpus: Path) -> Score:
    """The score of all labelled documents, which lie somewhere under `corpus`."""
    sources = {path.stem: path for path in corpus.rglob("*") if path.suffix != ".pdf"}
    score = Score()
    for path in sorted(LABELS.glob("*.tsv")):
        score.add(parse_file(sources[path.stem]).document.targets, read_labels(path))
    return score


if __name__ == "__main__":
    total = score_folder(Path(sys.argv[1]))
    print(
        f"{total.labelled} labels  precision {total.precision:.3f}  recall {total.recall:.3f}  year {total.years:.3f}"
    )
