"""Checking drafts: planted errors are found and mended, right citations are left alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.citing.citation import cite_clause, cite_document
from corpus.citing.issuers import is_same_issuer
from corpus.citing.titles import read_title
from corpus.document import FRAME_LEVELS
from corpus.drafts.checking import CheckedCitation, check_draft
from corpus.drafts.findings import differing_words
from corpus.drafts.quotations import compare, is_quoted
from corpus.store import Store
from ingest import find_files, ingest_files
from tests.conftest import SAMPLES, run
from tests.drafts import DECISION, DECREE, RESOLUTION, draft_of, write_docx

TASK = "1. Sở Xây dựng thực hiện {}."
RULES = "Quy định ban hành kèm theo Quyết định số 31/2024/QĐ-UBND"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample documents, and a decision that another one replaces."""
    folder = tmp_path_factory.mktemp("check")
    head = "ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG\nSố: {}\nLam Giang, ngày {}\n\nQUYẾT ĐỊNH\nBan hành Quy chế {}\n\n"
    (folder / "cu.txt").write_text(
        head.format("11/2020/QĐ-UBND", "10 tháng 5 năm 2020", "họp giao ban")
        + "Điều 1. Ban hành Quy chế họp giao ban.\nĐiều 2. Quyết định này có hiệu lực từ ngày 20 tháng 5 năm 2020.\n",
        "utf-8",
    )
    (folder / "moi.txt").write_text(
        head.format("12/2023/QĐ-UBND", "12 tháng 6 năm 2023", "họp trực tuyến")
        + "Điều 1. Ban hành Quy chế họp trực tuyến.\nĐiều 2. Quyết định này có hiệu lực từ ngày 01 tháng 7 năm 2023 và thay thế Quyết định số "
        "11/2020/QĐ-UBND ngày 10 tháng 5 năm 2020 của Ủy ban nhân dân tỉnh ban hành Quy chế họp giao ban.\n",
        "utf-8",
    )
    with Store(folder / "home") as store:
        outcomes = list(ingest_files(find_files([SAMPLES, folder / "cu.txt", folder / "moi.txt"]), store))
        assert {outcome.status for outcome in outcomes} == {"added"}
        yield store


def check(store: Store, folder: Path, *paragraphs: str) -> list[CheckedCitation]:
    return check_draft(draft_of(folder, paragraphs), store)


def kinds(citation: CheckedCitation) -> set[str]:
    return {finding.kind for finding in citation.findings if finding.severity != "note"}


