"""The index of documents whose entries lie on a server: what they say about words stays here, everything is scored by the same code."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.encoding.encoder import Encoder, Progress
from search.index.backend import EVERYTHING, Asked, Backend, Candidates, Scope
from search.index.dense import Vectors
from search.index.index import Index, NewDocument
from search.index.indexing import Known, index_documents
from search.index.lexical import Statistics
from search.index.lexicon import Lexicons
from search.index.pieces import kept_in, named_in, put_list, read_list
from search.index.postings import Terms
from search.index.segment import Indexed, Mask
from search.milvus.rows import StoredDocument
from search.milvus.summary import Summary
from search.milvus.unpacking import documents_in
from search.question.query import Reader

#: Raised whenever the same documents would give other summaries.
_FORMAT = 1
#: The last two summaries are joined when the earlier one has at most so many times the documents of the later one.
_RATIO = 4


class RemoteBackend(Backend, Protocol):
    """Keeps passages, and takes new ones."""

    def least(self, query: Vectors, scope: Scope = EVERYTHING) -> float:
        """The lowest cosine that `query` has with what is kept in `scope`, or nearly so."""
        ...

    def update(self, gone: Collection[str], documents: Iterable[StoredDocument]) -> None:
        """Remove the documents `gone` and write `documents`, each in place of what it was."""
        ...

    def versions(self) -> dict[str, str]:
        """The version of each document that is held completely, by its id."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A summary, and which of its documents still count; None where all do."""

    summary: Summary
    kept: Mask | None = None

    def without(self, documents: Collection[str]) -> Told:
        """The same without `documents`; unknown ones are none."""
        rows = [self.summary.places[name] for name in documents if name in self.summary.places]
        if not rows:
            return self
        kept = self.mask.copy()
        kept[rows] = False
        return Told(self.summary, kept)

    @property
    def mask(self) -> Mask:
        """Which documents count."""
        return np.ones(len(self.summary.documents), bool) if self.kept is None else self.kept


class _Own:
    """What a backend holds of the documents of one index."""

    def __init__(self, backend: RemoteBackend, documents: Callable[[], Mapping[str, Indexed]]) -> None:
        self._backend, self._documents = backend, documents

    def candidates(self, asked: Asked, n: int, scope: Scope) -> Candidates:
        return self._backend.candidates(asked, n, self._within(scope))

    def least(self, query: Vectors) -> float:
        return self._backend.least(query, self._within(EVERYTHING))

    def vectors_of(self, key: str) -> Vectors:
        return self._backend.vectors_of(key)

    def _within(self, scope: Scope) -> Scope:
        # A list of all documents costs the server time, and mostly there are no others.
        if self._shared and scope.documents is None:
            return replace(scope, documents=frozenset(self._documents()))
        return scope

    @cached_property
    def _shared(self) -> bool:
        return not self._backend.versions().keys() <= self._documents().keys()


