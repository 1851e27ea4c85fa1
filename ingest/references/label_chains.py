"""Chains of labels: "điểm a, b khoản 2 Điều 5" names two clauses, "từ Điều 5 đến Điều 8" four."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.language.numerals import roman_numeral, roman_value
from ingest.references import grammar

_KINDS = tuple(grammar.LABEL_KINDS)
_LETTERS = "abcdđeghiklmnopqrstuvxy"
#: A range over more clauses than this is not written out.
_LONGEST_RANGE = 60


@dataclass(frozen=True, slots=True)
class Step:
    """One label: its kind (`khoản`), its value (`2`), and as printed; `own`: "này", the clause that encloses the mention."""

    kind: str
    value: str
    printed: str
    own: bool = False


#: The labels of one clause, from small to large.
Path = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Labels that stand together in a text, and the clauses that they name; `anchors` only say where a new one stands ("vào sau Điều 9")."""

    start: int
    end: int
    paths: tuple[Path, ...]
    anchors: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class _Item:
    """A label's word with its values; `after` is how it hangs on the one before: `list`, `to`, `of` or `beside`."""

    kind: str
    values: tuple[str, ...]
    own: bool
    after: str


def find_chains(text: str) -> list[Chain]:
    """The chains in `text`, in order."""
    chains = []
    only = Step("phụ lục", "", "Phụ lục")
    appendices = list(grammar.APPENDIX.finditer(text))
    at = 0
    while match := grammar.LABEL.search(text, at):
        items = [_item(match, "")]
        at = match.end()
        while (between := grammar.BETWEEN_LABELS.match(text, at)) and (
            more := grammar.LABEL.match(text, between.end())
        ):
            more_item = _item(more, between.lastgroup or "")
            if between[0].strip() == "," and _encloses(more_item.kind, items[-1].kind):
                more_item = replace(more_item, after="of")  # "điểm c, khoản 2, Điều 100"
            items.append(more_item)
            at = more.end()
        paths, anchors = _paths(items)
        outer = next((match for match in appendices if grammar.IN_APPENDIX.fullmatch(text, at, match.start())), None)
        if outer and items[-1].kind == "mẫu":  # "Mẫu số 01 Phụ lục ban hành kèm theo …"
            appendices.remove(outer)
            paths, at = tuple((*path, only) for path in paths), outer.end()
        if _is_plain(items):
            chains.append(Chain(match.start(), at, paths, anchors))
    alone = [Chain(match.start(), match.end(), ((only,),)) for match in appendices]
    return sorted([*chains, *alone], key=lambda chain: chain.start)


def _encloses(outer: str, inner: str) -> bool:
    """Whether one kind of label in a law stands within the other."""
    kinds = ("điểm", "khoản", "điều")
    return inner in kinds and outer in kinds and kinds.index(inner) < kinds.index(outer)


def _item(match: re.Match[str], after: str) -> _Item:
    at = next(at for at in range(len(_KINDS)) if match[f"k{at}"])
    values = match[f"v{at}"]
    return _Item(_KINDS[at], tuple(_values(values)) if values else (), match[f"own{at}"] is not None, after)


def _is_plain(items: list[_Item]) -> bool:
    """Whether the labels can be meant; "điểm 2" alone is a score as well."""
    first = items[0]
    return not (len(items) == 1 and first.kind == "điểm" and first.values and first.values[0][0].isdigit())


def _values(printed: str) -> list[str]:
    """The values of a list, ranges written out: "1, 2 và 4", "5 đến 8"."""
    values: list[str] = []
    at = 0
    ranged = False
    for join in [*grammar.VALUES.finditer(printed), None]:
        value = printed[at : join.start() if join else len(printed)].strip()
        if ranged and values:
            values += _range(values[-1], value)
        else:
            values.append(value)
        if join:
            at, ranged = join.end(), bool(join["to"])
    return values


def _range(first: str, last: str) -> list[str]:
    """What follows `first` up to `last`; `last` alone where the two do not span a range."""
    for read, write in ((_digits, str), (roman_value, roman_numeral), (_letter, lambda n: _LETTERS[n - 1])):
        low, high = read(first), read(last)
        if low and high and low < high <= low + _LONGEST_RANGE:
            return [write(n) for n in range(low + 1, high + 1)]
    return [last]


def _digits(value: str) -> int:
    return int(value) if value.isdigit() else 0


def _letter(value: str) -> int:
    return _LETTERS.find(value) + 1 if len(value) == 1 else 0


def _paths(items: list[_Item]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The clauses named, and the anchors: what lacks its outer labels takes them from the labels behind it."""
    groups: list[list[_Item]] = []
    for item in items:
        if groups and item.after == "of" and rank(item.kind) != rank(groups[-1][-1].kind):
            groups[-1].append(item)
        else:
            groups.append([item])
    named: list[Path] = []
    anchors: list[Path] = []
    outer: Path = ()
    for at in reversed(range(len(groups))):
        group = sorted(groups[at], key=lambda item: rank(item.kind))
        highest = max(rank(item.kind) for item in group)
        own_paths = _choices(group)
        full = [(*path, *(step for step in outer if rank(step.kind) > highest)) for path in own_paths]
        if named and at + 1 < len(groups) and groups[at + 1][0].after == "to":
            full = [*full, *_between(full[-1], named[0])]
        if groups[at][0].after == "beside":
            anchors = [*full, *anchors]
        else:
            named = [*full, *named]
        outer = full[-1]
    return tuple(path for path, _ in groupby(named)), tuple(anchors)


def _choices(group: list[_Item]) -> list[Path]:
    """One path for each value of each label of the group."""
    paths: list[Path] = [()]
    for item in group:
        steps = [Step(item.kind, "", f"{_printed(item.kind)} này", own=True)] if item.own else [
            Step(item.kind, _plain(value), f"{_printed(item.kind)} {value}") for value in item.values
        ]  # fmt: skip
        paths = [(*path, step) for step in steps for path in paths]
    return paths


def _between(first: Path, last: Path) -> list[Path]:
    """The clauses between the two ends of a range: "từ Điều 5 đến Điều 8"."""
    if first[0].kind != last[0].kind:
        return []
    values = _range(first[0].value, last[0].value)[:-1]
    kind = first[0].kind
    return [(Step(kind, value, f"{_printed(kind)} {value}"), *last[1:]) for value in values]


def _plain(value: str) -> str:
    return re.sub(r"^(?:số|thứ)\s*:?\s*", "", value)


def _printed(kind: str) -> str:
    return kind if kind in ("điểm", "khoản", "gạch đầu dòng") else kind[:1].upper() + kind[1:]


def rank(kind: str) -> int:
    """How large a kind of label is: a khoản is larger than a điểm."""
    return grammar.LABEL_ORDER.index(kind)
