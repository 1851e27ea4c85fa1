"""Files made to harm: each ends in a document or in one sentence, within a minute and a gigabyte, and harms nothing."""

from __future__ import annotations

import io
import json
import os
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from tests.conftest import ROOT

SECONDS = 60
#: A worker and each of its helper programs has 1 GB for data; program code and mapped files come on top.
KILOBYTES = 1_200_000
#: Runs the command line and tells the largest memory of any process below it.
MEASURE = """
import json, resource, subprocess, sys, time
start = time.monotonic()
done = subprocess.run([sys.executable, "-m", "app.cli", *sys.argv[1:]], capture_output=True, text=True)
rss = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([done.returncode, done.stdout, done.stderr, time.monotonic() - start, rss]))
"""

WORDS = "Điều khoản về nhà ở xã hội của tỉnh Lam Giang; ".encode()
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_VENDOR = "application/vnd.openxmlformats"
TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="{_VENDOR}-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_VENDOR}-officedocument.wordprocessingml.document.main+xml"/>'
    "</Types>"
)
RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>'
)
DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def docx(document: bytes | Iterator[bytes], **more: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for block in [document] if isinstance(document, bytes) else document:
                part.write(block)
        for name, content in more.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def plain_docx(text: str = "Điều 1. Phạm vi") -> bytes:
    return docx(DOCUMENT.format(PARAGRAPH.format(text)).encode())


def bomb(before: bytes, filling: bytes, after: bytes, megabytes: int = 400) -> Iterator[bytes]:
    block = filling * (1_000_000 // len(filling))
    yield before
    for _ in range(megabytes):
        yield block
    yield after


def docx_of_zeros() -> bytes:
    return docx(bomb(b"", b"\0", b""))


def docx_of_paragraphs() -> bytes:
    start, end = DOCUMENT.split("{}")
    return docx(bomb(start.encode(), PARAGRAPH.format("Một").encode(), end.encode()))


def docx_nested_bomb() -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(300_000_000))
    return docx(
        DOCUMENT.format(PARAGRAPH.format("Điều 1. Phạm vi")).encode(), **{"word/embeddings/a.zip": inner.getvalue()}
    )


def docx_of_many_parts() -> bytes:
    return docx(DOCUMENT.format(PARAGRAPH.format("Một")).encode(), **{f"word/media/{n}": b"" for n in range(60_000)})


def laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha ha ha">{entities}]>'


def docx_laughs() -> bytes:
    return docx(('<?xml version="1.0"?>' + laughs() + DOCUMENT.format(PARAGRAPH.format("&l9;"))).encode())


def docx_outside_entity() -> bytes:
    head = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    return docx((head + DOCUMENT.format(PARAGRAPH.format("Một &secret;"))).encode())


def docx_deep() -> bytes:
    return docx(DOCUMENT.format("<w:p><w:r><w:t>" * 300_000 + "x" + "</w:t></w:r></w:p>" * 300_000).encode())


def docx_traversal() -> bytes:
    document = DOCUMENT.format(PARAGRAPH.format("Điều 1. Phạm vi")).encode()
    return docx(
        document, **{"../../evil.txt": b"evil", "/tmp/dieukhoan-evil.txt": b"evil", "word/../../evil.txt": b"evil"}
    )


def pdf(pages: int = 3, image: bytes | None = None, side: int = 600) -> bytes:
    """A PDF written by hand, with a line of text on each page or one image on it."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    resources = b"<< /Font << /F 3 0 R >> >>"
    if image is not None:
        head = f"<< /Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode /Length {len(image)} >>"
        objects.append(head.encode() + b"\nstream\n" + image + b"\nendstream")
        resources = b"<< /XObject << /I 4 0 R >> >>"
    kids = []
    for number in range(1, pages + 1):
        drawing = (
            f"BT /F 12 Tf 50 500 Td (Dieu {number}. Pham vi dieu chinh) Tj ET"
            if image is None
            else "600 0 0 600 0 0 cm /I Do"
        )
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream".encode())
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 600] /Contents {len(objects)} 0 R /Resources ".encode()
        objects.append(page + resources + b" >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {pages} /Kids [{' '.join(kids)}] >>".encode()
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def pdf_truncated() -> bytes:
    whole = pdf(20)
    return whole[: len(whole) // 2]


def pdf_encrypted() -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf())))
    writer.encrypt("mật khẩu", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def pdf_of_one_huge_image() -> bytes:
    packer = zlib.compressobj()
    row = bytes(30_000 // 8)
    image = b"".join([packer.compress(row * 100) for _ in range(300)]) + packer.flush()
    return pdf(1, image, 30_000)


def pdf_flate_bomb() -> bytes:
    packer = zlib.compressobj()
    content = b"".join([packer.compress(b" " * 1_000_000) for _ in range(400)]) + packer.flush()
    stream = f"<< /Length {len(content)} /Filter /FlateDecode >>".encode() + b"\nstream\n" + content + b"\nendstream"
    return b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Count 1 /Kids [3 0 R] >> endobj\n" \
        b"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 600 600] /Contents 4 0 R >> endobj\n4 0 obj\n" + stream + b"\nendobj\n" \
        b"trailer << /Root 1 0 R >>\n%%EOF"  # fmt: skip


def pdf_pages_in_a_circle() -> bytes:
    return b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF"


def ole(content: bytes) -> bytes:
    """The head of an OLE file whose sectors are chained in a circle, and `content` behind it."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 1, 1, 0, 0) + struct.pack("<109I", *[0] * 109)
    return head + struct.pack("<128I", *[0] * 128) + content


def noise(magic: bytes) -> Callable[[], bytes]:
    return lambda: magic + random.Random(7).randbytes(300_000)


def gaps(width: int, times: int) -> bytes:
    """A task, a target and a reference with `width` blanks between their words, `times` over."""
    sentences = (
        "1. Sở Y tế chủ trì, phối hợp với Sở Tài chính thực hiện trước ngày 10/10/2030.\n"
        "2. Đến năm 2030 tỷ lệ hộ nghèo giảm còn 1,5% theo điểm a khoản 1 Điều 2 Luật Nhà ở.\n"
    )
    return (sentences.replace(" ", " " * width) * times).encode()


#: Much of nothing: read like the same without it.
READ = ("spaces.txt", "gaps.txt", "page-wide-gaps.txt")

FILES: dict[str, Callable[[], bytes]] = {
    "truncated.pdf": pdf_truncated,
    "encrypted.pdf": pdf_encrypted,
    "5000-pages.pdf": lambda: pdf(5000),
    "huge-image.pdf": pdf_of_one_huge_image,
    "flate-bomb.pdf": pdf_flate_bomb,
    "circle.pdf": pdf_pages_in_a_circle,
    "zeros.docx": docx_of_zeros,
    "paragraphs.docx": docx_of_paragraphs,
    "nested-bomb.docx": docx_nested_bomb,
    "many-parts.docx": docx_of_many_parts,
    "laughs.docx": docx_laughs,
    "outside-entity.docx": docx_outside_entity,
    "deep.docx": docx_deep,
    "traversal.docx": docx_traversal,
    "truncated.docx": lambda: plain_docx()[:-40],
    "no-document.docx": lambda: b"PK\x03\x04",
    "zip-bomb.doc": lambda: ole(docx_nested_bomb()),
    "circle.doc": lambda: ole(b""),
    "deep.rtf": lambda: b"{\\rtf1" + b"{" * 1_000_000 + b"x",
    "noise.pdf": noise(b"%PDF-1.7\n"),
    "noise.docx": noise(b"PK\x03\x04"),
    "noise.doc": noise(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "noise.rtf": noise(b"{\\rtf1"),
    "noise.txt": noise(b""),
    "noise.html": noise(b"<!doctype html><html><body>"),
    "noise-utf16.txt": noise(b"\xff\xfe"),
    "laughs.html": lambda: (laughs() + "<html><body><p>Một &l9;</p></body></html>").encode(),
    "nested.html": lambda: b"<html><body>" + b"<div>" * 1_000_000 + b"x",
    "unclosed.html": lambda: b"<html><body>" + b"<table><tr><td>a" * 100_000,
    "brackets.html": lambda: b"<html><body>" + b"<" * 1_000_000,
    "attribute.html": lambda: b'<html><body><div class="' + b"a " * 2_000_000 + b'">x</div>',
    "one-line.txt": lambda: (WORDS * (3_000_000 // len(WORDS))),
    "one-word.txt": lambda: b"a" * 3_000_000,
    "spaces.txt": lambda: b"a" + b" " * 9_000_000 + b"b",
    "gaps.txt": lambda: gaps(2_000, 50),
    "page-wide-gaps.txt": lambda: gaps(240, 2),
    "lines.txt": lambda: b"a" + b"\n" * 2_000_000 + b"b",
    "labels.txt": lambda: b"1.\n" * 300_000,
    "items.txt": lambda: "1. Một\n".encode() * 40_000,
    "marks.txt": lambda: ("a" + "\u0301" * 1_000_000).encode(),
    "emphasis.md": lambda: b"# a\n" + b"**a " * 200_000,
    "links.md": lambda: b"# a\n" + b"[a](b" * 150_000,
    "ruler.md": lambda: b"# a\n" + b" " * 3_000_000 + b"|---" * 300_000,
    "meta.html": lambda: b"<html><head>" + b"<meta " * 500_000 + b"\xff",
    "codec.html": lambda: b"<html><meta charset=unicode_escape><p>\xff\\ud800</p><p>x</p>",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_hostile_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(FILES[name]())
    before = set(tmp_path.rglob("*"))
    code, stdout, stderr, seconds, kilobytes = measure("outline", "--json", path)
    assert seconds < SECONDS + 5
    if sys.platform == "linux":
        assert kilobytes < KILOBYTES
    assert stderr == ""
    (line,) = stdout.splitlines()
    outcome = json.loads(line)
    assert outcome["error"] is None or name not in READ
    if outcome["error"] is None:
        assert code == 0
        assert outcome["document"]["text"].strip() or outcome["warnings"]
        assert "root:" not in outcome["document"]["text"], "no other file is read"
    else:
        assert code == 1
        error = outcome["error"]
        assert name in error
        assert "defect" not in error, error
        assert error.endswith(".")
        assert "\n" not in error
        assert len(error) < 400
    assert set(tmp_path.rglob("*")) == before
    assert not Path("/tmp/dieukhoan-evil.txt").exists()


def measure(*arguments: object) -> tuple[int, str, str, float, int]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", MEASURE, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=180, cwd=ROOT)
    code, stdout, stderr, seconds, kilobytes = json.loads(done.stdout)
    return code, stdout, stderr, seconds, kilobytes


def test_the_others_of_a_folder_are_ingested(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for name in ("noise.pdf", "deep.docx", "nested.html", "labels.txt"):
        (tmp_path / "docs" / name).write_bytes(FILES[name]())
    (tmp_path / "docs" / "good.txt").write_text("I. MỤC TIÊU\n1. Nâng cao chất lượng.\n", "utf-8")
    code, stdout, _, _, _ = measure("ingest", "--json", tmp_path / "docs", "--home", tmp_path / "home")
    assert code == 1
    statuses = {Path(row["source"]).name: row["status"] for row in map(json.loads, stdout.splitlines())}
    assert statuses["good.txt"] == "added"
    assert list(statuses.values()).count("refused") == 4
