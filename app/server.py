"""Starting the pages: Streamlit on the loopback interface unless another is named, on a free port, without usage statistics."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.access.settings import read_settings
from app.framing import SETTING
from app.listening import LOOPBACK, announce, free_port
from app.options import hand_on
from corpus.errors import InputError
from ingest.reading import MAX_BYTES

_PAGES = Path(__file__).with_name("web_app.py")


def run(
    host: str, port: int, home: Path, model: str | None, backend: str | None, frame_ancestors: str, auth: Path | None
) -> None:
    """Serve the pages until the process is stopped; prints the address first. `auth` is the access file, None asks for no log-in.

    Raises:
        InputError: no port is free, this computer has no address `host`, or `auth` does not say how people log in.
        SystemExit: with Streamlit's exit code.
    """
    if auth and read_settings(auth).auth is None:
        raise InputError(
            f"{auth} has no [auth], so that nobody could log in to the pages; add it (docs/access.md shows it)."
        )
    free = free_port(host, port)
    announce(host, free)
    hand_on(home, model, backend)
    environment = {**os.environ, SETTING: frame_ancestors}
    command = [sys.executable, "-m", "streamlit", "run", str(_PAGES), *streamlit_options(free, host, auth)]
    if os.name == "posix":
        os.execvpe(command[0], command, environment)  # signals then reach Streamlit itself
    raise SystemExit(subprocess.call(command, env=environment))


def streamlit_options(port: int, host: str = LOOPBACK, auth: Path | None = None) -> list[str]:
    """Streamlit's settings for these pages; `auth` is the access file, where there is one."""
    return [
        *([f"--secrets.files={auth}"] if auth else []),
        f"--server.port={port}",
        f"--server.address={host}",
        "--server.headless=true",
        "--server.fileWatcherType=none",
        "--browser.gatherUsageStats=false",
        "--client.toolbarMode=minimal",
        "--logger.level=warning",
        f"--server.maxUploadSize={-(-MAX_BYTES // 2**20)}",
    ]
