"""What each part of the ranking is worth: nDCG@10 with that part switched off, on every set, beside the whole.

    python -m tests.benchmarks.ablation SHARED/bench/articles SHARED/bench/policy SHARED/bench/policy-synthetic --sample 600

The same questions are asked each time, as they are typed and without diacritics (`bare`). A difference is paired; `*` marks p < .05.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

import search.index.lexical
import search.index.passages
import search.index.ranking
from corpus.language.text import strip_diacritics
from search import Encoder, load_encoder
from search.evaluation.measuring import judge, read_queries
from search.evaluation.significance import paired
from search.index.fusion import HYBRID, Weights
from search.index.index import Index, Retriever
from search.index.passages import Entry
from search.question.abbreviations import Abbreviations

Scores = NDArray[np.float32]


class Remembering:
    """An encoder that encodes no text twice, whatever index asks."""

    def __init__(self, inner: Encoder) -> None:
        self.name, self.dimension, self.tokens = inner.name, inner.dimension, inner.tokens
        self._inner = inner
        self._passages: dict[str, Scores] = {}
        self._queries: dict[str, Scores] = {}

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Scores:
        """See `Encoder`."""
        return _remembered(self._passages, texts, lambda new: self._inner.encode_passages(new, progress))

    def encode_queries(self, texts: Sequence[str]) -> Scores:
        """See `Encoder`."""
        return _remembered(self._queries, texts, self._inner.encode_queries)


def _remembered(kept: dict[str, Scores], texts: Sequence[str], encode: Callable[[list[str]], Scores]) -> Scores:
    new = [text for text in dict.fromkeys(texts) if text not in kept]
    if new:
        kept.update(zip(new, encode(new), strict=True))
    return np.stack([kept[text] for text in texts])


@dataclass(frozen=True)
class Variant:
    """The ranking without a part: what is asked of the index, what is done to its entries, and what is patched while it works."""

    name: str
    retriever: Retriever = "hybrid"
    literal: bool = False
    strip: Callable[[Entry], Entry] = lambda entry: entry
    patches: tuple[tuple[object, str, object], ...] = ()


def _only(keep: Callable[[str], bool]) -> Callable[[str], list[str]]:
    whole = search.index.lexical.terms
    return lambda text: [term for term in whole(text) if keep(term)]


def _reciprocal(weights: Weights, cosine: Scores | None, background: float, bm25: Scores, coverage: Scores) -> Scores:
    """Reciprocal-rank fusion of the same signals, in place of their weighted sum."""
    signals = [signal for signal in (cosine, bm25, coverage) if signal is not None]
    ranks = [np.argsort(np.argsort(-signal, kind="stable"), kind="stable") for signal in signals]
    return np.asarray(sum(20 / (60 + rank) for rank in ranks), dtype=np.float32)


def _terms(name: str, keep: Callable[[str], bool]) -> Variant:
    return Variant(name, patches=((search.index.lexical, "terms", _only(keep)),))


def _weights(name: str, weights: Weights) -> Variant:
    return Variant(name, patches=((search.index.ranking, "HYBRID", weights),))


VARIANTS = (
    Variant("the whole"),
    Variant("no vectors", retriever="lexical"),
    Variant("no words", retriever="dense"),
    _weights("no BM25 of entries", replace(HYBRID, bm25=0.0)),
    _weights("no coverage of windows", replace(HYBRID, coverage=0.0)),
    Variant("ranks fused, not scores", patches=((search.index.ranking, "weighted_sum", _reciprocal),)),
    Variant("no windows", patches=((search.index.passages, "windows", lambda text, size: [(0, len(text))]),)),
    Variant("no headings and titles", strip=lambda entry: replace(entry, title="", headings="")),
    _terms("no pairs of syllables", lambda term: " " not in term),
    _terms("no terms as spelt", lambda term: not term.startswith("=")),
    _terms("no folded terms", lambda term: term.startswith("=")),
    Variant("no abbreviations in texts", patches=((Abbreviations, "readings", lambda self, text: []),)),
    Variant("questions as typed", literal=True),
)


@contextmanager
def _patched(variant: Variant) -> Iterator[None]:
    with ExitStack() as stack:
        for owner, name, value in variant.patches:
            stack.enter_context(patch.object(owner, name, value))
        yield


def ndcg(variant: Variant, folder: Path, encoder: Encoder, queries: dict[str, str]) -> list[dict[str, float]]:
    """nDCG@10 of each of `queries`, as they are typed and without diacritics."""
    entries, _, qrels = read_queries(folder)
    labels = {query: qrels[query] for query in queries}
    found = []
    with _patched(variant):
        index = Index.build([variant.strip(entry) for entry in entries], encoder)
        for form in (str, strip_diacritics):
            run = {}
            for query, text in queries.items():
                analysis = index.analyse(form(text), literal=variant.literal)
                run[query] = {hit.key: hit.score for hit in index.rank(analysis, 20, retriever=variant.retriever).hits}
            found.append({one.query_id: one.ndcg_10 for one in judge(run, queries, labels)})
    return found


def main() -> None:
    """Print one table a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=1000, help="At most so many questions of a folder.")
    arguments = parser.parse_args()
    encoder = Remembering(load_encoder())
    for folder in arguments.folders:
        queries = read_queries(folder)[1]
        queries = {
            query: queries[query]
            for query in random.Random(0).sample(sorted(queries), min(arguments.sample, len(queries)))
        }
        print(f"\n| {folder.name}, {len(queries)} questions | as typed | | bare | |\n|---|---|---|---|---|")
        whole: list[dict[str, float]] = []
        for variant in VARIANTS:
            cells = []
            forms = ndcg(variant, folder, encoder, queries)
            whole = whole or forms
            for before, found in zip(whole, forms, strict=True):
                change = paired(before, found)
                mark = "*" if change.p < 0.05 else ""
                cells += [f"{np.mean(list(found.values())):.4f}", f"{change.mean:+.4f}{mark}"]
            print(f"| {variant.name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
