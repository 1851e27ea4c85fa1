"""Questions with a filter, asked of the product and of txtai in turn; vectors of questions are ready made for both."""

from __future__ import annotations

from statistics import median
from typing import Any

from search import Filters, Response
from search.index.ranking import Ranking
from tests.benchmarks.scale.made import KINDS
from tests.benchmarks.scale.ours import Home
from tests.benchmarks.scale.rivals import Txtai
from tests.benchmarks.scale.setting import Row, Setting
from tests.benchmarks.scale.timing import alternating, quantile

_QUERY_MS, _FASTER = 40.0, 5.0
#: The issuer that one of the filters asks for: of every fiftieth document or so.
_ISSUER = "An Giang"


def asked(setting: Setting, home: Home, documents: int) -> dict[str, Any]:
    """Milliseconds of every question: `rank` reads, filters and ranks, `issuer` with another filter, `texts` ranks
    and gives ids, texts and scores, as `txtai` does; `search` answers as the page does.

    txtai indexes the first `documents` made documents, as `home` holds them.
    """
    index, table = home.parts()
    questions = setting.questions
    kinds = [KINDS[at % len(KINDS)][0] for at in range(len(questions))]

    def rank(question: str, filters: Filters) -> Ranking:
        return index.rank(index.analyse(question), 10, table.scope(filters))

    def texts(ranking: Ranking) -> list[tuple[str, str, float]]:
        return [(hit.key, home.store.clause(hit.key)[1].text, hit.score) for hit in ranking.hits]

    calls: dict[str, Any] = {
        "rank": lambda at: rank(questions[at], Filters(type=kinds[at])),
        "issuer": lambda at: rank(questions[at], Filters(issuer=_ISSUER)),
        "texts": lambda at: texts(rank(questions[at], Filters(type=kinds[at]))),
        "search": lambda at: home.search(questions[at], Filters(type=kinds[at])),
    }
    found: dict[str, Any] = {}
    try:
        rival = Txtai(setting.made_encoder())
    except ImportError:
        found["txtai"] = "not installed"
    else:
        found["txtai_fill_s"] = round(rival.fill(setting.corpus.documents(0, documents)), 1)
        calls["txtai"] = lambda at: rival.ask(questions[at], kinds[at])
    # Vectors of questions are made here, and what is loaded on first use.
    answers = {name: [_count(call(at)) for at in range(len(questions))] for name, call in calls.items()}
    found["answers"] = {name: sum(counts) / len(counts) for name, counts in answers.items()}
    return found | {"ms": alternating(calls, len(questions))}


def rows(times: dict[str, list[float]], size: str) -> tuple[Row, ...]:
    """The lines of the table for the milliseconds that `asked` gave."""
    told = (
        ("rank", f"query at {size}, one type of six, ranking alone, p95 without encoding"),
        ("issuer", "the same, one issuer"),
        ("search", "the same, one type, with texts, highlights, citations, facets"),
    )
    p95 = {name: quantile(times[name], 0.95) for name, _ in told}
    own = [Row(what, f"≤ {_QUERY_MS:g} ms", f"{p95[name]:.1f} ms", p95[name] <= _QUERY_MS) for name, what in told]
    return (*own, _beside_txtai(times))


def _beside_txtai(times: dict[str, list[float]]) -> Row:
    what = "query over txtai hybrid, one type, ids, texts and scores, medians"
    if "txtai" not in times:
        return Row(what, f"≥ {_FASTER:g}×", "not measured: pip install txtai", None)
    texts, whole, theirs = (median(times[name]) for name in ("texts", "search", "txtai"))
    ratio = theirs / texts
    reached = (
        f"{ratio:.1f}× ({texts:.1f} ms, {theirs:.1f} ms); as the page answers {theirs / whole:.1f}× ({whole:.1f} ms)"
    )
    return Row(what, f"≥ {_FASTER:g}×", reached, ratio >= _FASTER)


def _count(answer: Response | Ranking | list[Any]) -> int:
    """How many answers there are, the nearest misses counted too."""
    if isinstance(answer, Response):
        return len(answer.results or answer.near)
    return len(answer.hits) if isinstance(answer, Ranking) else len(answer)
