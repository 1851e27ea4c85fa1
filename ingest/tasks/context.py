"""What encloses a clause and so decides what its words mean for agencies: headings, introductions, fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.document import FRAME_LEVELS, Clause, Span
from corpus.language.deadlines import Deadline
from corpus.language.text import fold
from ingest.tasks import grammar
from ingest.tasks.assignments import NOBODY, Enumeration, Given, assignments_in, heading_of
from ingest.tasks.fields import Fields

_LAW = frozenset({"article", "clause", "point"})
_PARTS = frozenset({"dash", "plus", "letter", "point"})
_SECTIONS = frozenset({"alpha", "roman", "arabic", "article", "chapter", "part", "section"})
#: A clause that says so much before its list is the task itself, and the list its parts.
_SAYS_MUCH = 8
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Around:
    """What encloses a clause.

    `given`: who acts. `to_do`: whether it is about what is to be done; None where that is not said, False in reports of what was done. `aims`,
    `wishes`, `law`: whether it is about aims, asks others, is law. `list_of_work`: whether most of the clauses beside it begin with work.
    `introduced`: whether a sentence of law before the list, and no heading, says who acts; then the list may be of other things.
    `stated`: the deadline of all of it, with its words.
    """

    given: Given = NOBODY
    to_do: bool | None = None
    aims: bool = False
    wishes: bool = False
    law: bool = False
    list_of_work: bool = False
    introduced: bool = False
    stated: tuple[Deadline, str] | None = None


def within(clause: Clause, around: Around) -> Around:
    """What encloses the children of `clause`, by its heading."""
    heading = fold(clause.heading or "")
    law = around.law or clause.level in _LAW
    if clause.level in ("appendix", "attachment"):
        return Around(law=False)
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
    elif grammar.AIMS.match(heading) and clause.level in _SECTIONS:
        to_do, aims = None, True
    return replace(around, to_do=to_do, aims=aims, wishes=wishes, law=law)


def introduced(
    clause: Clause, line: Span, named: Sequence[Enumeration], around: Around, *, told: bool = False
) -> Around:
    """What the paragraph before a list says for the list: who acts (`told`: only those who are given an order), and whether it asks or orders."""
    found = [one for one in assignments_in(clause.text, line, named, led=False, strict=False) if one.told or not told]
    if not found or around.to_do is False:
        return around
    return replace(
        around,
        given=found[-1].given,
        to_do=True if around.to_do is None else around.to_do,
        introduced=around.introduced or around.law,
    )


def with_fields(around: Around, fields: Fields) -> Around:
    """`around` with what the fields beside a clause say: who leads, who helps, by when."""
    if not fields.clauses:
        return around
    given = replace(fields.given, kind=around.given.kind) if fields.given.leads else around.given
    if not given.cooperating and fields.given.cooperating:
        given = replace(given, cooperating=fields.given.cooperating)
    return replace(
        around,
        given=given,
        to_do=True,
        stated=(fields.time, fields.time_text) if fields.time and fields.time_text else None,
    )


def is_the_task(
    clause: Clause, lines: Sequence[Span], named: Sequence[Enumeration], around: Around, listed: Sequence[Clause]
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


def lists_work(listed: Sequence[Clause]) -> bool:
    """Whether most of these clauses begin with what is to be done: then the others do, in words that are not known or read wrong."""
    items = [
        clause for clause in listed if clause.level not in FRAME_LEVELS and clause.level not in ("paragraph", "table")
    ]
    return 2 * sum(bool(grammar.WORK.match(clause.text, _behind_label(clause))) for clause in items) >= len(items)


def lists_other_things(listed: Sequence[Clause]) -> bool:
    """Whether none of these clauses says what is to be done: cases, papers, norms."""
    return not any(_says_what_to_do(clause.text, _behind_label(clause), len(clause.text)) for clause in listed)


def _behind_label(clause: Clause) -> int:
    label = grammar.LABEL.match(clause.text)
    return label.end() if label else 0


def _says_what_to_do(text: str, start: int, end: int) -> bool:
    return not grammar.PREMISE.fullmatch(text, start, end) and any(
        pattern.match(text, start, end) for pattern in (grammar.WORK, grammar.CIRCUMSTANCE, grammar.OBLIGED)
    )


def is_statement(text: str, line: Span) -> bool:
    """Whether a paragraph begins with words that state something: money, notes, what is known."""
    return bool(grammar.STATES.match(text, line.start, line.end))


def is_premise(text: str, span: Span) -> bool:
    """Whether the words before an assignment are blank or only say on what ground it is made: "Căn cứ nguyên tắc tại Quyết định này; …"."""
    words = text[span.start : span.end].strip(" ,;\n")
    return not words or bool(grammar.CIRCUMSTANCE.match(words) and not grammar.SENTENCE.search(words))


def is_work(clause: Clause, span: Span, around: Around) -> bool:
    """Whether words that name nobody are a task: in a list of tasks, and no mere heading or continuation."""
    words = clause.text[span.start : span.end].strip()
    if clause.level == "paragraph" and (words[:1].islower() or not around.given.leads):
        return False
    if len(words.split()) < _FEWEST or words.endswith(":"):
        return False
    if around.law and grammar.PREMISE.fullmatch(words):
        return False
    if around.introduced and not around.list_of_work and not _says_what_to_do(clause.text, span.start, span.end):
        return False
    if around.given.leads:
        return True
    return bool(
        around.to_do and not around.law and not around.wishes and (around.list_of_work or grammar.WORK.match(words))
    )
