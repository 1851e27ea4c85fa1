"""A collection as a Word document: opened again by python-docx, checked in its XML, printed by LibreOffice."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document as Word
from docx.oxml.ns import qn
from lxml import etree

from app.exports.collection_docx import write_collection
from app.exports.collection_markdown import markdown
from app.pages.collecting import quoted
from corpus.document import Document
from corpus.store.workspace import Item
from ingest.parsing import parse
from ingest.readers.reading import read_bytes
from tests.conftest import SAMPLES

#: A plan, a decision with a table, the plan again, a resolution of the Party, the decision again.
PLACES = (
    ("42-KH-UBND.txt", "III/2"),
    ("31-2024-QD-UBND.md", "kem-theo-1/dieu-5"),
    ("42-KH-UBND.txt", "II/1"),
    ("18-NQ-TU.txt", "II/3"),
    ("31-2024-QD-UBND.md", "dieu-2"),
)


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    names = {name for name, _ in PLACES}
    return {name: parse(read_bytes((SAMPLES / name).read_bytes(), name)).document for name in names}


@pytest.fixture(scope="module")
def items(documents: dict[str, Document]) -> list[Item]:
    items = []
    for number, (name, place) in enumerate(PLACES):
        clause = documents[name].clause(f"{documents[name].id}/{place}")
        assert clause
        items.append(Item(number, quoted(documents[name], clause), "Dùng cho\nphần đánh giá." if number == 1 else ""))
    return items


@pytest.fixture(scope="module")
def file(items: Sequence[Item], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("word") / "trich-dan.docx"
    with path.open("wb") as target:
        write_collection(target, "Tờ trình \x0b nhà ở", items)
    return path


def part(file: Path, name: str) -> Any:
    with zipfile.ZipFile(file) as archive:
        return etree.fromstring(archive.read(name))


def test_footnotes_are_word_s_own(file: Path) -> None:
    notes = part(file, "word/footnotes.xml")
    kinds = [(note.get(qn("w:id")), note.get(qn("w:type"))) for note in notes]
    assert kinds == [("-1", "separator"), ("0", "continuationSeparator"), *((str(n), None) for n in range(1, 6))]
    for note in notes:
        assert [style.get(qn("w:val")) for style in note.iter(qn("w:pStyle"))] == ["FootnoteText"]
    assert all(len(list(note.iter(qn("w:footnoteRef")))) == 1 for note in notes[2:])
    marks = list(Word(str(file)).element.body.iter(qn("w:footnoteReference")))
    assert [mark.get(qn("w:id")) for mark in marks] == ["1", "2", "3", "4", "5"]
    styles = {style.get(qn("w:styleId")): style for style in part(file, "word/styles.xml")}
    for mark in marks:
        assert mark.getprevious().find(qn("w:rStyle")).get(qn("w:val")) == "FootnoteReference"
    for name, known_as in (("FootnoteText", "footnote text"), ("FootnoteReference", "footnote reference")):
        assert styles[name].find(qn("w:name")).get(qn("w:val")) == known_as
        assert styles[name].get(qn("w:customStyle")) is None  # else Word makes its own beside it
    settings = [element.tag for element in part(file, "word/settings.xml")]
    assert settings.index(qn("w:footnotePr")) < settings.index(qn("w:compat"))
    with zipfile.ZipFile(file) as archive:
        assert b"/word/footnotes.xml" in archive.read("[Content_Types].xml")


def test_a_document_is_cited_in_full_where_it_comes_first(file: Path) -> None:
    said = ["".join(note.itertext()).strip() for note in part(file, "word/footnotes.xml")][2:]
    plan, decision, again, resolution, decision_again = said
    assert plan.startswith("Khoản 2 Mục III Kế hoạch số 42/KH-UBND ngày 12 tháng 4 năm 2024 của ")
    assert decision.startswith(
        "Điều 5 Quy định ban hành kèm theo Quyết định số 31/2024/QĐ-UBND ngày 20 tháng 9 năm 2024"
    )
    assert again == "Khoản 1 Mục II Kế hoạch số 42/KH-UBND."
    assert resolution.startswith("Khoản 3 Mục II Nghị quyết số 18-NQ/TU ngày 15 tháng 3 năm 2024 của ")
    assert decision_again == "Điều 2 Quyết định số 31/2024/QĐ-UBND."


def test_quotations_notes_and_documents_are_paragraphs_in_order(file: Path, items: Sequence[Item]) -> None:
    word = Word(str(file))
    lines = [paragraph.text for paragraph in word.paragraphs]
    assert lines[0] == "TỜ TRÌNH   NHÀ Ở"
    at = 0
    for item in items:
        text = f"“{item.quotation.text}”"
        for line in filter(str.strip, text.splitlines()):
            if not line.startswith("|"):
                at = lines.index(line.strip(), at)
        if item.note:
            assert lines[at + 1 : at + 3] == item.note.splitlines()
    table = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    printed = [line for line in items[1].quotation.text.splitlines() if line.startswith("|")]
    assert table[1] == [cell.strip() for cell in printed[1].strip("|").split("|")]
    assert not any(run.italic for paragraph in word.paragraphs for run in paragraph.runs)
    listed = lines[lines.index("DANH MỤC VĂN BẢN TRÍCH DẪN") + 1 :]
    assert [re.match(r"\d\. .*? số \S+", line)[0] for line in listed] == [  # type: ignore[index]
        "1. Kế hoạch số 42/KH-UBND",
        "2. Quyết định số 31/2024/QĐ-UBND",
        "3. Nghị quyết số 18-NQ/TU",
    ]


def test_the_page_is_that_of_the_decree(file: Path) -> None:
    word = Word(str(file))
    section = word.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(size.mm) for size in (*sizes, section.left_margin, section.right_margin)] == [
        210,
        297,
        20,
        20,
        30,
        15,
    ]  # type: ignore[union-attr]
    style = word.styles["Normal"]
    assert (style.font.name, style.font.size.pt) == ("Times New Roman", 14)  # type: ignore[union-attr]
    assert word.core_properties.author == ""


def test_printed_footnotes_stand_on_the_pages_of_their_quotations(
    documents: dict[str, Document], tmp_path: Path
) -> None:
    plan = documents["42-KH-UBND.txt"]
    items = [
        Item(at, quoted(plan, clause), "")
        for at, clause in enumerate(plan.clauses)
        if clause.level in ("letter", "dash", "decimal")
    ]
    assert len(items) > 8
    file = tmp_path / "dai.docx"
    with file.open("wb") as target:
        write_collection(target, "Dài", items)
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path), str(file)], check=True, capture_output=True, timeout=120)
    marked: list[tuple[int, int]] = []
    said: list[tuple[int, int]] = []
    with pypdfium2.PdfDocument(file.with_suffix(".pdf")) as printed:
        for number, page in enumerate(printed):
            text = page.get_textpage().get_text_range().replace("\r", "")
            marked += [(number, int(mark)) for mark in re.findall(r"”(\d+)$", text, re.MULTILINE)]
            said += [(number, int(mark)) for mark in re.findall(r"^(\d+)\s+[ĐG]", text, re.MULTILINE)]
            if number:
                assert text.startswith(f"{number + 1}\n")  # the number of the page, not shown on the first
    assert [mark for _, mark in said] == list(range(1, len(items) + 1))
    assert said == marked
    assert marked[-1][0] > 0, "one page shows nothing"


def test_markdown_has_the_same_footnotes(items: Sequence[Item], file: Path) -> None:
    text = markdown("Tờ trình", items)
    assert re.findall(r"”\[\^(\d)\]$", text, re.MULTILINE) == ["1", "2", "3", "4", "5"]
    notes = re.findall(r"^\[\^(\d)\]: (.*)$", text, re.MULTILINE)
    said = ["".join(note.itertext()).strip() for note in part(file, "word/footnotes.xml")][2:]
    assert [note.replace("\\", "") for _, note in notes] == said
