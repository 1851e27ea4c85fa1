"""Which document rests on which: map."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app import options
from corpus.language.dates import printed

if TYPE_CHECKING:
    from corpus.overviews.document_map import DocumentMap, Edge, Node, Step


@click.command("map")
@click.argument("document", required=False)
@click.option("--depth", default=2, show_default=True, type=click.IntRange(1, 20), help="How many steps from DOCUMENT.")
@click.option("--relation", "relations", multiple=True, help="Only this relation: căn cứ, thực hiện, dẫn chiếu, …")
@options.home
@options.json
def map_documents(document: str | None, depth: int, relations: tuple[str, ...], home: Path, as_json: bool) -> None:
    """Show what DOCUMENT, or each stored document, rests and acts on, and what does so on it.

    Mentions that only refer (dẫn chiếu) are left out unless --relation asks for them.

    Example: dieukhoan map 1221-kh-ubnd-2024 --depth 3
    """
    from app.shapes import map_shape
    from corpus.overviews.chains import document_map
    from corpus.overviews.document_map import REFERS

    with options.open_store(home) as store:
        whole = document_map(store)
    shown = whole.only(relations=relations or {edge.relation for edge in whole.edges} - {REFERS})
    if document:
        shown = shown.around(document, depth)
    if as_json:
        options.print_json({"document": document, "depth": depth if document else None, **map_shape(shown)})
    elif document:
        _print_chains(shown, shown.node(document), depth)
    else:
        _print_all(shown)


def _print_chains(shown: DocumentMap, node: Node, depth: int) -> None:
    click.echo(_named(node))
    for title, steps in (
        ("Căn cứ, thực hiện hoặc tác động tới:", shown.foundations(node.id, depth)),
        ("Được căn cứ, thực hiện hoặc tác động bởi:", shown.followers(node.id, depth)),
    ):
        click.echo(f"\n{title}" if steps else f"\n{title} không có")
        _print_steps(steps)


def _print_all(shown: DocumentMap) -> None:
    for node in shown.ends():
        click.echo(_named(node))
        _print_steps(shown.foundations(node.id, len(shown.nodes)))
        click.echo()
    loose = [node for node in shown.loose() if node.known == "stored"]
    if loose:
        click.echo("Không gắn với văn bản nào khác:")
    for node in loose:
        click.echo(f"  {_named(node)}")
    if not shown.nodes:
        click.echo("No documents are stored yet; add some with `dieukhoan ingest FOLDER`.", err=True)


def _print_steps(steps: Iterable[Step]) -> None:
    for step in steps:
        again = " (đã có ở chỗ khác)" if step.repeated else ""
        click.echo(f"{'    ' * (step.depth - 1)}  {_relations(step.edges)} → {_named(step.node)}{again}")


def _relations(edges: Iterable[Edge]) -> str:
    """What makes the step, with the number of places and the first of them."""
    return ", ".join(
        f"{edge.relation}{f' ×{len(edge.references)}' if len(edge.references) > 1 else ''} [{edge.references[0].clause_id}]"
        for edge in edges
    )


def _named(node: Node) -> str:
    note = "" if node.known == "stored" else " (chưa có trong kho)"
    return f"{' '.join(filter(None, (node.name, node.issued_on and printed(node.issued_on))))}  [{node.id}]{note}"
