"""Who signed: the name in the signature and what stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Span
from corpus.language.casing import name_case
from corpus.language.text import strip_diacritics
from ingest.clauses.lines import Line
from ingest.clauses.nodes import Node
from ingest.metadata.letterhead import Cell, cells

_FOR = re.compile(r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|T/U\.?Q|Q)\s*[./]*\s*(?=[A-ZĐÀ-Ỹ])")
_POSITION = (
    "CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|BÍ THƯ|TRƯỞNG BAN|CHỦ NHIỆM|TỔNG CỤC TRƯỞNG|CỤC TRƯỞNG|"
    "TRƯỞNG ĐOÀN|VIỆN TRƯỞNG|CHÁNH ÁN|TỔNG KIỂM TOÁN|THỐNG ĐỐC|TỔNG THANH TRA|CHÁNH THANH TRA|TỔNG GIÁM ĐỐC|VỤ TRƯỞNG|TỔNG BÍ THƯ|"
    "TRƯỞNG PHÒNG|HIỆU TRƯỞNG|TỔNG THƯ KÝ|CHỈ HUY TRƯỞNG|CHÍNH ỦY|CHI CỤC TRƯỞNG|ỦY VIÊN THƯỜNG TRỰC|CHÁNH NHIỆM"
)
_TITLE = re.compile(r"(?:PHÓ\s+|Q\.\s*|QUYỀN\s+)?(?:" + _POSITION.replace(" ", r"\s+") + r")")
_MARK = r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ)\s*[./]*\s+"
#: One line of a position when all were written on one: "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG".
_ONE = re.compile(rf"(?:{_MARK})?(?:{_TITLE.pattern})?(?:(?!\s+(?:{_MARK}|(?<!,\s){_TITLE.pattern})).)*.?", re.DOTALL)
_SIGNED = re.compile(r"\[?\s*\(?\s*(?:[Đđ]ã|đ·)\s+ký\s*\)?\s*\]?\s*:?", re.IGNORECASE)
_RANK = re.compile(r"(?:^|(?<=\s))(?:(?:GS|PGS|TS|ThS|BS)\.\s*|(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy)\s+)+")
_VOWELS = re.compile(r"[aeiouy]+", re.IGNORECASE)
#: What follows a signature and holds no name of its signer.
_ATTACHED = re.compile(r"\bkem theo\b|^phu luc\b", re.IGNORECASE)
#: What begins other lines in a signature that look like names.
_NO_NAME = frozenset({
    "nơi", "như", "điều", "kính", "lưu", "họ", "phụ", "ghi", "mẫu", "trang", "bộ", "sở", "cục", "vụ", "ban", "ủy", "tỉnh", "hội",
    "phòng", "phó", "thứ", "chủ", "bí", "thống", "giám", "tổng", "chánh",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signature:
    """The signer's name and position, each with its place; None where it is not stated."""

    signer: str | None
    signer_span: Span | None
    position: str | None
    position_span: Span | None


def read_signature(lines: Sequence[Line], root: Node, body_end: int, joint: bool) -> Signature:
    """The signature of the document itself, before its attachments and appendices (from `body_end`): the first one with a name.

    The names of those who sign together (`joint`) are all read; the position is that of the first.
    """
    found: list[Signature] = []
    for start, end in _tails(root):
        first = next((i for i, line in enumerate(lines) if line.end > start), len(lines))
        last = next((i for i, line in enumerate(lines) if line.start >= end), len(lines))
        if first and _FOR.match(lines[first - 1].text) and lines[first - 1].text.isupper():
            first -= 1
        found.append(_signature(lines, cells(lines, first, last), joint))
        if found[-1].signer:
            return found[-1]
    own = [index for index, line in enumerate(lines) if line.start < body_end]
    for index in own:  # position and name in one cell of a table
        if lines[index].is_row:
            row = _signature(
                lines, [c for c in cells(lines, index, index + 1) if _FOR.match(c.text) or _TITLE.match(c.text)]
            )
            if row.signer:
                return row
    if own and lines[own[-1]].is_row and len(cells(lines, own[-1], own[-1] + 1)) == 1:
        found.append(_signature(lines, cells(lines, own[-1], own[-1] + 1)))
    return max(found, key=lambda one: (bool(one.signer), bool(one.position)), default=Signature(None, None, None, None))


