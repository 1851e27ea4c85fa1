"""The entries of an index in a Milvus collection: for more clauses than one computer should hold.

Two collections. `dieukhoan_NAME` has a row a window (`search/milvus/rows.py`); `dieukhoan_NAME_documents` has a row for each document that is held completely,
written after its windows and removed before them. Only what is listed there answers, so that an interrupted load shows nothing half; what it leaves is deleted
when its document is loaded again. Workers need no lock as long as none loads another one's document.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.errors import BackendError, ModelError
from search.index.backend import EVERYTHING, Asked, Candidates, Scope
from search.milvus.link import Address, connect, disconnect, explained
from search.milvus.rows import COLUMNS, TEXT_LIMIT, Row, StoredDocument, candidates_of, listing, rows_of, words_of

_Item = TypeVar("_Item")

#: Raised whenever the same documents would give other rows.
_LAYOUT = 1
#: The row of the documents' collection that says what the collection is; no document's id begins so.
_ABOUT = "@about"
#: Rows sent at once, and windows after which documents are listed as held: some 8 MB of the 64 MB that a server takes, and what an interruption costs.
_ROWS = 1000
#: Values in one list of a filter; longer ones become several questions, whose answers are merged.
_LIST = 5000
#: Entries whose windows are fetched at once.
_FETCH = 500
_ID_BYTES = 1024
#: Seconds for a question, and for what changes the collection.
_ASK, _CHANGE = 30.0, 120.0
#: A question sees what this process wrote, without the fifth of a second that `Strong` waits for what others wrote.
_SESSION, _STRONG = "Session", "Strong"


class MilvusBackend:
    """A backend (`search/index/backend.py`) over the collections that `address` names; they are made where they are missing."""

    def __init__(self, address: str, encoder: str, dimension: int) -> None:
        """`address`: see `search/milvus/link.py`; `encoder`, `dimension`: whose vectors, and how long.

        Raises:
            InputError: the address is not understood.
            BackendError: the server cannot be reached or used, or the collections have another layout.
            ModelError: they hold another encoder's vectors.
        """
        self._address = Address.parse(address)
        self._windows = f"dieukhoan_{self._address.name}"
        self._documents = f"{self._windows}_documents"
        self._client = connect(self._address)
        try:
            with explained(self._address):
                self._open(encoder, dimension)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Leave the server; a file is free for other programs then."""
        disconnect(self._address, self._client)

    def __enter__(self) -> MilvusBackend:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def candidates(self, asked: Asked, n: int, scope: Scope) -> Candidates:
        """The entries of the `n` nearest windows and the `n` entries that are best by words, united, among those in `scope`."""
        with explained(self._address):
            keys: set[str] = set()
            if asked.vector is not None:
                keys.update(key for _, key in self._best("vector", asked.vector, n, scope, {"ef": 2 * n}))
            if words := words_of(asked):
                keys.update(key for _, key in self._best("words", words, n, scope, {}))
            columns = [*COLUMNS, "vector"] if asked.vector is not None else list(COLUMNS)
            rows = self._select(self._windows, "entry", sorted(keys), columns, _SESSION)
            named = self._select(self._documents, "id", sorted({row["document"] for row in rows}), ["name"], _SESSION)
        names = {row["id"]: row["name"] for row in named}
        return candidates_of(asked, [row for row in rows if row["document"] in names], names)

    def least(self, query: NDArray[np.float32], scope: Scope = EVERYTHING) -> float:
        """The lowest cosine that `query`, `(dimension,)`, has with what is in `scope`: the farthest window is the nearest to its opposite; 0 where nothing is."""
        with explained(self._address):
            hits = self._best("vector", -query, 1, scope, {"ef": 64})
        return -hits[0][0] if hits else 0.0

    def vectors_of(self, key: str) -> NDArray[np.float32]:
        """The vectors of the windows of an entry, in order: `(n_windows, dimension)`.

        Raises:
            KeyError: no such entry.
        """
        with explained(self._address):
            rows = self._select(self._windows, "entry", [key], ["window", "vector"], _SESSION)
        if not rows:
            raise KeyError(key)
        return np.array([row["vector"] for row in sorted(rows, key=lambda row: int(row["window"]))], np.float32)

    def update(
        self, gone: Collection[str], documents: Iterable[StoredDocument], progress: Callable[[int], None] | None = None
    ) -> None:
        """Remove the documents `gone` and write `documents`, each in place of what it was.

        Every thousand windows the documents that are complete are listed as held, and `progress` gets their number so far: after an interruption the rest is
        what `versions` does not list. Several processes may do this at once, each with documents of its own.
        """
        done = 0
        with explained(self._address):
            for some in _slices(sorted(gone), _LIST):
                self._remove(some)
            for batch in _batches(documents):
                self._load(batch)
                done += len(batch)
                if progress is not None:
                    progress(done)
            if self._address.lite:  # what is not flushed is searched twenty times more slowly there
                self._client.flush(self._windows)

    def versions(self) -> dict[str, str]:
        """The version of each document that is held completely, by its id, whoever wrote it."""
        found: dict[str, str] = {}
        with explained(self._address):
            pages = self._client.query_iterator(
                self._documents, filter="", output_fields=["id", "version"], batch_size=_ROWS,
                consistency_level=_STRONG, timeout=_ASK,
            )  # fmt: skip
            try:
                while page := pages.next():
                    found.update((row["id"], row["version"]) for row in page)
            finally:
                pages.close()
        found.pop(_ABOUT, None)
        return found

    def _open(self, encoder: str, dimension: int) -> None:
        from pymilvus import DataType

        text = {"datatype": DataType.VARCHAR, "max_length": _ID_BYTES}
        long = {"datatype": DataType.VARCHAR, "max_length": TEXT_LIMIT}
        # Milvus wants a vector in each collection, and takes two dimensions at least.
        self._make(
            self._documents,
            {
                "id": text | {"is_primary": True},
                "version": text,
                "rows": {"datatype": DataType.INT64},
                "name": long,
                "unused": {"datatype": DataType.FLOAT_VECTOR, "dim": 2},
            },
            {"unused": {"index_type": "FLAT", "metric_type": "IP"}},
        )
        self._agree({"layout": _LAYOUT, "encoder": encoder, "dimension": dimension})
        nearest = {"index_type": "HNSW", "metric_type": "IP", "params": {"M": 24, "efConstruction": 200}}
        self._make(
            self._windows,
            {
                "id": text | {"is_primary": True},
                "document": text,
                "level": text,
                "entry": text,
                "window": {"datatype": DataType.INT64},
                "start": {"datatype": DataType.INT64},
                "stop": {"datatype": DataType.INT64},
                "length": {"datatype": DataType.INT64},
                "terms": long,
                "vector": {"datatype": DataType.FLOAT_VECTOR, "dim": dimension},
                "words": {"datatype": DataType.SPARSE_FLOAT_VECTOR},
            },
            {
                "vector": {"index_type": "FLAT", "metric_type": "IP"} if self._address.lite else nearest,
                "words": {"index_type": "SPARSE_INVERTED_INDEX", "metric_type": "IP"},
                "document": {"index_type": "INVERTED"},
                "entry": {"index_type": "INVERTED"},
            },
        )

    def _make(self, name: str, columns: dict[str, Row], indexes: dict[str, Row]) -> None:
        """Have the collection `name` ready to be searched, whatever of it is there; another worker may do the same at the same time."""
        if not self._exists(name):
            schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
            for column, kind in columns.items():
                schema.add_field(column, **kind)
            with self._unless(self._exists, name):
                self._client.create_collection(name, schema=schema, timeout=_CHANGE)
        for column, index in indexes.items():
            if self._indexed(name, column):
                continue
            wanted = self._client.prepare_index_params()
            wanted.add_index(column, index_name=column, **index)
            with self._unless(self._indexed, name, column):
                # Waiting for an index takes half a second, and these are empty.
                self._client.create_index(name, wanted, timeout=_CHANGE, sync=False)
        self._client.load_collection(name, timeout=_CHANGE)

    def _exists(self, name: str) -> bool:
        return bool(self._client.has_collection(name, timeout=_ASK))

    def _indexed(self, name: str, column: str) -> bool:
        return column in self._client.list_indexes(name, timeout=_ASK)

    @contextlib.contextmanager
    def _unless(self, made: Callable[..., bool], *what: str) -> Iterator[None]:
        """Let what Milvus raises pass where another worker has `made` the same (`what`) meanwhile."""
        from pymilvus import MilvusException

        try:
            yield
        except MilvusException:
            if not made(*what):
                raise

    def _agree(self, about: dict[str, Any]) -> None:
        """See that the collections are what `about` says; new ones are, from now on."""
        # Asked first: who makes the collections writes the row before the second one.
        filled = self._exists(self._windows)
        rows = self._select(self._documents, "id", [_ABOUT], ["version"], _STRONG)
        if not rows:
            if filled:
                raise self._other_layout()
            row = {"id": _ABOUT, "version": json.dumps(about), "rows": 0, "name": "", "unused": [0.0, 1.0]}
            self._client.upsert(self._documents, [row], timeout=_CHANGE)
            return
        found = json.loads(rows[0]["version"])
        if found.get("layout") != _LAYOUT:
            raise self._other_layout()
        if found != about:
            raise ModelError(
                f"The collection {self._windows} holds vectors of {found['encoder']} ({found['dimension']} numbers each), not of "
                f"{about['encoder']} ({about['dimension']}); name another collection in the address, or search with that model."
            )

    def _other_layout(self) -> BackendError:
        return BackendError(
            f"The collection {self._windows} at {self._address.shown} was written by another version; name another one in the address and index again."
        )

    def _best(self, column: str, vector: Any, n: int, scope: Scope, params: dict[str, int]) -> list[tuple[float, str]]:
        """The `n` rows in `scope` that have the largest inner product with `vector`, best first: it, and the row's entry."""
        hits: list[tuple[float, str]] = []
        for expression in _filters(scope):
            (found,) = self._client.search(
                self._windows, [vector], anns_field=column, limit=n, filter=expression, output_fields=["entry"],
                search_params={"metric_type": "IP", "params": params}, consistency_level=_SESSION, timeout=_ASK,
            )  # fmt: skip
            hits += [(float(hit["distance"]), str(hit["entity"]["entry"])) for hit in found]
        hits.sort(key=lambda hit: -hit[0])
        return hits[:n]

    def _select(self, collection: str, column: str, values: Sequence[str], columns: list[str], level: str) -> list[Row]:
        """The rows whose `column` is one of `values`."""
        rows: list[Row] = []
        for some in _slices(values, _FETCH):
            rows += self._client.query(
                collection, filter=_one_of(column, some), output_fields=columns, consistency_level=level, timeout=_ASK
            )
        return rows

    def _remove(self, documents: Sequence[str]) -> None:
        """Unlist `documents`, then delete their windows, also those of an interrupted load."""
        for collection, column in ((self._documents, "id"), (self._windows, "document")):
            self._client.delete(
                collection, filter=_one_of(column, documents), consistency_level=_STRONG, timeout=_CHANGE
            )

    def _load(self, documents: Sequence[StoredDocument]) -> None:
        """Write `documents` in place of what they were, then list them."""
        self._remove([document.id for document in documents])
        listed = []
        for document in documents:
            n_rows = 0
            for rows in _slices(rows_of(document), _ROWS):
                # A batch that is sent again after a broken connection must not stand there twice.
                self._client.upsert(self._windows, rows, timeout=_CHANGE)
                n_rows += len(rows)
            listed.append(listing(document, n_rows) | {"unused": [0.0, 1.0]})
        self._client.upsert(self._documents, listed, timeout=_CHANGE)


