"""What some documents say about words: which they use, which stand side by side, what they abbreviate; counted document by document.

So the words of a document go with it when it is removed, and those of one that is added join without any other being read again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import load_arrays, save_arrays
from search.index.postings import Gathering, Hasher, Postings, Terms, hashed
from search.question.abbreviations import Abbreviations, definitions
from search.question.diacritics import Counted, Restorer
from search.question.query import Reader
from search.question.spelling import Speller

_WORDS = "words.json"
_PARTS = ("forms", "pairs")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of documents, which are rows: `forms` and `pairs` (neighbours) say how often each document uses them.

    `names`: the forms in small letters, by ascending hash; `texts`: per document how many texts it has; `defined`: a document, an
    abbreviation, what it stands for.
    """

    forms: Postings
    pairs: Postings
    names: list[str]
    texts: NDArray[np.int32]
    defined: list[tuple[int, str, str]]

    @classmethod
    def learn(cls, documents: Sequence[Sequence[str]]) -> Lexicon:
        """Count the words of `documents`, each given by its texts."""
        hasher = Hasher()
        names: dict[int, str] = {}
        forms, pairs = Gathering(), Gathering()
        texts = []
        for document in documents:
            counted = Counted.of(document)
            of_forms = hasher.weighed(counted.forms)
            forms.add(of_forms)
            names.update(zip(of_forms, counted.forms, strict=True))
            pairs.add(hasher.weighed({_pair(*pair): count for pair, count in counted.neighbours.items()}))
            texts.append(counted.starts)
        defined = [
            (row, *found) for row, document in enumerate(documents) for text in document for found in definitions(text)
        ]
        return cls(
            forms.postings(),
            pairs.postings(),
            [names[bits] for bits in sorted(names)],
            np.array(texts, np.int32),
            defined,
        )

    @classmethod
    def joined(cls, parts: Sequence[Lexicon], moved: Sequence[NDArray[np.int32]]) -> Lexicon:
        """The words of several; `moved` as in `Postings.joined`, for documents."""
        names = {bits: name for part in parts for bits, name in zip(part.forms.terms.tolist(), part.names, strict=True)}
        forms = Postings.joined([part.forms for part in parts], moved)
        return cls(
            forms,
            Postings.joined([part.pairs for part in parts], moved),
            [names[bits] for bits in forms.terms.tolist()],
            np.concatenate([part.texts[new >= 0] for part, new in zip(parts, moved, strict=True)]),
            [
                (int(new[row]), short, words)
                for part, new in zip(parts, moved, strict=True)
                for row, short, words in part.defined
                if new[row] >= 0
            ],
        )

    def save(self, folder: Path) -> None:
        """Write the lexicon into `folder`."""
        for name in _PARTS:
            save_arrays(folder / name, getattr(self, name).arrays())
        words = {"names": self.names, "texts": self.texts.tolist(), "defined": self.defined}
        (folder / _WORDS).write_text(json.dumps(words, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Lexicon:
        """Read what `save` wrote.

        Raises:
            OSError, ValueError, KeyError: it is damaged.
        """
        forms, pairs = (Postings.from_arrays(load_arrays(folder / name, Postings.NAMES)) for name in _PARTS)
        words = json.loads((folder / _WORDS).read_text("utf-8"))
        defined = [(int(row), str(short), str(meaning)) for row, short, meaning in words["defined"]]
        return cls(forms, pairs, words["names"], np.array(words["texts"], np.int32), defined)


class Lexicons:
    """The `WordCounts` of several lexicons, without the documents that are gone."""

    def __init__(self, parts: Sequence[tuple[Lexicon, NDArray[np.bool_] | None]]) -> None:
        """`parts`: lexicons, each with which of its documents count; None where all do."""
        self._parts = parts

    @cached_property
    def forms(self) -> Mapping[str, int]:
        """See `WordCounts`."""
        found: Counter[str] = Counter()
        for lexicon, kept in self._parts:
            totals = lexicon.forms.totals(kept)
            found.update({name: count for name, count in zip(lexicon.names, totals.tolist(), strict=True) if count})
        return found

    @property
    def starts(self) -> int:
        """See `WordCounts`."""
        return sum(int((part.texts if kept is None else part.texts[kept]).sum()) for part, kept in self._parts)

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> Sequence[int]:
        """See `WordCounts`."""
        asked: Terms = np.array([hashed(_pair(*pair)) for pair in pairs], np.uint64)
        found = np.zeros(len(pairs), np.int64)
        for lexicon, kept in self._parts:
            found += lexicon.pairs.totals_of(asked, kept)
        return [int(count) for count in found]

    def definitions(self) -> Iterable[tuple[str, str]]:
        """The abbreviations that the documents define, with their words."""
        for lexicon, kept in self._parts:
            for row, short, words in lexicon.defined:
                if kept is None or kept[row]:
                    yield short, words

    def reader(self) -> Reader:
        """What reads a question with these words."""
        restorer = Restorer(self)
        return Reader(restorer, Speller(restorer.by_fold), Abbreviations.of(self.definitions()))


def _pair(first: str, second: str) -> str:
    return f"{first} {second}"
