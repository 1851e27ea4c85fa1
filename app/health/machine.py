"""What the program stands on: Python and its packages, helper programs, fonts, the terminal, the clock."""

from __future__ import annotations

import locale
import platform
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path

from app.health.check import Check


def installed_version(package: str) -> str | None:
    """The version of an installed package; None where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def python() -> Iterator[Check]:
    """Whether this Python is one that the program is made for."""
    from packaging.specifiers import SpecifierSet

    wanted = SpecifierSet(metadata("dieukhoan")["Requires-Python"])
    found = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    if wanted.contains(platform.python_version(), prereleases=True):
        yield Check("python", "ok", found)
    else:
        yield Check("python", "problem", found, f"install a Python that is {wanted}")


def packages() -> Iterator[Check]:
    """Whether every package that this one requires is installed, in a version that fits."""
    from packaging.requirements import Requirement

    wanted = [Requirement(line) for line in requires("dieukhoan") or ()]
    needed = [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    lacking = [
        str(one)
        for one in needed
        if (found := installed_version(one.name)) is None or not one.specifier.contains(found, prereleases=True)
    ]
    if lacking:
        names = " ".join(repr(name) for name in lacking)
        yield Check("packages", "problem", f"missing: {', '.join(lacking)}", f"pip install {names}")
    else:
        yield Check("packages", "ok", f"dieukhoan {installed_version('dieukhoan')} and {len(needed)} that it needs")


def programs() -> Iterator[Check]:
    """Whether the programs are there that some formats are read with."""
    from ingest.readers.programs import found_programs

    found = found_programs()
    if found.tesseract and found.vietnamese:
        yield Check("tesseract", "ok", f"{found.tesseract}, with Vietnamese")
    else:
        lack = "without its Vietnamese data" if found.tesseract else "not found"
        advice = "apt-get install tesseract-ocr tesseract-ocr-vie, or on Windows and macOS Tesseract 5 with Vietnamese"
        yield Check("tesseract", "warning", f"{lack}: scanned documents are refused", advice)
    if found.libreoffice:
        yield Check("libreoffice", "ok", found.libreoffice)
        return
    effect = "DOC is read by antiword without its automatic numbers" if found.antiword else "DOC is refused"
    advice = "apt-get install libreoffice-writer-nogui, or on Windows and macOS LibreOffice itself"
    yield Check("libreoffice", "warning", f"not found: {effect}, RTF is read without its footnotes", advice)


def fonts() -> Iterator[Check]:
    """Whether a font has the Vietnamese letters: pages of a PDF that brings none are drawn with the computer's fonts."""
    program = shutil.which("fc-list")
    if program is None:
        if platform.system() in ("Windows", "Darwin"):
            yield Check("fonts", "ok", f"those of {platform.system()}, which have the Vietnamese letters")
        else:
            advice = "apt-get install fontconfig fonts-liberation"
            yield Check("fonts", "warning", "fontconfig is missing, so that fonts cannot be listed", advice)
        return
    listed = subprocess.run([program, ":lang=vi", "family"], capture_output=True, text=True, timeout=60, check=False)
    families = sorted({line.split(",")[0] for line in listed.stdout.splitlines() if line})
    if families:
        yield Check("fonts", "ok", f"{len(families)} with the Vietnamese letters, {families[0]} among them")
    else:
        detail = "none has the Vietnamese letters: pages of a PDF without fonts of its own are drawn with gaps"
        yield Check("fonts", "warning", detail, "apt-get install fonts-liberation")


def terminal() -> Iterator[Check]:
    """Whether the terminal takes Vietnamese letters."""
    encoding = locale.getencoding()
    if encoding.lower().replace("-", "") in ("utf8", "cp65001"):
        yield Check("terminal", "ok", encoding)
    else:
        advice = "chcp 65001" if platform.system() == "Windows" else "export LC_ALL=C.UTF-8"
        yield Check("terminal", "warning", f"{encoding} cannot show all Vietnamese letters", advice)


def clock() -> Iterator[Check]:
    """Whether the clock can be right: what is in force and which deadlines have passed is counted from today."""
    now = datetime.now().astimezone()
    installed = datetime.fromtimestamp(Path(__file__).stat().st_mtime).astimezone()
    if now >= installed:
        yield Check("clock", "ok", now.isoformat(timespec="seconds"))
    else:
        detail = f"{now.date()} is before the day on which this program was installed, {installed.date()}"
        yield Check("clock", "problem", detail, "set the clock of this computer")
