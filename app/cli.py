"""The command line: what every command has in common; the commands themselves are in `app/commands/`."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

#: The commands, each with its module in `app/commands/` and its function there.
_COMMANDS = {
    "ingest": ("documents", "ingest"),
    "outline": ("documents", "outline"),
    "documents": ("documents", "documents"),
    "remove": ("documents", "remove"),
    "limit": ("documents", "limit"),
    "search": ("answers", "search"),
    "similar": ("answers", "similar"),
    "show": ("answers", "show"),
    "cite": ("answers", "cite"),
    "compare": ("comparison", "compare"),
    "check": ("checking", "check"),
    "references": ("references", "references"),
    "targets": ("targets", "targets"),
    "tasks": ("tasks", "tasks"),
    "map": ("mapping", "map_documents"),
    "collections": ("gathering", "collections"),
    "feedback": ("gathering", "feedback"),
    "evaluate": ("evaluation", "evaluate"),
    "serve": ("serving", "serve"),
    "api": ("api", "api"),
    "token": ("tokens", "token"),
    "mcp": ("assisting", "mcp"),
    "export": ("moving", "export_"),
    "import": ("moving", "import_"),
    "doctor": ("diagnosis", "doctor"),
    "verify": ("diagnosis", "verify"),
}


class _Group(click.Group):
    """Imports only the command that is called; prints the sentence of an error that the user can mend, and ends with exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)  # as click orders them

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, function = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"app.commands.{module}"), function)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            from corpus.errors import DieukhoanError  # a tenth of a second, also for `--help`

            if not isinstance(error, DieukhoanError):
                raise
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


if __name__ == "__main__":
    main()
