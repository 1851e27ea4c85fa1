"""The whole way from a file to a document: read, clean, split into lines, find the frame, build the tree, read the metadata."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.citing.identifiers import document_id
from corpus.document import Clause, Discarded, Document, Page, Source, Span
from corpus.errors import ClassifiedError
from corpus.notices import Notice
from ingest.clauses.frame import find_head
from ingest.clauses.lines import Line, split_lines
from ingest.clauses.naming import clause_ids
from ingest.clauses.nodes import Node
from ingest.clauses.structure import build_tree
from ingest.cleaning import clean
from ingest.file_names import safe_name
from ingest.messages import Parsed
from ingest.metadata import read_metadata
from ingest.metadata.letterhead import has_secrecy_mark
from ingest.noticing import notices
from ingest.placing import place_clauses
from ingest.readers.raw import Raw
from ingest.readers.reading import load, read_bytes
from ingest.references import find_references
from ingest.targets import find_targets
from ingest.tasks import find_tasks

#: A document of so many pages loses too much with its unreadable ones; fewer words than this on them are noise.
_SHORT, _FEWEST_WORDS = 4, 20
_WORDS = re.compile(r"[^\W\d_]{2,}")
#: The administrator's consent to documents that bear a mark of secrecy, given by the value 1.
ALLOW_CLASSIFIED = "DIEUKHOAN_ALLOW_CLASSIFIED"


def parse_file(path: Path) -> Parsed:
    """Read and split the document in `path`.

    Raises:
        UnreadableFileError: the file is refused; the message says why and what to do.
    """
    return parse(read_bytes(load(path), safe_name(path.name)))


def parse(raw: Raw) -> Parsed:
    """Split what a reader found into a document of clauses; any text gives a tree.

    Raises:
        ClassifiedError: the document bears a mark of secrecy, and the administrator has not allowed such documents.
    """
    cleaned = clean(raw)
    text, pages = cleaned.text, cleaned.pages
    every = split_lines(text)
    unreadable = [page for page in pages if not page.readable and page.end > page.start]
    kept, left_out = (unreadable, []) if _are_most(unreadable, pages, text) else ([], unreadable)
    lines = [line for line in every if _at(left_out, line.start) is None]
    head = find_head(lines)
    root, discarded = build_tree(lines, head, [Discarded(page.start, page.end, "unreadable page") for page in left_out])
    meta = read_metadata(text, lines, head, root)
    if meta.secrecy or any(
        has_secrecy_mark(repair.original) for repair in cleaned.repairs if repair.kind == "page-break"
    ):
        _refuse_classified(raw.name)
    identity = document_id(meta.number, meta.type, meta.issuer, meta.issued_on, raw.sha256)
    clauses = tuple(_clauses(identity, root, text, pages))
    document = Document(
        id=identity,
        number=str(meta.number) if meta.number else None,
        type=meta.type,
        issuer=meta.issuer,
        place=meta.place,
        issued_on=meta.issued_on,
        title=meta.title,
        signer=meta.signer,
        position=meta.position,
        urgency=meta.urgency,
        secrecy=meta.secrecy,
        effective_on=meta.effective_on,
        metadata_spans=meta.spans,
        basis=meta.basis,
        status=None,
        source=Source(raw.name, raw.sha256, raw.media_type, raw.url),
        text=text,
        pages=pages,
        discarded=discarded,
        repairs=cleaned.repairs,
        clauses=clauses,
        targets=tuple(find_targets(clauses, meta.type, meta.title, meta.issued_on)),
        tasks=find_tasks(text, clauses, meta.type),
        boxes=place_clauses(cleaned.boxes, clauses, text),
        doubts=_doubts(cleaned.doubts, kept, lines),
    )
    document = replace(document, references=find_references(document))
    return Parsed(document, tuple(_placed((*raw.notes, *notices(document, kept)), pages)))


def _placed(found: Iterable[Notice], pages: Sequence[Page]) -> Iterator[Notice]:
    """`found`, those of pages with the places where these begin."""
    starts = {page.number: page.start for page in pages}
    for notice in found:
        yield (
            replace(notice, places=tuple(starts.get(number, 0) for number in notice.pages)) if notice.pages else notice
        )


def _are_most(unreadable: Sequence[Page], pages: Sequence[Page], text: str) -> bool:
    """Whether the text of the `unreadable` pages is most of a short document: rather doubtful words than none.

    Words of other languages and names look unreadable, too.
    """
    words = sum(len(_WORDS.findall(text, page.start, page.end)) for page in unreadable)
    return (
        len(pages) <= _SHORT
        and words >= _FEWEST_WORDS
        and sum(page.end - page.start for page in unreadable) > 0.5 * len(text)
    )


def _doubts(doubts: Sequence[Span], kept: Sequence[Page], lines: Sequence[Line]) -> tuple[Span, ...]:
    """`doubts`, and on the `kept` pages each line as a whole."""
    if not kept:
        return tuple(doubts)
    whole = [Span(line.start, line.end) for line in lines if _at(kept, line.start)]
    apart = [doubt for doubt in doubts if not _at(kept, doubt.start)]
    return tuple(sorted((*apart, *whole), key=lambda span: span.start))


def _at(pages: Sequence[Page], place: int) -> Page | None:
    """The one of `pages`, which are in order, that `place` stands on."""
    before = bisect_right(pages, place, key=lambda page: page.start) - 1
    return pages[before] if before >= 0 and place < pages[before].end else None


def _refuse_classified(name: str) -> None:
    if os.environ.get(ALLOW_CLASSIFIED) != "1":
        raise ClassifiedError(
            f"{name} bears a mark of state secrecy and is refused, nothing of it is kept; an administrator may allow such "
            f"documents by setting the environment variable {ALLOW_CLASSIFIED}=1."
        )


def _clauses(document: str, root: Node, text: str, pages: tuple[Page, ...] = ()) -> list[Clause]:
    ids = clause_ids(document, root)
    clauses: list[Clause] = []
    for node in root.walk():
        if node.level == "root":
            continue
        above = node.parent
        clauses.append(
            Clause(
                id=ids[id(node)],
                parent=ids[id(above)] if above is not None and above is not root else None,
                level=node.level,
                label=node.label,
                heading=node.heading,
                text=text[node.start : node.end],
                start=node.start,
                end=node.end,
                subtree_end=max(inner.end for inner in node.walk()),
                page=page.number if (page := _at(pages, node.start)) else None,
                order=len(clauses),
            )
        )
    return clauses
