"""Whether the document page answers the hand while a long law is scrolled: tasks of more than 50 ms, which hold the page up.

    python -m tests.benchmarks.reader_speed [HOME]

HOME holds ingested documents; the one with the longest text is opened at its beginning. Without HOME a law of 650,000 letters is written and ingested.
Each way of scrolling begins on a page newly opened, as soon as its clause is in view, so that what is still drawn then counts too: the wheel
from the top to the end; the scroll bar dragged to places far apart; headings far apart chosen in the outline. Chromium reports the tasks
(`PerformanceObserver`, type `longtask`: script, layout and drawing together); those of opening the page are told apart. Their time goes by the clock, so that
all else that the computer does counts; how long the processor was at work for the longest task, Chromium's trace says.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, ElementHandle, Locator, Page, sync_playwright

from corpus.store import Store
from ingest import ingest_files
from tests.browsing import chromium, open_page, serve
from tests.long_law import write_long_law

#: A task that lasts longer is felt as a stop (ms).
ASKED = 200
#: Pixels and milliseconds of a turn of the wheel, of which a quick hand makes ten a second; jumps of the other ways, and the milliseconds between them.
_TURN, _BETWEEN, _JUMPS, _REST = 900, 50, 40, 250
_WATCH = """
window.longTasks = [];
new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ startTime, duration }) => [startTime, duration])))
  .observe({ type: "longtask", buffered: true });
"""
_CHOOSE = "(outline, place) => { const links = outline.querySelectorAll('a'); links[Math.floor(place * links.length)].click(); }"
_LEFT = "main => main.scrollHeight - main.clientHeight - main.scrollTop"


def by_wheel(page: Page) -> None:
    """Turn the wheel over the text until the end."""
    main = _held(page.get_by_test_id("stMain"))
    page.locator(".clause.target").first.hover()
    while main.evaluate(_LEFT) > 1:
        page.mouse.wheel(0, _TURN)
        page.wait_for_timeout(_BETWEEN)


def by_bar(page: Page) -> None:
    """Put the page to places all over the document, as a dragged scroll bar does."""
    main = _held(page.get_by_test_id("stMain"))
    for place in _apart(_JUMPS):
        main.evaluate("(main, place) => { main.scrollTop = place * main.scrollHeight; }", place)
        page.wait_for_timeout(_REST)


def by_outline(page: Page) -> None:
    """Choose headings all over the outline, as far as it is drawn."""
    outline = _held(page.get_by_role("navigation", name="Mục lục"))
    page.wait_for_function("outline => outline.querySelector('a')", arg=outline)
    for place in _apart(_JUMPS):
        outline.evaluate(_CHOOSE, place)
        page.wait_for_timeout(_REST)


def _held(locator: Locator) -> ElementHandle:
    """The element itself: to find it again each time would be a long task of Playwright's own."""
    return locator.element_handle()


WAYS: dict[str, Callable[[Page], None]] = {"wheel": by_wheel, "scroll bar": by_bar, "outline": by_outline}


def _apart(count: int) -> list[float]:
    """So many places in [0, 1), each far from the one before."""
    return [at * 0.618 % 1 for at in range(1, count + 1)]


def measured(browser: Browser, url: str, way: Callable[[Page], None]) -> dict[str, Any]:
    """The tasks of one way of scrolling.

    `count`, `longest`, `p95` (ms); `processor`, the longest by the processor's time (ms); `tasks`, each `[start, length]` (ms since the
    scrolling began); `opening`, the lengths before that (ms); `seconds` that the scrolling took; `load`, of the computer by all that runs on it.
    """
    page = open_page(browser, "about:blank", 1280)
    page.add_init_script(_WATCH)
    browser.start_tracing(page=page, categories=["toplevel", "blink.user_timing"])
    page.goto(url)
    page.locator(".clause.target").first.wait_for()
    begun = page.evaluate("performance.mark('begun').startTime")
    way(page)
    page.wait_for_timeout(1000)  # what the last turn set off
    tasks = page.evaluate("window.longTasks")
    lasted = page.evaluate("performance.now()") - begun
    processor = _processor(browser.stop_tracing())
    page.context.close()
    during = [[round(start - begun), round(length)] for start, length in tasks if start + length > begun]
    lengths = [length for _start, length in during]
    return {
        "count": len(lengths),
        "longest": max(lengths, default=0),
        "p95": round(quantiles(lengths, n=20, method="inclusive")[-1]) if len(lengths) > 1 else max(lengths, default=0),
        "processor": processor,
        "seconds": round(lasted / 1000, 1),
        "tasks": during,
        "load": round(os.getloadavg()[0], 1),
        "opening": [round(length) for start, length in tasks if start + length <= begun],
    }


def _processor(trace: bytes) -> int:
    """The longest time that the processor was at work (ms) for one task of the page's main thread after the mark `begun`."""
    events = json.loads(trace)["traceEvents"]
    mark = next(event for event in events if event["name"] == "begun")
    tasks = (
        event["tdur"]
        for event in events
        if event["name"] == "ThreadControllerImpl::RunTask" and event["ts"] > mark["ts"] and "tdur" in event
        and (event["pid"], event["tid"]) == (mark["pid"], mark["tid"])
    )  # fmt: skip
    return round(max(tasks, default=0) / 1000)


@contextmanager
def long_document(home: Path | None) -> Iterator[tuple[Path, str, int]]:
    """A home, the id of its longest document and its letters; without `home`, one that is made and taken away again."""
    with TemporaryDirectory() as folder:
        with Store(home or Path(folder) / "home") as store:
            if home is None:
                list(ingest_files([write_long_law(Path(folder) / "luat.txt")], store))
            letters = {summary.id: len(store.document(summary.id).text) for summary in store.documents()}
            longest = max(letters, key=lambda document: letters[document])
        yield home or Path(folder) / "home", longest, letters[longest]


def main() -> None:
    """Print a line for each way, and then the tasks of all as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path, nargs="?")
    found: dict[str, Any] = {}
    with long_document(parser.parse_args().home) as (home, document, letters), sync_playwright() as playwright:
        print(f"{document}, {letters:,} letters", flush=True)
        for address in serve(home):
            for browser in chromium(playwright):
                for name, way in WAYS.items():
                    found[name] = one = measured(browser, f"{address}/?clause={document}", way)
                    print(
                        f"{name}, {one['seconds']} s: {one['count']} tasks over 50 ms, longest {one['longest']} ms, "
                        f"p95 {one['p95']} ms ({ASKED} ms are asked), "
                        f"{one['processor']} ms by the processor; opening: longest {max(one['opening'], default=0)} ms; load {one['load']}",
                        flush=True,
                    )
    print(json.dumps(found))


if __name__ == "__main__":
    main()
