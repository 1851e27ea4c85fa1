"""What the clauses of a document give agencies to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.deadlines import Deadline, find_deadlines
from corpus.document import FRAME_LEVELS, Clause, Span, Task
from corpus.text import fold
from ingest import task_grammar as grammar
from ingest.assignments import (
    NOBODY,
    Assignment,
    Enumeration,
    Given,
    assignments_in,
    enumerations,
    heading_of,
    helpers_in,
)
from ingest.task_fields import Fields, fields_of
from ingest.task_tables import Columns, rows_of

_LINE = re.compile(r"[^\n]+")
_LAW = frozenset({"article", "clause", "point"})
_PARTS = frozenset({"dash", "plus", "letter", "point"})
#: A letterhead has fewer parts than this.
_CELLS = 20
#: Divisions, which only have a title.
_DIVISIONS = frozenset({"part", "chapter", "section", "subsection", "appendix", "attachment"})
#: A clause that says so much before its list is the task itself, and the list its parts.
_SAYS_MUCH = 8


@dataclass(frozen=True, slots=True)
class _Around:
    """What encloses a clause: who acts, whether it is about what is to be done (None: not said), and whether it is law."""

    given: Given = NOBODY
    to_do: bool | None = None
    aims: bool = False
    wishes: bool = False
    law: bool = False
    list_of_work: bool = False
    time: Deadline | None = None
    time_text: str | None = None


def find_tasks(text: str, clauses: Sequence[Clause], document_type: str | None) -> tuple[Task, ...]:
    """The tasks of a document's clauses, in order; two leads are two tasks.

    A clause under a heading that names an agency is that agency's. What a section of tasks lists without naming anybody has no lead; elsewhere
    only what an agency is told counts. Reports only give tasks in sections that are about what is to be done.
    """
    reader = _Reader(clauses)
    around = _Around(to_do=False if document_type in ("Báo cáo", "Tờ trình", "Biên bản", "Giấy mời") else None)
    tasks = (*reader.letterhead(text, clauses), *reader.children(None, around))
    return tuple(sorted(tasks, key=lambda task: (task.start, task.end)))


class _Reader:
    """Walks the tree of clauses from the outside in."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._children: dict[str | None, list[Clause]] = {}
        for clause in clauses:
            self._children.setdefault(clause.parent, []).append(clause)
        self._columns: Columns | None = None
        self._found: tuple[str, list[Enumeration]] = ("", [])

    def letterhead(self, text: str, clauses: Sequence[Clause]) -> Iterator[Task]:
        """The rows of a table that begins the document and is cut at its borders as a letterhead is."""
        head = [clause for clause in clauses if clause.level == "preamble"]
        if len(head) < _CELLS:
            return
        start = text.rfind("\n", 0, head[0].start) + 1
        region = text[start : text.find("\n", head[-1].end)] if "\n" in text[head[-1].end :] else text[start:]
        rows, self._columns = rows_of(region, None)
        for row in rows:
            at = start + row.work.start
            clause = next((one for one in head if one.start <= at < one.end), None)
            if clause:
                shift = start - clause.start
                work = Span(row.work.start + shift, min(row.work.end + shift, len(clause.text)))
                words = region[row.time.start : row.time.end] if row.time else None
                yield from _tasks(clause, work, _Around(time=row.time, time_text=words), row.given, work.start, ())

    def _named(self, clause: Clause) -> list[Enumeration]:
        """The agencies of a clause's own text; it is asked for twice in a row."""
        if self._found[0] != clause.id:
            self._found = (clause.id, enumerations(clause.text))
        return self._found[1]

    def children(self, parent: str | None, around: _Around) -> Iterator[Task]:
        """The tasks under a clause; its fields ("Cơ quan chủ trì: …") hold for all that it lists."""
        listed = self._children.get(parent, [])
        fields = fields_of(listed, self._children)
        inner = _with_fields(around, fields)
        inner = replace(inner, list_of_work=_lists_work(listed))
        for clause in listed:
            if clause.level in FRAME_LEVELS or clause.id in fields.clauses:
                continue
            if clause.level == "table":
                yield from self._table(clause)
                continue
            yield from self._clause(clause, inner)
            inner = self._for_next(clause, inner)

    def _clause(self, clause: Clause, around: _Around) -> Iterator[Task]:
        named = self._named(clause)
        lines = _paragraphs(clause)
        listed = self._children.get(clause.id, [])
        inner = _within(clause, around)
        fields = fields_of(listed, self._children)
        run_in = _heading_span(clause, lines)
        given = heading_of(clause.text, run_in or lines[0], named) if lines else None
        if given and run_in:
            lines = _behind_heading(clause, lines)
        if given:
            if inner.wishes or around.given.kind == "request":
                given = replace(given, kind="request")
            inner = replace(inner, given=given, to_do=True if inner.to_do is None else inner.to_do)
            lines = lines if run_in else lines[1:]
        elif clause.heading is not None and lines:
            lines = _behind_heading(clause, lines)
        if fields.clauses and len(fields.clauses) == sum(child.level not in FRAME_LEVELS for child in listed):
            own = _with_fields(inner, fields)
            yield from _tasks(clause, _whole(clause), own, own.given, _whole(clause).start, named)
            return
        if clause.level == "paragraph" and grammar.LEADS_TO_LIST.search(clause.text):
            lines = lines[:-1]
        if not listed or not lines:
            yield from self._leaf(clause, lines, named, inner)
        elif clause.text.rstrip().endswith(":"):
            if _is_the_task(clause, lines, named, inner, listed):
                yield from self._leaf(clause, lines, named, inner, is_whole=True)
                return
            inner = _introduced(clause, lines[-1], named, inner)
            yield from self._leaf(clause, lines[:-1], named, replace(inner, list_of_work=False))
        else:
            yield from self._leaf(clause, lines, named, replace(inner, list_of_work=False))
        yield from self.children(clause.id, inner)

    def _leaf(
        self,
        clause: Clause,
        lines: Sequence[Span],
        named: Sequence[Enumeration],
        around: _Around,
        *,
        is_whole: bool = False,
    ) -> Iterator[Task]:
        """The tasks of a clause's own paragraphs; `is_whole`: the list under it is only its parts."""
        if not lines or clause.level in _DIVISIONS or (around.to_do is False and not around.given.leads):
            return
        text = clause.text
        strict = around.law and not around.to_do
        rest: Span | None = None  # what nobody has been given yet
        last: Assignment | None = None
        for line in lines:
            # A further paragraph that begins with an order is the issuer's again.
            led = bool(around.given.leads) and line is lines[0]
            found = assignments_in(text, line, named, led=led, strict=strict, listed=bool(around.to_do))
            if (
                around.given.leads
                and found
                and _same_agency(found[0].given, around.given)
                and found[0].start == line.start
            ):
                found = found[1:]
            if not found:
                if last:
                    last = replace(last, end=line.end)
                elif not _is_statement(text, line):
                    rest = Span(rest.start if rest else line.start, line.end)
                continue
            before = Span(line.start, found[0].start)
            if last:
                yield from _assigned(clause, last, around, named)
                last = None
            if text[before.start : before.end].strip() and grammar.WORK.match(text, before.start, before.end):
                rest = Span(
                    rest.start if rest else before.start, before.start + len(text[before.start : before.end].rstrip())
                )
            for one in found[:-1]:
                yield from _assigned(clause, one, around, named)
            last = found[-1]
        if last:
            yield from _assigned(clause, last, around, named)
        if rest and (is_whole or _is_work(clause, rest, around)):
            yield from _tasks(clause, rest, around, around.given, rest.start, named)

    def _table(self, clause: Clause) -> Iterator[Task]:
        rows, self._columns = rows_of(clause.text, self._columns)
        for row in rows:
            around = _Around(time=row.time, time_text=clause.text[row.time.start : row.time.end] if row.time else None)
            yield from _tasks(clause, row, around, row.given, row.work.start, (), row.work.end)

    def _for_next(self, clause: Clause, around: _Around) -> _Around:
        """What `clause` says for its siblings: a paragraph that leads to a list, or the agency of a list whose labels are damaged."""
        listed = self._children.get(clause.id, [])
        lines = _paragraphs(clause)
        if listed or not lines:
            return around
        if clause.level == "paragraph":
            if (
                around.to_do is not False
                and grammar.LEADS_TO_LIST.search(clause.text)
                and grammar.INSTRUCTS.search(clause.text)
            ):
                return _introduced(clause, lines[-1], self._named(clause), replace(around, to_do=True), told=True)
            return around
        given = (
            heading_of(clause.text, lines[0], self._named(clause))
            if len(lines) == 1 and around.to_do is not False
            else None
        )
        return replace(around, given=given) if given else around


