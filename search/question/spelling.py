"""Words that the indexed texts do not know, and what was probably meant: one letter wrong, or keys of Telex that no keyboard program took.

Only a word unknown without its marks is looked at; which of the proposals fits, its neighbours decide (`search/question/diacritics.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.language.dictionary import dictionary
from corpus.language.text import fold, match_form

#: A shorter word is one letter from too many others.
_SHORTEST = 3
_VOWEL = re.compile(r"[aeiouy]")
_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_TONE_KEY = re.compile(r"(?<=[aeiouyw])([^aeiouyw]*?)([sfrxj])")
#: Keys of Telex in the order in which they are read.
_KEYS = (("uwow", "ươ"), ("uow", "ươ"), ("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"))  # fmt: skip


class Speller:
    """Proposes words of the texts for words that neither the texts nor the language know."""

    def __init__(self, by_fold: Mapping[str, Sequence[str]]) -> None:
        """`by_fold`: the words of the texts in small letters, by what they are without marks."""
        self._by_fold = by_fold

    @cached_property
    def _by_match(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for forms in self._by_fold.values():
            for form in forms:
                found.setdefault(match_form(form), form)
        return found

    @cached_property
    def _targets(self) -> list[str]:
        return [word for word in self._by_fold if word.isalpha()]

    def proposals(self, word: str) -> list[str]:
        """Words in small letters that `word` may have been meant for; none when it is known itself or no plain word."""
        bare = fold(word)
        if (
            bare in self._by_fold
            or bare in _language()
            or len(bare) < _SHORTEST
            or not bare.isalpha()
            or not _VOWEL.search(bare)
        ):
            return []
        decoded = self._by_match.get(telex(bare)) if bare == word.lower() else None
        forms = [decoded] if decoded else []
        if word == word.lower():  # a capital begins a name
            near = process.extract(bare, self._targets, scorer=OSA.distance, score_cutoff=1, limit=None)
            forms += [form for found, _, _ in near for form in self._by_fold[found] if form != decoded]
        if bare == word.lower():
            return forms
        # What is typed with marks has at most that one letter wrong, unless marks are missing too.
        return [form for form in forms if OSA.distance(form, word.lower()) <= 1] or forms


@cache
def _language() -> frozenset[str]:
    return frozenset(fold(word) for word in dictionary()[0])


def telex(keys: str) -> str:
    """What `keys`, in small letters, write in Telex, as `match_form`.

    >>> telex("nghij") == match_form("nghị"), telex("dduowcj") == match_form("được")
    (True, True)
    """
    tone = ""
    for match in _TONE_KEY.finditer(keys):
        tone = _TONES[match[2]]
        keys = keys[: match.start(2)] + keys[match.end(2) :]
        break
    for typed, letters in _KEYS:
        keys = keys.replace(typed, letters)
    return match_form(keys) + tone
