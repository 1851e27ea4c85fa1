"""Where in a document goals are set, and the year that headings and lead-ins give to what stands below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from corpus.document import Clause
from corpus.language.dates import DATE
from ingest.targets.grammar import (
    GOAL_HEADING,
    GOAL_LEAD,
    OTHER_YEAR,
    REPORT_HEADING,
    VISION,
    WORK_HEADING,
    YEAR,
)


class Part(Enum):
    """What a part of a document does with amounts."""

    GOALS = "sets goals"
    WORK = "sets a goal only where it says so"
    REPORT = "reports, regulates or pays"


@dataclass(frozen=True, slots=True)
class Context:
    """What the headings and lead-ins above a clause say of it."""

    part: Part
    year: int | None


def contexts(clauses: Sequence[Clause], title: str | None) -> dict[str, Context]:
    """The context of each clause, by its id."""
    named = re.match(r"\W*(?:danh\s+mục\s+)?(?:các\s+)?(?:chỉ\s+tiêu|mục\s+tiêu)", title or "", re.IGNORECASE)
    outermost = Context(Part.GOALS if named else Part.WORK, stated_year(DATE.sub(" ", title or "")))
    found: dict[str, Context] = {}
    below: dict[str, Context] = {}
    leads: dict[str | None, Context] = {}
    for clause in clauses:
        around = below[clause.parent] if clause.parent else outermost
        listed = clause.level in ("dash", "plus", "letter")
        if not listed:
            leads.pop(clause.parent, None)
        above = leads.get(clause.parent, around) if listed else around
        found[clause.id] = below[clause.id] = _headed(clause, above)
        if lead := _lead(clause, found[clause.id]):
            below[clause.id] = lead
            if clause.level == "paragraph":
                leads[clause.parent] = lead
    return found


def stated_year(text: str) -> int | None:
    """The year by which `text` wants something reached, or None; a vision counts where nothing else is said.

    >>> stated_year("Các chỉ tiêu chủ yếu giai đoạn 2026 - 2030, tầm nhìn đến năm 2045")
    2030
    """
    years = [year for year, _, _ in years_in(text)]
    if years:
        return years[-1]
    vision = VISION.search(text)
    return int(vision["vision"]) if vision else None


def years_in(text: str) -> list[tuple[int, int, int]]:
    """The years by which `text` wants something reached, each with its start and end."""
    found = []
    for match in YEAR.finditer(text):
        year = next(filter(None, (match[name] for name in ("until", "year", "bare", "month", "end"))))
        if not OTHER_YEAR.search(text[max(0, match.start() - 50) : match.start()]):
            found.append((int(year), match.start(), match.end()))
    return found


def _headed(clause: Clause, above: Context) -> Context:
    """The context of a clause by its own heading."""
    heading = clause.heading or ""
    if not heading:
        return above
    part = above.part
    if part is Part.REPORT:
        pass  # what stands under "Kết quả" goes on reporting, whatever it is called
    elif REPORT_HEADING.search(heading) and not re.match(r"\W*(?:mục tiêu|chỉ tiêu)", heading, re.IGNORECASE):
        part = Part.REPORT
    elif GOAL_HEADING.search(heading):
        part = Part.WORK if re.search(r"nhiệm\s+vụ|giải\s+pháp", heading, re.IGNORECASE) else Part.GOALS
    elif WORK_HEADING.search(heading):
        part = Part.WORK
    return replace(above, part=part, year=stated_year(DATE.sub(" ", heading)) or above.year)


def _lead(clause: Clause, own: Context) -> Context | None:
    """The context of what `clause` leads in by its last words ("Phấn đấu đến năm 2030:")."""
    last = clause.text.rstrip().rsplit("\n", 1)[-1]
    if not GOAL_LEAD.search(last) or own.part is Part.REPORT:
        return None
    return Context(Part.GOALS, stated_year(DATE.sub(" ", last)) or own.year)
