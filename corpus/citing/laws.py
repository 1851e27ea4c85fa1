"""Laws, codes and ordinances that documents name by their titles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.document import Span
from corpus.language.text import match_form, syllable_spans


@dataclass(frozen=True, slots=True)
class LawTitle(Span):
    """Where a text spells the title of a known law; `words` are its syllables in the form in which spellings are equal."""

    words: tuple[str, ...]


def title_at(text: str, start: int) -> LawTitle | None:
    """The longest known title that `text` spells from `start` on, or None.

    >>> found = title_at("Luật Đất đai và văn bản hướng dẫn", 4)
    >>> (found.start, found.end, len(found.words))
    (5, 12, 2)
    """
    node = _titles()
    words: list[str] = []
    best = begin = None
    for word, first, last in _tokens(text[start : start + 260]):
        if word not in node.after and _JOIN in node.after:
            node = node.after[_JOIN]  # "An toàn vệ sinh lao động" for "An toàn, vệ sinh lao động"
        if word not in node.after:
            break
        node = node.after[word]
        begin = first if begin is None else begin
        words += [word] if word != _JOIN else []
        if node.is_title:
            best = LawTitle(start + begin, start + last, tuple(words))
    return best


#: Stands for a comma or "và" between words, which titles are cited with alike.
_JOIN = ","


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """The syllables of `text` in the form in which spellings are equal, and what joins them, with their offsets."""
    end, joined = 0, False
    for first, last in syllable_spans(text):
        is_and = text[first:last].lower() == "và"
        if end and (is_and or "," in text[end:first]) and not joined:
            yield _JOIN, end, last if is_and else first
        joined = is_and
        if not joined:
            yield match_form(text[first:last]), first, last
        end = last


class _Node:
    """What may follow the words so far."""

    def __init__(self) -> None:
        self.after: dict[str, _Node] = {}
        self.is_title = False


@cache
def _titles() -> _Node:
    """The titles of `laws.txt`, syllable by syllable."""
    root = _Node()
    for line in files("corpus.citing").joinpath("laws.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        node = root
        for word, _, _ in _tokens(line):
            node = node.after.setdefault(word, _Node())
        node.is_title = True
    return root