# (what is planted, the paragraphs with it in the last one, the kind of the finding, what the corrected text then has)
PLANTED: list[tuple[str, Sequence[str], str, str]] = [
    ("day", [f"Căn cứ {RESOLUTION.replace('15 tháng', '16 tháng')};"], "date", "ngày 15 tháng 3 năm 2024"),
    ("year", [f"Căn cứ {DECREE.replace('năm 2020', 'năm 2019')};"], "date", "năm 2020"),
    ("no such day", [f"Căn cứ {DECREE.replace('05 tháng 3', '31 tháng 2')};"], "date", "ngày 05 tháng 3"),
    ("date with strokes", [f"Căn cứ {DECREE.replace('05 tháng 3 năm 2020', '06/3/2020')};"], "date", "ngày 05/3/2020"),
    ("number", [f"Căn cứ {RESOLUTION.replace('18-NQ', '81-NQ')};"], "number", "số 18-NQ/TU"),
    ("joints of the number", [f"Căn cứ {RESOLUTION.replace('18-NQ/TU', '18/NQ-TU')};"], "number", "số 18-NQ/TU"),
    ("type", [f"Căn cứ {RESOLUTION.replace('Nghị quyết', 'Chỉ thị')};"], "type", "Nghị quyết số 18"),
    ("issuer", [f"Căn cứ {DECREE.replace('Chính phủ', 'Thủ tướng Chính phủ')};"], "issuer", "của Chính phủ về"),
    ("organ", [f"Căn cứ {RESOLUTION.replace('Ban Chấp hành Đảng bộ', 'Hội đồng nhân dân')};"], "issuer", "Ban Chấp hành Đảng bộ"),
    ("last word of the title", [f"Căn cứ {DECREE.replace('văn thư', 'lưu trữ')};"], "title", "về công tác văn thư"),
    ("word of the title", [f"Căn cứ {RESOLUTION.replace('chăm lo', 'chăm sóc')};"], "title", "chăm lo đối tượng"),
    ("word left out", [f"Căn cứ {RESOLUTION.replace('nâng cao chất lượng', 'nâng chất lượng')};"], "title", "nâng cao chất lượng"),
    ("day of a law", ["Căn cứ Luật Nhà ở ngày 25 tháng 11 năm 2023;"], "date", "Luật Nhà ở ngày 27 tháng 11 năm 2023"),
    ("name of a law", ["Căn cứ Luật Đất đai số 27/2023/QH15;"], "title", "Luật Nhà ở số 27/2023/QH15"),
    ("no number word", [f"Căn cứ {RESOLUTION};", TASK.format("Nghị quyết 18-NQ/TU")], "number-form", "Nghị quyết số 18"),
    ("nought of the day", [f"Căn cứ {DECREE.replace('05 tháng', '5 tháng')};"], "date-form", "ngày 05 tháng 3"),
    ("first mention short", [TASK.format("Nghị quyết số 18-NQ/TU")], "first-form", "ngày 15 tháng 3 năm 2024 của Ban Chấp hành"),
    ("first mention without issuer", [f"Căn cứ {DECREE.replace(' của Chính phủ', '')};"], "first-form", "của Chính phủ"),
    ("later mention in full", [f"Căn cứ {RESOLUTION};", TASK.format(RESOLUTION)], "later-form", "Nghị quyết số 18-NQ/TU"),
    ("large to small", [f"Căn cứ {RESOLUTION};", TASK.format("Mục II, khoản 3, điểm b Nghị quyết số 18-NQ/TU")], "order",
     "điểm b khoản 3 Mục II Nghị quyết"),
    ("word of the quotation", [f"Căn cứ {DECISION};",
     f"1. Khoản 1 Điều 9 {RULES} quy định: “Kinh phí được cấp hai đợt: 50% khi khởi công, 40% khi nghiệm thu.”"], "quotation", "60% khi"),
    ("tone of the quotation", [f"Căn cứ {DECISION};",
     f"1. Theo quy định: “Hộ cư trú tại xã đặc biệt khó khăn được hổ trợ thêm 10% mức” (khoản 2 Điều 5 {RULES})."], "quotation", "hỗ trợ thêm"),
    ("place of the quotation", [f"Căn cứ {DECISION};",
     f"1. Khoản 2 Điều 9 {RULES} quy định: “Kinh phí được cấp hai đợt: 60% khi khởi công, 40% khi nghiệm thu.”"], "quotation-place",
     "Khoản 1 Điều 9 Quy định ban hành"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("paragraphs", "kind", "right"), [case[1:] for case in PLANTED], ids=[case[0] for case in PLANTED]
)
def test_a_planted_error_is_found_and_its_correction_is_right(
    store: Store, tmp_path: Path, paragraphs: Sequence[str], kind: str, right: str
) -> None:
    draft = draft_of(tmp_path, paragraphs)
    *before, planted = [c for c in check_draft(draft, store) if c.start >= draft.text.index(paragraphs[0])]
    assert [citation.status for citation in before] == ["right"] * len(before)
    assert (planted.status, kinds(planted)) == ("wrong", {kind})
    assert draft.text[planted.start : planted.end] == planted.text
    assert planted.corrected is not None
    assert right in planted.corrected
    finding = next(finding for finding in planted.findings if finding.kind == kind)
    assert planted.start <= finding.start <= finding.end <= planted.end
    mended = [*paragraphs[:-1], paragraphs[-1].replace(planted.text, planted.corrected)]
    assert mended[-1] != paragraphs[-1]
    assert {citation.status for citation in check(store, tmp_path, *mended)} == {"right"}


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        ("điểm b khoản 9 Mục II", "không có khoản 9; gần nhất là khoản 3 Mục II"),
        ("điểm x khoản 3 Mục II", "không có điểm x; gần nhất là điểm b khoản 3 Mục II"),
        ("khoản 1 Mục XIX", "không có Mục XIX; gần nhất là Mục"),
    ],
)
def test_a_clause_that_does_not_exist(store: Store, tmp_path: Path, labels: str, says: str) -> None:
    *_, planted = check(store, tmp_path, f"Căn cứ {RESOLUTION};", TASK.format(f"{labels} Nghị quyết số 18-NQ/TU"))
    assert (planted.status, kinds(planted), planted.corrected) == ("wrong", {"clause"}, None)
    assert says in planted.findings[0].message


