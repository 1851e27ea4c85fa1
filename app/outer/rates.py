"""How much one visitor may ask: requests a minute, and far fewer with tokens that do not hold."""

from __future__ import annotations

import math
import re
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.outer.asker import address, who
from app.outer.refusing import Refuse, turn_away
from app.outer.settings import settings_now

#: So many tokens may be tried in a minute from one address.
_FAILURES = RateLimitItemPerMinute(10)
#: One for the process: the runs of the pages are counted with their requests.
_LIMITER = SlidingWindowCounterRateLimiter(MemoryStorage())
TOLD = "Too many requests; ask again in {seconds} seconds."


def seconds_to_wait(rate: int) -> int:
    """Count a request of who asks; the seconds after which it may be asked again, 0 where it may be answered now.

    `rate` is in requests a minute, 0 for any number.
    """
    if rate == 0:
        return 0
    item = RateLimitItemPerMinute(rate)
    return 0 if _LIMITER.hit(item, who()) else _left(item, who())


def run_may_start() -> int:
    """The same for a run of a page, which comes over a WebSocket."""
    return seconds_to_wait(settings_now().rate)


def _left(item: RateLimitItemPerMinute, *key: str) -> int:
    return max(1, math.ceil(_LIMITER.get_window_stats(item, *key).reset_time - time.time()))


class Rates:
    """ASGI middleware: turns away whoever asks more than `rate` times a minute, or brought tokens that do not hold too often."""

    def __init__(self, app: ASGIApp, rate: int, refuse: Refuse, free: re.Pattern[str]) -> None:
        self._app, self._rate, self._refuse, self._free = app, rate, refuse, free

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, or say how long to wait."""
        if scope["type"] not in ("http", "websocket") or self._free.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        with_token = "authorization" in Headers(scope=scope)
        if seconds := (_guesser_waits() if with_token else 0) or seconds_to_wait(self._rate):
            told, headers = TOLD.format(seconds=seconds), {"Retry-After": str(seconds)}
            await turn_away(scope, receive, send, self._refuse, "too-many-requests", told, headers)
        else:
            await self._app(scope, receive, _watched(send) if with_token else send)


def _guesser_waits() -> int:
    return 0 if _LIMITER.test(_FAILURES, "failed", address()) else _left(_FAILURES, "failed", address())


def _watched(send: Send) -> Send:
    """Count an answer that lets nobody in: what was brought to log in does not hold."""

    async def sent(message: Message) -> None:
        if message.get("status") == 401:
            _LIMITER.hit(_FAILURES, "failed", address())
        await send(message)

    return sent
