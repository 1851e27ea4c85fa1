"""How well number, type, date and issuer are read: the real documents against the facts of `tests/data/metadata.tsv`.

    python -m tests.benchmarks.metadata SHARED/corpus [--show]

A field counts where the document states it. `--show` prints what is read otherwise, also where nothing is stated.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from ingest import Parsed, parse_files

TABLE = Path(__file__).parent.parent / "data" / "metadata.tsv"
FIELDS = ("number", "type", "issued_on", "issuer")


@dataclass(frozen=True, slots=True)
class Score:
    """How often each field is stated, how often it is read as it is stated, and what is read otherwise."""

    documents: int
    stated: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def share(self, name: str) -> float:
        """Of the documents that state the field `name`, those of which it is read rightly."""
        return self.right[name] / self.stated[name]


def score(corpus: Path, endings: str | tuple[str, ...] = "") -> Score:
    """Read the documents of the table whose names have one of `endings`, and compare."""
    with TABLE.open(encoding="utf-8") as file:
        rows = [
            row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["file"].endswith(endings)
        ]
    found = Score(len(rows))
    for row, (_, result) in zip(rows, parse_files([corpus / row["file"] for row in rows]), strict=True):
        assert isinstance(result, Parsed), result
        for name in FIELDS:
            value = getattr(result.document, name)
            found.stated[name] += bool(row[name])
            found.right[name] += bool(row[name]) and value == row[name]
            if value != (row[name] or None):
                found.misses.append(f"{row['file']}: {name} is {row[name] or None!r}, read as {value!r}")
    return found


if __name__ == "__main__":
    read = score(Path(sys.argv[1]))
    print(f"{read.documents} documents", *(f"{name} {read.share(name):.3f}" for name in FIELDS))
    print(*(read.misses if "--show" in sys.argv else ()), sep="\n")