def _within(clause: Clause, around: _Around) -> _Around:
    """What encloses the children of `clause`, by its heading."""
    heading = fold(clause.heading or "")
    law = around.law or clause.level in _LAW
    if clause.level in ("appendix", "attachment"):
        return _Around(law=False)
    if not heading:
        return replace(around, law=law)
    to_do, wishes, aims = around.to_do, around.wishes, around.aims
    if grammar.DUTIES.match(clause.heading or ""):
        to_do = True
    elif grammar.WISHES.match(heading):
        to_do, wishes = True, True
    elif grammar.REPORTED.search(heading) and (not around.to_do or clause.level in ("alpha", "roman")):
        to_do = False
    elif (grammar.AHEAD if to_do is False else grammar.TO_DO).search(heading) and not aims:
        to_do, wishes = True, False
    elif grammar.AIMS.match(heading) and clause.level in (
        "alpha",
        "roman",
        "arabic",
        "article",
        "chapter",
        "part",
        "section",
    ):
        to_do, aims = None, True
    return replace(around, to_do=to_do, aims=aims, wishes=wishes, law=law)


def _introduced(
    clause: Clause, line: Span, named: Sequence[Enumeration], around: _Around, *, told: bool = False
) -> _Around:
    """What the paragraph before a list says for the list: who acts (`told`: only those who are given an order), and whether it asks or orders."""
    found = [one for one in assignments_in(clause.text, line, named, led=False, strict=False) if one.told or not told]
    if not found or around.to_do is False:
        return around
    return replace(around, given=found[-1].given, to_do=True if around.to_do is None else around.to_do)


