"""Figures of the ranking."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from app import options
from corpus.errors import DieukhoanError

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--retriever",
    type=click.Choice(["hybrid", "dense", "lexical"]),
    default="hybrid",
    show_default=True,
    help="Which side ranks.",
)
@click.option("--fold-queries", is_flag=True, help="Take the diacritics out of the queries.")
@click.option(
    "--out",
    type=_FOLDER,
    help="Folder for the measures of every query (SET.jsonl) and a page of the worst ones (SET.html).",
)
@click.option(
    "--against", type=_FOLDER, help="Folder that --out wrote before: say whether the difference is significant."
)
@options.home
@options.json
@options.model
def evaluate(
    folders: tuple[Path, ...], retriever: Any, fold_queries: bool, out: Path | None, against: Path | None, home: Path,
    as_json: bool, model: str | None,
) -> None:  # fmt: skip
    """Measure the ranking on labelled queries in BEIR's layout (corpus.jsonl, queries.jsonl, qrels/test.tsv).

    With --against, the figures gain the mean difference of nDCG@10, its 95 % interval, the p value of a paired test, and how many queries rose and fell.

    Example: dieukhoan evaluate bench/articles bench/policy --out figures --json
    """
    from app.exports.evaluation_report import read_ndcg, write_queries, write_report
    from search import evaluate as measure
    from search import load_encoder
    from search.evaluation.significance import paired

    failed = False
    encoder = load_encoder(model)
    for folder in folders:
        try:
            before = read_ndcg(against, folder.resolve().name) if against else None
            found = measure(
                folder, encoder, retriever=retriever, fold_queries=fold_queries, progress=options.bar(folder.name)
            )
            figures = found.as_dict()
            difference = paired(before, {query.query_id: query.ndcg_10 for query in found.queries}) if before else None
            if difference:
                figures["against"] = asdict(difference)
            if out:
                write_queries(found, out)
                write_report(found, difference, out)
        except DieukhoanError as error:
            failed = True
            click.echo(str(error), err=True)
            continue
        if as_json:
            options.print_json(figures)
        else:
            click.echo("  ".join(f"{name}={value}" for name, value in figures.items()))
    if failed:
        sys.exit(1)