def _tails(root: Node) -> Iterator[tuple[int, int]]:
    """The stretches of signature and recipients among the document's own parts."""
    run: list[Node] = []
    for node in root.children:
        if node.level in ("signature", "recipients"):
            run.append(node)
            continue
        if run:
            yield run[0].start, max(inner.end for inner in run)
            run = []
        if node.level in ("attachment", "appendix"):
            return
    if run:
        yield run[0].start, max(inner.end for inner in run)


def _signature(lines: Sequence[Line], found: Sequence[Cell], joint: bool = False) -> Signature:
    position: list[Cell] = []
    names: list[tuple[str, Span]] = []
    row = -1
    for cell in found:
        if position and _ATTACHED.search(cell.plain):
            break
        above, name = split_name(cell.text)
        if names and (cell.line != row or not name) and not joint:
            break
        if above and not names and (_FOR.match(above) or _TITLE.search(above) or (position and above.isupper())):
            position.append(cell)
        item = cell.first and lines[cell.line].text.startswith(("-", "–", "•", "+"))
        if name and (position or len(found) < 4) and not item:
            start = cell.start + cell.text.index(name[1])
            names.append((name[0], Span(start, start + len(name[1]))))
            row = cell.line
    if not names:
        return Signature(None, None, *_position(position))
    signer = ", ".join(name for name, _ in names)
    return Signature(signer, Span(names[0][1].start, names[-1][1].end), *_position(position))


def _position(found: Sequence[Cell]) -> tuple[str | None, Span | None]:
    """The lines above the name in ordinary case: "TM. Ủy ban nhân dân, KT. Chủ tịch, Phó Chủ tịch"."""
    above = [(cell, *split_name(cell.text)) for cell in found]
    parts = [
        _cased(part) for _, words, _ in above for part in _ONE.findall(re.sub(r"\s+", " ", words)) if part.strip(" .,")
    ]
    if not parts:
        return None, None
    cell, _words, name = above[-1]
    end = cell.start + cell.text.index(name[1]) if name else cell.end
    return ", ".join(parts), Span(found[0].start, cell.start + len(cell.text[: end - cell.start].rstrip()))


def _cased(part: str) -> str:
    words = part.strip(" .,:-").replace("UỶ", "ỦY")
    mark = _FOR.match(words)
    prefix = f"{mark[0].strip(' .')}{' ' if '/' in mark[0] else '. '}" if mark else ""
    words = words[mark.end() :] if mark else words
    title = _TITLE.match(words)
    if not title:
        return prefix + name_case(words)
    _, deputy, office = title[0].rpartition("PHÓ ")
    cased = deputy.capitalize() + office.capitalize().replace(" văn ", " Văn ")
    rest = words[title.end() :].strip()
    if rest.startswith(","):
        return f"{prefix}{cased}, {_cased(rest)}"
    return f"{prefix}{cased} {name_case(rest)}" if rest else prefix + cased


def split_name(text: str) -> tuple[str, tuple[str, str] | None]:
    """The capitals that begin `text`, and the person's name that ends it: as it is spelt, and as it is printed.

    >>> split_name("KT. BỘ TRƯỞNG THỨ TRƯỞNG Trần Văn Lam")
    ('KT. BỘ TRƯỞNG THỨ TRƯỞNG', ('Trần Văn Lam', 'Trần Văn Lam'))
    """
    bare = _RANK.sub(" ", _SIGNED.sub(" ", text)).rstrip(" ./-,;)(]['`‘’")
    words = list(re.finditer(r"\S+", bare))
    syllables: list[str] = []
    at = len(words)
    tail = ""  # small letters that a space parted from the syllable they end: "Ngu y ễn"
    while at and len(syllables) < 6:
        word = words[at - 1][0]
        joined = word + tail
        if not word.isalpha() or (word.isupper() and len(joined) > 1):
            break
        tail = joined if word[0].islower() else ""
        if not tail:
            if len(_VOWELS.findall(strip_diacritics(joined))) != 1:
                tail = joined
                break
            syllables.insert(0, joined)
        at -= 1
    above = bare[: words[at].start()].strip() if at < len(words) else ""
    if tail or not 2 <= len(syllables) <= 5 or syllables[0].lower() in _NO_NAME or (above and not above.isupper()):
        return (bare.strip() if bare.isupper() else ""), None
    return above, (" ".join(syllables), bare[words[at].start() :])
