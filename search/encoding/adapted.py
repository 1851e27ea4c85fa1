"""The bundled model for questions: changes that training makes of its weights, in 8 bits, to be added to them (docs/model.md).

Passages are encoded with the weights as the wheel carries them, so no index knows of these changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Changes = Mapping[str, NDArray[np.float32]]


def pack(changes: Changes, path: Path) -> None:
    """Write `changes` (by the names of transformers' BertModel) into `path`: matrices in 8 bits a weight, a scale a row."""
    kept: dict[str, NDArray[np.generic]] = {}
    for name, change in changes.items():
        if change.ndim < 2:
            kept[name] = change.astype(np.float16)
            continue
        scales = (np.abs(change).max(axis=1, keepdims=True) / 127).astype(np.float16)
        kept[name] = np.round(change / np.maximum(scales.astype(np.float32), 1e-12)).clip(-127, 127).astype(np.int8)
        kept[f"{name}:scales"] = scales
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, allow_pickle=False, **kept)


def unpack(path: Path) -> Changes:
    """What `pack` wrote, as float32."""
    with np.load(path) as data:
        return {
            name: data[name].astype(np.float32)
            * (data[f"{name}:scales"].astype(np.float32) if data[name].ndim > 1 else 1)
            for name in data.files
            if not name.endswith(":scales")
        }


def digest(path: Path) -> str:
    """Eight hex digits that name the content of `path`."""
    return hashlib.blake2b(path.read_bytes(), digest_size=4).hexdigest()
