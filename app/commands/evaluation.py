"""Figures of the ranking."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from app import options
from corpus.errors import DieukhoanError


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
@options.home
@options.json
@options.model
def evaluate(
    folders: tuple[Path, ...], retriever: Any, fold_queries: bool, home: Path, as_json: bool, model: str | None
) -> None:
    """Measure the ranking on labelled queries in BEIR's layout (corpus.jsonl, queries.jsonl, qrels/test.tsv).

    Example: dieukhoan evaluate bench/articles bench/policy --json
    """
    from search import evaluate as measure
    from search import load_encoder

    failed = False
    encoder = load_encoder(model)
    for folder in folders:
        try:
            figures = measure(
                folder, encoder, retriever=retriever, fold_queries=fold_queries, progress=options.bar(folder.name)
            ).as_dict()
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
