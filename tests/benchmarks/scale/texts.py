"""The real clauses and questions that everything here is made of."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from search.evaluation.measuring import read_queries
from search.index.passages import windows

#: Blocks of the labelled acts that are clauses; those of the other kinds are headings, frames and tables.
_CLAUSES = frozenset({"clause", "point", "content"})
#: Characters: less is a heading or a signature, more is cut, so that a clause is one window and has one vector.
_SHORT, _LONG = 40, 520
_LABEL = re.compile(r"^(?:\d+(?:\.\d+)*|[a-zđ]{1,2})[.)]\s*|^[-–+]\s*", re.IGNORECASE)
_ARTICLE = re.compile(r"^.*?Điều \d+[a-z]?\.\s*")
_SPACE = re.compile(r"\s+")
#: Characters of a heading that are kept.
_HEADING = 120


@dataclass(frozen=True, slots=True)
class RealTexts:
    """`clauses` in the order of their documents: each the place of its heading in `headings`, and its text without a label."""

    headings: tuple[str, ...]
    clauses: tuple[tuple[int, str], ...]


def real_texts(shared: Path) -> RealTexts:
    """The clauses of the labelled acts and the paragraphs of the passages of the labelled queries, each text once."""
    headings: dict[str, int] = {}
    seen: set[str] = set()
    clauses: list[tuple[int, str]] = []

    def keep(heading: str, text: str) -> None:
        text = _LABEL.sub("", _SPACE.sub(" ", text).strip())
        for start, end in windows(text, _LONG):
            part = text[start:end].strip()
            if len(part) >= _SHORT and part not in seen:
                seen.add(part)
                clauses.append((headings.setdefault(heading[:_HEADING] or "Quy định chung", len(headings)), part))

    with (shared / "structure" / "gold.jsonl").open(encoding="utf-8") as acts:
        for act in map(json.loads, acts):
            heading = ""
            for block in act["blocks"]:
                if block["t"] == "article":
                    heading = _SPACE.sub(" ", _ARTICLE.sub("", block["text"])).strip()
                elif block["t"] in _CLAUSES:
                    keep(heading, block["text"])
    for name in ("articles", "policy"):
        for entry in read_queries(shared / "bench" / name)[0]:
            for paragraph in entry.text.splitlines():
                keep(_ARTICLE.sub("", _SPACE.sub(" ", entry.headings)).strip(), paragraph)
    return RealTexts(tuple(headings), tuple(clauses))


def real_questions(shared: Path, count: int) -> list[str]:
    """`count` labelled questions, as they were asked: those of citizens first, then others on the laws."""
    found = [text for name in ("policy", "articles") for text in read_queries(shared / "bench" / name)[1].values()]
    return found[:count]
