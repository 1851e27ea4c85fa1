"""From lines to the tree of clauses.

The grammar of law (Phần › Chương › Mục › Điều › khoản › điểm) and that of plans and Party documents (A. › I. › 1. › 1.1. › a) › - › +)
share one tree: `1.` and `a)` are khoản and điểm under a Điều and items elsewhere. Text is never refused: what bears no label
belongs to the clause above it or becomes a paragraph of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from corpus.document import Discarded, Level
from ingest.clauses.frame import (
    Head,
    Region,
    appendix_label,
    document_type,
    find_regions,
    is_separator,
    is_upper,
)
from ingest.clauses.grammar import Label, labels
from ingest.clauses.lines import Line
from ingest.clauses.nodes import DIVISIONS, ENDS_SENTENCE, Node, closes_list, heading_of
from ingest.clauses.quotes import quoted_lines

_RANK = {
    **dict.fromkeys(("root", "attachment", "appendix"), -1.0),
    "part": 0,
    "chapter": 1,
    "section": 2,
    "subsection": 3,
    "alpha": 3.4,
    "roman": 3.7,
    "article": 4,
    "clause": 7,
    "arabic": 7,
    "decimal": 8,
    "point": 9,
    "letter": 9,
    "dash": 10,
    "plus": 11,
}
#: What numbers and letters are called under a Điều.
_IN_ARTICLES: dict[Level, Level] = {"arabic": "clause", "letter": "point"}
_LIST_LEVELS = frozenset({"dash", "plus"})
#: No list stands inside more lists of its own kind than this; a text that seems to go deeper counts them without nesting them.
_DEEPEST = 4
_CLOSING = re.compile(
    r"Trên đây (?:là|,)|"
    r"(?:Nghị quyết|(?:Bộ )?[Ll]uật|Pháp lệnh) này (?:đã )?(?:được|có hiệu lực).{0,80}(?:thông qua|kể từ)|Kính (?:đề nghị|trình|mong)\b"
)


def build_tree(
    lines: Sequence[Line], head: Head, kept_out: Sequence[Discarded] = ()
) -> tuple[Node, tuple[Discarded, ...]]:
    """The tree of clauses under a root that stands for the document, and the stretches kept out of it.

    `kept_out` are stretches without lines, in order, that were left out before; no clause reaches over them.
    """
    quoted = quoted_lines(lines)
    builder = _Builder(kept_out)
    for region in find_regions(lines, quoted, head):
        builder.add(region)
    builder.finish()
    return builder.root, tuple(sorted((*builder.discarded, *kept_out), key=lambda span: span.start))


class _Builder:
    def __init__(self, kept_out: Sequence[Discarded]) -> None:
        self.kept_out = kept_out
        self.root = Node("root", 0, 0, None, rank=_RANK["root"])
        self.stack = [self.root]
        self.discarded: list[Discarded] = []
        self.table: Node | None = None

    def add(self, region: Region) -> None:
        if region.kind != "body":
            self.stack = [self.root]
        match region.kind:
            case "attachment" | "appendix" as part:
                self._open_part(region, part)
            case "body":
                for index, line in enumerate(region.lines):
                    self._body_line(line, region.quoted[index])
            case "clutter":
                self.discarded.append(Discarded(region.lines[0].start, region.lines[-1].end, "web page clutter"))
            case "loose":
                for line in region.lines:
                    self._append(self.root, "paragraph", line)
            case "preamble" | "signature" | "recipients" as framing:
                self._frame(region, framing)

    def finish(self) -> None:
        for node in self.root.walk():
            if node.heading is None and node.level not in (*_LIST_LEVELS, "table", "paragraph"):
                node.heading = heading_of(node)

    # parts around the clauses

    def _frame(self, region: Region, framing: Level) -> None:
        """Letterhead, signature and recipients: one clause each, cut where a table border stands."""
        current: Node | None = None
        for line in region.lines:
            for start, end, text in _cells(line):
                if text == "|":
                    self.discarded.append(Discarded(start, end, "table border"))
                    current = None
                    continue
                level = framing
                if re.match(r"(?:Nơi|NƠI) (?:nhận|NHẬN)", text):
                    level = "recipients"
                elif line.is_row and level == "recipients":
                    level = "signature"  # the cell beside Nơi nhận
                if current is None or current.level != level:
                    current = Node(level, start, end, self.root, rank=_RANK["plus"])
                    self.root.children.append(current)
                current.end = end

    def _open_part(self, region: Region, part: Level) -> None:
        first, last = region.lines[0], region.lines[-1]
        node = Node(part, first.start, last.end, self.root, rank=_RANK[part])
        texts = [line.text for line in region.lines]
        if part == "appendix":
            label, rest = appendix_label(texts[0]) or (texts[0], "")
            node.label = label
            texts[0] = rest
        else:
            at = next((i for i, text in enumerate(texts) if document_type(text)), 0)
            kind = document_type(texts[at])
            if kind:
                node.label = texts[at][: len(kind)]
                texts = [texts[at][len(kind) :], *texts[at + 1 :]]
        title = [
            t.strip(" .:–-")
            for t in texts
            if not is_separator(t) and not re.match(r"\W*\(?\s*(?:Ban hành\s+)?kèm theo", t, re.I)
        ]
        node.heading = (
            " ".join(filter(None, (re.split(r"\s*\((?:Ban hành\s+)?[Kk]èm theo", t)[0] for t in title))) or None
        )
        self.root.children.append(node)
        self.stack = [self.root, node]
        self.table = None

    # clauses

    def _body_line(self, line: Line, quoted: bool) -> None:
        in_page_table = self.table is not None and not self.table.own_lines[0].startswith("|")
        if (line.is_row and not quoted) or in_page_table or self._begins_page_table(line):
            self._table_row(line)
            return
        self.table = None
        if is_separator(line.text):
            self.discarded.append(Discarded(line.start, line.end, "table border" if "|" in line.text else "drawn line"))
        elif not quoted and (label := self._label_in_place(line)):
            self._open(label, line)
        else:
            self._unlabelled(line, quoted)

    def _begins_page_table(self, line: Line) -> bool:
        """Whether a table begins that has only the page's gaps for borders; believed in an appendix alone, to whose end it goes."""
        return line.has_columns and self._component().level == "appendix"

    def _label_in_place(self, line: Line) -> Label | None:
        """The reading of the line's label that fits here, or None when it is no label after all."""
        readings = [label for label in labels(line.text) if self._fits(label, line)]
        for label in readings:
            if self._sibling(label):
                return label
        return readings[0] if readings else None

    def _fits(self, label: Label, line: Line) -> bool:
        if label.level in DIVISIONS:
            if not label.rest or is_upper(label.rest):
                return True
            titled = label.rest[0].isupper() and not ENDS_SENTENCE.search(label.rest) and len(label.rest) < 200
            return (label.separated and titled) or (
                titled and bool(self._sibling(label)) and not re.match(r"(?:Điều|Chương|Luật|Nghị)", label.rest)
            )
        if label.level == "article":
            if label.separated or not label.rest:
                return True
            return (
                label.value == self._component().last_article + 1
                and label.rest[0].isupper()
                and not re.match(r"(?:Luật|Nghị|Thông|Quy|Quyết|Bộ)", label.rest)
            )
        if label.level == "decimal" and not label.separated:
            return bool(self._sibling(label)) or any(
                node.level in ("arabic", "clause", "decimal") and node.label == label.text.rsplit(".", 1)[0]
                for node in self.stack
            )
        if (
            label.level == "arabic"
            and line.text.startswith(f"{label.text}.")
            and line.text[len(label.text) + 1 : len(label.text) + 2].isdecimal()
        ):
            in_law = any(node.level == "article" for node in self.stack)
            return (
                in_law
                and (label.rest[:1].isupper() or label.rest[0] == "(")
                and (label.value == 1 or bool(self._sibling(label)))
            )
        if label.level == "arabic" and not label.separated:  # "9," for "9."
            return bool(self._sibling(label)) and label.rest[:1].isupper()
        if label.level == "letter":
            if label.suffix and not (label.separated and (label.suffix.isdigit() or label.suffix == label.text[0])):
                return False
            return label.separated or label.value == 1 or bool(self._sibling(label))
        return True

    def _component(self) -> Node:
        return next(node for node in reversed(self.stack) if node.rank < 0)

    def _level(self, label: Label) -> Level:
        if any(node.level == "article" for node in self.stack):
            return _IN_ARTICLES.get(label.level, label.level)
        return label.level

    def _sibling(self, label: Label) -> Node | None:
        """The open node that `label` continues: 2 after 1, đ after d, 5a after 5, 2.3 after 2.2."""
        level = self._level(label)
        for node in reversed(self.stack):
            if node.level != level or level in _LIST_LEVELS:
                continue
            if level == "decimal" and (node.label or "").rsplit(".", 1)[0] != label.text.rsplit(".", 1)[0]:
                continue
            follows = label.value == node.value + 1 and not label.suffix
            inserted = label.value == node.value and bool(label.suffix) and label.suffix != node.suffix
            if follows or inserted:
                return node
        return None

    def _open(self, label: Label, line: Line) -> None:
        level = self._level(label)
        rank = _RANK[level]
        if level == "decimal":
            rank += 0.1 * label.text.count(".")
        sibling = self._sibling(label)
        if sibling and sibling.parent:
            rank = sibling.rank
            del self.stack[self.stack.index(sibling) :]
        elif self._starts_inner_list(label, level):
            while self.stack[-1].level in _LIST_LEVELS:
                self.stack.pop()
            rank = self.stack[-1].rank + 0.01
        else:
            while self.stack[-1].rank >= rank:
                self.stack.pop()
        parent = self.stack[-1]
        node = Node(level, line.start, line.end, parent, label.text, label.value, label.suffix, rank=rank)
        node.own_lines = [label.rest] if label.rest else []
        if level in DIVISIONS and label.rest:
            node.heading = label.rest.strip()
        parent.children.append(node)
        if level == "article":
            for component in self.stack[:2]:  # the document, and the attachment or appendix that the article stands in
                component.last_article = label.value
        self.stack.append(node)

    def _starts_inner_list(self, label: Label, level: Level) -> bool:
        """Whether a numbering that begins again at 1 stands inside the item above: "a) … như sau:" then "1. …"."""
        if label.value != 1 or label.suffix or level not in ("arabic", "clause", "roman", "letter", "point"):
            return False
        if sum(node.level == level for node in self.stack) > _DEEPEST:
            return False
        top = self.stack[-1]
        if level == "roman":
            return top.level in ("article", "clause", "point") and self._ends_with_colon(top)
        same = any(node.level == level for node in self.stack)
        return same and top.rank >= _RANK[level] and self._ends_with_colon(top)

    @staticmethod
    def _ends_with_colon(node: Node) -> bool:
        last = node.children[-1] if node.children else node
        return bool(last.own_lines) and last.own_lines[-1].rstrip().endswith(":")

    def _unlabelled(self, line: Line, quoted: bool) -> None:
        top = self.stack[-1]
        if quoted and top is not self.root:
            last = top.children[-1] if top.children else top
            if last is top or last.level == "paragraph":
                self._extend(last, line)
                return
        if top is not self.root and not quoted and _CLOSING.match(line.text):
            self.stack = [self.root]
            self._append(self.root, "paragraph", line)
            return
        if top.rank < 0:  # directly under the document, an attachment or an appendix
            self._append(top, "paragraph", line)
            return
        if top.has_open_heading() and not top.children:
            top.heading = line.text
            self._extend(top, line)
            return
        if top.level in DIVISIONS and not top.children and is_upper(line.text) and is_upper(top.heading or ""):
            top.heading = f"{top.heading} {line.text}"
            self._extend(top, line)
            return
        if top.level in _LIST_LEVELS:
            while self.stack[-1].level in _LIST_LEVELS:
                self.stack.pop()
            self._append(self.stack[-1], "paragraph", line)
        elif top.children or top.level in DIVISIONS:
            self._append(top, "paragraph", line)
        elif closes_list(top):
            self.stack.pop()
            self._append(self.stack[-1], "paragraph", line)
        else:
            self._extend(top, line)

    def _table_row(self, line: Line) -> None:
        if self.table is None or self._interrupted(self.table, line):
            while self.stack[-1].level in _LIST_LEVELS:
                self.stack.pop()
            self.table = self._append(self.stack[-1], "table", line)
        else:
            self._extend(self.table, line)

    def _append(self, parent: Node, level: Level, line: Line) -> Node:
        node = Node(level, line.start, line.end, parent, rank=_RANK["plus"] + 1, own_lines=[line.text])
        parent.children.append(node)
        return node

    def _interrupted(self, node: Node, line: Line) -> bool:
        """Whether a stretch that is kept out of the clauses stands between `node` and `line`."""
        gap = bisect_left(self.kept_out, node.end, key=lambda gap: gap.start)
        return (bool(self.discarded) and self.discarded[-1].start >= node.end) or (
            gap < len(self.kept_out) and self.kept_out[gap].start < line.start
        )

    def _extend(self, node: Node, line: Line) -> None:
        """Add `line` to the node's own text; behind a discarded stretch it becomes a paragraph of its own."""
        if self._interrupted(node, line):
            self._append(
                node.parent if node.level in ("paragraph", "table") and node.parent else node, "paragraph", line
            )
            return
        node.end = line.end
        node.own_lines.append(line.text)


def _cells(line: Line) -> Iterator[tuple[int, int, str]]:
    """The pieces of a line between table borders, and the borders themselves as `|`."""
    for match in re.finditer(r"\||[^|]+", line.text):
        text = match[0].strip()
        if text:
            start = line.start + match.start() + match[0].index(text[0])
            yield start, start + len(text), text
