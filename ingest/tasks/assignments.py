"""Who is told to do what in one paragraph, or by the heading of a clause."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.document import Span
from corpus.language.agencies import AgencyMention, find_agencies, is_private
from ingest.tasks import grammar

_BETWEEN = re.compile(r"\s*(?:[,;/]|[,;]?\s+(?:và|cùng|hoặc))?\s*(?:các\s+đồng\s+chí\s+)?")
#: Stands for an agency in the words before another one.
_AGENCY = "\ue000"
#: Circumstances before who acts are no longer than this.
_FARTHEST = 900
#: Nor is whom a heading names.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Given:
    """Who is to do something, with whom; `kind` as `Task` has it."""

    leads: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    kind: Literal["task", "request"] = "task"


NOBODY = Given()


@dataclass(frozen=True, slots=True)
class Assignment(Span):
    """A stretch that gives work to agencies; the work itself begins at `body`. `told`: it says "giao", "yêu cầu" or "đề nghị"."""

    given: Given
    body: int
    told: bool


@dataclass(frozen=True, slots=True)
class Enumeration(Span):
    """Agencies that are named one after the other; `tail`: those after the first comma, which may begin a sentence of their own."""

    names: tuple[str, ...]
    tail: Enumeration | None = None


def enumerations(text: str) -> list[Enumeration]:
    """The agencies of `text`, together where they stand together."""
    groups: list[list[AgencyMention]] = []
    for mention in find_agencies(text):
        if (
            groups
            and _BETWEEN.fullmatch(text, groups[-1][-1].end, mention.start)
            and "\n" not in text[groups[-1][-1].end : mention.start]
        ):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return [
        Enumeration(group[0].start, group[-1].end, _once(one.name for one in group), _tail(text, group))
        for group in groups
    ]


def _tail(text: str, group: Sequence[AgencyMention]) -> Enumeration | None:
    commas = [at for at in range(1, len(group)) if "," in text[group[at - 1].end : group[at].start]]
    return (
        Enumeration(group[commas[0]].start, group[-1].end, _once(one.name for one in group[commas[0] :]))
        if commas
        else None
    )


def heading_of(text: str, span: Span, named: Sequence[Enumeration]) -> Given | None:
    """Who a line names if it does nothing else: "2.1. Sở Nội vụ chủ trì, phối hợp với các sở, ngành".

    A heading on the duties of others than agencies names nobody.
    """
    return _agencies_of_heading(text, span, named) or _bearer_of_duties(text, span, named)


def _agencies_of_heading(text: str, span: Span, named: Sequence[Enumeration]) -> Given | None:
    inside = [one for one in named if span.start <= one.start and one.end <= span.end]
    if not inside:
        return None
    start = grammar.LABEL.match(text, span.start, span.end)
    before = grammar.HEADING_LEAD.fullmatch(text, start.end() if start else span.start, inside[0].start)
    if not before:
        return None
    if all(is_private(name) for name in inside[0].names):
        return None
    first, end = inside[0], inside[0].end
    helpers: tuple[str, ...] = ()
    if len(inside) > 1 and grammar.LEADS.fullmatch(text, first.end, inside[1].start):
        helpers, end = inside[1].names, inside[1].end
    if not grammar.HEADING_REST.fullmatch(text, end, span.end):
        return None
    return Given(first.names, helpers, "request" if before["asks"] else "task")


def _bearer_of_duties(text: str, span: Span, named: Sequence[Enumeration]) -> Given | None:
    """Who bears the duties of a heading "Trách nhiệm của …": its agencies, or an agency in the heading's own words."""
    label = grammar.LABEL.match(text, span.start, span.end)
    lead = grammar.HEADING_LEAD.match(text, label.end() if label else span.start, span.end)
    whom = text[lead.end() : span.end].strip(" .:;") if lead and lead["duty"] else ""
    if not lead or not whom or len(whom) > _LONGEST or any(mark in whom for mark in ".;:\n"):
        return None
    first = next((one for one in named if one.start == lead.end() and one.end <= span.end), None)
    if first and not all(is_private(name) for name in first.names):
        if grammar.DUTIES_ABOUT.fullmatch(text, first.end, span.end):
            return Given(first.names)
    elif first or not grammar.OFFICE.match(whom):
        return NOBODY
    return Given((" ".join((whom[:1].upper() + whom[1:]).split()),))


