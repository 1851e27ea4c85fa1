"""Abbreviations of questions and documents, and what they stand for.

Those of the administration are in `abbreviations.tsv`; documents define others, or the same ones otherwise: "bảo hiểm xã hội (BHXH)", "(sau đây viết tắt là …)".
An expansion adds a reading and never replaces what is typed.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.language.text import fold, is_syllable, nfc, strip_diacritics, syllable_spans

#: Readings of one question beside its own; more would be guesses.
_MOST = 4
_CHUNK = re.compile(r"[^\W_]+(?:[&./-]+[^\W_]+)*")
_PART = re.compile(r"[^\W\d_]+")
_PIECE = re.compile(r"[^/]+")
#: An abbreviation as documents define it: two capitals or more, perhaps with joints.
_SHORT = r"[^\W\d_](?:[^\W\d_]|[&-](?=[^\W\d_])){1,15}"
_DEFINED = re.compile(
    rf"\(\s*(?:(?:sau đây|dưới đây)?\s*(?:được\s+)?(?:gọi|viết)\s+(?:tắt\s+)?là:?\s*)?[\"“]?({_SHORT})[\"”]?\s*\)"
)
#: Words that initials leave out.
_JOINING = frozenset(["và", "của", "các", "về", "với", "cho", "theo", "trong", "để"])
#: Characters before a definition in which its words are looked for.
_BEFORE = 160


@dataclass(frozen=True, slots=True)
class Expansion:
    """An abbreviation as it is `typed`, and what it may stand for, likeliest first."""

    typed: str
    expansions: tuple[str, ...]


class Abbreviations:
    """What abbreviations stand for: as the documents define them, else as the administration uses them."""

    def __init__(self, defined: Mapping[str, Sequence[str]] | None = None) -> None:
        """`defined`: the documents' own abbreviations, as they are spelt, with what they stand for."""
        own = _by_key({short: tuple(words) for short, words in (defined or {}).items()})
        known, by_fold = _common()
        if own:
            known = {**known, **own}
            by_fold = dict(by_fold)
            for key in own:
                others = by_fold.get(fold(key), ())
                by_fold[fold(key)] = others if key in others else (*others, key)
        self._own = frozenset(own)
        self._known = known
        self._by_fold = by_fold

    @classmethod
    def of(cls, definitions: Iterable[tuple[str, str]]) -> Abbreviations:
        """From abbreviations and their words as documents give them (see `definitions`); the most frequent words come first."""
        found: dict[str, Counter[str]] = {}
        spelt: dict[str, Counter[str]] = {}
        for short, words in definitions:
            found.setdefault(short, Counter())[words.lower()] += 1
            spelt.setdefault(words.lower(), Counter())[words] += 1
        return cls(
            {
                short: [_first(spelt[words]) for words in _ranked(counts)[:_MOST]]
                for short, counts in sorted(found.items())
            }
        )

    @classmethod
    def learn(cls, texts: Iterable[str]) -> Abbreviations:
        """Take the definitions out of `texts`."""
        return cls.of(found for text in texts for found in definitions(text))

    def in_question(self, text: str, usual: Callable[[str], bool]) -> list[tuple[int, int, Expansion]]:
        """The abbreviations of a question with their offsets.

        Without marks "QD" is QĐ too. In small letters a word counts unless it is a syllable or `usual` says that the documents use it as a word.
        """
        bare = fold(text) == text.lower()
        shouted = _shouted(text)

        def meant(word: str) -> tuple[str, ...]:
            as_abbreviation = not shouted and len(word) > 1 and word[1:] != word[1:].lower()
            if not as_abbreviation and (len(word) < 2 or is_syllable(word) or usual(word)):
                return ()
            return self._lookup(word, folded=bare or fold(word) == word.lower(), all_foldings=bare)

        return _found(text, meant)

    def readings(self, text: str) -> list[str]:
        """`text` of a document with its abbreviations written out, once for each meaning; empty when it has none."""
        shouted = False

        def meant(word: str) -> tuple[str, ...]:
            if len(word) < 2 or word[1:] == word[1:].lower() or (shouted and is_syllable(word)):
                return ()
            return self._lookup(word, folded=False, all_foldings=False)

        out: list[list[str]] = []
        for line in text.splitlines():
            shouted = _shouted(line)
            found = _found(line, meant)
            if found:
                out.append(written_out(line, found))
        most = max(map(len, out), default=0)
        return ["\n".join(line[min(at, len(line) - 1)] for line in out) for at in range(most)]

    def _lookup(self, word: str, *, folded: bool, all_foldings: bool) -> tuple[str, ...]:
        key = _key(word)
        exact = [key] if key in self._known else []
        keys = exact if exact and not all_foldings else self._by_fold.get(fold(key), ()) or exact if folded else exact
        keys = [key for key in keys if key in self._own] or keys
        return tuple(dict.fromkeys(words for key in keys for words in self._known[key]))[:_MOST]


