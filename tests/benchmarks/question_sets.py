"""Sets of labelled queries out of our own questions, to train on, to choose on and to report on.

    python -m tests.benchmarks.question_sets ../shared OUT

`tests/data/questions/questions.tsv` names for each question the clause that answers it (file and path within the document); the texts are read from the files of SHARED.
OUT/train, OUT/choose and OUT/report are in BEIR's layout, so `dieukhoan evaluate OUT/report` reads them. Documents are split whole, and versions of one text stay
together. `choose` and `report` rank the passages of all documents, `train` holds those of its own documents alone.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.document import FRAME_LEVELS, Clause, Document
from ingest import Parsed, parse_files
from search.entries import entry_of
from search.training.holdout import Shingles, reported_texts

QUESTIONS = Path(__file__).parent.parent / "data" / "questions" / "questions.tsv"
PARTS = ("train", "choose", "report")

#: Characters of a passage that is no article; what is longer is taken part by part.
_LONG = 2600
_SHORT = 150
#: Documents that share more of their runs of eight syllables are versions of one text; passages that share more are one passage.
_VERSION, _COPY = 0.15, 0.8


@dataclass(frozen=True)
class Question:
    """A question of our own: `unit` is `FILE#PATH` of the clause that answers it."""

    unit: str
    style: str
    text: str


@dataclass(frozen=True)
class Passage:
    """What is ranked; its key is a unit."""

    key: str
    title: str
    text: str

    @property
    def file(self) -> str:
        return self.key.split("#")[0]


def main(shared: Path, out: Path) -> None:
    """Write the three sets and print how much there is in each."""
    questions = read_questions()
    passages = list(_passages(shared, questions))
    groups = versions(passages)
    reported = Shingles()
    for _, text in reported_texts([shared / "bench" / "articles", shared / "bench" / "policy"]):
        reported.add(text)
    kept, same = without_copies(passages)
    for name in PARTS:
        ours = {file for file, group in groups.items() if part(group) == name}
        ranked = [passage for passage in kept if name != "train" or passage.file in ours]
        if name == "train":
            ranked = without_versions(ranked, groups, reported)
        keys = {passage.key for passage in ranked if passage.file in ours}
        asked = [(question, same.get(question.unit, question.unit)) for question in questions]
        asked = [(question, key) for question, key in asked if key in keys]
        write(out / name, ranked, asked)
        counts = Counter(question.style for question, _ in asked)
        print(
            json.dumps(
                {
                    "set": name,
                    "documents": len(ours),
                    "passages": len(ranked),
                    "units": len({key for _, key in asked}),
                    **counts,
                }
            )
        )


def read_questions() -> list[Question]:
    """All questions, in the order of the file."""
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        return [Question(*row) for row in list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]]


def part(group: str) -> str:
    """Where a document and its versions belong: by a hash of their first name, so that it never changes."""
    bucket = hashlib.blake2b(group.encode(), digest_size=4).digest()[0] % 20
    return "report" if bucket < 5 else "choose" if bucket < 7 else "train"


def _passages(shared: Path, questions: list[Question]) -> Iterator[Passage]:
    units = {question.unit for question in questions}
    names = {unit.split("#")[0] for unit in units}
    files = sorted(
        path for folder in ("structure/html", "corpus") for path in (shared / folder).rglob("*") if path.name in names
    )
    for path, parsed in parse_files(files):
        if isinstance(parsed, Parsed):
            yield from passages_of(parsed.document, path.name, units)


def passages_of(document: Document, file: str, units: set[str]) -> Iterator[Passage]:
    """A partition of `document`: its articles, or parts of a plan as long as a page, and every clause that `units` names."""

    def below(parent: str | None) -> Iterator[Passage]:
        for clause in document.children(parent):
            if clause.level in FRAME_LEVELS:
                continue
            subtree = list(document.subtree(clause))
            holds = any(_unit(file, node) in units for node in subtree[1:]) and _unit(file, clause) not in units
            text = document.quotation(clause)
            small = clause.level == "article" or (len(text) <= _LONG and not clause.is_heading_only)
            if _unit(file, clause) in units or (not holds and small):
                yield from passage(clause, text)
            else:
                yield from passage(clause, "" if clause.is_heading_only else clause.text)
                yield from below(clause.id)

    def passage(clause: Clause, text: str) -> Iterator[Passage]:
        unit = _unit(file, clause)
        if len(text) >= _SHORT or unit in units:
            entry = entry_of(document, clause)
            yield Passage(unit, "\n".join(part for part in (entry.title, entry.headings) if part), text.rstrip())

    return below(None)


def _unit(file: str, clause: Clause) -> str:
    return f"{file}#{clause.id.split('/', 1)[1]}"


def versions(passages: list[Passage]) -> dict[str, str]:
    """The group of each file, named by its first: files that share runs of syllables with one another are in one."""
    texts = defaultdict(list)
    for passage in passages:
        texts[passage.file].append(passage.text)
    seen: dict[str, Shingles] = {}
    groups: dict[str, str] = {}
    for file, parts in texts.items():
        whole = "\n".join(parts)
        mine = Shingles()
        mine.add(whole)
        like = [other for other, runs in seen.items() if max(runs.share(whole), mine.share_of(runs)) > _VERSION]
        joined = {groups[other] for other in like}
        first = min(joined, default=file)
        groups |= {other: first for other, group in groups.items() if group in joined}
        groups[file] = first
        seen[file] = mine
    return groups


def without_copies(passages: list[Passage]) -> tuple[list[Passage], dict[str, str]]:
    """The passages that copy none before them, and for the others the one that each copies."""
    kept: list[Passage] = []
    holders: dict[int, list[int]] = defaultdict(list)
    same: dict[str, str] = {}
    for passage in passages:
        runs = Shingles()
        runs.add(passage.text)
        counts = Counter(at for run in runs.runs for at in holders[run])
        best, shared = max(counts.items(), key=lambda item: item[1], default=(0, 0))
        if runs.runs and shared > _COPY * len(runs.runs):
            same[passage.key] = kept[best].key
            continue
        for run in runs.runs:
            holders[run].append(len(kept))
        kept.append(passage)
    return kept, same


def without_versions(passages: list[Passage], groups: dict[str, str], reported: Shingles) -> list[Passage]:
    """The passages of documents that, with their versions, are like no reported text."""
    texts = defaultdict(list)
    for passage in passages:
        texts[groups[passage.file]].append(passage.text)
    like = {group for group, parts in texts.items() if reported.share("\n".join(parts)) > _VERSION}
    return [passage for passage in passages if groups[passage.file] not in like]


def write(folder: Path, passages: list[Passage], asked: list[tuple[Question, str]]) -> None:
    """Write `passages` and the questions with the keys of their answers in BEIR's layout."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    rows = [{"_id": passage.key, "title": passage.title, "text": passage.text} for passage in passages]
    queries = [{"_id": f"{question.style}-{at}", "text": question.text} for at, (question, _) in enumerate(asked)]
    for name, lines in (("corpus", rows), ("queries", queries)):
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(text, "utf-8")
    labels = [f"{query['_id']}\t{key}\t1\n" for query, (_, key) in zip(queries, asked, strict=True)]
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join(labels), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
