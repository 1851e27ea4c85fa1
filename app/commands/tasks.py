"""Who is to do what by when: tasks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app import options
from corpus.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.document import Task
    from corpus.language.successors import Successors
    from corpus.store import Store


@click.command()
@click.option(
    "--agency",
    help="Only tasks that this agency leads or helps with, by its name of then or of today, abbreviated or not.",
)
@click.option("--document", help="Only tasks of this document, by its id.")
@click.option(
    "--ics", type=click.Path(dir_okay=False, path_type=Path), help="Write the deadlines to this iCalendar file."
)
@options.home
@options.json
def tasks(agency: str | None, document: str | None, ics: Path | None, home: Path, as_json: bool) -> None:
    """List what the documents give agencies to do: who leads, who helps, by when.

    Agencies that were merged or renamed are shown with their name of today; a file successors.tsv in the home folder adds to that table.

    Example: dieukhoan tasks --agency "Sở LĐ-TB&XH" --ics thoi-han.ics
    """
    from app.contract import tasked
    from corpus.language.successors import Successors
    from corpus.overviews.tasklist import TaskFilter

    with options.open_store(home) as store:
        successors = Successors.load(home)
        found = TaskFilter(agency=agency).chosen(store.tasks(document), successors)
        empty = not store.documents()
        if ics:
            _write_calendar(ics, found, store, successors)
        if as_json:
            for shape in tasked(store, agency, document):
                options.print_json(shape)
            return
    for task in found:
        _print(task, successors)
    if empty:
        click.echo("No documents are stored yet; add some with `dieukhoan ingest FOLDER`.", err=True)
    elif not found:
        click.echo("No task fits; use a shorter name of the agency, or leave the filters out.", err=True)


def _print(task: Task, successors: Successors) -> None:
    now = successors.of(task.lead) if task.lead else None
    asked = " (đề nghị)" if task.kind == "request" else ""
    click.echo(f"{click.style(task.lead or '–', bold=True)}{f' ({now})' if now else ''}{asked}  [{task.clause_id}]")
    if task.cooperating:
        click.echo(f"   phối hợp: {'; '.join(task.cooperating)}")
    if task.deadline_text:
        day = f"  →  {task.deadline}" if task.deadline and not task.recurrence else ""
        click.echo(f"   thời hạn: {task.deadline_text}{day}")
    words = " ".join(task.task.split())
    click.echo(f"   {words[:400]}{'…' if len(words) > 400 else ''}\n")


def _write_calendar(path: Path, found: Sequence[Task], store: Store, successors: Successors) -> None:
    from corpus.overviews.calendars import stored_calendar

    made = stored_calendar(found, store, successors)
    try:
        path.write_bytes(made.content)
    except OSError as error:
        raise InputError(
            f"The calendar cannot be written to {path} ({error.strerror or error}); choose another file."
        ) from error
    left_out = f"; {made.without_day} tasks recur on no stated day and are left out" if made.without_day else ""
    click.echo(f"{made.entries} deadlines written to {path}{left_out}.", err=True)
