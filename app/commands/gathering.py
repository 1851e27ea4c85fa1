"""What visitors of the pages made: collections, feedback."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app import options

if TYPE_CHECKING:
    from corpus.store.workspace import Workspace


@click.command()
@click.option("--export", "exported", type=int, metavar="ID", help="Write this collection into a file.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="That file: FILE.docx or FILE.md.")
@options.home
@options.json
def collections(exported: int | None, out: Path | None, home: Path, as_json: bool) -> None:
    """List the collections of quotations, or write one for a draft: DOCX with real footnotes, or Markdown.

    Example: dieukhoan collections --export 3 --out trich-dan.docx
    """
    from app.contract import collected
    from corpus.store.workspace import Workspace

    if (exported is None) != (out is None):
        raise click.UsageError("Name a collection with --export and a file with --out, or neither.")
    with options.open_store(home):
        space = Workspace(home)
    if exported is not None and out is not None:
        count = _write(space, exported, out)
        if as_json:
            options.print_json({"id": exported, "out": str(out), "items": count})
        else:
            click.echo(f"{out}: {count} quotations")
        return
    if as_json:
        for shape in collected(space):
            options.print_json(shape)
        return
    listed = space.collections()
    for collection in listed:
        click.echo(f"{collection.id:>5}  {collection.name}  ({collection.items} quotations)")
    if not listed:
        click.echo("No collections yet; add clauses to one on the pages (`dieukhoan serve`).", err=True)


def _write(space: Workspace, collection_id: int, out: Path) -> int:
    """Write a collection into a file; how many quotations it holds."""
    from app.exports.collection_docx import write_collection
    from app.exports.collection_markdown import markdown

    if out.suffix.lower() not in (".docx", ".md"):
        raise click.UsageError(f"{out} is neither FILE.docx nor FILE.md; name one of these.")
    collection, items = space.collection(collection_id), space.items(collection_id)
    with options.writing(out) as target:
        if out.suffix.lower() == ".docx":
            write_collection(target, collection.name, items)
        else:
            target.write(markdown(collection.name, items).encode())
    return len(items)


@click.command()
@options.home
@options.json
def feedback(home: Path, as_json: bool) -> None:
    """Print what visitors said of answers, as a table with tabs: labelled questions for an evaluation.

    Example: dieukhoan feedback > feedback.tsv
    """
    import csv
    import sys

    from corpus.language.text import uncomputed
    from corpus.store.workspace import Workspace

    names = ("question", "clause_id", "verdict", "given_at")
    with options.open_store(home):
        given = Workspace(home).feedback()
    if as_json:
        for row in given:
            options.print_json(dict(zip(names, row, strict=True)))
        return
    rows = ([uncomputed(str(cell)) for cell in row] for row in given)
    csv.writer(sys.stdout, delimiter="\t", lineterminator="\n").writerows([names, *rows])