def test_a_document_that_another_replaced(store: Store, tmp_path: Path) -> None:
    old = (
        "Quyết định số 11/2020/QĐ-UBND ngày 10 tháng 5 năm 2020 của Ủy ban nhân dân tỉnh ban hành Quy chế họp giao ban"
    )
    (basis,) = check(store, tmp_path, f"Căn cứ {old};")
    assert (basis.status, kinds(basis), basis.corrected) == ("wrong", {"not-in-force"}, None)
    assert "bị thay thế bởi Quyết định số 12/2023/QĐ-UBND" in basis.findings[0].message
    (ended,) = check(store, tmp_path, f"1. Bãi bỏ {old}.")
    assert ended.status == "right"


def test_a_later_law_of_the_same_name_is_noted(store: Store, tmp_path: Path) -> None:
    old = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;"
    new = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"
    first, second = check(store, tmp_path, old, new)
    assert [finding.message.split(";")[0] for finding in first.findings if finding.kind == "no-longer-in-force"] == [
        "Đã có Luật cùng tên số 72/2025/QH15 ngày 16 tháng 6 năm 2025"
    ]
    assert not [finding for finding in second.findings if finding.kind == "no-longer-in-force"]


def test_what_nothing_is_known_of_is_unknown(store: Store, tmp_path: Path) -> None:
    """Also where another document has the number: of another province, or of another year."""
    for cited in (
        "Nghị định số 99/2019/NĐ-CP ngày 30 tháng 12 năm 2019 của Chính phủ quy định chi tiết một số điều",
        "Kế hoạch số 42/KH-UBND ngày 09 tháng 11 năm 2021 của Ủy ban nhân dân tỉnh về phòng, chống thiên tai",
        "Kế hoạch số 42/KH-UBND ngày 12 tháng 4 năm 2024 của Ủy ban nhân dân tỉnh Ninh Thuận về phòng, chống thiên tai",
        "Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025",  # one of the two of that year
        "Luật Thư viện ngày 21 tháng 11 năm 2019",
    ):
        (citation,) = check(store, tmp_path, f"Căn cứ {cited};")
        assert (citation.status, citation.corrected, citation.source) == ("unknown", None, None), cited
        assert citation.findings[-1].kind == "unknown-document"


def test_a_clause_of_a_document_in_the_catalogue_alone_is_not_called_right(store: Store, tmp_path: Path) -> None:
    (citation,) = check(store, tmp_path, f"Căn cứ khoản 2 Điều 5 {DECREE};")
    assert (citation.status, citation.source, [f.kind for f in citation.findings]) == (
        "unknown",
        "catalogue",
        ["unverified"],
    )


