"""Putting diacritics back into a question typed without them, from the words of the indexed texts.

A folded syllable may stand for several ("muc": mức, mục, mực); pairs of neighbours decide, by Viterbi. What is typed with marks stays
and guides its neighbours. The more of the question bears marks, the less probable it is that others were left out.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from unicodedata import normalize

import numpy as np

from corpus.text import fold, syllable_spans, syllables

#: Weight of the pair against the single syllable; the rest smooths pairs never seen.
_PAIR = 0.95
#: How probable it is that marks were left out: at first, and at least, for a question that seems typed in full.
_LEFT_OUT = 0.5
_LEAST_LEFT_OUT = 0.002
#: Occurrences from which a word is usual in the texts.
_USUAL = 3
_START = "\n"

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


class Restorer:
    """Syllables and pairs of the corpus with their counts."""

    def __init__(self, forms: dict[str, int], pairs: dict[tuple[str, str], int]) -> None:
        """`forms`: how often each syllable occurs (small letters); `pairs`: neighbours likewise."""
        self._forms = forms
        self._pairs = pairs
        self._total = max(1, sum(forms.values()))
        self._starts = sum(count for (first, _), count in pairs.items() if first == _START)
        self._by_fold: dict[str, list[str]] = {}
        for form in forms:
            self._by_fold.setdefault(fold(form), []).append(form)

    @property
    def forms(self) -> Collection[str]:
        """The syllables of the texts, in small letters."""
        return self._forms.keys()

    @classmethod
    def learn(cls, texts: Iterable[str]) -> Restorer:
        """Count the syllables of `texts`."""
        forms: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            words = [word.lower() for word in syllables(text) if not word.isupper() or len(word) == 1]
            forms.update(words)
            pairs.update(zip([_START, *words], words, strict=False))
        for phrase in _ASKING.strip().splitlines():
            words = phrase.split()
            forms.update(dict.fromkeys(words, _ASKING_COUNT))
            pairs.update(dict.fromkeys(zip([_START, *words], words, strict=False), _ASKING_COUNT))
        return cls(dict(forms), dict(pairs))

    def usual(self, word: str) -> bool:
        """Whether the texts use `word` as a word, with whatever marks."""
        return sum(self._forms[form] for form in self._by_fold.get(fold(word), ())) >= _USUAL

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
        forms = self._by_fold.get(fold(small), ())
        if forms:
            kept = dict.fromkeys((form for form in forms if _keeps_marks(small, form)), math.log(left_out))
            return {**kept, **stays} if small in self._forms or not kept else kept
        return {**stays, **dict.fromkeys(proposals(word) if proposals else (), 0.0)}

    def _likeliest(self, candidates: Sequence[dict[str, float]]) -> list[str]:
        paths: dict[str, tuple[float, list[str]]] = {_START: (0.0, [])}
        for options in candidates:
            paths = {
                form: max(
                    (
                        (score + cost + self._log(previous, form), [*path, form])
                        for previous, (score, path) in paths.items()
                    ),
                    key=lambda item: item[0],
                )
                for form, cost in options.items()
            }
        return max(paths.values(), key=lambda item: item[0])[1] if paths else []

    def _log(self, previous: str, form: str) -> float:
        single = (self._forms.get(form, 0) + 0.1) / self._total
        before = self._starts if previous == _START else self._forms.get(previous, 0)
        pair = self._pairs.get((previous, form), 0) / max(1, before)
        return math.log(_PAIR * pair + (1 - _PAIR) * single)

    def save(self, path: Path) -> None:
        """Write the counts to `path` (`.npz`): the forms as JSON, the pairs as arrays."""
        index = {form: at for at, form in enumerate([_START, *self._forms])}
        keys = np.array([(index[a], index[b]) for a, b in self._pairs], dtype=np.uint32).reshape(-1, 2)
        np.savez(
            path,
            forms=np.frombuffer(json.dumps(list(self._forms), ensure_ascii=False).encode(), np.uint8),
            counts=np.array(list(self._forms.values()), dtype=np.uint32),
            keys=keys,
            pairs=np.array(list(self._pairs.values()), dtype=np.uint32),
        )

    @classmethod
    def load(cls, path: Path) -> Restorer:
        """Read what `save` wrote."""
        with np.load(path) as data:
            forms = json.loads(data["forms"].tobytes())
            names = [_START, *forms]
            pairs = {
                (names[a], names[b]): count
                for (a, b), count in zip(data["keys"].tolist(), data["pairs"].tolist(), strict=True)
            }
            return cls(dict(zip(forms, data["counts"].tolist(), strict=True)), pairs)


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
