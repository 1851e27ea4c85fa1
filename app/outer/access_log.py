"""The access log: who asked for what, and when, one JSON object a line; no words of questions unless they are wanted.

Lines are ASCII, so that nothing in a request can forge a line or act on a terminal. Headers, bodies and parameters other than ids
are never written: they may hold passwords and tokens.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from io import TextIOWrapper
from logging.handlers import WatchedFileHandler
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.outer.asker import address, arrived, who
from app.outer.settings import settings_now
from corpus.errors import InputError

#: Parameters that name documents and what was made of them, and those that hold words of a question.
_IDS = ("clause", "clause_id", "document", "documents", "a", "b", "collection")
_WORDS = ("q", "question", "text")
#: So many characters of one value are written, and so many values of a list.
_LONGEST, _MOST = 500, 20
_LOG = logging.getLogger("dieukhoan.access")
_LOG.propagate = False
_LOG.disabled = True


class _File(WatchedFileHandler):
    """A file for its owner alone; where it cannot be written any more, that is said once and requests are answered."""

    _said = False

    def _open(self) -> TextIOWrapper:
        opened = open(self.baseFilename, "a", encoding="ascii", opener=partial(os.open, mode=0o600))  # noqa: SIM115
        assert isinstance(opened, TextIOWrapper)
        return opened

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, into a new file where the old one was moved away."""
        try:
            super().emit(record)
        except OSError:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Say once that lines are lost."""
        if not self._said:
            self._said = True
            print(f"The access log {self.baseFilename} cannot be written ({sys.exc_info()[1]}); requests are answered without it.", file=sys.stderr)  # fmt: skip


def open_log(path: Path) -> None:
    """Write to `path` from now on.

    Raises:
        InputError: it cannot be written.
    """
    try:
        handler = _File(path)
    except OSError as error:
        raise InputError(f"The access log {path} cannot be written ({error.strerror}); name another file with --access-log.") from error  # fmt: skip
    _LOG.handlers[:] = [handler]
    _LOG.setLevel(logging.INFO)
    _LOG.disabled = False


def note(what: str, **facts: object) -> None:
    """Write that who asks did `what`; facts that are empty are left out."""
    if not _LOG.disabled:
        _write(who(), what, facts)


def _write(name: str, what: str, facts: Mapping[str, object]) -> None:
    line: dict[str, object] = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "who": name}
    line |= {"address": address(), "what": what}
    line |= {name: _short(fact) for name, fact in facts.items() if fact not in (None, "")}
    _LOG.info(json.dumps(line))


def _short(fact: object) -> object:
    if isinstance(fact, list):
        return [_short(one) for one in fact[:_MOST]]
    return fact if isinstance(fact, int) else str(fact)[:_LONGEST]


@contextmanager
def noted(what: str, asked: Mapping[str, object], **facts: object) -> Iterator[None]:
    """Write that who asks did `what`, when it is done, with the milliseconds that it took.

    Of the parameters `asked` the ids are written, and the words of a question where they are wanted.
    """
    began = time.monotonic()
    try:
        yield
    finally:
        note(what, **facts, **_chosen(asked), ms=_ms(began))


def _chosen(asked: Mapping[str, object]) -> dict[str, object]:
    wanted = (*_IDS, *_WORDS) if settings_now().log_queries else _IDS
    return {name: asked[name] for name in wanted if name in asked}


def _ms(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


class AccessLog:
    """ASGI middleware: keeps where requests come from, and writes a line for each request and each WebSocket that was opened or refused."""

    def __init__(self, app: ASGIApp, free: re.Pattern[str]) -> None:
        self._app, self._free = app, free

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, and write it down."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        arrived(scope)
        if _LOG.disabled or self._free.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        asked = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        facts = {"method": scope.get("method", "WEBSOCKET"), "path": scope["path"], **_chosen(asked)}
        began, status, name = time.monotonic(), 0, ""

        async def told(message: Message) -> None:
            nonlocal status, name
            if not status:
                status, name = _status(message), who()  # who asks is known where the answer is made
                if scope["type"] == "websocket":
                    _write(name, "request", {**facts, "status": status})
            await send(message)

        try:
            await self._app(scope, receive, told)
        finally:
            if scope["type"] == "http":
                _write(name or who(), "request", {**facts, "status": status or None, "ms": _ms(began)})


def _status(message: Message) -> int:
    """The status of an answer that begins with `message`; a WebSocket has those of its handshake."""
    return {"websocket.accept": 101, "websocket.close": 403}.get(message["type"]) or int(message.get("status", 0))
