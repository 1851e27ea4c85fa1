"""What documents say of each other: references."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app import options
from corpus.citing.identifiers import ClauseId

if TYPE_CHECKING:
    from corpus.citing.resolving import Resolved


@click.command()
@click.argument("document_or_clause")
@options.home
@options.json
def references(document_or_clause: str, home: Path, as_json: bool) -> None:
    """List what a document or clause names, and which stored documents name it.

    What is not stored is known by the catalogue or by its number only, and says so. A clause is taken with what stands under it.

    Example: dieukhoan references 1221-kh-ubnd-2024/III/6/6.5
    """
    from app.contract import referenced, references_about

    with options.open_store(home) as store:
        if as_json:
            options.print_json(referenced(store, document_or_clause))
            return
        document, out, into = references_about(store, document_or_clause)
    click.echo(f"{document.id}: {document.status}")
    for title, found in (("Nêu:", out), ("Được nêu tại:", into)):
        if found:
            click.echo(title)
        for resolved in found:
            click.echo(f"  {_line(resolved)}")


def _line(resolved: Resolved) -> str:
    reference = resolved.reference
    meant = reference.target_clause_id or reference.document_id or "chưa xác định được"
    note = "" if resolved.stored else " (chưa có trong kho)"
    citing = ClauseId.parse(reference.clause_id).document
    actor = "" if reference.subject == citing else f"{reference.subject} "
    return f"[{reference.clause_id}] {' '.join(reference.text.split())}  {actor}{reference.relation} → {meant}{note}"
