"""What the guided fuzzer begins with: small inputs of our own words for each target, and words that grammars look for."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, ImageDraw

from tests.fuzz.fuzz_readers import ODD, seeds
from tests.fuzz.targets import BETWEEN
from tests.test_hostile import DOCUMENT, PARAGRAPH, RELATIONS, TYPES, ole, pdf
from tests.test_legacy import SAMPLE
from tests.test_properties import FRAGMENTS

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_KINDS = ("numbering", "styles", "footnotes", "header")
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_QUESTIONS = ("ai chủ trì phát triển nhà ở xã hội", "khoan 2 dieu 5 nd 30/2020", "QĐ 09 điểm a khoản 1 Điều 3", "nha o xax hooij cho HN",
              "who is in charge of social housing", "mục III.6.6.5 kế hoạch 1221/KH-UBND", "Nghị quyết 42-NQ/TW")  # fmt: skip
_GRAMMAR = (
    "1221-kh-ubnd-2024/III/6/6.5", "30-2020-nd-cp/dieu-5/khoan-2/diem-dd~2", "điểm a, b khoản 1, 2 Điều 5 Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020",
    "trên 95,5% dân số; từ 1.200 đến 2.000 tỷ đồng; ít nhất 02/03 số xã", "trước ngày 15/12 hằng năm; trong thời hạn 05 ngày làm việc; quý I/2025",
    "Sở Tài chính, Ủy ban nhân dân các huyện, thị xã, thành phố; Bộ Nội vụ", "Nghị quyết số 42-NQ/TW ngày 24/11/2023 của Ban Chấp hành Trung ương",
)  # fmt: skip
_DRAFT = """Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;
Thực hiện khoản 2 Điều 5 Luật Nhà ở năm 2023 và điểm a mục 1 phần III Kế hoạch số 42/KH-UBND;
Theo khoản 1 Điều 3 Nghị định nêu trên: “Văn bản điện tử có giá trị pháp lý”."""


def inputs(target: str) -> Iterator[bytes]:
    """Inputs of the target with this name."""
    files = seeds(None)
    if target == "text":
        yield from (data for name, data in files.items() if name.endswith((".txt", ".html", ".md")))
    elif target == "docx":
        yield _docx(SAMPLE)
    elif target == "corrected":
        yield _docx(_DRAFT)
    elif target == "pdf":
        yield from (data[4:] for data in (pdf(2), pdf(1, bytes(200), 40), *files.values()) if data.startswith(b"%PDF"))
    elif target == "rtf":
        yield files["plan.rtf"][5:]
        yield rb"1\ansi{\fonttbl{\f0 .VnTime;}}\trowd\cellx9\intbl A\cell\row{\deleted x}{\field{\*\fldinst HYPERLINK a}{\fldrslt b}}}"
    elif target == "doc":
        yield ole(b"WordDocument")[4:]
    elif target == "scan":
        yield from (bytes([breadth // 4 - 4]) + _page(breadth) for breadth in (200, 400))
    elif target == "question":
        yield from (bytes([how]) + words.encode() for how, words in enumerate(_QUESTIONS))
    elif target == "grammar":
        yield from (words.encode() for words in (*_GRAMMAR, *_QUESTIONS))
    elif target == "draft":
        yield from (words.encode() for words in (_DRAFT, SAMPLE, *_GRAMMAR))


def words() -> list[bytes]:
    """What inputs are put together of, besides their bytes."""
    return [*ODD, *(fragment.encode() for fragment in FRAGMENTS.elements)]


def _docx(words: str) -> bytes:
    """The parts of a DOCX with a numbering, a table, a footnote, a head line and letters in an old encoding."""
    named = list(zip(_KINDS, ("numbering", "styles", "footnotes", "header1"), strict=True))
    types = "".join(f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for kind, part in named)
    relations = "".join(
        f'<Relationship Id="r{kind}" Type="{_OFFICE}/{kind}" Target="{part}.xml"/>' for kind, part in named
    )
    body = "".join(PARAGRAPH.format(line) for line in words.splitlines())
    numbered = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        '<w:r><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr><w:t>§iÒu</w:t></w:r></w:p>'
    )
    note = '<w:p><w:r><w:t>Một</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    table = f"<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{note}</w:tc><w:tc>{numbered}</w:tc></w:tr></w:tbl>"
    section = f'<w:sectPr><w:headerReference w:type="default" r:id="rheader" xmlns:r="{_OFFICE}"/></w:sectPr>'
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1."/></w:lvl>'
    restarted = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>'
    parts = (
        DOCUMENT.format(body + numbered + note + table + section),
        f'<w:numbering {_WORD}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/>{restarted}</w:num></w:numbering>',
        f'<w:styles {_WORD}><w:style w:type="paragraph" w:styleId="a"><w:name w:val="a"/><w:basedOn w:val="a"/></w:style></w:styles>',
        f'<w:footnotes {_WORD}><w:footnote w:id="1"><w:p><w:r><w:t>Ghi chú</w:t></w:r></w:p></w:footnote></w:footnotes>',
        f"<w:hdr {_WORD}><w:p><w:r><w:t>HỎA TỐC</w:t></w:r></w:p></w:hdr>",
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>',
        TYPES.replace("</Types>", types + "</Types>"),
        RELATIONS,
    )
    return BETWEEN.join(part.encode() for part in parts)


def _page(breadth: int) -> bytes:
    page = Image.new("L", (breadth, 60), 255)
    ImageDraw.Draw(page).multiline_text((4, 4), "I. DIEU 1\n1. Mot hai ba", 0)
    return page.tobytes()
