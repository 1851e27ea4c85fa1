from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.errors import UnreadableFileError
from ingest.parsing import parse, parse_file
from ingest.readers.doc import read_doc
from ingest.readers.docx import read_docx
from ingest.readers.reading import read_bytes


def saved(document: WordDocument) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def lines_of(document: WordDocument) -> list[str]:
    return read_docx(saved(document), "a.docx").text.split("\n")


def add(document: WordDocument, xml: str) -> None:
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def test_numbers_that_word_prints_are_written_out() -> None:
    document = docx.Document()
    for text in ("Mục tiêu", "Nhiệm vụ"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Giữa hai danh sách")
    document.add_paragraph("Tổ chức thực hiện", style="List Number")
    document.add_paragraph("Sở Xây dựng", style="List Bullet")
    assert lines_of(document) == [
        "1. Mục tiêu",
        "2. Nhiệm vụ",
        "Giữa hai danh sách",
        "3. Tổ chức thực hiện",
        "• Sở Xây dựng",
    ]


NUMBERING = """<w:abstractNum {ns} w:abstractNumId="77">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2."/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
</w:abstractNum>"""
NUM = '<w:num {ns} w:numId="{number}"><w:abstractNumId w:val="77"/>{override}</w:num>'
RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


def test_levels_restart_under_a_new_item_and_where_word_says_so() -> None:
    document = docx.Document()
    ns = nsdecls("w")
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERING.format(ns=ns)))
    numbering.append(parse_xml(NUM.format(ns=ns, number=901, override="")))
    numbering.append(parse_xml(NUM.format(ns=ns, number=902, override=RESTART)))
    for number, level, text in (
        (901, 0, "CẤP NƯỚC"), (901, 1, "Vùng cao"), (901, 2, "Bể chứa"), (901, 2, "Đường ống"), (901, 1, "Vùng thấp"),
        (901, 2, "Giếng"), (901, 0, "THOÁT NƯỚC"), (902, 0, "PHỤ LỤC"),
    ):  # fmt: skip
        add(
            document,
            f'<w:p {ns}><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
            f"<w:r><w:t>{text}</w:t></w:r></w:p>",
        )
    assert lines_of(document) == [
        "I. CẤP NƯỚC", "1.1. Vùng cao", "a) Bể chứa", "b) Đường ống", "1.2. Vùng thấp", "a) Giếng", "II. THOÁT NƯỚC", "I. PHỤ LỤC",
    ]  # fmt: skip


def test_changes_are_accepted_and_hidden_text_is_left_out() -> None:
    document = docx.Document()
    add(
        document,
        f"<w:p {nsdecls('w')}><w:r><w:t>Hỗ trợ </w:t></w:r>"
        '<w:del w:id="1" w:author="a"><w:r><w:delText>30</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>45</w:t></w:r></w:ins>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> (ghi chú)</w:t></w:r>"
        '<w:r><w:rPr><w:caps/></w:rPr><w:t xml:space="preserve"> triệu đồng</w:t></w:r></w:p>',
    )
    assert lines_of(document) == ["Hỗ trợ 45 TRIỆU ĐỒNG"]


def test_a_letterhead_comes_side_by_side_and_data_as_rows() -> None:
    document = docx.Document()
    head = document.add_table(2, 2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    head.cell(1, 0).text = "Số: 12/KH-UBND"
    head.cell(1, 1).text = "Lam Giang, ngày 05 tháng 3 năm 2026"
    data = document.add_table(3, 2)
    for row, (left, right) in enumerate((("Chỉ tiêu", "Năm 2030"), ("Hộ có nước | sạch", "96%"), ("", ""))):
        data.cell(row, 0).text, data.cell(row, 1).text = left, right
    assert lines_of(document) == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH LAM GIANG",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Lam Giang, ngày 05 tháng 3 năm 2026",
        "| Chỉ tiêu | Năm 2030 |",
        "| Hộ có nước ¦ sạch | 96% |",
    ]


def test_fonts_of_the_old_encodings_are_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    run = paragraph.add_run("Uû ban nh©n d©n")
    run.font.name = ".VnTime"
    assert lines_of(document) == ["Uỷ ban nhân dân"]


