"""Pages and files a second of the readers, beside the libraries that do the same step, on the same files.

python -m tests.benchmarks.read_speed SHARED/corpus
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pdfplumber
import pypdf

from ingest.readers.reading import read_bytes


def rates(corpus: Path) -> Iterator[tuple[str, float, str]]:
    """Each reader and its rivals: what it is, how much it reads in a second, and of what."""
    pdfs = [p.read_bytes() for p in sorted(corpus.rglob("*.pdf")) if len(pypdf_text(p.read_bytes())) > 4000]
    pages = sum(len(pypdf.PdfReader(io.BytesIO(data)).pages) for data in pdfs)
    words = [p.read_bytes() for p in sorted(corpus.rglob("*.docx")) if p.read_bytes().startswith(b"PK")]
    for name, read, files, unit, count in (
        ("PDF, dieukhoan (lines, boxes, tables)", ours, pdfs, "pages", pages),
        ("PDF, pypdf (text)", pypdf_text, pdfs, "pages", pages),
        ("PDF, pdfplumber (text, tables)", pdfplumber_text, pdfs, "pages", pages),
        ("DOCX, dieukhoan (numbers, tables, notes)", ours, words, "files", len(words)),
        ("DOCX, python-docx (text)", docx_text, words, "files", len(words)),
    ):
        yield name, count / seconds(read, files), unit


def seconds(read: Callable[[bytes], str], files: list[bytes]) -> float:
    """The time that reading all `files` takes, in seconds."""
    start = time.perf_counter()
    for data in files:
        read(data)
    return time.perf_counter() - start


def ours(data: bytes) -> str:
    """The project's reader."""
    return read_bytes(data, "file").text


def pypdf_text(data: bytes) -> str:
    """pypdf's text of all pages."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def pdfplumber_text(data: bytes) -> str:
    """pdfplumber's text and tables of all pages."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return "\n".join(f"{page.extract_text()}{page.extract_tables()}" for page in pdf.pages)


def docx_text(data: bytes) -> str:
    """python-docx's text of paragraphs and tables."""
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


if __name__ == "__main__":
    for name, rate, unit in rates(Path(sys.argv[1])):
        print(f"{name:42} {rate:7.1f} {unit} a second", flush=True)
