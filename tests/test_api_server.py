"""`dieukhoan api` as it is started: its address, the client of the README, its page in a browser, its end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import open_page
from tests.conftest import ROOT, run

PROGRAM = str(Path(sys.executable).parent / "dieukhoan")


@pytest.fixture(scope="module")
def server(sample_home: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [PROGRAM, "api", "--home", str(sample_home), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == f"dieukhoan: http://localhost:{port}/v1/docs\n"
    yield f"http://127.0.0.1:{port}"
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=20)
    assert "Traceback" not in errors


@pytest.fixture(scope="module")
def example() -> str:
    """The Python of the README."""
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    return str(block)


def test_the_client_of_the_readme_asks_a_server(server: str, example: str, tmp_path: Path) -> None:
    program = tmp_path / "client.py"
    program.write_text(
        example + "try:\n    documents.cite('42-kh-ubnd-2024/IX')\nexcept ValueError as error:\n    print(error)\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(program)], env={**os.environ, "DIEUKHOAN_API": server}, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.stderr == ""
    *answers, refused = done.stdout.splitlines()
    assert answers[0].startswith("gạch đầu dòng thứ 2 điểm 2.2 khoản 2 Mục II Kế hoạch số 42/KH-UBND ")
    assert all(0 <= float(line.rsplit(" ", 1)[1]) <= 1 for line in answers)
    assert "nearest" in refused


def test_the_client_of_the_readme_is_typed(example: str, tmp_path: Path) -> None:
    program = tmp_path / "client.py"
    program.write_text(example, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(tmp_path / "cache"), str(program)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_page_of_the_api_tries_an_address_and_loads_nothing_from_elsewhere(server: str, browser: Browser) -> None:
    page = open_page(browser, "about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server}/v1/docs")
    page.locator("#operations-clauses-search .opblock-summary-control").click()
    expect(page.locator("#operations-clauses-search").get_by_text("bảo hiểm y tế").first).to_be_visible()
    page.locator("#operations-service-health .opblock-summary-control").click()
    page.get_by_role("button", name="Try it out").last.click()
    page.get_by_role("button", name="Execute").click()
    expect(
        page.locator("#operations-service-health .live-responses-table").get_by_text("documents").first
    ).to_be_visible()
    assert asked
    assert {url.split("/v1/")[0] for url in asked if not url.startswith("data:")} == {server}


def test_a_port_that_is_taken_is_one_sentence(server: str, sample_home: Path) -> None:
    done = run("api", "--port", server.rsplit(":", 1)[1], home=sample_home)
    assert done.returncode == 1
    assert done.stderr.startswith("Nothing can listen on port")
    assert done.stderr.count("\n") == 1


def test_help_has_an_example() -> None:
    assert "Example: dieukhoan api" in run("api", "--help").stdout


def test_what_is_not_http_is_answered_and_the_server_goes_on(server: str) -> None:
    with socket.create_connection(("127.0.0.1", int(server.rsplit(":", 1)[1])), timeout=10) as connection:
        connection.sendall(b"\x16\x03\x01 rubbish\r\n\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 400")
    head = httpx.head(f"{server}/v1/documents")
    assert head.status_code == 200
    assert head.content == b""
    assert int(head.headers["content-length"]) > 1000
    assert "server" not in head.headers
