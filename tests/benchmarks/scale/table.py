"""The table of what was asked and what is reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_SIGNS = {True: "yes", False: "**no**", None: "–"}


def table(rows: Iterable[Mapping[str, Any]]) -> str:
    """`rows` (as `Row`) in Markdown."""
    lines = ["| | asked | reached | enough |", "|---|---|---|---|"]
    lines += [f"| {row['what']} | {row['asked']} | {row['reached']} | {_SIGNS[row['enough']]} |" for row in rows]
    return "\n".join(lines)
