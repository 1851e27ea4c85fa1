"""At a hundred thousand clauses: questions beside txtai, memory while serving, one more document."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from typing import Any

from search import Filters, Response
from search.index import Ranking
from tests.benchmarks.scale.made import CLAUSES, KINDS, MadeCorpus
from tests.benchmarks.scale.ours import Home
from tests.benchmarks.scale.rivals import Txtai
from tests.benchmarks.scale.setting import Result, Row, Setting
from tests.benchmarks.scale.timing import alternating, milliseconds, program, quantile

_QUERY_MS, _FASTER, _MEMORY_MB, _ADDING = 40.0, 5.0, 900.0, 1.5
#: Articles of a file that is added and khoản of each: 20 · (1 + 4) clauses.
_ARTICLES, _KHOAN = 20, 4


def measure(setting: Setting) -> Result:
    """All three on one home, which is filled first."""
    encoder = setting.made_encoder()
    documents = -(-setting.clauses // CLAUSES)
    home = Home(setting.work / "many", encoder)
    filled = home.fill(setting.corpus.documents(0, documents), encoder)
    size = f"{documents * CLAUSES:,} clauses"
    asked = _asked(setting, home)
    ran = program(home.folder, module="tests.benchmarks.scale.serving", typed=json.dumps(setting.questions))
    served = json.loads(ran.printed)
    added = _added(setting, home)
    home.close()
    search, rank = (quantile(asked["ms"][name], 0.95) for name in ("search", "rank"))
    rows = [
        Row(
            f"query at {size}, filtered, ranking alone, p95 without encoding",
            f"≤ {_QUERY_MS:g} ms",
            f"{rank:.1f} ms",
            rank <= _QUERY_MS,
        ),
        Row(
            "the same with texts, highlights, citations, facets",
            f"≤ {_QUERY_MS:g} ms",
            f"{search:.1f} ms",
            search <= _QUERY_MS,
        ),
    ]
    rows.append(_beside_txtai(asked["ms"]))
    memory = served["served"]
    rows.append(
        Row(
            f"memory at {size}, after {len(served['ms'])} questions",
            f"≤ {_MEMORY_MB:g} MB",
            f"{memory['rss']:.0f} MB ({memory['own']:.0f} own, {memory['files']:.0f} mapped files)",
            memory["rss"] <= _MEMORY_MB,
        )
    )
    ratio = median(big / small for big, small in zip(added["full"], added["empty"], strict=True))
    times = " / ".join(f"{median(added[name]) / 1000:.2f} s" for name in ("full", "empty"))
    rows.append(
        Row(
            f"adding 100 clauses at {size} over an empty store",
            f"≤ {_ADDING}×",
            f"{ratio:.2f}× ({times})",
            ratio <= _ADDING,
        )
    )
    return Result(
        tuple(rows),
        "queries: reading the question, filter by type, ranking, ten answers; the question's vector ready made on both sides; txtai answers with id, text and "
        "score out of SQL. Memory: a process of its own with the real encoder. Adding: from the file on the disk to a search that finds it, in a running process",
        {"clauses": documents * CLAUSES, "fill_s": filled, "queries": asked, "serving": served, "adding_ms": added},
    )


def _asked(setting: Setting, home: Home) -> dict[str, Any]:
    """Milliseconds of every question in each system, asked in turn, and the seconds that txtai takes to index."""
    encoder = setting.made_encoder()
    index, table = home.parts()
    questions = setting.questions
    kinds = [KINDS[at % len(KINDS)][0] for at in range(len(questions))]
    calls: dict[str, Any] = {
        "search": lambda at: home.search(questions[at], Filters(type=kinds[at])),
        "rank": lambda at: index.rank(index.analyse(questions[at]), 10, table.admitted(Filters(type=kinds[at]))),
    }
    found: dict[str, Any] = {}
    try:
        rival = Txtai(encoder)
    except ImportError:
        found["txtai"] = "not installed"
    else:
        documents = -(-setting.clauses // CLAUSES)
        found["txtai_index_s"] = rival.fill(setting.corpus.documents(0, documents))
        calls["txtai"] = lambda at: rival.ask(questions[at], kinds[at])
    # Vectors of questions are made here, and what is loaded on first use.
    answers = {name: [call(at) for at in range(len(questions))] for name, call in calls.items()}
    found["answers"] = {name: sum(map(_count, each)) / len(each) for name, each in answers.items()}
    return found | {"ms": alternating(calls, len(questions))}


def _count(answer: Response | Ranking | list[str]) -> int:
    """How many answers there are, the nearest misses counted too."""
    if isinstance(answer, Response):
        return len(answer.results or answer.near)
    return len(answer.hits) if isinstance(answer, Ranking) else len(answer)


def _beside_txtai(times: dict[str, list[float]]) -> Row:
    if "txtai" not in times:
        return Row("the same over txtai hybrid", f"≥ {_FASTER:g}×", "not measured: pip install txtai", None)
    ours, whole, theirs = (median(times[name]) for name in ("rank", "search", "txtai"))
    ratio = theirs / whole
    return Row(
        "the same over txtai hybrid, medians",
        f"≥ {_FASTER:g}×",
        f"{ratio:.1f}× ({whole:.1f} ms, {theirs:.1f} ms; ranking alone {theirs / ours:.1f}×)",
        ratio >= _FASTER,
    )


def _added(setting: Setting, home: Home) -> dict[str, list[float]]:
    """Milliseconds to add a file and to find it: to `home`, and to an empty one, in turn; the first pair warms up and is left out."""
    times: dict[str, list[float]] = {"full": [], "empty": []}
    for at in range(setting.repeats + 3):
        path = setting.work / f"quyet-dinh-{at}.txt"
        path.write_text(decision(setting.corpus, at), "utf-8")
        empty = Home(setting.work / f"empty-{at}", setting.encoder)
        empty.searcher.refresh()
        for name, where in (("full", home), ("empty", empty)):
            times[name].append(milliseconds(_add_and_find, where, path, at))
        empty.close()
    return {name: values[1:] for name, values in times.items()}


def _add_and_find(home: Home, path: Path, at: int) -> None:
    added = home.add_file(path)
    found = {result.document_id for result in home.search(f"kho lưu trữ số {7000 + at} của Trung tâm Thanh Hà").results}
    if added not in found:
        raise RuntimeError(f"{added} was added and is not found")


def decision(corpus: MadeCorpus, at: int) -> str:
    """A decision of a hundred clauses that no made document holds, as a text file."""
    made = [corpus.document(1_000_000 + 2 * at + more).document for more in (0, 1)]
    texts = [
        clause.text.split(" ", 1)[1] for document in made for clause in document.clauses if clause.level == "clause"
    ]
    texts[30] = (
        f"Kho lưu trữ số {7000 + at} của Trung tâm Thanh Hà mở cửa cho người đọc vào các ngày làm việc trong tuần."
    )
    lines = [
        "ỦY BAN NHÂN DÂN", "TỈNH LAM GIANG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        f"Số: {9000 + at}/2025/QĐ-UBND", "Lam Giang, ngày 12 tháng 5 năm 2025", "", "QUYẾT ĐỊNH", "Ban hành quy định quản lý kho lưu trữ", "",
    ]  # fmt: skip
    for article in range(_ARTICLES):
        lines.append(f"Điều {article + 1}. Quy định về nội dung thứ {article + 1}")
        lines += [f"{khoan + 1}. {texts[article * _KHOAN + khoan].rstrip(';:,.')}." for khoan in range(_KHOAN)]
    return "\n".join(lines) + "\n"
