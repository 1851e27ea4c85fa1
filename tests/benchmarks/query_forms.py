"""What the ranking loses when the same questions are typed in other ways.

    python -m tests.benchmarks.query_forms SHARED/bench/articles SHARED/bench/policy SHARED/bench/policy-synthetic --sample 600

Each question is asked as it stands, without diacritics, with half of them, abbreviated, and with a typing error. Prints nDCG@10 of each form,
the questions that it touches, and the mean difference on these.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import ir_measures

from corpus.language.text import fold, strip_diacritics, syllable_spans
from search import load_encoder
from search.evaluation.measuring import read_queries
from search.index import Index
from search.question.abbreviations import common_abbreviations

Form = Callable[[str, random.Random], str]

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def bare(text: str, _: random.Random) -> str:
    """`text` without diacritics."""
    return strip_diacritics(text)


def half(text: str, chance: random.Random) -> str:
    """`text` with the marks of about half of its syllables dropped."""
    return _by_word(text, lambda word: strip_diacritics(word) if chance.random() < 0.5 else word)


def abbreviated(text: str, _: random.Random) -> str:
    """`text` with every expansion in the list replaced by its abbreviation, longer ones first."""
    for words, short in _shorter():
        text = words.sub(short, text)
    return text


def mistyped(text: str, chance: random.Random) -> str:
    """`text` with one letter of one word of at least four dropped, doubled, swapped with the next, or hit beside."""
    words = [(start, end) for start, end in syllable_spans(text) if end - start >= 4 and text[start:end].isalpha()]
    if not words:
        return text
    start, end = chance.choice(words)
    at = chance.randrange(start, end)
    kind = chance.choice(("dropped", "doubled", "swapped", "beside"))
    if kind == "dropped":
        return text[:at] + text[at + 1 :]
    if kind == "doubled":
        return text[: at + 1] + text[at:]
    if kind == "swapped":
        at = min(at, end - 2)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    letter = fold(text[at])
    row = next(row for row in _ROWS if letter in row)
    place = row.index(letter)
    return text[:at] + chance.choice(row[max(0, place - 1) : place] + row[place + 1 : place + 2]) + text[at + 1 :]


FORMS: dict[str, Form] = {
    "no diacritics": bare, "half of the diacritics": half, "abbreviated": abbreviated, "one typing error": mistyped,
}  # fmt: skip


def scores(index: Index, queries: dict[str, str], qrels: dict[str, dict[str, int]]) -> dict[str, float]:
    """nDCG@10 of each question."""
    run = {
        query: {hit.key: hit.score - 1e-6 * rank for rank, hit in enumerate(index.search(text, 10)[1])}
        for query, text in queries.items()
    }
    measure = ir_measures.parse_measure("nDCG@10")
    found = ir_measures.iter_calc([measure], {query: qrels[query] for query in queries}, run)
    return {item.query_id: item.value for item in found}


def changes(
    index: Index, queries: dict[str, str], qrels: dict[str, dict[str, int]], typed: dict[str, float]
) -> Iterator[tuple[str, list[float]]]:
    """Each form with what it adds to nDCG@10 of each question that it touches; `typed` is that of the questions as they stand."""
    for form, change in FORMS.items():
        changed = {query: change(text, random.Random(query)) for query, text in queries.items()}
        touched = {query: text for query, text in changed.items() if text != queries[query]}
        found = scores(index, touched, qrels)
        yield form, [found[query] - typed[query] for query in touched]


def sample(queries: dict[str, str], most: int) -> dict[str, str]:
    """At most so many of the questions, the same ones every time."""
    return {query: queries[query] for query in random.Random(0).sample(sorted(queries), min(most, len(queries)))}


def report(name: str, index: Index, queries: dict[str, str], qrels: dict[str, dict[str, int]]) -> None:
    """Print the figures of each form."""
    typed = scores(index, queries, qrels)
    mean = sum(typed.values()) / len(typed)
    print(f"{name}: {len(typed)} questions, nDCG@10 {mean:.4f}")
    for form, gained in changes(index, queries, qrels, typed):
        print(
            f"  {form:24} {mean + sum(gained) / len(typed):.4f} ({sum(gained) / len(typed):+.4f});"
            f" {len(gained)} touched ({sum(gained) / max(1, len(gained)):+.4f} on these)",
            flush=True,
        )


def _by_word(text: str, change: Callable[[str], str]) -> str:
    out: list[str] = []
    at = 0
    for start, end in syllable_spans(text):
        out += (text[at:start], change(text[start:end]))
        at = end
    return "".join([*out, text[at:]])


def _shorter() -> list[tuple[re.Pattern[str], str]]:
    pairs = [(words, short) for short, meanings in common_abbreviations().items() for words in meanings]
    return [
        (re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE), short)
        for words, short in sorted(pairs, key=lambda pair: -len(pair[0]))
    ]


def main() -> None:
    """Measure the folders of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=1000, help="At most so many questions of a folder.")
    arguments = parser.parse_args()
    encoder = load_encoder()
    for folder in arguments.folders:
        entries, queries, qrels = read_queries(folder)
        report(folder.name, Index.build(entries, encoder), sample(queries, arguments.sample), qrels)


if __name__ == "__main__":
    main()
