"""The index: segments in a folder, what they say about words, and the ranking of what they hold.

It is derived data. Documents are added as a new segment and taken out by a mark; small segments are joined into larger ones as they become
many, so that a document costs what it holds, not what the collection holds. Nothing that is written is ever changed: a change is a new
list of segments, put in place of the old one in one step.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from search.encoding.encoder import Encoder, Progress
from search.index.backend import EVERYTHING, Asked, Backend, Candidates, Scope
from search.index.dense import Vectors
from search.index.indexing import Known, index_documents, join_segments
from search.index.lexical import Statistics, Words
from search.index.lexicon import Lexicons
from search.index.local import LocalBackend, Part
from search.index.passages import Entry
from search.index.pieces import SEALS, damaged_in, kept_in, named_in, put_list, read_list
from search.index.postings import hashed
from search.index.ranking import Hit, Ranking, Signals, ranked
from search.index.segment import VECTOR_FILES, Indexed, Segment, document_of, vectors_in
from search.question.query import QueryAnalysis, Reader, analyse

Retriever = Literal["hybrid", "dense", "lexical"]
#: A document to index: its id, its version, its entries.
NewDocument = tuple[str, str, Sequence[Entry]]

#: Raised whenever the same documents would give another index: the old one is then made again, its vectors kept.
_FORMAT = 10
#: Candidates taken by nearness and by words each; more changes no figure on the development sets.
_CANDIDATES = 200
#: So many segments of like size become one, which is at most this large, in entries; the steps of size begin at this one.
_JOIN, _LARGEST, _SMALLEST = 4, 250_000, 1_000
#: A segment is written anew when this share of it is gone.
_GONE = 0.25
#: Vectors of questions that are kept, so that one asked again, or in several places, is encoded once.
_REMEMBERED = 256


class Index:
    """Entries, searchable. Never changed: what adds and removes gives another index, which shares the segments."""

    def __init__(self, encoder: Encoder, parts: Sequence[Part] = ()) -> None:
        """Use `build` or `load`, or add to an empty one."""
        self._encoder = encoder
        self._parts = tuple(parts)
        self._local = LocalBackend(self._parts)
        self._backend: Backend = self._local
        self._vector_of = lru_cache(maxsize=_REMEMBERED)(lambda text: encoder.encode_queries([text])[0])

    @classmethod
    def build(
        cls, entries: Iterable[Entry], encoder: Encoder, known: Known | None = None, progress: Progress | None = None
    ) -> Index:
        """An index of `entries`, those of a document side by side, in memory."""
        documents = [(name, "", tuple(own)) for name, own in groupby(entries, key=lambda entry: document_of(entry.key))]
        return cls(encoder).added(documents, known, progress)

    # what is in it

    @cached_property
    def documents(self) -> dict[str, Indexed]:
        """The documents that are indexed, by their ids."""
        return {
            document.id: document
            for part in self._parts
            for row, document in enumerate(part.segment.documents)
            if part.kept is None or part.kept[row]
        }

    @property
    def encoder_name(self) -> str:
        """The name of the encoder that the vectors come from."""
        return self._encoder.name

    def __len__(self) -> int:
        """The number of entries."""
        return self._statistics.entries

    def vectors_of(self, key: str) -> Vectors:
        """The vectors of the windows of the entry `key`, in order: `(n_windows, dimension)`, unit rows."""
        return self._backend.vectors_of(key)

    def known(self, digest: bytes) -> Vectors | None:
        """The vector of a text that any segment holds, also of a document that is gone; None otherwise. See `indexing.digest_of`."""
        for part in self._parts:
            vector = part.segment.known(digest)
            if vector is not None:
                return vector
        return None

    # changing

    def added(
        self, documents: Sequence[NewDocument], known: Known | None = None, progress: Progress | None = None
    ) -> Index:
        """With `documents`, in place of those of the same ids; texts whose vectors are `known` here or there are not encoded again."""

        def found(digest: bytes) -> Vectors | None:
            vector = known(digest) if known else None
            return self.known(digest) if vector is None else vector

        if not documents:
            return self
        rest = self.without([name for name, _, _ in documents])
        return rest._with([*rest._parts, Part(index_documents(documents, self._encoder, found, progress))])

    def without(self, documents: Collection[str]) -> Index:
        """Without the documents of these ids; unknown ones are none."""
        parts = [part.without(documents) for part in self._parts]
        return self._with([part for part in parts if part.kept is None or part.kept.any()])

    def only(self, documents: Collection[str]) -> Index:
        """What `documents` alone would give: the segments are shared, and words are counted in these documents and no others."""
        others = self.documents.keys() - set(documents)
        return Index(self._encoder, [part.without(others) for part in self._parts]) if others else self

    def _with(self, parts: Sequence[Part]) -> Index:
        parts = [_rewritten(part) for part in parts]
        while joined := _many_alike(parts):
            one = join_segments([part.segment for part in joined], [part.kept for part in joined])
            parts = [*(part for part in parts if part not in joined), Part(one)]
        return Index(self._encoder, parts)

    # searching

    @cached_property
    def _statistics(self) -> Statistics:
        entries = length = 0
        for part in self._parts:
            kept = part.entries
            lengths = part.segment.lengths if kept is None else part.segment.lengths[kept]
            entries += len(lengths)
            length += int(lengths.sum(dtype=np.int64))
        return Statistics(entries, length / max(entries, 1), self._local.frequencies)

    @cached_property
    def _reader(self) -> Reader:
        return Lexicons([(part.segment.lexicon, part.kept) for part in self._parts]).reader()

    @cached_property
    def _mean(self) -> Vectors:
        """The mean of all vectors, `(dimension,)`; not of unit length."""
        total = np.zeros(self._encoder.dimension, np.float32)
        windows = 0
        for part in self._parts:
            kept = part.entries
            total += (part.segment.sums if part.kept is None else part.segment.sums[part.kept]).sum(axis=0)
            sizes = np.diff(part.segment.windows_of)
            windows += int((sizes if kept is None else sizes[kept]).sum())
        return np.asarray(total / max(windows, 1), np.float32)

    def weights(self, asked: Sequence[str]) -> NDArray[np.float32]:
        """The rarity of each lexical term among the entries (its idf), `(len(asked),)`; a term that none holds weighs most."""
        return self._statistics.rarity(np.array([hashed(term) for term in asked], np.uint64))

    def analyse(self, question: str, *, literal: bool = False) -> QueryAnalysis:
        """Read `question` with the words of this index, or leave it as it is typed where `literal`.

        Raises:
            InvalidQueryError: it cannot be searched for.
        """
        return analyse(question, self._reader, literal=literal)

    def search(
        self, question: str, k: int, scope: Scope = EVERYTHING, retriever: Retriever = "hybrid"
    ) -> tuple[QueryAnalysis, list[Hit]]:
        """The `k` entries in `scope` that answer `question` best, best first.

        Raises:
            InvalidQueryError: the question cannot be searched for.
        """
        analysis = self.analyse(question)
        return analysis, list(self.rank(analysis, k, scope, retriever).hits)

    def rank(
        self, analysis: QueryAnalysis, k: int, scope: Scope = EVERYTHING, retriever: Retriever = "hybrid"
    ) -> Ranking:
        """The `k` entries in `scope` that answer best."""
        candidates, signals, query = self.judged(analysis, max(_CANDIDATES, 2 * k), scope, retriever)
        background = 0.0 if query is None else self._backend.least(query)
        return ranked(candidates, signals, k, background, 0.0 if query is None else float(self._mean @ query))

    def judged(
        self, analysis: QueryAnalysis, n: int, scope: Scope = EVERYTHING, retriever: Retriever = "hybrid"
    ) -> tuple[Candidates, Signals, Vectors | None]:
        """The candidates for a question, `n` by nearness and `n` by words, with their signals, and the question's vector."""
        query = None if retriever == "lexical" else self._vector_of(analysis.encoded)
        words = None if retriever == "dense" else Words.asked(analysis.readings, self._statistics)
        mean_length = self._statistics.mean_length
        asked = Asked(
            query,
            np.zeros(0, np.uint64) if words is None else words.terms,
            np.zeros(0, np.float32) if words is None else words.weights,
            mean_length,
        )
        candidates = self._backend.candidates(asked, n, scope)
        return candidates, Signals.of(candidates, words, query, mean_length), query

    # keeping

    def save(self, folder: Path) -> Index:
        """Write into `folder` what is not there yet and the new list of segments; the same index, mapped from there, is returned.

        Whoever reads the folder finds the old list or the new one. Segments that no list names are deleted.
        """
        before = named_in(folder)
        parts = [Part(kept_in(folder, part.segment, Segment.load), part.kept) for part in self._parts]
        about = {
            "format": _FORMAT,
            "encoder": self._encoder.name,
            "dimension": self._encoder.dimension,
            "metric": "inner product of unit vectors",
            "segments": [{"name": part.segment.name, "gone": part.gone} for part in parts],
        }
        put_list(folder, about, before)
        return Index(self._encoder, parts)

    @classmethod
    def load(cls, folder: Path, encoder: Encoder) -> Index:
        """Read what `save` wrote.

        Raises:
            ModelError: it is of another format or encoder.
            OSError, ValueError, KeyError, RuntimeError: it is damaged.
        """
        about = read_list(folder)
        made_with = (about["format"], about["encoder"], about["dimension"])
        if made_with != (_FORMAT, encoder.name, encoder.dimension):
            raise ModelError(
                f"The index in {folder} was made with {about['encoder']}; delete that folder and search again."
            )
        parts = []
        for item in about["segments"]:
            segment = Segment.load(folder / item["name"])
            kept = None
            if item["gone"]:
                kept = np.ones(len(segment.documents), bool)
                kept[item["gone"]] = False
            parts.append(Part(segment, kept))
        return cls(encoder, parts)


