"""What commands share: their common options, and how they print."""

from __future__ import annotations

import json as json_text
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click
import platformdirs

from app.access import SETTING

if TYPE_CHECKING:
    from corpus.store import Store
    from ingest import Progress

Command = TypeVar("Command", bound=Callable[..., Any])


def home(command: Command) -> Command:
    """`--home DIR`, given as `home`."""
    return click.option(
        "--home",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="DIEUKHOAN_HOME",
        default=lambda: platformdirs.user_data_path("dieukhoan"),
        show_default="the user's data folder, or $DIEUKHOAN_HOME",
        help="Folder with the documents and the index.",
    )(command)


def json(command: Command) -> Command:
    """`--json`, given as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON alone on standard output.")(command)


def model(command: Command) -> Command:
    """`--model NAME`, given as `model`."""
    return click.option("--model", help="A sentence-transformers model by name or path instead of the bundled one.")(
        command
    )


def backend(command: Command) -> Command:
    """`--backend URI`, given as `backend`."""
    return click.option(
        "--backend",
        envvar="DIEUKHOAN_BACKEND",
        metavar="URI",
        help="Keep the index on a server instead of the home folder: milvus://HOST:19530/NAME (docs/milvus.md).",
    )(command)


def auth(command: Command) -> Command:
    """`--auth FILE`, given as `auth`: an absolute path, handed on to whatever serves in the environment."""

    def kept(_context: click.Context, _parameter: click.Parameter, path: Path | None) -> Path | None:
        if path is None:
            os.environ.pop(SETTING, None)  # an empty value in the environment
            return None
        from app.access.settings import read_settings

        read_settings(path.absolute())
        os.environ[SETTING] = str(path.absolute())
        return path.absolute()

    return click.option(
        "--auth",
        type=click.Path(dir_okay=False, path_type=Path),
        envvar=SETTING,
        callback=kept,
        metavar="FILE",
        help="Ask for a log-in: the file says how people log in and what they may do (docs/access.md).",
    )(command)


def host(command: Command) -> Command:
    """`--host ADDRESS`, given as `host`."""
    return click.option(
        "--host",
        default="127.0.0.1",
        show_default=True,
        metavar="ADDRESS",
        help="Address to listen on; 0.0.0.0 opens the server to the network, where whoever reaches it can do all unless --auth asks for a log-in.",
    )(command)


def port(usual: int, said: str = "Port to listen on.") -> Callable[[Command], Command]:
    """`--port N`, given as `port`; `usual` where it is not."""
    return click.option("--port", default=usual, show_default=True, type=click.IntRange(1, 65535), help=said)


def hand_on(home: Path, model: str | None, backend: str | None) -> None:
    """Let what serves (`app/session.py`) find these in the environment."""
    given = {"DIEUKHOAN_HOME": str(home.resolve()), "DIEUKHOAN_MODEL": model, "DIEUKHOAN_BACKEND": backend}
    os.environ.update({name: value for name, value in given.items() if value})


def outer(command: Command) -> Command:
    """The options of the outer door, which `app/outer/settings.py` reads from the environment."""
    for option in (
        _setting("--log-queries", "DIEUKHOAN_LOG_QUERIES", is_flag=True, default=None,
                 help="Write the words of questions into the access log too."),
        _setting("--access-log", "DIEUKHOAN_ACCESS_LOG", is_flag=False, flag_value="access.log", metavar="[FILE]",
                 help="Write who asks for what into a file, access.log in the home folder where none is named."),
        _setting("--rate", "DIEUKHOAN_RATE", type=click.IntRange(0), show_default="600",
                 help="Requests that one visitor may send in a minute; 0 for any number."),
        _setting("--proxies", "DIEUKHOAN_PROXIES", metavar="ADDRESSES",
                 help="Proxies in front of the server, whose word on the visitor's address and on https is taken: 127.0.0.1."),
        _setting("--hosts", "DIEUKHOAN_HOSTS", metavar="NAMES",
                 help="Further names by which visitors reach the server, with blanks between them: dieukhoan.noibo.tinh.gov.vn."),
    ):  # fmt: skip
        command = option(command)
    return command


def _setting(option: str, variable: str, **said: Any) -> Callable[[Command], Command]:
    """`option`, kept in the environment variable that it may also be given by."""

    def kept(_: click.Context, __: click.Parameter, value: object) -> None:
        if value is not None:
            os.environ[variable] = str(int(value)) if isinstance(value, bool) else str(value)

    return click.option(option, envvar=variable, expose_value=False, callback=kept, **said)


def print_json(value: object) -> None:
    """One line of JSON on standard output."""
    click.echo(json_text.dumps(value, ensure_ascii=False))


def printable(text: str) -> str:
    """`text` for a terminal, which would obey control characters in the name of a file: they are written out."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def open_store(home: Path) -> Store:
    """The store in `home`.

    Raises:
        StoreError: the folder cannot be used.
    """
    from corpus.store import Store

    return Store(home)


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """`path` opened to be written.

    Raises:
        InputError: it cannot be.
    """
    from corpus.errors import InputError

    try:
        with path.open("wb") as target:
            yield target
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}); name a file in a folder of yours.") from error


def bar(label: str) -> Callable[[int, int], None]:
    """A progress display on standard error, only where that is a terminal."""

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done >= total else ""
            click.echo(f"\r{label}: {done}/{total}{end}", nl=False, err=True)

    return show


def show_progress(source: object, progress: Progress) -> None:
    """How far a file is that takes long, on standard error where that is a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r{source}: {progress.what} {progress.done}/{progress.total}\033[K", nl=False, err=True)
