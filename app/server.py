"""Starting the pages: Streamlit on the loopback interface unless another is named, on a free port, without usage statistics."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import click

from app.framing import SETTING
from ingest.reading import MAX_BYTES

#: Reaches the programs of this computer alone.
LOOPBACK = "127.0.0.1"
_PAGES = Path(__file__).with_name("web_app.py")


def run(host: str, port: int, home: Path, model: str | None, backend: str | None, frame_ancestors: str) -> None:
    """Serve the pages until the process is stopped; prints the address first.

    Raises:
        ClickException: no port is free, or this computer has no address `host`.
        SystemExit: with Streamlit's exit code.
    """
    free = _free_port(host, port)
    click.echo(f"dieukhoan: http://localhost:{free}")
    if host != LOOPBACK:
        click.echo(
            "Whoever reaches this computer on that port can read, add and remove documents: there is no log-in.",
            err=True,
        )
    sys.stdout.flush()
    environment = {**os.environ, "DIEUKHOAN_HOME": str(home.resolve()), SETTING: frame_ancestors}
    if model:
        environment["DIEUKHOAN_MODEL"] = model
    if backend:
        environment["DIEUKHOAN_BACKEND"] = backend
    command = [sys.executable, "-m", "streamlit", "run", str(_PAGES), *streamlit_options(free, host)]
    if os.name == "posix":
        os.execvpe(command[0], command, environment)  # signals then reach Streamlit itself
    raise SystemExit(subprocess.call(command, env=environment))


def streamlit_options(port: int, host: str = LOOPBACK) -> list[str]:
    """Streamlit's settings for these pages."""
    return [
        f"--server.port={port}",
        f"--server.address={host}",
        "--server.headless=true",
        "--server.fileWatcherType=none",
        "--browser.gatherUsageStats=false",
        "--client.toolbarMode=minimal",
        "--logger.level=warning",
        f"--server.maxUploadSize={-(-MAX_BYTES // 2**20)}",
    ]


def _free_port(host: str, wanted: int) -> int:
    try:
        family = socket.getaddrinfo(host, wanted, type=socket.SOCK_STREAM)[0][0]
    except OSError as error:
        raise click.ClickException(_no_address(host)) from error
    for port in range(wanted, min(wanted + 50, 65536)):
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if error.errno == errno.EADDRNOTAVAIL:
                    raise click.ClickException(_no_address(host)) from error
                continue
            return port
    raise click.ClickException(f"No port from {wanted} on is free; name another with --port.")


def _no_address(host: str) -> str:
    return f"This computer has no address {host}; name one of its own with --host, or 0.0.0.0 for all of them."
