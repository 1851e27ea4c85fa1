"""Deadlines of tasks as an iCalendar (RFC 5545), with what recurs as `RRULE`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from corpus.citing.citation import cite_clause
from corpus.document import Task
from corpus.language.successors import Successors
from corpus.overviews.tasklist import together
from corpus.store import Store

#: A summary is cut here; the whole task is in the description.
_SUMMARY = 150
_MONTH_DAYS = re.compile(r"BYMONTHDAY=(\d+)")
_MONTHS = re.compile(r"BYMONTH=([\d,]+)")


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """`content` is the file; `entries` how many deadlines it holds, `without_day` how many tasks recur on no stated day and are left out."""

    content: bytes
    entries: int
    without_day: int


def calendar_of(
    tasks: Iterable[Task],
    successors: Successors,
    citation: Callable[[str], str],
    issued_on: Callable[[str], str | None],
) -> CalendarFile:
    """The deadlines of `tasks`, an all-day entry each; agencies with one task in one place share it.

    What recurs begins with the first such day after its document was issued. `citation` and `issued_on` (ISO) are asked by clause id.
    """
    from icalendar import Calendar, Event, vRecur  # only who writes a calendar waits for it

    calendar = Calendar()
    calendar.add("prodid", "-//dieukhoan//nhiem vu//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Thời hạn nhiệm vụ")
    wanted = list(tasks)
    due = together(task for task in wanted if _has_day(task))
    for shared in due:
        task = shared[0]
        first = _first_day(task, issued_on(task.clause_id))
        event = Event()
        event.add("uid", f"{task.clause_id}-{task.start}-{task.deadline or task.recurrence}@dieukhoan")
        event.add("dtstamp", datetime.now(UTC))
        event.add("dtstart", first)
        event.add("dtend", first + timedelta(days=1))
        event.add("summary", _summary(shared, successors))
        event.add("description", _description(shared, successors, citation(task.clause_id)))
        if task.recurrence:
            event.add("rrule", vRecur.from_ical(task.recurrence))
        calendar.add_component(event)
    without_day = sum(bool(task.recurrence) and not _has_day(task) for task in wanted)
    return CalendarFile(calendar.to_ical(), len(due), without_day)


def _has_day(task: Task) -> bool:
    return bool(task.deadline or _MONTH_DAYS.search(task.recurrence or ""))


def _first_day(task: Task, issued_on: str | None) -> date:
    """The day of a deadline, or the first one of a rule that is not before the document."""
    if task.deadline and not task.deadline.startswith("--"):
        return date.fromisoformat(task.deadline)
    rule = task.recurrence or ""
    day = int(_MONTH_DAYS.findall(rule)[0])
    months = (
        {int(month) for month in _MONTHS.findall(rule)[0].split(",")} if _MONTHS.search(rule) else set(range(1, 13))
    )
    at = date.fromisoformat(issued_on) if issued_on else datetime.now(UTC).date()
    while at.day != day or at.month not in months:
        at += timedelta(days=1)
    return at


def stored_calendar(tasks: Iterable[Task], store: Store, successors: Successors) -> CalendarFile:
    """`calendar_of` tasks that `store` holds, cited from it."""
    return calendar_of(
        tasks,
        successors,
        citation=lambda clause_id: cite_clause(*store.clause(clause_id)),
        issued_on=lambda clause_id: store.clause(clause_id)[0].issued_on,
    )


def _summary(tasks: Sequence[Task], successors: Successors) -> str:
    who = "; ".join(dict.fromkeys(successors.current(task.lead) for task in tasks if task.lead))
    what = " ".join(tasks[0].task.split())
    line = f"{who}: {what}" if who else what
    return line if len(line) <= _SUMMARY else line[: _SUMMARY - 1].rstrip() + "…"


def _description(tasks: Sequence[Task], successors: Successors, citation: str) -> str:
    task = tasks[0]
    lines = [task.text.strip(), f"Thời hạn theo văn bản: {task.deadline_text}" if task.deadline_text else ""]
    lines += [f"{one.lead} {now}" for one in tasks if one.lead and (now := successors.of(one.lead))]
    if task.cooperating:
        lines.append(f"Phối hợp: {'; '.join(task.cooperating)}")
    if task.kind == "request":
        lines.append("Văn bản đề nghị, không giao nhiệm vụ.")
    return "\n".join([*filter(None, lines), citation, task.clause_id])
