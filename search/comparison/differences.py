"""What differs between two clauses: words, figures, deadlines, agencies. All offsets are into the two clauses' own texts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, Literal, TypeVar

from corpus.document import Clause, Span
from corpus.language.agencies import AgencyMention, find_agencies
from corpus.language.deadlines import Deadline, find_deadlines
from corpus.language.quantities import Quantity, find_quantities
from corpus.language.text import match_form, syllable_spans, syllables

Found = TypeVar("Found", bound=Span)
Found_co = TypeVar("Found_co", bound=Span, covariant=True)
Kind = Literal["replace", "delete", "insert"]

#: Characters on each side of a figure or a deadline that say what it is about.
_AROUND = 60
#: So few equal words between two changes belong to the change: phrases are read, not words.
_STRAY = 1


@dataclass(frozen=True, slots=True)
class WordChange:
    """A stretch of the first text that stands as another one in the second; either is empty where words were added or taken away."""

    kind: Kind
    a: Span
    b: Span


@dataclass(frozen=True, slots=True)
class ValueChange(Generic[Found_co]):
    """A figure, deadline or agency of one clause and what stands for it in the other; None where nothing does."""

    a: Found_co | None
    b: Found_co | None


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs between two clauses, each in reading order."""

    words: tuple[WordChange, ...]
    figures: tuple[ValueChange[Quantity], ...]
    deadlines: tuple[ValueChange[Deadline], ...]
    agencies: tuple[ValueChange[AgencyMention], ...]

    @property
    def any(self) -> bool:
        """Whether anything differs at all."""
        return bool(self.words or self.figures or self.deadlines or self.agencies)


def differences(a: Clause, b: Clause) -> Differences:
    """What the own text of `b` says otherwise than that of `a`; labels are not compared.

    Words are equal whatever their case, the place of their tone mark and the punctuation around them. A figure is equal when value, unit and
    comparison are, a deadline when its date or rule is (its words where it has neither), an agency when its full name is. Figures and names of a table
    are told only beside another table with cells: without rows nobody knows what they belong to.
    """
    if any(clause.level == "table" for clause in (a, b)) and not all(_has_cells(clause) for clause in (a, b)):
        return Differences(_word_changes(a, b), (), (), ())
    return Differences(
        words=_word_changes(a, b),
        figures=_changes(a.text, b.text, find_quantities, _figure, lambda one: _form(one.unit or "")),
        deadlines=_changes(a.text, b.text, find_deadlines, _deadline, lambda _: ""),
        agencies=_changes(a.text, b.text, find_agencies, lambda one, _: _form(one.name), None),
    )


def _has_cells(clause: Clause) -> bool:
    return clause.level == "table" and "|" in clause.text


def _word_changes(a: Clause, b: Clause) -> tuple[WordChange, ...]:
    first, second = _words(a), _words(b)
    matcher = SequenceMatcher(
        None, [match_form(a.text[s:e]) for s, e in first], [match_form(b.text[s:e]) for s, e in second], autojunk=False
    )
    runs: list[list[int]] = []  # the words that differ: from and to in the first, from and to in the second
    for kind, from_a, to_a, from_b, to_b in matcher.get_opcodes():
        if kind == "equal":
            continue
        if runs and from_a - runs[-1][1] <= _STRAY:
            runs[-1][1], runs[-1][3] = to_a, to_b
        else:
            runs.append([from_a, to_a, from_b, to_b])
    return tuple(
        WordChange(_kind(run), _stretch(first, run[0], run[1]), _stretch(second, run[2], run[3])) for run in runs
    )


def _kind(run: Sequence[int]) -> Kind:
    from_a, to_a, from_b, to_b = run
    return "insert" if from_a == to_a else "delete" if from_b == to_b else "replace"


def _words(clause: Clause) -> list[tuple[int, int]]:
    """The places of the words of `clause` behind its label."""
    return syllable_spans(clause.text)[len(syllables(clause.label or "")) :]


def _stretch(words: Sequence[tuple[int, int]], start: int, end: int) -> Span:
    """The words from `start` to `end`; an empty stretch lies behind the word before it."""
    if start < end:
        return Span(words[start][0], words[end - 1][1])
    at = words[start - 1][1] if start else words[0][0] if words else 0
    return Span(at, at)


def _changes(
    first: str, second: str, find: Callable[[str], list[Found]], key: Callable[[Found, str], Hashable],
    kind: Callable[[Found], str] | None,
) -> tuple[ValueChange[Found], ...]:  # fmt: skip
    """What `find` finds in only one text, in reading order: together where the `kind` is the same and what stands around it is most alike."""
    left, right = find(first), find(second)
    for one in list(left):
        same = next((other for other in right if key(one, first) == key(other, second)), None)
        if same is not None:
            left.remove(one)
            right.remove(same)
    changes = []
    for one in left:
        alike = [other for other in right if kind and kind(one) == kind(other)]
        other = max(alike, key=lambda other: _shared(_context(first, one), _context(second, other)), default=None)
        if other is not None:
            right.remove(other)
        changes.append(ValueChange(one, other))
    return (*changes, *(ValueChange(None, other) for other in right))


def _context(text: str, span: Span) -> frozenset[str]:
    around = text[max(0, span.start - _AROUND) : span.start], text[span.end : span.end + _AROUND]
    return frozenset(match_form(word) for part in around for word in syllables(part))


def _shared(first: frozenset[str], second: frozenset[str]) -> float:
    """The share of words that two contexts have in common, in [0, 1]."""
    return len(first & second) / max(len(first | second), 1)


def _figure(one: Quantity, _: str) -> Hashable:
    return one.value, one.upper, one.comparator, _form(one.unit or "")


def _deadline(one: Deadline, text: str) -> Hashable:
    if one.date or one.recurrence:
        return one.date, one.recurrence
    return _form(text[one.start : one.end])


def _form(text: str) -> str:
    return " ".join(match_form(word) for word in syllables(text)) or text
