"""Helper programs are found where each platform's installers put them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.programs import program

WINDOWS = {"PATH": "", "ProgramFiles": "C:\\Program Files", "LOCALAPPDATA": "C:\\Users\\An\\AppData\\Local"}


@pytest.mark.parametrize(
    ("platform", "name", "place"),
    [
        ("win32", "soffice", "C:\\Program Files\\LibreOffice\\program\\soffice.com"),
        ("win32", "tesseract", "C:\\Users\\An\\AppData\\Local\\Programs\\Tesseract-OCR\\tesseract.exe"),
        ("darwin", "soffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice"),
        ("darwin", "tesseract", "/usr/local/bin/tesseract"),
    ],
)
def test_a_program_that_is_not_on_the_path_is_found_at_its_usual_place(platform: str, name: str, place: str) -> None:
    assert program(name, platform, WINDOWS, lambda path: path == place) == place


def test_what_is_on_the_path_goes_first_and_what_is_nowhere_is_none(tmp_path: Path) -> None:
    own = tmp_path / "soffice"
    own.touch(0o755)
    assert program("soffice", "darwin", {"PATH": str(tmp_path)}, lambda _: True) == str(own)
    assert program("soffice", "linux", {"PATH": ""}, lambda _: True) is None
    assert program("soffice", "win32", {"PATH": ""}, lambda _: False) is None
