"""The trees of documents, read against their sources.

A golden file holds a document's whole tree: level, label and first five words of each clause, no more of its text.
`DIEUKHOAN_GOLDEN=write pytest tests/test_outline.py` writes them anew; read the difference before you keep it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from corpus.document import Document
from ingest import parse_file
from tests.conftest import SAMPLES

GOLDEN = Path(__file__).parent / "golden"


def tree(document: Document) -> str:
    lines = []
    for clause in document.clauses:
        depth = len(document.ancestors(clause))
        words = " ".join(clause.text.split()[:5])
        lines.append(f"{'  ' * depth}{clause.level} {clause.label or '·'} | {clause.id.split('/', 1)[1]} | {words}")
    return "\n".join(lines) + "\n"


def check_golden(name: str, document: Document) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("DIEUKHOAN_GOLDEN") == "write":
        path.write_text(tree(document), "utf-8")
    assert tree(document) == path.read_text("utf-8")


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.stem)
def test_sample_trees(path: Path) -> None:
    check_golden(path.stem, parse_file(path).document)


def test_plan_tree(plan: Path) -> None:
    check_golden("1221-KH-UBND", parse_file(plan).document)


#: Real documents of every kind and format, their trees read against the source; names are those under the shared corpus.
GOLDEN_DOCUMENTS = (
    "chain/104-CTr-TU.txt",
    "chain/2449-CV-DU.txt",
    "chain/31-CTr-TW.txt",
    "chain/75-KL-TW.txt",
    "chain/9387-UBND-KT.txt",
    "formats/dvc-Luat-PCCC-L27QH.DOC",
    "formats/phutho-Quy-che-phoi-hop.pdf",
    "party-and-national/03-NQ-CP.md",
    "party-and-national/30-2020-ND-CP.docx",
    "party-and-national/3260-KH-DDQH15.md",
    "party-and-national/57-NQ-TW_ban-van-ban.md",
    "provincial/779qdubDLQUY_KHUYEN_HOC.signed.signed.kydauden.pdf",
    "provincial/BC-UBND-QLNN-khoang-san-nam-2025.docx",
    "provincial/CT-07-2012-TTg-chan-chinh-KKT-KCN-CCN.docx",
    "provincial/ND-32-2024-quan-ly-phat-trien-CCN.docx",
    "provincial/QD-1074-QD-BXD-29-6-2026.pdf",
    "provincial/QD-16-2026-Quy-che-CCN-Lao-Cai-OCR.txt",
    "provincial/QD-1696-QD-UBND-uy-quyen-15-5-2026.pdf",
    "provincial/cong-van-ubnd-tinh-chi-dao.docx",
    "provincial/giay-moi-hop-ubnd.docx",
    "provincial/nq_cds_dongthap.docx",
    "provincial/thong-bao-ket-luan-ubnd.docx",
    "provincial/to-trinh-vbqppl-tien-chat-thuoc-no.docx",
    "social-policy/12_2012_QĐ_UBND.md",
    "social-policy/16_2010_QD_UBND.md",
    "social-policy/252_2013_KH_BCDQG1237.md",
    "social-policy/3210_2014_QD_UBND.md",
    "social-policy/47_2009_TTLT_BTC_BLĐTBXH.md",
    "social-policy/773_2018_QĐ_TTg.md",
)


@pytest.mark.parametrize("name", GOLDEN_DOCUMENTS, ids=lambda name: Path(name).stem)
def test_real_trees(shared: Path, name: str) -> None:
    if name.endswith(".DOC") and not shutil.which("soffice"):
        pytest.skip("LibreOffice is missing: run `make programs`")
    check_golden(f"shared/{Path(name).stem}", parse_file(shared / "corpus" / name).document)


def test_plan_shape(plan: Path) -> None:
    document = parse_file(plan).document

    def labels(parent: str | None) -> list[str | None]:
        full = f"{document.id}/{parent}" if parent else None
        return [clause.label for clause in document.children(full) if clause.level not in ("preamble", "signature")]

    assert labels(None) == ["I", "II", "III", "IV", None]
    assert labels("II/2") == ["-"] * 10
    assert labels("III") == [str(n) for n in range(1, 10)]
    for item, count in {2: 4, 4: 2, 5: 2, 6: 7, 8: 2}.items():
        assert labels(f"III/{item}") == [f"{item}.{n}" for n in range(1, count + 1)]
    assert labels("IV") == ["1", "2", "3", "4"]
    assert labels("III/4/4.1") == ["-", "-", None]
    heading = document.clause(f"{document.id}/II/1")
    assert heading is not None
    assert heading.heading == "Mục tiêu tổng quát"
    assert {gap.reason for gap in document.discarded} == {"table border", "web page clutter"}
    kept_out = "".join(document.text[gap.start : gap.end] for gap in document.discarded)
    assert kept_out.count("|") == 6
    assert kept_out.replace("|", "").startswith("Ý kiến bạn đọc")


def test_plan_metadata(plan: Path) -> None:
    document = parse_file(plan).document
    assert (document.id, document.number, document.type) == ("1221-kh-ubnd-2024", "1221/KH-UBND", "Kế hoạch")
    assert (document.issued_on, document.place) == ("2024-03-20", "Ninh Thuận")
    assert document.issuer == "Ủy ban nhân dân tỉnh Ninh Thuận"
    assert (document.title or "").startswith("TRIỂN KHAI THỰC HIỆN KẾ HOẠCH SỐ 274-KH/TU")
    broken = [r for r in document.references if "42- NQ/TW" in r.text]
    assert [(r.number, r.date) for r in broken] == [("42-NQ/TW", "2023-11-24")]
    assert {r.number for r in document.references} >= {
        "274-KH/TU", "42-NQ/TW", "13-NQ/TU", "27-NQ/TU", "2161/QĐ-TTg", "62/NQ-HĐND", "02/NQ-HĐND", "09/2023/QĐ-UBND",
        "14/2021/QĐ-UBND",
    }  # fmt: skip


# fmt: off
METADATA = [
    # file of social-policy, number, type, date, issuer
    ("02_2020_UBTVQH14.md", "02/2020/UBTVQH14", "Pháp lệnh", "2020-12-09", "Ủy ban Thường vụ Quốc hội"),
    ("04_2001_TT_BXD.md", "04/2001/TT-BXD", "Thông tư", "2001-08-20", "Bộ Xây dựng"),
    ("102_2018_ND_CP.md", "102/2018/NĐ-CP", "Nghị định", "2018-07-20", "Chính phủ"),
    ("1414_2013_CV_TCT.md", "1414/TCT-CS", "Công văn", "2013-05-04", "Tổng cục Thuế"),
    ("1351_2022_QĐ_UBND.md", "1351/QĐ-UBND", "Quyết định", "2022-10-04", "Ủy ban nhân dân tỉnh Quảng Ngãi"),
    ("2638_2019_CV_LĐTBXH_KHTC.md", "2638/LĐTBXH-KHTC", "Công văn", "2019-07-03", "Bộ Lao động - Thương binh và Xã hội"),
    ("3210_2014_QD_UBND.md", "3210/QĐ-UBND", "Quyết định", "2014-06-28", "Ủy ban nhân dân thành phố Hồ Chí Minh"),
    ("4804_2024_VBHN_BLĐTBXH.md", "4804/VBHN-BLĐTBXH", "Văn bản hợp nhất", "2024-10-04", "Bộ Lao động - Thương binh và Xã hội"),
    ("494_2012_NQ_UBTVQH13.md", "494/NQ-UBTVQH13", "Nghị quyết", "2012-05-18", "Ủy ban Thường vụ Quốc hội"),
    ("31_2012_CT_TTg.md", None, "Chỉ thị", None, "Thủ tướng Chính phủ"),
]
# fmt: on


@pytest.mark.parametrize(("name", "number", "kind", "date", "issuer"), METADATA, ids=lambda value: str(value)[:20])
def test_metadata(shared: Path, name: str, number: str, kind: str, date: str, issuer: str) -> None:
    document = parse_file(shared / "corpus" / "social-policy" / name).document
    assert (document.number, document.type, document.issued_on, document.issuer) == (number, kind, date, issuer)
