"""How well scans are read: `python -m tests.benchmarks.scan_accuracy [--pages 2] [variant ...]`.

Prints the character error rate (marks of Vietnamese included, white space and line breaks counted as one space) of the samples, printed
and worn in each way, at 300 and 200 dpi; and the seconds that a page took.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image
from rapidfuzz.distance import Levenshtein

from ingest.editing import apply_edits
from ingest.readers.scans.ocr import RecognisedLine, recognise
from ingest.readers.scans.spelling import corrections
from tests.benchmarks.printed import VARIANTS, print_sample

SAMPLES = ("157-TB-UBND.txt", "18-NQ-TU.txt")


@dataclass(frozen=True, slots=True)
class Reading:
    """One variant at one resolution: error rates, doubts in 100 words, words misread without a doubt, seconds a page."""

    variant: str
    dpi: int
    errors: float
    corrected: float
    doubts: float
    hidden: int
    seconds: float


def readings(variants: Sequence[str], pages: int, show: bool = False) -> Iterator[Reading]:
    """Read `pages` pages of each sample, worn in each of `variants`, at both resolutions."""
    for name, dpi in ((name, dpi) for name in variants for dpi in (300, 200)):
        errors = corrected = length = words = doubts = hidden = count = 0
        seconds = 0.0
        for sample in SAMPLES:
            for page, text in zip(*print_sample(sample, dpi, pages), strict=True):
                truth = " ".join(text.split())
                began = time.perf_counter()
                found = recognise(VARIANTS[name](page, dpi), dpi)
                seconds += time.perf_counter() - began
                lines = "\n".join(line.text for line in found.lines)
                read = " ".join(lines.split())
                mended = " ".join(apply_edits(lines, corrections(lines))[0].split())
                errors += Levenshtein.distance(truth, read)
                corrected += Levenshtein.distance(truth, mended)
                hidden += _hidden(truth, found.lines, show)
                length += len(truth)
                words += len(truth.split())
                doubts += sum(len(line.doubts) for line in found.lines)
                count += 1
        yield Reading(name, dpi, errors / length, corrected / length, 100 * doubts / words, hidden, seconds / count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("variants", nargs="*", help="default: all")
    parser.add_argument("--pages", type=int, default=2, help="of each sample (default 2)")
    parser.add_argument("--show", action="store_true", help="print what was misread")
    arguments = parser.parse_args()
    print("| Variant | dpi | CER | CER corrected | doubts in 100 words | errors without doubt | s/page |")
    print("|---|---|---|---|---|---|---|")
    for one in readings(arguments.variants or list(VARIANTS), arguments.pages, arguments.show):
        print(
            f"| {one.variant} | {one.dpi} | {one.errors:.2%} | {one.corrected:.2%} | {one.doubts:.1f} "
            f"| {one.hidden} | {one.seconds:.1f} |",
            flush=True,
        )


def _hidden(truth: str, lines: Sequence[RecognisedLine], show: bool) -> int:
    """The number of words that were misread and are not named as doubts."""
    tokens = [(word, doubtful) for line in lines for word, doubtful in _words(line)]
    expected = truth.split()
    hidden = 0
    for edit in Levenshtein.opcodes(expected, [word for word, _ in tokens]):
        if edit.tag == "equal":
            continue
        got = tokens[edit.dest_start : edit.dest_end]
        if show:
            print("   ", expected[edit.src_start : edit.src_end], got)
        hidden += not any(doubtful for _, doubtful in got)
    return hidden


def _words(line: RecognisedLine) -> list[tuple[str, bool]]:
    words, at = [], 0
    for word in line.text.split():
        doubtful = any(start < at + len(word) and at < end for start, end in line.doubts)
        words.append((word, doubtful))
        at += len(word) + 1
    return words


if __name__ == "__main__":
    Image.MAX_IMAGE_PIXELS = None
    main()
