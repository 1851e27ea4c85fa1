"""A clause while the tree is being built, and what its lines say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from corpus.document import LAW_LEVELS, Level
from ingest.clauses.frame import is_upper

DIVISIONS = ("part", "chapter", "section", "subsection")
NUMBERED = frozenset({"clause", "arabic", "decimal", "point", "letter"})
ENDS_SENTENCE = re.compile(r"[.;:,]\s*[”\"]?\s*$")
_RUN_IN = re.compile(r"(?P<head>[^\W\d_][^:;.“\"]{2,140}?)\s*:\s+(?P<text>\S.{15,})", re.DOTALL)
_NO_RUN_IN = re.compile(r"\b(?:là|gồm|như sau|sau đây|quy định|theo|nếu|khi|được)\b", re.IGNORECASE)


@dataclass
class Node:
    """A clause while the tree is being built; `start`/`end` bound its own text.

    `last_article` is the number of the article opened last under a document, an attachment or an appendix, 0 before the first.
    """

    level: Level | Literal["root"]
    start: int
    end: int
    parent: Node | None
    label: str | None = None
    value: int = 0
    suffix: str = ""
    heading: str | None = None
    rank: float = 0.0
    children: list[Node] = field(default_factory=list)
    own_lines: list[str] = field(default_factory=list)
    last_article: int = 0

    def walk(self) -> Iterator[Node]:
        """The node and all under it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def has_open_heading(self) -> bool:
        """Whether the lines so far are a label that still waits for its title or text."""
        return self.level in DIVISIONS and self.heading is None


def closes_list(node: Node) -> bool:
    """Whether `node` is the last of a list: it ends with a full stop after items that end with semicolons."""
    if node.level not in NUMBERED or len(node.own_lines) != 1 or not node.parent:
        return False
    # Read from the end: a list may have as many items as the text has lines.
    alike = (child for child in reversed(node.parent.children) if child.level == node.level)
    before = next(islice(alike, 1, None), None)
    if before is None:
        return False
    last_words = (before.children[-1] if before.children else before).own_lines
    return bool(last_words) and last_words[-1].rstrip().endswith(";") and node.own_lines[0].rstrip().endswith(".")


def heading_of(node: Node) -> str | None:
    """The title of a numbered clause: its first line when that is no sentence, or the words before a run-in colon."""
    if not node.own_lines:
        return None
    first = node.own_lines[0].strip()
    if len(node.own_lines) > 1 or node.children:
        upper_lines = 1
        if is_upper(first) and node.level in ("roman", "alpha"):
            while upper_lines < len(node.own_lines) and is_upper(node.own_lines[upper_lines]):
                upper_lines += 1
        title = " ".join(node.own_lines[:upper_lines])
        if not ENDS_SENTENCE.search(title) and len(title) <= 400:
            return title
        if (
            node.level not in LAW_LEVELS
            and len(node.own_lines) == 1
            and title.endswith(":")
            and len(title.split()) <= 12
        ):
            return title.rstrip(": ")
    elif is_upper(first) and node.level in ("roman", "alpha", "article"):
        return first.rstrip(".:; ")
    match = _RUN_IN.fullmatch(first)
    if (
        match
        and len(match["head"].split()) <= 15
        and match["head"][0].isupper()
        and not _NO_RUN_IN.search(match["head"])
    ):
        return match["head"]
    return None
