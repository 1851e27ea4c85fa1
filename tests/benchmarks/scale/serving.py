"""A process that serves questions from a home, and what memory it takes.

    python -m tests.benchmarks.scale.serving HOME < QUESTIONS

QUESTIONS is a JSON list; prints JSON: memory in MB when Python has started, when the index is loaded and when all are answered, and the milliseconds of each question.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.benchmarks.scale.hardware import memory_mb
from tests.benchmarks.scale.made import KINDS
from tests.benchmarks.scale.timing import milliseconds


def main(home: Path) -> None:
    """Answer, then print."""
    bare = memory_mb()
    from corpus.store import Store
    from search import Filters, Searcher

    with Store(home) as store:
        searcher = Searcher(store)
        searcher.refresh()
        loaded = memory_mb()
        times = [
            milliseconds(searcher.search, asked, 10, Filters(type=KINDS[at % len(KINDS)][0]))
            for at, asked in enumerate(json.load(sys.stdin))
        ]
        print(json.dumps({"bare": bare, "loaded": loaded, "served": memory_mb(), "ms": times}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
