"""The references of a document: its mentions of documents and clauses, with what can be resolved in the document itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.citing.identifiers import named_id
from corpus.citing.labels import Label, find_clauses, label_of
from corpus.document import Clause, Document, Reference, Relation
from corpus.language.numbers import DocumentNumber
from corpus.language.text import fold
from ingest.references.label_chains import Path, rank
from ingest.references.mentions import Mention, find_mentions
from ingest.references.relations import (
    CHANGES,
    CONSOLIDATES,
    REFERS,
    REPEALS,
    REPLACES,
    Related,
    Said,
    announced,
    relate,
)
from ingest.references.short_names import ShortNames

#: The levels that "Điều này", "khoản này" mean.
_LEVELS = {
    "điều": ("article",),
    "khoản": ("clause", "arabic"),
    "điểm": ("point", "letter", "decimal"),
    "mục": ("section", "roman"),
    "tiểu mục": ("subsection",),
    "chương": ("chapter",),
    "phần": ("part", "alpha"),
    "phụ lục": ("appendix",),
    "mẫu": ("appendix",),
}
_QUOTATION = re.compile(r"(?:(?<=[:\n])\s*|^\s*)[“\"]")
_AMENDING_TITLE = re.compile(r"(?:về việc\s+|v/v\s+)?(?:sửa đổi|bãi bỏ|điều chỉnh|bổ sung)", re.IGNORECASE)
_LONGEST_TITLE = 450
_NUMBERED_THROUGHOUT = frozenset({"điều", "chương", "phần", "phụ lục", "mẫu"})
#: Clauses within which a khoản or điểm without more is looked for.
_SCOPES = frozenset({"article", "clause", "roman", "arabic", "decimal", "alpha", "letter", "attachment", "appendix"})
#: Kinds of documents that speak of what is to be changed, and change something only where their title says so.
_SPEAKS_OF_CHANGES = frozenset(
    {
        "Kế hoạch", "Chương trình", "Chương trình hành động", "Báo cáo", "Công văn", "Tờ trình", "Thông báo", "Đề án",
        "Phương án", "Công điện", "Giấy mời", "Kết luận", "Biên bản", "",
    }
)  # fmt: skip
#: Labels that mean a clause even where the document has none of that name: its text may be incomplete.
_SURE = frozenset({"điều", "khoản"})


def find_references(document: Document) -> tuple[Reference, ...]:
    """Every mention of a document or clause in the own texts of the clauses of `document`, in order.

    A reference runs from the first label or the word for the kind of document to the number, or the date behind it; issuer and title are not
    in the span. A mention that names several clauses gives one reference for each, all with its span; so does one of a document that others
    changed ("được sửa đổi, bổ sung bởi"), which has one reference for each of these besides its own.
    """
    return tuple(_Reader(document).read())


class _Reader:
    """Reads the clauses in order, and remembers what was named before."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._names = ShortNames()
        self._inherited: dict[str, Said] = {}  # by clause: what it does with the items that it lists
        self._amended: dict[str, Mention] = {}  # by clause: the document that it changes
        self._found: dict[tuple[tuple[Label, ...], str | None], Clause | None] = {}
        self._attachments = [clause for clause in document.clauses if clause.level == "attachment"]
        self._appendices = [
            clause for clause in document.clauses
            if clause.level == "appendix" and fold(clause.label or "").startswith("phu luc")
        ]  # fmt: skip
        titled = find_mentions(document.title) if document.title and _AMENDING_TITLE.match(document.title) else []
        self._titled = next((mention for mention in titled if mention.kind in ("number", "law")), None)
        self._performs = self._titled is not None or (document.type or "") not in _SPEAKS_OF_CHANGES
        number = DocumentNumber.parse(document.number or "")
        self._consolidates = bool(number and number.code.startswith("VBHN"))

    def read(self) -> Iterator[Reference]:
        for clause in self._document.clauses:
            found = [mention for mention in find_mentions(clause.text) if not self._is_own_number(clause, mention)]
            mentions = self._names.with_defined(clause.text, found)
            if mentions:
                yield from self._references(clause, mentions)
            relation = announced(clause.text, performs=self._performs)
            if relation or clause.text.rstrip().endswith(":"):
                self._inherited[clause.id] = relation or self._inherited.get(clause.parent or "", REFERS)

    def _is_own_number(self, clause: Clause, mention: Mention) -> bool:
        """Whether the letterhead only states the document's own number."""
        own = mention.number is not None and mention.number == self._document.number  # a draft has none
        return clause.level == "preamble" and own and not mention.paths

    def _references(self, clause: Clause, mentions: list[Mention]) -> Iterator[Reference]:
        related = relate(
            clause.text, mentions, self._inherited.get(clause.parent or ""),
            performs=self._performs and clause.level != "table", body=_body(clause),
        )  # fmt: skip
        if self._consolidates and clause.level in ("preamble", "paragraph"):
            related = _consolidated(clause, mentions, related)
        amended = self._amended.get(clause.parent or "", self._titled)
        quotation = _QUOTATION.search(clause.text)
        meant: list[Mention | None] = []
        for at, (mention, found) in enumerate(zip(mentions, related, strict=True)):
            relation = found.relation
            quoted = bool(amended and quotation and quotation.start() <= mention.start)
            meant.append(self._meant(clause, mention, amended, quoted, relation))
            if mention.kind == "law" and not (mention.date or found.actor is not None or _in_title(mentions, at)):
                meant[-1] = self._names.numbered(mention)
            if (
                relation in CHANGES
                and not quoted
                and (mention.kind in ("number", "law") or (mention.kind == "labels" and amended))
            ):
                amended = meant[-1]
            self._names.remember(mention, clause.text)
        for at, mention in enumerate(mentions):
            if (named := meant[at]) is None:
                continue
            for found in (related[at], *related[at].changes):
                relation, subject = found.relation, self._subject(found, meant)
                if relation in CHANGES and subject == self._id_of(named):  # nothing changes itself
                    relation, subject = REFERS, self._document.id
                yield from self._resolved(clause, mention, named, relation, subject)
            if mention.anchors:  # what stands beside a new clause is not changed itself
                beside = replace(named, paths=named.anchors)
                yield from self._resolved(clause, mention, beside, REFERS, self._document.id)
        if amended:
            self._amended[clause.id] = amended

    def _subject(self, related: Related, meant: list[Mention | None]) -> str:
        actor = meant[related.actor] if related.actor is not None else None
        if actor is None or actor.kind in ("this", "labels"):
            return self._document.id
        return self._id_of(actor)

    def _id_of(self, mention: Mention) -> str:
        named = self._names.full(mention) or mention
        return named_id(named.number, named.type, named.title, named.date)

    def _meant(
        self, clause: Clause, mention: Mention, amended: Mention | None, quoted: bool, relation: Relation
    ) -> Mention | None:
        """`mention` with the number, date … of the document that it means; None where it means none.

        What is left of kind `this` or `labels` means the document itself.
        """
        if mention.kind == "short":
            return self._names.full(mention)
        if mention.kind == "above":
            before = self._names.last(mention.type)
            return _as(before, mention) if before else None
        if mention.kind == "blank":  # a draft's own number, or a form's
            own = self._document.number is None and self._is_own(clause, mention.type or "")
            return replace(mention, kind="this") if own else None
        if mention.kind == "this":
            if quoted and amended and (amended.type == mention.type or amended.kind == "law"):
                return _as(amended, mention)
            if self._is_own(clause, mention.type or ""):
                return mention
            before = self._names.last(mention.type)
            return _as(before, mention) if before else None
        if mention.kind == "labels" and amended and (quoted or relation in CHANGES):
            outer = () if quoted else _common_outer(amended.paths)
            paths, anchors = (
                tuple(_completed(path, outer) for path in named) for named in (mention.paths, mention.anchors)
            )
            return replace(_as(amended, mention), paths=paths, anchors=anchors)
        return mention

    def _is_own(self, clause: Clause, kind: str) -> bool:
        own = fold(self._document.type or "")
        named = fold(kind)
        return (
            not own
            or self._consolidates
            or named == "van ban"
            or own.startswith(named)
            or named.startswith(own)
            or fold(self._document.title or "").startswith(named)
            or self._attachment(clause, kind) is not None
        )

    def _attachment(self, clause: Clause, kind: str) -> Clause | None:
        """The attached text of this kind that encloses `clause`, or that the document has."""
        enclosing = [node for node in self._document.ancestors(clause) if node.level == "attachment"]
        named = fold(kind)
        return next((node for node in enclosing or self._attachments if fold(node.label or "").startswith(named)), None)

    def _resolved(
        self, clause: Clause, mention: Mention, named: Mention, relation: Relation, subject: str
    ) -> Iterator[Reference]:
        own = named.kind in ("this", "labels") or (named.number is not None and named.number == self._document.number)
        reference = Reference(
            clause_id=clause.id,
            start=clause.start + mention.start,
            end=clause.start + mention.end,
            text=clause.text[mention.start : mention.end],
            relation=relation,
            subject=subject,
            number=named.number,
            date=named.date,
            document_id=self._document.id if own else None,
            target_clause_id=None,
            type=named.type,
            title=named.title,
            issuer=named.issuer,
        )
        attachment = self._attachment(clause, named.type or "") if named.kind == "this" else None
        if attachment is None and mention.attached and own:
            attachment = self._attachment(clause, mention.attached)
        if not named.paths:
            # An attached text is repealed without the document that issues it; an amendment is one of some clause of both.
            part = (named.attached,) if named.attached and relation in (REPEALS, REPLACES) else ()
            yield replace(reference, labels=part, target_clause_id=attachment.id if attachment else None)
        for path in named.paths:
            target = self._target(clause, path, attachment, named.kind == "labels") if own else None
            if named.kind == "labels" and target is None and not {step.kind for step in path} & _SURE:
                continue
            labels = (*(step.printed for step in path), *((named.attached,) if named.attached else ()))
            # Labels alone that no clause of this document has may be those of another.
            known = own and (target is not None or named.kind == "this")
            yield replace(
                reference,
                labels=labels,
                document_id=self._document.id if known else None,
                target_clause_id=target.id if target else None,
            )

    def _target(self, clause: Clause, path: Path, attachment: Clause | None, bare: bool) -> Clause | None:
        """The clause of this document that `path` names, seen from `clause`."""
        trail = (*self._document.ancestors(clause), clause)
        if path[-1].own:
            base = next((node for node in reversed(trail) if node.level in _LEVELS.get(path[-1].kind, ())), None)
            return self._within(path[:-1], base) if base and path[:-1] else base
        if attachment is not None:
            return self._within(path, attachment)
        if path[-1].kind == "phụ lục" and not path[-1].value:  # without number the document has but one
            only = self._appendices[0] if len(self._appendices) == 1 else None
            inner = path[:-1]
            return (self._within(inner, only) or self._within(inner, None)) if inner else only
        # Articles are numbered through the whole text: only an attachment has its own "Điều 5".
        levels = ("attachment", "appendix") if path[-1].kind in _NUMBERED_THROUGHOUT else _SCOPES
        scopes = [node for node in reversed(trail) if node.level in levels] if bare else []
        for scope in (*scopes, None):
            if found := self._within(path, scope):
                return found
        return None

    def _within(self, path: Path, scope: Clause | None) -> Clause | None:
        labels = tuple(label_of(step.printed) for step in path)
        key = (labels, scope.id if scope else None)
        if key not in self._found:
            found = find_clauses(self._document, labels, scope)
            self._found[key] = found[0] if found else None
        return self._found[key]


