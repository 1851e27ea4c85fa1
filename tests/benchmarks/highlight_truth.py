"""Whether the boxes that are drawn on a page hold the words of their clause, read again by other programs.

    python -m tests.benchmarks.highlight_truth SHARED/corpus --clauses 200 --seed 7

For random clauses of the PDF files in a folder: the letters whose middles lie in the boxes of the clause's own text, and in those of the
clause with what stands under it, against `Document.text` there. Letters are read by pdfplumber, which does not read what is stamped on a page
in annotations (a number, a date).

A scan is recognised anew by Tesseract, on the page as it is shown. Its two readings differ, so there the figure is the share of
landmarks, words that stand once in the document's text of the page and were read once on it, that lie in the boxes of their clause.

Letters are compared are compared without white space, in NFKC (a raised ² is the printed 2), and without `|`, which stands for the rule between two
cells. A hyphen at the end of a line stays on both sides. Footnotes, running heads and page numbers are taken out of the text and have no boxes:
under the boxes they would count as errors. So would a letter of another clause. A printed letter that is drawn twice, for bold, counts once.
"""

from __future__ import annotations

import argparse
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
import pypdfium2
import pytesseract
from pdfplumber.utils import dedupe_chars
from rapidfuzz.distance import Levenshtein

from corpus.document import Box, Clause, Document
from corpus.errors import DieukhoanError
from ingest import parse_files

#: The share of a clause's letters that must be found.
ENOUGH = 0.98
_DPI = 300


@dataclass(frozen=True, slots=True)
class Letters:
    """A printed letter, or a word, and the middle of where it stands, in points from the upper left corner."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far what is under the boxes (`seen`) is the clause (`text`): `right` of `count` letters, or words of a scan."""

    clause_id: str
    text: str
    seen: str
    right: float
    count: int

    @property
    def share(self) -> float:
        """The right ones among all, in [0, 1]."""
        return self.right / self.count


def agreements(path: Path, document: Document, clauses: Iterable[Clause]) -> Iterator[Agreement]:
    """For each of `clauses` the worse of its own text and the whole clause, letter by letter."""
    read: dict[int, list[Letters]] = {}
    with pdfplumber.open(path) as printed:
        for clause in clauses:
            found = []
            for whole, end in ((False, clause.end), (True, clause.subtree_end)):
                boxes = document.printed(clause, whole=whole)
                for number in {box.page for box in boxes} - set(read):
                    read[number] = _drawn(printed.pages[number - 1])
                text, seen = _bare(document.text[clause.start : end]), _bare(_under(boxes, read))
                count = max(len(text), len(seen), 1)
                found.append(Agreement(clause.id, text, seen, count - Levenshtein.distance(text, seen), count))
            yield min(found, key=lambda agreement: agreement.share)


def landmarks(path: Path, document: Document, clauses: Iterable[Clause]) -> Iterator[Agreement]:
    """For each of `clauses` that has landmarks, how many of them lie in its boxes."""
    read: dict[int, dict[str, Letters]] = {}
    with pypdfium2.PdfDocument(path) as shown:
        for clause in clauses:
            boxes = document.printed(clause)
            lost: list[str] = []
            count = 0
            for number in sorted({box.page for box in boxes}):
                if number not in read:
                    read[number] = _once(_recognised(shown[number - 1]), document, number)
                own = [box for box in boxes if box.page == number]
                words = {word for box in own for word in document.text[box.start : box.end].split()}
                marks = [read[number][word] for word in words if word in read[number]]
                count += len(marks)
                lost += [mark.text for mark in marks if not any(_holds(box, mark) for box in own)]
            if count:
                yield Agreement(clause.id, clause.text, f"without {' '.join(lost)}", count - len(lost), count)


def _once(found: Sequence[Letters], document: Document, number: int) -> dict[str, Letters]:
    seen = Counter(word.text for word in found)
    said = Counter(
        w for box in document.boxes if box.page == number for w in document.text[box.start : box.end].split()
    )
    return {word.text: word for word in found if seen[word.text] == said[word.text] == 1 and len(word.text) > 2}


def _drawn(page: pdfplumber.page.Page) -> list[Letters]:
    left, top = page.cropbox[:2]
    return [
        Letters(char["text"], (char["x0"] + char["x1"]) / 2 - left, (char["top"] + char["bottom"]) / 2 - top)
        for char in dedupe_chars(page.chars, tolerance=1, extra_attrs=())
    ]


def _recognised(page: pypdfium2.PdfPage) -> list[Letters]:
    image = page.render(scale=_DPI / 72).to_pil()
    table = pytesseract.image_to_data(image, lang="vie", output_type=pytesseract.Output.DICT)
    sides = zip(*(table[name] for name in ("text", "left", "top", "width", "height")), strict=True)
    points = 72 / _DPI
    return [Letters(word, (x + width / 2) * points, (y + height / 2) * points) for word, x, y, width, height in sides]


def _under(boxes: Sequence[Box], read: dict[int, list[Letters]]) -> str:
    text = ""
    for box in boxes:
        inside = [one for one in read[box.page] if _holds(box, one)]
        text += "".join(one.text for one in sorted(inside, key=lambda one: one.x))
    return text


def _holds(box: Box, one: Letters) -> bool:
    return box.left <= one.x <= box.right and box.top <= one.y <= box.bottom


def _bare(text: str) -> str:
    return re.sub(r"[\s|\u00ad\u200b]", "", unicodedata.normalize("NFKC", text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--clauses", type=int, default=200, help="of files with text, and as many of scans (default 200)"
    )
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    files = sorted(arguments.folder.rglob("*.pdf"))
    for what, found in measured(files, arguments.clauses, arguments.seed).items():
        _print(what, found)


def measured(files: Sequence[Path], count: int, seed: int) -> dict[str, list[Agreement]]:
    """The agreements of `count` random clauses of the printed ones among `files`, and of as many of the scans."""
    documents = {}
    for path, result in parse_files(files):
        if isinstance(result, DieukhoanError):
            print(result)
        elif result.document.boxes:
            documents[path] = result.document
    chosen = random.Random(seed)
    agreed = {}
    for compare, what in ((agreements, "letters"), (landmarks, "landmarks of scans")):
        clauses = [
            (path, clause)
            for path, document in documents.items()
            for clause in document.clauses
            if any(page.confidence is not None for page in document.pages) == (compare is landmarks)
            and document.printed(clause)
        ]
        clauses = chosen.sample(clauses, min(count, len(clauses)))
        agreed[what] = [
            agreement
            for path, document in documents.items()
            for agreement in compare(path, document, [clause for origin, clause in clauses if origin == path])
        ]
    return agreed


def share_of(found: Sequence[Agreement]) -> float:
    """The letters, or words, of all clauses that agree, in [0, 1]."""
    return sum(one.right for one in found) / sum(one.count for one in found)


def _print(what: str, found: Sequence[Agreement]) -> None:
    if not found:
        return
    count = sum(one.count for one in found)
    enough = sum(one.share >= ENOUGH for one in found)
    print(f"{len(found)} clauses: {share_of(found):.4f} of {count} {what}; {enough} clauses at {ENOUGH:.0%} or more")
    for one in sorted(found, key=lambda one: one.share):
        if one.share < ENOUGH:
            print(f"  {one.share:.3f} {one.clause_id}\n    text {_short(one.text)}\n    seen {_short(one.seen)}")


def _short(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:100]} … {text[-60:]}"


if __name__ == "__main__":
    main()