def _batches(documents: Iterable[StoredDocument]) -> Iterator[list[StoredDocument]]:
    """Documents of about `_ROWS` windows together."""
    batch: list[StoredDocument] = []
    windows = 0
    for document in documents:
        batch.append(document)
        windows += sum(len(entry.spans) for entry in document.entries)
        if windows >= _ROWS:
            yield batch
            batch, windows = [], 0
    if batch:
        yield batch


def _slices(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def _filters(scope: Scope) -> Iterator[str]:
    """Expressions that together let pass what is in `scope`, each row in one of them; none where nothing is."""
    parts = [] if scope.level is None else [_is("level", scope.level)]
    lists = [("document", scope.documents), ("entry", scope.keys)]
    given = sorted(
        ((column, sorted(values)) for column, values in lists if values is not None), key=lambda one: len(one[1])
    )
    if not given:
        yield " and ".join(parts)
    elif given[0][1]:
        *shorter, (column, values) = given
        parts += [_one_of(short, some) for short, some in shorter]
        for some in _slices(values, _LIST):
            yield " and ".join([*parts, _one_of(column, some)])


def _one_of(column: str, values: Sequence[str]) -> str:
    # milvus-lite takes no templates for values.
    return f"{column} in {json.dumps(values, ensure_ascii=False)}"


def _is(column: str, value: str) -> str:
    return f"{column} == {json.dumps(value, ensure_ascii=False)}"
