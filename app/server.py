"""Starting the pages: Streamlit on the loopback interface unless another is named, on a free port, without usage statistics."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.framing import SETTING
from app.listening import LOOPBACK, announce, free_port
from ingest.reading import MAX_BYTES

_PAGES = Path(__file__).with_name("web_app.py")


def run(host: str, port: int, home: Path, model: str | None, backend: str | None, frame_ancestors: str) -> None:
    """Serve the pages until the process is stopped; prints the address first.

    Raises:
        InputError: no port is free, or this computer has no address `host`.
        SystemExit: with Streamlit's exit code.
    """
    free = free_port(host, port)
    announce(host, free)
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
