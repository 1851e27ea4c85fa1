"""How often a question that names a clause leads to it: clauses of real documents, named as people type them.

    python -m tests.benchmarks.references SHARED/corpus [--clauses N] [--seed N]

Prints the share whose first resolved clause is the right one, for each way of typing, and what went wrong by id; the last line is JSON.
A question is written only where it names one clause: year, date and issuer are added as far as the stored documents need them.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.citing.identifiers import ClauseId
from corpus.document import Clause, Document
from corpus.language.numbers import DOCUMENT_TYPES, DocumentNumber
from corpus.language.text import fold
from corpus.store import Store
from corpus.store.summaries import DocumentSummary
from ingest import find_files, ingest_files
from search.question.locating import locate

_WORDS = {
    "part": "", "chapter": "", "section": "", "subsection": "", "article": "", "appendix": "", "clause": "khoản", "point": "điểm",
    "alpha": "phần", "roman": "mục", "arabic": "khoản", "decimal": "điểm", "letter": "điểm", "dash": "gạch đầu dòng thứ",
    "plus": "dấu cộng thứ",
}  # fmt: skip
_DIVISIONS = ("part", "chapter", "section", "subsection")
_SHORT = {name: short for short, name in reversed(DOCUMENT_TYPES.items())}


@dataclass(frozen=True, slots=True)
class Led:
    """How many questions were asked in each way of typing, how many did not lead to their clause, and what was asked for."""

    asked: Counter[str]
    failed: Counter[str]
    sample: list[tuple[Document, Clause]]

    @property
    def right(self) -> float:
        """The share that led to its clause."""
        return 1 - self.failed.total() / self.asked.total()


def measured(store: Store, clauses: int, seed: int) -> Led:
    """Name `clauses` clauses of the documents of `store` in all ways; what went wrong is printed on standard error."""
    led = Led(Counter(), Counter(), _sample(store, clauses, random.Random(seed)))
    documents = store.documents()
    for document, clause in led.sample:
        for way, question in questions(document, clause, documents):
            led.asked[way] += 1
            found = locate(question, store)
            first = found.reference.clause_ids[0] if found and found.reference.clause_ids else None
            if found is None or first != clause.id or found.rest:
                led.failed[way] += 1
                print(f"  {way}: {clause.id} → {first}", file=sys.stderr)
    return led


def main(folder: Path, clauses: int, seed: int) -> None:
    """Ingest `folder` into a home of its own and print the shares."""
    with tempfile.TemporaryDirectory() as home, Store(Path(home)) as store:
        for _ in ingest_files(find_files([folder]), store):
            pass
        led = measured(store, clauses, seed)
    levels = Counter(clause.level for _, clause in led.sample)
    print(f"{len(led.sample)} clauses of {len({document.id for document, _ in led.sample})} documents: {dict(levels)}")
    for way, count in led.asked.items():
        print(f"  {way:42} {count - led.failed[way]:5} of {count:5}")
    print(json.dumps({"clauses": len(led.sample), "questions": led.asked.total(), "right": led.right}))


def _sample(store: Store, wanted: int, rng: random.Random) -> list[tuple[Document, Clause]]:
    """Clauses of all levels and documents in equal shares, as far as there are any; labels that occur twice in one place are left out."""
    by_level: dict[str, dict[str, list[tuple[Document, Clause]]]] = defaultdict(lambda: defaultdict(list))
    for summary in store.documents():
        document = store.document(summary.id)
        if document.number is None or DocumentNumber.parse(document.number) is None:
            continue
        named = Counter(_path(document, clause) for clause in document.clauses)
        for clause in document.clauses:
            path = _path(document, clause)
            if path and named[path] == 1 and "~" not in clause.id:
                by_level[clause.level][document.id].append((document, clause))
    chosen = []
    for level in sorted(by_level):
        of_documents = [rng.sample(items, len(items)) for _, items in sorted(by_level[level].items())]
        rng.shuffle(of_documents)
        rounds = [
            item for at in range(max(map(len, of_documents))) for items in of_documents for item in items[at : at + 1]
        ]
        chosen += rounds[: wanted // len(by_level) + 1]
    return chosen


def _path(document: Document, clause: Clause) -> tuple[str, ...] | None:
    """The labels that name `clause`, from small to large; None where one of them has none to type."""
    trail = [clause, *reversed(document.ancestors(clause))]
    if any(node.level == "article" for node in trail):
        trail = [node for node in trail if node.level not in _DIVISIONS]
    names = [_name(node) for node in trail]
    return tuple(name for name in names if name) if all(names) else None


def _name(node: Clause) -> str | None:
    if node.level == "attachment" and node.label:
        return f"{node.label.capitalize()} kèm theo"
    if node.level not in _WORDS or not node.label:
        return None
    if node.level in ("dash", "plus"):
        return f"{_WORDS[node.level]} {ClauseId.parse(node.id).segments[-1].rsplit('-', 1)[1]}"
    if node.level == "article":
        return f"Điều {ClauseId.parse(node.id).segments[-1].removeprefix('dieu-')}"
    if node.level == "roman" and node.label != ClauseId.parse(node.id).segments[-1]:
        return None  # a damaged numeral
    return f"{_WORDS[node.level]} {node.label}".strip()


def questions(document: Document, clause: Clause, documents: list[DocumentSummary]) -> Iterator[tuple[str, str]]:
    """The ways of naming `clause`, each with what is typed."""
    path = _path(document, clause)
    number = DocumentNumber.parse(document.number or "")
    assert path is not None
    assert number is not None
    kind = document.type or "Văn bản"
    short = _SHORT.get(number.type_name or kind, kind)
    short = short if len(short) > 1 else kind  # nobody writes "L 27"
    small, large = " ".join(path), " ".join(reversed(path))
    typed = f"{number.serial}/{number.year}" if number.year else number.serial
    told = _told_apart(document, number, documents, lambda other: _loosely(other, number, kind))
    whole = _told_apart(document, number, documents, lambda other: other.number == document.number)
    of_code = _told_apart(document, number, documents, lambda other: _loosely(other, number, kind, code=True))
    body = number.code.replace("-", " ").replace("/", " ")
    ways = {
        "type and number": f"{small} {kind} số {number}{whole}",
        "number alone": f"{small} {number}{whole}",
        "number, then labels from large to small": f"{number}{whole}, {large}",
        "labels from large to small": f"{large} {kind} {number}{whole}",
        "short type and serial": f"{small} {short} {typed}{told}",
        "type and serial": f"{small} của {kind} {typed}{told}",
        "serial and code without signs": f"{small} số {typed.replace('/', ' ')} {body}{of_code}"
        if number.type_name
        else "",
        "asked for": f"xem nội dung {small} của {kind} số {number}{whole} quy định gì",
        "middle labels left out": f"{path[0]} {path[-1]} {kind} số {number}{whole}"
        if _ends_suffice(document, path)
        else "",
        "dotted": f"{dotted} {short} {typed}{told}" if (dotted := _dotted(document, clause)) else "",
        "dotted behind mục": f"mục {dotted} {kind} {typed}{told}" if dotted else "",
    }
    for way, question in ways.items():
        if not question:
            continue
        yield way, question
        yield f"{way}, small letters", question.lower()
        if "đ" not in " ".join(node.label or "" for node in (clause, *document.ancestors(clause))):
            yield f"{way}, no diacritics", fold(question)
    glued = re.sub(r"\b(khoản|Điều|mục) (?=[\dIVX])", r"\1", small)
    yield "glued", f"{glued} {short}{typed}{told}"


def _ends_suffice(document: Document, path: tuple[str, ...]) -> bool:
    """Whether the innermost and the outermost of three labels and more name one clause."""
    ends = (path[0], path[-1])
    return len(path) > 2 and sum((p[0], p[-1]) == ends for c in document.clauses if (p := _path(document, c))) == 1


def _dotted(document: Document, clause: Clause) -> str:
    """`III.6.5` for a clause of a plan under Roman numerals alone."""
    trail = (*document.ancestors(clause), clause)
    if trail[0].level != "roman" or any(
        node.level not in ("roman", "arabic", "decimal", "letter") for node in trail[1:]
    ):
        return ""
    labels: list[str] = []
    for node in trail:
        label = node.label or ""
        inside = labels and label.startswith(f"{labels[-1]}.")
        labels = [*labels[:-1], label] if inside else [*labels, label]
    return ".".join(labels) if len(labels) > 1 else ""


def _loosely(other: DocumentSummary, number: DocumentNumber, kind: str, *, code: bool = False) -> bool:
    found = DocumentNumber.parse(other.number or "")
    return (
        found is not None
        and found.serial.lstrip("0") == number.serial.lstrip("0")
        and (number.year is None or found.year in (None, number.year))
        and (
            found.code == number.code
            if code
            else kind == "Văn bản" or other.type == kind or found.type_name == number.type_name
        )
    )


def _told_apart(
    document: Document,
    number: DocumentNumber,
    documents: list[DocumentSummary],
    alike: Callable[[DocumentSummary], bool],
) -> str:
    """What must be typed behind a number that several documents answer to: the year, else the date, else the issuer."""
    others = [other for other in documents if other.id != document.id and alike(other)]
    if not others:
        return ""
    issued = document.issued_on or ""
    if issued and all(other.issued_on and other.issued_on[:4] != issued[:4] for other in others):
        return "" if number.year else f" năm {issued[:4]}"
    year, month, day = issued.split("-") if issued else ("", "", "")
    date = f" ngày {int(day)}/{int(month)}/{year}" if issued else ""
    return f"{date} của {document.issuer}" if document.issuer else date


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clauses", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    main(arguments.folder, arguments.clauses, arguments.seed)
