"""Files, folders and addresses into the store, one by one: a bad file is refused and never stops the others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from corpus.errors import DieukhoanError, UnreadableFileError
from corpus.store import Store
from ingest.fetch import fetch
from ingest.isolation import parse_in_order
from ingest.parsing import PARSER, Parsed
from ingest.reading import load
from ingest.worker import Content, Progress

#: A path, or an address as text.
Source = Path | str
AnySource = TypeVar("AnySource", bound=Source)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `clauses` is their number, `error` the sentence of a refusal."""

    source: str
    status: Literal["added", "updated", "unchanged", "refused"]
    document_id: str | None
    clauses: int
    warnings: tuple[str, ...]
    error: str | None


@dataclass(frozen=True, slots=True)
class _Job:
    """A loaded source; `key` is what the store knows it by, `sha256` that of its content."""

    source: str
    content: Content
    key: str
    sha256: str


def find_files(sources: Iterable[AnySource]) -> list[AnySource | Path]:
    """The files that `sources` name, those of folders in order of their names; hidden ones are left out, addresses stay."""
    found: list[AnySource | Path] = []
    for source in sources:
        if isinstance(source, Path) and source.is_dir():
            inside = (
                item
                for item in source.rglob("*")
                if not any(part.startswith(".") for part in item.relative_to(source).parts)
            )
            found += sorted(item for item in inside if not item.is_dir())
        else:
            found.append(source)
    return found


def ingest_files(
    sources: Iterable[Source], store: Store, listener: Callable[[str, Progress], None] | None = None
) -> Iterator[Outcome]:
    """Read each file, split it and keep it in `store`; a file seen before is skipped.

    `listener` hears how far a source is, in another thread.
    """

    def heard(job: _Job | Outcome, progress: Progress) -> None:
        if listener:
            listener(job.source, progress)

    for job, result in parse_in_order(_jobs(sources, store), listener=heard):
        if isinstance(job, Outcome):
            yield job
            continue
        try:
            yield _keep(job, result, store)
        except DieukhoanError as error:
            yield _refusal(job.source, error)


def _jobs(sources: Iterable[Source], store: Store) -> Iterator[tuple[_Job | Outcome, Content | None]]:
    for source in sources:
        try:
            job = _load(source)
        except DieukhoanError as error:
            yield _refusal(str(source), error), None
        else:
            yield job, None if store.known_source(job.key, job.sha256, PARSER) else job.content


def _load(source: Source) -> _Job:
    if isinstance(source, Path):
        content, key = Content(load(source), source.name), str(source.resolve())
    else:
        content, key = fetch(source), source
    return _Job(str(source), content, key, hashlib.sha256(content.data).hexdigest())


def _keep(job: _Job, result: Parsed | DieukhoanError | None, store: Store) -> Outcome:
    # Asked again: the files before this one are stored only now.
    known = store.known_source(job.key, job.sha256, PARSER)
    if known:
        return Outcome(job.source, "unchanged", known, len(store.document(known).clauses), (), None)
    if result is None:
        ((_, result),) = parse_in_order([(job, job.content)])
    if not isinstance(result, Parsed):
        raise result or UnreadableFileError(f"{job.source} was not read; ingest it again.")
    if not result.document.clauses:
        raise UnreadableFileError(f"{job.content.name} holds no clause; check that it is the document you meant.")
    status, document = store.add(result.document, job.content.data, job.key, PARSER, result.warnings)
    return Outcome(job.source, status, document.id, len(document.clauses), result.warnings, None)


def _refusal(source: str, error: DieukhoanError) -> Outcome:
    return Outcome(source, "refused", None, 0, (), str(error))
