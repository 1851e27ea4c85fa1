"""Documents beside each other: compare."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app import options

if TYPE_CHECKING:
    from app.side_by_side import SideRow
    from corpus.store import Store
    from search import Searcher
    from search.comparison.comparing import Comparison


@click.command()
@click.argument("documents", nargs=-1)
@click.option("--question", help="Show each document's best clause on this question instead.")
@click.option("--docx", type=click.Path(dir_okay=False, path_type=Path), help="Save the table as a Word document.")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Save the table as a workbook.")
@options.home
@options.json
@options.model
@options.backend
def compare(
    documents: tuple[str, ...], question: str | None, docx: Path | None, xlsx: Path | None, home: Path,
    as_json: bool, model: str | None, backend: str | None,
) -> None:  # fmt: skip
    """Show two DOCUMENTS clause by clause: what belongs together, what differs, what only one has.

    For a plan and the document that it implements, name the parent first: what only it has is what the plan does not take up.
    With --question, DOCUMENTS are those to ask; none are all.

    \b
    --json prints {"pairs": [{"a", "b", "score", "differences"}], "only_in_a", "only_in_b"}; a and b are clause ids, a clause
    with several counterparts is in several pairs. "differences" holds, with offsets [start, end] into the own texts of a and b:
      "words"      [{"kind": "replace|delete|insert", "a": [start, end], "b": [start, end]}]
      "figures"    [{"a": {"start", "end", "text", "value", "upper", "unit", "comparator"} or null, "b": the same}]
      "deadlines"  [{"a": {"start", "end", "text", "date", "recurrence"} or null, "b": the same}]
      "agencies"   [{"a": {"start", "end", "text", "name"} or null, "b": the same}]
    With --question, {"question", "rows": [{"document_id", "clause_id", "text", "score", "citation"}]}, all but the first null
    where a document does not say.

    Example: dieukhoan compare 18-nq-tu-2024 42-kh-ubnd-2024 --xlsx so-sanh.xlsx
    """  # noqa: D301 - click reads \b: the lines behind it are not filled
    from search import Searcher

    if question is None and len(documents) != 2:
        raise click.UsageError(
            "Name two documents by their ids, or ask with --question; `dieukhoan documents` lists them."
        )
    with options.open_store(home) as store:
        searcher = Searcher(store, model, backend=backend)
        if question is None:
            _show_pairs(store, searcher, documents, docx, xlsx, as_json)
        else:
            _show_answers(store, searcher, question, documents, docx, xlsx, as_json)


def _show_pairs(
    store: Store, searcher: Searcher, documents: tuple[str, ...], docx: Path | None, xlsx: Path | None, as_json: bool
) -> None:
    from app.exports import comparison_docx, comparison_xlsx
    from app.shapes import comparison_shape
    from app.side_by_side import side_by_side
    from corpus.citing.citation import cite_document

    comparison = searcher.compare(*documents)
    titles = cite_document(store.document(comparison.a)), cite_document(store.document(comparison.b))
    rows = side_by_side(store, comparison)
    for path, write in ((docx, comparison_docx.write_comparison), (xlsx, comparison_xlsx.write_comparison)):
        if path:
            with options.writing(path) as target:
                write(target, titles, rows)
    if as_json:
        options.print_json(comparison_shape(store, comparison))
        return
    _print_pairs(rows, comparison)


def _print_pairs(rows: Iterable[SideRow], comparison: Comparison) -> None:
    for row in rows:
        left, right = (cell.clause_id if cell else "–" for cell in (row.a, row.b))
        score = "" if row.score is None else f"  {row.score:.2f}"
        click.echo(f"{click.style(f'{left}  |  {right}', bold=True)}{score}")
        for side, cell in (("<", row.a), (">", row.b)):
            if cell and row.differs:
                click.echo(f"  {side} {' '.join(_bracketed(cell.text, cell.marks).split())}")
        for change in row.changes:
            click.echo(f"  * {change}")
    click.echo(
        f"{len(comparison.pairs)} pairs, {len(comparison.only_in_a)} clauses only in {comparison.a}, "
        f"{len(comparison.only_in_b)} only in {comparison.b}",
        err=True,
    )


def _bracketed(text: str, marks: tuple[tuple[int, int], ...]) -> str:
    """`text` with what differs in brackets, which every terminal shows."""
    out: list[str] = []
    at = 0
    for start, end in marks:
        out += (text[at:start], "[", text[start:end], "]")
        at = end
    return "".join((*out, text[at:]))


def _show_answers(
    store: Store, searcher: Searcher, question: str, documents: tuple[str, ...], docx: Path | None,
    xlsx: Path | None, as_json: bool,
) -> None:  # fmt: skip
    from app.exports import comparison_docx, comparison_xlsx
    from app.shapes import answers_shape
    from corpus.citing.citation import cite_document

    answers = searcher.compare_on(question, documents)
    rows = [(cite_document(store.document(row.document_id)), row) for row in answers]
    for path, write in ((docx, comparison_docx.write_answers), (xlsx, comparison_xlsx.write_answers)):
        if path:
            with options.writing(path) as target:
                write(target, question, rows)
    if as_json:
        options.print_json(answers_shape(question, answers))
        return
    for row in answers:
        click.echo(f"{click.style(row.document_id, bold=True)}  {row.clause_id or 'không quy định'}")
        if row.text:
            click.echo(f"   {' '.join(row.text.split())[:400]}")
            click.echo(f"   → {row.citation}")
    if not answers:
        click.echo("No documents are stored yet; add some with `dieukhoan ingest FOLDER`.", err=True)
