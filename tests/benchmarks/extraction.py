"""How well references are found: labels by hand (`tests/data/references`) against what the reader finds.

    python -m tests.benchmarks.extraction SHARED/corpus [--show]

A label and a reference agree when their spans overlap and number, date and target are the same; each agrees with one at most. Relation and
subject are counted over those that agree. `--show` prints what is missing and what is too much.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.citing.identifiers import named_id
from corpus.document import Reference
from ingest import parse_files
from ingest.messages import Parsed

LABELS = Path(__file__).parent.parent / "data" / "references"


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled reference; `target` is the id of a clause or document, or `document#labels`."""

    clause: str
    start: int
    end: int
    number: str
    date: str
    relation: str
    subject: str
    target: str


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over one document or several."""

    labelled: int
    found: int
    agreed: int
    relations: int
    subjects: int

    def __add__(self, other: Score) -> Score:
        return Score(
            self.labelled + other.labelled,
            self.found + other.found,
            self.agreed + other.agreed,
            self.relations + other.relations,
            self.subjects + other.subjects,
        )

    @property
    def precision(self) -> float:
        """Of what was found, the share that is labelled."""
        return self.agreed / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of what is labelled, the share that was found."""
        return self.agreed / self.labelled if self.labelled else 1.0

    def __str__(self) -> str:
        agreed = self.agreed or 1
        return (
            f"{self.labelled:4} labels {self.found:4} found  precision {self.precision:.3f}  recall {self.recall:.3f}  "
            f"relation {self.relations / agreed:.3f}  subject {self.subjects / agreed:.3f}"
        )


def read_labels(path: Path) -> list[Label]:
    """The labels of one document."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    return [Label(row[0], int(row[1]), int(row[2]), *row[3:]) for row in rows]


def target(reference: Reference) -> str:
    """What a reference means, as the labels write it."""
    if reference.target_clause_id:
        return reference.target_clause_id
    document = reference.document_id or named_id(
        reference.number, reference.type, reference.title, reference.date
    )  # fmt: skip
    return f"{document}#{' '.join(reference.labels)}" if reference.labels else document


def agree(label: Label, reference: Reference) -> bool:
    """Whether `reference` is what `label` says; a document without a date may lack the year in its id."""
    wanted, found = label.target, target(reference)
    return (
        reference.start < label.end
        and label.start < reference.end
        and (label.number, label.date) == (reference.number or "", reference.date or "")
        and (wanted == found or (not reference.date and _without_year(wanted) == _without_year(found)))
    )


def _without_year(target_id: str) -> str:
    document, _, rest = target_id.partition("#")
    return document.rsplit("-", 1)[0] + rest if document[-4:].isdigit() and document[-5:-4] == "-" else document + rest


def score(labels: Iterable[Label], references: Iterable[Reference], *, show: bool = False) -> Score:
    """Compare the labels of one document with its references."""
    wanted, left = list(labels), list(references)
    found = len(left)
    agreed = relations = subjects = 0
    for label in wanted:
        match = next((reference for reference in left if agree(label, reference)), None)
        if match is None:
            if show:
                print(f"  missing {label}")
            continue
        left.remove(match)
        agreed += 1
        relations += match.relation == label.relation
        subjects += match.subject == label.subject
        if show and (match.relation, match.subject) != (label.relation, label.subject):
            print(
                f"  {label.clause} {match.text!r}: {match.relation}, {match.subject}; labelled {label.relation}, {label.subject}"
            )
    if show:
        for reference in left:
            print(
                f"  too much {reference.clause_id} {reference.text!r} {reference.number} {reference.date} {target(reference)}"
            )
    return Score(len(wanted), found, agreed, relations, subjects)


def scores(corpus: Path, *, show: bool = False) -> dict[str, Score]:
    """The score of each labelled document in the folder `corpus` (clauses up to the last labelled one)."""
    labelled = {path.stem: read_labels(path) for path in sorted(LABELS.glob("*.tsv"))}
    files = sorted(path for path in corpus.rglob("*") if path.stem in labelled)
    result = {}
    for path, parsed in parse_files(files):
        assert isinstance(parsed, Parsed), parsed
        labels = labelled[path.stem]
        last = max(label.end for label in labels) if path.stem in _PARTLY else sys.maxsize
        if show:
            print(path.stem)
        references = [reference for reference in parsed.document.references if reference.start < last]
        result[path.stem] = score(labels, references, show=show)
    return result


#: Documents of which only the beginning is labelled.
_PARTLY = frozenset({"30-2020-ND-CP"})


if __name__ == "__main__":
    by_document = scores(Path(sys.argv[1]), show="--show" in sys.argv)
    for name, counted in by_document.items():
        print(f"{name:60} {counted}")
    print(f"{'all':60} {sum(by_document.values(), Score(0, 0, 0, 0, 0))}")
