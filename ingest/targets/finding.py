"""The measurable goals that a document sets (chỉ tiêu), each with its place, its amount, its year and whom it concerns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Clause, Comparator, Target
from corpus.language.dates import DATE, from_match
from corpus.language.quantities import Quantity, find_quantities
from corpus.language.quantity_grammar import PLACES
from corpus.language.units import is_counted
from ingest.targets.context import Context, Part, contexts, years_in
from ingest.targets.grammar import (
    AGED,
    AGES,
    ANNOUNCED,
    BY_DAY,
    CHANGED_TO,
    DEMANDED,
    DESCRIBING,
    GRADE,
    GRADE_SIGNS,
    NEXT_OWN,
    PART_END,
    PAST,
    RANKED,
    REACHED,
    RULED,
    RULES_TITLE,
    SENTENCE_END,
    SIZED,
    TIMED,
    TIMES,
    YEAR_BEHIND,
)
from ingest.targets.subjects import divide, opening_cut, scope_of, subject_of, with_shared_predicate, with_shared_rate
from ingest.targets.tables import table_targets

#: Kinds of documents that set goals in their tasks, too, and kinds that set rules.
_PLANS = frozenset(
    {
        "Kế hoạch",
        "Chương trình",
        "Chương trình hành động",
        "Nghị quyết",
        "Chỉ thị",
        "Đề án",
        "Chiến lược",
        "Kết luận",
        "Phương án",
    }
)
_RULES = frozenset(
    {
        "Luật",
        "Bộ luật",
        "Pháp lệnh",
        "Nghị định",
        "Thông tư",
        "Thông tư liên tịch",
        "Văn bản hợp nhất",
        "Quy chế",
        "Điều lệ",
    }
)
#: Words so far before an amount say what is done with it, in characters.
_NEAR = 400
_MONEY = re.compile(r"^(?:đồng|USD)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount of a part of a sentence: a number, or a grade in words (`value` is then its words)."""

    start: int
    end: int
    comparator: Comparator
    value: float | str
    upper: float | None
    unit: str | None


def find_targets(
    clauses: Sequence[Clause], type_name: str | None, title: str | None, issued_on: str | None
) -> Iterator[Target]:
    """The goals that the clauses set, in order; a document of rules sets them only under a heading that says so, and by a year."""
    rules = type_name in _RULES or bool(RULES_TITLE.match(title or ""))
    around = contexts(clauses, title)
    issued = int(issued_on[:4]) if issued_on else None
    for clause in clauses:
        context = around[clause.id]
        if clause.level in ("preamble", "signature", "recipients") or context.part is Part.REPORT:
            continue
        is_table = clause.level == "table"
        found = table_targets(clause, context) if is_table else _clause_targets(clause, context, type_name, rules=rules)
        for target in found:
            if rules and not is_table and target.year is None:
                continue  # "chỉ tiêu" of rules may be what something is measured by
            if not (target.year and issued and target.year < issued):
                yield target


def _clause_targets(clause: Clause, context: Context, type_name: str | None, *, rules: bool) -> Iterator[Target]:
    """The goals of a clause, sentence by sentence; a year at the beginning of a sentence holds for those that follow."""
    if context.part is not Part.GOALS and rules:
        return
    amounts = _amounts(clause.text)
    year = context.year
    earlier = ""
    at = 0
    for start, end in _pieces(clause.text, 0, len(clause.text), SENTENCE_END):
        stated = years_in(clause.text[start:end])
        if stated and not opening_cut(clause.text[start : start + stated[0][2]]).strip(" ,"):
            year = stated[0][0]
        for left, right in _pieces(clause.text, start, end, PART_END):
            inside = [amount for amount in amounts if left <= amount.start < right and amount.start >= at]
            kept = [
                amount
                for amount in inside
                if not _describes(clause.text, left, amount, inside)
                and _is_goal(clause.text, start, left, amount, context, type_name)
            ]
            for target in _part_targets(clause, left, right, kept, inside, year, earlier):
                earlier = target.subject
                yield target


def _amounts(text: str) -> list[_Amount]:
    grades = [_grade(match) for match in GRADE.finditer(text)]
    numbers = [_number(text, quantity) for quantity in find_quantities(text)]
    apart = [n for n in numbers if not any(g.start < n.end and n.start < g.end for g in grades)]
    return sorted((*grades, *apart), key=lambda amount: amount.start)


def _grade(match: re.Match[str]) -> _Amount:
    if match["least"]:
        return _Amount(match.start(), match.end(), ">=", " ".join(match["least"].lower().split()), None, None)
    if match["degree"]:
        return _Amount(match.start("degree"), match.end(), "=", " ".join(match["degree"].lower().split()), None, None)
    sign = GRADE_SIGNS[" ".join(match["sign"].lower().split())]
    return _Amount(match.start(), match.end(), sign, " ".join(match["mean"].lower().split()), None, None)


def _number(text: str, quantity: Quantity) -> _Amount:
    comparator = quantity.comparator
    if (
        comparator == "="
        and quantity.unit in PLACES
        and RANKED.search(text[max(0, quantity.start - 12) : quantity.start])
    ):
        comparator = "<="
    return _Amount(quantity.start, quantity.end, comparator, quantity.value, quantity.upper, quantity.unit)


