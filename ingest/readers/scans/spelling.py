"""Misread syllables: which ones may be wrong, and the few of which the right reading is certain.

What Tesseract gets wrong in Vietnamese is mostly one tone or vowel mark ("chính quyên", "bồ sung"). Each such syllable exists,
so the pair it makes with its neighbour decides. The words of the language are those of the list that underthesea ships, the common
words of administrative documents those of `word_pairs.txt`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from corpus.language.dictionary import dictionary
from corpus.language.text import fold, match_form, nfc
from ingest.editing import Edit

_TOKEN = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")
#: What may stand between the syllables of one word: a space, or the end of a printed line.
_JOINT = re.compile(r"[ \t]*\n?[ \t]*")
_OUTER = re.compile(r"^[^\w%]+|[^\w%]+$")
_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*%?")
#: Letters beside figures as they stand in numbers of documents (43/2014/NĐ-CP, 29-NQ/TW).
_CODE = re.compile(r"\d+(?:/\d+)?[/-][^\W\d_]{1,10}(?:[/-]?[^\W\d_]{1,10})*\d{0,2}(?:[/-][^\W\d_]{1,10}\d{0,2})*")
_CASES = (str.lower, str.capitalize, str.upper)


@dataclass(frozen=True, slots=True)
class _Words:
    """`syllables` and `pairs` of the language, `common` pairs of administrative documents; all as `match_form`."""

    syllables: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    #: Each common pair by what remains without its marks, as it is spelt.
    common: dict[tuple[str, str], tuple[tuple[str, str], ...]]
    #: Syllables that are words by themselves, or parts of common ones.
    ordinary: frozenset[str]
    #: Pairs of ordinary syllables that are misreadings all the same, and what is printed.
    misread: dict[tuple[str, str], tuple[str, str]]


def is_known_syllable(text: str) -> bool:
    """Whether `text`, less the punctuation around it, is a syllable that Vietnamese has."""
    return match_form(_OUTER.sub("", text)) in _words().syllables


def sense(before: str, text: str, after: str) -> int:
    """How much sense `text` makes between its neighbours: 0 none, 1 possible, 2 part of a word, 3 part of a common one."""
    core = _OUTER.sub("", text)
    if not core:
        return 0
    if any(char.isdigit() for char in core):
        return 1 if _NUMBER.fullmatch(core) or _CODE.fullmatch(core) else 0
    words = _words()
    left, middle, right = (match_form(_OUTER.sub("", part)) for part in (before, text, after))
    pairs = [(left, middle)] if before[-1:].isalpha() else []
    pairs += [(middle, right)] if text[-1:].isalpha() else []
    if any(_is_common(pair) for pair in pairs):
        return 3
    if any(pair in words.pairs for pair in pairs):
        return 2
    return int(middle in words.syllables)


def doubtful(text: str) -> list[tuple[int, int]]:
    """The offsets of the syllables that may be misread: such as do not exist, or would make a common word with another mark."""
    doubts = {
        (match.start(), match.end())
        for match in _TOKEN.finditer(text)
        if len(match[0]) > 1
        and not match[0].isupper()
        and not _beside_code(text, match.start(), match.end())
        and match_form(match[0]) not in _words().syllables
        and any(char > "\x7f" for char in match[0])
    }
    doubts |= {(start, end) for start, end, _, _ in _suspects(text)}
    return sorted(doubts)


def corrections(text: str) -> list[Edit]:
    """The corrections of which there is no doubt: see `_is_certain`. Numbers and names are never touched."""
    edits: dict[tuple[int, int], str] = {}
    refused: set[tuple[int, int]] = set()
    for start, end, replacement, certain in _suspects(text):
        if not certain or edits.get((start, end), replacement) != replacement:
            refused.add((start, end))
        edits[start, end] = replacement
    return [
        Edit(start, end, replacement, "spelling")
        for (start, end), replacement in sorted(edits.items())
        if (start, end) not in refused
    ]


def _suspects(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Syllables that one other mark would make part of a common word: offsets, that spelling, whether it is certain."""
    tokens = list(_TOKEN.finditer(text))
    forms = [match_form(token[0]) for token in tokens]
    joined = [_JOINT.fullmatch(text, a.end(), b.start()) is not None for a, b in pairwise(tokens)]

    def pair(index: int) -> tuple[str, str] | None:
        """The syllables at `index` and after it, where nothing but space stands between."""
        if 0 <= index < len(joined) and joined[index]:
            return forms[index], forms[index + 1]
        return None

    words = _words()
    for index in range(len(joined)):
        here = pair(index)
        if here is None or here in words.pairs or _is_common(here):
            continue
        first, second = tokens[index][0], tokens[index + 1][0]
        candidates = words.common.get((fold(first), fold(second)), ())
        for wrong, other in ((index, index + 1), (index + 1, index)):
            found = {right[wrong - index] for right in candidates if match_form(right[other - index]) == forms[other]}
            if not found:
                continue
            token = tokens[wrong]
            right = min(found)
            certain = (
                len(found) == 1
                and _one_mark_apart(forms[wrong], match_form(right))
                and (forms[wrong] not in words.ordinary or here in words.misread)
                and not _is_name(first, second)
                and not _bound(pair(index - 1))
                and not _bound(pair(index + 1))
                and not _beside_code(text, token.start(), token.end())
            )
            yield token.start(), token.end(), _in_case_of(token[0], right), certain


