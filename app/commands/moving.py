"""All of a home into one file and back: export, import."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from app import options


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@options.home
@options.json
def export_(file: Path, home: Path, as_json: bool) -> None:
    """Write documents, originals, collections and settings of the home into one new file, while others go on working.

    The index is left out: the first search after an import makes it again.

    Example: dieukhoan export sao-luu.zip
    """
    from corpus.backup.exporting import export_home

    done = export_home(home, file, options.bar("Writing"))
    if as_json:
        options.print_json({"file": str(file), **asdict(done)})
    else:
        click.echo(f"{file}: {done.documents} documents, {done.files} files, {done.bytes} bytes")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@options.home
@options.json
def import_(file: Path, home: Path, as_json: bool) -> None:
    """Make a new home from a file that `export` wrote, checked whole before anything of it is kept.

    The index is made by the first search, or by `dieukhoan ingest`.

    Example: dieukhoan import sao-luu.zip --home ho-so
    """
    from corpus.backup.importing import import_home

    done = import_home(file, home, options.bar("Checking"))
    if as_json:
        options.print_json({"home": str(home), **asdict(done)})
    else:
        click.echo(f"{home}: {done.documents} documents, {done.files} files, exported {done.made_at}")
