"""Rows as a table in Markdown, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tests.benchmarks.figures.judging import Row

_HEAD = "| Issue | Figure | Asked | Committed | Now | Verdict | Command |\n| --- | --- | --- | --- | --- | --- | --- |"


def table(rows: Sequence[Row]) -> str:
    """One line a figure, by issue, and a last line that counts the verdicts."""
    lines = [_line(row) for row in sorted(rows, key=lambda row: row.figure.issue)]
    counted = Counter(str(row.verdict) for row in rows)
    return "\n".join([_HEAD, *lines, "", "; ".join(f"{count} {verdict}" for verdict, count in counted.most_common())])


def _line(row: Row) -> str:
    figure = row.figure
    verdict = f"**{row.verdict}**" if row.verdict.is_bad else str(row.verdict)
    committed = f"{figure.shown(row.committed)} ({row.day})" if row.day else figure.shown(row.committed)
    cells = (
        str(figure.issue), figure.what, asked_of(row), committed, figure.shown(row.value),
        f"{verdict}: {row.note}" if row.note else verdict, f"`{row.command}`",
    )  # fmt: skip
    return "| " + " | ".join(cell or "–" for cell in cells) + " |"


def asked_of(row: Row) -> str:
    """What was asked of a figure: `≥ .91, .945`."""
    sign = "≥" if row.figure.better == "higher" else "≤"
    return f"{sign} {', '.join(map(row.figure.shown, row.figure.asked))}" if row.figure.asked else ""


def as_json(rows: Sequence[Row], taken: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The rows by the names of their figures, and how each measurement was taken."""
    return {"measurements": taken, "figures": {row.figure.id: _told(row) for row in rows}}


def merged(before: dict[str, Any], now: dict[str, Any], ids: Sequence[str]) -> dict[str, Any]:
    """What was told before, with what is told now in its place; `ids` are the figures that count, in their order."""
    figures = before.get("figures", {}) | now["figures"]
    return {
        "measurements": before.get("measurements", {}) | now["measurements"],
        "figures": {name: figures[name] for name in ids if name in figures},
    }


def _told(row: Row) -> dict[str, Any]:
    return {
        "issue": row.figure.issue,
        "what": row.figure.what,
        "asked": asked_of(row),
        "committed": _rounded(row.committed),
        "now": _rounded(row.value),
        "verdict": str(row.verdict),
        "day": row.day,
        "note": row.note,
        "command": row.command,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 5)