def _pieces(text: str, start: int, end: int, boundary: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The stretches of `text[start:end]` between the matches of `boundary`."""
    at = start
    for match in boundary.finditer(text, start, end):
        yield at, match.end()
        at = match.end()
    if at < end:
        yield at, end


def _describes(text: str, left: int, amount: _Amount, inside: Sequence[_Amount]) -> bool:
    """Whether the amount narrows down who or what is meant, or tells where a change began, instead of being wanted."""
    before = text[max(left, amount.start - _NEAR) : amount.start]
    unit = (amount.unit or "").lower()
    if isinstance(amount.value, str):
        return False
    if unit in DESCRIBING or REACHED.search(before) or SIZED.search(before):
        return True
    if unit in AGES:
        return not AGED.search(before)
    if unit in TIMES:
        return not TIMED.search(before)
    begins = re.search(r"\btừ\s+$", before[-5:] + text[amount.start : amount.start + 3], re.IGNORECASE)
    if begins and amount.upper is None and CHANGED_TO.match(text, amount.end):
        return True
    first = inside[0]
    # "100% hộ … có từ 2 con": a count within what a per cent is taken of.
    listed = re.search(r"(?:[,(]|\svà)\s*(?:[^,()]{0,60})$", text[max(first.end, amount.start - 80) : amount.start])
    return first is not amount and first.unit == "%" and amount.unit != "%" and not listed


def _is_goal(text: str, sentence: int, left: int, amount: _Amount, context: Context, type_name: str | None) -> bool:
    """Whether the document wants the amount: by the heading above it, or by the words before it."""
    near = max(left, amount.start - _NEAR)
    before = text[near : amount.start]
    if context.part is Part.GOALS:
        return True
    if isinstance(amount.value, str) and "mức độ" in amount.value:
        return False
    if PAST.search(before) or RULED.search(text[near : amount.end]):
        return False
    if ANNOUNCED.search(text[max(sentence, amount.start - 3 * _NEAR) : amount.start]):
        return True
    if type_name not in _PLANS or DEMANDED.search(before) is None or _MONEY.match(amount.unit or ""):
        return False
    if (
        text[amount.start : amount.start + 3].lower() == "từ "
        and amount.upper is None
        and not isinstance(amount.value, str)
    ):
        return False  # "tăng từ 10% lưu lượng": a threshold
    return isinstance(amount.value, str) or amount.unit == "%" or amount.comparator in (">=", "<=", ">", "<")


def _part_targets(
    clause: Clause,
    left: int,
    right: int,
    kept: Sequence[_Amount],
    inside: Sequence[_Amount],
    carried: int | None,
    earlier: str,
) -> Iterator[Target]:
    """The goals of one part of a sentence; `inside` are all its amounts, `carried` and `earlier` the year and the subject said before it."""
    text = clause.text
    previous = ""
    days = [
        (match.start(), day)
        for match in DATE.finditer(text, left, right)
        if (day := from_match(match)) and BY_DAY.search(text[max(left, match.start() - 30) : match.start()])
    ]
    stated = [(year, left + start, left + end) for year, start, end in years_in(text[left:right])]
    for place, amount in enumerate(kept):
        before, after = _around(text, left, right, kept, place)
        subject = subject_of(before, _noun(amount), after, graded=isinstance(amount.value, str))
        subject = (
            with_shared_rate(subject, previous) if subject else previous or earlier or opening_cut(text[left:right])
        )
        later = next((other for other in inside if other.start >= amount.end), None)
        stop = later.start if later else right
        deadline = next((day for start, day in days if start < stop), None)
        year = int(deadline[:4]) if deadline else _due(text, amount, stop, later is None, stated) or carried
        yield Target(
            clause_id=clause.id, start=clause.start + amount.start, end=clause.start + amount.end,
            text=text[amount.start : amount.end], subject=subject, comparator=amount.comparator, value=amount.value,
            unit=amount.unit, year=year, scope=scope_of(subject) or scope_of(after), upper=amount.upper, deadline=deadline,
        )  # fmt: skip
        previous = subject


def _around(text: str, left: int, right: int, kept: Sequence[_Amount], place: int) -> tuple[str, str]:
    """The words before and behind an amount that are its own among those of its list."""
    amount = kept[place]
    begin, end = left, right
    if place:
        begin = kept[place - 1].end
        begin += divide(text[begin : amount.start])[1]
    if place + 1 == len(kept):
        return text[begin : amount.start], text[amount.end : right]
    end = amount.end + divide(text[amount.end : kept[place + 1].start])[0]
    return text[begin : amount.start], with_shared_predicate(text[amount.end : end], text[kept[-1].end : right])


def _noun(amount: _Amount) -> str:
    """The noun that the amount counts, or nothing where it measures."""
    unit = (amount.unit or "").split("/")[0]
    return unit if unit and is_counted(unit) else ""


def _due(text: str, amount: _Amount, stop: int, last: bool, stated: Sequence[tuple[int, int, int]]) -> int | None:
    """The year by which the amount is wanted: said right behind it, before it, or, of the last one before `stop`, further behind."""
    behind = [(year, start, end) for year, start, end in stated if amount.end <= start < stop]
    for year, start, end in behind:
        if YEAR_BEHIND.fullmatch(text, amount.end, start) and (last or not NEXT_OWN.fullmatch(text, end, stop)):
            return year
    before = [year for year, start, _ in stated if start < amount.start]
    if before:
        return before[-1]
    return behind[0][0] if behind and last else None
