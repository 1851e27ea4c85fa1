"""Files and folders into the store, one by one: a bad file is refused and never stops the others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.errors import DieukhoanError, UnreadableFileError
from corpus.store import Store
from ingest.parsing import PARSER, parse
from ingest.reading import load, read_bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `clauses` is their number, `error` the sentence of a refusal."""

    source: str
    status: Literal["added", "updated", "unchanged", "refused"]
    document_id: str | None
    clauses: int
    warnings: tuple[str, ...]
    error: str | None


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The files that `paths` name, those of folders in order of their names; hidden ones are left out."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (
                item
                for item in path.rglob("*")
                if not any(part.startswith(".") for part in item.relative_to(path).parts)
            )
            found += sorted(item for item in inside if not item.is_dir())
        else:
            found.append(path)
    return found


def ingest_files(files: Iterable[Path], store: Store) -> Iterator[Outcome]:
    """Read each file, split it and keep it in `store`; a file seen before is skipped."""
    for path in files:
        try:
            yield _ingest(path, store)
        except DieukhoanError as error:
            yield Outcome(str(path), "refused", None, 0, (), str(error))


def _ingest(path: Path, store: Store) -> Outcome:
    data = load(path)
    key = str(path.resolve())
    known = store.known_source(key, hashlib.sha256(data).hexdigest(), PARSER)
    if known:
        return Outcome(str(path), "unchanged", known, len(store.document(known).clauses), (), None)
    parsed = parse(read_bytes(data, path.name))
    if not parsed.document.clauses:
        raise UnreadableFileError(f"{path.name} holds no clause; check that it is the document you meant.")
    status, document = store.add(parsed.document, data, key, PARSER, parsed.warnings)
    return Outcome(str(path), status, document.id, len(document.clauses), parsed.warnings, None)