def _bound(pair: tuple[str, str] | None) -> bool:
    """Whether the pair is a word, so that its syllables belong to each other and not to their other neighbours."""
    return pair is not None and (pair in _words().pairs or _is_common(pair))


def _is_name(first: str, second: str) -> bool:
    """Whether both syllables begin with a capital, as those of names do; headings in capitals are no names."""
    return first[:1].isupper() and second[:1].isupper() and not (first.isupper() and second.isupper())


def _beside_code(text: str, start: int, end: int) -> bool:
    """Whether the letters at [start, end) belong to a number, a code or an address: 43/2014/NĐ-CP, (2b).Sơn, e-mail."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return any(char.isdigit() or char in "/@_-" for char in around)


def _one_mark_apart(first: str, second: str) -> bool:
    """Whether the syllables differ in the tone alone, or in the mark of one vowel (or đ) alone."""
    tone, bare = _tone_apart(first)
    other_tone, other_bare = _tone_apart(second)
    marks = sum(a != b for a, b in zip(bare, other_bare, strict=False)) + abs(len(bare) - len(other_bare))
    return (tone != other_tone) + marks == 1


def _tone_apart(form: str) -> tuple[str, str]:
    tone = "".join(char for char in form if unicodedata.combining(char))
    return tone, "".join(char for char in form if not unicodedata.combining(char))


def _in_case_of(model: str, syllable: str) -> str:
    return next((case(syllable) for case in _CASES if case(model) == model), syllable)


def _is_common(pair: tuple[str, str]) -> bool:
    return pair in _common_forms()


@cache
def _common_forms() -> frozenset[tuple[str, str]]:
    return frozenset(_forms(pair) for pairs in _words().common.values() for pair in pairs)


def _forms(pair: tuple[str, str]) -> tuple[str, str]:
    return match_form(pair[0]), match_form(pair[1])


@cache
def _words() -> _Words:
    common: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    ordinary: set[str] = set()
    for word in _entries("word_pairs.txt"):
        first, second = word.split()
        key = fold(first), fold(second)
        common[key] = tuple(dict.fromkeys((*common.get(key, ()), (first, second))))
        ordinary.update(_forms((first, second)))
    misread: dict[tuple[str, str], tuple[str, str]] = {}
    for entry in _entries("misreadings.txt"):
        wrong, _, right = entry.partition(":")
        if right and wrong != "free":
            first, second = wrong.split()
            misread[_forms((first, second))] = (right.split()[0], right.split()[1])
        else:
            ordinary.add(match_form((right or wrong).strip()))
    syllables, pairs = dictionary()
    return _Words(syllables | ordinary, pairs, common, frozenset(ordinary), misread)


def _entries(name: str) -> list[str]:
    """What stands between the commas of a word file of this package; lines with # are remarks."""
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    return [nfc(entry).strip() for line in lines if not line.startswith("#") for entry in line.split(",")]
