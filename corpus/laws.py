"""Laws, codes and ordinances that documents name by their titles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.document import Span
from corpus.text import match_form, syllable_spans


@dataclass(frozen=True, slots=True)
class LawTitle(Span):
    """Where a text spells the title of a known law; `words` are its syllables in the form in which spellings are equal."""

    words: tuple[str, ...]


def title_at(text: str, start: int) -> LawTitle | None:
    """The longest known title that `text` spells from `start` on, or None.

    >>> found = title_at("Luật Đất đai và văn bản hướng dẫn", 4)
    >>> (found.start, found.end, found.words)
    (5, 12, ('đất', 'đai'))
    """
    node = _titles()
    words: list[str] = []
    best = None
    spans = [(start + first, start + last) for first, last in syllable_spans(text[start : start + 260])]
    for first, last in spans:
        word = match_form(text[first:last])
        if word not in node.after:
            break
        node = node.after[word]
        words.append(word)
        if node.is_title:
            best = LawTitle(spans[0][0], last, tuple(words))
    return best


class _Node:
    """What may follow the words so far."""

    def __init__(self) -> None:
        self.after: dict[str, _Node] = {}
        self.is_title = False


@cache
def _titles() -> _Node:
    """The titles of `laws.txt`, syllable by syllable."""
    root = _Node()
    for line in files("corpus").joinpath("laws.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        node = root
        for first, last in syllable_spans(line):
            node = node.after.setdefault(match_form(line[first:last]), _Node())
        node.is_title = True
    return root
