"""Whether a text goes on with a document's title (trích yếu), and where that ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.citing.issuers import written_out
from corpus.document import Span
from corpus.language.dates import DATE
from corpus.language.text import fold, match_form, syllables

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+){2,}|[^\W_]+(?:&[^\W_]+)*")
#: What may stand between issuer and title: the short name that is given to the document.
_BEFORE = re.compile(
    r"(?:\s*\((?:sau\s+đây\s+|dưới\s+đây\s+)?(?:được\s+)?(?:gọi|viết)\s[^()\n]{3,120}\))?[ \t\u00a0,]*"
)
#: What ends a title for certain.
_END = re.compile(r"[;\n“”\"]|[.:](?=\s|$)|/\.|\((?!\s*kh(?:óa|oá)\b)|(?<=\S)\)")
#: Words with which a sentence goes on after a title that is not given to its end.
_GOES_ON = frozenset(
    match_form(word)
    for word in syllables(
        "đã được nêu là theo tại có thì yêu giao để như trên này do đến quy xác với nhằm khi thuộc đang sẽ phải nhưng hoặc và cụ đó trình gửi "
        "còn của vào trước sau ngày"
    )
)
_ABOUT = match_form("về")
#: Words that introduce a title and are left out or added at will.
_OPENING = tuple(
    [match_form(word) for word in words.split()]
    for words in ("về việc ban hành", "về ban hành", "về việc", "v v", "về", "quy định về", "quy định", "ban hành")
)
_STARTS = re.compile(r"(?:về|v/v|quy\s+định|ban\s+hành|phê\s+duyệt|hướng\s+dẫn|sửa\s+đổi)\b", re.IGNORECASE)
#: A title that is given only so far is still recognised.
_FEWEST_WORDS = 3
#: A title may differ in so many of its words and is still taken for that title.
_MOST_DIFFERENT = 0.4


@dataclass(frozen=True, slots=True)
class TitleReading(Span):
    """Where a text gives a title.

    `agreement` is `same`, `shorter` (its beginning only), `differs` (in some words) or `other` (another title).
    """

    agreement: Literal["same", "shorter", "differs", "other"]


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    form: str


def read_title(text: str, start: int, known: str) -> TitleReading | None:
    """How `text` from `start` on gives the title `known`; None where it gives none."""
    at = _BEFORE.match(text, start).end()  # type: ignore[union-attr]  # matches anything
    words = _words(text, at, at + 3 * len(known) + 120)
    title = [word.form for word in _words(known, 0, len(known))]
    if not words or not title or words[0].start > at:
        return None
    ends = _END.finditer(text, at, at + 3 * len(known) + 120)
    stop = next((end for end in ends if end[0] not in "()" or "(" not in known), None)
    bound = sum(word.start < stop.start() for word in words) if stop else len(words)
    readings = (_reading(words, bound, variant) for variant in _variants(title))
    best = min(filter(None, readings), key=lambda reading: (_ORDER[reading.agreement], -reading.end), default=None)
    if best is not None and best.agreement != "other":
        return best
    if _STARTS.match(text, at) and bound >= _FEWEST_WORDS and text[at : at + 3].lower().startswith(("về ", "v/v")):
        return TitleReading(at, words[min(bound, len(title) + 4) - 1].end, "other")
    return None


_ORDER = {"same": 0, "shorter": 1, "differs": 2, "other": 3}


def is_same_title(one: str, other: str) -> bool:
    """Whether two titles say the same, or one gives the beginning of the other."""
    reading = read_title(one, 0, other)
    back = read_title(other, 0, one)
    return any(found is not None and found.agreement in ("same", "shorter") for found in (reading, back))


def _variants(title: list[str]) -> list[list[str]]:
    """`title` with and without the words that may introduce it, and from its last "về" on."""
    last = max((at for at, word in enumerate(title) if word == _ABOUT), default=0)
    tail = [title[last:]] if 0 < last <= len(title) - 5 else []
    bare = next((title[len(opening) :] for opening in _OPENING if title[: len(opening)] == opening), title)
    return [title, *tail, *([bare] if bare != title else []), *([*opening, *bare] for opening in _OPENING)]


def _reading(words: list[_Word], bound: int, title: list[str]) -> TitleReading | None:
    given = [word.form for word in words]
    start = words[0].start
    prefix = next(
        (at for at, (a, b) in enumerate(zip(given, title, strict=False)) if a != b), min(len(given), len(title))
    )
    if prefix == len(title):
        return TitleReading(start, words[prefix - 1].end, "same")
    if prefix >= _FEWEST_WORDS and (prefix >= bound or given[prefix] in _GOES_ON):
        return TitleReading(start, words[prefix - 1].end, "shorter")
    if given[0] != title[0] and given[:2] != title[1:3]:
        return None
    return _nearly(words, given[:bound], title) if bound else None


def _nearly(words: list[_Word], given: list[str], title: list[str]) -> TitleReading | None:
    """The reading of a title with some words changed, left out or added."""
    distances = _distances(given, title)
    whole = min(range(1, len(given) + 1), key=lambda end: distances[end][-1])
    if distances[whole][-1] <= _MOST_DIFFERENT * len(title) and given[whole - 1] == title[-1]:
        return TitleReading(words[0].start, words[whole - 1].end, "differs")
    if len(given) > len(title) + 3:  # the sentence goes on; what the title is cannot be told
        return None
    partly = min(distances[len(given)])
    if len(given) > _FEWEST_WORDS and partly <= _MOST_DIFFERENT * len(given):
        return TitleReading(words[0].start, words[len(given) - 1].end, "differs")
    return None


def _distances(given: list[str], title: list[str]) -> list[list[int]]:
    """`distances[i][j]`: how many words must change to make the first i words given the first j words of the title."""
    rows = [list(range(len(title) + 1))]
    for i, word in enumerate(given, start=1):
        row = [i]
        for j, wanted in enumerate(title, start=1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (word != wanted)))
        rows.append(row)
    return rows


def _words(text: str, start: int, stop: int) -> list[_Word]:
    """The words of `text`, abbreviations as all the words that they stand for, dates as numbers, foreign names without joints."""
    stop = min(stop, len(text))
    dates = {match.start(): match for match in DATE.finditer(text, start, stop)}
    found: list[_Word] = []
    at = start
    while match := _WORD.search(text, at, stop):
        if dated := dates.get(match.start()):
            match = dated
            forms = [dated["day"], dated["month"] or dated["month2"], dated["year"] or dated["year2"]]
            forms = [form.replace(" ", "").lstrip("0") for form in forms]
        elif "-" in match[0]:
            forms = [fold(match[0]).replace("-", "")]
        else:
            long = written_out(match[0])
            forms = [match_form(form) for form in (syllables(long) if long != match[0] else [match[0]])]
        found += [_Word(match.start(), match.end(), form) for form in forms]
        at = match.end()
    return found
