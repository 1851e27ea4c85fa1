"""Deadlines of tasks as an iCalendar (RFC 5545), with what recurs as `RRULE`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from corpus.citing.citation import cite_clause
from corpus.document import Task
from corpus.language.successors import Successors
from corpus.overviews.tasklist import together
from corpus.store import Store

#: A summary is cut here; the whole task is in the description.
_SUMMARY = 150


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
    entries = without_day = 0
    for shared in together(tasks):
        task = shared[0]
        first = _first_day(task, issued_on(task.clause_id))
        if first is None:
            without_day += len(shared) if task.recurrence else 0
            continue
        entries += 1
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
    return CalendarFile(calendar.to_ical(), entries, without_day)


def _first_day(task: Task, issued_on: str | None) -> date | None:
    """The day of a deadline, or the first one of a rule that is not before the document; None where none is stated, or no year has it."""
    from dateutil.rrule import rrulestr  # only who writes a calendar waits for it

    if task.deadline and not task.deadline.startswith("--"):
        return date.fromisoformat(task.deadline)
    rule = task.recurrence or ""
    if "BYMONTHDAY" not in rule:
        return None
    begins = datetime.fromisoformat(issued_on) if issued_on else datetime.now()
    days = rrulestr(rule, dtstart=datetime.combine(begins, time()))
    return next((day.date() for day in days), None)


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
