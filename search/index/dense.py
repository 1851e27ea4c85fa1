"""Nearest vectors by inner product: exactly while that is cheap, through cells beyond.

Up to `EXACT` vectors one product of all of them with the question is as fast as any structure and needs no library to load. Above that FAISS
keeps them a second time, in cells (IVF) and in eight bits a number; what the nearest cells propose is judged by the exact vectors, so only a
vector in a far cell can be missed. `tests/benchmarks/scale` draws the curves that these numbers were chosen from. Both files are mapped into memory.
"""

from __future__ import annotations

import os
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import load_arrays, save_arrays

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]

#: So many vectors are compared one by one; so few as a filter admits are too, whatever the size of the index.
EXACT, FEW = 50_000, 10_000
#: Cells looked into, of 4·√n; the candidates taken from them, for each that is wanted.
_PROBES = 96
_OVERFETCH = 2
#: Vectors for each cell from which the cells are learnt, at most and at least, and rounds of learning.
_TRAINING, _FEWEST, _ROUNDS = 64, 40, 8
#: The lowest cosine is sought among so many vectors at most.
_SAMPLE = 1_024
_VECTORS, _CELLS = "vectors", "cells.faiss"


class DenseIndex:
    """The passages' vectors (unit rows, so inner product is cosine)."""

    def __init__(self, vectors: Vectors, cells: Any | None) -> None:
        """`vectors`: `(n, dimension)`; `cells`: a FAISS index of the same, where there are many. Use `build` or `load`."""
        self.vectors = vectors
        self._cells = cells

    @classmethod
    def build(cls, vectors: Vectors, exact: int = EXACT) -> DenseIndex:
        """Index `vectors`: `(n, dimension)` float32, unit rows; more than `exact` of them get cells."""
        return cls(vectors, _celled(vectors) if len(vectors) > exact else None)

    @staticmethod
    @cache
    def _on_one_thread() -> None:
        """Products of a question with vectors are bound by memory, and more threads mostly wait for each other: two on two busy cores take twice as long as one."""
        from threadpoolctl import threadpool_limits

        threadpool_limits(1, user_api="blas")  # process-wide; OpenVINO has threads of its own

    def nearest(self, query: Vectors, n: int, admitted: NDArray[np.bool_] | None = None) -> tuple[Rows, Vectors]:
        """The `n` rows nearest to `query` (`(dimension,)`) in any order, and their cosines; only rows that `admitted` marks, if given."""
        self._on_one_thread()
        if self._cells is not None and (admitted is None or np.count_nonzero(admitted) > FEW):
            rows = self._proposed(query, _OVERFETCH * n, admitted)
            cosines = self.vectors[rows] @ query
        elif admitted is not None:
            rows = np.flatnonzero(admitted)
            cosines = self.vectors[rows] @ query
        else:
            rows, cosines = np.arange(len(self.vectors)), self.vectors @ query
        if len(rows) > n:
            best = np.argpartition(-cosines, n - 1)[:n]
            rows, cosines = rows[best], cosines[best]
        return rows, cosines

    def least(self, query: Vectors, admitted: NDArray[np.bool_] | None = None) -> float:
        """The lowest cosine that `query` has with any vector that `admitted` marks, of very many with any of a sample; 1 where there are none."""
        sample = self._sample if admitted is None else self.vectors[_sampled(np.flatnonzero(admitted))]
        return float((sample @ query).min(initial=1.0))

    @cached_property
    def _sample(self) -> Vectors:
        return self.vectors[_sampled(np.arange(len(self.vectors)))]

    def _proposed(self, query: Vectors, n: int, admitted: NDArray[np.bool_] | None) -> Rows:
        import faiss  # native code that only large indexes need

        assert self._cells is not None
        settings: dict[str, Any] = {"nprobe": _PROBES}
        if admitted is not None:
            bits = np.packbits(admitted, bitorder="little")
            settings["sel"] = faiss.IDSelectorBitmap(bits)  # type: ignore[arg-type, call-arg]
        _, found = self._cells.search(query[None, :], n, params=faiss.SearchParametersIVF(**settings))
        return np.asarray(found[0][found[0] >= 0], np.int64)

    def save(self, folder: Path) -> None:
        """Write the index into `folder`."""
        save_arrays(folder, {_VECTORS: self.vectors})
        if self._cells is not None:
            import faiss

            with (folder / _CELLS).open("wb") as file:  # FAISS would not say that the end of a file found no space
                file.write(faiss.serialize_index(self._cells).data)
                file.flush()
                os.fsync(file.fileno())

    @classmethod
    def load(cls, folder: Path) -> DenseIndex:
        """Read what `save` wrote.

        Raises:
            OSError, ValueError, RuntimeError: it is missing or damaged.
        """
        vectors = load_arrays(folder, (_VECTORS,))[_VECTORS]
        cells = folder / _CELLS
        if not cells.exists():
            return cls(vectors, None)
        import faiss

        return cls(vectors, faiss.read_index(str(cells), faiss.IO_FLAG_MMAP_IFC))


def _sampled(rows: Rows) -> Rows:
    """At most `_SAMPLE` of `rows`, evenly: of those that count, whatever lies between them."""
    return rows[:: -(-len(rows) // _SAMPLE) or 1]


def _celled(vectors: Vectors) -> Any:
    import faiss
    from threadpoolctl import threadpool_limits

    n, dimension = vectors.shape
    cells = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        int(min(4 * np.sqrt(n), n // _FEWEST)),
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )
    cells.cp.niter, cells.cp.max_points_per_centroid = _ROUNDS, _TRAINING
    with threadpool_limits(os.cpu_count(), user_api="blas"):
        cells.train(vectors)
        cells.add(vectors)
    return cells
