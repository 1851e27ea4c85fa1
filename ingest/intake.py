"""Files, folders, uploads and addresses into the store, one by one: a bad file is refused and never stops the others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from corpus.errors import DieukhoanError, UnreadableFileError
from corpus.notices import Notice
from corpus.store import Store
from ingest.fetch import fetch
from ingest.file_names import safe_name
from ingest.isolation import JOBS, parse_in_order
from ingest.messages import PARSER, Content, Parsed, Progress
from ingest.readers.formats import HEAD
from ingest.readers.reading import check_size, load


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a visitor sent. The store knows it by its content: two files of one name are two files.

    `name` is what `file_names.safe_name` leaves of the name that was sent.
    """

    name: str
    data: bytes = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", safe_name(self.name))


#: A path, an address as text, or a file that was sent.
Source = Path | str | Upload
AnySource = TypeVar("AnySource", bound=Source)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `clauses` is their number, `error` the sentence of a refusal, `notices` are the warnings with their places."""

    source: str
    status: Literal["added", "updated", "unchanged", "refused"]
    document_id: str | None
    clauses: int
    warnings: tuple[str, ...]
    error: str | None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Job:
    """A loaded source; `key` is what the store knows it by, `sha256` that of its content."""

    source: Source
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
    sources: Iterable[Source],
    store: Store,
    listener: Callable[[Source, Progress], None] | None = None,
    jobs: int = JOBS,
    groups: Collection[str] | None = None,
    inner: bool = True,
) -> Iterator[Outcome]:
    """Read each file, `jobs` at a time, split it and keep it in `store`; a file seen before is skipped.

    `listener` hears how far a source is, in another thread. Members of `groups` may see what is new, None is everyone.
    `inner` says whether addresses of the inner network are fetched. Several processes may do so in one home.
    """

    def heard(job: _Job | Outcome, progress: Progress) -> None:
        if listener and isinstance(job, _Job):
            listener(job.source, progress)

    for job, result in parse_in_order(_jobs(sources, store, inner), jobs, heard):
        if isinstance(job, Outcome):
            yield job
            continue
        try:
            yield _keep(job, result, store, groups)
        except DieukhoanError as error:
            yield refusal(job.source, error)


def _jobs(sources: Iterable[Source], store: Store, inner: bool) -> Iterator[tuple[_Job | Outcome, Content | None]]:
    for source in sources:
        try:
            job = _load(source, inner)
            known = store.known_source(job.key, job.sha256, PARSER)
        except DieukhoanError as error:
            yield refusal(source, error), None
        else:
            yield job, None if known else job.content


def _load(source: Source, inner: bool) -> _Job:
    if isinstance(source, Upload):
        check_size(len(source.data), source.data[:HEAD], source.name)
        content = Content(source.data, source.name)
    else:
        content = Content(load(source), safe_name(source.name)) if isinstance(source, Path) else fetch(source, inner)
    sha256 = hashlib.sha256(content.data).hexdigest()
    return _Job(source, content, _key(source, sha256), sha256)


def _key(source: Source, sha256: str) -> str:
    """What the store knows `source` by, whose content has this hash."""
    if isinstance(source, Upload):
        return f"upload:{sha256}"
    return _written(source.resolve()) if isinstance(source, Path) else source


def _named(source: Source) -> str:
    return source.name if isinstance(source, Upload) else _written(source)


def _written(source: Path | str) -> str:
    r"""As it is, but for bytes of a path that are no letters, which no text can hold: `\udcff`."""
    return str(source).encode("utf-8", "backslashreplace").decode()


def _keep(job: _Job, result: Parsed | DieukhoanError | None, store: Store, groups: Collection[str] | None) -> Outcome:
    # Asked again: the files before this one are stored only now.
    known = store.known_source(job.key, job.sha256, PARSER)
    if known:
        return Outcome(_named(job.source), "unchanged", known, len(store.document(known).clauses), (), None)
    if result is None:
        ((_, result),) = parse_in_order([(job, job.content)])
    if not isinstance(result, Parsed):
        raise result or UnreadableFileError(f"{_named(job.source)} was not read; ingest it again.")
    return keep(job.source, job.content, result, store, groups=groups)


def keep(
    source: Source,
    content: Content,
    parsed: Parsed,
    store: Store,
    renews: str | None = None,
    groups: Collection[str] | None = None,
) -> Outcome:
    """Store what was read from `source`, in the place of the document `renews` if that is given; for `groups` see `Store.add`.

    Raises:
        UnreadableFileError: it holds no clause, or is stored already under another id than `renews`.
        UnknownIdError: no document `renews`.
    """
    if not parsed.document.clauses:
        raise UnreadableFileError(f"{content.name} holds no clause; check that it is the document you meant.")
    key = _key(source, parsed.document.source.sha256)
    status, document = store.add(parsed.document, content.data, key, PARSER, parsed.notices, renews, groups)
    return Outcome(_named(source), status, document.id, len(document.clauses), parsed.warnings, None, parsed.notices)


def refusal(source: Source, error: DieukhoanError) -> Outcome:
    """That `source` was refused, and why."""
    return Outcome(_named(source), "refused", None, 0, (), str(error))
