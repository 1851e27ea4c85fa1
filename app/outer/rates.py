"""How much one visitor may ask: requests a minute, and far fewer log-ins that fail."""

from __future__ import annotations

import math
import re
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from app.outer.asker import asking
from app.outer.refusing import Refuse, turn_away
from app.outer.settings import settings_now

#: So many passwords or tokens may be tried in a minute from one address.
_FAILURES = RateLimitItemPerMinute(10)
#: One for the process: the runs of the pages are counted with their requests.
_LIMITER = SlidingWindowCounterRateLimiter(MemoryStorage())
TOLD = "Too many requests; ask again in {seconds} seconds."


def seconds_to_wait(who: str, rate: int) -> int:
    """Count a request of `who`; the seconds after which it may be asked again, 0 where it may be answered now.

    `rate` is in requests a minute, 0 for any number.
    """
    if rate == 0:
        return 0
    item = RateLimitItemPerMinute(rate)
    return 0 if _LIMITER.hit(item, who) else _left(item, who)


def run_may_start() -> int:
    """The same for a run of a page, which comes over a WebSocket."""
    return seconds_to_wait(asking().who, settings_now().rate)


def failed(address: str) -> None:
    """Count a log-in or token from `address` that was wrong."""
    _LIMITER.hit(_FAILURES, "failed", address)


def _left(item: RateLimitItemPerMinute, *who: str) -> int:
    return max(1, math.ceil(_LIMITER.get_window_stats(item, *who).reset_time - time.time()))


class Rates:
    """ASGI middleware: turns away whoever asks more than `rate` times a minute, or failed to log in too often."""

    def __init__(self, app: ASGIApp, rate: int, refuse: Refuse, free: re.Pattern[str]) -> None:
        self._app, self._rate, self._refuse, self._free = app, rate, refuse, free

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, or say how long to wait."""
        seconds = self._waits(scope) if scope["type"] in ("http", "websocket") else 0
        if seconds:
            told, headers = TOLD.format(seconds=seconds), {"Retry-After": str(seconds)}
            await turn_away(scope, receive, send, self._refuse, "too-many-requests", told, headers)
        else:
            await self._app(scope, receive, send)

    def _waits(self, scope: Scope) -> int:
        if self._free.fullmatch(scope["path"]):
            return 0
        asker = asking()
        if not _LIMITER.test(_FAILURES, "failed", asker.address):
            return _left(_FAILURES, "failed", asker.address)
        return seconds_to_wait(asker.who, self._rate)
