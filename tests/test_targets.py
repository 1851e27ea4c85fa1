"""What documents want reached: found as labelled by hand, kept, lined up, and never taken from what only reports or regulates."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.document import Document, Target
from corpus.errors import UnknownIdError
from corpus.overviews.target_groups import aligned_targets, group_targets, territory
from corpus.store import Store
from ingest.parsing import parse_file
from tests.benchmarks.targets import LABELS, Score, read_labels, score_folder
from tests.conftest import SAMPLES, run


def test_labelled_documents(shared: Path) -> None:
    score = score_folder(shared / "corpus")
    assert score.labelled == 116
    assert score.precision >= 0.95
    assert score.recall >= 0.95
    assert score.years >= 0.98


def test_every_numeric_target_of_the_plan(plan: Path) -> None:
    score = Score()
    score.add(parse_file(plan).document.targets, read_labels(LABELS / "1221-KH-UBND.tsv"))
    assert score.right == score.labelled == score.found


def test_one_document_that_contradicts_itself(shared: Path) -> None:
    document = parse_file(shared / "corpus" / "chain" / "104-CTr-TU.txt").document
    conflicts = [pair for group in group_targets(document.targets, {}) for pair in group.conflicts]
    assert [(one.value, other.value) for one, other in conflicts] == [(70, 80)]
    assert conflicts[0][1].clause_id == f"{document.id}/phu-luc-1/bang-1"


def parsed(tmp_path: Path, body: str, head: str = "KẾ HOẠCH\nPhát triển nhà ở đến năm 2030\n") -> Document:
    path = tmp_path / "x.txt"
    path.write_text(f"Số: 1/KH-UBND\nLam Giang, ngày 12 tháng 4 năm 2024\n{head}\n{body}\n", "utf-8")
    return parse_file(path).document


def brief(document: Document) -> list[tuple[str, str, float | str, str | None, int | None]]:
    return [(t.subject, t.comparator, t.value, t.unit, t.year) for t in document.targets]


def test_years_of_headings_lead_ins_and_sentences(tmp_path: Path) -> None:
    document = parsed(
        tmp_path,
        "I. MỤC TIÊU\n1. Đến năm 2026\n- Tỷ lệ hộ có nước sạch đạt 90%.\n2. Cụ thể\nPhấn đấu đến năm 2028:\n- 95% hộ có điện; trồng "
        "200 ha rừng trước ngày 30/6/2027.\n- Năm 2027, tỷ lệ hộ nghèo dưới 5%; giảm từ 10% năm 2024 xuống 3% vào năm 2029.",
    )
    assert brief(document) == [
        ("Tỷ lệ hộ có nước sạch", "=", 90, "%", 2026),
        ("hộ có điện", "=", 95, "%", 2028),
        ("trồng rừng", "=", 200, "ha", 2027),
        ("tỷ lệ hộ nghèo", "<", 5, "%", 2027),
        ("giảm từ 10% năm 2024", "=", 3, "%", 2029),
    ]
    assert [t.deadline for t in document.targets] == [None, None, "2027-06-30", None, None]


def test_several_goals_of_one_sentence(tmp_path: Path) -> None:
    document = parsed(
        tmp_path,
        "I. CHỈ TIÊU\n- 100% hộ ở thành thị và 95% hộ ở nông thôn được dùng nước sạch.\n- Tỷ lệ nhập học cấp tiểu học đạt 99%, cấp trung "
        "học cơ sở tối thiểu đạt 95%.\n- 35 giường bệnh, 11 bác sĩ trên 10.000 dân.\n- Gia đình người có công có mức sống từ trung bình "
        "khá trở lên.",
    )
    assert brief(document) == [
        ("hộ ở thành thị được dùng nước sạch", "=", 100, "%", 2030),
        ("hộ ở nông thôn được dùng nước sạch", "=", 95, "%", 2030),
        ("Tỷ lệ nhập học cấp tiểu học", "=", 99, "%", 2030),
        ("Tỷ lệ nhập học cấp trung học cơ sở", ">=", 95, "%", 2030),
        ("giường bệnh", "=", 35, "giường bệnh/10.000 dân", 2030),
        ("bác sĩ", "=", 11, "bác sĩ/10.000 dân", 2030),
        ("Gia đình người có công có mức sống", ">=", "trung bình khá", None, 2030),
    ]
    assert [t.scope for t in document.targets][:2] == ["ở thành thị", "ở nông thôn"]


@pytest.mark.parametrize(
    "body",
    [
        "I. TÌNH HÌNH\n- Đã đạt 95% số hộ; 12 xã đạt chuẩn.\n1. Chỉ tiêu đã giao\n- 90% hộ có điện.",
        "I. NHIỆM VỤ\n1. Trả lời trong 05 ngày làm việc; tổ chức 02 hội nghị.\n2. Hỗ trợ 20% mức đóng cho hộ cận nghèo.",
        "I. KINH PHÍ THỰC HIỆN\n- Ngân sách tỉnh bố trí 80 tỷ đồng; huyện bảo đảm tối thiểu 30%.",
        "I. MỤC TIÊU\n- Trẻ em dưới 5 tuổi được khám sức khỏe; mô hình chính quyền 2 cấp; so với 45% năm 2020.",
        "I. YÊU CẦU\n- Dự án cách khu dân cư không quá 03 km.",
    ],
)
def test_what_sets_no_goal(tmp_path: Path, body: str) -> None:
    assert brief(parsed(tmp_path, body)) == []


def test_goals_announced_among_tasks(tmp_path: Path) -> None:
    document = parsed(
        tmp_path,
        "I. NHIỆM VỤ\n- Bố trí tối thiểu 2% tổng chi ngân sách cho môi trường.\n- Phấn đấu mỗi năm đấu giá từ 05 mỏ đá trở lên.\n"
        "- Mua 20 máy tính cho các xã.",
    )
    assert [(t.comparator, t.value, t.unit) for t in document.targets] == [(">=", 2, "%"), (">=", 5, "mỏ")]


def test_rules_set_no_goals_among_their_clauses(tmp_path: Path) -> None:
    document = parsed(
        tmp_path,
        "Điều 1. Mức chi\n1. Chi tối đa 70% dự toán.\nĐiều 2. Bảo đảm\n1. Bảo đảm tối thiểu 30% vốn.",
        "NGHỊ ĐỊNH\nVề vốn\n",
    )
    assert document.targets == ()


def test_a_decision_that_sets_rules_sets_goals_only_under_a_heading_and_by_a_year(tmp_path: Path) -> None:
    document = parsed(
        tmp_path,
        "Điều 1. Nguyên tắc\n1. Bảo đảm tối thiểu 43% vốn giai đoạn 2026 - 2030 cho các xã.\n"
        "Điều 2. Nhóm chỉ tiêu chất lượng\n1. Tỷ lệ nợ xấu được tính 50%.\n"
        "Điều 3. Mục tiêu đến năm 2030\n1. Tỷ lệ xã có chợ đạt 80%.\n",
        "QUYẾT ĐỊNH\nQuy định nguyên tắc phân bổ vốn\n",
    )
    assert brief(document) == [("Tỷ lệ xã có chợ", "=", 80, "%", 2030)]


def test_table_with_borders(tmp_path: Path) -> None:
    document = parsed(
        tmp_path,
        "I. CHỈ TIÊU\n1. Bảng chỉ tiêu\n\n| TT | Chỉ tiêu | Đơn vị | Thực hiện 2023 | Năm 2025 | Năm 2030 |\n|---|---|---|---|---|---|\n"
        "| 1 | Hộ dùng nước sạch | % | 81 | 90 | ≥ 98,5 |\n| 2 | Thu ngân sách | tỷ đồng | 900 | 1.000 | 1.500 |\n"
        "| 3 | Xã đạt chuẩn | xã | 5 | 10 | 20 |\n",
    )
    assert brief(document) == [
        ("Hộ dùng nước sạch", "=", 90, "%", 2025),
        ("Hộ dùng nước sạch", ">=", 98.5, "%", 2030),
        ("Thu ngân sách", "=", 1e12, "đồng", 2025),
        ("Thu ngân sách", "=", 1.5e12, "đồng", 2030),
        ("Xã đạt chuẩn", "=", 10, "xã", 2025),
        ("Xã đạt chuẩn", "=", 20, "xã", 2030),
    ]
    for target in document.targets:
        assert document.text[target.start : target.end] == target.text


def test_samples_plan_and_resolution() -> None:
    plan, resolution, report = (
        parse_file(SAMPLES / name).document for name in ("42-KH-UBND.txt", "18-NQ-TU.txt", "186-BC-UBND.md")
    )
    goals = [t for t in plan.targets if "/II/" in t.clause_id]
    assert [(t.comparator, t.value, t.unit, t.year) for t in goals] == [
        ("=", 1600, "căn", 2025), ("=", 2480, "nhà tạm", 2025), ("=", 93.5, "%", 2025), ("=", 75, "%", 2025), ("=", 5200, "căn", 2030),
        ("=", 120, "ha", 2030), ("=", 95, "%", 2030), ("=", 90, "%", 2030), ("=", 90, "%", 2030), ("=", 100, "%", 2030),
    ]  # fmt: skip
    assert {t.clause_id.split("/", 1)[1] for t in plan.targets if t not in goals} == {
        "III/1/1.2",
        "III/3/3.2",
        "III/4/4.2",
    }
    assert (">=", "trung bình khá") in [(t.comparator, t.value) for t in resolution.targets]
    assert report.targets == ()


def target(subject: str, value: float, year: int | None = 2030, clause: str = "a/I", unit: str = "%") -> Target:
    return Target(clause, 0, 3, str(value), subject, "=", value, unit, year, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hộ ở thành thị được dùng nước sạch theo quy chuẩn", "hộ ở nông thôn được dùng nước sạch theo quy chuẩn"),
        ("tỷ lệ đi học đúng độ tuổi cấp tiểu học", "tỷ lệ đi học đúng độ tuổi cấp trung học cơ sở"),
        ("dân số tham gia bảo hiểm y tế", "dân số được quản lý sức khỏe"),
        ("tỷ lệ che phủ rừng", "tỷ lệ che phủ rừng ngập mặn"),
    ],
)
def test_different_goals_are_never_one(one: str, other: str) -> None:
    assert len(group_targets([target(one, 1), target(other, 2)], {})) == 2


def test_one_goal_in_other_words_is_lined_up_and_contradicted() -> None:
    pair = [
        target("dân số tham gia bảo hiểm y tế", 95),
        target("Tỷ lệ dân số tham gia bảo hiểm y tế toàn tỉnh", 96, clause="b/I"),
    ]
    (group,) = group_targets(pair, {"a": "Lào Cai", "b": "Lào Cai"})
    assert group.conflicts == ((pair[0], pair[1]),)
    (group,) = group_targets(pair, {"a": "Lào Cai", "b": None})
    assert group.conflicts == ()  # a province may want more than the country
    assert len(group_targets([pair[0], target("dân số tham gia bảo hiểm y tế", 96, year=2025)], {})) == 2


def test_territory() -> None:
    assert territory("Ủy ban nhân dân tỉnh Hà Nam") == "Hà Nam"
    assert territory("Bộ Chính trị") is None


def test_the_store_reads_targets_without_documents(home: Path) -> None:
    with Store(home) as store:
        stored = store.targets()
        assert stored == [t for summary in store.documents() for t in store.document(summary.id).targets]
        assert store.targets("42-kh-ubnd-2024") == [t for t in stored if t.clause_id.startswith("42-kh-ubnd-2024/")]
        with pytest.raises(UnknownIdError):
            store.targets("khong-co")
        aligned = aligned_targets(store, "42-kh-ubnd-2024")
    assert [(line.target.value, [other.value for other in line.conflicts]) for line in aligned if line.conflicts] == [
        (1600, [1800]), (75, [80]), (5200, [5600]), (95, [96]), (90, [95]),
    ]  # fmt: skip


def test_command(home: Path) -> None:
    lines = [json.loads(line) for line in run("targets", "--json", home=home).stdout.splitlines()]
    first = next(line for line in lines if line["clause_id"] == "42-kh-ubnd-2024/II/2/2.1/gach-1")
    assert first["value"] == 1600
    assert isinstance(first["value"], int)
    assert first["document_id"] == "42-kh-ubnd-2024"
    assert [place["clause_id"] for place in first["conflicts_with"]] == ["18-nq-tu-2024/II/3/a/gach-1"]
    only = run("targets", "--conflicts", "--document", "18-nq-tu-2024", home=home).stdout
    assert only.count("! elsewhere") == 5
    unknown = run("targets", "--document", "khong-co", home=home)
    assert unknown.returncode == 1
    assert "dieukhoan documents" in unknown.stderr