def test_titles_may_end_early_and_be_cased_otherwise(store: Store, tmp_path: Path) -> None:
    for cited in (
        DECREE.replace("về công", "Về công"),
        RESOLUTION.replace(" và nâng cao chất lượng dịch vụ công trực tuyến đến năm 2030", ""),
        DECISION.replace("Ủy ban nhân dân tỉnh", "UBND tỉnh"),
        DECREE.replace("ngày 05 tháng 3 năm 2020", "ngày 05/3/2020"),
    ):
        (citation,) = check(store, tmp_path, f"Căn cứ {cited};")
        assert citation.status == "right", cited


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.stem)
def test_own_citations_are_right_and_changed_quotations_wrong(store: Store, tmp_path: Path, path: Path) -> None:
    document = store.document(next(s.id for s in store.documents() if s.source == path.name))
    clauses = [clause for clause in document.clauses if clause.level not in FRAME_LEVELS]
    cited = [cite_clause(document, clause, "later") for clause in clauses]
    basis = f"Căn cứ {cite_document(document)};"
    checked = check(store, tmp_path, basis, "I. NHIỆM VỤ", *(f"{n}. Thực hiện {c}." for n, c in enumerate(cited, 1)))
    assert {citation.status for citation in checked} == {"right"}
    assert len(checked) > len(clauses)
    labelled = {clause.id for clause in clauses if clause.level not in ("paragraph", "table", "plus", "attachment")}
    assert labelled <= {citation.target_clause_id for citation in checked}

    quotable = [
        (document.quotation(clause), citation)
        for clause, citation in zip(clauses, cited, strict=True)
        if 8 <= len(document.quotation(clause).split()) <= 150 and not set('“"”\n|') & set(document.quotation(clause))
    ]
    for right in (True, False):
        words = [quotation if right else _without_fourth_word(quotation) for quotation, _ in quotable]
        lines = [f"{n}. Thực hiện: “{q}” ({c})." for n, (q, (_, c)) in enumerate(zip(words, quotable, strict=True), 1)]
        checked = check(store, tmp_path, basis, "I. NHIỆM VỤ", *lines)
        quoting = [citation for citation in checked if citation.text.startswith("“")]
        assert len(quoting) >= 0.8 * len(quotable)
        assert {"quotation" in kinds(citation) for citation in quoting} == {not right}
        for citation in quoting if not right else ():
            assert any(f"“{quotation}”" in (citation.corrected or "") for quotation, _ in quotable)


def _without_fourth_word(text: str) -> str:
    words = text.split(" ")
    return " ".join([*words[:3], *words[4:]])


def test_samples_hold_no_wrong_fact(store: Store) -> None:
    """The sample documents cite each other rightly; what they lack is the form alone."""
    for summary in store.documents():
        for citation in check_draft(store.document(summary.id), store):
            errors = [finding for finding in citation.findings if finding.severity == "error"]
            assert not errors, (summary.id, citation.text, errors)


@pytest.mark.parametrize(
    ("cited", "known", "same"),
    [
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh Ninh Thuận", True),
        ("UBND tỉnh Sơn La", "Ủy ban nhân dân tỉnh Ninh Thuận", False),
        ("Chính phủ", "Thủ tướng Chính phủ", False),
        ("Bộ trưởng Bộ Xây dựng", "Bộ Xây dựng", True),
        ("Bộ LĐ-TB&XH", "Bộ Lao động - Thương binh và Xã hội", True),
        ("Ban Thường vụ Tỉnh ủy", "Tỉnh ủy Lam Giang", True),
        ("Ban Thường vụ Tỉnh ủy", "Ban Chấp hành Đảng bộ tỉnh Lam Giang", False),
        ("Ban Chấp hành Trung ương Đảng (khóa XII)", "Ban Chấp hành Trung ương Đảng khóa XIII", False),
        ("Ban Chấp hành Trung ương", "Ban Chấp hành Trung ương Đảng khóa XIII", True),
        ("cấp có thẩm quyền", "Chính phủ", None),
        ("Bộ Y tế và Bộ Tài chính", "Bộ Tài chính, Bộ Y tế", True),
        ("Bộ Y tế, Bộ Quốc phòng", "Bộ Tài chính, Bộ Y tế", False),
        ("liên Bộ Tài chính - Y tế", "Bộ Tài chính, Bộ Y tế", None),
    ],
)
def test_issuers(cited: str, known: str, same: bool | None) -> None:
    assert is_same_issuer(cited, known) is same


