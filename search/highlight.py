"""Which words of an answer carry the match."""

from __future__ import annotations

from corpus.text import fold, match_form, syllable_spans, syllables
from search.query import QueryAnalysis

#: Words that questions are made of and that every clause holds.
_FUNCTION_WORDS = frozenset(
    "ai bao bị bởi các cái có cho của cần cùng đã đang đâu đây để đến đó được gì hay hoặc là làm lại mà mấy mỗi nào nếu nhiêu như những nhằm "
    "này ở ra sẽ tại theo thì thế tôi trên trong từ tới và vào về việc với".split()
)


def highlights(text: str, analysis: QueryAnalysis) -> list[tuple[int, int]]:
    """Offsets into `text` of the question's words, neighbours joined, in order.

    A word with diacritics matches in its own spelling (hòa and hoà, tỉ and tỷ are one); one without matches any.
    A single word alone counts only when the question has no more than two, or when it is a number.
    """
    asked = {match_form(word) for word in syllables(analysis.text) if word.lower() not in _FUNCTION_WORDS}
    bare = {word for word in asked if fold(word) == word}
    spans = syllable_spans(text)
    runs: list[list[tuple[int, int]]] = []
    previous_matched = False
    for start, end in spans:
        word = match_form(text[start:end])
        if word in asked or (fold(word) in bare and not analysis.restored and _typed_bare(analysis)):
            if previous_matched and not text[runs[-1][-1][1] : start].strip():
                runs[-1].append((start, end))
            else:
                runs.append([(start, end)])
            previous_matched = True
        else:
            previous_matched = False
    return [
        (run[0][0], run[-1][1])
        for run in runs
        if len(run) > 1 or len(asked) <= 2 or any(char.isdigit() for char in text[run[0][0] : run[0][1]])
    ]


def _typed_bare(analysis: QueryAnalysis) -> bool:
    """Whether the whole question bears no diacritics: then any spelling of its syllables matches."""
    return fold(analysis.text) == analysis.text.lower()
