"""What measurements share and runs keep, so that a second run takes minutes: vectors, and a home with all documents.

Both are of the code that they were made by: where a module is another one, they are made anew.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

import numpy as np

from corpus.store import Store
from ingest import ingest_files
from search import Encoder
from search.encoding.encoder import Progress, Vectors
from tests.conftest import ROOT

#: What decides how documents are read and indexed, and what texts become.
_READING = ("corpus", "ingest", "search")
_ENCODING = ("search/encoding",)


class Remembering:
    """An encoder that encodes a passage once, in this run and in those before it that used `folder`."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        self.name, self.dimension, self.tokens, self.backend = (
            encoder.name, encoder.dimension, encoder.tokens, encoder.backend,
        )  # fmt: skip
        digest = _digest([(ROOT, _files(ROOT, _ENCODING))], encoder.name, metadata.version("openvino"))
        self._path = folder / f"vectors-{digest}.npz"
        self._known: dict[str, Vectors] = {}
        if self._path.exists():
            with np.load(self._path) as kept:
                self._known = dict(zip(map(str, kept["keys"]), kept["vectors"], strict=True))

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            self._known |= zip(new, self._encoder.encode_passages(list(new.values()), progress), strict=True)
            np.savez(self._path, keys=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))
        return np.stack([self._known[key] for key in keys])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.encode_queries(texts)


def kept_home(name: str, files: Sequence[Path], folder: Path) -> Path:
    """A home in `folder` with `files` ingested, not indexed; the one before of that name is removed when it is made anew."""
    home = folder / f"{name}-{digest_of(files)}"
    if not home.exists():
        for older in folder.glob(f"{name}-*"):
            shutil.rmtree(older)
        making = folder / f"{name}-making"
        print(f"reading {len(files)} files into {home.name}, which takes minutes …", file=sys.stderr, flush=True)
        with Store(making) as store:
            for _ in ingest_files(files, store):
                pass
        making.rename(home)
    return home


def digest_of(files: Iterable[Path]) -> str:
    """A hash of `files`, with their names, and of the code that reads and indexes them."""
    return _digest([(Path("/"), (path.resolve() for path in files)), (ROOT, _files(ROOT, _READING))])


def _files(root: Path, folders: Sequence[str]) -> Iterable[Path]:
    return (path for name in folders for path in (root / name).rglob("*") if "__pycache__" not in path.parts)


def _digest(groups: Iterable[tuple[Path, Iterable[Path]]], *words: str) -> str:
    digest = hashlib.sha256("\0".join(words).encode())
    for root, paths in groups:
        for path in sorted(path for path in paths if path.is_file()):
            digest.update(f"{path.relative_to(root)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
