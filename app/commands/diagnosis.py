"""Whether this computer has what the program needs, and whether what it keeps is whole: doctor, verify."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from app import options

_COLOURS = {"ok": "green", "warning": "yellow", "problem": "red"}


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Check this port instead of 8501, 8502 and 8503.")
@options.home
@options.json
@options.model
@options.backend
def doctor(port: int | None, home: Path, as_json: bool, model: str | None, backend: str | None) -> None:
    """Check model, index, documents, programs, fonts, ports and disk, and say what to do; exit code 1 where there is a problem.

    Example: dieukhoan doctor --home ho-so
    """
    from app.health import checks
    from app.health.ports import USUAL

    problems = False
    for found in checks(home, model, backend, [port] if port else USUAL):
        problems = problems or found.status == "problem"
        if as_json:
            options.print_json(asdict(found))
            continue
        status = click.style(f"{found.status:8}", fg=_COLOURS[found.status])
        click.echo(f"{status} {found.check:12} {found.detail}{f' → {found.advice}' if found.advice else ''}")
    if problems:
        sys.exit(1)


@click.command()
@click.option("--repair", is_flag=True, help="Put right what can be made again from what is whole.")
@options.home
@options.json
def verify(repair: bool, home: Path, as_json: bool) -> None:
    """Check that every letter of the home folder is as it was written: documents, originals, collections, index.

    Nothing else may write meanwhile. Exit code 1 where something is damaged or missing, and is so still after --repair.

    Example: dieukhoan verify --repair --home ho-so
    """
    from app.health import verifying

    found = verifying.repaired(home) if repair else ((finding, False) for finding in verifying.findings(home))
    left = 0
    for finding, mended in found:
        left += not mended
        if as_json:
            options.print_json(asdict(finding) | {"mended": mended})
        else:
            click.echo(f"{finding.file}: {finding.what}{', mended' if mended else f' → {finding.advice}'}")
    if not as_json:
        click.echo(f"{left} damaged or missing." if left else f"{home} is whole.")
    if left:
        sys.exit(1)
