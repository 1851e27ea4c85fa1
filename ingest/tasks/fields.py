"""Clauses that only state a field of the tasks beside them: "Cơ quan chủ trì: …", "Thời gian thực hiện: …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.document import Clause
from corpus.language.deadlines import Deadline, deadline_of_cell
from ingest.tasks import grammar
from ingest.tasks.assignments import NOBODY, Given
from ingest.tasks.tables import names_in

_VALUE = re.compile(r"\s*(?::\s*|\n|$)")


@dataclass(frozen=True, slots=True)
class Fields:
    """What the fields among siblings say, and the ids of the clauses that state them."""

    clauses: frozenset[str] = frozenset()
    given: Given = NOBODY
    time: Deadline | None = None
    time_text: str | None = None


def fields_of(siblings: Sequence[Clause], children: Mapping[str | None, Sequence[Clause]]) -> Fields:
    """The fields among `siblings`; none unless one of them says who leads or by when."""
    found: dict[str, str] = {}
    names: dict[str, list[str]] = {"lead": [], "does": [], "help": []}
    time: Deadline | None = None
    time_text: str | None = None
    for clause in siblings:
        read = _field(clause)
        if read is None:
            continue
        kind, value = read
        found[clause.id] = kind
        if kind == "time":
            time = deadline_of_cell(value)
            time_text = value.strip() or None
        elif kind == "both":
            for part in children.get(clause.id, ()):
                inner = _field(part)
                if inner and inner[0] in names:
                    names[inner[0]] += _names(inner[1], part, children)
        elif kind in names:
            names[kind] += _names(value, clause, children)
    if names["lead"]:
        names["help"] += names["does"]
    else:
        names["lead"] = names["does"]
    if not names["lead"] and time is None:
        return Fields()
    return Fields(frozenset(found), Given(_once(names["lead"]), _once(names["help"])), time, time_text)


def _field(clause: Clause) -> tuple[str, str] | None:
    """The kind of field that a clause states, and its value; `both` where its children state lead and help."""
    label = grammar.LABEL.match(clause.text) if clause.label is not None else None
    start = label.end() if label else 0
    for kind, pattern in (
        ("does", grammar.DOES_FIELD),
        ("lead", grammar.LEAD_FIELD),
        ("help", grammar.HELP_FIELD),
        ("time", grammar.TIME_FIELD),
        ("other", grammar.OTHER_FIELD),
    ):
        match = pattern.match(clause.text, start)
        value = _VALUE.match(clause.text, match.end()) if match else None
        if match and value:
            words = clause.text[value.end() :].strip()
            both = kind == "lead" and not words and "," in match[0]
            return ("both" if both else kind), words
    return None


def _names(value: str, clause: Clause, children: Mapping[str | None, Sequence[Clause]]) -> Iterator[str]:
    """The agencies of a field, or of the clauses under it."""
    if value:
        yield from names_in(value)
    for part in children.get(clause.id, ()):
        if part.level == "paragraph":
            continue
        label = grammar.LABEL.match(part.text)
        yield from names_in(part.text[label.end() if label else 0 :])


def _once(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
