"""What must not be learnt: texts that the figures are reported on, and copies of texts already taken."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from corpus.language.text import fold, syllables

#: Syllables in a row; eight in common by chance are rare, versions of one act share most of theirs.
_RUN = 8


class Shingles:
    """The runs of eight folded syllables of some texts, to tell copies and versions of them."""

    def __init__(self) -> None:
        self.runs: set[int] = set()

    def add(self, text: str) -> None:
        """Remember `text`."""
        self.runs.update(_runs(text))

    def share(self, text: str) -> float:
        """How much of `text` was seen before, in [0, 1]; 0 for a text of fewer than eight syllables."""
        runs = _runs(text)
        return len(runs & self.runs) / len(runs) if runs else 0.0

    def share_of(self, other: Shingles) -> float:
        """How much of `other` was seen here, in [0, 1]."""
        return len(other.runs & self.runs) / len(other.runs) if other.runs else 0.0


def _runs(text: str) -> set[int]:
    words = [fold(syllable) for syllable in syllables(text)]
    return {hash(tuple(words[at : at + _RUN])) for at in range(len(words) - _RUN + 1)}


def reported_texts(folders: Iterable[Path]) -> list[tuple[str, str]]:
    """Name and text of every passage whose document answers a labelled query of `folders` (BEIR's layout).

    One relevant passage keeps its whole document apart: passages are of one document when their titles agree up to the article.
    """
    found = []
    for folder in folders:
        rows = [json.loads(line) for line in (folder / "corpus.jsonl").read_text("utf-8").splitlines() if line.strip()]
        with (folder / "qrels" / "test.tsv").open(encoding="utf-8", newline="") as file:
            relevant = {row["corpus-id"] for row in csv.DictReader(file, delimiter="\t")}
        documents = {document_name(row["title"]) for row in rows if row["_id"] in relevant}
        found += [(name, row["text"]) for row in rows if (name := document_name(row["title"])) in documents]
    return found


def document_name(title: str) -> str:
    """The document's part of a passage's title, folded: `Luật Du lịch. Điều 3. …` is `luat du lich`."""
    return fold(title.split(". Điều ")[0]).strip()
