"""What a document is: its text, its metadata and the tree of its clauses.

All offsets are 0-based code points into `Document.text`, end exclusive. Pages are 1-based. Dates are ISO 8601.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

#: Levels of the tree from the outside in: of laws, of plans and Party documents, then those of both.
Level = Literal[
    "part", "chapter", "section", "subsection", "article", "clause", "point",
    "alpha", "roman", "arabic", "decimal", "letter", "dash", "plus",
    "paragraph", "table", "appendix", "attachment", "preamble", "signature", "recipients",
]  # fmt: skip
LEVELS: tuple[Level, ...] = get_args(Level)
LAW_LEVELS = LEVELS[: LEVELS.index("point") + 1]
#: Levels that answer no question by themselves: searched only when asked for.
FRAME_LEVELS: frozenset[Level] = frozenset({"preamble", "signature", "recipients"})

#: What a document does with another one, in the words that the program says.
Relation = Literal[
    "căn cứ", "thực hiện", "cụ thể hóa", "sửa đổi, bổ sung", "điều chỉnh, bổ sung", "thay thế", "bãi bỏ", "ban hành kèm theo",
    "hợp nhất", "dẫn chiếu",
]  # fmt: skip
Comparator = Literal["=", "<", "<=", ">", ">=", "~"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Discarded(Span):
    """A stretch that belongs to no clause, and why (`reason`: a short English phrase)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Repair(Span):
    """A place where the text differs from its source: `original` stood there.

    `kind` is one of `nfc`, `line-join`, `page-break`, `space`, `character`, `markup`, `table`, `spelling`, `footnote`.
    Replacing every `text[start:end]` by its `original` gives the source's text back.
    """

    original: str
    kind: str


@dataclass(frozen=True, slots=True)
class Page(Span):
    """The stretch of text that stands on one page (`number`: 1-based).

    `width` and `height` are in points; `confidence` is the recogniser's mean confidence in the page's words, in [0, 1],
    None where the text was not recognised from an image; `readable` is False where nothing sensible could be read.
    """

    number: int
    width: float | None = None
    height: float | None = None
    confidence: float | None = None
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Box(Span):
    """Where a stretch of the text is printed: page (1-based) and rectangle in points from the page's upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Stated(Span):
    """Where the document states one of its metadata: `field` is the name of the `Document` field."""

    field: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document came from."""

    name: str
    sha256: str
    media_type: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One node of the tree; the level `clause` is the khoản of a law.

    `text` is the clause's own text, from its label to its first child: `document.text[start:end] == text`.
    `document.text[start:subtree_end]` is the clause with all that stands under it. `parent` is a clause id, or None
    directly under the document. `order` counts the document's clauses from 0.
    """

    id: str
    parent: str | None
    level: Level
    label: str | None
    heading: str | None
    text: str
    start: int
    end: int
    subtree_end: int
    page: int | None
    order: int

    @property
    def is_heading_only(self) -> bool:
        """Whether the own text says nothing beyond label and heading."""
        if self.level in {"part", "chapter", "section", "subsection", "appendix", "attachment"}:
            return True
        return self.heading is not None and self.text.rstrip().rstrip(":").endswith(self.heading)


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of another document or clause.

    `start`/`end` bound it in the document's text. `relation` says what the mention does,
    `subject` is the id of the document that acts. `number` and `date` (ISO) name the document meant, or its `type`, `title` and
    `issuer` as far as the mention states them; `labels` name the clause within it as printed, from small to large (`khoản 2`,
    `Điều 5`). `document_id` and `target_clause_id` are what it resolves to, or None.
    """

    clause_id: str
    start: int
    end: int
    text: str
    relation: Relation
    subject: str
    number: str | None
    date: str | None
    document_id: str | None
    target_clause_id: str | None
    type: str | None = None
    title: str | None = None
    issuer: str | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A measurable goal (chỉ tiêu) that a clause sets; `text` is the document's text from `start` to `end`.

    `subject` is what is measured, `comparator` how it is to be reached (`~`: about); `value` is a number, or words where the goal is a
    grade ("trung bình khá"); `upper` is the other end of a range. `unit` is as printed ("%", "căn hộ", "bác sĩ/10.000 dân"). `year` is
    when it is to be reached, `deadline` (ISO) the day where one is given. `scope` says for whom or where it holds. What is not stated is None.
    """

    clause_id: str
    start: int
    end: int
    text: str
    subject: str
    comparator: Comparator
    value: float | str
    unit: str | None
    year: int | None
    scope: str | None
    upper: float | None = None
    deadline: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What a clause gives an agency to do; `text` is the document's text from `start` to `end`. Two leads are two tasks.

    `kind` is `task`, or `request` where the agency is only asked ("Đề nghị …"). `lead` and `cooperating` are agencies by their full
    names, `task` is the work as printed. `deadline` is an ISO date, without the year (`--12-01`) where it recurs; `recurrence` is an RFC 5545
    rule (`FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1`). `deadline_text` is how the document puts either. What is not stated is None.
    """

    clause_id: str
    start: int
    end: int
    text: str
    kind: Literal["task", "request"]
    lead: str | None
    cooperating: tuple[str, ...]
    task: str
    deadline: str | None
    recurrence: str | None
    deadline_text: str | None = None


