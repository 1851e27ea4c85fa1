"""The pages in real Chromium: a server for a home folder, a page of it, a question asked."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, expect

expect.set_options(timeout=60_000)  # a busy machine loads the model slowly
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


def serve(home: Path, *, port: int = 0, auth: Path | None = None, **settings: str) -> Iterator[str]:
    """The address of the pages of `home`, served under these environment variables; `auth` is the access file where a log-in is asked for."""
    port = port or free_port()
    command = [str(Path(sys.executable).parent / "dieukhoan"), "serve", "--port", str(port), "--home", str(home)]
    server = subprocess.Popen(
        [*command, "--auth", str(auth)] if auth else command,
        env={**os.environ, "DIEUKHOAN_RATE": "0", **settings}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://localhost:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
                break
            except OSError:
                assert server.poll() is None, "the server ended"
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def free_port() -> int:
    """A port of the loopback interface that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def chromium(playwright: Playwright, *flags: str) -> Iterator[Browser]:
    """Chromium, started with `flags` besides the usual ones."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert program, "Chromium is missing: run `make programs`"
    started = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *flags])
    yield started
    started.close()


def open_page(browser: Browser, url: str, width: int = 1280) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(url)
    return page


def ask(page: Page, question: str) -> None:
    page.get_by_label("Câu hỏi").fill(question)
    page.get_by_role("button", name="Tìm", exact=True).click()
