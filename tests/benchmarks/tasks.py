"""Precision and recall of tasks against the labels in `tests/data/tasks`.

    python -m tests.benchmarks.tasks ../shared/corpus

A found task matches a labelled one when their spans overlap and their leads are the same agency; each is matched once. Of the matched ones, how
many agree in kind, cooperating agencies, deadline and recurrence. Stretches labelled `skip` (tables of a scan that cannot be read) do not count.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.document import Task
from corpus.language.agencies import agency_key
from ingest import parse_file

LABELS = Path(__file__).parent.parent / "data" / "tasks"


@dataclass(frozen=True, slots=True)
class Label:
    """A task as it was read by hand."""

    start: int
    end: int
    kind: str
    lead: str
    cooperating: frozenset[str]
    deadline: str
    recurrence: str


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over one or more documents: labelled, found, matched, and of the matched those that agree in each field."""

    labelled: int
    found: int
    matched: int
    agree: tuple[int, int, int, int]
    missed: tuple[Label, ...] = ()
    spurious: tuple[Task, ...] = ()
    pairs: tuple[tuple[Label, Task], ...] = ()

    @property
    def precision(self) -> float:
        return self.matched / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.matched / self.labelled if self.labelled else 1.0

    def __add__(self, other: Score) -> Score:
        sums = [a + b for a, b in zip(self.agree, other.agree, strict=True)]
        return Score(
            self.labelled + other.labelled,
            self.found + other.found,
            self.matched + other.matched,
            (sums[0], sums[1], sums[2], sums[3]),
        )


def read_labels(path: Path) -> list[Label]:
    """The labels of one document, in order."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Label(
                int(row["start"]),
                int(row["end"]),
                row["kind"],
                agency_key(row["lead"]),
                frozenset(agency_key(name) for name in row["cooperating"].split(";") if name.strip()),
                row["deadline"],
                row["recurrence"],
            )
            for row in csv.DictReader(file, delimiter="\t")
        ]


def score(labels: Sequence[Label], tasks: Sequence[Task]) -> Score:
    """How `tasks` compare with `labels`."""
    skipped = [label for label in labels if label.kind == "skip"]
    wanted = [label for label in labels if label.kind != "skip"]
    found = [task for task in tasks if not any(_overlap(label, task) for label in skipped)]
    free = list(found)
    pairs: list[tuple[Label, Task]] = []
    missed: list[Label] = []
    for label in wanted:
        fitting = [task for task in free if _overlap(label, task) and agency_key(task.lead or "") == label.lead]
        if not fitting:
            missed.append(label)
            continue
        best = max(fitting, key=lambda task: min(task.end, label.end) - max(task.start, label.start))
        free.remove(best)
        pairs.append((label, best))
    agree = (
        sum(label.kind == task.kind for label, task in pairs),
        sum(label.cooperating == {agency_key(name) for name in task.cooperating} for label, task in pairs),
        sum(label.deadline == (task.deadline or "") for label, task in pairs),
        sum(label.recurrence == (task.recurrence or "") for label, task in pairs),
    )
    return Score(len(wanted), len(found), len(pairs), agree, tuple(missed), tuple(free), tuple(pairs))


def score_folder(corpus: Path) -> dict[str, Score]:
    """The score of each labelled document found under `corpus`, by its name."""
    files = {path.stem: path for path in sorted(corpus.rglob("*")) if path.is_file()}
    return {
        path.stem: score(read_labels(path), parse_file(files[path.stem]).document.tasks)
        for path in sorted(LABELS.glob("*.tsv"))
        if path.stem in files
    }


def _overlap(label: Label, task: Task) -> bool:
    return label.start < task.end and task.start < label.end


def main() -> None:
    """Print the scores of the labelled documents, and with `-v` what was missed and what is too much."""
    verbose = "-v" in sys.argv
    total = Score(0, 0, 0, (0, 0, 0, 0))
    for name, one in score_folder(Path(sys.argv[1])).items():
        print(_line(name, one))
        total += one
        for label in one.missed if verbose else ():
            print("   missed  ", label.start, label.end, label.lead)
        for label, task in one.pairs if verbose else ():
            if label.cooperating != {agency_key(name) for name in task.cooperating}:
                print("   with    ", task.clause_id, sorted(label.cooperating), "found", task.cooperating)
            if (label.deadline, label.recurrence, label.kind) != (
                task.deadline or "",
                task.recurrence or "",
                task.kind,
            ):
                print(
                    "   differs ",
                    task.clause_id,
                    label.deadline,
                    label.recurrence,
                    label.kind,
                    "found",
                    task.deadline,
                    task.recurrence,
                    task.kind,
                    task.deadline_text,
                )
        for task in one.spurious if verbose else ():
            print(
                "   spurious", task.clause_id, task.start, task.end, task.lead, "|", task.text[:60].replace("\n", " ")
            )
    print(_line("all", total))


def _line(name: str, one: Score) -> str:
    shares = " ".join(
        f"{field} {count / one.matched if one.matched else 1:.3f}"
        for field, count in zip(("kind", "cooperating", "deadline", "recurrence"), one.agree, strict=True)
    )
    return (
        f"{name[:40]:40} P {one.precision:.3f} R {one.recall:.3f} ({one.matched}/{one.found}/{one.labelled}) {shares}"
    )


if __name__ == "__main__":
    main()