@dataclass(frozen=True, eq=False)
class Document:
    """A document: its metadata, its one text, and its clauses in reading order.

    `type` is the Vietnamese name of the document's kind ("Kế hoạch"), `issued_on` an ISO date, `title` the trích yếu
    as printed, `basis` the lines that say what the document rests on. `position` is what stands above the signer's name
    ("KT. Chủ tịch, Phó Chủ tịch"), `urgency` one of Khẩn, Thượng khẩn, Hỏa tốc, `secrecy` one of Mật, Tối mật, Tuyệt mật,
    `effective_on` the ISO date from which the document says that it applies. `boxes` say where the printed lines stand on the pages of
    a PDF, `doubts` which recognised words may be wrong. Fields that the document does not state are
    None or empty. `metadata_spans` says where each stated field is read; what is put together from several places
    (the issuer of a letterhead in two lines) spans them, what is concluded (the issuer from the number) has none.
    """

    id: str
    number: str | None
    type: str | None
    issuer: str | None
    place: str | None
    issued_on: str | None
    title: str | None
    signer: str | None
    basis: tuple[Span, ...]
    status: str | None
    source: Source
    text: str
    pages: tuple[Page, ...]
    discarded: tuple[Discarded, ...]
    repairs: tuple[Repair, ...]
    clauses: tuple[Clause, ...]
    references: tuple[Reference, ...] = ()
    targets: tuple[Target, ...] = ()
    tasks: tuple[Task, ...] = ()
    boxes: tuple[Box, ...] = ()
    doubts: tuple[Span, ...] = ()
    position: str | None = None
    urgency: str | None = None
    secrecy: str | None = None
    effective_on: str | None = None
    metadata_spans: tuple[Stated, ...] = ()

    @cached_property
    def _by_id(self) -> dict[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    @cached_property
    def _children(self) -> dict[str | None, list[Clause]]:
        children: dict[str | None, list[Clause]] = {}
        for clause in self.clauses:
            children.setdefault(clause.parent, []).append(clause)
        return children

    def clause(self, clause_id: str) -> Clause | None:
        """The clause with this id, or None."""
        return self._by_id.get(clause_id)

    def nearest(self, clause_id: str) -> Clause | None:
        """The clause with this id, else the closest that would enclose it, else the first one; None in a document without clauses."""
        while "/" in clause_id:
            if found := self._by_id.get(clause_id):
                return found
            clause_id = clause_id.rsplit("/", 1)[0]
        return self.clauses[0] if self.clauses else None

    def children(self, clause_id: str | None) -> tuple[Clause, ...]:
        """The clauses directly under `clause_id` (None: under the document), in reading order."""
        return tuple(self._children.get(clause_id, ()))

    def ancestors(self, clause: Clause) -> tuple[Clause, ...]:
        """The clauses that enclose `clause`, outermost first."""
        above: list[Clause] = []
        while clause.parent is not None:
            clause = self._by_id[clause.parent]
            above.append(clause)
        return tuple(reversed(above))

    def subtree(self, clause: Clause) -> Iterator[Clause]:
        """`clause` and all that stands under it, in reading order."""
        yield clause
        for child in self.children(clause.id):
            yield from self.subtree(child)

    def quotation(self, clause: Clause) -> str:
        """The exact words of `clause` with what stands under it."""
        return self.text[clause.start : clause.subtree_end].rstrip()

    def printed(self, clause: Clause, *, whole: bool = False) -> tuple[Box, ...]:
        """Where the own text of `clause` is printed, or the `whole` clause with what stands under it; empty where the format has no pages."""
        end = clause.subtree_end if whole else clause.end
        return tuple(box for box in self.boxes if box.start < end and clause.start < box.end)

    def doubtful(self, clause: Clause) -> tuple[Span, ...]:
        """The words of `clause`'s own text that were recognised from an image and may be wrong."""
        return tuple(span for span in self.doubts if clause.start <= span.start < clause.end)

    def answer_span(self, clause: Clause) -> Span:
        """What is shown for `clause`: its own text, or its whole subtree when its own text is only a heading."""
        if clause.is_heading_only and clause.subtree_end > clause.end:
            return Span(clause.start, clause.start + len(self.quotation(clause)))
        return Span(clause.start, clause.end)
