"""Putting diacritics back into a question typed without them, from the words of the indexed texts.

A folded syllable may stand for several ("muc": mức, mục, mực); pairs of neighbours decide, by Viterbi. What is typed with marks stays
and guides its neighbours. The more of the question bears marks, the less probable it is that others were left out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise, product
from typing import Protocol
from unicodedata import normalize

from corpus.language.text import fold, syllable_spans, syllables

#: Weight of the pair against the single syllable; the rest smooths pairs never seen.
_PAIR = 0.95
#: How probable it is that marks were left out: at first, and at least, for a question that seems typed in full.
_LEFT_OUT = 0.5
_LEAST_LEFT_OUT = 0.002
#: Occurrences from which a word is usual in the texts.
_USUAL = 3
#: The neighbour before the first word of a text.
START = "\n"

#: How people ask, which documents do not: without these words "tôi muốn hỏi" would come back as "tội mướn hội".
_ASKING = """
tôi muốn hỏi
tôi muốn biết
tôi cần biết
tôi cần hỏi
tôi cần làm gì
tôi nghe nói
nghe nói có
tôi đang cần
cho tôi hỏi
cho hỏi
xin cho biết
xin hỏi
muốn hỏi
nhờ anh chị cho biết
như thế nào
thì như thế nào
ra sao
thế nào
tại sao
vì sao
là gì
gồm những gì
cần những gì
làm gì
ở đâu
nộp ở đâu
khi nào
bao giờ
đến bao giờ
bao nhiêu
là bao nhiêu
được bao nhiêu
bao lâu
mất bao lâu
ai chủ trì
do ai
ai được
ai phải
cơ quan nào
đơn vị nào
sở nào
văn bản nào
mức nào
có được không
có phải không
có cần không
có còn không
được không
hay không
đúng hay sai
còn hiệu lực không
nếu tôi
của tôi
gia đình tôi
bố tôi
mẹ tôi
ông tôi
con tôi
chúng tôi
nhà tôi
tôi là
tôi có
tôi bị
tôi được
tôi phải
để biết
mỗi tháng
mỗi năm
hàng tháng
hàng năm
trước đây
bây giờ
hiện nay
"""
#: Each phrase counts as if a corpus held it this often.
_ASKING_COUNT = 20


class WordCounts(Protocol):
    """How often the texts use words (small letters) and pairs of neighbours; `START` is the neighbour before the first."""

    @property
    def forms(self) -> Mapping[str, int]:
        """The syllables of the texts with their counts."""
        ...

    @property
    def starts(self) -> int:
        """How many texts there are."""
        ...

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> Sequence[int]:
        """How often each of `pairs` occurs."""
        ...


@dataclass(frozen=True)
class Counted:
    """`WordCounts` in memory."""

    forms: Counter[str] = field(default_factory=Counter)
    neighbours: Counter[tuple[str, str]] = field(default_factory=Counter)
    starts: int = 0

    @classmethod
    def of(cls, texts: Iterable[str]) -> Counted:
        """The counts of `texts`."""
        forms: Counter[str] = Counter()
        neighbours: Counter[tuple[str, str]] = Counter()
        starts = 0
        for text in texts:
            words = [word.lower() for word in syllables(text) if not word.isupper() or len(word) == 1]
            forms.update(words)
            neighbours.update(zip([START, *words], words, strict=False))
            starts += bool(words)
        return cls(forms, neighbours, starts)

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> Sequence[int]:
        """See `WordCounts`."""
        return [self.neighbours[pair] for pair in pairs]


@cache
def _asking() -> Counted:
    """The words and pairs with which people ask, each phrase as if the texts held it so often."""
    forms: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    phrases = _ASKING.strip().splitlines()
    for phrase in phrases:
        counted = Counted.of([phrase])
        forms.update(dict.fromkeys(counted.forms, _ASKING_COUNT))
        pairs.update(dict.fromkeys(counted.neighbours, _ASKING_COUNT))
    return Counted(forms, pairs, _ASKING_COUNT * len(phrases))


class Restorer:
    """Syllables and pairs of the texts with their counts, and those with which people ask."""

    def __init__(self, counts: WordCounts) -> None:
        """`counts`: those of the texts; `by_fold` are their words by what they are without marks."""
        self._counts = counts
        self._forms = dict(counts.forms)
        for form, count in _asking().forms.items():
            self._forms[form] = self._forms.get(form, 0) + count
        self._total = max(1, sum(self._forms.values()))
        self.by_fold: dict[str, list[str]] = {}
        for form in sorted(self._forms):  # whatever order the texts came in
            self.by_fold.setdefault(fold(form), []).append(form)

    @property
    def forms(self) -> Collection[str]:
        """The syllables of the texts, in small letters."""
        return self._forms.keys()

    @classmethod
    def learn(cls, texts: Iterable[str]) -> Restorer:
        """Count the syllables of `texts`."""
        return cls(Counted.of(texts))

    def usual(self, word: str) -> bool:
        """Whether the texts use `word` as a word, with whatever marks."""
        return sum(self._forms[form] for form in self.by_fold.get(fold(word), ())) >= _USUAL

    def restore(self, text: str, proposals: Callable[[str], Sequence[str]] | None = None) -> str:
        """`text` with the likeliest diacritics on the syllables that bear none or too few.

        `proposals` gives other words for one that the texts do not know. Case, punctuation and what remains unknown stay as typed.
        """
        spans = syllable_spans(text)
        typed = [text[start:end] for start, end in spans]
        marked = sum(_has_marks(word) for word in typed)
        left_out = _LEFT_OUT
        best: list[str] = []
        for _ in range(2):  # a first reading tells how many marks are missing
            best = self._likeliest([self._candidates(word, left_out, proposals) for word in typed])
            missing = sum(form != word.lower() for form, word in zip(best, typed, strict=True))
            left_out = max(missing / max(1, marked + missing), _LEAST_LEFT_OUT)
        if not missing:
            return text
        out: list[str] = []
        at = 0
        for (start, end), word, form in zip(spans, typed, best, strict=True):
            out += (text[at:start], word if form == word.lower() else _in_case_of(word, form))
            at = end
        return "".join([*out, text[at:]])

    def _candidates(
        self, word: str, left_out: float, proposals: Callable[[str], Sequence[str]] | None
    ) -> dict[str, float]:
        """What `word` may stand for, each with the logarithm of how probable it is to be typed so."""
        small = word.lower()
        stays = {small: 0.0}
        if (word.isupper() and len(word) > 1) or not small.isalpha() or (_has_marks(word) and small in self._forms):
            return stays
        forms = self.by_fold.get(fold(small), ())
        if forms:
            kept = dict.fromkeys((form for form in forms if _keeps_marks(small, form)), math.log(left_out))
            return {**kept, **stays} if small in self._forms or not kept else kept
        return {**stays, **dict.fromkeys(proposals(word) if proposals else (), 0.0)}

    def _likeliest(self, candidates: Sequence[dict[str, float]]) -> list[str]:
        steps = list(pairwise([{START: 0.0}, *candidates]))
        pairs = self._logs([pair for before, options in steps for pair in product(before, options)])
        paths: dict[str, tuple[float, list[str]]] = {START: (0.0, [])}
        for _, options in steps:
            paths = {
                form: max(
                    (
                        (score + cost + pairs[previous, form], [*path, form])
                        for previous, (score, path) in paths.items()
                    ),
                    key=lambda item: item[0],
                )
                for form, cost in options.items()
            }
        return max(paths.values(), key=lambda item: item[0])[1] if paths else []

    def _logs(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], float]:
        """The logarithm of how probable the second of each pair is behind the first."""
        distinct = list(dict.fromkeys(pairs))
        asking = _asking()
        counts = dict(zip(distinct, self._counts.pairs(distinct), strict=True))
        starts = self._counts.starts + asking.starts

        def log(previous: str, form: str) -> float:
            single = (self._forms.get(form, 0) + 0.1) / self._total
            before = starts if previous == START else self._forms.get(previous, 0)
            pair = (counts[previous, form] + asking.neighbours[previous, form]) / max(1, before)
            return math.log(_PAIR * pair + (1 - _PAIR) * single)

        return {pair: log(*pair) for pair in distinct}


def _has_marks(word: str) -> bool:
    return fold(word) != word.lower()


def _keeps_marks(typed: str, form: str) -> bool:
    """Whether `form` bears every mark of `typed`, letter by letter."""
    return len(typed) == len(form) and all(
        char == other or (char == "d" and other == "đ") or set(normalize("NFD", char)) <= set(normalize("NFD", other))
        for char, other in zip(typed, form, strict=False)
    )


def _in_case_of(typed: str, form: str) -> str:
    return form[:1].upper() + form[1:] if typed[:1].isupper() else form
