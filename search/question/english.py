"""Questions in English, put into Vietnamese word by word with a glossary of administration and law (`english.tsv`).

It is no translation: it finds the terms by which the documents are searched. The encoder reads the English question too.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from corpus.language.text import is_syllable

_WORD = re.compile(r"[^\W_]+(?:['’.,/-][^\W_]+)*")


def is_english(text: str) -> bool:
    """Whether `text` is asked in English: more of its words are English alone than Vietnamese alone.

    What can be a syllable of the one and is a word of the other ("do", "the", "to") tells nothing, nor does what is neither.
    """
    words = [word.lower() for word in _WORD.findall(text.replace("’", "'")) if not any(map(str.isdigit, word))]
    english = [_singular(word) in _words() for word in words]
    vietnamese = [is_syllable(word) for word in words]
    return sum(e and not v for e, v in zip(english, vietnamese, strict=True)) > sum(
        v and not e for e, v in zip(english, vietnamese, strict=True)
    )


def translated(text: str) -> str:
    """`text` with the longest terms of the glossary in Vietnamese; other words, names and numbers stay as they are."""
    words = _WORD.findall(text.replace("’", "'"))
    return " ".join(part for part in _parts(words) if part)


def _parts(words: list[str]) -> Iterator[str]:
    glossary, longest = _glossary()
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            term = " ".join(_singular(word.lower()) for word in words[at : at + length])
            if term in glossary:
                yield glossary[term]
                at += length
                break
        else:
            yield words[at]
            at += 1


@cache
def _glossary() -> tuple[dict[str, str], int]:
    """Vietnamese by English terms, their words in the singular; and the words of the longest term."""
    with Path(__file__).with_name("english.tsv").open(encoding="utf-8", newline="") as file:
        rows = [(row["english"], row["vietnamese"]) for row in csv.DictReader(file, delimiter="\t")]
    terms = {" ".join(map(_singular, english.split())): vietnamese for english, vietnamese in rows}
    return terms, max(len(term.split()) for term in terms)


@cache
def _words() -> frozenset[str]:
    return frozenset(word for term in _glossary()[0] for word in term.split())


def _singular(word: str) -> str:
    """`word` in small letters, without the ending of a plural: policies → policy, fines → fine."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")) else word
