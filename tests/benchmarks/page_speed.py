"""How long a visitor waits: the first useful page, an answer on the screen, and answers for ten visitors who ask at once.

    python -m tests.benchmarks.page_speed HOME

HOME holds ingested documents and their index. The server is started on a free port of this computer and has answered one question before
anything is timed. Each visitor has a context of one Chromium, and so a session and a websocket of his own. Times are from the outside: from the
request, or from the key that asks, until Chromium shows a card of that question.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import time
from pathlib import Path
from statistics import median, quantiles

from playwright.async_api import Browser, Page, async_playwright

from tests.browsing import FLAGS, serve

QUESTIONS = (
    "ai chủ trì thực hiện chính sách người có công",
    "mức hỗ trợ nhà ở cho hộ nghèo",
    "thời hạn gửi báo cáo hằng năm",
    "hồ sơ đề nghị hưởng trợ cấp một lần",
    "tỷ lệ tham gia bảo hiểm y tế",
    "trach nhiem cua uy ban nhan dan cap xa",
    "chi cho nguoi cao tuoi",
    "tổ chức thực hiện và sơ kết, tổng kết",
    "tiêu chuẩn xét tặng danh hiệu",
    "kinh phí thực hiện từ nguồn nào",
)


async def opened(browser: Browser, address: str) -> tuple[Page, float]:
    """A new visitor's first page, and the seconds until the question can be typed."""
    page = await (await browser.new_context(viewport={"width": 1280, "height": 900})).new_page()
    started = time.perf_counter()
    await page.goto(address, wait_until="commit")
    await page.get_by_label("Câu hỏi").wait_for()
    return page, time.perf_counter() - started


async def answered(page: Page, question: str) -> float:
    """The seconds until an answer to `question` is shown."""
    await page.get_by_label("Câu hỏi").fill(question)
    started = time.perf_counter()
    await page.get_by_label("Câu hỏi").press("Enter")
    await page.locator(f'.root[data-query="{question}"] .card').first.wait_for(timeout=60_000)
    return time.perf_counter() - started


async def measured(address: str) -> dict[str, list[float]]:
    """Seconds of five first pages, of ten questions, and of fifty that ten visitors ask."""
    async with async_playwright() as playwright:
        program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        page, _ = await opened(browser, address)
        await answered(page, "chỉ tiêu đến năm 2030")
        firsts = [(await opened(browser, address))[1] for _ in range(5)]
        alone = [await answered(page, question) for question in QUESTIONS]
        visitors = [(await opened(browser, address))[0] for _ in range(10)]
        at_once = []
        for turn in range(5):
            asked = [QUESTIONS[(at + turn) % len(QUESTIONS)] for at in range(len(visitors))]
            at_once += await asyncio.gather(*(answered(*pair) for pair in zip(visitors, asked, strict=True)))
        await browser.close()
        return {"first page": firsts, "a search": alone, "ten searches at once": at_once}


def p95(seconds: list[float]) -> float:
    """The time that 19 of 20 do not exceed."""
    return quantiles(seconds, n=20, method="inclusive")[-1]


def main() -> None:
    """Print the three lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    for address in serve(parser.parse_args().home):
        for what, seconds in asyncio.run(measured(address)).items():
            print(
                f"{what}, s: median {median(seconds):.2f}, p95 {p95(seconds):.2f}, most {max(seconds):.2f} ({len(seconds)} times)"
            )


if __name__ == "__main__":
    main()