def recovered(folder: Path, encoder: Encoder) -> Known:
    """The vectors in an index that cannot be loaded as it is, as far as they can be read and are of this encoder.

    A new format of the index changes nothing about what a text's vector is.
    """
    found: dict[bytes, Vectors] = {}
    with suppress(OSError, ValueError, KeyError):
        about = read_list(folder)
        if (about["encoder"], about["dimension"]) == (encoder.name, encoder.dimension):
            for part in folder.iterdir():
                if (part / SEALS).exists() and {path.name for path in damaged_in(part)} & {SEALS, *VECTOR_FILES}:
                    continue  # what is there is wrong
                with suppress(OSError, ValueError, RuntimeError):  # FAISS raises the last
                    found.update(vectors_in(part))
    return found.get


def _rewritten(part: Part) -> Part:
    """`part` without what is gone, if that is much of it."""
    kept = part.entries
    if kept is None or np.count_nonzero(~kept) <= _GONE * len(kept):
        return part
    return Part(join_segments([part.segment], [part.kept]))


def _many_alike(parts: Sequence[Part]) -> list[Part]:
    """The smallest parts of one step of size, where these are many enough to be joined; none otherwise."""
    steps: dict[int, list[Part]] = {}
    for part in sorted(parts, key=lambda part: len(part.segment)):
        step = int(np.log(max(len(part.segment) / _SMALLEST, 1)) / np.log(_JOIN))
        steps.setdefault(step, []).append(part)
    for alike in steps.values():
        sizes = np.cumsum([len(part.segment) for part in alike])
        fitting = int(np.searchsorted(sizes, _LARGEST, side="right"))
        if len(alike) >= _JOIN and fitting > 1:
            return alike[:fitting]
    return []
