"""What a visitor may have fetched: by this server's hand nobody reaches its inner network, or the computer itself.

A name is looked up before it is asked, for redirects as well, and the address that answered is looked at before its answer is read: a name
may lead elsewhere the second time, and then a GET has reached the inner network, but nothing comes back from it. Behind a proxy the proxy
decides. Who sits at the command line reaches these addresses anyway.
"""

from __future__ import annotations

import os
import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.request import getproxies

from corpus.errors import UnreadableFileError

if TYPE_CHECKING:
    import httpx

#: Where the administrator names inner hosts from which visitors may fetch, with blanks between.
SETTING = "DIEUKHOAN_FETCH_HOSTS"


def check_request(request: httpx.Request) -> None:
    """Refuse a request to the inner network, before it is made.

    Raises:
        UnreadableFileError: its host is there.
    """
    host = request.url.host
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return  # a proxy may know it; without one the connection fails with its own sentence
    _refuse(host, found)


def check_answer(answer: httpx.Response) -> None:
    """Refuse an answer from the inner network, before it is read.

    Raises:
        UnreadableFileError: it comes from there.
    """
    stream = answer.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream else None
    if peer and answer.request.url.scheme not in getproxies():
        _refuse(answer.request.url.host, {str(peer[0])})


def _refuse(host: str, addresses: set[str]) -> None:
    if host in os.environ.get(SETTING, "").split():
        return
    if any(not ip_address(address.partition("%")[0]).is_global for address in addresses):
        raise UnreadableFileError(
            f"{host} is in the inner network, from which visitors have nothing fetched; save the document and send the file, or let the "
            f"administrator name the host in {SETTING}."
        )