def assignments_in(
    text: str, span: Span, named: Sequence[Enumeration], *, led: bool, strict: bool, listed: bool = False
) -> list[Assignment]:
    """The assignments of one paragraph, in order; each reaches to the next one.

    `led`: what encloses the paragraph already says who acts, so that its own "yêu cầu …" is theirs. `strict`: law, which speaks of agencies
    without telling them to do something; only duties count. `listed`: the paragraph stands in a list of tasks.
    """
    found: list[tuple[int, Enumeration, Literal["task", "request"], bool]] = []
    inside = [one for one in named if span.start <= one.start and one.end <= span.end]
    starts = [span.start, *(match.end() for match in grammar.SENTENCE.finditer(text, span.start, span.end))]
    for one in inside:
        start = starts[bisect_right(starts, one.start) - 1]
        if one.start - start > _FARTHEST:
            continue
        order = _order(text, start, one, inside, led=led, first=start == span.start)
        if order:
            found.append((start, one, order, True))
        elif order is None:
            tail = one.tail if grammar.BELONGS.search(text, start, one.start) else None
            acting = next(
                (
                    part
                    for part in (one, tail)
                    if part and _acts(text, start, part, inside, strict=strict, listed=listed)
                ),
                None,
            )
            if acting:
                found.append((start, _which(text, acting), "task", False))
    out: list[Assignment] = []
    for at, (start, one, kind, told) in enumerate(found):
        if at and start <= found[at - 1][1].start:
            start = one.start
        end = found[at + 1][0] if at + 1 < len(found) else span.end
        if at + 1 < len(found) and end <= one.end:
            end = found[at + 1][1].start
        helpers, body = _helpers(text, one, end, inside)
        if "(" in text[start : one.start].replace("(", "", text[start : one.start].count(")")):
            start = body = max(
                out[-1].end if out else span.start, text.rfind(". ", span.start, one.start) + 1
            )  # who does it is said aside
        out.append(Assignment(start, _trimmed(text, start, end), Given(one.names, helpers, kind), body, told))
    return out


def is_of_others(text: str, line: Span, named: Sequence[Enumeration]) -> bool:
    """Whether a paragraph begins with those who did something, or with the duty of enterprises or persons: no task of whom its heading names."""
    first = next((one for one in named if one.start == line.start), None)
    if not first:
        return False
    private = all(is_private(name) for name in first.names)
    return bool(grammar.DONE.match(text, first.end) or (private and grammar.OBLIGED.match(text, first.end)))


def helpers_in(text: str, start: int, end: int, named: Sequence[Enumeration]) -> tuple[str, ...]:
    """With whom the work from `start` to `end` is to be done."""
    return _once(
        name
        for one in named
        if start <= one.start and one.end <= end and grammar.HELPS.search(text, start, one.start)
        for name in one.names
    )


def _order(
    text: str, start: int, one: Enumeration, inside: Sequence[Enumeration], *, led: bool, first: bool
) -> Literal["task", "request", ""] | None:
    """The kind of task that an order before the agencies gives them; "" where it is another's order, None where there is none."""
    before = _masked(text, start, one.start, inside)
    order = grammar.ORDER.search(before)
    if (order and order["aside"]) or (before.rstrip().endswith("(") and grammar.ASIDE.match(text, one.end)):
        return "task"
    if not order:
        return None
    if all(is_private(name) for name in one.names) and order[0].strip()[:1].islower():
        return ""
    if led and not order["after_agency"] and (order["asks"] or order["demands"] or not first):
        return ""
    if _AGENCY in before and not order["after_agency"] and not _orders(text, start, inside):
        return ""
    return "request" if order["asks"] else "task"


def _acts(
    text: str, start: int, one: Enumeration, inside: Sequence[Enumeration], *, strict: bool, listed: bool
) -> bool:
    """Whether the agencies are the subject of what is to be done."""
    before = _masked(text, start, one.start, inside)
    if (
        grammar.ORDERS.match(text, one.end)
        or grammar.DONE.match(text, one.end)
        or all(is_private(name) for name in one.names)
    ):
        return False
    if not grammar.JOINS.fullmatch(before) and not (
        grammar.CIRCUMSTANCE.match(before) and grammar.CIRCUMSTANCE_END.search(before)
    ):
        return False
    if strict:
        return bool(grammar.DUTY.match(text, one.end))
    if listed and not before and grammar.SPEAKS_OF.match(text, one.end):
        return True
    return bool(grammar.ACTS.match(text, one.end) or grammar.OBLIGED.match(text, one.end))


def _which(text: str, one: Enumeration) -> Enumeration:
    """`one` with the words that say which of the agencies that are not named have the duty."""
    which = grammar.WHICH.match(text, one.end) if grammar.UNNAMED.match(one.names[-1]) else None
    if not which:
        return one
    return Enumeration(one.start, which.end(), (*one.names[:-1], f"{one.names[-1]} {' '.join(which['words'].split())}"))


def _orders(text: str, start: int, inside: Sequence[Enumeration]) -> bool:
    """Whether the first agency of a sentence is the one that gives orders."""
    speaker = next((one for one in inside if one.start >= start), None)
    return speaker is not None and bool(grammar.ORDERS.match(text, speaker.end))


def _helpers(text: str, one: Enumeration, end: int, inside: Sequence[Enumeration]) -> tuple[tuple[str, ...], int]:
    """With whom, and where the work begins."""
    body = one.end
    following = next((other for other in inside if one.end <= other.start < end), None)
    if following and grammar.LEADS.fullmatch(text, one.end, following.start):
        body = following.end
    return helpers_in(text, one.end, end, inside), body


def _masked(text: str, start: int, end: int, named: Sequence[Enumeration]) -> str:
    """The words from `start` to `end` with agencies as one sign."""
    out: list[str] = []
    at = start
    for one in named:
        if start <= one.start and one.end <= end:
            out += (text[at : one.start], _AGENCY)
            at = one.end
    return "".join([*out, text[at:end]])


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
