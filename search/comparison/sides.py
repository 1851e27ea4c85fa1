"""A document as it is compared: its clauses that say something, its headings, the vectors of both."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.document import FRAME_LEVELS, Clause, Document
from corpus.language.text import syllable_spans, syllables
from search.index.dense import Vectors
from search.index.passages import windows

#: A lead-in line is at most this long; a longer clause that ends with a colon says something itself.
_LEAD = 250


class Side:
    """A document's `clauses` and `headings`, each in reading order.

    What frames the document is in neither, nor is a clause without a word.
    """

    def __init__(self, document: Document, vectors: Callable[[str], Vectors]) -> None:
        """`vectors`: of a clause by its id, the vectors of its windows, `(n_windows, dimension)`, unit rows."""
        self.document = document
        self.headings: list[Clause] = []
        self.clauses: list[Clause] = []
        for clause in document.clauses:
            if clause.level not in FRAME_LEVELS and any(map(str.isalpha, clause.text)):
                (self.headings if is_heading(document, clause) else self.clauses).append(clause)
        self._vectors = {clause.id: vectors(clause.id) for clause in (*self.headings, *self.clauses)}
        # Each window is encoded with its document's name in front: taking the mean away leaves what the clause says.
        every = list(self._vectors.values())
        self._mean = np.concatenate(every).mean(axis=0) if every else np.zeros(1, dtype=np.float32)

    def windows(self, clauses: Sequence[Clause]) -> tuple[Vectors, list[str], NDArray[np.int64]]:
        """The windows of `clauses`: unit rows without what all of the document have in common, their words, and where each clause begins."""
        groups = [self._vectors[clause.id] - self._mean for clause in clauses]
        rows = np.concatenate(groups)
        starts = np.cumsum([0, *(len(group) for group in groups[:-1])])
        words = [
            clause.text[max(start, labelled(clause)) : end] for clause in clauses for start, end in windows(clause.text)
        ]
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), words, starts

    def under(self, heading: Clause) -> list[int]:
        """The places in `clauses` of what stands under `heading`."""
        return [at for at, clause in enumerate(self.clauses) if heading.start <= clause.start < heading.subtree_end]

    def sections(self) -> NDArray[np.int64]:
        """For each of `clauses`, the place in `headings` of the innermost that it stands under, or -1."""
        place = {clause.id: at for at, clause in enumerate(self.headings)}
        return np.array(
            [
                next((place[node.id] for node in reversed(self.document.ancestors(clause)) if node.id in place), -1)
                for clause in self.clauses
            ],
            dtype=np.int64,
        )


def is_heading(document: Document, clause: Clause) -> bool:
    """Whether `clause` only names or leads in what stands under it."""
    if clause.is_heading_only:
        return True
    lead = clause.text.rstrip()
    return lead.endswith(":") and len(lead) <= _LEAD and bool(document.children(clause.id))


def labelled(clause: Clause) -> int:
    """Where the own text of `clause` begins behind its label, 0 where it is nothing but a label."""
    label = len(syllables(clause.label or ""))
    spans = syllable_spans(clause.text)
    return spans[label][0] if label < len(spans) else 0