def written_out(text: str, found: Sequence[tuple[int, int, Expansion]]) -> list[str]:
    """`text` with each abbreviation of `found` written out, as many times as the one of most meanings has."""
    readings = []
    for turn in range(max((len(item.expansions) for _, _, item in found), default=0)):
        out: list[str] = []
        at = 0
        for start, end, item in found:
            out += (text[at:start], item.expansions[min(turn, len(item.expansions) - 1)])
            at = end
        readings.append("".join([*out, text[at:]]))
    return readings


def definitions(text: str) -> list[tuple[str, str]]:
    """The abbreviations that `text` defines in brackets behind words of the same initials: `[("BHXH", "bảo hiểm xã hội")]`."""
    found = []
    for match in _DEFINED.finditer(text):
        short = match[1]
        if sum(char.isupper() for char in short) >= 2:
            words = _of_initials(short, text[max(0, match.start() - _BEFORE) : match.start()])
            if words:
                found.append((short, words))
    return found


def _of_initials(short: str, before: str) -> str | None:
    """The last words of `before` that begin with the letters of `short`; joining words may be left out."""
    letters = [_initial(char) for char in short if char.isalpha() and not char.islower()]
    spans = syllable_spans(before)
    start = len(before)
    for at in range(len(spans) - 1, -1, -1):
        word = before[slice(*spans[at])]
        if _initial(word) == letters[-1]:
            letters.pop()
            start = spans[at][0]
            if not letters:
                words = re.sub(r"\s+", " ", before[start:]).strip()
                return words if re.fullmatch(r"[\w\s,–-]+", words) else None
        elif word not in _JOINING:
            return None
    return None


def _initial(word: str) -> str:
    first = word[:1].upper()
    return first if first == "Đ" else strip_diacritics(first)


def _found(text: str, meant: Callable[[str], tuple[str, ...]]) -> list[tuple[int, int, Expansion]]:
    """The words of `text` for which `meant` has expansions: whole where they are joined, else their parts.

    What hangs together with a figure is the number of a document and has none.
    """
    found: list[tuple[int, int, Expansion]] = []

    def take(start: int, end: int) -> bool:
        expansions = meant(text[start:end])
        if expansions:
            found.append((start, end, Expansion(text[start:end], expansions)))
        return bool(expansions)

    for chunk in _CHUNK.finditer(text):
        if any(char.isdigit() for char in chunk[0]):
            continue
        for piece in _PIECE.finditer(text, *chunk.span()):
            if not take(*piece.span()):
                parts = list(_PART.finditer(text, *piece.span()))
                for part in parts if len(parts) > 1 else ():
                    take(*part.span())
    return found


def _shouted(text: str) -> bool:
    """Whether `text` is several words all in capitals, which tell no abbreviation."""
    return text.isupper() and len(syllable_spans(text)) > 2


def _key(short: str) -> str:
    """The form in which two spellings of an abbreviation are equal: LĐ-TB&XH is LĐTBXH."""
    return re.sub(r"[^\w]", "", nfc(short)).upper()


def _by_key(known: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    by_key: dict[str, tuple[str, ...]] = {}
    for short, words in known.items():
        by_key[_key(short)] = (*by_key.get(_key(short), ()), *words)
    return by_key


def _ranked(counts: Counter[str]) -> list[str]:
    """The most frequent first; equally frequent ones by their letters, whatever order they were met in."""
    return sorted(counts, key=lambda words: (-counts[words], words))


def _first(counts: Counter[str]) -> str:
    return _ranked(counts)[0]


@cache
def _common() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The abbreviations of the administration by their keys, and these by what they are without marks."""
    known = _by_key(common_abbreviations())
    by_fold: dict[str, tuple[str, ...]] = {}
    for key in known:
        by_fold[fold(key)] = (*by_fold.get(fold(key), ()), key)
    return known, by_fold


@cache
def common_abbreviations() -> dict[str, tuple[str, ...]]:
    """The abbreviations of the administration as they are spelt, each with what it may stand for."""
    known: dict[str, tuple[str, ...]] = {}
    with Path(__file__).with_name("abbreviations.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            known[row["abbr"]] = (*known.get(row["abbr"], ()), row["expansion"])
    return known
