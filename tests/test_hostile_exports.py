"""Files that are saved from hostile words: nothing in them is computed, linked or run, and every program opens them."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document as Word
from icalendar import Calendar
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from app.exports import comparison_docx, comparison_xlsx
from app.exports.collection_docx import write_collection
from app.exports.collection_markdown import markdown
from app.side_by_side import Cell, NamedChange, SideRow
from corpus.document import Task
from corpus.language.successors import Successors
from corpus.overviews.calendars import calendar_of
from corpus.overviews.tasklist import as_csv
from corpus.store.workspace import Item, Quotation, Workspace
from ingest.readers.programs import libreoffice
from search.comparison.comparing import Row
from tests.conftest import run

WORDS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "--1+1", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "=HYPERLINK(\"http://evil.vn\",\"x\")", "=cmd|'/C calc'!A0",  # noqa: RUF001
    "a\x00\x01\x0b\x1f\ufffe\uffffb", "a\ud800\udfffb", "</w:t><w:t>", "]]>&lt;&#0;", "{ HYPERLINK \"javascript:x\" }", "[x](javascript:x)", "![x](http://evil.vn/a.png)",
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil", "<script>x</script>", "| a | =b |", "a" * 40_000,
)  # fmt: skip


def clean(text: str) -> str:
    return "".join(char for char in text if char.isalnum() or char in "=+@|<>[]")


def saved(write: Callable[..., None], *arguments: Any) -> bytes:
    target = io.BytesIO()
    write(target, *arguments)
    return target.getvalue()


def item(word: str) -> Item:
    return Item(1, Quotation("a-2024/I/1", word, word, word, word), word)


def rows(word: str) -> list[SideRow]:
    cell = Cell("a-2024/I/1", word, word, word, ((0, 1),))
    change = NamedChange("Số liệu", word, word)
    return [SideRow(cell, cell, 0.5, (change,), True), SideRow(None, cell, None, (), True)]


def task(word: str) -> Task:
    return Task("a-2024/I/1", 0, 1, word, "task", word, (word,), word, "2025-06-30", None, word)


@pytest.mark.parametrize("word", WORDS, ids=ascii)
def test_workbooks_hold_words_alone(word: str) -> None:
    for data in (
        saved(comparison_xlsx.write_comparison, (word, word), rows(word)),
        saved(comparison_xlsx.write_answers, word, [(word, Row("x", "x/I", word, 0.9, word))]),
    ):
        sheet = load_workbook(io.BytesIO(data), rich_text=True).active
        assert {cell.data_type for row in sheet for cell in row if cell.value is not None} == {"s"}
        assert not any(cell.hyperlink for row in sheet for cell in row)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("word", WORDS, ids=ascii)
def test_word_files_hold_words_alone(word: str) -> None:
    for data in (
        saved(comparison_docx.write_comparison, (word, word), rows(word)),
        saved(comparison_docx.write_answers, word, [(word, Row("x", "x/I", word, 0.9, word))]),
        saved(write_collection, word, [item(word)]),
    ):
        text = "".join(Word(io.BytesIO(data)).element.itertext())
        assert clean(word)[:20] in clean(text)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = b"".join(map(archive.read, archive.namelist()))
        assert b'TargetMode="External"' not in parts
        assert b"<w:hyperlink" not in parts
        assert parts.count(b"w:instr") <= 1, "the number of the page is the only field"


@pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")
def test_an_office_suite_shows_them_as_they_are(tmp_path: Path) -> None:
    words = [word for word in WORDS if len(word) < 1000]
    (tmp_path / "a.docx").write_bytes(saved(comparison_docx.write_answers, "a", [(word, Row("x")) for word in words]))
    command = [str(libreoffice()), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "txt:Text (encoded):UTF8",
               "--outdir", str(tmp_path), str(tmp_path / "a.docx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shown = clean((tmp_path / "a.txt").read_text("utf-8-sig"))
    assert all(clean(word) in shown for word in words)


@pytest.mark.parametrize("word", WORDS, ids=ascii)
def test_tables_of_plain_text(word: str) -> None:
    (cells,) = list(csv.reader(io.StringIO(as_csv([task(word)], Successors.load(), str), newline="")))[1:]
    assert not any(cell.lstrip()[:1] in ("=", "+", "@", "＝") or cell[:1] in ("\t", "\r", "\n") for cell in cells)  # noqa: RUF001
    assert not any(cell.startswith("-") for cell in cells)


@pytest.mark.parametrize("word", [word for word in WORDS if "\ud800" not in word], ids=ascii)
def test_a_calendar_holds_one_entry(word: str) -> None:
    made = calendar_of([task(word)], Successors.load(), lambda _: word, lambda _: "2024-12-05")
    (entry,) = Calendar.from_ical(made.content).walk("VEVENT")
    assert set(entry) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION"}
    assert made.content.count(b"BEGIN:VEVENT\r\n") == 1


@pytest.mark.parametrize("word", WORDS, ids=ascii)
def test_markdown_shows_words_alone(word: str) -> None:
    shown = MarkdownIt("commonmark").enable("table").render(markdown(word, [item(word)]))
    assert not re.search(r"<(?:img|script|h[3-6]|code)\b", shown)


def test_questions_of_visitors_are_not_computed(tmp_path: Path) -> None:
    run("documents", home=tmp_path)
    Workspace(tmp_path).judge("=HYPERLINK(1)", "a-2024/I/1", "right")
    printed = run("feedback", home=tmp_path)
    assert printed.stdout.splitlines()[1].startswith("'=HYPERLINK(1)\t")
