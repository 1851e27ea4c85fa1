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
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from app.outlines import outline_line
from ingest import parse_files


@dataclass(frozen=True, slots=True)
class Score:
    """Nodes of one level: as marked, too much, and missed."""

    right: int
    extra: int
    missing: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.extra + self.missing)


def scores(folder: Path) -> dict[str, dict[str, Score]]:
    """The scores of the levels, by the scorer as it stands and by the first line of each node."""
    scorer = _load(folder / "score.py")
    outlines = {
        path.name: json.loads(outline_line(path, result, folder))["clauses"]
        for path, result in parse_files(sorted((folder / "html").glob("*.html")))
    }
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines() if line.strip()]
    found = {"by the scorer as it stands": _levels(scorer, gold, outlines)}
    scorer.own_line = _first_line
    return found | {"by the first line of each node": _levels(scorer, gold, outlines)}


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


def _levels(scorer: ModuleType, gold: list[dict], outlines: dict[str, list[dict]]) -> dict[str, Score]:  # type: ignore[type-arg]
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
    return {
        level: Score(right[level], extra[level], missing[level])
        for level in scorer.LEVELS
        if right[level] + missing[level]
    }


if __name__ == "__main__":
    for way, levels in scores(Path(sys.argv[1])).items():
        print(way)
        for name, one in levels.items():
            print(f"  {name:8} F1 {one.f1:.4f}  extra {one.extra:3}  missing {one.missing:3}")
