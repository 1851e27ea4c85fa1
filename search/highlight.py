"""Which words and which sentence of an answer carry the match."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus.language.text import fold, match_form, syllable_spans, syllables
from search.index.lexical import terms
from search.question.query import QueryAnalysis

#: Words that questions are made of and that every clause holds.
_FUNCTION_WORDS = frozenset(
    [
        "ai",
        "bao",
        "bị",
        "bởi",
        "các",
        "cái",
        "có",
        "cho",
        "của",
        "cần",
        "cùng",
        "đã",
        "đang",
        "đâu",
        "đây",
        "để",
        "đến",
        "đó",
        "được",
        "gì",
        "hay",
        "hoặc",
        "là",
        "làm",
        "lại",
        "mà",
        "mấy",
        "mỗi",
        "nào",
        "nếu",
        "nhiêu",
        "như",
        "những",
        "nhằm",
        "này",
        "ở",
        "ra",
        "sẽ",
        "tại",
        "theo",
        "thì",
        "thế",
        "tôi",
        "trên",
        "trong",
        "từ",
        "tới",
        "và",
        "vào",
        "về",
        "việc",
        "với",
    ]
)


_SENTENCE = re.compile(r"\n+|(?<=[.;:!?…])\s+")


def best_sentence(text: str, weigh: Callable[[Sequence[str]], NDArray[np.float32]], question: str) -> tuple[int, int]:
    """Offsets into `text` of the sentence that holds most of `question`, by the weights that `weigh` gives its terms.

    A text of one sentence is that sentence; among equals the first counts.
    """
    cuts = [0, *(match.end() for match in _SENTENCE.finditer(text)), len(text)]
    asked = list(dict.fromkeys(terms(question)))
    weights = dict(zip(asked, weigh(asked).tolist(), strict=True))
    best, most = (0, len(text)), -1.0
    for start, end in pairwise(cuts):
        held = sum(weights.get(term, 0.0) for term in set(terms(text[start:end])))
        if text[start:end].strip() and held > most + 1e-6:
            best, most = (start, start + len(text[start:end].rstrip())), held
    return best


def highlights(text: str, analysis: QueryAnalysis) -> list[tuple[int, int]]:
    """Offsets into `text` of the question's words, neighbours joined, in order.

    A word with diacritics matches in its own spelling (hòa and hoà, tỉ and tỷ are one); one without matches any.
    A single word alone counts only when the question has no more than two, or when it is a number.
    """
    words = {match_form(word) for reading in analysis.readings for word in syllables(reading)}
    content = {word for word in words if word not in _FUNCTION_WORDS}
    text_form: Callable[[str], str]
    if fold(analysis.text) == analysis.text.lower():  # no diacritics, and none known to restore: any spelling matches
        words, content = {fold(word) for word in words}, {fold(word) for word in content}
        text_form = fold
    else:
        text_form = str
    runs: list[list[tuple[int, int, bool]]] = [[]]
    for start, end in syllable_spans(text):
        word = text_form(match_form(text[start:end]))
        if runs[-1] and (word not in words or text[runs[-1][-1][1] : start].strip()):
            runs.append([])
        if word in words:
            runs[-1].append((start, end, word in content))
    return [span for run in runs if (span := _bounds(run, text, few=len(content) <= 2))]


def _bounds(run: list[tuple[int, int, bool]], text: str, *, few: bool) -> tuple[int, int] | None:
    """From the first content word of `run` to its last, when they say enough to be marked."""
    held = [(start, end) for start, end, is_content in run if is_content]
    if not held:
        return None
    start, end = held[0][0], held[-1][1]
    return (start, end) if len(held) > 1 or few or any(char.isdigit() for char in text[start:end]) else None
