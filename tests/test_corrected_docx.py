"""The corrected copy of a draft: opened again, read as Word shows it, accepted and rejected."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn

from app.exports.corrected_docx import word_changes, write_corrected
from corpus.drafts.checking import check_draft
from corpus.errors import InputError
from corpus.store import Store
from ingest import find_files, ingest_files
from ingest.parsing import parse
from ingest.readers.reading import read_bytes
from tests.conftest import SAMPLES, run
from tests.drafts import DECREE, RESOLUTION, draft_of, write_docx

Write = Callable[[Word], None]
WRONG = RESOLUTION.replace("15 tháng", "16 tháng").replace("chăm lo", "chăm sóc")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("corrected")) as store:
        list(ingest_files(find_files([SAMPLES]), store))
        yield store


def corrected(store: Store, folder: Path, write: Write) -> tuple[bytes, bytes]:
    """A draft with what `write` puts into it, and its corrected copy."""
    path = write_docx(folder / "du-thao.docx", [])
    word = docx.Document(str(path))
    write(word)
    buffer = io.BytesIO()
    word.save(buffer)
    data = buffer.getvalue()
    document = parse(read_bytes(data, "du-thao.docx")).document
    target = io.BytesIO()
    write_corrected(target, data, document, check_draft(document, store))
    return data, target.getvalue()


def text_of(data: bytes, *, accepted: bool) -> str:
    """The body's text with all tracked changes accepted or rejected."""
    gone = {qn("w:del")} if accepted else {qn("w:ins")}
    body = docx.Document(io.BytesIO(data)).element.body
    lines = []
    for paragraph in body.iter(qn("w:p")):
        parts = [
            node.text or ""
            for node in paragraph.iter(qn("w:t"), qn("w:delText"))
            if not gone & {above.tag for above in node.iterancestors()}
        ]
        lines.append("".join(parts))
    return "\n".join(lines)


def comments(data: bytes) -> list[str]:
    return [comment.text for comment in docx.Document(io.BytesIO(data)).comments]


def statuses(store: Store, data: bytes) -> set[str]:
    return {citation.status for citation in check_draft(parse(read_bytes(data, "ra-soat.docx")).document, store)}


def in_runs(word: Word) -> None:
    paragraph = word.add_paragraph("Căn cứ ")
    at = WRONG.index("6 tháng")
    paragraph.add_run(WRONG[:at]).bold = True
    paragraph.add_run(WRONG[at : at + 3]).italic = True
    paragraph.add_run(WRONG[at + 3 :])
    paragraph.add_run(";").underline = True


def in_a_table(word: Word) -> None:
    word.add_table(1, 2).cell(0, 1).text = f"Căn cứ {WRONG};"


def in_a_table_of_data(word: Word) -> None:
    table = word.add_table(4, 3)
    for at, row in enumerate(table.rows):
        for cell, text in zip(row.cells, (str(at), f"Nhiệm vụ {at}", "Sở Xây dựng"), strict=True):
            cell.text = text
    table.cell(2, 1).text = f"Căn cứ {WRONG}"


def numbered_automatically(word: Word) -> None:
    word.add_paragraph(f"Căn cứ {WRONG};", style="List Number")


def decomposed(word: Word) -> None:
    word.add_paragraph(unicodedata.normalize("NFD", f"Căn cứ {WRONG};"))


def with_wide_spaces_and_breaks(word: Word) -> None:
    head, tail = WRONG.split(" của ", 1)
    paragraph = word.add_paragraph(f"Căn cứ  {head.replace(' ', chr(0xA0))}")
    paragraph.runs[0].add_text(f" của  {tail};")


def twice(word: Word) -> None:
    for _ in range(2):
        word.add_paragraph(f"Căn cứ {WRONG};")


def beside_deleted_words(word: Word) -> None:
    paragraph = word.add_paragraph("Căn cứ ")
    deleted = paragraph.add_run("và theo ")._r
    mark = docx.oxml.OxmlElement("w:del")
    mark.set(qn("w:id"), "77")
    mark.set(qn("w:author"), "A")
    deleted.addprevious(mark)
    mark.append(deleted)
    for holder in deleted.findall(qn("w:t")):
        holder.tag = qn("w:delText")
    paragraph.add_run(f"{WRONG};")


@pytest.mark.parametrize(
    "write",
    [
        in_runs,
        in_a_table,
        in_a_table_of_data,
        numbered_automatically,
        decomposed,
        with_wide_spaces_and_breaks,
        beside_deleted_words,
    ],
    ids=lambda write: write.__name__,
)
def test_accepted_it_is_right_and_rejected_it_is_the_draft(store: Store, tmp_path: Path, write: Write) -> None:
    data, copy = corrected(store, tmp_path, write)
    (comment,) = comments(copy)
    assert "Ngày ban hành đúng là ngày 15 tháng 3 năm 2024." in comment
    assert "chăm lo" in comment
    assert statuses(store, data) == {"wrong"}
    assert statuses(store, copy) == {"right"}
    assert text_of(copy, accepted=False) == text_of(data, accepted=False)
    changed = text_of(data, accepted=True).split()
    accepted = text_of(copy, accepted=True).split()
    assert [(a, b) for a, b in zip(changed, accepted, strict=True) if a != b] == [
        ("16", "15"), (unicodedata.normalize("NFD", "sóc") if write is decomposed else "sóc", "lo"),
    ]  # fmt: skip


