"""How questions are read: abbreviations, missing marks, typing errors, English; and that all of it can be undone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language.text import fold, match_form, nfc, strip_diacritics, syllables
from search import Encoder
from search.index import Index
from search.index.passages import Entry
from search.question.abbreviations import Abbreviations, common_abbreviations, definitions
from search.question.diacritics import Restorer
from search.question.english import is_english, translated
from search.question.query import Reader, analyse
from search.question.spelling import Speller, telex
from tests.conftest import run

TEXTS = {
    "nhà ở xã hội": "Sở Xây dựng chủ trì phát triển nhà ở xã hội cho công nhân khu công nghiệp.",
    "bảo hiểm y tế": "Chỉ tiêu đến năm 2030: tỷ lệ dân số tham gia bảo hiểm y tế đạt trên 95 phần trăm.",
    "sửa nhà": "Hộ nghèo được hỗ trợ sửa chữa nhà ở, mức hỗ trợ 40 triệu đồng một nhà.",
    "báo cáo": "Thời hạn gửi báo cáo hằng năm là trước ngày 30 tháng 9.",
    "tiền mặt": "Thanh toán không dùng tiền mặt đối với trợ cấp xã hội hằng tháng.",
    "nghỉ hưu": "Tuổi nghỉ hưu của người lao động nữ trong điều kiện bình thường là đủ 60 tuổi.",
    "thai sản": "Lao động nữ sinh con được nghỉ thai sản 06 tháng và hưởng chế độ thai sản.",
    "khai sinh": "Hồ sơ đăng ký khai sinh gồm tờ khai, giấy chứng sinh và giấy tờ của cha mẹ.",
    "kinh doanh": "Hộ kinh doanh đăng ký kinh doanh chậm bị phạt tiền từ 5 triệu đồng.",
    "thất nghiệp": "Người lao động nộp hồ sơ hưởng trợ cấp thất nghiệp trong thời hạn 03 tháng.",
    "cai nghiện": "Người nghiện ma túy từ đủ 18 tuổi bị đưa vào cơ sở cai nghiện bắt buộc.",
    "khuyết tật": "Người khuyết tật đặc biệt nặng được hưởng trợ cấp hằng tháng và thẻ bảo hiểm y tế.",
    "chuyển đổi số": "Sở Khoa học và Công nghệ chủ trì chuyển đổi số, dịch vụ công trực tuyến.",
    "đất": "Người sử dụng đất được cấp giấy chứng nhận quyền sử dụng đất khi đủ điều kiện.",
    "thử việc": "Thời gian thử việc theo hợp đồng lao động không quá 60 ngày.",
    "học phí": "Học sinh thuộc hộ nghèo được miễn học phí.",
    "HTX": "HTX được vay vốn của quỹ với lãi suất ưu đãi.",
    "công đoàn": "Công đoàn (CĐ) cơ sở tổ chức đối thoại. CĐ cấp trên hướng dẫn.",
    "người có công": "Thân nhân của người có công với cách mạng được điều dưỡng hai năm một lần.",
    "khiếu nại": "Thời hạn giải quyết khiếu nại lần đầu không quá 30 ngày.",
}
ENTRIES = [Entry(key, "", "", text) for key, text in TEXTS.items()]


@pytest.fixture(scope="module")
def reader() -> Reader:
    restorer = Restorer.learn(TEXTS.values())
    return Reader(restorer, Speller(restorer.by_fold), Abbreviations.learn(TEXTS.values()))


@pytest.fixture(scope="module")
def index(encoder: Encoder) -> Index:
    return Index.build(ENTRIES, encoder)


def meanings(reader: Reader, question: str) -> dict[str, tuple[str, ...]]:
    return {item.typed: item.expansions for item in analyse(question, reader).expansions}


def never(_: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("UBND xã làm gì", {"UBND": ("Ủy ban nhân dân",)}),
        ("ubnd xã làm gì", {"ubnd": ("Ủy ban nhân dân",)}),
        ("Sở LĐ-TB&XH", {"LĐ-TB&XH": ("lao động - thương binh và xã hội",)}),
        ("phát triển KT-XH", {"KT-XH": ("kinh tế - xã hội",)}),
        ("theo Quyết định số 31/2024/QĐ-UBND", {}),
        ("HỖ TRỢ SỬA CHỮA NHÀ Ở DA CAM", {}),
        ("công nhân tỉnh", {}),
    ],
)
def test_abbreviations_of_a_question(reader: Reader, question: str, found: dict[str, tuple[str, ...]]) -> None:
    assert meanings(reader, question) == found


def test_a_definition_in_the_documents_wins(reader: Reader) -> None:
    assert len(common_abbreviations()["CĐ"]) > 1
    assert meanings(reader, "CĐ cơ sở làm gì") == {"CĐ": ("Công đoàn",)}
    assert meanings(reader, "HĐ có hiệu lực khi nào")["HĐ"] == common_abbreviations()["HĐ"]


def test_small_letters_that_the_documents_use_are_no_abbreviation() -> None:
    abbreviations = Abbreviations()
    assert not abbreviations.in_question("da cam", lambda word: word == "da")
    assert [item.typed for _, _, item in abbreviations.in_question("DA đầu tư", lambda word: word == "da")] == ["DA"]


def test_abbreviations_typed_without_marks() -> None:
    found = Abbreviations().in_question("HDND va NLD", never)
    assert [item.expansions[0] for _, _, item in found] == ["Hội đồng nhân dân", "người lao động"]
    either = Abbreviations().in_question("HD lao dong", never)[0][2].expansions
    assert {"hướng dẫn", "hợp đồng"} <= set(either)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tham gia bảo hiểm xã hội (BHXH).", [("BHXH", "bảo hiểm xã hội")]),
        ("Bộ Giáo dục và Đào tạo (sau đây viết tắt là GDĐT)", [("GDĐT", "Giáo dục và Đào tạo")]),
        ("kiểm soát tài sản, thu nhập (sau đây gọi tắt là “TSTN”)", [("TSTN", "tài sản, thu nhập")]),
        ("Quỹ bảo trì đường bộ (sau đây gọi tắt là Quỹ)", []),
        ("chỉ số phát triển con người (HDI)", []),
    ],
)
def test_definitions(text: str, found: list[tuple[str, str]]) -> None:
    assert definitions(text) == found


@given(st.text(max_size=200))
def test_expansions_never_lose_the_typed_form(text: str) -> None:
    abbreviations = Abbreviations()
    found = abbreviations.in_question(text, never)
    assert all(text[start:end] == item.typed and item.expansions for start, end, item in found)
    assert isinstance(abbreviations.readings(text), list)


def test_readings_begin_with_the_text(reader: Reader) -> None:
    analysis = analyse("UBND xã làm gì", reader)
    assert analysis.readings == ("UBND xã làm gì", "Ủy ban nhân dân xã làm gì")
    assert len(analyse("HĐ lao động", reader).readings) == 1 + len(common_abbreviations()["HĐ"])


@pytest.mark.parametrize("retriever", ["hybrid", "lexical"])
@pytest.mark.parametrize(
    ("question", "key"),
    [("BHYT 2030", "bảo hiểm y tế"), ("lãi suất cho hợp tác xã vay", "HTX"), ("tuổi nghỉ hưu của NLĐ", "nghỉ hưu"),
     ("nld nu nghi huu", "nghỉ hưu")],
)  # fmt: skip
def test_abbreviated_and_written_out_find_each_other(index: Index, question: str, key: str, retriever: Any) -> None:
    assert index.search(question, 3, retriever=retriever)[1][0].key == key


def test_definitions_survive_saving(index: Index, encoder: Encoder, tmp_path: Path) -> None:
    index.save(tmp_path / "index")
    assert Index.load(tmp_path / "index", encoder).analyse("CĐ làm gì") == index.analyse("CĐ làm gì")


@given(st.data())
def test_restoring_keeps_what_is_marked(data: st.DataObject) -> None:
    restorer = Restorer.learn(TEXTS.values())
    words = syllables(data.draw(st.sampled_from(list(TEXTS.values()))))
    typed = [strip_diacritics(word) if data.draw(st.booleans()) else word for word in words]
    found = syllables(restorer.restore(" ".join(typed)))
    for before, after in zip(typed, found, strict=True):
        assert fold(after) == fold(before)
        assert before == strip_diacritics(before) or after == before


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("Sở Xây dựng chu trì phat triển nhà ở xã hội", "Sở Xây dựng chủ trì phát triển nhà ở xã hội"),
        ("đươc hô trợ sửa chua nhà", "được hỗ trợ sửa chữa nhà"),
        ("Thời hạn gửi báo cáo hằng năm", "Thời hạn gửi báo cáo hằng năm"),
    ],
)
def test_half_typed_marks(reader: Reader, typed: str, restored: str) -> None:
    assert analyse(typed, reader).text == restored


@pytest.mark.parametrize(
    ("typed", "text", "corrections"),
    [
        ("baor hieemr y tees", "bảo hiểm y tế", ["baor", "hieemr", "tees"]),
        ("baro hiểm y tế", "bảo hiểm y tế", ["baro"]),
        ("thai sảnn", "thai sản", ["sảnn"]),
        ("khiếu nnại lần đầu", "khiếu nại lần đầu", ["nnại"]),
        ("cai nghien bat buocj", "cai nghiện bắt buộc", ["buocj"]),
    ],
)
def test_typing_errors(reader: Reader, typed: str, text: str, corrections: list[str]) -> None:
    analysis = analyse(typed, reader)
    assert analysis.text == text
    assert [item.typed for item in analysis.corrections] == corrections


@pytest.mark.parametrize(
    "text",
    [*TEXTS.values(), "Nguyễn Văn Đăk", "42/KH-UBND", "con gái bác sĩ", "nldt", "95%", "gửi email cho Kpa H’Blen"],
)
def test_corrections_never_touch_known_words_names_and_numbers(reader: Reader, text: str) -> None:
    assert analyse(text, reader).corrections == ()
    assert analyse(strip_diacritics(text), reader).corrections == ()


@pytest.mark.parametrize(
    ("keys", "word"),
    [("nghij", "nghị"), ("quyeets", "quyết"), ("dduowcj", "được"), ("truwowngf", "trường"), ("thoongs", "thống"), ("nghi", "nghi")],
)  # fmt: skip
def test_telex(keys: str, word: str) -> None:
    assert telex(keys) == match_form(word)


ENGLISH = [
    ("Who is in charge of social housing?", "nhà ở xã hội"),
    ("What share of the population has health insurance by 2030?", "bảo hiểm y tế"),
    ("How much support do poor households get for house repair?", "sửa nhà"),
    ("deadline for the annual report", "báo cáo"),
    ("cashless payment of social allowances", "tiền mặt"),
    ("retirement age of female employees", "nghỉ hưu"),
    ("How long is maternity leave?", "thai sản"),
    ("What documents are required for birth registration?", "khai sinh"),
    ("fine for late business registration", "kinh doanh"),
    ("When must I apply for unemployment benefits?", "thất nghiệp"),
    ("compulsory detoxification for drug addicts", "cai nghiện"),
    ("monthly allowance for disabled people", "khuyết tật"),
    ("Which department leads digital transformation?", "chuyển đổi số"),
    ("conditions for a land use right certificate", "đất"),
    ("probation period in a labor contract", "thử việc"),
    ("tuition fee exemption for students", "học phí"),
    ("time limit for settling a complaint", "khiếu nại"),
]


@pytest.mark.parametrize(("question", "key"), ENGLISH)
def test_english_questions_find_the_clause(index: Index, question: str, key: str) -> None:
    analysis, hits = index.search(question, 3)
    assert analysis.language == "en"
    assert analysis.typed == question
    assert key in [hit.key for hit in hits]


@pytest.mark.parametrize("text", [*TEXTS.values(), "do ai", "the can bo", "an toan", "UBND", "2030", "CĐ"])
def test_vietnamese_is_not_taken_for_english(text: str) -> None:
    assert not is_english(text)
    assert not is_english(strip_diacritics(text))


def test_names_and_numbers_stay_in_english_questions() -> None:
    assert translated("People’s Committee plans in 2030, Lam Giang") == "Ủy ban nhân dân kế hoạch trong 2030 Lam Giang"


@pytest.mark.parametrize("question", ["UBND xa", "baor hieemr y te", "who pays health insurance", "nha  ở xa hoi"])
def test_literal_leaves_the_text_as_typed(index: Index, question: str) -> None:
    assert index.analyse(question).changed
    analysis = index.analyse(question, literal=True)
    assert analysis.literal
    assert not analysis.changed
    assert analysis.readings == (" ".join(nfc(question).split()),)


def test_analysis_on_the_command_line(home: Path) -> None:
    arguments = ("search", "sua chua nha cua hoj ngheo, ubnd xa", "--json")
    read = json.loads(run(*arguments, home=home).stdout)["analysis"]
    assert read == {
        "typed": arguments[1], "text": "sửa chữa nhà của hộ nghèo, ubnd xã", "restored": True,
        "corrections": [{"typed": "hoj", "corrected": "hộ"}],
        "expansions": [{"typed": "ubnd", "expansions": ["Ủy ban nhân dân"]}], "language": "vi", "literal": False,
        "reference": None,
    }  # fmt: skip
    literal = json.loads(run(*arguments, "--literal", home=home).stdout)["analysis"]
    assert literal["text"] == arguments[1]
    assert literal["literal"]
    assert "Understood as: sửa chữa" in run(*arguments[:2], home=home).stderr
