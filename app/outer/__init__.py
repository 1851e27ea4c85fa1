"""The outer door, the same for the pages, the API and MCP over HTTP: the access log, headers, hosts, rates and endless bodies, in this order from the outside in."""

from __future__ import annotations

import re
import socket
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp

from app.access import settings as access
from app.access.settings import is_required
from app.outer import access_log
from app.outer.access_log import AccessLog
from app.outer.bodies import Bodies
from app.outer.headers import CLOSED, Headers
from app.outer.hosts import Hosts
from app.outer.rates import Rates
from app.outer.refusing import Refuse, sentence
from app.outer.settings import settings_now


def guarded(
    app: ASGIApp,
    host: str,
    *,
    policy: str = CLOSED,
    refuse: Refuse = sentence,
    origins: tuple[str, ...] = (),
    free: str = "",
) -> ASGIApp:
    """`app` behind the outer door, as `app/outer/settings.py` sets it.

    Args:
        app: any ASGI application.
        host: the address that it listens on; it decides by which names it may be asked.
        policy: the Content Security Policy of answers that bring none.
        refuse: makes the answer to what is turned away.
        origins: other sites whose pages may change something.
        free: a pattern of paths that are neither counted nor logged: what a page is made of.

    Raises:
        InputError: a setting cannot be used, or the access log cannot be written.
    """
    chosen = settings_now()
    if chosen.log:
        access_log.open_log(chosen.log)
    rated = Rates(Bodies(app), chosen.rate, refuse, re.compile(free))
    named = Hosts(rated, host, (*chosen.hosts, *_host_of_login()), origins, refuse)
    told = Headers(named, policy, private=is_required())
    return AccessLog(told, re.compile(free))


def _host_of_login() -> tuple[str, ...]:
    """The name under which visitors come back from the log-in, which is therefore one of this server."""
    auth = access.settings().auth if is_required() else None
    return (str(urlsplit(auth.redirect_uri).hostname),) if auth else ()


def answer(app: ASGIApp, bound: socket.socket) -> None:
    """Serve `app` on the bound socket until the process is stopped."""
    proxies = settings_now().proxies
    config = uvicorn.Config(
        app,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
    )
    uvicorn.Server(config).run(sockets=[bound])
