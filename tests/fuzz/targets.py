"""What is fuzzed: each target takes any bytes and raises only over a defect of ours, never over bad input."""

from __future__ import annotations

import atexit
import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from unittest import mock

import numpy as np
from PIL import Image

from app.exports.corrected_docx import write_corrected
from corpus.citing import titles
from corpus.citing.citation import cite_clause, cite_document, find_cited_clause
from corpus.citing.identifiers import ClauseId, named_id
from corpus.citing.labels import label_of
from corpus.document import Document, Span
from corpus.drafts.checking import check_draft
from corpus.errors import DieukhoanError, InputError, UnknownIdError, UnreadableFileError
from corpus.language import agencies, dates, deadlines, numbers, quantities
from corpus.store import Store
from ingest import find_files, ingest_files
from ingest.parsing import parse
from ingest.readers.formats import format_of
from ingest.readers.raw import Raw
from ingest.readers.reading import read_bytes
from ingest.readers.scans.ocr import recognise
from ingest.readers.scans.recognised import Recognised
from search import Filters, Searcher
from search.question.references import parse as readings
from tests.conftest import SAMPLES
from tests.test_properties import check

#: The parts of a DOCX that are fuzzed; an input gives them in this order, with `BETWEEN` between two.
PARTS = ("word/document.xml", "word/numbering.xml", "word/styles.xml", "word/footnotes.xml", "word/header1.xml",
         "word/_rels/document.xml.rels", "[Content_Types].xml", "_rels/.rels")  # fmt: skip
BETWEEN = b"\n%%%\n"


def text(data: bytes) -> None:
    """Plain text, HTML, Markdown and old encodings; what has a reader of its own is another target's."""
    if format_of(data) is None:
        _read(data)


def docx(data: bytes) -> None:
    """A DOCX whose parts are the pieces of `data`."""
    _read(packed(data))


def packed(data: bytes) -> bytes:
    """The DOCX whose parts are the pieces of `data`."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for name, part in zip(PARTS, data.split(BETWEEN), strict=False):
            archive.writestr(name, part)
    return package.getvalue()


def corrected(data: bytes) -> None:
    """A DOCX that is checked as a draft and given back with what is wrong in it."""
    package = packed(data)
    document = _read(package)
    if document:
        with suppress(InputError):
            write_corrected(io.BytesIO(), package, document, check_draft(document, _home()[0]))


def pdf(data: bytes) -> None:
    """A PDF; recognition is another target."""
    with mock.patch("ingest.readers.scans.ocr.recognise", return_value=Recognised((), 0.0, False)):
        _read(b"%PDF" + data)


def rtf(data: bytes) -> None:
    """RTF as it is read without LibreOffice, which is not ours and takes seconds."""
    with mock.patch("ingest.readers.rtf.libreoffice", return_value=None):
        _read(b"{\\rtf" + data)


def doc(data: bytes) -> None:
    """An OLE file, as far as it is looked into before another program gets it."""
    with (
        mock.patch("ingest.readers.doc.libreoffice", return_value=None),
        mock.patch("ingest.readers.doc.program", return_value=None),
    ):
        _read(b"\xd0\xcf\x11\xe0" + data)


def scan(data: bytes) -> None:
    """A page of grey pixels, its breadth in the first byte."""
    breadth = 16 + 4 * data[0] if data else 0
    rows = len(data[1:]) // max(1, breadth)
    if rows:
        page = np.frombuffer(data[1 : 1 + rows * breadth], np.uint8).reshape(rows, breadth)
        found = recognise(Image.fromarray(page), 150)
        assert 0 <= found.confidence <= 1


def question(data: bytes) -> None:
    """A question to the samples; its first byte decides how it is asked."""
    store, searcher = _home()
    asked, how = data[1:].decode("utf-8", "surrogatepass" if _is_utf8(data[1:]) else "replace"), data[0] if data else 0
    filters = Filters(type=asked[:9], issuer=asked[3:]) if how & 2 else Filters()
    with suppress(DieukhoanError):
        response = searcher.search(asked, 1 + how % 12, filters, literal=bool(how & 1))
        assert len(response.results) <= 1 + how % 12
        for result in (*response.results, *response.near):
            assert 0 <= result.score <= 1
            assert store.clause(result.clause_id)[1].id == result.clause_id
            _are_within(result.text, [Span(*mark) for mark in (*result.highlights, result.sentence)])


def grammar(data: bytes) -> None:
    """Whatever is read out of a text or an address: ids, numbers, dates, labels, citations, amounts, deadlines, agencies, titles."""
    words = data.decode("utf-8", "replace")
    with suppress(UnknownIdError):
        assert ClauseId.parse(words) == ClauseId.parse(str(ClauseId.parse(words)))
    store, _ = _home()
    for ask in (store.clause, store.document):
        with suppress(UnknownIdError):
            ask(words)
    for mention in numbers.find_numbers(words):
        assert numbers.DocumentNumber.parse(str(mention.number)) == mention.number
    number = numbers.DocumentNumber.parse(words)
    if number:
        named_id(str(number), None, None, None)
    named_id(None, None, words, dates.find_date(words))
    with suppress(UnknownIdError):
        find_cited_clause(words, _documents())
    for reading in readings(words):
        assert reading.serial is not None or reading.after is not None
    label_of(words)
    quantities.parse_number(words)
    quantities.cell_quantity(words)
    deadlines.deadline_of_cell(words)
    for found in (quantities.find_quantities(words), deadlines.find_deadlines(words), agencies.find_agencies(words)):
        _are_within(words, found)
    titles.is_same_title(words, words[::-1])
    titles.read_title(words, 0, "quy định chi tiết một số điều của Luật Nhà ở")


def draft(data: bytes) -> None:
    """A draft whose citations are checked."""
    words = data.decode("utf-8", "replace")
    parsed = parse(Raw("draft.txt", "0" * 64, "text/plain", words)).document
    store, _ = _home()
    for citation in check_draft(parsed, store):
        assert parsed.text[citation.start : citation.end] == citation.text
        _are_within(parsed.text, citation.findings)


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (text, docx, pdf, rtf, doc, scan, question, grammar, draft, corrected)
}


def _read(data: bytes) -> Document | None:
    """As `ingest` does; what is read holds together and can be cited. None where it is refused."""
    try:
        document = parse(read_bytes(data, "a.bin")).document
    except UnreadableFileError as error:
        message = str(error)
        assert message.endswith(".") and "\n" not in message, f"no sentence: {message}"  # noqa: PT018 (one thing)
        return None
    check(document)
    cite_document(document)
    for clause in document.clauses[:20]:
        cite_clause(document, clause)
    return document


def _are_within(words: str, spans: Sequence[Span]) -> None:
    assert all(0 <= span.start <= span.end <= len(words) for span in spans)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


@cache
def _home() -> tuple[Store, Searcher]:
    """A home with the samples, indexed."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-home-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store = Store(folder)
    assert all(outcome.status == "added" for outcome in ingest_files(find_files([SAMPLES]), store))
    searcher = Searcher(store)
    searcher.refresh()
    return store, searcher


@cache
def _documents() -> list[Document]:
    store, _ = _home()
    return [store.document(summary.id) for summary in store.documents()]
