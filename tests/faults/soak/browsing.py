"""Visitors in Chromium: they ask, open a document, go back, look at the other pages, and come anew after some time."""

from __future__ import annotations

import asyncio
import random
import shutil

from playwright.async_api import Browser, Page, Playwright

from tests.browsing import FLAGS
from tests.faults.soak.asking import QUESTIONS, pause
from tests.faults.soak.record import Record, WrongAnswerError
from tests.faults.soak.truth import Truth

_OTHERS = ("documents", "compare", "targets", "tasks", "map", "check", "collections", "settings")
#: A visit has about so many actions; then somebody else comes, with a session of his own.
_ACTIONS = 20


async def chromium(playwright: Playwright) -> Browser:
    """The Chromium of this computer."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        raise SystemExit("Chromium is missing: run `make programs`, or name --browsers 0.")
    return await playwright.chromium.launch(executable_path=program, args=FLAGS)


class Surfer:
    """Visits of one person after another."""

    def __init__(self, browser: Browser, address: str, truth: Truth, record: Record, seed: int) -> None:
        self._browser, self._address, self._truth, self._record = browser, address, truth, record
        self._random = random.Random(seed)

    async def stay(self, until: asyncio.Event, think: float) -> None:
        """Visit again and again until the event."""
        while not until.is_set():
            context = await self._browser.new_context(viewport={"width": 1280, "height": 900})
            try:
                page = await context.new_page()
                page.set_default_timeout(60_000)
                page.on("pageerror", lambda error: self._record.wrong("browser: script", str(error)))
                with self._record.timed("browser: first page"):
                    await page.goto(self._address, wait_until="commit")
                    await page.get_by_role("combobox", name="Câu hỏi").wait_for()
                for _ in range(self._random.randint(_ACTIONS // 3, _ACTIONS // 2)):
                    if not until.is_set():
                        await self._act(page)
                        await pause(until, self._random.expovariate(1 / think))
            finally:
                await context.close()

    async def _act(self, page: Page) -> None:
        """Two or three actions: a question and an answer opened and left, or another page."""
        if self._random.random() < 0.25:
            with self._record.timed("browser: other page"):
                await page.goto(f"{self._address}/{self._random.choice(_OTHERS)}")
                await page.locator('[data-testid="stMainBlockContainer"] .stElementContainer:visible').first.wait_for()
                await page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')")
                await self._no_error(page)
            return
        clause_id = ""
        with self._record.timed("browser: question"):
            box = page.get_by_role("combobox", name="Câu hỏi")
            if not await box.is_visible():
                await page.goto(self._address)
            question = self._random.choice(QUESTIONS[:-2])
            await box.fill(question)
            await box.press("Enter")
            card = page.locator(f'.root[data-query="{question}"] .card').first
            await card.wait_for()
            clause_id = await card.get_attribute("data-clause") or ""
            self._truth.check_shown(clause_id, await card.locator(".words").first.text_content() or "")
            await self._no_error(page)
        if not self._truth.is_stable(clause_id):  # it may be gone when it is opened
            return
        with self._record.timed("browser: document"):
            await card.locator("a.open").click()
            block = page.locator(f'.clause.target[data-clause="{clause_id}"]')
            await block.wait_for()
            self._truth.check_shown(clause_id, await block.text_content() or "")
            await self._no_error(page)
        with self._record.timed("browser: back"):
            await page.go_back()
            await page.locator(f'.root[data-query="{question}"] .card').first.wait_for()

    async def _no_error(self, page: Page) -> None:
        shown = await page.locator('[data-testid="stException"], [data-testid="stAlertContentError"]').all_inner_texts()
        if shown:
            raise WrongAnswerError(f"{page.url} shows {shown}")
