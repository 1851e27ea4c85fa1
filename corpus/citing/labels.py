"""Which clauses of a document labels name: `khoản 2`, `Điều 5`; `6.5`, `Mục III`; `III.6.5`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from corpus.document import FRAME_LEVELS, Clause, Document
from corpus.language.numerals import ordinal_value, roman_value
from corpus.language.text import fold, syllables

#: What each level of clauses is called, the official word at cost 0, what people say instead at a higher cost; "" stands in `III.6.5`.
_CALLED: dict[str, dict[str, int]] = {
    "part": {"phần": 0},
    "chapter": {"chương": 0},
    "section": {"mục": 0},
    "subsection": {"tiểu mục": 0, "mục": 1},
    "article": {"điều": 0},
    "clause": {"khoản": 0, "": 0, "mục": 2, "điểm": 2},
    "point": {"điểm": 0, "": 0, "khoản": 2},
    "alpha": {"phần": 0, "mục": 1, "": 0},
    "roman": {"mục": 0, "phần": 1, "": 0, "khoản": 2},
    "arabic": {"khoản": 0, "mục": 1, "điểm": 1, "": 0},
    "decimal": {"điểm": 0, "mục": 1, "khoản": 1, "": 0},
    "letter": {"điểm": 0, "khoản": 1, "mục": 1, "": 0},
    "dash": {"gạch đầu dòng": 0},
    "plus": {"dấu cộng": 0},
    "paragraph": {"đoạn": 0},
    "table": {"bảng": 0},
    "appendix": {"phụ lục": 0, "mẫu": 0},
    "attachment": {"kèm theo": 0},
    "preamble": {"phần mở đầu": 0},
    "signature": {"phần ký": 0},
    "recipients": {"phần nơi nhận": 0},
}
#: From the outside in: which way round labels are named.
_OUTSIDE_IN = (
    "kèm theo", "phụ lục", "mẫu", "phần", "chương", "mục", "tiểu mục", "điều", "khoản", "điểm", "gạch đầu dòng", "dấu cộng",
)  # fmt: skip
_COUNTED_BY_NUMBER = frozenset({"part", "chapter", "section", "subsection", "appendix"})
#: Clauses that are not called by a value: by their names, or by the word alone.
_CALLED_OTHERWISE = FRAME_LEVELS | {"attachment", "appendix"}


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it is named: `kind` is its word (`điều`, `gạch đầu dòng`, `kèm theo`; "" for a bare `III.6.5`).

    `values` are what may stand for it, in small letters ("a", "iii", "6.5"), digits for ordinals in words; `repeat` counts clauses of one label.
    """

    kind: str
    values: tuple[str, ...]
    repeat: int | None = None


def label_of(printed: str) -> Label:
    """The label that a reference prints: `khoản 2`, `Phụ lục I`, `Mục thứ hai`; the kind of an attached text alone (`Quy chế`).

    >>> label_of("Phần thứ nhất").values, label_of("Quy chế").kind
    (('1',), 'kèm theo')
    """
    words = " ".join(printed.lower().split())
    kind = next(
        (kind for kind in sorted(_OUTSIDE_IN, key=len, reverse=True) if f"{words} ".startswith(f"{kind} ")), None
    )
    if kind is None:
        return Label("kèm theo", (words,))
    value = re.sub(r"^(?:số|thứ)\s*:?\s*", "", words.removeprefix(kind).strip())
    return Label(kind, (str(ordinal_value(value) or value),) if value else ())


def find_clauses(document: Document, labels: tuple[Label, ...], within: Clause | None = None) -> list[Clause]:
    """The clauses of `document` that `labels` name, one for each choice of their values; only those `within` a clause where one is given."""
    found: list[Clause] = []
    for values in product(*(label.values or ("",) for label in labels)):
        steps = [(label.kind, value, label.repeat) for label, value in zip(labels, values, strict=True)]
        if (clause := _clause(document, steps, within)) is not None and clause not in found:
            found.append(clause)
    return found


Step = tuple[str, str, int | None]


