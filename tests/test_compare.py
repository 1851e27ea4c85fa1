"""Two documents side by side: pairs, what only one has, what differs, and the files saved from it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from docx import Document as WordDocument
from openpyxl import load_workbook

from app.exports import comparison_docx, comparison_xlsx
from app.side_by_side import side_by_side
from corpus.document import FRAME_LEVELS, Clause, Document
from corpus.errors import UnknownIdError
from corpus.store import Store
from corpus.store.admission import with_id
from ingest import Parsed, parse_files
from search import Encoder, Searcher
from search.comparison import compared
from search.comparison.alignment import Alignment, align
from search.comparison.differences import differences
from search.comparison.sides import Side, is_heading
from search.entries import entry_of
from search.index import Index
from tests.benchmarks.alignment import all_labels, indexed, judged, read_labels
from tests.conftest import run

PARENT, PLAN = "18-nq-tu-2024", "42-kh-ubnd-2024"


def clause(text: str, label: str | None = "-") -> Clause:
    return Clause("x/gach-1", None, "dash", label, None, text, 0, len(text), len(text), None, 0)


def written(path: Path, text: str) -> Document:
    path.write_text(text, "utf-8")
    return parsed(path)


def parsed(path: Path) -> Document:
    [(_, result)] = parse_files([path])
    assert isinstance(result, Parsed)
    return result.document


def aligned(a: Document, b: Document, encoder: Encoder) -> Alignment:
    index = Index.build([entry_of(d, c) for d in (a, b) for c in d.clauses if c.level not in FRAME_LEVELS], encoder)
    return align(a, b, index.vectors_of)


@pytest.fixture(scope="module")
def searcher(sample_home: Path) -> Searcher:
    return Searcher(Store(sample_home))


# Words


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("- Hoàn thành 1.800 căn nhà.", "- Hoàn thành 1.600 căn nhà.", [("replace", "1.800", "1.600")]),
        ("- Uỷ ban họp.", "- ủy ban họp;", []),  # case, place of the tone mark and punctuation are no difference
        ("- Sửa chữa nhà ở.", "- Sửa chữa nhà ở trước mùa mưa.", [("insert", "", "trước mùa mưa")]),
        ("- Sửa chữa ngay nhà ở.", "- Sửa chữa nhà ở.", [("delete", "ngay", "")]),
        ("- Năm 2025 và 2026.", "- Quý 2027 và 2028.", [("replace", "Năm 2025 và 2026", "Quý 2027 và 2028")]),
    ],
)
def test_words_that_differ(first: str, second: str, expected: list[tuple[str, str, str]]) -> None:
    found = differences(clause(first), clause(second)).words
    shown = [(c.kind, first[c.a.start : c.a.end], second[c.b.start : c.b.end]) for c in found]
    assert shown == expected


def test_labels_are_not_compared() -> None:
    assert not differences(clause("1. Nội dung.", "1"), clause("a) Nội dung.", "a")).any


@pytest.mark.parametrize(
    ("first", "second", "figures"),
    [
        ("- Đạt 80% hồ sơ.", "- Đạt 75% hồ sơ.", [("80%", "75%")]),
        ("- Xây 1.800 căn nhà.", "- Xây 1800 căn nhà.", []),  # one number in two notations
        ("- Đạt trên 80% hồ sơ.", "- Đạt 80% hồ sơ.", [("trên 80%", "80%")]),
        ("- Bố trí 120 ha đất.", "- Bố trí đất.", [("120 ha", None)]),
        (
            "- 95% rác đô thị, 85% rác nông thôn được thu gom.",
            "- 90% rác nông thôn, 95% rác đô thị được thu gom.",
            [("85%", "90%")],
        ),
    ],
)
def test_figures_that_differ(first: str, second: str, figures: list[tuple[str, str | None]]) -> None:
    found = differences(clause(first), clause(second)).figures
    assert [(c.a and first[c.a.start : c.a.end], c.b and second[c.b.start : c.b.end]) for c in found] == figures


def test_deadlines_and_agencies_that_differ() -> None:
    first = "- Sở Nội vụ báo cáo trước ngày 31/12/2025."
    second = "- Sở Lao động - Thương binh và Xã hội báo cáo trước ngày 30/9/2025."
    found = differences(clause(first), clause(second))
    assert [(c.a and c.a.date, c.b and c.b.date) for c in found.deadlines] == [("2025-12-31", "2025-09-30")]
    assert [(c.a and c.a.name, c.b and c.b.name) for c in found.agencies] == [
        ("Sở Nội vụ", None), (None, "Sở Lao động - Thương binh và Xã hội"),
    ]  # fmt: skip
    short = "- Sở LĐ-TB&XH báo cáo đến hết ngày 30/9/2025."
    again = differences(clause(second), clause(short))
    assert not again.agencies
    assert not again.deadlines


# Pairs


def test_a_document_and_itself(searcher: Searcher, sample_home: Path) -> None:
    with Store(sample_home) as store:
        plan = store.document(PLAN)
    side = Side(plan, searcher.refresh().vectors_of)
    found = align(plan, plan, searcher.refresh().vectors_of)
    assert {(pair.a, pair.b) for pair in found.pairs} == {(c.id, c.id) for c in (*side.clauses, *side.headings)}
    assert found.only_in_a == found.only_in_b == ()


def test_amended_text_keeps_one_counterpart_each(tmp_path: Path, encoder: Encoder) -> None:
    old = "QUY ĐỊNH\n" + "".join(
        f"Điều {n}. {title}\n1. {first}\n2. {second}\n"
        for n, title, first, second in (
            (1, "Hồ sơ", "Đơn đề nghị theo mẫu.", "Bản sao giấy tờ tùy thân."),
            (2, "Thời hạn", "Giải quyết trong 15 ngày làm việc.", "Trả lời bằng văn bản nếu từ chối."),
            (
                3,
                "Mức hỗ trợ",
                "Hỗ trợ 50 triệu đồng cho một nhà xây mới.",
                "Hỗ trợ 25 triệu đồng cho một nhà sửa chữa.",
            ),
        )
    )
    new = old.replace("15 ngày", "10 ngày").replace(
        "Điều 3. Mức hỗ trợ\n", "Điều 3. Mức hỗ trợ\n1a. Hộ nghèo được vay thêm vốn ưu đãi.\n"
    )
    a = with_id(written(tmp_path / "a.txt", old), "a-1")
    b = with_id(written(tmp_path / "b.txt", new), "b-1")
    found = aligned(a, b, encoder)
    assert all(pair.a.split("/")[1:] == pair.b.split("/")[1:] for pair in found.pairs)
    assert found.only_in_a == ()
    assert [key.removeprefix("b-1/") for key in found.only_in_b] == ["dieu-3/khoan-1a"]


def test_parent_and_plan_of_the_samples(tmp_path: Path) -> None:
    [labels] = [one for one in all_labels(None) if one.a == PARENT]
    documents, index = indexed(None, [labels], tmp_path)
    found = align(documents[labels.a], documents[labels.b], index.vectors_of)
    pairs, alone = judged(labels, {(pair.a, pair.b) for pair in found.pairs}, set(found.only_in_a))
    assert pairs.f1 >= 0.88
    assert min(alone.precision, alone.recall) >= 0.89


#: Pairs' F1, unmatched clauses' precision and recall that were reached; see `tests/benchmarks/README.md`.
FLOORS = {
    "31-ctr-tw-2026": (0.75, 0.70, 0.80),
    "12-2012-qd-ubnd": (0.70, 0.95, 0.97),
}


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Document], Index]:
    return indexed(shared, [one for one in all_labels(shared) if one.a in FLOORS], tmp_path_factory.mktemp("real"))


@pytest.mark.parametrize("first", FLOORS)
def test_labelled_pairs_of_real_documents(first: str, real: tuple[dict[str, Document], Index], shared: Path) -> None:
    documents, index = real
    [labels] = [one for one in all_labels(shared) if one.a == first]
    found = align(documents[labels.a], documents[labels.b], index.vectors_of)
    pairs, alone = judged(labels, {(pair.a, pair.b) for pair in found.pairs}, set(found.only_in_a))
    least_pairs, least_precision, least_recall = FLOORS[first]
    assert pairs.f1 >= least_pairs
    assert alone.precision >= least_precision
    assert alone.recall >= least_recall


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("party-and-national/36-HD-VPTW.doc", "party-and-national/36-HD-VPTW.docx"),
    ],
)
def test_two_formats_of_one_text_pair_one_to_one(first: str, second: str, shared: Path, encoder: Encoder) -> None:
    a, b = (with_id(parsed(shared / "corpus" / name), f"v-{at}") for at, name in enumerate((first, second)))
    found = aligned(a, b, encoder)
    pairs = {(pair.a[4:], pair.b[4:]) for pair in found.pairs}
    common = {c.id[4:] for c in a.clauses if c.level not in FRAME_LEVELS} & {c.id[4:] for c in b.clauses}
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
    assert sum(left == right for left, right in pairs) >= 0.99 * len(pairs)
    assert len(pairs) >= 0.95 * len(common)


def test_every_clause_is_paired_or_alone(searcher: Searcher, sample_home: Path) -> None:
    with Store(sample_home) as store:
        documents = {key: store.document(key) for key in (PARENT, PLAN)}
    found = searcher.compare(PARENT, PLAN)
    for key, side, only in ((PARENT, 0, found.only_in_a), (PLAN, 1, found.only_in_b)):
        document = documents[key]
        paired = {(pair.a, pair.b)[side] for pair in found.pairs}
        assert not paired & set(only)
        for node in document.clauses:
            if node.level not in FRAME_LEVELS and not is_heading(document, node):
                assert (node.id in paired) != (node.id in only)
    assert all(0 <= pair.score <= 1 for pair in found.pairs)
    with pytest.raises(UnknownIdError):
        searcher.compare(PARENT, "khong-co")


def test_the_samples_figures_that_contradict(searcher: Searcher) -> None:
    found = searcher.compare(PARENT, PLAN)
    by_pair = {(pair.a, pair.b): pair.differences for pair in found.pairs}
    budget = by_pair[f"{PARENT}/III/2/gach-3", f"{PLAN}/IV/1"]
    assert [(c.a and c.a.value, c.b and c.b.value) for c in budget.figures] == [(90e9, 80e9)]
    housing = by_pair[f"{PARENT}/II/3/a/gach-1", f"{PLAN}/II/2/2.1/gach-1"]
    assert [(c.a and c.a.value, c.b and c.b.value) for c in housing.figures] == [(1800, 1600)]
    # The goal for 2025 resembles that for 2030, but each has its own.
    assert (f"{PARENT}/II/3/a/gach-1", f"{PLAN}/II/2/2.2/gach-1") not in by_pair


def test_five_hundred_clauses_each_in_three_seconds(tmp_path: Path) -> None:
    subjects = ("nhà ở", "y tế", "giáo dục", "giao thông", "môi trường", "việc làm", "cấp nước")

    def text(kind: str) -> str:
        return "".join(
            f"Điều {n}. {kind} về {subjects[n % 7]}\n"
            + "".join(
                f"{k}. {kind} số {n * k} về {subjects[(n + k) % 7]} tại khu vực {k} theo đợt {n}.\n"
                for k in range(1, 6)
            )
            for n in range(1, 101)
        )

    a = with_id(written(tmp_path / "a.txt", text("Yêu cầu")), "a-1")
    b = with_id(written(tmp_path / "b.txt", text("Biện pháp")), "b-1")
    assert min(len(a.clauses), len(b.clauses)) >= 500
    random = np.random.default_rng(1)
    vectors = {node.id: random.normal(size=(1, 384)).astype(np.float32) for node in (*a.clauses, *b.clauses)}
    started = time.process_time()  # an ingested clause has its vectors
    found = compared(a, b, align(a, b, vectors.__getitem__))
    assert time.process_time() - started < 3
    assert found.pairs


# A question


def test_question_row_by_row(searcher: Searcher) -> None:
    documents = ["18-nq-tu-2024", "42-kh-ubnd-2024", "31-2024-qd-ubnd", "17-2025-qd-ubnd"]
    rows = searcher.compare_on("tỷ lệ dân số tham gia bảo hiểm y tế đến năm 2030", documents)
    assert [row.document_id for row in rows] == documents
    assert [row.clause_id for row in rows] == [f"{PARENT}/II/3/b/gach-2", f"{PLAN}/II/2/2.2/gach-2", None, None]
    assert rows[0].citation
    assert rows[0].text == "- Tỷ lệ dân số tham gia bảo hiểm y tế đạt từ 96% trở lên."
    # A row does not depend on the others.
    assert searcher.compare_on("tỷ lệ dân số tham gia bảo hiểm y tế đến năm 2030", documents[:1]) == rows[:1]


def test_question_that_no_document_answers(searcher: Searcher) -> None:
    rows = searcher.compare_on("cách nấu phở bò ngon tại nhà", [PARENT, PLAN])
    assert all(row.clause_id is None and row.score is None for row in rows)


# The command line and the files


def test_compare_prints_the_contract(sample_home: Path) -> None:
    done = run("compare", PARENT, PLAN, "--json", home=sample_home)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found) == {"pairs", "only_in_a", "only_in_b"}
    texts = {}
    with Store(sample_home) as store:
        for key in (PARENT, PLAN):
            texts |= {node.id: node.text for node in store.document(key).clauses}
    for pair in found["pairs"]:
        for name in ("figures", "deadlines", "agencies"):
            for change in pair["differences"][name]:
                for side in ("a", "b"):
                    if one := change[side]:
                        assert texts[pair[side]][one["start"] : one["end"]] == one["text"]
    done = run("compare", "--question", "mức hỗ trợ sửa chữa nhà ở", PLAN, "--json", home=sample_home)
    assert json.loads(done.stdout)["rows"][0]["document_id"] == PLAN


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((PARENT,), 2, "two documents"),
        ((PARENT, "khong-co"), 1, "khong-co"),
        ((PARENT, PLAN, "--docx", "/no/such/folder/x.docx"), 1, "cannot be written"),
        (("--question", " "), 1, ""),
    ],
)
def test_compare_refuses_in_one_sentence(arguments: tuple[str, ...], code: int, said: str, sample_home: Path) -> None:
    done = run("compare", *arguments, home=sample_home)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def saved(write: Callable[..., None], *arguments: object) -> BytesIO:
    target = BytesIO()
    write(target, *arguments)
    target.seek(0)
    return target


def test_files_hold_what_is_shown(searcher: Searcher, sample_home: Path) -> None:
    with Store(sample_home) as store:
        rows = side_by_side(store, searcher.compare(PARENT, PLAN))
    word = WordDocument(saved(comparison_docx.write_comparison, ("Nghị quyết", "Kế hoạch"), rows))
    [table] = word.tables
    assert len(table.rows) == len(rows) + 1
    at = next(at for at, row in enumerate(rows) if row.a and row.a.clause_id == f"{PARENT}/III/2/gach-3")
    cells = table.rows[at + 1].cells
    assert rows[at].a is not None
    assert rows[at].a.text in cells[0].text
    assert rows[at].a.citation in cells[0].text
    bold = [run.text for paragraph in cells[0].paragraphs for run in paragraph.runs if run.bold]
    assert "không dưới 90" in bold
    assert all(run.underline for paragraph in cells[0].paragraphs for run in paragraph.runs if run.bold)
    assert "Số liệu: không dưới 90 tỷ đồng → ít nhất 80 tỷ đồng" in cells[2].text

    book = load_workbook(saved(comparison_xlsx.write_comparison, ("Nghị quyết", "Kế hoạch"), rows), rich_text=True)
    values = list(book.active.iter_rows(min_row=2, values_only=True))
    assert len(values) == len(rows)
    assert str(values[at][1]) == rows[at].a.text
    assert values[at][5] == "không dưới 90 tỷ đồng → ít nhất 80 tỷ đồng"
    assert any(row[4] == "Chưa có điều khoản tương ứng" for row in values)


def test_files_hold_any_text(tmp_path: Path) -> None:
    from search.comparison.comparing import Row

    row = Row("x", "x/I", '=HYPERLINK("http://x")\x0b\x01', 0.9, "=1+1")
    book = load_workbook(saved(comparison_xlsx.write_answers, "=2+2", [("=3+3", row)]))
    assert [cell.data_type for cell in book.active[2]] == ["s", "s", "s"]
    word = WordDocument(saved(comparison_docx.write_answers, "câu hỏi\x01", [("tên", row), ("khác", Row("y"))]))
    assert word.tables[0].rows[2].cells[1].text == "Không quy định"


def test_labels_name_clauses_that_exist(sample_home: Path) -> None:
    labels = read_labels(Path(__file__).parent / "data" / "alignment" / f"{PARENT}--{PLAN}.tsv")
    with Store(sample_home) as store:
        known = {node.id for key in (PARENT, PLAN) for node in store.document(key).clauses}
    assert {key for pair in labels.pairs | labels.maybe for key in pair} | labels.alone <= known
