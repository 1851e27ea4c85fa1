"""How the outer door is set: environment variables, which the options of the commands write."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass
from pathlib import Path

from app.access.settings import is_required
from corpus.errors import InputError

HOSTS, PROXIES, RATE = "DIEUKHOAN_HOSTS", "DIEUKHOAN_PROXIES", "DIEUKHOAN_RATE"
LOG, LOG_QUERIES = "DIEUKHOAN_ACCESS_LOG", "DIEUKHOAN_LOG_QUERIES"
#: Requests a minute; a page of a long document asks some twenty times.
USUAL_RATE = 600
_NAME = re.compile(r"(?!-)[a-z0-9-]+(?:\.[a-z0-9-]+)*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the administrator chose.

    Attributes:
        hosts: names of this server besides its own.
        proxies: addresses and networks whose X-Forwarded headers count.
        rate: requests a minute, 0 for any number.
        log: the file of the access log; in the variable a relative name stands in the home folder. Where people
            log in there is always one.
        log_queries: whether the words of questions are logged.
    """

    hosts: tuple[str, ...]
    proxies: list[str]
    rate: int
    log: Path | None
    log_queries: bool


def settings_now() -> Settings:
    """What the environment says.

    Raises:
        InputError: one of the variables cannot be used.
    """
    return Settings(
        hosts=tuple(_host(name) for name in _words(HOSTS)),
        proxies=[_proxy(address) for address in _words(PROXIES)],
        rate=_rate(os.environ.get(RATE) or str(USUAL_RATE)),
        log=_log(os.environ.get(LOG) or ("access.log" if is_required() else "")),
        log_queries=os.environ.get(LOG_QUERIES, "") == "1",
    )


def _log(name: str) -> Path | None:
    return Path(os.environ.get("DIEUKHOAN_HOME", ""), name) if name else None


def _words(variable: str) -> list[str]:
    return re.findall(r"[^\s,]+", os.environ.get(variable, ""))


def _host(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise InputError(f"{name} is no name of a server ({HOSTS}); write names alone, such as dieukhoan.noibo.tinh.gov.vn, with blanks between them.")  # fmt: skip
    return name.lower()


def _proxy(address: str) -> str:
    try:
        return str(ipaddress.ip_network(address)).removesuffix("/32").removesuffix("/128")
    except ValueError:
        raise InputError(
            f"{address} is no address of a proxy ({PROXIES}); write addresses or networks, such as 127.0.0.1 or 10.0.0.0/24, with blanks between them."
        ) from None


def _rate(number: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", number):
        raise InputError(
            f"{number} is no number of requests a minute ({RATE}); write a whole number, 0 for any number."
        )
    return int(number)
