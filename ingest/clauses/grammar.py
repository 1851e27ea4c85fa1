"""The labels that begin clauses, and nothing else: patterns, each with sample lines.

What a label means in its place (khoản or arabic item, a real chapter or a mention of one) is decided in `structure`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.document import Level
from corpus.language.numerals import ordinal_value, roman_value

#: Order of letters in lists: Vietnamese, without f j w z.
ALPHABET = "abcdđeghiklmnopqrstuvxy"
_ROMAN = r"[IVXL]{1,7}"

_DIVISION = re.compile(
    rf"""
    (?P<word>PHẦN|Phần|CHƯƠNG|Chương|TIỂU\s+MỤC|Tiểu\s+mục|MỤC|Mục)\s+       # Chương II, Mục 1, Phần thứ nhất
    (?:(?:thứ|THỨ)\s+(?P<ordinal>\w+)|(?P<roman>{_ROMAN})|(?P<arabic>\d{{1,3}}))(?P<suffix>[a-zđA-ZĐ])?
    (?![\w/])
    \s*(?P<sep>[.:–-])?\s*(?P<rest>.*)
    """,
    re.VERBOSE | re.DOTALL,
)
_ARTICLE = re.compile(
    r"""
    (?:Điều|ĐIỀU)\s*(?P<value>\d{1,4})(?P<suffix>[a-zđ]?)(?![\w/])            # Điều 5a.
    \s*(?P<sep>[.:/])?\s*(?P<rest>.*)
    """,
    re.VERBOSE | re.DOTALL,
)
_ROMAN_ITEM = re.compile(rf"(?P<label>{_ROMAN})\s*(?P<sep>[./–-]|\.-)\s*(?P<rest>\S.*)", re.DOTALL)  # II. MỤC TIÊU
#: What a recogniser makes of I, II, III: letters and digits of the same strokes, believed before a heading in capitals alone.
_DAMAGED_ROMAN = re.compile(r"(?P<label>[IVXLHTl1]{1,5})\s*-\s*(?P<rest>.{6,})", re.DOTALL)
_ALPHA_ITEM = re.compile(r"(?P<label>[A-ZĐ])\s*(?P<sep>[./)–-])\s+(?P<rest>\S.*)", re.DOTALL)  # A. ĐÁNH GIÁ
_DECIMAL_ITEM = re.compile(
    r"(?P<label>\d{1,2}(?:\.\d{1,2}){1,4}(?:\.[a-zđ](?=[.)]))?)(?P<sep>[.)/]?)\s*(?P<rest>\D.*)", re.DOTALL
)  # 2.1. Sở Nội vụ, 2.1.a. …
_ARABIC_ITEM = re.compile(
    r"(?P<label>\d{1,3}[a-zđ]?)\s?(?P<sep>[.)/,]|-(?=\s))(?!\d)\s*(?P<rest>\S.*)?", re.DOTALL
)  # 1. Mục đích, 1a. …, 2- Yêu cầu
_LETTER_ITEM = re.compile(
    r"(?P<label>[a-zđ]{1,2}\d?)(?:\s?(?P<sep>\))|(?P<dot>\.)(?=\s))\s*(?P<rest>\S.*)?", re.DOTALL
)  # a) …, đ) …, a1) …
_DASH_ITEM = re.compile(r"(?P<label>[-–—•*·▪¬])(?=[^\W_]|\s|[\"“(\[])\s*(?P<rest>[^\s*–-].*)", re.DOTALL)  # - Giao
_PLUS_ITEM = re.compile(r"(?P<label>[+○])\s*(?P<rest>\S.*)", re.DOTALL)  # + Năm 2025: …

_STROKES = str.maketrans("l1T", "III")

_DIVISION_LEVELS: dict[str, Level] = {"phần": "part", "chương": "chapter", "mục": "section", "tiểu mục": "subsection"}


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a line.

    `level` is what it looks like: numbers and letters under a Điều are read as `arabic` and `letter` too. `text` is the label without
    trailing punctuation; `value` its place in the numbering (1-based; 0 for dashes) and `suffix` the letter of an inserted item (`5a`);
    `rest` what follows it on the line; `separated` whether punctuation stood between the two.
    """

    level: Level
    text: str
    value: int
    suffix: str
    rest: str
    separated: bool


