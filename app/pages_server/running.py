"""Starting the pages: Streamlit, as an ASGI application behind the outer door, on the loopback interface unless another is named."""

from __future__ import annotations

import os
from pathlib import Path

from app.access.settings import read_settings
from app.framing import SETTING
from app.listening import announce, free_port, listening
from app.options import hand_on
from app.outer import answer
from corpus.errors import InputError
from ingest.readers.reading import MAX_BYTES


def run(
    host: str, port: int, home: Path, model: str | None, backend: str | None, frame_ancestors: str, auth: Path | None
) -> None:
    """Serve the pages until the process is stopped; prints the address first. `auth` is the access file, None asks for no log-in.

    Raises:
        InputError: no port is free, this computer has no address `host`, a setting cannot be used, or `auth` does not say how people log in.
    """
    if auth and read_settings(auth).auth is None:
        raise InputError(
            f"{auth} has no [auth], so that nobody could log in to the pages; add it (docs/access.md shows it)."
        )
    free = free_port(host, port)
    bound = listening(host, free)
    os.environ[SETTING] = frame_ancestors
    hand_on(home, model, backend)
    from streamlit.web.bootstrap import load_config_options

    from app.pages_server.application import behind_the_door

    load_config_options(_streamlit_settings(free, host, auth))
    served = behind_the_door(host)
    announce(host, free)
    answer(served, bound)


def _streamlit_settings(port: int, host: str, auth: Path | None) -> dict[str, object]:
    """Streamlit's settings for these pages, which count before the files that it looks for."""
    return {
        "server.port": port,
        "server.address": host,
        "server.headless": True,
        "server.fileWatcherType": "none",
        "server.enableCORS": True,  # pages of other sites read nothing
        "server.enableXsrfProtection": True,
        "server.enableAgentApi": False,
        "server.maxUploadSize": -(-MAX_BYTES // 2**20),
        "browser.gatherUsageStats": False,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "logger.level": "warning",
        **({"secrets.files": [str(auth)]} if auth else {}),
    }
