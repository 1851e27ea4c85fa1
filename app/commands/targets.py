"""What documents want reached: targets."""

from __future__ import annotations

from pathlib import Path

import click

from app import options


@click.command()
@click.option("--document", help="Only the targets of this document, by its id.")
@click.option("--conflicts", is_flag=True, help="Only the targets whose figure another place contradicts.")
@options.home
@options.json
def targets(document: str | None, conflicts: bool, home: Path, as_json: bool) -> None:
    """List the measurable targets (chỉ tiêu) that the stored documents set.

    Those that set the same goal are lined up: with --json they have the same number in `group`, and `conflicts_with` lists the places
    (clause_id, start, end) that give the goal another figure for the same year and province.

    Example: dieukhoan targets --document 1221-kh-ubnd-2024
    """
    from app.contract import targeted
    from corpus.overviews.target_groups import aligned_targets

    with options.open_store(home) as store:
        if as_json:
            for shape in targeted(store, document, conflicts=conflicts):
                options.print_json(shape)
            return
        lines = [line for line in aligned_targets(store, document) if line.conflicts or not conflicts]
        empty = not store.documents()
    if empty:
        click.echo("No documents are stored yet; add some with `dieukhoan ingest FOLDER`.", err=True)
    elif not lines:
        click.echo("No target fits; the documents set none, or ask without --document and --conflicts.", err=True)
    for line in lines:
        target = line.target
        per = (target.unit or "").partition("/")[2]  # "11 bác sĩ, 2,5 dược sĩ … trên 10.000 dân"
        amount = " ".join(target.text.split()) + (f"/{per}" if per and per not in target.text else "")
        due = target.deadline or target.year or ""
        click.echo(f"{click.style(amount, bold=True)}  {target.subject}  {due}".rstrip() + f"  [{target.clause_id}]")
        for other in line.conflicts:
            click.echo(f"   ! elsewhere {' '.join(other.text.split())}  [{other.clause_id}]")
