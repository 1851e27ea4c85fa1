"""A page or file from its address: http and https alone, a few redirects, a limit on size and time."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from email.message import Message
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from corpus.errors import UnreadableFileError
from ingest.file_names import safe_name
from ingest.inner_network import check_answer, check_request
from ingest.messages import Content
from ingest.readers.formats import HEAD
from ingest.readers.reading import check_size

if TYPE_CHECKING:
    import httpx

#: Seconds for connecting, and between two parts of the answer.
TIMEOUT = 30.0
#: Seconds for the whole answer: a server that sends a byte now and then is no server.
TOTAL = 300.0
MAX_REDIRECTS = 5
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_address(text: str) -> bool:
    """Whether `text` is meant as an address rather than a path (`https://…`; schemes that are refused, too)."""
    return bool(_ADDRESS.match(text))


def fetch(url: str, inner: bool = True) -> Content:
    """What `url` gives; its kind is judged later, by content, and its type as served is not believed.

    `inner`: whether addresses of the inner network are fetched, which only whoever has that network may ask for.

    Raises:
        UnreadableFileError: another scheme, no answer, an answer that is an error, or too large.
    """
    import httpx  # takes a tenth of a second, and most files are paths

    try:
        hooks: dict[str, list[Callable[..., None]]] = {"request": [check_request], "response": [check_answer]}
        client = httpx.Client(
            follow_redirects=True, max_redirects=MAX_REDIRECTS, timeout=TIMEOUT, event_hooks={} if inner else hooks
        )
        with client, client.stream("GET", _checked(url), headers={"Accept": "text/html, */*;q=0.8"}) as answer:
            if answer.is_error:
                raise UnreadableFileError(_refusal(url, answer.status_code))
            name = _name(answer)
            return Content(_body(answer, name), name, url, answer.charset_encoding)
    except httpx.TooManyRedirects as error:
        raise UnreadableFileError(
            f"{url} leads on more than {MAX_REDIRECTS} times; open it in a browser, save the document and ingest the file."
        ) from error
    except httpx.TimeoutException as error:
        raise UnreadableFileError(
            f"{url} does not answer within {TIMEOUT:.0f} seconds; try again later, or save the document in a browser and ingest the file."
        ) from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
        raise UnreadableFileError(
            f"{url} is not an address that can be fetched; copy the whole address, from https:// on, out of the browser."
        ) from error
    except httpx.ConnectError as error:
        raise UnreadableFileError(_unreachable(url, str(error))) from error
    except httpx.HTTPError as error:
        raise UnreadableFileError(
            f"{url} cannot be fetched ({error}); try again, or save the document in a browser and ingest the file."
        ) from error


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = url.isprintable() and parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise UnreadableFileError(
            f"{url[:200]!a} is not an address that can be fetched; give one that begins with https:// or http://, or the path of a file."
        )
    return url


def _body(answer: httpx.Response, name: str) -> bytes:
    """The answer's content, no more of it than a document may have."""
    ends = time.monotonic() + TOTAL
    data = bytearray()
    for part in answer.iter_bytes():
        data += part
        check_size(len(data), bytes(data[:HEAD]), name)
        if time.monotonic() > ends:
            raise UnreadableFileError(
                f"{name} takes longer than {TOTAL:.0f} seconds to fetch; save it in a browser and ingest the file."
            )
    return bytes(data)


def _name(answer: httpx.Response) -> str:
    """The file's name as the server gives it, or from the address; never a path."""
    header = Message()
    header["Content-Disposition"] = answer.headers.get("Content-Disposition", "")
    name = header.get_filename() or unquote(answer.url.path.rstrip("/").rpartition("/")[2]) or answer.url.host
    return safe_name(name)


def _refusal(url: str, status: int) -> str:
    if status in (404, 410):
        return f"{url} leads to no document (HTTP {status}); copy the address anew out of the browser."
    if status in (401, 403, 407, 451):
        return f"{url} may not be fetched without signing in (HTTP {status}); save the document in a browser and ingest the file."
    return f"{url} cannot be fetched now (HTTP {status}); try again later, or save the document in a browser and ingest the file."


def _unreachable(url: str, reason: str) -> str:
    host = urlsplit(url).hostname
    if re.search(r"certificate|ssl|tls", reason, re.IGNORECASE):
        return f"{url} has no valid certificate ({reason}); save the document in a browser and ingest the file."
    if re.search(r"name or service|getaddrinfo|nodename|resolution|No address", reason, re.IGNORECASE):
        return f"No server is called {host}, or there is no network; check the address and the connection."
    return f"{host} does not accept connections ({reason}); check the address, and try again later."