def zipped(entries: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return stream.getvalue()


def listed(parts: bytes, where: str = "[Content_Types].xml") -> bytes:
    """An empty document whose list of parts is `parts`, or another list in the file `where`."""
    with zipfile.ZipFile(io.BytesIO(saved(docx.Document()))) as package:
        content = {name: package.read(name) for name in package.namelist()}
    return zipped(content | {where: parts})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(lambda: zipped({"xl/workbook.xml": b"<a/>"}), "Excel", id="workbook"),
        pytest.param(lambda: zipped({"content.xml": b"<a/>"}), "OpenDocument", id="odt"),
        pytest.param(lambda: zipped({"a.txt": b"x"}), "zip archive", id="zip"),
        pytest.param(
            lambda: zipped({"word/document.xml": b"<a/>", "../../.bashrc": b"x"}), "outside itself", id="traversal"
        ),
        pytest.param(lambda: zipped({"word/document.xml": bytes(250_000_000)}), "unpacks to more", id="bomb"),
        pytest.param(lambda: zipped({"word/document.xml": b"<a/>"}), "damaged", id="no-parts"),
        pytest.param(lambda: listed(b"<Types/>"), "damaged", id="list-of-parts"),
        pytest.param(
            lambda: listed(
                b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extensio="xml"/></Types>'
            ),
            "damaged",
            id="part-without-name",
        ),
        pytest.param(
            lambda: listed(
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="b"/>'
                b"</Relationships>",
                "_rels/.rels",
            ),
            "damaged",
            id="relationship-without-target",
        ),
        pytest.param(lambda: saved(docx.Document())[:-400], "cut off", id="truncated"),
        pytest.param(lambda: saved(docx.Document()), "holds no text", id="empty"),
        pytest.param(lambda: b"\xd0\xcf\x11\xe0" + bytes(2000), "cut off", id="ole"),
    ],
)
def test_what_is_no_document_is_refused_in_one_sentence(data: Callable[[], bytes], says: str) -> None:
    with pytest.raises(UnreadableFileError, match=says) as refusal:
        read_bytes(data(), "tệp.docx")
    assert str(refusal.value).startswith("tệp.docx ")
    assert "\n" not in str(refusal.value)


def test_entities_in_the_xml_are_not_expanded() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 12))
    document = docx.Document()
    document.add_paragraph("&thuế;")
    stream = io.BytesIO(saved(document))
    with zipfile.ZipFile(stream) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    bomb = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a0 "x">{entities}]>'.encode()
    xml = parts["word/document.xml"]
    parts["word/document.xml"] = bomb + xml[xml.index(b"?>") + 2 :].replace(b"&amp;thu\xe1\xba\xbf;", b"&a11;")
    with pytest.raises(UnreadableFileError):
        read_bytes(zipped(parts), "a.docx")


@pytest.fixture(scope="module")
def soffice() -> str:
    program = shutil.which("soffice")
    if not program:
        pytest.skip("LibreOffice is missing: run `make programs`")
    return program


@pytest.mark.parametrize("suffix", ["doc", "rtf"])
def test_doc_and_rtf_give_the_tree_of_the_docx(soffice: str, tmp_path: Path, suffix: str) -> None:
    document = docx.Document()
    for text in ("KẾ HOẠCH", "Cấp nước sạch nông thôn", "I. MỤC TIÊU", "1. Mục tiêu chung: giữ nguồn nước ổn định."):
        document.add_paragraph(text)
    document.add_paragraph("Xây bể chứa", style="List Bullet")
    source = tmp_path / "a.docx"
    source.write_bytes(saved(document))
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{tmp_path}/p", "--headless", "--convert-to", suffix, "--outdir", tmp_path, source],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    misnamed = tmp_path / "b.docx"
    (tmp_path / f"a.{suffix}").rename(misnamed)
    ours, theirs = parse_file(source).document, parse_file(misnamed).document
    assert [(c.level, c.label, c.text) for c in ours.clauses] == [(c.level, c.label, c.text) for c in theirs.clauses]
    assert theirs.source.media_type == {"doc": "application/msword", "rtf": "application/rtf"}[suffix]


def test_without_a_program_doc_is_refused_with_what_to_install(
    soffice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = docx.Document()
    document.add_paragraph("Xin chào")
    (tmp_path / "a.docx").write_bytes(saved(document))
    profile = f"-env:UserInstallation=file://{tmp_path}/p"
    command = [soffice, profile, "--headless", "--convert-to", "doc", "--outdir", tmp_path, tmp_path / "a.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableFileError, match="install LibreOffice"):
        read_doc((tmp_path / "a.doc").read_bytes(), "a.doc")


PAIRS = [
    ("party-and-national/30-2020-ND-CP-phuluc1.doc", "party-and-national/30-2020-ND-CP-phuluc1.docx"),
    ("party-and-national/30-2020-ND-CP-phuluc3.doc", "party-and-national/30-2020-ND-CP-phuluc3.docx"),
    ("party-and-national/36-HD-VPTW.doc", "party-and-national/36-HD-VPTW.docx"),
    ("formats/dvc-Luat-PCCC-L27QH.DOC", "formats/dvc-Luat-PCCC-L27QH-misnamed.docx"),
    ("formats/pair-80-VBHN-VPQH.pdf", "formats/pair-80-VBHN-VPQH.txt"),
]


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=[Path(one).stem for one, _ in PAIRS])
def test_one_text_in_two_formats_gives_one_tree(shared: Path, soffice: str, one: str, other: str) -> None:
    trees = [
        [(c.id.split("/", 1)[1], c.level, c.label) for c in parse_file(shared / "corpus" / path).document.clauses]
        for path in (one, other)
    ]
    assert trees[0] == trees[1]
    assert len(trees[0]) > 100


def test_offsets_hold_in_a_word_document() -> None:
    document = docx.Document()
    document.add_paragraph("Điều 1. Phạm vi\tđiều chỉnh")
    document.add_paragraph("1. Quy chế này quy định việc cấp nước.")
    parsed = parse(read_bytes(saved(document), "a.docx")).document
    assert [parsed.text[c.start : c.end] for c in parsed.clauses] == [c.text for c in parsed.clauses]
    assert [c.level for c in parsed.clauses] == ["article", "clause"]
