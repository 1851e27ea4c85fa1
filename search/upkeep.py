"""The index in step with the store: what was added, changed or removed there is brought into it, and nothing else is touched.

The index is derived data: one that is damaged, or of another format or model, is made again, with the vectors that can still be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.document import FRAME_LEVELS
from corpus.errors import ModelError
from corpus.failures import told
from corpus.store import Store
from search.encoding.encoder import Encoder, Progress, load_encoder
from search.entries import entry_of
from search.index.index import Index, NewDocument, recovered
from search.index.indexing import Known

if TYPE_CHECKING:
    from search.milvus.backend import MilvusBackend

#: Clauses that are indexed at a time: what is done is kept, and memory holds no more.
_BATCH = 5_000


class IndexKeeper:
    """Keeps the index of one store. To be used by one thread at a time."""

    def __init__(self, store: Store, model: str | None = None, address: str | None = None) -> None:
        """`model`: see `load_encoder`; `address`: of a server that keeps the passages (`search/milvus/link.py`), None keeps them in the store's folder."""
        self._store = store
        self._model = model
        self._address = address
        self._remote: MilvusBackend | None = None
        #: Where the index lies, or what is kept here of one on a server.
        self.folder: Path = store.home / ("milvus" if address else "index")
        #: What encodes, once it is loaded.
        self.encoder: Encoder | None = None
        #: While an index is made: how many clauses are indexed, of how many; None otherwise.
        self.encoding: tuple[int, int] | None = None
        self._index: Index | None = None

    def current(self, progress: Progress | None = None) -> Index:
        """The index of what the store holds now; `progress` hears how many clauses are indexed, of how many, if it has to be changed.

        Raises:
            ModelError: the encoder cannot be loaded.
            BackendError: the server cannot be used.
            StoreError: the index cannot be written.
        """
        self.encoder = self.encoder or load_encoder(self._model)
        index = self._index or self._load(self.encoder)
        if index is None or _held(index) != self._store.versions():
            index = self._brought_up_to_date(self.encoder, progress)
        self._index = index
        return index

    def missing(self) -> int:
        """How many documents are to be indexed anew or taken out before the index is of what the store holds; it is left as it is.

        Raises:
            ModelError: the encoder cannot be loaded.
            BackendError: the server cannot be used.
        """
        self.encoder = self.encoder or load_encoder(self._model)
        index = self._load(self.encoder)
        stored, held = self._store.versions(), _held(index) if index else {}
        return sum(stored.get(name) != held.get(name) for name in stored.keys() | held.keys())

    def rebuilt(self, progress: Progress | None = None) -> Index:
        """The index made anew, every passage encoded again; it is not yet kept (`keep`).

        Raises:
            ModelError: the encoder cannot be loaded.
        """
        self.encoder = self.encoder or load_encoder(self._model)
        return self._updated(self._empty(self.encoder), progress, lambda _: None)

    def keep(self, index: Index) -> None:
        """Put `index` in place of the one that there is.

        Raises:
            StoreError: it cannot be written.
        """
        with self._alone():
            self._index = self._saved(index)

    def close(self) -> None:
        """Leave the server, if there is one."""
        if self._remote is not None:
            self._remote.close()

    def _brought_up_to_date(self, encoder: Encoder, progress: Progress | None) -> Index:
        """The index of what the store holds, kept step by step. One process does so at a time: the others wait, and find it done."""
        with self._alone():
            index, known = self._load(encoder), None
            if index is None:
                index, known = self._empty(encoder), recovered(self.folder, encoder)
            return self._updated(index, progress, known, self._saved)

    def _saved(self, index: Index) -> Index:
        with told(self.folder):
            return index.save(self.folder)

    def _updated(
        self, index: Index, progress: Progress | None, known: Known | None, keep: Callable[[Index], Index] | None = None
    ) -> Index:
        """`index` brought to what the store holds, so many clauses at a time; what was kept after a step is not done again.

        Texts whose vectors are `known` are not encoded; None are those in `index`.
        """
        stored, held = self._store.versions(), _held(index)
        gone = [name for name, version in held.items() if stored.get(name) != version]
        new = [name for name, version in stored.items() if held.get(name) != version]
        before = known or index.known  # what replaces a document shares most of its texts
        if gone:
            index = index.without(gone)
            index = keep(index) if keep and not new else index
        total = self._store.count_clauses(new) if new else 0
        done = 0

        def encoded(at: int, of: int) -> None:
            self.encoding = done + round(size * at / of), total
            if progress:
                progress(*self.encoding)

        self.encoding = 0, 0
        try:
            for batch in self._batches(new, stored):
                size = sum(len(entries) for _, _, entries in batch)
                index = index.added(batch, before, encoded)
                index = keep(index) if keep else index
                done += size
        finally:
            self.encoding = None
        return index

    def _batches(self, names: Sequence[str], versions: Mapping[str, str]) -> Iterator[list[NewDocument]]:
        batch: list[NewDocument] = []
        size = 0
        for name in names:
            document = self._store.document(name)
            entries = [entry_of(document, clause) for clause in document.clauses if clause.level not in FRAME_LEVELS]
            batch.append((name, versions[name], entries))
            size += len(entries)
            if size >= _BATCH:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _load(self, encoder: Encoder) -> Index | None:
        if self._address:
            from search.milvus.remote import RemoteIndex

            return RemoteIndex.opened(self.folder, encoder, self._connected(encoder))
        if not self.folder.exists():
            return None
        try:
            return Index.load(self.folder, encoder)
        except (ModelError, OSError, ValueError, KeyError, RuntimeError):  # FAISS raises the last
            return None  # damaged or of another model: it is derived data and is made again

    def _empty(self, encoder: Encoder) -> Index:
        if not self._address:
            return Index(encoder)
        from search.milvus.remote import RemoteIndex  # what only an index on a server needs

        return RemoteIndex(encoder, self._connected(encoder))

    def _connected(self, encoder: Encoder) -> MilvusBackend:
        if self._remote is None:
            from search.milvus.backend import MilvusBackend

            self._remote = MilvusBackend(self._address or "", encoder.name, encoder.dimension)
        return self._remote

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process changes the index within."""
        from filelock import FileLock  # most questions find the index as it should be

        lock = FileLock(self.folder.with_name(f"{self.folder.name}.lock"))
        with told(self.folder):
            lock.acquire()
        try:
            yield
        finally:
            lock.release()


def _held(index: Index) -> dict[str, str]:
    """The versions of the documents that `index` holds, by their ids."""
    return {name: document.version for name, document in index.documents.items()}
