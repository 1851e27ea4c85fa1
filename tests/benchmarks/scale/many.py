"""At a hundred thousand clauses: questions beside txtai, memory while serving, one more document."""

from __future__ import annotations

import json

from tests.benchmarks.scale import adding, asking
from tests.benchmarks.scale.made import CLAUSES
from tests.benchmarks.scale.ours import Home
from tests.benchmarks.scale.setting import Result, Row, Setting
from tests.benchmarks.scale.timing import program

_MEMORY_MB = 900.0


def measure(setting: Setting) -> Result:
    """All three on one home, which is filled first."""
    encoder = setting.made_encoder()
    documents = -(-setting.clauses // CLAUSES)
    home = Home(setting.work / "many", encoder)
    filled = home.fill(setting.corpus.documents(0, documents), encoder)
    size = f"{documents * CLAUSES:,} clauses"
    asked = asking.asked(setting, home, documents)
    ran = program(home.folder, module="tests.benchmarks.scale.serving", typed=json.dumps(setting.questions))
    served = json.loads(ran.printed)
    added = adding.added(setting, home)
    home.close()
    memory = served["served"]
    remembered = Row(
        f"memory at {size}, after {len(served['ms'])} questions",
        f"≤ {_MEMORY_MB:g} MB",
        f"{memory['rss']:.0f} MB ({memory['own']:.0f} own, {memory['files']:.0f} mapped files)",
        memory["rss"] <= _MEMORY_MB,
    )
    return Result(
        (*asking.rows(asked["ms"], size), remembered, adding.row(added, size)),
        "queries: reading the question, filter, ranking, ten answers; the question's vector ready made on both sides; txtai answers with id, text and score "
        "out of SQL. Memory: a process of its own with the real encoder. Adding: from the file on the disk to a search that finds it, in a running process",
        {"clauses": documents * CLAUSES, "fill_s": filled, "queries": asked, "serving": served, "adding_ms": added},
    )