def _clause(document: Document, steps: list[Step], within: Clause | None) -> Clause | None:
    """The clause that the labels name best: outside attachments, called as it is, on the shortest path, first."""
    for order in _orders(steps):
        best = min(
            (
                (cost, clause)
                for path in _paths(order)
                for clause in _candidates(document, path, within)
                if (within is None or within.start < clause.start < within.subtree_end)
                and (cost := _cost(document, clause, path)) is not None
            ),
            key=lambda item: (item[0], item[1].order),
            default=None,
        )
        if best:
            return best[1]
    return None


def _candidates(document: Document, path: list[Step], within: Clause | None) -> Iterator[Clause]:
    """The clauses that may bear the last label of `path`: those under what may bear its first one."""
    if len(path) > 1:
        for outer in _bearers(document, path[0]):
            yield from _under(document, outer)
    elif within is not None:
        yield from _under(document, within)
    else:
        yield from _bearers(document, path[0])


def _under(document: Document, outer: Clause) -> Iterator[Clause]:
    """What stands under `outer`, in reading order."""
    for clause in islice(document.clauses, outer.order + 1, None):
        if clause.start >= outer.subtree_end:
            return
        yield clause


def _bearers(document: Document, step: Step) -> Iterator[Clause]:
    """The clauses that may be called by this label."""
    by_key = _by_key(document)
    kind, value, _ = step
    yield from by_key.get((kind, ""), ())
    for key in _keys(value):
        yield from by_key.get((kind, key), ())


@lru_cache(maxsize=64)
def _by_key(document: Document) -> dict[tuple[str, str], list[Clause]]:
    """The clauses by the kinds of label that call them, and by what their own labels may be written as; "" where they are called in other ways."""
    by_key: dict[tuple[str, str], list[Clause]] = {}
    for clause in document.clauses:
        keys = {""} if clause.level in _CALLED_OTHERWISE else _keys(_own_label(clause))
        for kind in _CALLED[clause.level]:
            for key in keys:
                by_key.setdefault((kind, key), []).append(clause)
    return by_key


def _keys(value: str) -> set[str]:
    """What `value` may be written as: without noughts and diacritics, `II` as 2."""
    number, letter = _number(value)
    return {without_noughts(fold(value)).replace("dd", "d"), f"{number}{letter}"} - {""}


def _orders(steps: list[Step]) -> Iterator[list[Step]]:
    """The ways in which labels run from the outside in, the likeliest first: "khoản 2 Điều 5", "Điều 5 khoản 2", any."""
    ranks = [_OUTSIDE_IN.index(kind) if kind in _OUTSIDE_IN else len(_OUTSIDE_IN) for kind, _, _ in steps]
    as_typed = len(steps) > 1 and ranks == sorted(ranks) and ranks[0] < ranks[-1]
    ways = [steps, steps[::-1]] if as_typed else [steps[::-1], steps]
    yield from ways
    if len(steps) > 2:
        yield [step for _, step in sorted(zip(ranks, steps, strict=True), key=lambda item: item[0])]


def _paths(steps: list[Step]) -> Iterator[list[Step]]:
    """`steps` with dotted labels cut in all ways: III.6.5 is 6.5 in III, 5 in 6 in III, or one label."""
    readings: list[list[list[Step]]] = []
    for kind, value, repeat in steps:
        parts = re.split(r"[./]", value) if kind != "mẫu" else [value]
        readings.append([])
        for cuts in product((False, True), repeat=len(parts) - 1):
            labels = parts[:1]
            for cut, part in zip(cuts, parts[1:], strict=True):
                labels = [*labels, part] if cut else [*labels[:-1], f"{labels[-1]}.{part}"]
            last = len(labels) - 1
            readings[-1].append(
                [("" if at else kind, label, repeat if at == last else None) for at, label in enumerate(labels)]
            )
    for choice in product(*readings):
        yield [step for path in choice for step in path]


