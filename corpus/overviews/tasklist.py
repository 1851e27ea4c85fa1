"""Tasks of several documents together: chosen, counted by agency, and as CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from corpus.citing.identifiers import ClauseId
from corpus.document import Task
from corpus.language.agencies import agency_key
from corpus.language.successors import Successors
from corpus.language.text import uncomputed


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks are wanted; None and False let all pass.

    `agency` is part of a name, as printed or of today, abbreviated or not: a task passes when such an agency leads or helps. `leads` asks that
    it leads. `kind` is `task` or `request`. `dated` asks for a deadline or a recurrence.
    """

    agency: str | None = None
    leads: bool = False
    kind: str | None = None
    dated: bool = False

    def chosen(self, tasks: Iterable[Task], successors: Successors) -> list[Task]:
        """Those of `tasks` that are wanted, in their order."""
        return [task for task in tasks if self._passes(task, successors)]

    def _passes(self, task: Task, successors: Successors) -> bool:
        if self.kind not in (None, task.kind) or (self.dated and not (task.deadline or task.recurrence)):
            return False
        if self.agency is None:
            return True
        names = [task.lead or ""] if self.leads else [task.lead or "", *task.cooperating]
        return any(successors.same(self.agency, name) for name in names if name)


@dataclass(frozen=True, slots=True)
class AgencyCount:
    """How many tasks an agency leads and helps with; `by_document` has both numbers for each document with any."""

    agency: str
    leads: int
    helps: int
    by_document: dict[str, tuple[int, int]] = field(default_factory=dict)


def document_of_task(task: Task) -> str:
    """The id of the document that gives the task."""
    return ClauseId.parse(task.clause_id).document


def together(tasks: Iterable[Task]) -> list[tuple[Task, ...]]:
    """`tasks` with those together that are one piece of work for several leads, in their order."""
    groups: dict[tuple[str, int, int, str | None, str | None], list[Task]] = {}
    for task in tasks:
        groups.setdefault((task.clause_id, task.start, task.end, task.deadline, task.recurrence), []).append(task)
    return [tuple(group) for group in groups.values()]


def by_deadline(groups: Iterable[tuple[Task, ...]]) -> list[tuple[Task, ...]]:
    """Those of `groups` that are due: first on a day, the earliest first, then again and again, then as the document puts it."""

    def order(group: tuple[Task, ...]) -> tuple[int, str]:
        task = group[0]
        if task.deadline and not task.deadline.startswith("--"):
            return (0, task.deadline)
        return (1, task.deadline or f"~{task.recurrence}") if task.recurrence else (2, "")

    due = [group for group in groups if group[0].deadline or group[0].recurrence or group[0].deadline_text]
    return sorted(due, key=order)


def count_by_agency(tasks: Sequence[Task]) -> list[AgencyCount]:
    """The agencies of `tasks`, those with most to lead first; spellings of one name are one agency, under the most frequent spelling."""
    spelt: dict[str, Counter[str]] = {}
    leads: dict[str, Counter[str]] = {}
    helps: dict[str, Counter[str]] = {}
    helped: set[tuple[str, int, int, str]] = set()
    for task in tasks:
        document = document_of_task(task)
        if task.lead:
            leads.setdefault(_spell(task.lead, spelt), Counter())[document] += 1
        for name in task.cooperating:
            key = _spell(name, spelt)
            place = (task.clause_id, task.start, task.end, key)
            if place not in helped:  # two leads are two tasks, whose help is one
                helped.add(place)
                helps.setdefault(key, Counter())[document] += 1
    counts = []
    for key, spellings in spelt.items():
        led, joined = leads.get(key, Counter()), helps.get(key, Counter())
        documents = {document: (led[document], joined[document]) for document in {*led, *joined}}
        counts.append(AgencyCount(spellings.most_common(1)[0][0], led.total(), joined.total(), documents))
    return sorted(counts, key=lambda count: (-count.leads, -count.helps, count.agency))


def _spell(name: str, spelt: dict[str, Counter[str]]) -> str:
    key = agency_key(name)
    spelt.setdefault(key, Counter())[name] += 1
    return key


def as_csv(tasks: Iterable[Task], successors: Successors, citation: Callable[[str], str]) -> str:
    """A table for a spreadsheet, with the heads of columns in Vietnamese; `citation` gives the citation of a clause by its id."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        (
            "Cơ quan chủ trì",
            "Nay là",
            "Cơ quan phối hợp",
            "Nhiệm vụ",
            "Loại",
            "Thời hạn",
            "Định kỳ",
            "Thời hạn theo văn bản",
            "Trích dẫn",
            "Mã điều khoản",
        )
    )
    for task in tasks:
        now = successors.of(task.lead) if task.lead else None
        cells = (
            task.lead or "", str(now) if now else "", "; ".join(task.cooperating), task.task,
            "Đề nghị" if task.kind == "request" else "Nhiệm vụ", task.deadline or "", task.recurrence or "", task.deadline_text or "",
            citation(task.clause_id), task.clause_id,
        )  # fmt: skip
        writer.writerow([uncomputed(cell) for cell in cells])
    return out.getvalue()
