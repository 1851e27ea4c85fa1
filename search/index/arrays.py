"""Arrays in a folder, one file each, mapped into memory: what a search does not touch is never read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def save_arrays(folder: Path, arrays: Mapping[str, Array]) -> None:
    """Write each of `arrays` as `NAME.npy` into `folder`, down to the disk; the folder is made.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        with (folder / f"{name}.npy").open("wb") as file:
            np.save(SimpleNamespace(write=file.write), array)  # what numpy writes by itself fails without a reason
            file.flush()
            os.fsync(file.fileno())


def load_arrays(folder: Path, names: tuple[str, ...]) -> dict[str, Array]:
    """The arrays that `save_arrays` wrote, read-only.

    Raises:
        OSError, ValueError: one is missing or damaged.
    """
    try:
        # Plain arrays over the mapped files: slicing numpy's own kind of array for these costs ten times as much.
        return {name: np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in names}
    except EOFError as error:
        raise ValueError(f"An array in {folder} is empty.") from error


def ranges(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of all half-open ranges, one after another.

    >>> ranges(np.array([3, 7, 10]), np.array([5, 7, 12])).tolist()
    [3, 4, 10, 11]
    """
    sizes = ends - starts
    before = np.cumsum(sizes) - sizes
    return np.asarray(np.arange(sizes.sum()) + np.repeat(starts - before, sizes), np.int64)