@pytest.mark.parametrize(
    ("text", "agreement", "given"),
    [
        (" về công tác văn thư; các", "same", "về công tác văn thư"),
        (" quy định về công tác văn thư.", "same", "quy định về công tác văn thư"),
        (" về việc ban hành công tác văn thư;", "same", "về việc ban hành công tác văn thư"),
        (" về công tác văn phòng;", "differs", "về công tác văn phòng"),
        (" về quản lý thuế;", "other", "về quản lý thuế"),
        (" đã quy định", None, ""),
        (") về công tác văn thư", None, ""),
    ],
)
def test_titles(text: str, agreement: str | None, given: str) -> None:
    reading = read_title(text, 0, "về công tác văn thư")
    assert (reading.agreement if reading else None) == agreement
    assert reading is None or text[reading.start : reading.end] == given


def test_quotations_are_equal_code_point_for_code_point() -> None:
    source = "1. Hộ nghèo được\nhỗ trợ 60 triệu đồng; hộ cận nghèo được hỗ trợ 50 triệu đồng."
    assert is_quoted("Hộ nghèo được hỗ trợ 60 triệu đồng", source)
    assert is_quoted("Hộ nghèo được hỗ trợ … 50 triệu đồng.", source)
    assert not is_quoted("hộ nghèo được hỗ trợ 60 triệu đồng", source)
    assert not is_quoted("Hộ nghèo được hổ trợ 60 triệu đồng", source)
    assert compare("Hộ nghèo được hỗ trợ 70 triệu đồng", source).right == "Hộ nghèo được hỗ trợ 60 triệu đồng"
    assert compare("Phạt tiền từ hai triệu đến ba triệu cho mỗi lần vi phạm", source).right is None
    assert differing_words("được hỗ trợ 70 triệu", "được hỗ trợ 60 triệu") == "“70” → “60”"


def test_command(store: Store, tmp_path: Path) -> None:
    draft = write_docx(tmp_path / "du-thao.docx", [f"Căn cứ {DECREE.replace('05 tháng', '06 tháng')};"])
    before = [summary.id for summary in store.documents()]
    result = run("check", draft, "--json", home=store.home)
    assert result.returncode == 0
    (line,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert {"start", "end", "text", "status", "findings", "corrected"} <= set(line)
    assert (line["status"], [f["kind"] for f in line["findings"]]) == ("wrong", ["date"])
    assert line["corrected"] == DECREE
    assert [summary.id for summary in store.documents()] == before
    shown = run("check", draft, home=store.home)
    assert "Ngày ban hành đúng là ngày 05 tháng 3 năm 2020." in shown.stdout


def test_a_copy_that_cannot_be_written_says_so(store: Store, tmp_path: Path) -> None:
    draft = tmp_path / "du-thao.docx"
    write_docx(draft, [f"Căn cứ {RESOLUTION};"])
    done = run("check", draft, "--corrected", tmp_path / "absent" / "a.docx", home=store.home)
    assert done.returncode == 1
    assert "absent" in done.stderr
    assert "Traceback" not in done.stderr


def test_command_refuses_in_one_sentence(store: Store, tmp_path: Path) -> None:
    (tmp_path / "hong.docx").write_bytes(b"PK\x03\x04 hong")
    (tmp_path / "du-thao.txt").write_text(f"Căn cứ {DECREE};", "utf-8")
    draft = tmp_path / "du-thao.txt"
    for arguments in (
        ["check", tmp_path / "khong-co.docx"],
        ["check", tmp_path / "hong.docx", "--json"],
        ["check", draft, "--corrected", tmp_path / "ra.docx"],
    ):
        result = run(*arguments, home=store.home)
        assert result.returncode == 1, arguments
        assert len(result.stderr.strip().splitlines()) == 1
        assert "Traceback" not in result.stderr
    assert not (tmp_path / "ra.docx").exists()
    assert run("check", draft, "--corrected", draft, home=store.home).returncode == 2
