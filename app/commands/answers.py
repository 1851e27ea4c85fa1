"""Clauses out of the store: search, similar, show, cite."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import options
from app.commands.filtering import filtering

if TYPE_CHECKING:
    from search import Filters, Result


@click.command()
@click.argument("question")
@click.option("-k", "count", default=10, show_default=True, type=click.IntRange(1, 100), help="How many answers.")
@filtering
@click.option(
    "--reranker", help="A sentence-transformers cross-encoder by name or path that reads the best candidates again."
)
@click.option("--literal", is_flag=True, help="Search for the words as they are typed.")
@options.home
@options.json
@options.model
@options.backend
def search(
    question: str, count: int, filters: Filters, reranker: str | None, literal: bool, home: Path, as_json: bool,
    model: str | None, backend: str | None,
) -> None:  # fmt: skip
    """Find the clauses that answer QUESTION, with or without diacritics, abbreviated, misspelt or in English.

    What the documents do not answer gets no results; the nearest misses are named apart.

    Example: dieukhoan search "chỉ tiêu bảo hiểm y tế đến năm 2030" -k 3
    """
    from search import Searcher

    with options.open_store(home) as store:
        if filters.document:
            store.document(filters.document)
        response = Searcher(store, model, reranker, backend).search(question, count, filters, literal=literal)
        empty = not store.documents()
    if as_json:
        from app.shapes import response_shape  # a tenth of a second that plain answers need not wait

        options.print_json(response_shape(response))
        return
    if response.analysis.changed:
        click.echo(f"Understood as: {response.analysis.likeliest} (--literal searches as typed)", err=True)
    if empty:
        click.echo("No documents are stored yet; add some with `dieukhoan ingest FOLDER`.", err=True)
    elif not response.results:
        click.echo("No clause fits; use other words or fewer filters.", err=True)
    _print_results(response.results)
    if response.near:
        click.echo("The nearest misses:")
        _print_results(response.near)


def _print_results(results: Iterable[Result]) -> None:
    for result in results:
        click.echo(
            f"{result.rank}. {click.style(result.label_path, bold=True)}  [{result.clause_id}]  {result.score:.2f}"
        )
        click.echo(f"   {_marked(result.text, result.highlights)}")
        click.echo(f"   → {result.citation}")
        for also in result.also:
            if also.reason == "repeats":
                click.echo(f"   = {also.clause_id}")
        click.echo()


def _marked(text: str, spans: Iterable[tuple[int, int]], limit: int = 400) -> str:
    """`text` on one line with the matches in bold where the terminal shows that, cut at `limit` characters."""
    out: list[str] = []
    at = 0
    for start, end in spans:
        if start >= limit:
            break
        out += (text[at:start], click.style(text[start:end], bold=True))
        at = end
    out.append(text[at : max(at, limit)] + ("…" if len(text) > max(at, limit) else ""))
    return "".join(out).replace("\n", " ")


@click.command()
@click.argument("clause_id")
@click.option("-k", "count", default=10, show_default=True, type=click.IntRange(1, 100), help="How many clauses.")
@options.home
@options.json
@options.model
@options.backend
def similar(clause_id: str, count: int, home: Path, as_json: bool, model: str | None, backend: str | None) -> None:
    """Find the clauses of other documents that say most nearly what CLAUSE_ID says.

    Example: dieukhoan similar 1221-kh-ubnd-2024/II/2/gach-8 -k 5
    """
    from app.contract import similar_to
    from search import Searcher

    with options.open_store(home) as store:
        searcher = Searcher(store, model, backend=backend)
        if as_json:
            options.print_json(similar_to(searcher, clause_id, count))
            return
        results = searcher.similar(clause_id, count)
    if not results:
        click.echo("No other document says anything like it; ingest more documents.", err=True)
    _print_results(results)


@click.command()
@click.argument("clause_id")
@options.home
@options.json
def show(clause_id: str, home: Path, as_json: bool) -> None:
    """Show a clause in its place: what encloses it, what stands under it, what it refers to.

    Example: dieukhoan show 1221-kh-ubnd-2024/III/6/6.5
    """
    from app.contract import shown
    from corpus.citing.citation import cite_document

    with options.open_store(home) as store:
        found = shown(store, clause_id)
        document, clause = store.clause(clause_id)
    if as_json:
        options.print_json(found)
        return
    click.echo(cite_document(document))
    click.echo(f"  ({document.status})")
    for depth, node in enumerate(document.ancestors(clause), start=1):
        click.echo(f"{'  ' * depth}{node.text.splitlines()[0]}")
    click.echo(f"\n{document.quotation(clause)}")
    for change in found["amended_by"]:
        click.echo(f"\n{change['relation']}: {change['citation']}  [{change['clause_id']}]\n{change['quotation']}")


@click.command()
@click.argument("clause_id")
@click.option(
    "--form", type=click.Choice(["first", "later"]), default="first", show_default=True, help="First or later mention."
)
@click.option("--quote", is_flag=True, help="Print the clause's exact words as well.")
@options.home
@options.json
def cite(clause_id: str, form: Any, quote: bool, home: Path, as_json: bool) -> None:
    """Print the official citation of a clause, for a draft.

    Example: dieukhoan cite 1221-kh-ubnd-2024/II/2/gach-8 --quote
    """
    from app.contract import cited

    with options.open_store(home) as store:
        found = cited(store, clause_id, form, quote=quote)
    if as_json:
        options.print_json(found)
        return
    click.echo(found["citation"])
    if quote:
        click.echo(f"“{found['quote']}”")