def _with_fields(around: _Around, fields: Fields) -> _Around:
    if not fields.clauses:
        return around
    given = replace(fields.given, kind=around.given.kind) if fields.given.leads else around.given
    if not given.cooperating and fields.given.cooperating:
        given = replace(given, cooperating=fields.given.cooperating)
    return replace(around, given=given, to_do=True, time=fields.time, time_text=fields.time_text)


def _is_the_task(
    clause: Clause, lines: Sequence[Span], named: Sequence[Enumeration], around: _Around, listed: Sequence[Clause]
) -> bool:
    """Whether a clause that ends with a colon is the task, and its list only the parts of it."""
    if clause.level not in _PARTS or any(child.level not in ("dash", "plus", "paragraph") for child in listed):
        return False
    words = clause.text[lines[0].start : lines[-1].end]
    if grammar.LEADS_TO_LIST.search(words) or heading_of(clause.text, lines[0], named):
        return False
    return (
        bool(around.to_do or around.given.leads)
        and len(words.split()) >= _SAYS_MUCH
        and bool(grammar.WORK.match(words))
    )


def _lists_work(listed: Sequence[Clause]) -> bool:
    """Whether most of these clauses begin with what is to be done: then the others do, in words that are not known or read wrong."""
    items = [
        clause for clause in listed if clause.level not in FRAME_LEVELS and clause.level not in ("paragraph", "table")
    ]
    starts = [label.end() if (label := grammar.LABEL.match(clause.text)) else 0 for clause in items]
    works = sum(bool(grammar.WORK.match(clause.text, start)) for clause, start in zip(items, starts, strict=True))
    return 2 * works >= len(items)


def _is_statement(text: str, line: Span) -> bool:
    return bool(grammar.STATES.match(text, line.start, line.end))


def _is_work(clause: Clause, span: Span, around: _Around) -> bool:
    """Whether words that name nobody are a task: in a list of tasks, and no mere heading or continuation."""
    words = clause.text[span.start : span.end].strip()
    if clause.level == "paragraph" and (words[:1].islower() or not around.given.leads):
        return False
    if len(words.split()) < 3 or words.endswith(":"):
        return False
    if around.given.leads:
        return True
    return bool(
        around.to_do and not around.law and not around.wishes and (around.list_of_work or grammar.WORK.match(words))
    )


def _assigned(clause: Clause, one: Assignment, around: _Around, named: Sequence[Enumeration]) -> Iterator[Task]:
    given = one.given
    if not one.told and (around.wishes or around.given.kind == "request"):
        given = replace(given, kind="request")
    yield from _tasks(clause, one, around, given, one.body, named)


