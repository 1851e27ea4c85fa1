"""How long other programs wait: `/v1/search` for one client and for ten at once, and the tool `search` of an assistant over stdio.

    python -m tests.benchmarks.doors HOME SHARED/bench/policy

HOME holds ingested documents and their index; the second folder has the questions, each asked once after one that is not timed. The servers are real
processes on this computer. Times are from the outside, in milliseconds; memory is what the API holds at the end, with mapped files.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

import httpx
from mcp import Client, StdioServerParameters

from search.evaluation.measuring import read_queries
from tests.browsing import free_port

COMMAND = str(Path(sys.executable).with_name("dieukhoan"))
_AT_ONCE = 10


@contextmanager
def api(home: Path) -> Iterator[tuple[str, int]]:
    """The address and the process id of an API over `home` that answers at once."""
    port = free_port()
    server = subprocess.Popen([COMMAND, "api", "--home", str(home), "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}/v1"
        while not _ready(address):
            assert server.poll() is None, "the server ended"
            time.sleep(0.2)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(20)


def _ready(address: str) -> bool:
    try:
        return bool(httpx.get(f"{address}/health", timeout=5).json()["ready"])
    except (httpx.HTTPError, KeyError):
        return False


async def one_by_one(ask: Callable[[str], Awaitable[object]], questions: Sequence[str]) -> list[float]:
    """Milliseconds of each question."""
    await ask("nhà ở xã hội")
    return [await _timed(ask, question) for question in questions]


async def at_once(ask: Callable[[str], Awaitable[object]], questions: Sequence[str]) -> list[float]:
    """Milliseconds of each question, ten asked together."""
    times: list[float] = []
    for at in range(0, len(questions), _AT_ONCE):
        times += await asyncio.gather(*(_timed(ask, question) for question in questions[at : at + _AT_ONCE]))
    return times


async def _timed(ask: Callable[[str], Awaitable[object]], question: str) -> float:
    started = time.perf_counter()
    await ask(question)
    return 1000 * (time.perf_counter() - started)


async def over_http(address: str, questions: Sequence[str]) -> dict[str, list[float]]:
    """Milliseconds of one client and of ten."""
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:

        async def ask(question: str) -> object:
            return (await client.get("search", params={"q": question})).raise_for_status()

        return {
            "/v1/search": await one_by_one(ask, questions),
            f"/v1/search, {_AT_ONCE} at once": await at_once(ask, [*questions] * 4),
        }


async def over_stdio(home: Path, questions: Sequence[str]) -> dict[str, list[float]]:
    """Milliseconds of an assistant's tool."""
    server = StdioServerParameters(command=COMMAND, args=["mcp", "--home", str(home)], env=dict(os.environ))
    async with Client(server) as client:

        async def ask(question: str) -> object:
            return await client.call_tool("search", {"question": question})

        return {"search over MCP": await one_by_one(ask, questions)}


def _tell(times: dict[str, list[float]]) -> None:
    for what, each in times.items():
        print(f"{what}: p50 {median(each):.0f} ms, p95 {quantiles(each, n=20)[-1]:.0f} ms ({len(each)})", flush=True)


def _memory(process: int) -> float:
    """Megabytes that a process holds."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("queries", type=Path)
    chosen = parser.parse_args()
    questions = list(read_queries(chosen.queries)[1].values())
    with api(chosen.home) as (address, process):
        _tell(asyncio.run(over_http(address, questions)))
        print(f"memory of the API: {_memory(process):.0f} MB")
    _tell(asyncio.run(over_stdio(chosen.home, questions)))


if __name__ == "__main__":
    main()
