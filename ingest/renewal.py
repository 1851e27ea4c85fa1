"""Stored documents read again: from another file that takes a document's place, or from their originals by the present parser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Literal, TypeAlias

from corpus.document import Document
from corpus.errors import DieukhoanError, StoreError, UnreadableFileError
from corpus.store import Store
from ingest.intake import Outcome, Upload, keep, refusal
from ingest.isolation import parse_in_order
from ingest.messages import PARSER, Content, Parsed, Progress

#: What parsing gives of a document; its status is what other documents say.
_READ = tuple(item.name for item in fields(Document) if item.name != "status")
#: A stored document's id with its original, or with the error that keeps it from being read.
_Original: TypeAlias = tuple[str, Content | DieukhoanError]


def read_upload(upload: Upload, listener: Callable[[Progress], None] | None = None) -> Parsed:
    """The document in `upload`, which is stored nowhere; `listener` hears how far it is, in another thread.

    Raises:
        UnreadableFileError: the file is refused.
    """

    def heard(_: Upload, progress: Progress) -> None:
        if listener:
            listener(progress)

    ((_, result),) = parse_in_order([(upload, Content(upload.data, upload.name))], jobs=1, listener=heard)
    if not isinstance(result, Parsed):
        raise result or UnreadableFileError(f"{upload.name} was not read; send it again.")
    return result


def renew(document_id: str, upload: Upload, parsed: Parsed, store: Store) -> Outcome:
    """Put `parsed`, read from `upload`, in the place of a stored document, which keeps its id whatever the number says.

    Raises:
        UnknownIdError: no such document.
        UnreadableFileError: it holds no clause, or is stored already under another id.
    """
    return keep(upload, Content(upload.data, upload.name), parsed, store, document_id)


def read_again(
    document_ids: Iterable[str], store: Store, listener: Callable[[str, Progress], None] | None = None
) -> Iterator[Outcome]:
    """Read the originals of stored documents anew; a document whose original is refused stays as it is.

    `listener` hears how far a document is, in another thread.
    """

    def heard(job: _Original, progress: Progress) -> None:
        if listener:
            listener(job[0], progress)

    for (document_id, content), result in parse_in_order(_originals(document_ids, store), listener=heard):
        try:
            yield _renewed(document_id, content, result, store)
        except DieukhoanError as error:
            yield refusal(document_id, error)


def _originals(document_ids: Iterable[str], store: Store) -> Iterator[tuple[_Original, Content | None]]:
    for document_id in document_ids:
        try:
            content = _original(document_id, store)
        except DieukhoanError as error:
            yield (document_id, error), None
        else:
            yield (document_id, content), content


def _original(document_id: str, store: Store) -> Content:
    document = store.document(document_id)
    try:
        data = store.original(document).read_bytes()
    except OSError as error:
        raise StoreError(
            f"The original of {document_id} cannot be read ({error.strerror or error}); the document stays as it is, replace it by its file."
        ) from error
    return Content(data, document.source.name, document.source.url)


def _renewed(
    document_id: str, content: Content | DieukhoanError, result: Parsed | DieukhoanError | None, store: Store
) -> Outcome:
    if not isinstance(content, Content):
        raise content
    if not isinstance(result, Parsed):
        raise result or StoreError(f"{document_id} was not read; try again.")
    if not result.document.clauses:
        raise UnreadableFileError(f"The original of {document_id} gives no clause now; the document stays as it is.")
    before = store.document(document_id)
    if before.source.sha256 == result.document.source.sha256:  # else it was replaced meanwhile
        store.add(result.document, content.data, None, PARSER, result.notices, document_id)
    after = store.document(document_id)
    same = all(getattr(before, name) == getattr(after, name) for name in _READ)
    status: Literal["updated", "unchanged"] = "unchanged" if same else "updated"
    return Outcome(document_id, status, document_id, len(after.clauses), result.warnings, None, result.notices)
