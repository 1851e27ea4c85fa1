"""Nearest vectors by inner product, exactly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class DenseIndex:
    """A flat FAISS index of the passages' vectors (unit rows, so inner product is cosine)."""

    def __init__(self, index: Any) -> None:
        """`index`: a FAISS index; use `build` or `load`."""
        self._index = index
        self._mean: Vectors | None = None

    @classmethod
    def build(cls, vectors: Vectors) -> DenseIndex:
        """Index `vectors`: `(n_passages, dimension)` float32, unit rows."""
        import faiss  # native code that only searching needs

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return cls(index)

    def nearest(self, query: Vectors, n: int, allowed: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        """The `n` passages nearest to `query` (`(dimension,)`), best first; only those in `allowed` if given."""
        import faiss

        if self._index.ntotal == 0 or (allowed is not None and not len(allowed)):
            return np.zeros(0, dtype=np.int64)
        parameters = None
        if allowed is not None:
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]
        _, found = self._index.search(query[None, :], min(n, self._index.ntotal), params=parameters)
        return np.asarray(found[0][found[0] >= 0], dtype=np.int64)

    def vectors(self) -> Vectors:
        """All vectors, `(n_passages, dimension)` float32."""
        import faiss

        flat = faiss.rev_swig_ptr(self._index.get_xb(), self._index.ntotal * self._index.d)
        return np.asarray(flat, dtype=np.float32).reshape(self._index.ntotal, self._index.d)

    def least(self, query: Vectors) -> float:
        """The lowest cosine that `query` has with any passage: the farthest one is the nearest to its opposite."""
        farthest = self.nearest(-query, 1)
        return float(self.vectors()[farthest[0]] @ query) if len(farthest) else 0.0

    def mean(self) -> Vectors:
        """The mean of all vectors, `(dimension,)`; not of unit length."""
        if self._mean is None:
            self._mean = self.vectors().mean(axis=0)
        return self._mean

    def save(self, path: Path) -> None:
        """Write the index to `path`."""
        import faiss

        faiss.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Read what `save` wrote."""
        import faiss

        return cls(faiss.read_index(str(path)))
