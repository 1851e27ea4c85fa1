"""From a file's bytes to its text, by the reader for its kind (`formats`); plain text and what is written in it are told apart here."""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path

from corpus.errors import UnreadableFileError
from corpus.notices import Notice
from ingest.readers import legacy
from ingest.readers.formats import HEAD, format_of
from ingest.readers.raw import Raw

#: A 300-page law is about 1 MB of text; anything past this is no document.
MAX_TEXT = 10_000_000
#: Files that are not mere text hold pictures and fonts beside it, scans above all, and may be larger.
MAX_BYTES = 100_000_000

_HTML = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|p|div|table|span)\b[^>]*>", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(?:#{1,6}[ \t]+\S|[ \t]{0,99}\|?[ \t]{0,99}:?-{3,}:?[ \t]*\|)|\*\*\S", re.MULTILINE)
_META_CHARSET = re.compile(rb"<meta\s[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def load(path: Path) -> bytes:
    """The bytes of the file at `path`.

    Raises:
        UnreadableFileError: not there, not a file, not readable, or too large.
    """
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            check_size(size, file.read(HEAD), path.name)
            file.seek(0)
            return file.read(MAX_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        written = str(path).encode("utf-8", "backslashreplace").decode()  # a path may hold what no text can
        raise UnreadableFileError(
            f"{written} cannot be read ({reason}); check that it exists and that you may open it."
        ) from error


def check_size(size: int, head: bytes, name: str) -> None:
    """Refuse a file of `size` bytes that begins with `head` if it is larger than its kind may be.

    Raises:
        UnreadableFileError: it is.
    """
    limit = MAX_BYTES if format_of(head) else MAX_TEXT
    if size > limit:
        raise UnreadableFileError(
            f"{name} holds {size / 1_000_000:.0f} MB, more than the {limit // 1_000_000} MB that one document of its kind "
            "may have; split it into its documents and ingest those."
        )


def read_bytes(data: bytes, name: str, charset: str | None = None) -> Raw:
    """Read a file's content; `name` is used in messages alone, `charset` is what its server declares.

    Raises:
        UnreadableFileError: of a kind without a reader, not text, empty, or too large.
    """
    check_size(len(data), data[:HEAD], name)
    raw = _read(data, name, charset)
    if len(raw.text) > MAX_TEXT:
        raise UnreadableFileError(
            f"{name} holds more text than the {MAX_TEXT // 1_000_000} million characters that one document may have; "
            "split it into its documents and ingest those."
        )
    return raw


def _read(data: bytes, name: str, charset: str | None) -> Raw:
    if kind := format_of(data[:HEAD]):
        return kind.read(data, name)
    text, notes = _decode(data, name, charset)
    if not any(char.isalpha() for char in text):
        raise UnreadableFileError(f"{name} holds no text; check that the file was saved completely.")
    sha256 = hashlib.sha256(data).hexdigest()
    if len(_HTML.findall(text[:20_000])) >= 2:
        from ingest.readers.html import extract_html  # lxml is loaded only for HTML

        extracted = extract_html(text, name)
        if not extracted.strip():
            raise UnreadableFileError(f"{name} is a web page without text; save the page with its content.")
        if not notes:  # letters written as entities are seen only now
            extracted, notes = legacy.repaired(extracted)
        return Raw(name, sha256, "text/html", extracted, notes=notes)
    if _MARKDOWN.search(text):
        from ingest.readers.markdown import markup_edits

        return Raw(name, sha256, "text/markdown", text, tuple(markup_edits(text)), notes=notes)
    return Raw(name, sha256, "text/plain", text, notes=notes)


def _decode(data: bytes, name: str, declared: str | None) -> tuple[str, tuple[Notice, ...]]:
    """The text of `data`, and a warning for each conversion; what the bytes are goes before what is declared."""
    if not data.strip():
        raise UnreadableFileError(f"{name} is empty; check that the file was saved completely.")
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\0" in data[:2000]:
        # UTF-16 without a mark: every other byte of ASCII is zero.
        encoding = "utf-16-le" if data[1:2000:2].count(0) > data[0:2000:2].count(0) else "utf-16-be"
    try:
        text, notes = legacy.repaired(data.decode(encoding))
    except UnicodeDecodeError as error:
        text, notes = _decode_legacy(data, declared)
        if not text and _is_damaged(data, error):
            line = data.count(b"\n", 0, error.start) + 1
            raise UnreadableFileError(
                f"{name} is {error.encoding.upper()} text with damaged bytes, the first in line {line}; get the file anew, or mend "
                "that place in an editor and save it."
            ) from error
    if not text or len(_CONTROL.findall(text)) > len(text) / 1000:
        raise UnreadableFileError(
            f"{name} is not text in UTF-8 or UTF-16, nor in TCVN3, VNI or windows-1258; open it in its own program and "
            "save it as UTF-8 text."
        )
    return text, notes


def _is_damaged(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether only little of `data` is not in the encoding that it was tried in, and letters past ASCII are."""
    text = data.decode(error.encoding, errors="replace")
    bad = text.count("\ufffd")
    return error.encoding == "utf-8" and bad * 20 < sum(char > "\x7f" for char in text)


def _decode_legacy(data: bytes, declared: str | None) -> tuple[str, tuple[Notice, ...]]:
    found = legacy.detect(data)
    if found:
        name = legacy.NAMES[found]
        sentence = f"The text was in the {name} encoding and was converted; compare names with the original."
        return legacy.decode(legacy.as_windows_1252(data), found), (Notice(sentence, "converted", (name,)),)
    declared = declared or _declared_in_page(data)
    if declared is None or declared.lower().startswith("utf"):  # which it is not
        return "", ()
    try:
        text = data.decode(declared)
        text.encode()  # no half characters
    except (LookupError, ValueError):
        return "", ()
    return text, (Notice(f"The text was in the {declared} encoding, as its page says.", "declared", (declared,)),)


def _declared_in_page(data: bytes) -> str | None:
    match = _META_CHARSET.search(data[:4000])
    return match[1].decode("ascii") if match else None
