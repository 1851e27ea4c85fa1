"""Visitors and a writer for hours: no error, and memory that stays flat.

    python -m tests.faults.soak --hours 2 --out tests/faults/soak.json [--docs FOLDER]

`serve`, `api` and `mcp --http` over one home with the samples and the documents of FOLDER. Seven visitors ask the API and the routes of the
pages, one asks by MCP, two use Chromium; a writer ingests, replaces and removes documents in processes of its own, another one uploads.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import async_playwright

from corpus.store import Store
from ingest import find_files, ingest_files
from search import Searcher
from tests.conftest import SAMPLES
from tests.faults.soak.asking import Visitor, assist, pause
from tests.faults.soak.browsing import Surfer, chromium
from tests.faults.soak.flatness import flatness
from tests.faults.soak.record import Record
from tests.faults.soak.servers import Server, size_of, started
from tests.faults.soak.truth import Truth
from tests.faults.soak.writing import upload, versions, write

#: So many files of a folder come and go; the others stay.
_PASSING = 4


def prepared(home: Path, scratch: Path, docs: Path | None) -> tuple[Truth, dict[Path, str]]:
    """A home with documents, what they say, and the files that come and go with their documents' ids."""
    files = find_files([SAMPLES, *([docs] if docs else [])])
    held = [file for file in files if docs and docs in file.parents and file.suffix == ".md"][:_PASSING]
    truth = Truth()
    with Store(home) as store:
        for outcome in ingest_files([file for file in files if file not in held], store):
            if outcome.error:
                print(f"left out: {outcome.source}: {outcome.error}", flush=True)
        Searcher(store).refresh()
        truth.take(store)
    return truth, truth.take_passing([*versions(scratch), *held], scratch / "home")


async def soak(
    servers: dict[str, Server], home: Path, truth: Truth, passing: dict[Path, str], given: argparse.Namespace
) -> tuple[Record, list[dict[str, Any]]]:
    """Let them come for the given time; what happened, and a sample of the servers every 30 seconds (four in a short run)."""
    record, samples, until = Record(), [], asyncio.Event()
    (sent, sent_id) = next((file, known) for file, known in passing.items() if file.stem == "gui")
    written = {file: known for file, known in passing.items() if file != sent}
    end = time.monotonic() + given.hours * 3600
    async with AsyncExitStack() as stack:
        api, pages = [await _client(stack, servers.get(name)) for name in ("api", "pages")]
        assert api
        waiting = [Visitor(api, pages, truth, record, seed).stay(until, given.think) for seed in range(given.visitors)]
        waiting.append(write(home, written, record, until, given.every))
        waiting.append(upload(api, sent, sent_id, record, until, 2 * given.every))
        if "mcp" in servers:
            waiting.append(assist(servers["mcp"].address, truth, record, until, given.think))
        if given.browsers:
            browser = await chromium(await stack.enter_async_context(async_playwright()))
            stack.push_async_callback(browser.close)
            for seed in range(given.browsers):
                surfer = Surfer(browser, servers["pages"].address, truth, record, 1000 + seed)
                waiting.append(surfer.stay(until, 3 * given.think))
        tasks = [asyncio.create_task(one) for one in waiting]
        begun = time.monotonic()
        while (left := end - time.monotonic()) > 0 and not all(task.done() for task in tasks):
            sample = {name: server.sample() for name, server in servers.items()}
            samples.append({"s": round(time.monotonic() - begun, 1), **size_of(home), **sample})
            await pause(until, min(left, 30, given.hours * 900))
        until.set()
        for task in tasks:
            if error := (await asyncio.gather(task, return_exceptions=True))[0]:
                record.wrong("soak", repr(error))
    for name, server in servers.items():
        for line in server.complaints():
            record.wrong(f"{name}: standard error", line)
    return record, samples


async def _client(stack: AsyncExitStack, server: Server | None) -> httpx.AsyncClient | None:
    """What asks a server, by a new connection each time: one that the server closes while a question is on its way is no error of either."""
    if server is None:
        return None
    limits = httpx.Limits(max_keepalive_connections=0)
    return await stack.enter_async_context(httpx.AsyncClient(base_url=server.address, timeout=120, limits=limits))


def written(told: dict[str, Any]) -> str:
    """What came of it as JSON, each sample a line."""
    lines = ",\n".join(json.dumps(sample) for sample in told["samples"])
    return json.dumps({**told, "samples": "@"}, ensure_ascii=False, indent=1).replace('"@"', f"[\n{lines}\n]") + "\n"


def main() -> None:
    """Soak, print what came of it, and end with 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=2)
    parser.add_argument("--out", type=Path, help="JSON of what happened and of every sample")
    parser.add_argument("--docs", type=Path, help="a folder of real documents")
    parser.add_argument("--visitors", type=int, default=7, help="over HTTP")
    parser.add_argument("--browsers", type=int, default=2, help="in Chromium")
    parser.add_argument("--think", type=float, default=8, help="mean seconds between two questions of a visitor")
    parser.add_argument("--every", type=float, default=60, help="seconds between two writings")
    parser.add_argument("--servers", nargs="+", default=["pages", "api", "mcp"], choices=["pages", "api", "mcp"])
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-")))
        home = folder / "home"
        truth, passing = prepared(home, folder, given.docs)
        print(f"{len(truth.documents)} documents, {len(truth.stable)} clauses", flush=True)
        servers = stack.enter_context(started(given.servers, home, folder))
        record, samples = asyncio.run(soak(servers, home, truth, passing, given))
        told = {
            "hours": given.hours, "visitors": given.visitors + given.browsers + ("mcp" in servers),
            "documents": len(truth.documents), "clauses": len(truth.stable), **flatness(samples, given.servers),
            **record.told(), "samples": samples,
        }  # fmt: skip
    if given.out:
        given.out.write_text(written(told), "utf-8")
    print(json.dumps({key: value for key, value in told.items() if key != "samples"}, ensure_ascii=False, indent=1))
    raise SystemExit(1 if record.errors else 0)


if __name__ == "__main__":
    main()
