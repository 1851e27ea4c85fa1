"""The way to a Milvus server: its address, the connection, and its failures in words.

::

    milvus://HOST[:PORT][/NAME]          a server; milvus+https:// with TLS
    milvus-lite:///PATH/FILE.db[#NAME]   a file of this computer, for tests and trials

The token is taken from the environment alone, so that an address can be shown and logged.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from corpus.errors import BackendError, InputError

TOKEN = "DIEUKHOAN_MILVUS_TOKEN"

_PORT = 19530
_SCHEMES = {"milvus": "http", "milvus+https": "https"}
_LITE = "milvus-lite"
#: Seconds after which a server that does not answer counts as absent.
_CONNECT = 10.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where the entries lie: `uri` as pymilvus takes it, the `name` of the collections, `shown` for messages; `lite`: a file of this computer."""

    uri: str
    name: str
    shown: str
    lite: bool

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read an address.

        Raises:
            InputError: it is none, or holds a password.
        """
        try:
            parts = urlsplit(text)
            port = parts.port or _PORT
        except ValueError as error:
            raise InputError(f"The address of the Milvus server is not understood ({error}); {_FORM}.") from error
        if parts.username is not None or parts.password is not None:
            raise InputError(f"Leave user and password out of the address and set {TOKEN}=user:password.")
        lite = parts.scheme == _LITE
        name = (parts.fragment if lite else parts.path.strip("/")) or "default"
        if not re.fullmatch(r"[A-Za-z0-9_]{1,200}", name):
            raise InputError(f"{name!r} cannot name a collection; use letters, digits and _ alone.")
        if lite and not parts.netloc and parts.path.endswith(".db"):
            path = unquote(parts.path)
            return cls(path, name, path, lite=True)
        if parts.scheme in _SCHEMES and parts.hostname:
            host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
            return cls(f"{_SCHEMES[parts.scheme]}://{host}:{port}", name, f"{host}:{port}", lite=False)
        raise InputError(f"The address of the Milvus server is not understood; {_FORM}.")


_FORM = "write milvus://HOST:19530/NAME, milvus+https://HOST:19530/NAME or milvus-lite:///PATH/FILE.db"


def connect(address: Address) -> Any:
    """A `pymilvus.MilvusClient` of `address`.

    Raises:
        BackendError: pymilvus is missing, or nothing answers there.
    """
    try:
        from pymilvus import MilvusClient
    except ImportError as error:
        raise BackendError("Milvus needs its client; install it with: pip install 'dieukhoan[milvus]'.") from error
    # They log each failure with its traceback; ours is one sentence. milvus-lite serves within this process, and what it lacks is logged too.
    for library in ("pymilvus", "milvus_lite", *(["grpc._server"] if address.lite else [])):
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
    # pymilvus asks each ten seconds whether the server is alive; the one of milvus-lite takes that for an attack.
    options = {"grpc.keepalive_time_ms": 2**31 - 1} if address.lite else {}
    with explained(address):
        return MilvusClient(address.uri, token=os.environ.get(TOKEN, ""), timeout=_CONNECT, grpc_options=options)


def disconnect(address: Address, client: Any) -> None:
    """Leave the server; a file is free for other programs then."""
    client.close()
    if address.lite:
        from milvus_lite.server_manager import server_manager_instance

        server_manager_instance.release_server(address.uri)


@contextlib.contextmanager
def explained(address: Address) -> Iterator[None]:
    """Turn what Milvus raises into a sentence for the user.

    Raises:
        BackendError: Milvus raised something.
    """
    import grpc
    from pymilvus import MilvusException

    try:
        yield
    except (MilvusException, grpc.RpcError) as error:
        raise BackendError(_sentence(address, error)) from error


def _sentence(address: Address, error: BaseException) -> str:
    told = _told(error)
    if address.lite:
        if "Open local milvus failed" in told:
            return f"{address.shown} cannot be opened; check its folder, and end the other program that uses it."
        return f"Milvus cannot use {address.shown} ({_first_line(error)}); delete it and index again."
    if "UNAUTHENTICATED" in told or "auth check failure" in told:
        return f"The Milvus server at {address.shown} refuses the token; set {TOKEN} to user:password or to an API key."
    if "PERMISSION_DENIED" in told or "permission deny" in told:
        return f"The Milvus server at {address.shown} denies this user access; have it granted, or set {TOKEN} to another one."
    if "UNAVAILABLE" in told or "Fail connecting" in told:
        return f"No Milvus server answers at {address.shown}; start it or correct the address."
    if "DEADLINE_EXCEEDED" in told:
        return f"The Milvus server at {address.shown} did not answer in time; look at its health and try again."
    return f"The Milvus server at {address.shown} failed ({_first_line(error)}); look at its log and try again."


def _told(error: BaseException) -> str:
    """All that `error` and what caused it say."""
    told: list[str] = []
    at: BaseException | None = error
    while at is not None and len(told) < 10:
        told.append(str(at))
        at = at.__cause__ or at.__context__
    return "\n".join(told)


def _first_line(error: BaseException) -> str:
    message = getattr(error, "message", "") or str(error)
    return str(message).splitlines()[0].rstrip(".")[:200]
