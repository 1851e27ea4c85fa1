"""How well clauses are split: the scorer of the marked acts, as it stands and by each node's first line.

    python -m tests.benchmarks.structure SHARED/structure

The scorer compares the first 60 letters of a node's own text. Where a title of fewer than 20 letters ("Điều 2. Đối tượng áp dụng") stands on a line of
its own and the text of the article follows below it, the two never agree, although the node is right. The second table therefore compares
the node's first line.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

from app.outlines import outline_line
from ingest import parse_files


def main(folder: Path) -> None:
    """Print both tables."""
    scorer = _load(folder / "score.py")
    outlines = {
        path.name: json.loads(outline_line(path, result, folder))["clauses"]
        for path, result in parse_files(sorted((folder / "html").glob("*.html")))
    }
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines() if line.strip()]
    print("by the scorer as it stands")
    _table(scorer, gold, outlines)
    scorer.own_line = _first_line
    print("by the first line of each node")
    _table(scorer, gold, outlines)


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _first_line(node: dict[str, str]) -> str:
    lines = [line for line in node["text"].splitlines() if line.strip()]
    only_label = len(lines) > 1 and lines[0].strip() == (node["label"] or "")
    return " ".join(lines[: 2 if only_label else 1])


def _table(scorer: ModuleType, gold: list[dict], outlines: dict[str, list[dict]]) -> None:  # type: ignore[type-arg]
    right, extra, missing = Counter[str](), Counter[str](), Counter[str]()
    for document in gold:
        nodes, neutral = scorer.gold_nodes(document["blocks"])
        for level, above, key, _ in scorer.outline_nodes(outlines.get(document["file"], [])):
            hit = next((n for n in nodes if nodes[n] and n[:2] == (level, above) and scorer.same(key, n[2])), None)
            if hit:
                nodes[hit] -= 1
                right[level] += 1
            elif not any(scorer.same(key, other) for other in neutral):
                extra[level] += 1
        for (level, _, _), left in nodes.items():
            missing[level] += left
    for level in scorer.LEVELS:
        if right[level] + missing[level]:
            precision = right[level] / max(1, right[level] + extra[level])
            recall = right[level] / (right[level] + missing[level])
            print(
                f"  {level:8} F1 {2 * precision * recall / (precision + recall):.4f}  extra {extra[level]:3}  missing {missing[level]:3}"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