def labels(line: str) -> list[Label]:
    """The readings of the label that begins `line`, the likeliest first; empty for an unlabelled line.

    Two have two readings: a capital letter (`I.` is roman or the letter after H), and `1.11 Đăng ký`, where 11 may be a footnote's mark.
    """
    if match := _DIVISION.fullmatch(line):
        word = re.sub(r"\s+", " ", match["word"]).lower()
        value = _division_value(match)
        if value:
            text = line[: match.start("rest")].rstrip(" \t.:–-")
            return [
                Label(
                    _DIVISION_LEVELS[word],
                    text,
                    value,
                    (match["suffix"] or "").lower(),
                    match["rest"],
                    bool(match["sep"]),
                )
            ]
    if match := _ARTICLE.fullmatch(line):
        text = line[: match.end("suffix")]
        return [Label("article", text, int(match["value"]), match["suffix"], match["rest"], bool(match["sep"]))]
    found: list[Label] = []
    if match := _DAMAGED_ROMAN.fullmatch(line):
        value = roman_value(match["label"].translate(_STROKES).replace("H", "II"))
        if value and not roman_value(match["label"]) and match["rest"] == match["rest"].upper():
            return [Label("roman", match["label"], value, "", match["rest"], True)]
    if (match := _ROMAN_ITEM.fullmatch(line)) and (value := roman_value(match["label"])):
        found.append(Label("roman", match["label"], value, "", match["rest"], True))
    if match := _ALPHA_ITEM.fullmatch(line):
        found.append(Label("alpha", match["label"], letter_value(match["label"].lower()), "", match["rest"], True))
    if found:
        return found
    if match := _DECIMAL_ITEM.fullmatch(line):
        last = match["label"].rsplit(".", 1)[1]
        value = int(last) if last.isdigit() else letter_value(last)
        found = [Label("decimal", match["label"], value, "", match["rest"], bool(match["sep"]))]
        if not match["sep"] and match["label"].count(".") == 1:  # the mark of a footnote behind the label: 1.¹¹ Đăng ký
            first = match["label"].split(".")[0]
            found.append(Label("arabic", first, int(first), "", match["rest"], True))
        return found
    if match := _ARABIC_ITEM.fullmatch(line):
        digits = match["label"].rstrip("abcdefghijklmnopqrstuvwxyzđ")
        suffix = match["label"][len(digits) :]
        return [Label("arabic", match["label"], int(digits), suffix, match["rest"] or "", match["sep"] != ",")]
    if match := _LETTER_ITEM.fullmatch(line):
        label = match["label"]
        return [Label("letter", label, letter_value(label[0]), label[1:], match["rest"] or "", bool(match["sep"]))]
    if match := _PLUS_ITEM.fullmatch(line):
        return [Label("plus", match["label"], 0, "", match["rest"], True)]
    if match := _DASH_ITEM.fullmatch(line):
        return [Label("dash", match["label"], 0, "", match["rest"], True)]
    return []


def letter_value(letter: str) -> int:
    """The 1-based place of a small letter in Vietnamese lists; letters foreign to them follow their neighbour."""
    if letter in ALPHABET:
        return ALPHABET.index(letter) + 1
    before = {"f": "e", "j": "i", "w": "v", "z": "y"}.get(letter, "y")
    return ALPHABET.index(before) + 1


def _division_value(match: re.Match[str]) -> int:
    if match["ordinal"]:
        return ordinal_value(match["ordinal"])
    return roman_value(match["roman"]) if match["roman"] else int(match["arabic"])
