"""The programs beside Python that reading some files needs, as far as they are installed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

import pytesseract


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
        version, languages = str(pytesseract.get_tesseract_version()), pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError, OSError, SystemExit):
        version, languages = None, []
    return Programs(
        version, "vie" in languages, shutil.which("soffice") or shutil.which("libreoffice"), shutil.which("antiword")
    )
