"""The command line. Each command loads what it needs when it runs, so that `--help` and `outline` start at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import platformdirs

from corpus.errors import DieukhoanError

if TYPE_CHECKING:
    from corpus.store import Store
    from ingest import Progress
    from search import Result

Command = TypeVar("Command", bound=Callable[..., Any])


class _Group(click.Group):
    """Prints the sentence of an error that the user can mend, and ends with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DieukhoanError as error:
            click.echo(str(error), err=True)
            ctx.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dieukhoan")
def main() -> None:
    """Find the clause that answers a question in Vietnamese policy documents, see it in its place, cite it.

    Example: dieukhoan ingest van-ban/ && dieukhoan search "ai chủ trì phát triển nhà ở xã hội"
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _home(command: Command) -> Command:
    return click.option(
        "--home",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="DIEUKHOAN_HOME",
        default=lambda: platformdirs.user_data_path("dieukhoan"),
        show_default="the user's data folder, or $DIEUKHOAN_HOME",
        help="Folder with the documents and the index.",
    )(command)


def _json(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON alone on standard output.")(command)


def _model(command: Command) -> Command:
    return click.option("--model", help="A sentence-transformers model by name or path instead of the bundled one.")(
        command
    )


def _print(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


def _store(home: Path) -> Store:
    from corpus.store import Store

    return Store(home)


def _bar(label: str) -> Callable[[int, int], None]:
    """A progress display on standard error, only where that is a terminal."""

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done >= total else ""
            click.echo(f"\r{label}: {done}/{total}{end}", nl=False, err=True)

    return show


def _show_progress(source: str, progress: Progress) -> None:
    """How far a file is that takes long, on standard error where that is a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r{source}: {progress.what} {progress.done}/{progress.total}\033[K", nl=False, err=True)


@main.command()
@click.argument("sources", nargs=-1, required=True)
@_home
@_json
@_model
def ingest(sources: tuple[str, ...], home: Path, as_json: bool, model: str | None) -> None:
    """Read files, folders and web addresses into the store and index their clauses.

    A file seen before is skipped, a changed one replaces its document, a bad one is refused with a reason and stops no other.

    Example: dieukhoan ingest van-ban/ 1221-KH-UBND.txt https://example.vn/van-ban/42-KH-UBND.html
    """
    from dataclasses import asdict

    from ingest import find_files, ingest_files, is_address

    refused = 0
    changed = False
    files = find_files(source if is_address(source) else Path(source) for source in sources)
    read = _bar("Reading")
    with _store(home) as store:
        for done, outcome in enumerate(ingest_files(files, store, _show_progress), start=1):
            refused += outcome.status == "refused"
            changed = changed or outcome.status in ("added", "updated")
            if as_json:
                _print(asdict(outcome))
            elif outcome.error:
                click.echo(f"refused    {outcome.source}: {outcome.error}", err=True)
            else:
                click.echo(f"{outcome.status:10} {outcome.document_id} ({outcome.clauses} clauses)")
                for warning in outcome.warnings:
                    click.echo(f"           {warning}", err=True)
            read(done, len(files))
        if not files:
            raise click.UsageError(f"No files in {', '.join(sources)}; name a folder that holds documents.")
        if changed:
            from search import Searcher

            Searcher(store, model).refresh(_bar("Encoding"))
    if refused:
        sys.exit(1)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_home
@_json
def outline(files: tuple[Path, ...], home: Path, as_json: bool) -> None:
    """Show the tree of clauses of files, without a store or a model.

    Example: dieukhoan outline 1221-KH-UBND.txt
    """
    from app.outlines import outline_line, outline_text
    from ingest import Parsed, find_files, parse_files

    refused = False
    for path, result in parse_files(find_files(files)):
        refused = refused or not isinstance(result, Parsed)
        if as_json:
            click.echo(outline_line(path, result))
        elif isinstance(result, Parsed):
            click.echo(outline_text(result))
        else:
            click.echo(str(result), err=True)
    if refused:
        sys.exit(1)


@main.command()
@click.argument("question")
@click.option("-k", "count", default=10, show_default=True, type=click.IntRange(1, 100), help="How many answers.")
@click.option("--type", "type_name", help="Only documents of this type: Kế hoạch, Quyết định, …")
@click.option("--issuer", help="Only documents whose issuer's name holds this.")
@click.option(
    "--from", "issued_from", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help="Issued on this day or later."
)
@click.option("--to", "issued_to", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help="Issued on this day or earlier.")
@click.option("--document", help="Only this document, by its id.")
@click.option("--status", help="Only documents of this status.")
@click.option("--level", help="Only clauses of this level: article, clause, point, roman, arabic, dash, …")
@click.option(
    "--reranker", help="A sentence-transformers cross-encoder by name or path that reads the best candidates again."
)
@click.option("--literal", is_flag=True, help="Search for the words as they are typed.")
@_home
@_json
@_model
def search(
    question: str, count: int, type_name: str | None, issuer: str | None, issued_from: Any, issued_to: Any,
    document: str | None, status: str | None, level: str | None, reranker: str | None, literal: bool, home: Path,
    as_json: bool, model: str | None,
) -> None:  # fmt: skip
    """Find the clauses that answer QUESTION, with or without diacritics, abbreviated, misspelt or in English.

    What the documents do not answer gets no results; the nearest misses are named apart.

    Example: dieukhoan search "chỉ tiêu bảo hiểm y tế đến năm 2030" -k 3
    """
    from app.shapes import response_shape
    from search import Filters, Searcher

    filters = Filters(
        type=type_name,
        issuer=issuer,
        issued_from=issued_from.date().isoformat() if issued_from else None,
        issued_to=issued_to.date().isoformat() if issued_to else None,
        document=document,
        status=status,
        level=level,
    )
    with _store(home) as store:
        if document:
            store.document(document)
        response = Searcher(store, model, reranker).search(question, count, filters, literal=literal)
        empty = not store.documents()
    if as_json:
        _print(response_shape(response))
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


@main.command()
@click.argument("clause_id")
@click.option("-k", "count", default=10, show_default=True, type=click.IntRange(1, 100), help="How many clauses.")
@_home
@_json
@_model
def similar(clause_id: str, count: int, home: Path, as_json: bool, model: str | None) -> None:
    """Find the clauses of other documents that say most nearly what CLAUSE_ID says.

    Example: dieukhoan similar 1221-kh-ubnd-2024/II/2/gach-8 -k 5
    """
    from dataclasses import asdict

    from search import Searcher

    with _store(home) as store:
        results = Searcher(store, model).similar(clause_id, count)
    if as_json:
        _print({"clause_id": clause_id, "results": [asdict(result) for result in results]})
        return
    if not results:
        click.echo("No other document says anything like it; ingest more documents.", err=True)
    _print_results(results)


@main.command()
@click.argument("clause_id")
@_home
@_json
def show(clause_id: str, home: Path, as_json: bool) -> None:
    """Show a clause in its place: what encloses it, what stands under it, what it refers to.

    Example: dieukhoan show 1221-kh-ubnd-2024/III/6/6.5
    """
    from app.shapes import clause_shape, document_shape, print_shape, reference_shape

    with _store(home) as store:
        document, clause = store.clause(clause_id)
        outgoing = [r for r in document.references if r.clause_id == clause.id]
        incoming = store.references_to(document)
    if as_json:
        _print(
            {
                "document": document_shape(document, text=False),
                "clause": clause_shape(clause) | print_shape(document, clause),
                "ancestors": [clause_shape(node) for node in document.ancestors(clause)],
                "children": [clause_shape(node) for node in document.children(clause.id)],
                "references_out": [reference_shape(r) for r in outgoing],
                "references_in": [reference_shape(r) for r in incoming],
            }
        )
        return
    from corpus.citation import cite_document

    click.echo(cite_document(document))
    for depth, node in enumerate(document.ancestors(clause), start=1):
        click.echo(f"{'  ' * depth}{node.text.splitlines()[0]}")
    click.echo(f"\n{document.quotation(clause)}")


@main.command()
@click.argument("clause_id")
@click.option(
    "--form", type=click.Choice(["first", "later"]), default="first", show_default=True, help="First or later mention."
)
@click.option("--quote", is_flag=True, help="Print the clause's exact words as well.")
@_home
@_json
def cite(clause_id: str, form: Any, quote: bool, home: Path, as_json: bool) -> None:
    """Print the official citation of a clause, for a draft.

    Example: dieukhoan cite 1221-kh-ubnd-2024/II/2/gach-8 --quote
    """
    from corpus.citation import cite_clause

    with _store(home) as store:
        document, clause = store.clause(clause_id)
    span = document.answer_span(clause)
    words = document.text[span.start : span.end] if quote else None
    citation = cite_clause(document, clause, form)
    if as_json:
        _print({"clause_id": clause.id, "citation": citation, "quote": words})
        return
    click.echo(citation)
    if words:
        click.echo(f"“{words}”")


@main.command()
@click.option("--missing", is_flag=True, help="List the known documents that are not stored as well.")
@_home
@_json
def documents(missing: bool, home: Path, as_json: bool) -> None:
    """List the stored documents.

    Example: dieukhoan documents --missing
    """
    from app.shapes import known_document_shape, summary_shape
    from corpus.catalogue import missing_from

    with _store(home) as store:
        listed = store.documents()
    for summary in listed:
        if as_json:
            _print(summary_shape(summary))
        else:
            name = f"{summary.type or ''} {summary.number or ''}"
            click.echo(f"{summary.id:40} {summary.issued_on or '':10}  {name}  ({summary.clauses} clauses)")
    for entry in missing_from([(s.number, s.issued_on) for s in listed]) if missing else ():
        if as_json:
            _print(known_document_shape(entry))
        else:
            hint = "chưa có trong kho: tải lên hoặc dán địa chỉ"
            click.echo(f"{'–':40} {entry.issued_on or '':10}  {entry.type} {entry.number}  ({hint})")
    if not listed and not as_json:
        click.echo("No documents are stored yet; add some with `dieukhoan ingest FOLDER`.", err=True)


@main.command()
@click.argument("document_ids", nargs=-1, required=True)
@_home
@_json
def remove(document_ids: tuple[str, ...], home: Path, as_json: bool) -> None:
    """Forget documents and their originals.

    Example: dieukhoan remove 1221-kh-ubnd-2024
    """
    failed = False
    with _store(home) as store:
        for document_id in document_ids:
            error = None
            try:
                store.remove(document_id)
            except DieukhoanError as problem:
                error, failed = str(problem), True
                click.echo(error, err=True)
            if as_json:
                _print({"document_id": document_id, "status": "unknown" if error else "removed", "error": error})
            elif not error:
                click.echo(f"removed    {document_id}")
    if failed:
        sys.exit(1)


@main.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--retriever",
    type=click.Choice(["hybrid", "dense", "lexical"]),
    default="hybrid",
    show_default=True,
    help="Which side ranks.",
)
@click.option("--fold-queries", is_flag=True, help="Take the diacritics out of the queries.")
@_home
@_json
@_model
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
                folder, encoder, retriever=retriever, fold_queries=fold_queries, progress=_bar(folder.name)
            ).as_dict()
        except DieukhoanError as error:
            failed = True
            click.echo(str(error), err=True)
            continue
        if as_json:
            _print(figures)
        else:
            click.echo("  ".join(f"{name}={value}" for name, value in figures.items()))
    if failed:
        sys.exit(1)


@main.command()
@click.option(
    "--port", default=8501, show_default=True, type=click.IntRange(1, 65535), help="Port; the next free one is taken."
)
@_home
@_model
def serve(port: int, home: Path, model: str | None) -> None:
    """Open the pages on this computer; the address is printed.

    Example: dieukhoan serve --port 8501
    """
    from app.server import run

    _store(home).close()  # a home that cannot be used is said here, not in the browser
    run(port, home, model)


if __name__ == "__main__":
    main()
