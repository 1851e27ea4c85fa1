"""What the check of drafts says of documents that were issued, whose citations are nearly all right; and which planted errors it finds.

    python -m tests.benchmarks.drafts HOME [--show]

HOME holds the documents, ingested; each is checked as if it were a draft. Then each dated citation that was called right is put into a draft of its
own, once as it is and once for each error: another day, another year, another word near the end. `--show` prints what is called wrong, to be
read beside the document.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corpus.drafts.checking import CheckedCitation, check_draft
from corpus.language.dates import DATE
from corpus.store import Store
from ingest.parsing import parse
from ingest.readers.reading import read_bytes

_HEAD = "ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG\nSố:      /KH-UBND\nLam Giang, ngày     tháng     năm 2026\n\nKẾ HOẠCH\nTriển khai công tác\n\n"


def checked_as_drafts(store: Store, show: bool) -> list[CheckedCitation]:
    """The citations of all documents of the store; prints those that are wrong."""
    found: list[CheckedCitation] = []
    for summary in store.documents():
        for citation in check_draft(store.document(summary.id), store):
            found.append(citation)
            faults = [finding for finding in citation.findings if finding.severity != "note"]
            if show and citation.status == "wrong":
                print(f"{summary.id} @{citation.start}: {citation.text}")
                print(*(f"    {finding.kind}: {finding.message}" for finding in faults), sep="\n")
    return found


def planted(text: str) -> Iterator[tuple[str, str]]:
    """The citation `text` with one error each, and the kind of finding that it should give."""
    date = DATE.search(text)
    if date is None:
        return
    day = int(date["day"].replace(" ", ""))
    yield "date", f"{text[: date.start('day')]}{day + 1 if day < 28 else day - 1:02d}{text[date.end('day') :]}"
    year = "year" if date["year"] else "year2"
    yield "date", f"{text[: date.start(year)]}{int(date[year]) - 1}{text[date.end(year) :]}"
    words = text[date.end() :].split(" ")
    if len(words) > 12:
        yield "title", text[: date.end()] + " ".join([*words[:-4], "sai", *words[-3:]])


def finds(store: Store, text: str, kind: str) -> bool:
    """Whether a draft that rests on `text` gets a finding of this kind."""
    draft = parse(read_bytes(f"{_HEAD}Căn cứ {text};\nI. NHIỆM VỤ\n1. Tổ chức thực hiện.".encode(), "a.txt")).document
    return any(finding.kind == kind for citation in check_draft(draft, store) for finding in citation.findings)


def plant(store: Store, citations: list[CheckedCitation]) -> tuple[Counter[str], Counter[str]]:
    """Plant errors in those of `citations` that are right: how many of each kind are found, of how many."""
    texts = dict.fromkeys(" ".join(c.text.split()) for c in citations if c.status == "right" and "“" not in c.text)
    hits, total = Counter[str](), Counter[str]()
    for text in texts:
        for kind, changed in planted(text):
            total[kind] += 1
            hits[kind] += finds(store, changed, kind)
    return hits, total


def main(home: Path, show: bool) -> None:
    """Print the figures."""
    with Store(home) as store:
        found = checked_as_drafts(store, show)
        print("citations", dict(Counter(citation.status for citation in found)))
        wrong = [citation for citation in found if citation.status == "wrong"]
        print("wrong", dict(Counter(f.kind for c in wrong for f in c.findings if f.severity != "note")))
        hits, total = plant(store, found)
        for kind, n in total.items():
            print(f"planted {kind}: {hits[kind]} of {n} found")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--show" in sys.argv)
