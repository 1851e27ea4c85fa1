"""What documents give agencies to do: patterns line by line, real documents read by hand, the list and the calendar."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from icalendar import Calendar

from corpus.document import Document, Task
from corpus.language.successors import Successors
from corpus.overviews.calendars import calendar_of
from corpus.overviews.tasklist import TaskFilter, as_csv, by_deadline, count_by_agency, together
from ingest.parsing import parse_file
from tests.benchmarks.tasks import LABELS, Score, score_folder
from tests.conftest import SAMPLES

HEAD = (
    "ỦY BAN NHÂN DÂN TỈNH SƠN LA\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/KH-UBND\nSơn La, ngày 10 tháng 3 năm 2024\n"
    "KẾ HOẠCH\nTHỬ NGHIỆM\n"
)  # fmt: skip


def parsed(tmp_path: Path, body: str) -> Document:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(HEAD + body, "utf-8")
    return parse_file(path).document


def brief(tasks: tuple[Task, ...]) -> list[tuple[str, str | None, tuple[str, ...], str]]:
    """Clause, lead, agencies that help, and the beginning of the work."""
    return [
        (task.clause_id.split("/", 1)[1], task.lead, task.cooperating, " ".join(task.task.split()[:3]))
        for task in tasks
    ]


#: The body of a plan and its tasks.
_PLANS = {
    "an order": (
        "I. NHIỆM VỤ\n1. Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính và các đơn vị liên quan tham mưu quy chế.\n",
        [("I/1", "Sở Nội vụ", ("Sở Tài chính", "Các đơn vị liên quan"), "tham mưu quy")],
    ),
    "a heading's agency leads its dashes": (
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Xây dựng\n- Chủ trì rà soát quỹ đất.\n- Phối hợp với Sở Tư pháp thẩm định.\n",
        [("I/1/gach-1", "Sở Xây dựng", (), "Chủ trì rà"), ("I/1/gach-2", "Sở Xây dựng", ("Sở Tư pháp",), "Phối hợp với")],
    ),
    "the work runs on behind the agencies without a stop": (
        "I. NHIỆM VỤ\n1. Dịch vụ\nSở Y tế chủ trì, phối hợp với các sở, ngành, UBND các huyện, thành phố Phát triển mạng lưới.\n",
        [("I/1", "Sở Y tế", ("Các sở, ngành", "Ủy ban nhân dân các huyện, thành phố"), "Phát triển mạng")],
    ),
    "nobody named in a section of tasks": (
        "I. MỤC TIÊU\n1. Nâng cao chất lượng dịch vụ công.\nII. NHIỆM VỤ\n1. Cải cách\n- Rà soát thủ tục hành chính.\n",
        [("II/1/gach-1", None, (), "Rà soát thủ")],
    ),
    "two leads are two tasks": (
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế, Công an tỉnh thường xuyên kiểm tra cơ sở.\n",
        [("I/1", "Sở Y tế", (), "thường xuyên kiểm"), ("I/1", "Công an tỉnh", (), "thường xuyên kiểm")],
    ),
    "fields beside the work": (
        "I. NHIỆM VỤ\n1. Tuyên truyền\na) Xây dựng chuyên mục trên báo.\nb) Cơ quan chủ trì: Sở Nội vụ.\nc) Cơ quan phối hợp: Công an tỉnh.\n",
        [("I/1/a", "Sở Nội vụ", ("Công an tỉnh",), "Xây dựng chuyên")],
    ),
    "said aside": (
        "I. NHIỆM VỤ\n1. Thành lập đoàn kiểm tra (Giao Công an tỉnh chủ trì, phối hợp với Sở Nội vụ).\n",
        [("I/1", "Công an tỉnh", ("Sở Nội vụ",), "Thành lập đoàn")],
    ),
    "who asked is not who acts": (
        "I. NHIỆM VỤ\n1. Theo đề nghị của Ủy ban nhân dân huyện, Sở Xây dựng thẩm định hồ sơ.\n",
        [("I/1", "Sở Xây dựng", (), "thẩm định hồ")],
    ),
    "an account of what was done": (
        "I. ĐÁNH GIÁ KẾT QUẢ\n1. Sở Y tế phối hợp với Công an tỉnh tổ chức 5 đợt kiểm tra.\n",
        [],
    ),
    "a plan that is only spoken of": (
        "I. NHIỆM VỤ\n1. Nghiên cứu phương án giao Bộ Giáo dục và Đào tạo quản lý trường.\n",
        [("I/1", None, (), "Nghiên cứu phương")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", _PLANS)
def test_tasks_of_a_plan(tmp_path: Path, name: str) -> None:
    body, tasks = _PLANS[name]
    assert brief(parsed(tmp_path, body).tasks) == tasks


def test_a_request_is_shown_as_such(tmp_path: Path) -> None:
    body = "I. TỔ CHỨC THỰC HIỆN\n1. Đề nghị Hội Nông dân tỉnh vận động hội viên.\n2. Giao Sở Nội vụ theo dõi.\n"
    assert [(task.lead, task.kind) for task in parsed(tmp_path, body).tasks] == [
        ("Hội Nông dân tỉnh", "request"),
        ("Sở Nội vụ", "task"),
    ]


def test_each_part_of_a_task_has_its_own_day(tmp_path: Path) -> None:
    body = (
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế xây dựng kế hoạch trước ngày 15/5/2024; báo cáo trước ngày 05/12 hằng năm.\n"
    )
    assert [(task.deadline, task.recurrence) for task in parsed(tmp_path, body).tasks] == [
        ("2024-05-15", None),
        ("--12-05", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5"),
    ]


def test_rows_of_a_table_are_tasks(tmp_path: Path) -> None:
    path = tmp_path / "phu-luc.md"
    path.write_text(
        HEAD.replace("\n", "\n\n")
        + "I. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ theo dõi.\n\nPHỤ LỤC\n\nDANH MỤC NHIỆM VỤ\n\n"
        "| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian |\n|---|---|---|---|---|\n"
        "| I | Nhóm một | | | |\n| 1 | Lập danh mục | Sở Xây dựng | Sở Tài chính | Quý II/2025 |\n| 2 | Kiểm tra | nt | | Thường xuyên |\n",
        "utf-8",
    )
    rows = [task for task in parse_file(path).document.tasks if "bang-1" in task.clause_id]
    assert [(task.task, task.lead, task.cooperating, task.deadline, task.deadline_text) for task in rows] == [
        ("Lập danh mục", "Sở Xây dựng", ("Sở Tài chính",), "2025-06-30", "Quý II/2025"),
        ("Kiểm tra", "Sở Xây dựng", (), None, "Thường xuyên"),
    ]


def test_duties_of_a_law_are_tasks_and_its_descriptions_are_not(tmp_path: Path) -> None:
    document = regulation(
        tmp_path,
        "Điều 1. Thẩm quyền\n1. Sở Xây dựng cấp giấy phép theo Luật Xây dựng.\nĐiều 2. Trách nhiệm của Sở Y tế\n"
        "1. Hướng dẫn chuyên môn.\n2. Kiểm tra cơ sở.\nĐiều 3. Sở Nội vụ chịu trách nhiệm thi hành Quyết định này.\n",
    )
    assert [(task.clause_id.split("/", 1)[1], task.lead) for task in document.tasks] == [
        ("dieu-2/khoan-1", "Sở Y tế"),
        ("dieu-2/khoan-2", "Sở Y tế"),
        ("dieu-3", "Sở Nội vụ"),
    ]


def regulation(tmp_path: Path, articles: str) -> Document:
    path = tmp_path / "quy-dinh.txt"
    path.write_text(HEAD.replace("KẾ HOẠCH", "QUYẾT ĐỊNH").replace("KH-UBND", "QĐ-UBND") + articles, "utf-8")
    return parse_file(path).document


def test_the_nearest_heading_names_who_leads(tmp_path: Path) -> None:
    document = regulation(
        tmp_path,
        "Điều 1. Trách nhiệm của cơ quan, tổ chức, cá nhân\n"
        "1. Trách nhiệm của cơ quan quản lý nhà nước về chăn nuôi thuộc Bộ Y tế\na) Công bố danh sách trại giống.\nb) Kiểm tra chuồng trại.\n"
        "2. Trách nhiệm của cơ quan được giao quản lý chợ đầu mối\na) Niêm yết bảng giá.\n"
        "3. Trách nhiệm của Sở Công Thương trong việc quản lý giá\na) Theo dõi giá thịt.\n"
        "4. Trách nhiệm của chủ trại\na) Khai báo số vật nuôi.\n"
        "5. Sở Tài chính có trách nhiệm:\na) Bố trí kinh phí.\n"
        "6. Ủy ban nhân dân cấp xã:\na) Thống kê số trại.\n"
        "7. Tổ chức, cá nhân nuôi ong có trách nhiệm đăng ký số đàn.\n",
    )
    assert [(task.clause_id.split("/", 1)[1], task.lead) for task in document.tasks] == [
        ("dieu-1/khoan-1/diem-a", "Cơ quan quản lý nhà nước về chăn nuôi thuộc Bộ Y tế"),
        ("dieu-1/khoan-1/diem-b", "Cơ quan quản lý nhà nước về chăn nuôi thuộc Bộ Y tế"),
        ("dieu-1/khoan-2/diem-a", "Cơ quan được giao quản lý chợ đầu mối"),
        ("dieu-1/khoan-3/diem-a", "Sở Công Thương"),
        ("dieu-1/khoan-5/diem-a", "Sở Tài chính"),
        ("dieu-1/khoan-6/diem-a", "Ủy ban nhân dân cấp xã"),
    ]


def test_the_ground_of_a_task_is_none(tmp_path: Path) -> None:
    article = (
        "Điều 1. Trách nhiệm của Sở Y tế\nCăn cứ định mức, tiêu chí tại Điều 2; Sở Y tế lập phương án chia vắc xin.\n"
    )
    assert brief(regulation(tmp_path, article).tasks) == [("dieu-1", "Sở Y tế", (), "lập phương án")]


def test_agencies_that_are_not_named_are_told_by_what_sets_them_apart(tmp_path: Path) -> None:
    document = regulation(
        tmp_path,
        "Điều 1. Nộp hồ sơ\nTrong vòng 05 ngày, cơ quan, đơn vị tiếp nhận hồ sơ (qua bưu điện) về nuôi, thả ong có trách nhiệm trả lời.\n"
        "Điều 2. Thi hành\nSở Y tế và các đơn vị nuôi ong chịu trách nhiệm thi hành.\n"
        "Điều 3. Kiểm tra\nCác cơ quan, đơn vị trong phạm vi của mình có trách nhiệm kiểm tra.\n",
    )
    assert brief(document.tasks) == [
        ("dieu-1", "Cơ quan, đơn vị tiếp nhận hồ sơ", (), "có trách nhiệm"),
        ("dieu-2", "Sở Y tế", (), "chịu trách nhiệm"),
        ("dieu-2", "Các đơn vị nuôi ong", (), "chịu trách nhiệm"),
        ("dieu-3", "Các cơ quan, đơn vị", (), "trong phạm vi"),
    ]


#: Articles that give nobody anything to do, or only once.
_NO_TASKS = {
    "a list of names": "Điều 1. Nội dung đề án\nĐề án gồm:\n1. Mục đích.\n2. Ban Tổ chức hội thi.\n3. Quy chế chấm giải.\n",
    "how a standard was made": "Điều 1. Nguồn gốc\nCục Thú y biên soạn; Bộ Y tế thẩm định và được ban hành theo Quyết định số 4/QĐ-BYT.\n",
    "what was done": "Điều 1. Trách nhiệm của các sở\nSở Y tế trong thời gian qua, đã kiểm tra 5 trại.\n",
    "definitions": "Điều 1. Giải thích từ ngữ\n1. Ủy ban nhân dân cấp xã là cơ quan có trách nhiệm quản lý chợ.\n",
    "a case without what is to be done in it": (
        "Điều 1. Trách nhiệm của Sở Y tế\n1. Trường hợp hồ sơ bị mất do thiên tai gây ra;\n2. Khi trại bị cháy.\n"
    ),
    "what may be done": "Điều 1. Phiếu\nNgoài phiếu mẫu, Ủy ban nhân dân cấp xã có thể bổ sung cột; phải ghi ngày.\n",
    "a name alone": "Điều 1. Trách nhiệm thi hành\nĐiều này có hiệu lực từ ngày ký.\nSỞ Y TẾ\n",
}  # fmt: skip


@pytest.mark.parametrize("name", _NO_TASKS)
def test_what_gives_nobody_anything_to_do(tmp_path: Path, name: str) -> None:
    assert brief(regulation(tmp_path, _NO_TASKS[name]).tasks) == []


def test_a_sentence_of_law_before_a_list_of_things_is_the_task(tmp_path: Path) -> None:
    document = regulation(
        tmp_path,
        "Điều 1. Hỗ trợ\n1. Sở Y tế lập phương án chia vắc xin cho các xã, cụ thể:\na) Định mức cho xã đồng bằng: tối thiểu 3% số liều;\n"
        "b) Hệ số cho xã miền núi: 1,2.\n2. Hồ sơ cũ thì thực hiện theo luật cũ.\n"
        "Sở Tài chính xử lý hồ sơ như sau:\na) Kiểm tra hồ sơ;\nb) Nếu hồ sơ thiếu, trả lại người nộp.\n"
        "3. Sở Xây dựng xem xét áp dụng một trong các căn cứ sau:\na) Quy định của pháp luật cũ;\nb) Quy định của pháp luật mới.\n",
    )
    assert brief(document.tasks) == [
        ("dieu-1/khoan-1", "Sở Y tế", (), "lập phương án"),
        ("dieu-1/khoan-2/diem-a", "Sở Tài chính", (), "Kiểm tra hồ"),
        ("dieu-1/khoan-2/diem-b", "Sở Tài chính", (), "Nếu hồ sơ"),
        ("dieu-1/khoan-3", "Sở Xây dựng", (), "xem xét áp"),
    ]


@pytest.mark.parametrize("sample", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_each_task_stands_in_its_clause_as_printed(sample: Path) -> None:
    document = parse_file(sample).document
    assert document.tasks
    for task in document.tasks:
        clause = document.clause(task.clause_id)
        assert clause is not None
        assert clause.start <= task.start < task.end <= clause.end
        assert task.text == document.text[task.start : task.end]
        assert task.task in task.text
        assert task.deadline_text is None or task.deadline_text in clause.text


def test_a_sample_plan_gives_its_tasks() -> None:
    tasks = parse_file(SAMPLES / "42-KH-UBND.txt").document.tasks
    by_clause = {task.clause_id.split("/", 1)[1]: task for task in tasks}
    assert by_clause["III/1/1.3"].deadline == "--05-31"
    assert by_clause["III/1/1.1/b"].recurrence == "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25"
    assert by_clause["III/2/2.3"].kind == "request"
    assert by_clause["III/4/4.1/gach-2"].lead == "Sở Thông tin và Truyền thông"
    assert by_clause["V/2"].lead == "Sở Lao động - Thương binh và Xã hội"
    assert not any(clause.startswith(("I/", "II/")) for clause in by_clause)


def test_tasks_of_real_documents(shared: Path) -> None:
    scores = score_folder(shared / "corpus")
    assert len(scores) == len(list(LABELS.glob("*.tsv")))
    total = sum(scores.values(), Score(0, 0, 0, (0, 0, 0, 0)))
    assert total.precision >= 0.93, total
    assert total.recall >= 0.93, total
    for name, one in scores.items():
        assert min(one.precision, one.recall) >= 0.9, (name, one.missed, one.spurious)


def task(lead: str | None, clause: str = "a-2024/I/1", start: int = 0, **fields: object) -> Task:
    values: dict[str, object] = {
        "clause_id": clause, "start": start, "end": start + 8, "text": "Kiểm tra", "kind": "task", "lead": lead,
        "cooperating": (), "task": "Kiểm tra", "deadline": None, "recurrence": None,
    }  # fmt: skip
    return Task(**(values | fields))  # type: ignore[arg-type]


def test_a_filter_by_either_name_finds_both() -> None:
    old, new, other = task("Sở Kế hoạch và Đầu tư"), task("Sở Tài chính"), task("Sở Y tế", cooperating=("Sở KH&ĐT",))
    successors = Successors.load()
    for name in ("Sở Tài chính", "sở kh&đt", "Sở Kế hoạch và Đầu tư"):
        assert TaskFilter(agency=name).chosen([old, new, other], successors) == [old, new, other]
        assert TaskFilter(agency=name, leads=True).chosen([old, new, other], successors) == [old, new]
    assert (
        TaskFilter(dated=True).chosen([old, task("Sở Y tế", recurrence="FREQ=YEARLY")], successors)[0].lead == "Sở Y tế"
    )


def test_agencies_are_counted_under_one_spelling() -> None:
    counts = count_by_agency(
        [
            task("Các Sở, ban, ngành", cooperating=("Sở Y tế",)),
            task("Các sở, ban, ngành", "b-2024/I/1"),
            task("Sở Nội vụ", cooperating=("Sở Y tế",)),
        ]
    )
    assert [(one.agency, one.leads, one.helps) for one in counts] == [
        ("Các Sở, ban, ngành", 2, 0),
        ("Sở Nội vụ", 1, 0),
        ("Sở Y tế", 0, 1),  # one piece of work with two leads is helped with once
    ]
    assert counts[0].by_document == {"a-2024": (1, 0), "b-2024": (1, 0)}


def test_deadlines_come_in_order() -> None:
    dated = [
        task("A", start=1, recurrence="FREQ=YEARLY"),
        task("B", start=2, deadline="2025-03-01"),
        task("C", start=3),
        task("D", start=4, deadline="2024-12-31"),
        task("E", start=4, deadline="2024-12-31"),
    ]
    assert [[one.lead for one in group] for group in by_deadline(together(dated))] == [["D", "E"], ["B"], ["A"]]


def test_the_calendar_reads_back_with_what_recurs() -> None:
    made = calendar_of(
        [
            task("Sở Kế hoạch và Đầu tư", start=1, deadline="2025-06-30", deadline_text="xong trong quý II/2025"),
            task("Sở Y tế", start=2, deadline="--12-01", recurrence="FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1"),
            task("Sở Nội vụ", start=2, deadline="--12-01", recurrence="FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1"),
            task("Sở Y tế", start=3, recurrence="FREQ=MONTHLY;INTERVAL=3"),
            task("Sở Y tế", start=4),
            task(
                "Sở Y tế", start=5, deadline="--06-31", recurrence="FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=31"
            ),  # no year has it
        ],
        Successors.load(),
        citation=lambda clause_id: f"trích {clause_id}",
        issued_on=lambda _: "2024-12-05",
    )
    assert (made.entries, made.without_day) == (2, 2)
    once, yearly = Calendar.from_ical(made.content).walk("VEVENT")
    assert str(once["SUMMARY"]) == "Sở Tài chính: Kiểm tra"
    assert once["DTSTART"].dt.isoformat() == "2025-06-30"
    assert {"trích a-2024/I/1", "a-2024/I/1"} <= set(str(once["DESCRIPTION"]).splitlines())
    assert "Sở Kế hoạch và Đầu tư nay là Sở Tài chính" in str(once["DESCRIPTION"])
    assert yearly["DTSTART"].dt.isoformat() == "2025-12-01", "the first such day that is not before the document"
    assert dict(yearly["RRULE"]) == {"FREQ": ["YEARLY"], "BYMONTH": [12], "BYMONTHDAY": [1]}
    assert str(yearly["SUMMARY"]).startswith("Sở Y tế; Sở Nội vụ: ")
    assert once["UID"] != yearly["UID"]


def test_a_spreadsheet_computes_nothing() -> None:
    text = as_csv([task("Sở Y tế", task="=HYPERLINK(1)", deadline="--12-01")], Successors.load(), str)
    heads, row = csv.reader(io.StringIO(text))
    cells = dict(zip(heads, row, strict=True))
    assert cells["Nhiệm vụ"] == "'=HYPERLINK(1)"
    assert cells["Thời hạn"] == "--12-01"
    assert cells["Mã điều khoản"] == "a-2024/I/1"
