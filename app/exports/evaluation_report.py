"""What `evaluate --out` writes: the measures of every query, and a page that shows the worst ones beside what was found."""

from __future__ import annotations

import json
from dataclasses import asdict
from html import escape
from pathlib import Path

from corpus.errors import InputError
from search.evaluation.measuring import Evaluation, read_queries
from search.evaluation.significance import Difference
from search.index.passages import Entry

#: Queries on the page, the worst first; characters of a passage that it shows.
_SHOWN, _LENGTH = 50, 400

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
table { border-collapse: collapse; } td, th { padding: .2rem .8rem; border: 1px solid #bbb; text-align: right; }
section { border-top: 1px solid #bbb; margin-top: 1.5rem; } ol, ul { padding-left: 1.5rem; }
.right { font-weight: bold; } .right::after { content: " ✓"; } p.text { color: #444; margin: .1rem 0 .6rem; }
"""


def write_queries(evaluation: Evaluation, folder: Path) -> Path:
    """Write the measures of every query, one JSON object a line, into `folder` under the name of the set."""
    path = folder / f"{Path(evaluation.dir).resolve().name}.jsonl"
    lines = [json.dumps(asdict(query), ensure_ascii=False) for query in evaluation.queries]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", "utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}); name another folder with --out.") from error
    return path


def read_ndcg(folder: Path, name: str) -> dict[str, float]:
    """nDCG@10 by query, of the set `name`, as `write_queries` wrote it into `folder`.

    Raises:
        InputError: there is no such file, or it is of another kind.
    """
    path = folder / f"{name}.jsonl"
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        return {str(row["query_id"]): float(row["ndcg_10"]) for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path} holds no figures of queries ({error}); write them with `dieukhoan evaluate … --out {folder}`."
        ) from error


def write_report(evaluation: Evaluation, difference: Difference | None, folder: Path) -> Path:
    """Write the page into `folder` under the name of the set.

    Raises:
        InputError: the set of queries is gone.
    """
    passages = {entry.key: entry for entry in read_queries(Path(evaluation.dir))[0]}
    name = Path(evaluation.dir).resolve().name
    path = folder / f"{name}.html"
    figures = {key: value for key, value in evaluation.as_dict().items() if key != "dir"}
    worst = sorted(evaluation.queries, key=lambda query: (query.ndcg_10, query.recall_100))[:_SHOWN]
    perfect = sum(query.ndcg_10 > 1 - 1e-9 for query in evaluation.queries)
    parts = [
        f"<!doctype html><html lang=vi><meta charset=utf-8><title>{escape(name)}</title><style>{_STYLE}</style>",
        f"<h1>{escape(name)}</h1>",
        f"<table><tr>{''.join(f'<th>{escape(key)}</th>' for key in figures)}</tr>",
        f"<tr>{''.join(f'<td>{escape(str(value))}</td>' for value in figures.values())}</tr></table>",
        f"<p>{perfect} of {evaluation.n_queries} queries have every relevant passage first.</p>",
    ]
    if difference:
        parts.append(
            f"<p>Against the earlier figures: nDCG@10 {difference.mean:+.4f} (95 %: {difference.low:+.4f} to {difference.high:+.4f}, "
            f"p {difference.p:.3f}); {difference.rose} queries rose, {difference.fell} fell.</p>"
        )
    parts.append(f"<h2>The {len(worst)} worst queries</h2>")
    for query in worst:
        parts += [
            f"<section><h3>{escape(query.query)}</h3>",
            f"<p>{escape(query.query_id)} · nDCG@10 {query.ndcg_10:.3f} · R@10 {query.recall_10:.2f} · R@100 {query.recall_100:.2f}</p>",
            "<p>Found:</p><ol>",
            *(_passage(passages[key], key in query.relevant) for key in query.found[:5]),
            "</ol><p>Relevant:</p><ul>",
            *(_relevant(key, query.found, passages) for key in query.relevant),
            "</ul></section>",
        ]
    path.write_text("".join(parts), "utf-8")
    return path


def _relevant(key: str, found: tuple[str, ...], passages: dict[str, Entry]) -> str:
    place = f"at {found.index(key) + 1}" if key in found else "not among the first ten"
    return (
        _passage(passages[key], False, place) if key in passages else f"<li>{escape(key)} is no passage of the set</li>"
    )


def _passage(entry: Entry, right: bool, note: str = "") -> str:
    title = escape(" › ".join(part for part in (entry.title, entry.headings, note) if part) or entry.key)
    return f"<li><span{' class=right' if right else ''}>{title}</span><p class=text>{escape(entry.text[:_LENGTH])}</p></li>"
