"""What the clauses of a document give agencies to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.document import FRAME_LEVELS, Clause, Span, Task
from corpus.language.deadlines import Deadline
from ingest.tasks import grammar
from ingest.tasks.assignments import (
    Assignment,
    Enumeration,
    Given,
    assignments_in,
    enumerations,
    heading_of,
    is_of_others,
)
from ingest.tasks.context import (
    Around,
    introduced,
    is_premise,
    is_statement,
    is_the_task,
    is_work,
    lists_other_things,
    lists_work,
    with_fields,
    within,
)
from ingest.tasks.fields import fields_of
from ingest.tasks.making import tasks_of
from ingest.tasks.paragraphs import behind_heading, heading_span, paragraphs, whole
from ingest.tasks.tables import Columns, Row, rows_of

#: A letterhead has fewer parts than this.
_CELLS = 20
#: Divisions, which only have a title.
_DIVISIONS = frozenset({"part", "chapter", "section", "subsection", "appendix", "attachment"})
#: Documents that report, ask or invite.
_REPORTS = frozenset({"Báo cáo", "Tờ trình", "Biên bản", "Giấy mời"})


def find_tasks(text: str, clauses: Sequence[Clause], document_type: str | None) -> tuple[Task, ...]:
    """The tasks of a document's clauses, in order; two leads are two tasks.

    A clause under a heading that names an agency is that agency's. What a section of tasks lists without naming anybody has no lead; elsewhere
    only what an agency is told counts. Reports only give tasks in sections that are about what is to be done.
    """
    reader = _Reader(clauses)
    around = Around(to_do=False if document_type in _REPORTS else None)
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
                yield from tasks_of(clause, work, row.given, work, stated=_stated(region, row))

    def _named(self, clause: Clause) -> list[Enumeration]:
        """The agencies of a clause's own text; it is asked for twice in a row."""
        if self._found[0] != clause.id:
            self._found = (clause.id, enumerations(clause.text))
        return self._found[1]

    def children(self, parent: str | None, around: Around) -> Iterator[Task]:
        """The tasks under a clause; its fields ("Cơ quan chủ trì: …") hold for all that it lists."""
        listed = self._children.get(parent, [])
        fields = fields_of(listed, self._children)
        inner = with_fields(around, fields)
        inner = replace(inner, list_of_work=lists_work(listed))
        for clause in listed:
            if clause.level in FRAME_LEVELS or clause.id in fields.clauses:
                continue
            if clause.level == "table":
                yield from self._table(clause)
                continue
            yield from self._clause(clause, inner)
            inner = self._for_next(clause, inner)

    def _clause(self, clause: Clause, around: Around) -> Iterator[Task]:
        named = self._named(clause)
        lines = paragraphs(clause)
        listed = self._children.get(clause.id, [])
        inner = within(clause, around)
        fields = fields_of(listed, self._children)
        run_in = heading_span(clause, lines)
        given = heading_of(clause.text, run_in or lines[0], named) if lines else None
        if given and run_in:
            lines = behind_heading(clause, lines)
        if given:
            if inner.wishes or around.given.kind == "request":
                given = replace(given, kind="request")
            inner = replace(inner, given=given, to_do=True if inner.to_do is None else inner.to_do, introduced=False)
            lines = lines if run_in else lines[1:]
        elif clause.heading is not None and lines:
            lines = behind_heading(clause, lines)
        if fields.clauses and len(fields.clauses) == sum(child.level not in FRAME_LEVELS for child in listed):
            own = with_fields(inner, fields)
            yield from tasks_of(clause, whole(clause), own.given, whole(clause), named, own.stated)
            return
        if clause.level == "paragraph" and _leads_to_list(clause):
            lines = lines[:-1]
        if not listed or not lines:
            yield from self._leaf(clause, lines, named, inner)
        elif clause.text.rstrip().endswith(":"):
            if is_the_task(clause, lines, named, inner, listed):
                yield from self._leaf(clause, lines, named, inner, is_whole=True)
                return
            before, inner = inner, introduced(clause, lines[-1], named, inner)
            if inner.introduced and not before.introduced and lists_other_things(listed):
                yield from self._leaf(clause, lines, named, replace(before, to_do=True, list_of_work=False))
                yield from self.children(clause.id, before)
                return
            above = before if inner.introduced else inner
            yield from self._leaf(clause, lines[:-1], named, replace(above, list_of_work=False))
        else:
            yield from self._leaf(clause, lines, named, replace(inner, list_of_work=False))
        yield from self.children(clause.id, inner)

    def _leaf(
        self,
        clause: Clause,
        lines: Sequence[Span],
        named: Sequence[Enumeration],
        around: Around,
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
            if not found and is_of_others(text, line, named):
                continue
            if not found:
                if last:
                    last = replace(last, end=line.end)
                elif not is_statement(text, line):
                    rest = Span(rest.start if rest else line.start, line.end)
                continue
            before = Span(line.start, found[0].start)
            if last:
                yield from _assigned(clause, last, around, named)
                last = None
            if not is_premise(text, before) and grammar.WORK.match(text, before.start, before.end):
                rest = Span(
                    rest.start if rest else before.start, before.start + len(text[before.start : before.end].rstrip())
                )
            for one in found[:-1]:
                yield from _assigned(clause, one, around, named)
            last = found[-1]
        if last:
            yield from _assigned(clause, last, around, named)
        if rest and (is_whole or is_work(clause, rest, around)):
            yield from tasks_of(clause, rest, around.given, rest, named, around.stated)

    def _table(self, clause: Clause) -> Iterator[Task]:
        rows, self._columns = rows_of(clause.text, self._columns)
        for row in rows:
            yield from tasks_of(clause, row, row.given, row.work, stated=_stated(clause.text, row))

    def _for_next(self, clause: Clause, around: Around) -> Around:
        """What `clause` says for its siblings: a paragraph that leads to a list, or the agency of a list whose labels are damaged."""
        listed = self._children.get(clause.id, [])
        lines = paragraphs(clause)
        if listed or not lines:
            return around
        if clause.level == "paragraph":
            if around.to_do is not False and _leads_to_list(clause):
                return introduced(clause, lines[-1], self._named(clause), replace(around, to_do=True), told=True)
            return around
        # Law without a heading on duties may list names for their own sake.
        if len(lines) > 1 or around.to_do is False or (around.law and not around.to_do):
            return around
        given = heading_of(clause.text, lines[0], self._named(clause))
        return replace(around, given=given) if given else around


def _assigned(clause: Clause, one: Assignment, around: Around, named: Sequence[Enumeration]) -> Iterator[Task]:
    given = one.given
    if not clause.text[one.body : one.end].strip(" .,:;/"):
        return  # a name alone
    if not one.told and (around.wishes or around.given.kind == "request"):
        given = replace(given, kind="request")
    yield from tasks_of(clause, one, given, Span(one.body, one.end), named, around.stated)


def _stated(text: str, row: Row) -> tuple[Deadline, str] | None:
    return (row.time, text[row.time.start : row.time.end]) if row.time else None


def _leads_to_list(clause: Clause) -> bool:
    """Whether a paragraph says that what follows is to be done."""
    return clause.text.rstrip().endswith(":") and grammar.INSTRUCTS.search(clause.text) is not None


def _same_agency(one: Given, other: Given) -> bool:
    """Whether a paragraph names again whom its heading names, perhaps shorter."""
    first, outer = one.leads[0].casefold(), other.leads[0].casefold()
    if len(one.leads) != len(other.leads):
        return False
    return (first in outer or outer in first) and first.startswith("chủ tịch") == outer.startswith("chủ tịch")