def _cost(document: Document, clause: Clause, path: list[Step]) -> tuple[int, int, int, int] | None:
    """How far `clause` is from what `path` names, from the outside in; None when it is something else."""
    last = _called(clause, path[-1])
    if last is None:
        return None
    trail = document.ancestors(clause)
    total, hidden, at = last, 0, len(path) - 2
    for node in reversed(trail):
        cost = _called(node, path[at]) if at >= 0 else None
        if cost is not None:
            total += cost
            at -= 1
        else:
            hidden += node.level in ("attachment", "appendix")
    return (hidden, total, len(trail), _repeats(trail)) if at < 0 else None


def _repeats(trail: tuple[Clause, ...]) -> int:
    return sum("~" in node.id.rsplit("/", 1)[-1] for node in trail)


def _called(clause: Clause, step: Step) -> int | None:
    """What it costs to call `clause` by this label; None when it is not called so."""
    kind, value, repeat = step
    cost = _CALLED[clause.level].get(kind)
    if cost is None:
        return None
    segment, _, again = clause.id.rsplit("/", 1)[-1].partition("~")
    if repeat is not None and int(again or 1) != repeat:
        return None
    cost += 3 * bool(again) if repeat is None else 0
    if clause.level in FRAME_LEVELS:
        return cost
    if clause.level == "attachment":
        return cost if _squeezed(clause.label or "van ban") == _squeezed(value) else None
    if clause.level == "appendix":
        return cost if _is_appendix(segment, kind, value) else None
    own = _own_label(clause)
    if clause.level in _COUNTED_BY_NUMBER:
        return cost if _number(own) == _number(value) else None
    if clause.level == "roman":
        if roman_value(value.upper()):
            return cost if roman_value(value.upper()) == roman_value(own) else None
        return cost + 1 if value.isdigit() and int(value) == roman_value(own) else None
    if without_noughts(own.lower().replace("dd", "đ")) == without_noughts(value.replace("dd", "đ")):
        return cost
    # Typed without diacritics, d may be đ.
    return cost + 1 if own in ("dd", "Đ") and value == "d" else None


def _own_label(clause: Clause) -> str:
    """The value of a clause's label as its id holds it: `5` of `dieu-5`, `dd` of `diem-dd~2`."""
    segment = clause.id.rsplit("/", 1)[-1].partition("~")[0]
    return re.sub(r"^(?:phan|chuong|tieu-muc|muc|dieu|khoan|diem|gach|cong|doan|bang)-", "", segment)


def _is_appendix(segment: str, kind: str, value: str) -> bool:
    if not value:
        return segment.startswith("phu-luc") == (kind == "phụ lục")
    if kind == "phụ lục":
        return segment.startswith("phu-luc-") and _number(segment.removeprefix("phu-luc-")) == _number(value)
    wanted = "-".join(re.findall(r"[a-z]+|\d+", fold(value)))
    own = "-".join(re.findall(r"[a-z]+|\d+", segment.removeprefix("mau-").removeprefix("so-")))
    return segment.startswith("mau-") and [*map(without_noughts, own.split("-"))] == [
        *map(without_noughts, wanted.split("-"))
    ]


def _number(value: str) -> tuple[int, str]:
    """The value of `ii`, `2` or `2a`, and the letter behind it."""
    match = re.fullmatch(r"(?:(\d+)|([ivxl]+))([a-zđ]?)", value.lower())
    if match and match[1]:
        return int(match[1]), fold(match[3])
    if match and roman_value(match[2].upper()):
        return roman_value(match[2].upper()), fold(match[3])
    return 0, fold(value)


def without_noughts(value: str) -> str:
    """`value` without the noughts in front of it."""
    return value.lower().lstrip("0") or "0"


def _squeezed(text: str) -> str:
    return "".join(fold(word) for word in syllables(text))


def without_innermost(labels: tuple[Label, ...]) -> tuple[Label, ...]:
    """`labels` without the innermost one."""
    order = next(_orders([(label.kind, "", None) for label in labels]))
    return labels[1:] if order[0][0] == labels[-1].kind else labels[:-1]
