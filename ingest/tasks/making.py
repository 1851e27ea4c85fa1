"""From a stretch that gives work to the tasks: one for each lead, and for each day where its parts have days of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.document import Clause, Span, Task
from corpus.language.deadlines import Deadline, find_deadlines
from ingest.tasks import grammar
from ingest.tasks.assignments import Enumeration, Given, helpers_in

#: A deadline that names a day says more than one that names a month, a quarter or a year.
_DAY = re.compile(r"ngày|\d\s?[/.-]\s?\d{1,2}(?!\d)", re.IGNORECASE)


def tasks_of(
    clause: Clause,
    span: Span,
    given: Given,
    work: Span,
    named: Sequence[Enumeration] = (),
    stated: tuple[Deadline, str] | None = None,
) -> Iterator[Task]:
    """One task for each lead of `given` in the stretch `span` of the clause's own text; `work` is what is to be done.

    `named` are the clause's agencies, `stated` is the deadline with its words where it does not stand in the stretch itself.
    """
    text = clause.text
    helpers = tuple(dict.fromkeys((*given.cooperating, *helpers_in(text, span.start, span.end, named))))
    for piece, time in _pieces(text, span) if stated is None else ((span, stated[0]),):
        words = stated[1] if stated else text[time.start : time.end] if time else None
        done = _tidied(text[max(work.start, piece.start) : min(work.end, piece.end)])
        for lead in given.leads or (None,):
            yield Task(
                clause_id=clause.id,
                start=clause.start + piece.start,
                end=clause.start + piece.end,
                text=text[piece.start : piece.end],
                kind=given.kind,
                lead=lead,
                cooperating=helpers,
                task=done or text[piece.start : piece.end],
                deadline=time.date if time else None,
                recurrence=time.recurrence if time else None,
                deadline_text=words,
            )


def _tidied(words: str) -> str:
    return words.strip().lstrip(",:;. \n").strip()


def _pieces(text: str, span: Span) -> Iterator[tuple[Span, Deadline | None]]:
    """The task in `span` with its deadline; where parts of it have days of their own, each part with its own."""
    found = [
        Deadline(one.start + span.start, one.end + span.start, one.date, one.recurrence)
        for one in find_deadlines(text[span.start : span.end])
    ]
    days = _of_days(text, [one for one in found if one.date or "BYMONTHDAY" in (one.recurrence or "")])
    if len(days) <= 1:
        yield span, (days[0] if days and not _begins(found, span) else _best(found, span) if found else None)
        return
    start = span.start
    for at, day in enumerate(days):
        following = days[at + 1].start if at + 1 < len(days) else None
        breaks = list(grammar.SENTENCE.finditer(text, day.end, following)) if following else []
        yield Span(start, breaks[-1].start() + 1 if breaks else span.end), day
        start = breaks[-1].end() if breaks else start


def _of_days(text: str, found: Sequence[Deadline]) -> list[Deadline]:
    """`found` without those that only name a month or a year, where another one of the same sentence names a day."""

    def beside(one: Deadline, other: Deadline) -> bool:
        first, second = sorted((one, other), key=lambda each: each.start)
        return grammar.SENTENCE.search(text, first.end, second.start) is None

    precise = [one for one in found if _DAY.search(text, one.start, one.end)]
    return [one for one in found if one in precise or not any(beside(one, other) for other in precise)]


def _begins(found: Sequence[Deadline], span: Span) -> bool:
    """Whether the task begins with how often it is to be done."""
    return found[0].start == span.start and found[0].recurrence is not None


def _best(found: Sequence[Deadline], span: Span) -> Deadline:
    """The one that says most: what begins the task if it recurs, else a date, else a rule, else the first."""
    if _begins(found, span):
        return found[0]
    return next((one for one in found if one.date), next((one for one in found if one.recurrence), found[0]))