def _body(clause: Clause) -> int:
    """Where the text begins below the heading of `clause`, 0 where that does not stand on a line of its own."""
    at = clause.text.find(clause.heading) if clause.heading else -1
    end = at + len(clause.heading or "")
    return end if at >= 0 and clause.text[end:].lstrip(" :.").startswith("\n") else 0


def _as(before: Mention, mention: Mention) -> Mention:
    """What `before` names, said by `mention`."""
    return replace(
        before, start=mention.start, name_start=mention.name_start, end=mention.end, paths=mention.paths, anchors=mention.anchors
    )  # fmt: skip


def _in_title(mentions: list[Mention], at: int) -> bool:
    """Whether the law is only named in the title of another document, which may mean an older law of its name."""
    law = mentions[at].title or ""
    return any(
        mention.kind == "number" and law in (mention.title or "") and mentions[at].start < mention.end + _LONGEST_TITLE
        for mention in mentions[:at]
    )


def _common_outer(paths: tuple[Path, ...]) -> Path:
    """The labels that all of `paths` have."""
    return tuple(step for step in paths[0] if all(step in path for path in paths)) if paths else ()


def _completed(path: Path, outer: Path) -> Path:
    """`path` with those of the `outer` labels that it does not reach."""
    highest = rank(path[-1].kind)
    return (*path, *(step for step in outer if rank(step.kind) > highest))


def _consolidated(clause: Clause, mentions: list[Mention], related: list[Related]) -> list[Related]:
    """The relations at the head of a consolidated text: what stands before its basis is what it consolidates."""
    basis = re.search(r"^\s*Căn cứ", clause.text, re.MULTILINE)
    head = basis.start() if basis else len(clause.text)
    result = []
    for mention, relation in zip(mentions, related, strict=True):
        line = clause.text.rfind("\n", 0, mention.start) + 1
        if mention.start < head and not clause.text[line : mention.start].strip():
            result.append(Related(CONSOLIDATES))
        elif mention.start < head and relation.changes:  # "được sửa đổi bởi" speaks of the consolidated act
            result.append(Related(REFERS))
        else:
            result.append(relation)
    return result
