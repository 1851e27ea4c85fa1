"""Starting the pages: Streamlit on the loopback interface, on a free port, without usage statistics."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from app.framing import SETTING
from app.health.ports import is_free
from ingest.reading import MAX_BYTES

_PAGES = Path(__file__).with_name("web_app.py")


def run(port: int, home: Path, model: str | None, backend: str | None, frame_ancestors: str) -> None:
    """Serve the pages until the process is stopped; prints the address first.

    Raises:
        SystemExit: with Streamlit's exit code.
    """
    free = _free_port(port)
    click.echo(f"dieukhoan: http://localhost:{free}")
    sys.stdout.flush()
    environment = {**os.environ, "DIEUKHOAN_HOME": str(home.resolve()), SETTING: frame_ancestors}
    if model:
        environment["DIEUKHOAN_MODEL"] = model
    if backend:
        environment["DIEUKHOAN_BACKEND"] = backend
    command = [sys.executable, "-m", "streamlit", "run", str(_PAGES), *streamlit_options(free)]
    if os.name == "posix":
        os.execvpe(command[0], command, environment)  # signals then reach Streamlit itself
    raise SystemExit(subprocess.call(command, env=environment))


def streamlit_options(port: int) -> list[str]:
    """Streamlit's settings for these pages."""
    return [
        f"--server.port={port}",
        "--server.address=127.0.0.1",
        "--server.headless=true",
        "--server.fileWatcherType=none",
        "--browser.gatherUsageStats=false",
        "--client.toolbarMode=minimal",
        "--logger.level=warning",
        f"--server.maxUploadSize={-(-MAX_BYTES // 2**20)}",
    ]


def _free_port(wanted: int) -> int:
    for port in range(wanted, min(wanted + 50, 65536)):
        if is_free(port):
            return port
    raise click.ClickException(f"No port from {wanted} on is free; name another with --port.")
