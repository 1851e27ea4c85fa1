"""Tokens by which other programs are known to the API and to MCP."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from app import options


@click.group()
def token() -> None:
    """Make, list and revoke the tokens that other programs send to the API and to MCP."""


@token.command()
@click.argument("name")
@click.option("--role", type=click.Choice(["reader", "editor", "admin"]), default="reader", show_default=True)
@click.option("--to", "groups", multiple=True, metavar="GROUP", help="A group whose documents it may see; repeatable.")
@click.option("--days", type=click.IntRange(1, 3650), default=90, show_default=True, help="How long it holds.")
@options.home
@options.json
def add(name: str, role: str, groups: tuple[str, ...], days: int, home: Path, as_json: bool) -> None:
    """Make a token for NAME; it is printed once and kept as a hash only.

    Example: dieukhoan token add cong-thong-tin --role reader --days 365
    """
    from corpus.store.tokens import Tokens

    made = Tokens(_made(home)).add(name, role, groups, days)
    if as_json:
        options.print_json({"name": name, "token": made})
    else:
        click.echo(made)
        click.echo(
            "Keep it in a secret place; it is not shown again. It is sent as `Authorization: Bearer …`.", err=True
        )


@token.command("list")
@options.home
@options.json
def list_tokens(home: Path, as_json: bool) -> None:
    """List the tokens with their roles, groups and last days; never the tokens themselves.

    Example: dieukhoan token list
    """
    from corpus.store.tokens import Tokens

    found = Tokens(_made(home)).list()
    for one in found:
        if as_json:
            options.print_json(asdict(one))
        else:
            click.echo(f"{one.name:30} {one.role:8} until {one.until[:10]}  {', '.join(one.groups)}")
    if not found and not as_json:
        click.echo("No tokens yet; make one with `dieukhoan token add NAME`.", err=True)


@token.command()
@click.argument("name")
@options.home
def revoke(name: str, home: Path) -> None:
    """Let the token NAME hold no longer, from the next request on.

    Example: dieukhoan token revoke cong-thong-tin
    """
    from corpus.store.tokens import Tokens

    Tokens(_made(home)).revoke(name)
    click.echo(f"revoked    {name}")


def _made(home: Path) -> Path:
    """`home`, made if it is not there."""
    options.open_store(home).close()
    return home
