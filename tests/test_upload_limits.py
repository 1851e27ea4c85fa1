"""Uploads to the pages that never end: refused while they come, whatever the visitor's page would have checked."""

from __future__ import annotations

import select
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Request, expect

from ingest.readers.reading import MAX_BYTES
from tests.browsing import open_page, serve

#: What lies in buffers and around a file's bytes.
SLACK = 20_000_000
PIECE = b"a" * 250_000


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """The pages of an empty home."""
    yield from serve(tmp_path / "empty")


def memory(address: str) -> int:
    """Bytes in memory of the server at `address`."""
    port = str(urlsplit(address).port).encode()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if any(part.endswith(port) for part in (process / "cmdline").read_bytes().split(b"\0")):
                return int((process / "statm").read_text().split()[1]) * 4096
    raise AssertionError("the server does not run")


def put_without_end(request: Request) -> tuple[int, bytes]:
    """How many bytes are taken of an upload like `request` that never ends, and what is answered."""
    to = urlsplit(request.url)
    headers = {
        **request.all_headers(),
        "content-type": "multipart/form-data; boundary=x",
        "transfer-encoding": "chunked",
    }
    headers.pop("content-length", None)
    head = f"PUT {to.path} HTTP/1.1\r\n" + "".join(
        f"{name}: {value}\r\n" for name, value in headers.items() if name[0] != ":"
    )
    with socket.create_connection((to.hostname or "", to.port or 80), timeout=30) as line:
        line.sendall(head.encode() + b"\r\n")
        start = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n'
        line.sendall(b"%x\r\n%s\r\n" % (len(start), start))
        sent = send(line, until_answered=True)
        answer = line.recv(1000) if select.select([line], [], [], 10)[0] else b""
        assert send(line) < SLACK, "the line ends with the answer"
        return sent, answer


def send(line: socket.socket, until_answered: bool = False) -> int:
    """How many bytes of a body can be sent, at most thrice what a file may have."""
    sent = 0
    with suppress(OSError):
        while sent < 3 * MAX_BYTES and not (until_answered and select.select([line], [], [], 0)[0]):
            line.sendall(b"%x\r\n%s\r\n" % (len(PIECE), PIECE))
            sent += len(PIECE)
    return sent


def test_an_upload_without_end(browser: Browser, empty: str) -> None:
    page = open_page(browser, f"{empty}/check")
    file = {"name": "a.txt", "mimeType": "text/plain", "buffer": "Điều 1. Một".encode()}
    with page.expect_request(lambda request: request.method == "PUT") as upload:
        page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    expect(page.get_by_text("a.txt")).to_be_visible()
    before = memory(empty)
    for _ in range(2):
        sent, answer = put_without_end(upload.value)
        assert sent < MAX_BYTES + SLACK
        assert b" 413 " in answer.split(b"\r\n")[0]
    assert memory(empty) - before < 2 * SLACK
    page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    page.get_by_role("button", name="Rà soát", exact=True).click()
    expect(page.get_by_text("Không thấy viện dẫn văn bản nào khác trong dự thảo.")).to_be_visible()
