"""The command line: what every command has in common; the commands themselves are in `app/commands/`."""

from __future__ import annotations

import sys
from typing import Any

import click

from app.commands import (
    answers,
    checking,
    comparison,
    documents,
    evaluation,
    gathering,
    mapping,
    references,
    serving,
    targets,
    tasks,
)
from corpus.errors import DieukhoanError


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


for _command in (
    documents.ingest,
    documents.outline,
    documents.documents,
    documents.remove,
    answers.search,
    answers.similar,
    answers.show,
    answers.cite,
    comparison.compare,
    checking.check,
    references.references,
    targets.targets,
    tasks.tasks,
    mapping.map_documents,
    gathering.collections,
    gathering.feedback,
    evaluation.evaluate,
    serving.serve,
):
    main.add_command(_command)


if __name__ == "__main__":
    main()
