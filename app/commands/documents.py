"""Documents in and out of the store, and who may see them: ingest, outline, documents, remove, limit."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app import options
from corpus.errors import DieukhoanError

if TYPE_CHECKING:
    from corpus.store import Store

#: What is said of a known document that is not stored.
_WANTED = "chưa có trong kho: tải lên hoặc dán địa chỉ"


@click.command()
@click.argument("sources", nargs=-1, required=True)
@options.home
@options.json
@options.model
@options.backend
@click.option(
    "--jobs", type=click.IntRange(1, 64), help="Files that are read at the same time; two, or one on a single core."
)
@click.option(
    "--to",
    "groups",
    multiple=True,
    metavar="GROUP",
    help="Limit new documents to a group; may be given more than once.",
)
def ingest(
    sources: tuple[str, ...],
    home: Path,
    as_json: bool,
    model: str | None,
    backend: str | None,
    jobs: int | None,
    groups: tuple[str, ...],
) -> None:
    """Read files, folders and web addresses into the store and index their clauses.

    A file seen before is skipped, a changed one replaces its document, a bad one is refused with a reason and stops no other.
    Several of these commands may work on one home at the same time, each with files of its own.

    Example: dieukhoan ingest van-ban/ 1221-KH-UBND.txt https://example.vn/van-ban/42-KH-UBND.html
    """
    from dataclasses import asdict

    from ingest import find_files, ingest_files, is_address
    from ingest.isolation import JOBS

    refused = 0
    changed = False
    files = find_files(source if is_address(source) else Path(source) for source in sources)
    read = options.bar("Reading")
    with options.open_store(home) as store:
        outcomes = ingest_files(files, store, options.show_progress, jobs or JOBS, groups or None)
        for done, outcome in enumerate(outcomes, start=1):
            refused += outcome.status == "refused"
            changed = changed or outcome.status in ("added", "updated")
            if as_json:
                options.print_json(asdict(outcome))
            elif outcome.error:
                click.echo(f"refused    {options.printable(outcome.source)}: {outcome.error}", err=True)
            else:
                click.echo(f"{outcome.status:10} {outcome.document_id} ({outcome.clauses} clauses)")
                for warning in outcome.warnings:
                    click.echo(f"           {warning}", err=True)
            read(done, len(files))
        if not files:
            raise click.UsageError(f"No files in {', '.join(sources)}; name a folder that holds documents.")
        if changed:
            from search import Searcher

            Searcher(store, model, backend=backend).refresh(options.bar("Encoding"))
    if refused:
        sys.exit(1)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.home
@options.json
def outline(files: tuple[Path, ...], home: Path, as_json: bool) -> None:
    """Show the tree of clauses of files, without a store or a model.

    Example: dieukhoan outline 1221-KH-UBND.txt
    """
    from ingest import Parsed, find_files, parse_files

    refused = False
    with ThreadPoolExecutor(1) as beside:  # what prints is loaded while the first file is read
        printing = beside.submit(import_module, "app.outlines")
        for path, result in parse_files(find_files(files)):
            outlines = printing.result()
            refused = refused or not isinstance(result, Parsed)
            if as_json:
                click.echo(outlines.outline_line(path, result, home))
            elif isinstance(result, Parsed):
                click.echo(outlines.outline_text(result))
            else:
                click.echo(str(result), err=True)
    if refused:
        sys.exit(1)


@click.command()
@click.option("--missing", is_flag=True, help="List the known documents that are not stored as well.")
@options.home
@options.json
def documents(missing: bool, home: Path, as_json: bool) -> None:
    """List the stored documents with their statuses, as far as the stored documents tell them.

    Example: dieukhoan documents --missing
    """
    from app.contract import listed

    with options.open_store(home) as store:
        shapes = listed(store, missing=missing)
    for shape in shapes:
        if as_json:
            options.print_json(shape)
            continue
        note = f"({shape['clauses']} clauses)  {shape['status']}" if shape["stored"] else f"({_WANTED})"
        name = f"{shape['type'] or ''} {shape['number'] or ''}"
        click.echo(f"{shape['id'] or '–':40} {shape['issued_on'] or '':10}  {name}  {note}")
    if not any(shape["stored"] for shape in shapes) and not as_json:
        click.echo("No documents are stored yet; add some with `dieukhoan ingest FOLDER`.", err=True)


@click.command()
@click.argument("document_ids", nargs=-1, required=True)
@options.home
@options.json
def remove(document_ids: tuple[str, ...], home: Path, as_json: bool) -> None:
    """Forget documents and their originals.

    Example: dieukhoan remove 1221-kh-ubnd-2024
    """
    _change_each(document_ids, home, "removed", lambda store, document_id: store.remove(document_id), as_json=as_json)


@click.command()
@click.argument("document_ids", nargs=-1, required=True)
@click.option(
    "--to", "groups", multiple=True, metavar="GROUP", help="A group that may see them; may be given more than once."
)
@click.option("--to-all", is_flag=True, help="Everyone may see them again.")
@options.home
@options.json
def limit(document_ids: tuple[str, ...], groups: tuple[str, ...], to_all: bool, home: Path, as_json: bool) -> None:
    """Let only some groups see documents; without a group, administrators alone.

    It holds where visitors log in (docs/access.md): whoever may read the home folder itself reads all that is in it.

    Example: dieukhoan limit 1221-kh-ubnd-2024 --to "Phòng Tổng hợp"
    """
    if groups and to_all:
        raise click.UsageError("Give either --to or --to-all.")

    def limited(store: Store, document_id: str) -> None:
        store.limit(document_id, None if to_all else groups)

    _change_each(document_ids, home, "shown to all" if to_all else "limited", limited, as_json=as_json)


def _change_each(
    document_ids: tuple[str, ...], home: Path, done: str, change: Callable[[Store, str], None], *, as_json: bool
) -> None:
    """Do `change` to each document and say that it is `done`; exit code 1 where one could not be changed."""
    failed = False
    with options.open_store(home) as store:
        for document_id in document_ids:
            error = None
            try:
                change(store, document_id)
            except DieukhoanError as problem:
                error, failed = str(problem), True
                click.echo(error, err=True)
            if as_json:
                options.print_json({"document_id": document_id, "status": "unknown" if error else done, "error": error})
            elif not error:
                click.echo(f"{done:10} {document_id}")
    if failed:
        sys.exit(1)