def test_formats_of_runs_stay(store: Store, tmp_path: Path) -> None:
    _, copy = corrected(store, tmp_path, in_runs)
    runs = list(docx.Document(io.BytesIO(copy)).element.body.iter(qn("w:r")))
    words = {_text(run): run for run in runs}
    assert _is_on(words["Nghị quyết số 18-NQ/TU ngày "], "w:b")
    assert _is_on(words["1"], "w:b")
    assert _is_on(words["6"], "w:i")
    assert _is_on(words["15"], "w:b")  # as what it replaces begins
    assert words["15"].getparent().tag == qn("w:ins")
    assert words["1"].getparent().tag == words["6"].getparent().tag == qn("w:del")
    assert _is_on(words[";"], "w:u")


def _text(run: Any) -> str:
    return "".join(node.text or "" for node in run.iter(qn("w:t"), qn("w:delText")))


def _is_on(run: Any, tag: str) -> bool:
    return run.find(f"{qn('w:rPr')}/{qn(tag)}") is not None


def test_each_of_two_equal_lines_is_mended(store: Store, tmp_path: Path) -> None:
    _, copy = corrected(store, tmp_path, twice)
    assert len(comments(copy)) == 2
    assert text_of(copy, accepted=True).strip().splitlines()[-2:] == [f"Căn cứ {RESOLUTION};"] * 2


def test_nothing_is_changed_within_what_another_reviewer_inserted(store: Store, tmp_path: Path) -> None:
    def write(word: Word) -> None:
        paragraph = word.add_paragraph("Căn cứ ")
        run_ = paragraph.add_run(f"{WRONG};")._r
        mark = docx.oxml.OxmlElement("w:ins")
        mark.set(qn("w:id"), "5")
        mark.set(qn("w:author"), "A")
        run_.addprevious(mark)
        mark.append(run_)

    data, copy = corrected(store, tmp_path, write)
    assert len(comments(copy)) == 1
    assert text_of(copy, accepted=True) == text_of(data, accepted=True)


def test_what_is_not_found_in_the_body_is_named_at_the_beginning(store: Store, tmp_path: Path) -> None:
    def write(word: Word) -> None:
        word.add_paragraph("Nội dung.")

    path = write_docx(tmp_path / "a.docx", [f"Căn cứ {WRONG};"])
    document = parse(read_bytes(path.read_bytes(), "a.docx")).document
    other = write_docx(tmp_path / "b.docx", ["Nội dung khác."])
    target = io.BytesIO()
    write_corrected(target, other.read_bytes(), document, check_draft(document, store))
    (comment,) = comments(target.getvalue())
    assert "Chưa xác định được vị trí" in comment
    assert WRONG in comment


def test_only_of_a_docx(store: Store, tmp_path: Path) -> None:
    document = draft_of(tmp_path, [f"Căn cứ {WRONG};"])
    with pytest.raises(InputError, match="not a DOCX"):
        write_corrected(io.BytesIO(), b"", document, check_draft(document, store))


def test_command_writes_the_copy_and_leaves_the_draft(store: Store, tmp_path: Path) -> None:
    draft = write_docx(tmp_path / "du-thao.docx", [f"Căn cứ {DECREE.replace('05 tháng', '06 tháng')};"])
    before = draft.read_bytes()
    result = run("check", draft, "--corrected", tmp_path / "ra.docx", home=store.home)
    assert result.returncode == 0, result.stderr
    assert draft.read_bytes() == before
    assert f"Căn cứ {DECREE};" in text_of((tmp_path / "ra.docx").read_bytes(), accepted=True)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("về công tác văn phòng", "về công tác văn thư", [(16, 21, "thư")]),
        ("a b c", "a c", [(1, 3, "")]),
        ("a c", "a b c", [(1, 1, " b")]),
        ("b c", "a b c", [(0, 0, "a ")]),
        ("a b", "b", [(0, 2, "")]),
        ("", "số ", [(0, 0, "số ")]),
        (" ngày 5", "", [(0, 7, "")]),
    ],
)
def test_changes_are_words(old: str, new: str, changes: list[tuple[int, int, str]]) -> None:
    assert list(word_changes(old, new)) == changes
    text = old
    for start, end, words in reversed(changes):
        text = text[:start] + words + text[end:]
    assert text == new
