"""The paragraphs of a clause as tasks are read: without its label, its heading apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.document import Clause, Span
from ingest.tasks import grammar

_LINE = re.compile(r"[^\n]+")


def paragraphs(clause: Clause) -> list[Span]:
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


def heading_span(clause: Clause, lines: Sequence[Span]) -> Span | None:
    """Where a heading stands that shares its line with the text behind it."""
    at = clause.text.find(clause.heading) if clause.heading and lines else -1
    end = at + len(clause.heading or "")
    return Span(at, end) if at >= 0 and end < lines[0].end else None


def behind_heading(clause: Clause, lines: Sequence[Span]) -> list[Span]:
    """`lines` without the heading, which may share its line with the text."""
    at = clause.text.find(clause.heading or "")
    end = at + len(clause.heading or "") if at >= 0 else 0
    rest = [Span(max(line.start, end), line.end) for line in lines if line.end > end]
    return [tight for line in rest if (tight := _tight(clause.text, line)).end > tight.start]


def whole(clause: Clause) -> Span:
    """All paragraphs of a clause's own text, heading included."""
    lines = paragraphs(clause)
    return Span(lines[0].start, lines[-1].end) if lines else Span(0, len(clause.text))


def _tight(text: str, span: Span) -> Span:
    """`span` without white space and the marks that join it to what stands before."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip(" \t\u00a0:.-–"))
    return Span(start, max(start, span.start + len(words.rstrip())))
