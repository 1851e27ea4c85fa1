"""What the documentation consists of: its pages, their fenced blocks, words in code, links, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "tests").glob("*/README.md"))]


def name_of(page: Path) -> str:
    """How a page is called in the list of tests."""
    return str(page.relative_to(ROOT))


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its text, the sentence before it and the heading (of the second level) that it stands under."""

    language: str
    text: str
    said: str
    heading: str

    @property
    def file(self) -> str:
        """The file that the sentence before the block names: "`ingest/readers/eml.py`:"."""
        return re.findall(r"`([^`]+)`", self.said)[-1]


@cache
def _tokens(page: Path) -> tuple[Token, ...]:
    return tuple(MarkdownIt("commonmark").enable("table").parse(page.read_text("utf-8")))


def blocks(page: Path) -> list[Block]:
    """The blocks of code, in their order; one that is merely indented has no language."""
    found, said, heading = [], "", ""
    for before, token in pairwise(_tokens(page)):
        if token.type == "inline":
            said = token.content
            heading = said if (before.type, before.tag) == ("heading_open", "h2") else heading
        elif token.type in ("fence", "code_block"):
            found.append(Block(token.info.strip(), token.content, said, heading))
    return found


def _inline(page: Path, kind: str) -> Iterator[Token]:
    for token in _tokens(page):
        yield from (child for child in token.children or () if child.type == kind)


def spans(page: Path) -> list[str]:
    """What stands in backticks within sentences."""
    return [token.content for token in _inline(page, "code_inline")]


def emphasised(page: Path) -> list[str]:
    """What stands in italics."""
    found = []
    for token in _tokens(page):
        children = token.children or []
        for at, child in enumerate(children):
            if child.type == "em_open":
                end = next(place for place in range(at, len(children)) if children[place].type == "em_close")
                found.append("".join(inner.content for inner in children[at:end]))
    return found


def links(page: Path) -> list[str]:
    """Where links lead and pictures lie."""
    return [
        *(str(token.attrs["href"]) for token in _inline(page, "link_open")),
        *(str(token.attrs["src"]) for token in _inline(page, "image")),
    ]


def anchors(page: Path) -> set[str]:
    """The headings, as links within a page name them."""
    tokens = _tokens(page)
    return {
        re.sub(r"[^\w\- ]", "", inner.content.lower()).replace(" ", "-")
        for heading, inner in pairwise(tokens)
        if heading.type == "heading_open"
    }
