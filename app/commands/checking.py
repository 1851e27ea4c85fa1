"""Checking a draft before it goes out."""

from __future__ import annotations

import io
from pathlib import Path

import click

from app import options
from corpus.errors import DieukhoanError


@click.command()
@click.argument("draft", type=click.Path(path_type=Path))
@click.option(
    "--corrected",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a copy of the draft (DOCX) with comments and tracked corrections to this file.",
)
@options.home
@options.json
def check(draft: Path, corrected: Path | None, home: Path, as_json: bool) -> None:
    """Compare every citation in DRAFT with the stored documents, then with the catalogue; nothing of the draft is kept.

    A citation is right, wrong or unknown. Corrections are proposals: read them before you take them over.

    Example: dieukhoan check du-thao.docx --corrected du-thao-ra-soat.docx
    """
    from app.shapes import checked_shape
    from corpus.drafts.checking import check_draft
    from ingest import parse_files

    if corrected is not None and corrected.resolve() == draft.resolve():
        raise click.UsageError(
            "--corrected names the draft itself; name another file, so that the draft stays as it is."
        )
    _, parsed = next(parse_files([draft], jobs=1))
    if isinstance(parsed, DieukhoanError):
        raise parsed
    with options.open_store(home) as store:
        checked = check_draft(parsed.document, store)
    for citation in checked:
        if as_json:
            options.print_json(checked_shape(citation))
            continue
        click.echo(f"{_MARKS[citation.status]} {' '.join(citation.text.split())}")
        for finding in citation.findings:
            click.echo(f"    - {finding.message}")
        if citation.corrected is not None:
            click.echo(f"    → {' '.join(citation.corrected.split())}")
    if not checked and not as_json:
        click.echo("No citation of another document was found in the draft.", err=True)
    if corrected is not None:
        from app.exports.corrected_docx import write_corrected

        copy = io.BytesIO()  # first: a draft that is no DOCX leaves no empty file behind
        write_corrected(copy, draft.read_bytes(), parsed.document, checked)
        with options.writing(corrected) as target:
            target.write(copy.getvalue())


_MARKS = {"right": "✓ đúng      ", "wrong": "✗ cần sửa   ", "unknown": "? chưa rõ   "}
