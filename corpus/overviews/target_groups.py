"""The same target in several documents, or twice in one, lined up; and where two of its figures cannot both hold.

Precision first: two targets are the same when hardly a word of the shorter subject is missing in the other one, the units agree, and
no year contradicts; a conflict is only said of the same year and the same province.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.citing.identifiers import ClauseId
from corpus.document import Target
from corpus.language.places import CITIES, PROVINCES
from corpus.language.text import fold, syllables
from corpus.store import Store

#: Words that say nothing of what is measured, folded.
_FILLERS = frozenset(
    {
        "ty", "ti", "le", "so", "trong", "cac", "cua", "duoc", "co", "dat", "la", "o", "tai", "thuoc", "tren", "dia", "ban", "va", "voi", "cho",
        "muc", "theo", "quy", "dinh", "it", "nhat", "toi", "thieu", "bao", "dam", "hoan", "thanh", "phan", "dau", "binh", "quan", "trung", "toan",
        "ca", "nuoc", "quoc", "gia", "bo", "tri", "tong", "hang", "nam", "xay", "dung",
    }
)  # fmt: skip
#: Words that tell two targets apart even where nearly all others agree, folded.
_CONTRASTS = frozenset(
    {"xa", "huyen", "thi", "nong", "thon", "do", "mien", "nui", "tieu", "mam", "dai", "tang", "giam", "moi", "cu", "nu", "truc", "tuyen"}
)  # fmt: skip
_PLACE = re.compile(
    r"(?:trên địa bàn|trong|của|toàn)?\s*tỉnh(?:\s+[A-ZĐ]\w*)*|trên cả nước|cả nước|toàn quốc", re.IGNORECASE
)
#: From so many words on, a subject may leave out what another one adds.
_LONG = 10


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """Targets that set the same goal, in the order given; `conflicts` are the pairs of them that cannot both hold."""

    targets: tuple[Target, ...]
    conflicts: tuple[tuple[Target, Target], ...]


@dataclass(frozen=True, slots=True)
class AlignedTarget:
    """A target with the number of its group, from 1, the other targets of the group, and those of them that contradict it."""

    target: Target
    group: int
    others: tuple[Target, ...]
    conflicts: tuple[Target, ...]


def aligned_targets(store: Store, document_id: str | None = None) -> list[AlignedTarget]:
    """The targets of the stored documents, or of this one, by document and place, lined up with those of all documents.

    Raises:
        UnknownIdError: no such document.
    """
    wanted = set(store.targets(document_id))
    territories = {summary.id: territory(summary.issuer) for summary in store.documents()}
    aligned = []
    for number, group in enumerate(group_targets(store.targets(), territories), start=1):
        for target in group.targets:
            others = tuple(other for other in group.targets if other is not target)
            against = {other for pair in group.conflicts if target in pair for other in pair}
            aligned.append(AlignedTarget(target, number, others, tuple(other for other in others if other in against)))
    return sorted(
        (line for line in aligned if line.target in wanted),
        key=lambda line: (_document(line.target), line.target.start),
    )


def territory(issuer: str | None) -> str | None:
    """The province whose organ `issuer` is, or None for one of the whole country.

    >>> territory("Tỉnh ủy Lào Cai"), territory("Chính phủ")
    ('Lào Cai', None)
    """
    folded = fold(issuer or "")
    return next((name for name in (*PROVINCES, *CITIES) if re.search(rf"\b{fold(name)}\b", folded)), None)


def group_targets(targets: Sequence[Target], territories: Mapping[str, str | None]) -> list[TargetGroup]:
    """`targets` in groups of the same goal, each in one group; `territories` gives the province of each document, by its id."""
    words = [_words(target) for target in targets]
    frequency = Counter(word for own in words for word in own)
    rarest = [sorted(own, key=lambda word: (frequency[word], word))[: len(own) // _LONG + 1] for own in words]
    groups: list[list[int]] = []
    # The shorter of two subjects has all but `len // _LONG` of its words in the longer one, so at least one of its rarest.
    by_word: dict[str, set[int]] = defaultdict(set)
    by_rare: dict[str, set[int]] = defaultdict(set)
    for at, target in enumerate(targets):
        near = set().union(*(by_word[word] for word in rarest[at]), *(by_rare[word] for word in words[at]))
        home = next(
            (
                number
                for number in sorted(near)
                if all(_same(target, words[at], targets[other], words[other]) for other in groups[number])
            ),
            None,
        )
        if home is None:
            home = len(groups)
            groups.append([])
        groups[home].append(at)
        for word in words[at]:
            by_word[word].add(home)
        for word in rarest[at]:
            by_rare[word].add(home)
    return [_group([targets[at] for at in members], territories) for members in groups]


def _group(targets: Sequence[Target], territories: Mapping[str, str | None]) -> TargetGroup:
    def place(target: Target) -> str | None:
        return territories.get(_document(target))

    pairs = [
        (one, other)
        for at, one in enumerate(targets)
        for other in targets[at + 1 :]
        if one.year == other.year and place(one) == place(other) and _contradict(one, other)
    ]
    return TargetGroup(tuple(targets), tuple(pairs))


def _document(target: Target) -> str:
    return ClauseId.parse(target.clause_id).document


def _words(target: Target) -> frozenset[str]:
    subject = _PLACE.sub(" ", target.subject)
    return frozenset(word for word in syllables(fold(subject)) if word not in _FILLERS)


def _same(one: Target, words: frozenset[str], other: Target, others: frozenset[str]) -> bool:
    """Whether two targets measure the same; `words` and `others` are the words of their subjects."""
    if one.year is not None and other.year is not None and one.year != other.year:
        return False
    if isinstance(one.value, str) != isinstance(other.value, str) or not _units_agree(one, other):
        return False
    short, long = sorted((words, others), key=len)
    missing, added = short - long, long - short
    if len(short) < 2 or len(missing) > len(short) // _LONG or (missing and (missing | added) & _CONTRASTS):
        return False
    return not added or (len(short) >= _LONG and 2 * len(short) >= len(long))


def _units_agree(one: Target, other: Target) -> bool:
    """Whether the units are one, or one target's is left to its subject ("Số công trình …: 25")."""
    units = [fold(target.unit or "").removesuffix("/nam") for target in (one, other)]
    if units[0] == units[1]:
        return True
    named = units[0] or units[1]
    return "" in units and "%" not in named


def _contradict(one: Target, other: Target) -> bool:
    """Whether the figures of two targets that measure the same cannot both be meant."""
    if isinstance(one.value, str) or isinstance(other.value, str):
        return one.comparator == other.comparator and one.value != other.value
    if one.comparator == other.comparator and one.comparator != "~":
        return (one.value, one.upper) != (other.value, other.upper)
    low, high = _interval(one)
    other_low, other_high = _interval(other)
    return high < other_low or other_high < low


def _interval(target: Target) -> tuple[float, float]:
    """The values that reach a target of a number."""
    value = float(target.value)
    upper = target.upper if target.upper is not None else value
    return {
        ">": (value, math.inf),
        ">=": (value, math.inf),
        "<": (-math.inf, value),
        "<=": (-math.inf, value),
        "~": (0.95 * value, 1.05 * upper),
    }.get(target.comparator, (value, upper))
