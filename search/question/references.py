"""Which document and clause a question names: numbers, types, labels, in any case, with or without diacritics and spaces.

Nothing is looked up here. A question may be read in several ways ("khoản 2 QĐ 09": is 2 or 09 the number?); `search.question.locating` takes the first
that a document answers to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.citing.labels import Label
from corpus.language.numbers import DOCUMENT_TYPES
from corpus.language.numerals import ORDINALS, ordinal_value
from corpus.language.text import fold

#: Types that numbers do not abbreviate, or that people name otherwise; "văn bản" is any.
_MORE_TYPES = (
    "Bộ luật",
    "Hiến pháp",
    "Chương trình hành động",
    "Văn bản",
    "Danh mục",
    "Nội quy",
    "Quy trình",
    "Hiệp định",
)
ANY_TYPE = "Văn bản"
#: Abbreviations that are words or units as well, and name no document without more.
_WEAK = frozenset({"L", "Đ", "DA", "TC"})


def _spelt(words: str) -> str:
    """A pattern for `words` in small letters, each with its diacritics or without any, apart or together."""
    return r"\s*".join(f"(?:{word}|{fold(word)})" for word in words.lower().split())


_TYPES: dict[str, frozenset[str]] = {}
for _short, _name in DOCUMENT_TYPES.items():
    if _short not in _WEAK:
        for _form in {_short.lower(), fold(_short)}:
            _TYPES[_form] = _TYPES.get(_form, frozenset()) | {_name}
for _name in (*DOCUMENT_TYPES.values(), *_MORE_TYPES):
    for _form in {_name.lower(), fold(_name)}:
        _TYPES[_form.replace(" ", "")] = _TYPES.get(_form.replace(" ", ""), frozenset()) | {_name}
_TYPES["vb"] = frozenset({ANY_TYPE})

_START = r"(?<![^\W\d_])"  # "khoản2điều5": a digit may stand in front
_END = r"(?![^\W_])"
_NAMES = "|".join(
    _spelt(name) for name in sorted({*DOCUMENT_TYPES.values(), *_MORE_TYPES}, key=lambda name: (-len(name), name))
)
_SHORT = "|".join(
    _spelt(short) for short in sorted({*DOCUMENT_TYPES, "VB"} - _WEAK, key=lambda short: (-len(short), short))
)
_SERIAL = rf"(?P<serial>\d{{1,6}}(?:\.\d{{1,3}})?(?:[a-zđ]{_END})?)(?!\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d|\s*[-–]\s*\d)"
_PIECE = rf"[a-zđ]{{1,12}}\d{{0,4}}{_END}"
_ORGAN = r"(?:ubnd|hđnd|hdnd|ttg|cp|tw|tu|qh\d*|ubtvqh\d*)"

#: "nghị định số 30/2020/nđ-cp", "nđ30", "qđ-ubnd 09 năm 2023"; "kế hoạch 5 năm" counts years.
_TYPE_AND_SERIAL = re.compile(
    rf"{_START}(?P<type>{_NAMES}|{_SHORT})(?P<organ>\s*[-/]\s*{_PIECE}|\s+{_ORGAN}(?![^\W\d_]))?\s*[.:-]?\s*(?:số|so)?\s*:?\s*{_SERIAL}"
    rf"(?!\s*(?:năm|nam|tháng|thang)(?!\s*(?:19|20)\d\d(?!\s*[-–]\s*\d)))"
    rf"(?:\s*/\s*{_YEAR})?(?P<code>(?:[ ]?[-/][ ]?{_PIECE})*)"
)
#: "1221/kh-ubnd", "42-nq/tw", "30/2020/nđ-cp"
_NUMBER = re.compile(
    rf"(?<![\w/.,-])(?:(?:số|so)\s*)?{_SERIAL}(?:\s*/\s*{_YEAR})?(?P<code>[ ]?[-/][ ]?{_PIECE}(?:[ ]?[-/][ ]?{_PIECE})*)"
)
#: "1221 kh ubnd", "42 nq tw"
_SERIAL_AND_TYPE = re.compile(
    rf"(?<![\w/.,-])(?:(?:số|so)\s*)?{_SERIAL}(?:[ /]{_YEAR})?\s+(?P<code>(?:{_SHORT}){_END}(?:[ -/]{_ORGAN}{_END})?)"
)
_TYPE = re.compile(rf"{_START}(?P<type>{_NAMES})(?![^\W_])")

_ROMAN = r"[ivxl]{1,7}"
_DIGITS = r"\d{1,4}(?!\d)(?!/\d)"
_INSERTED = rf"(?:[a-zđ]{_END})?"
_DOTTED = rf"(?:{_ROMAN}|[a-zđ]|\d{{1,3}})(?:[./]\d{{1,3}}(?!\d))+(?:[./][a-zđ]{{1,2}}{_END})?"
_ORDINAL = "|".join(sorted({word for plain in ORDINALS for word in (plain, fold(plain))}, key=len, reverse=True))
_PLACE = rf"(?:thứ|thu|số|so)?\s*(?:{_DIGITS}|(?:{_ORDINAL}){_END})"

_NUMBERED = rf"{_DIGITS}{_INSERTED}"
_ROMAN_VALUE = rf"{_ROMAN}[a-zđ]?{_END}"
_LETTER = rf"[a-zđ]{_END}"
_THE = r"(?:(?:thứ|thu|số|so)\s*:?\s*)?"

#: The words of each kind of label, and what may follow them; None where nothing does.
_KINDS: dict[str, tuple[str, str | None]] = {
    "phụ lục": (
        rf"(?:{_spelt('phụ lục')}|pl(?=\s*[ivx\d]))",
        rf"{_THE}(?:{_ROMAN_VALUE}|\d{{1,3}}{_INSERTED}|{_LETTER})",
    ),
    "mẫu": (_spelt("mẫu"), rf"{_THE}\d[\w.-]*"),
    "phần": (_spelt("phần"), rf"(?:(?:thứ|thu)\s*(?:{_ORDINAL}){_END}|{_DOTTED}|{_ROMAN_VALUE}|{_NUMBERED}|{_LETTER})"),
    "chương": (_spelt("chương"), rf"(?:(?:thứ|thu)\s*(?:{_ORDINAL}){_END}|{_ROMAN_VALUE}|{_NUMBERED})"),
    "tiểu mục": (_spelt("tiểu mục"), rf"(?:{_ROMAN_VALUE}|{_NUMBERED})"),
    "mục": (_spelt("mục"), rf"(?:{_DOTTED}|{_ROMAN_VALUE}|{_NUMBERED}|{_LETTER})"),
    "điều": (rf"(?:{_spelt('điều')}|[đd]\.?(?=\d))", _NUMBERED),
    "khoản": (rf"(?:{_spelt('khoản')}|k\.?(?=\d))", rf"(?:{_DOTTED}|{_NUMBERED}|{_LETTER})"),
    "điểm": (_spelt("điểm"), rf"(?:{_DOTTED}|{_NUMBERED}|(?:[a-zđ]|aa|bb|dd|đđ)\d?{_END})"),
    "gạch đầu dòng": (rf"{_spelt('gạch')}\s*(?:{_spelt('đầu dòng')})?", _PLACE),
    "dấu cộng": (_spelt("dấu cộng"), _PLACE),
    "đoạn": (rf"(?<!giai )(?:{_spelt('đoạn')})", _PLACE),
    "bảng": (_spelt("bảng"), _PLACE),
    "phần mở đầu": (_spelt("phần mở đầu"), None),
    "phần ký": (_spelt("phần ký"), None),
    "phần nơi nhận": (_spelt("phần nơi nhận"), None),
    "kèm theo": (rf"(?:{_NAMES})(?=\s*(?:\(|{_spelt('ban hành')}|{_spelt('kèm theo')}))", None),
    "": ("", rf"(?:{_ROMAN}|[a-zđ])(?:[./]\d{{1,3}}(?!\d))+(?:[./][a-zđ]{{1,2}}{_END})?"),
}
_AGAIN = r"(?:\s*\(\s*(?:lần|lan)\s*(?P<again>\d+)\s*\))?"
_ATTACHED = rf"\s*(?:{_spelt('ban hành')}\s*)?{_spelt('kèm theo')}{_END}"
_JOINED = re.compile(r"\s*(?:,|;|&|(?:và|va|hoặc|hoac)(?![^\W_]))\s*")


def _label_pattern(kind: str) -> re.Pattern[str]:
    word, value = _KINDS[kind]
    start = _START if kind else r"(?<![\w./-])"
    if value is None:
        values, end = "(?P<values>)", _END
    else:
        more = rf"(?:{_JOINED.pattern}(?:{value})(?!\s*[/-]))*" if kind else ""
        values, end = rf"\s*(?P<values>(?:{value}){more})", ""
        if kind == "phụ lục":  # the only one of its document needs no number
            values, end = rf"(?:{values})?", r"(?![^\W\d_])"
    attached = {"kèm theo": _ATTACHED, "phụ lục": f"(?:{_ATTACHED})?", "mẫu": f"(?:{_ATTACHED})?"}.get(kind, "")
    return re.compile(rf"{start}(?P<word>{word}){values}{end}{_AGAIN}{attached}")


_LABELS = {kind: _label_pattern(kind) for kind in _KINDS}


@dataclass(frozen=True, slots=True)
class Citation:
    """One reading of a question: the document that it names, the labels within it, and the words left over.

    `types` are names of types (none: any), `code` the parts of the number behind serial and year in small letters without diacritics. `serial` None: the document
    is named by the words that begin `after`. `before` and `after` are the words around it without the labels, `place` those in front of it as they stand.
    """

    types: frozenset[str]
    serial: str | None
    year: int | None
    code: tuple[str, ...]
    labels: tuple[Label, ...]
    before: str
    after: str
    place: str


def parse(question: str) -> Iterator[Citation]:
    """The readings of `question` (NFC) that name a document, the surest first; empty when none does.

    >>> next(parse("khoản 2 điều 5 nđ 30/2020")).labels
    (Label(kind='khoản', values=('2',), repeat=None), Label(kind='điều', values=('5',), repeat=None))
    """
    small = "".join(char.lower() if len(char.lower()) == 1 else char for char in question)
    for pattern in (_TYPE_AND_SERIAL, _NUMBER, _SERIAL_AND_TYPE, _TYPE):
        for match in pattern.finditer(small):
            yield _citation(question, small, match)


def _citation(question: str, small: str, match: re.Match[str]) -> Citation:
    found = match.groupdict()
    types = _TYPES.get(re.sub(r"\s+", "", found.get("type") or ""), frozenset())
    pieces = re.findall(r"[a-zđ]+\d*", f"{found.get('organ') or ''} {found.get('code') or ''}")
    labels = _labels(small, 0, match.start())
    # "Nghị định 30 điều 5": labels stand behind the document where none stands in front of it.
    behind = [] if labels else _labels(small, match.end(), len(small))
    return Citation(
        types=types,
        serial=found.get("serial"),
        year=int(found["year"]) if found.get("year") else None,
        code=tuple(map(fold, pieces)),
        labels=tuple(label for label, _, _ in (*labels, *behind)),
        before=_without(question, 0, match.start(), labels),
        after=_without(question, match.end(), len(question), behind),
        place=question[: match.start()].strip(),
    )


def _without(question: str, start: int, end: int, labels: list[tuple[Label, int, int]]) -> str:
    for _, first, last in reversed(labels):
        question = question[:first] + " " * (last - first) + question[last:]
    return " ".join(question[start:end].split())


def _labels(small: str, start: int, end: int) -> list[tuple[Label, int, int]]:
    """The labels in `small[start:end]` with their offsets, in order; of two that overlap the earlier, then the longer one."""
    found = [(match, kind) for kind, pattern in _LABELS.items() for match in pattern.finditer(small, start, end)]
    found.sort(key=lambda item: (item[0].start(), -item[0].end()))
    labels: list[tuple[Label, int, int]] = []
    for match, kind in found:
        if labels and match.start() < labels[-1][2]:
            continue
        named = match["word"] if kind == "kèm theo" else match["values"] or ""
        values = tuple(_value(kind, part) for part in _JOINED.split(named) if part)
        labels.append(
            (Label(kind, values, int(match["again"]) if match["again"] else None), match.start(), match.end())
        )
    return labels


def _value(kind: str, written: str) -> str:
    if kind == "kèm theo":
        return written
    value = re.sub(r"^(?:thứ|thu|số|so)(?![^\W\d_])\s*:?\s*", "", written.strip())
    ordinal = next((plain for plain in ORDINALS if value in (plain, fold(plain))), None)
    return str(ordinal_value(ordinal)) if ordinal else value
