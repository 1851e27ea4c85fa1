"""The programs beside Python that reading some files needs, as far as they are installed."""

from __future__ import annotations

import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytesseract

#: Where installers put a program without telling the path of commands; what stands in braces are variables of the environment.
_PLACES = {
    "win32": {
        "soffice": ("{ProgramFiles}\\LibreOffice\\program\\soffice.com",),  # the one that waits for its work
        "tesseract": (
            "{ProgramFiles}\\Tesseract-OCR\\tesseract.exe",
            "{LOCALAPPDATA}\\Programs\\Tesseract-OCR\\tesseract.exe",
        ),
    },
    "darwin": {
        "soffice": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
        "tesseract": ("/opt/homebrew/bin/tesseract", "/usr/local/bin/tesseract"),
    },
}


@dataclass(frozen=True, slots=True)
class Programs:
    """Versions or paths of what is found, None for what is not."""

    tesseract: str | None
    vietnamese: bool
    libreoffice: str | None
    antiword: str | None


def found_programs() -> Programs:
    """What is installed now; asks Tesseract for its version and languages."""
    try:
        languages, version = recognised_languages(), str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError, OSError, SystemExit):
        languages, version = [], None
    return Programs(version, "vie" in languages, libreoffice(), program("antiword"))


def libreoffice() -> str | None:
    """The path of LibreOffice, None where it is not installed."""
    return program("soffice") or program("libreoffice")


def recognised_languages() -> list[str]:
    """The languages that Tesseract has data for.

    Raises:
        pytesseract.TesseractNotFoundError: it is not installed.
    """
    pytesseract.pytesseract.tesseract_cmd = program("tesseract") or "tesseract"
    return list(pytesseract.get_languages())


def program(
    name: str,
    platform: str = sys.platform,
    environment: Mapping[str, str] = os.environ,
    exists: Callable[[str], bool] = os.path.isfile,
) -> str | None:
    """The path of a program: where commands are looked for, else where its installer puts it on this platform."""
    places = _PLACES.get(platform, {}).get(name, ())
    usual = (place.format_map(defaultdict(str, environment)) for place in places)
    return shutil.which(name, path=environment.get("PATH")) or next(filter(exists, usual), None)