def _tasks(
    clause: Clause,
    span: Span,
    around: _Around,
    given: Given,
    body: int,
    named: Sequence[Enumeration],
    body_end: int | None = None,
) -> Iterator[Task]:
    """One task for each lead of `given` in the stretch `span` of the clause's own text."""
    text = clause.text
    work = _tidied(text[body : body_end or span.end]) or text[span.start : span.end]
    helpers = tuple(dict.fromkeys((*given.cooperating, *helpers_in(text, span.start, span.end, named))))
    for piece, time in _pieces(text, span, around.time):
        words = around.time_text if around.time else time and text[time.start : time.end]
        inner = (
            _tidied(text[max(body, piece.start) : piece.end])
            if piece.end < span.end or piece.start > span.start
            else work
        )
        for lead in given.leads or (None,):
            yield Task(
                clause_id=clause.id,
                start=clause.start + piece.start,
                end=clause.start + piece.end,
                text=text[piece.start : piece.end],
                kind=given.kind,
                lead=lead,
                cooperating=helpers,
                task=inner,
                deadline=time.date if time else None,
                recurrence=time.recurrence if time else None,
                deadline_text=words or None,
            )


def _tidied(words: str) -> str:
    return words.strip().lstrip(",:;. \n").strip()


def _pieces(text: str, span: Span, time: Deadline | None) -> Iterator[tuple[Span, Deadline | None]]:
    """The task in `span` with its deadline; where parts of it have days of their own, each part with its own."""
    found = [
        Deadline(one.start + span.start, one.end + span.start, one.date, one.recurrence)
        for one in find_deadlines(text[span.start : span.end])
    ]
    days = [one for one in found if one.date or "BYMONTHDAY" in (one.recurrence or "")]
    if time or not days[1:]:
        yield span, time or (_best(found, span.start) if found else None)
        return
    start = span.start
    for at, day in enumerate(days):
        following = days[at + 1].start if at + 1 < len(days) else None
        breaks = list(grammar.SENTENCE.finditer(text, day.end, following)) if following else []
        yield Span(start, breaks[-1].start() + 1 if breaks else span.end), day
        start = breaks[-1].end() if breaks else start


def _best(found: Sequence[Deadline], start: int) -> Deadline:
    """The one that says most: what begins the task if it recurs, else a date, else a rule, else the first."""
    if found[0].start == start and found[0].recurrence:
        return found[0]
    return next((one for one in found if one.date), next((one for one in found if one.recurrence), found[0]))


def _same_agency(one: Given, other: Given) -> bool:
    """Whether a paragraph names again whom its heading names, perhaps shorter."""
    first, outer = one.leads[0].casefold(), other.leads[0].casefold()
    if len(one.leads) < len(other.leads):
        return False
    return (first in outer or outer in first) and first.startswith("chủ tịch") == outer.startswith("chủ tịch")


def _paragraphs(clause: Clause) -> list[Span]:
    """The paragraphs of a clause's own text, without its label."""
    lines: list[Span] = []
    for match in _LINE.finditer(clause.text):
        if lines and match[0].strip()[:1].islower() and clause.text[: lines[-1].end].rstrip()[-1:] not in ".;:":
            lines[-1] = Span(lines[-1].start, match.end())  # a paragraph that a page breaks
        elif match[0].strip():
            lines.append(Span(match.start(), match.end()))
    if not lines:
        return []
    if clause.label is not None and (label := grammar.LABEL.match(clause.text, lines[0].start, lines[0].end)):
        lines[0] = Span(label.end(), lines[0].end)
    return [_tight(clause.text, line) for line in lines]


def _heading_span(clause: Clause, lines: Sequence[Span]) -> Span | None:
    """Where a heading stands that shares its line with the text behind it."""
    at = clause.text.find(clause.heading) if clause.heading and lines else -1
    end = at + len(clause.heading or "")
    return Span(at, end) if at >= 0 and end < lines[0].end else None


def _behind_heading(clause: Clause, lines: Sequence[Span]) -> list[Span]:
    """`lines` without the heading, which may share its line with the text."""
    at = clause.text.find(clause.heading or "")
    end = at + len(clause.heading or "") if at >= 0 else 0
    rest = [Span(max(line.start, end), line.end) for line in lines if line.end > end]
    return [tight for line in rest if (tight := _tight(clause.text, line)).end > tight.start]


def _tight(text: str, span: Span) -> Span:
    """`span` without white space and the marks that join it to what stands before."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip(" \t\u00a0:.-–"))
    return Span(start, max(start, span.start + len(words.rstrip())))


def _whole(clause: Clause) -> Span:
    lines = _paragraphs(clause)
    return Span(lines[0].start, lines[-1].end) if lines else Span(0, len(clause.text))
