"""From a Word 97–2003 document to text: LibreOffice turns it into DOCX, so that one reader gives one tree for both.

Where LibreOffice is missing, antiword gives the text without the finer points.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import olefile

from corpus.errors import UnreadableFileError
from corpus.notices import Notice
from ingest.messages import HelperStuckError
from ingest.readers.docx import read_docx
from ingest.readers.programs import libreoffice, program
from ingest.readers.raw import Raw

#: Shorter than the time that a worker may be silent.
_SECONDS = 50


def read_doc(data: bytes, name: str) -> Raw:
    """Read a DOC file.

    Raises:
        UnreadableFileError: damaged, encrypted, another kind of file, or no program here can read it.
    """
    _check_compound(data, name)
    media_type = "application/msword"
    if office := libreoffice():
        return converted(office, data, name, ".doc", media_type)
    if antiword := program("antiword"):
        text = _run([antiword, "-m", "UTF-8.txt", "-w", "0", "-"], name, data).decode("utf-8", "replace")
        note = Notice(
            f"{name} was read by antiword, which drops automatic numbers; install LibreOffice to have them.", "antiword"
        )
        return Raw(name, hashlib.sha256(data).hexdigest(), media_type, text, wrapped=False, notes=(note,))
    raise UnreadableFileError(
        f"{name} is a Word 97–2003 document, and no program here reads it; "
        "install LibreOffice (apt-get install libreoffice-writer-nogui) or save the file as DOCX."
    )


def converted(office: str, data: bytes, name: str, suffix: str, media_type: str) -> Raw:
    """A file of this kind as `office` (the path of LibreOffice) makes a DOCX of it.

    Raises:
        UnreadableFileError: it cannot.
    """
    raw = read_docx(_convert(office, data, name, suffix), name)
    return replace(raw, sha256=hashlib.sha256(data).hexdigest(), media_type=media_type)


def _check_compound(data: bytes, name: str) -> None:
    # A stream, as olefile takes short bytes for a path.
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            streams = {str(entry[0]) for entry in compound.listdir()}
    except (OSError, ValueError, IndexError, TypeError, RecursionError) as error:
        raise UnreadableFileError(f"{name} is cut off or damaged; fetch or copy the file again.") from error
    if "WordDocument" in streams:
        return
    if "EncryptedPackage" in streams:
        raise UnreadableFileError(
            f"{name} is locked with a password; open it in Word, take the password off and save it."
        )
    kind = "an Excel workbook" if {"Workbook", "Book"} & streams else "no Word document"
    raise UnreadableFileError(f"{name} is {kind}; save its text as DOCX or PDF and ingest that.")


def _convert(office: str, data: bytes, name: str, suffix: str) -> bytes:
    """The DOCX that LibreOffice makes of the file, with a profile of its own so that an open LibreOffice is not disturbed."""
    with tempfile.TemporaryDirectory(prefix="dieukhoan-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"document{suffix}"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        _run([office, profile, "--headless", "--convert-to", "docx", "--outdir", folder, str(source)], name)
        target = source.with_suffix(".docx")
        if not target.exists():
            raise UnreadableFileError(
                f"{name} is damaged or locked, LibreOffice cannot read it; open it in Word and save it again."
            )
        return target.read_bytes()


def _run(command: list[str], name: str, data: bytes | None = None) -> bytes:
    """What `command` prints; when it takes too long it is ended, and what it started ends with the worker."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE if data is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        printed, _ = process.communicate(data, timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        process.kill()
        process.wait()
        raise HelperStuckError(
            f"{name} takes longer than {_SECONDS} seconds to convert; open it in Word, save it as DOCX and ingest that."
        ) from error
    return printed
