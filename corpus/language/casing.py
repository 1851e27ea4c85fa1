"""Titles are printed in capitals and cited in sentence case: the capitals that remain are learnt from running text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from corpus.language.places import CITIES, ORGANS, PROVINCES

_TOKEN = re.compile(r"\w+(?:[./-]\w+)*|[^\w\s]", re.UNICODE)
_SENTENCE_END = frozenset('.!?:;…“"|-–')
_ROMAN = re.compile(r"[IVX]+")
_LONGEST = 12
_AFTER_PLACE_WORD = re.compile(
    r"\b((?:tỉnh|thành phố|huyện|quận|thị xã|phường|thị trấn)\s+)((?:[^\W\d_]+(?:\s+|\s+-\s+)?){1,5}?)(?=[,;.()]|\s+(?:về|giai|năm|đến|và|theo|của|khóa|quý|là)\b|$)"
)
#: The words of each name by its first word in small letters, longest name first.
_NAMES: dict[str, list[list[str]]] = {}
for _name in sorted((*ORGANS, *PROVINCES, *CITIES), key=len, reverse=True):
    _words = _TOKEN.findall(_name)
    _NAMES.setdefault(_words[0].lower(), []).append(_words)
_ABBREVIATIONS = frozenset(
    [
        "UBND",
        "HĐND",
        "MTTQ",
        "BHXH",
        "BHYT",
        "BHTN",
        "ODA",
        "HIV",
        "AIDS",
        "THPT",
        "THCS",
        "CNTT",
        "TTHC",
        "KT-XH",
        "TW",
        "TU",
    ]
)
_CODES = {"TTG": "TTg", "CTR": "CTr", "TTR": "TTr", "QYĐ": "QyĐ"}


def sentence_case(title: str, witnesses: Iterable[str] = ()) -> str:
    """`title` in the case in which it is cited, its first letter small unless a name begins it.

    `witnesses` are texts in ordinary case, the best first: the document's own body, the catalogue's title. Each stretch of the title takes
    the capitals of the longest equal stretch of a witness; words that no witness knows become small. A title that is not in capitals is
    returned as it is.
    """
    tokens = _TOKEN.findall(title)
    letters = [char for char in title if char.isalpha()]
    if not letters or sum(char.isupper() for char in letters) < 0.7 * len(letters):
        return title
    known = _Witnesses(witnesses)
    cased: list[str] = []
    sure: list[bool] = []
    while len(cased) < len(tokens):
        found = known.longest(tokens, len(cased))
        cased += found
        sure += [len(found) > 1] * len(found)
    _apply_names(cased, sure)
    out: list[str] = []
    end = 0
    for match, word in zip(_TOKEN.finditer(title), cased, strict=True):
        out += (title[end : match.start()], word)
        end = match.end()
    return "".join([*out, title[end:]])


def begins_with_name(text: str) -> bool:
    """Whether `text` begins with the name of an organ or province, or a number: its first letter keeps its case."""
    words = _TOKEN.findall(text[:120])
    if not words or not words[0][0].isupper():
        return True
    return (words[0].isupper() and len(words[0]) > 1) or any(
        words[: len(name)] == name for name in _NAMES.get(words[0].lower(), ())
    )


def _apply_names(words: list[str], sure: Sequence[bool]) -> None:
    """Give the organs and provinces among `words` their official case, where no witness was `sure` of them."""
    small = [word.lower() for word in words]
    for at in range(len(words)):
        for name in _NAMES.get(small[at], ()):
            stop = at + len(name)
            if small[at:stop] == [word.lower() for word in name] and not any(sure[at:stop]):
                words[at:stop] = name
                break


def name_case(name: str, witnesses: Iterable[str] = ()) -> str:
    """An organ's name in its official case: `ỦY BAN NHÂN DÂN TỈNH SƠN LA` is `Ủy ban nhân dân tỉnh Sơn La`; see `sentence_case`."""
    cased = _AFTER_PLACE_WORD.sub(lambda m: m[1] + _capitalised(m[2]), sentence_case(name, witnesses))
    return cased[:1].upper() + cased[1:]


class _Witnesses:
    """The words of the witnesses, in order, findable by their small form."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: list[str] = []
        self._initial: list[bool] = []
        for text in texts:
            starts = True
            for word in _TOKEN.findall(text):
                if (
                    any(char.isalpha() for char in word)
                    and word.isupper()
                    and len(word) > 1
                    and not _ROMAN.fullmatch(word)
                ):
                    # Capitals throughout teach nothing, but numbers such as 274-KH/TU do.
                    starts = not any(char in "/-" or char.isdigit() for char in word) or starts
                    self._words.append(word if re.search(r"\d|/", word) else "\0")
                    self._initial.append(True)
                    continue
                self._words.append(word)
                self._initial.append(starts)
                starts = word in _SENTENCE_END
            self._words.append("\0")
            self._initial.append(True)
        self._at: dict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self._words):
            self._at[word.lower()].append(index)

    def longest(self, tokens: Sequence[str], at: int) -> list[str]:
        """`tokens[at:]` as far as a witness goes on in the same words, in the witness's case."""
        best = 0
        votes: Counter[tuple[str, ...]] = Counter()
        for start in self._at.get(tokens[at].lower(), ()):
            length = 1
            while (
                length < _LONGEST
                and at + length < len(tokens)
                and start + length < len(self._words)
                and self._words[start + length].lower() == tokens[at + length].lower()
            ):
                length += 1
            if length > best:
                best = length
                votes.clear()
            if length == best:
                found = self._words[start : start + length]
                if self._initial[start]:
                    found = [_uncapitalised(found[0]), *found[1:]]
                votes[tuple(found)] += 1
        if not votes or (best == 1 and not any(char.isalpha() for char in tokens[at])):
            return [_small(tokens[at])]
        return list(votes.most_common(1)[0][0])


def _small(token: str) -> str:
    if _ROMAN.fullmatch(token) or token in _ABBREVIATIONS:
        return token
    if re.search(r"\d", token) and re.search(r"[/-]", token):
        return re.sub(r"\w+", lambda m: _CODES.get(m[0], m[0]), token)
    return token.lower()


def _uncapitalised(word: str) -> str:
    return word if re.search(r"\d", word) or _ROMAN.fullmatch(word) else word[:1].lower() + word[1:]


def _capitalised(words: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda m: m[0][:1].upper() + m[0][1:], words)