class RemoteIndex(Index):
    """Entries on a server. What is added or removed is so for all who ask that server; the list of it is the caller's to save.

    Documents that the server holds and this index does not know (another home's) never answer.
    """

    def __init__(self, encoder: Encoder, backend: RemoteBackend, told: Sequence[Told] = ()) -> None:
        """Use `opened`, or add to an empty one."""
        super().__init__(encoder)
        self._remote = backend
        self._told = tuple(told)
        self._backend = _Own(backend, lambda: self.documents)

    @classmethod
    def opened(cls, folder: Path, encoder: Encoder, backend: RemoteBackend) -> RemoteIndex:
        """What `save` wrote, as far as the server still holds it; an empty one where nothing that can be read is of this encoder."""
        try:
            about = read_list(folder)
            if about["made"] != _made(encoder):
                return cls(encoder, backend)
            told = []
            for item in about["segments"]:
                one = Told(Summary.load(folder / item["name"]))
                told.append(one.without([one.summary.documents[row].id for row in item["gone"]]))
        except (OSError, ValueError, KeyError):
            return cls(encoder, backend)
        index = cls(encoder, backend, told)
        held = backend.versions()
        lost = [name for name, document in index.documents.items() if held.get(name) != document.version]
        return cls(encoder, backend, [one.without(lost) for one in told])

    @cached_property
    def documents(self) -> dict[str, Indexed]:
        """The documents that are indexed, by their ids."""
        return {
            document.id: document
            for one in self._told
            for document, counts in zip(one.summary.documents, one.mask, strict=True)
            if counts
        }

    def known(self, digest: bytes) -> Vectors | None:
        """None: the server does not find vectors by their texts."""
        return None

    def added(
        self, documents: Sequence[NewDocument], known: Known | None = None, progress: Progress | None = None
    ) -> RemoteIndex:
        """With `documents`, in place of those of the same ids, on the server as well; texts whose vectors are `known` are not encoded."""
        if not documents:
            return self
        segment = index_documents(documents, self._encoder, known or self.known, progress)
        self._remote.update([], documents_in(segment))
        names = [name for name, _, _ in documents]
        return self._with_told([*(one.without(names) for one in self._told), Told(Summary.of(segment))])

    def without(self, documents: Collection[str]) -> RemoteIndex:
        """Without the documents of these ids, on the server as well; unknown ones are none."""
        known = [name for name in documents if name in self.documents]
        self._remote.update(known, [])
        return self._with_told([one.without(known) for one in self._told])

    def only(self, documents: Collection[str]) -> RemoteIndex:
        """What `documents` alone would give; nothing changes on the server."""
        others = self.documents.keys() - set(documents)
        return RemoteIndex(self._encoder, self._remote, [one.without(others) for one in self._told]) if others else self

    def save(self, folder: Path) -> RemoteIndex:
        """Write what is kept here into `folder`; the same index, mapped from there, is returned."""
        before = named_in(folder)
        told = [Told(kept_in(folder, one.summary, Summary.load), one.kept) for one in self._told]
        about = {
            "made": _made(self._encoder),
            "segments": [{"name": one.summary.name, "gone": np.flatnonzero(~one.mask).tolist()} for one in told],
        }
        put_list(folder, about, before)
        return RemoteIndex(self._encoder, self._remote, told)

    def _with_told(self, told: Sequence[Told]) -> RemoteIndex:
        told = [one for one in told if one.mask.any()]
        while len(told) > 1 and len(told[-2].summary.documents) <= _RATIO * len(told[-1].summary.documents):
            *told, former, latter = told
            told.append(Told(Summary.joined([former.summary, latter.summary], [former.kept, latter.kept])))
        return RemoteIndex(self._encoder, self._remote, told)

    @cached_property
    def _statistics(self) -> Statistics:
        entries = sum(document.entries for document in self.documents.values())
        length = sum(int(one.summary.lengths[one.mask].sum()) for one in self._told)

        def frequencies(terms: Terms) -> NDArray[np.int64]:
            found = np.zeros(len(terms), np.int64)
            for one in self._told:
                found += one.summary.entries.totals_of(terms, one.kept)
            return found

        return Statistics(entries, length / max(entries, 1), frequencies)

    @cached_property
    def _reader(self) -> Reader:
        return Lexicons([(one.summary.lexicon, one.kept) for one in self._told]).reader()

    @cached_property
    def _mean(self) -> Vectors:
        total = np.zeros(self._encoder.dimension, np.float32)
        for one in self._told:
            total += one.summary.sums[one.mask].sum(axis=0)
        windows = sum(int(one.summary.windows[one.mask].sum()) for one in self._told)
        return np.asarray(total / max(windows, 1), np.float32)


def _made(encoder: Encoder) -> list[str | int]:
    """What tells summaries from those of another program or encoder."""
    return [_FORMAT, encoder.name, encoder.dimension]
