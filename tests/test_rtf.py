"""RTF without LibreOffice: the words as Word and others write them, and nothing that Word does not show."""

from __future__ import annotations

import random
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from corpus.errors import UnreadableFileError
from ingest.editing import undo_repairs
from ingest.parsing import parse
from ingest.readers.reading import read_bytes
from tests.conftest import SAMPLES


@pytest.fixture(autouse=True)
def without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.readers.rtf.libreoffice", lambda: None)


def rtf(
    body: str, head: str = r"\ansi\ansicpg1258\deff0{\fonttbl{\f0\fnil\fcharset163 Times New Roman;}}\uc1"
) -> bytes:
    return rf"{{\rtf1{head} {body}}}".encode("latin-1")


def escaped(text: str) -> str:
    return "".join(char if char < "\x80" else rf"\u{ord(char)}?" for char in text)


def text_of(data: bytes) -> str:
    return read_bytes(data, "a.rtf").text


def test_letters_in_all_the_ways_of_writing_them() -> None:
    assert text_of(rtf(escaped("Tiếp nhận hồ sơ – “một cửa”"))) == "Tiếp nhận hồ sơ – “một cửa”"
    assert text_of(rtf(r"Ti\u7871\'ea\'ecp nh\u7853\'e2\'f2n", r"\ansi\uc2")) == "Tiếp nhận"
    combined = parse(read_bytes(rtf(r"\f0 S\'f4\'ec 5, h\'f4\'cc s\'f5n"), "a.rtf")).document.text
    assert combined == "Số 5, hồ sơn"  # windows-1258 writes the tone behind its vowel


def test_clauses_lead_back_to_the_source() -> None:
    lines = ["KẾ HOẠCH", "Triển khai", "I. MỤC TIÊU", "1. Nâng cao chất lượng.", "- Giảm 30% thời gian."]
    raw = read_bytes(rtf(r"\par ".join(map(escaped, lines)) + r"\par"), "a.rtf")
    document = parse(raw).document
    assert raw.media_type == document.source.media_type == "application/rtf"
    assert [clause.level for clause in document.clauses[-3:]] == ["roman", "arabic", "dash"]
    assert all(document.text[clause.start : clause.end] == clause.text for clause in document.clauses)
    assert undo_repairs(document.text, document.repairs) == raw.text


def test_numbers_of_lists_are_words_and_addresses_of_links_are_not() -> None:
    old = r"{\pntext\f0 1.\tab}{\*\pn\pnlvlbody}Giao S\u7903? N\u7897?i v\u7909?.\par"
    new = r"{\listtext\f0 2.\tab}B\u225?o c\u225?o.\par"
    assert text_of(rtf(old + new)).split("\n")[:2] == ["1.\tGiao Sở Nội vụ.", "2.\tBáo cáo."]
    link = r'{\field{\*\fldinst{HYPERLINK "http://a.vn/x"}}{\fldrslt{t\u7841?i \u273?\u226?y}}}'
    assert text_of(rtf(link)) == "tại đây"


def test_data_are_rows_and_a_letterhead_is_lines() -> None:
    def row(*cells: str) -> str:  # Word says what a row is like before and after its cells
        made = "".join(escaped(cell) + r"\cell " for cell in cells)
        return rf"{{\trowd\cellx1\cellx2\pard\intbl {made}\trowd\cellx1\cellx2\row}}"

    data = row("Chỉ tiêu", "Năm 2030") + row("Bảo hiểm y tế", "96%") + row("Nhà ở|xã hội", "500 căn")
    assert text_of(rtf(rf"A.\par {data}\pard B.\par")).split("\n") == [
        "A.", "| Chỉ tiêu | Năm 2030 |", "| Bảo hiểm y tế | 96% |", "| Nhà ở¦xã hội | 500 căn |", "B.",
    ]  # fmt: skip
    assert text_of(rtf(f"A.\\par {data}")).endswith("500 căn |")  # nothing behind the table
    head = row("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + row("Số: 5/KH-UBND", "Lam Giang")
    assert text_of(rtf(rf"{head}\pard KH\par")).split("\n")[2:] == ["Số: 5/KH-UBND", "Lam Giang", "KH"]


def test_the_user_hears_what_is_left_out() -> None:
    parsed = parse(read_bytes(rtf(r"Xin ch\u224?o{\footnote\pard Ghi ch\u250?}."), "a.rtf"))
    assert parsed.document.text == "Xin chào."
    assert "striprtf" in [notice.kind for notice in parsed.notices]


@pytest.mark.parametrize("words", [r"{\deleted c\u361?}", r"{\v \u7849?n}", r"{\v\f1 x}"])
def test_words_that_word_does_not_show_are_refused(words: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"^a\.rtf holds deleted or hidden words; [^\n]*\.$"):
        text_of(rtf(f"M\\u7899?t {words} hai"))
    assert text_of(rtf(r"\v0 M\u7897?t\vern1  hai")) == "Một hai"


@pytest.mark.parametrize(
    "data", [b"{\\rtf1" + b"{" * 300_000, b"{\\rtf1" + b"\\trowd\\cell" * 50_000, b"{\\rtf1\\u99999999?"]
)
def test_damaged_files_are_read_or_refused(data: bytes) -> None:
    noise = random.Random(1).randbytes(20_000)
    for made in (data, data + noise):
        with suppress(UnreadableFileError):
            assert "\ue000" not in text_of(made)


@pytest.mark.parametrize("control", [r"\u99999999999999999999?", r"\u1114112?", r"\uc x", r"\f0 \'81\'8d"])
def test_controls_without_a_sense_are_refused_in_one_sentence(control: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"^a\.rtf is damaged; [^\n]*\.$"):
        text_of(rtf(control))


def test_the_words_are_those_that_libreoffice_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    source = SAMPLES / "17-2025-QD-UBND.html"
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--infilter=HTML (StarWriter)", "--convert-to", "rtf", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    data = (tmp_path / f"{source.stem}.rtf").read_bytes()
    theirs = parse(read_bytes(data, "a.rtf")).document
    monkeypatch.setattr("ingest.readers.rtf.libreoffice", lambda: None)
    ours = parse(read_bytes(data, "a.rtf")).document
    assert [(clause.id, clause.text) for clause in ours.clauses if clause.level != "preamble"] == [
        (clause.id, clause.text) for clause in theirs.clauses if clause.level != "preamble"
    ]
