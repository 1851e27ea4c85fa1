"""What documents say of themselves: measured on the real ones, and each form of letterhead and signature on made-up ones."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import docx
import pytest

from app.outlines import outline_line
from corpus.document import Document
from corpus.errors import ClassifiedError
from corpus.store import Store
from corpus.store.schema import LAYOUT
from ingest import ingest_files
from ingest.metadata.signature import split_name
from ingest.parsing import ALLOW_CLASSIFIED, parse, parse_file
from ingest.readers.raw import Raw
from tests.benchmarks.metadata import FIELDS, score
from tests.older_homes import make_older

FLOOR = 0.97

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
HEAD = f"ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG\n{MOTTO}Số: 12/KH-UBND\nLam Giang, ngày 05 tháng 3 năm 2024\n"
BODY = "KẾ HOẠCH\nChăm sóc cây xanh\nI. MỤC TIÊU\n1. Trồng cây.\n2. Tưới cây.\n"


def read(text: str) -> Document:
    return parse(Raw("mau.txt", "0" * 64, "text/plain", text)).document


def test_metadata_of_the_real_documents(shared: Path) -> None:
    """All but PDFs, of which some are long scans; `make figures` reads these too."""
    found = score(shared / "corpus", (".md", ".doc", ".docx", ".txt"))
    shown = "\n".join(found.misses)
    assert found.stated.total() > 200
    assert all(found.share(field) >= FLOOR for field in FIELDS), shown
    assert len(found.misses) <= found.stated.total() * (1 - FLOOR), shown  # also what is read where nothing is stated


@pytest.mark.parametrize(
    ("head", "number", "issued_on", "issuer", "place"),
    [
        # two columns, the serial filled into a blank
        (
            "   ỦY BAN NHÂN DÂN             CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "    TỈNH NINH THUẬN                Độc lập - Tự do - Hạnh phúc\n"
            "    Số:   63      /2025/QĐ-UBND        Ninh Thuận, ngày 7   tháng 10 năm 2025\n",
            "63/2025/QĐ-UBND", "2025-10-07", "Ủy ban nhân dân tỉnh Ninh Thuận", "Ninh Thuận",
        ),
        # a draft: the blanks are left open
        (
            f"ỦY BAN NHÂN DÂN\nTỈNH NINH THUẬN\n{MOTTO}Số:          /GM-UBND\nNinh Thuận, ngày      tháng 6 năm 2026\n",
            None, None, "Ủy ban nhân dân tỉnh Ninh Thuận", "Ninh Thuận",
        ),
        # Party documents, recognised from an image with one space between the columns
        (
            "BẠN CHẬP HÀNH TRUNG ƯƠNG ĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố 75 -KL/TW Hà Nội, ngày 28 tháng 7 năm 2026\n",
            "75-KL/TW", "2026-07-28", "Ban Chấp hành Trung ương Đảng", "Hà Nội",
        ),
        (
            "TỈNH UỶ LÀO CAI          ĐẢNG CỘNG SẢN VIỆT NAM\n      *\nSố 104 -CTr/TU       Lào Cai, ngày 30 tháng 8 năm 2026\n",
            "104-CTr/TU", "2026-08-30", "Tỉnh ủy Lào Cai", "Lào Cai",
        ),
        # lines of a digital signature and of a stamp above
        (
            "Người ký: CỔNG THÔNG TIN\nThời gian ký: 02.01.2024 15:39:00 +07:00\nBỘ TÀI CHÍNH CỌNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "Sô: 5/2024/TT-BTC Hà Nội, ngày 2I thắng 12 năm 2023\nĐẾN Ngày: 29/12/2023\n",
            "5/2024/TT-BTC", "2023-12-21", "Bộ Tài chính", "Hà Nội",
        ),
        # the office and the department of a province
        (f"UBND TỈNH LÀO CAI\nVĂN PHÒNG\n{MOTTO}Số: 9/TB-VP\nLào Cai, ngày 3 tháng 6 năm 2026\n",
         "9/TB-VP", "2026-06-03", "Văn phòng Ủy ban nhân dân tỉnh Lào Cai", "Lào Cai"),
        (f"UBND TỈNH LÀO CAI\nSỞ CÔNG THƯƠNG\nSố: 7/TTr - SCT\n{MOTTO}Lào Cai, ngày 3 tháng 6 năm 2026\n",
         "7/TTr-SCT", "2026-06-03", "Sở Công Thương tỉnh Lào Cai", "Lào Cai"),
        # several issuers
        ("| BỘ TÀI CHÍNH - BỘ NỘI VỤ ------- | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc |\n"
         "| Số: 8/2009/TTLT-BTC-BNV | Hà Nội, ngày 11 tháng 03 năm 2009 |\n",
         "8/2009/TTLT-BTC-BNV", "2009-03-11", "Bộ Tài chính, Bộ Nội vụ", "Hà Nội"),
        # a serial with a point, and a law
        (f"CHÍNH PHỦ\n{MOTTO}Số: 66.19/2026/NQ-CP\nHà Nội, ngày 18 tháng 5 năm 2026\n",
         "66.19/2026/NQ-CP", "2026-05-18", "Chính phủ", "Hà Nội"),
        (f"QUỐC HỘI\n{MOTTO}Luật số: 78/2015/QH13\n", "78/2015/QH13", None, "Quốc hội", None),
    ],
)  # fmt: skip
def test_letterheads(head: str, number: str | None, issued_on: str | None, issuer: str, place: str | None) -> None:
    document = read(head + BODY)
    assert (document.number, document.issued_on, document.issuer, document.place) == (number, issued_on, issuer, place)


@pytest.mark.parametrize(
    ("left", "issuer"),
    [
        ("ỦY BAN NHÂN DÂN\nXÃ SUỐI LAM\nSố: 2/KH-UBND", "Ủy ban nhân dân xã Suối Lam"),
        ("UBND HUYỆN SUỐI LAM\nPHÒNG NỘI VỤ\nSố: 2/KH-PNV", "Phòng Nội vụ huyện Suối Lam"),
        ("UBND TỈNH LAM GIANG\nBAN QUẢN LÝ\nKHU KINH TẾ\nSố: 2/BC-BQL", "Ban Quản lý khu kinh tế tỉnh Lam Giang"),
        ("HỘI ĐỒNG NHÂN DÂN\nTỈNH LAM GIANG\nSố: 62/NQ-HĐND", "Hội đồng nhân dân tỉnh Lam Giang"),
        ("ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM\nTỈNH LAM GIANG\nBAN THƯỜNG TRỰC\nSố: 2/BC-MTTQ-BTT",
         "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Lam Giang"),
        ("BỘ CÔNG THƯƠNG\nCỤC HÓA CHẤT\nSố: 2/HC-CNHC", "Cục Hóa chất"),
        ("BỘ Y TẾ\nVĂN PHÒNG\nSố: 2/TB-VPB", "Văn phòng Bộ Y tế"),
        ("TÒA ÁN NHÂN DÂN\nTỐI CAO\nSố: 2/2026/TT-TANDTC", "Tòa án nhân dân tối cao"),
        ("NGÂN HÀNG NHÀ NƯỚC\nVIỆT NAM\nSố: 2/2026/TT-NHNN", "Ngân hàng Nhà nước Việt Nam"),
        ("ỦY BAN THƯỜNG VỤ\nQUỐC HỘI\nSố: 2/2026/UBTVQH15", "Ủy ban Thường vụ Quốc hội"),
        ("BAN CHẤP HÀNH TRUNG ƯƠNG\nVĂN PHÒNG\n*\nSố 36-HD/VPTW", "Văn phòng Trung ương Đảng"),
        ("TỈNH ỦY LAM GIANG\nBAN TỔ CHỨC\n*\nSố 2-HD/BTCTU", "Ban Tổ chức Tỉnh ủy Lam Giang"),
        ("ĐẢNG BỘ TỈNH LAM GIANG\nĐẢNG ỦY ỦY BAN NHÂN DÂN TỈNH\n*\nSố 2-CV/ĐU", "Đảng ủy Ủy ban nhân dân tỉnh Lam Giang"),
        ("Trang chủ\nTHƯ VIỆN VĂN BẢN\nTải về\nBỘ Y TẾ\nSố: 2/2026/TT-BYT", "Bộ Y tế"),
    ],
)  # fmt: skip
def test_issuers(left: str, issuer: str) -> None:
    motto = "ĐẢNG CỘNG SẢN VIỆT NAM\n" if "*" in left else MOTTO
    assert read(f"{left}\n{motto}Lam Giang, ngày 5 tháng 3 năm 2026\n{BODY}").issuer == issuer


def test_a_letter_has_no_type_line() -> None:
    head = HEAD.replace("12/KH-UBND", "12/UBND-KT\nV/v chăm sóc cây xanh")
    document = read(f"{head}Kính gửi: Các sở, ngành.\n1. Trồng cây.\n2. Tưới cây.\n")
    assert (document.type, document.number, document.title) == ("Công văn", "12/UBND-KT", "V/v chăm sóc cây xanh")
    assert read(f"{head.replace('12/', '      /')}Kính gửi: Các sở.\n1. Trồng cây.\n2. Tưới.\n").type == "Công văn"


def test_the_politburo_issues_under_the_letterhead_of_the_central_committee() -> None:
    head = "BAN CHẤP HÀNH TRUNG ƯƠNG\n*\nĐẢNG CỘNG SẢN VIỆT NAM\nSố 57-NQ/TW\nHà Nội, ngày 22 tháng 12 năm 2024\nNGHỊ QUYẾT\n"
    assert read(f"{head}CỦA BỘ CHÍNH TRỊ\nvề cây xanh\nI- MỤC TIÊU\n1. Trồng cây.\n").issuer == "Bộ Chính trị"


def test_an_appendix_is_not_the_document_it_belongs_to() -> None:
    document = read(
        "Phụ lục I\nDANH MỤC CÂY XANH\n(Kèm theo Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020)\n1. Bàng.\n2. Me.\n"
    )
    assert (document.number, document.issued_on, document.issuer) == (None, None, None)


def test_a_law_is_dated_by_its_passing() -> None:
    law = f"QUỐC HỘI\n{MOTTO}Luật số: 9/2001/QH10\nLUẬT\nCÂY XANH\nĐiều 1. Trồng cây\nTrồng cây.\nĐiều 2. Hiệu lực\nLuật này có hiệu lực từ ngày 04 tháng 10 năm 2001.\n"
    document = read(
        f"{law}Luật này đã được Quốc hội khóa X thông qua ngày 29 tháng 6 năm 2001.\nCHỦ TỊCH QUỐC HỘI\nTrần Văn Lam\n"
    )
    assert (document.issued_on, document.effective_on, document.signer) == ("2001-06-29", "2001-10-04", "Trần Văn Lam")


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Quyết định này có hiệu lực kể từ ngày ký.", "2024-03-05"),
        ("Quyết định này có hiệu lực thi hành từ ngày 15 tháng 4 năm 2024.", "2024-04-15"),
        ("Quyết định này có hiệu lực thi hành sau 10 ngày kể từ ngày ký.", None),
        ("Áp dụng kể từ ngày Quyết định này có hiệu lực từ ngày 15 tháng 4 năm 2024.", None),
        ("Sửa Điều 9: “Quyết định này có hiệu lực kể từ ngày ký”.", None),
        ("Quy chế này có hiệu lực kể từ ngày ký.", None),
    ],
)
def test_effect(sentence: str, day: str | None) -> None:
    head = HEAD.replace("KH-UBND", "QĐ-UBND")
    assert read(f"{head}QUYẾT ĐỊNH\nVề cây xanh\nĐiều 1. Trồng cây.\nĐiều 2. {sentence}\n").effective_on == day


@pytest.mark.parametrize(
    ("block", "signer", "position"),
    [
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Văn Lam\n", "Trần Văn Lam", "TM. Ủy ban nhân dân, KT. Chủ tịch, Phó Chủ tịch"),
        (
            "Nơi nhận:                     KT. CHỦ TỊCH\n- Như trên;                 PHÓ CHỦ TỊCH\n"
            "- Bộ Công Thương;\n- Lưu: VT.             Lê Thị Giang\n",
            "Lê Thị Giang", "KT. Chủ tịch, Phó Chủ tịch",
        ),
        ("| Nơi nhận: - Như Điều 3; - Lưu: VT. | KT. BỘ TRƯỞNG THỨ TRƯỞNG Ngu y ễn Văn Lam |\n", "Nguyễn Văn Lam", "KT. Bộ trưởng, Thứ trưởng"),
        ("| | CHỦ TỊCH Trần Văn Lam |\n", "Trần Văn Lam", "Chủ tịch"),
        ("T/M TỈNH ỦY\nPHÓ BÍ THƯ THƯỜNG TRỰC\n(Đã ký)\nTrần Văn Lam\n", "Trần Văn Lam", "T/M Tỉnh ủy, Phó Bí thư Thường trực"),
    ],
)  # fmt: skip
def test_signatures(block: str, signer: str, position: str) -> None:
    document = read(HEAD + BODY + block)
    assert (document.signer, document.position) == (signer, position)


def test_what_is_no_name() -> None:
    for text in ("- Sở Nội vụ", "Họ và tên", "Như trên", "(Đã ký)", "Ủy ban nhân dân tỉnh"):
        assert split_name(text)[1] is None


def test_each_stated_field_has_its_place() -> None:
    document = read(f"{HEAD}HỎA TỐC\n{BODY}TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Lam\n")
    places = {stated.field: document.text[stated.start : stated.end] for stated in document.metadata_spans}
    assert places == {
        "number": "12/KH-UBND",
        "type": "KẾ HOẠCH",
        "issuer": "ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG",
        "place": "Lam Giang",
        "issued_on": "ngày 05 tháng 3 năm 2024",
        "title": "Chăm sóc cây xanh",
        "urgency": "HỎA TỐC",
        "signer": "Trần Văn Lam",
        "position": "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    }


@pytest.mark.parametrize(
    "mark",
    [
        "MẬT",
        "TUYỆT MẬT",
        "ĐỘ MẬT: TỐI MẬT",
        "Độ mật: Mật",
        "(MẬT)",
        "TỐI MẬT - HỎA TỐC",
        "Tuyệt mật",
        "ĐỘ MẬT: MẬT (BẢN SỐ 2)",
    ],
)
def test_secrecy_is_refused_and_nothing_is_kept(mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ALLOW_CLASSIFIED, raising=False)
    path = tmp_path / "mat.txt"
    path.write_text(HEAD + mark + "\n" + BODY.replace("Tưới cây", "Đoạn chỉ có trong văn bản này"), "utf-8")
    with Store(tmp_path / "home") as store:
        outcome = next(iter(ingest_files([path], store)))
        assert outcome.status == "refused"
        assert outcome.error is not None
        assert f"{ALLOW_CLASSIFIED}=1" in outcome.error
        assert outcome.error.count(". ") == 0
        assert store.documents() == []
    for file in (tmp_path / "home").rglob("*"):
        assert file.is_dir() or "Đoạn chỉ có".encode() not in file.read_bytes()
    assert not list((tmp_path / "home" / "originals").iterdir())
    with pytest.raises(ClassifiedError) as refusal:
        parse_file(path)
    assert str(refusal.value) == outcome.error
    assert "Đoạn chỉ có" not in outline_line(path, refusal.value, tmp_path)
    monkeypatch.setenv(ALLOW_CLASSIFIED, "1")
    document = parse_file(path).document
    assert document.secrecy is not None
    with Store(tmp_path / "home") as store:
        assert next(iter(ingest_files([path], store))).status == "added"
        assert store.document(document.id).secrecy == document.secrecy


@pytest.mark.parametrize("where", ["cell", "header"])
def test_secrecy_in_a_word_file(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ALLOW_CLASSIFIED, raising=False)
    word = docx.Document()
    if where == "header":
        word.sections[0].header.paragraphs[0].text = "TỐI MẬT"
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells),
        (
            "ỦY BAN NHÂN DÂN",
            MOTTO.strip(),
            "Số: 12/KH-UBND" + ("\nTỐI MẬT" if where == "cell" else ""),
            "Lam Giang, ngày 5 tháng 3 năm 2024",
        ),
        strict=True,
    ):
        cell.text = text
    for line in BODY.splitlines():
        word.add_paragraph(line)
    word.save(str(tmp_path / "mat.docx"))
    with pytest.raises(ClassifiedError):
        parse_file(tmp_path / "mat.docx")


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "KẾ HOẠCH\nTHỰC HIỆN CÔNG TÁC BẢO VỆ BÍ MẬT NHÀ NƯỚC\nI. MỤC TIÊU\n1. Giữ bí mật.\n2. Bảo mật.\n",
        HEAD + "KẾ HOẠCH\nRÀ SOÁT DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ\nTUYỆT MẬT\nI. MỤC TIÊU\n1. Rà soát.\n2. Báo cáo.\n",
        HEAD + "Độ mật: ......\n" + BODY,
        HEAD + BODY + "Nơi nhận:\n- Phòng Bí mật nhà nước;\n- Lưu: VT, mật.\n",
        HEAD + BODY.replace("Tưới cây.", "Các độ mật gồm:\nTUYỆT MẬT\nTỐI MẬT\nMẬT"),
    ],
)
def test_what_is_no_mark_of_secrecy(text: str) -> None:
    assert read("\n" * 3 + text).secrecy is None


def test_metadata_survives_the_store_and_an_old_home_is_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{HEAD}KHẨN\n{BODY}TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Lam\n", "utf-8")
    parsed = parse_file(path).document
    with Store(tmp_path / "home") as store:
        next(iter(ingest_files([path], store)))
        kept = store.document(parsed.id)
    facts = ("position", "urgency", "secrecy", "effective_on", "metadata_spans")
    assert [getattr(kept, name) for name in facts] == [getattr(parsed, name) for name in facts]
    make_older(tmp_path / "home" / "store.sqlite", 1)
    with Store(tmp_path / "home") as store:
        assert store.document(parsed.id).text == parsed.text
        assert store.document(parsed.id).position is None
    with sqlite3.connect(tmp_path / "home" / "store.sqlite") as db:
        assert db.execute("PRAGMA user_version").fetchone() == (LAYOUT.version,)
