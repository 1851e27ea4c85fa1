"""What the tests of log-ins share: a home with limited documents, an access file, tokens for every kind of program."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest import mock

from app import session
from app.access import SETTING
from app.access.settings import read_settings
from corpus.store import Store
from corpus.store.tokens import Tokens
from ingest import ingest_files
from search import Searcher
from tests.conftest import SAMPLES

GROUP = "Phòng Tổng hợp"
#: Who asks: the role and the groups of each.
PROGRAMS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "outsider": ("reader", ("Phòng Tài chính",)),
    "member": ("reader", (GROUP,)),
    "editor": ("editor", ()),
    "admin": ("admin", ()),
}


def sample_files() -> tuple[list[Path], list[Path]]:
    """Some of the samples, to be limited to `GROUP`, and the others, which everyone may see."""
    files = sorted(path for path in SAMPLES.iterdir() if path.is_file())
    return files[::3], [path for path in files if path not in files[::3]]


def make_home(home: Path, *, with_limited: bool = True) -> set[str]:
    """Make `home` one with the samples, those of `GROUP` limited to it or left out; the ids of these."""
    made, ids = _home(with_limited)
    shutil.copytree(made, home)
    return ids


@cache
def _home(with_limited: bool) -> tuple[Path, set[str]]:
    home = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, home)
    limited, others = sample_files()
    with Store(home) as store:
        found = ingest_files(limited, store, groups=[GROUP]) if with_limited else ()
        ids = {outcome.document_id for outcome in found if outcome.document_id}
        list(ingest_files(others, store))
        Searcher(store).refresh()
    return home, ids


def make_tokens(home: Path) -> dict[str, str]:
    """A token for each of `PROGRAMS`, by their names."""
    tokens = Tokens(home)
    made = {name: tokens.add(name, role, groups, 10) for name, (role, groups) in PROGRAMS.items()}
    tokens.close()
    return made


def access_file(folder: Path, text: str = "[access]\n") -> Path:
    """An access file with this text that only its owner may read."""
    path = folder / "access.toml"
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    return path


@contextmanager
def login_required(path: Path) -> Iterator[None]:
    """Within, the access file `path` holds, and what was opened before is forgotten."""
    with mock.patch.dict(os.environ, {SETTING: str(path)}):
        read_settings.cache_clear()
        session._seen_by.cache_clear()
        yield
    session._seen_by.cache_clear()
