"""What the tests of log-ins share: a home with limited documents, an access file, tokens for every kind of program."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from app import session
from app.access import SETTING
from app.access.settings import read_settings
from corpus.store import Store
from corpus.store.tokens import Tokens
from search import Searcher

GROUP = "Phòng Tổng hợp"
#: Who asks: the role and the groups of each.
PROGRAMS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "outsider": ("reader", ("Phòng Tài chính",)),
    "member": ("reader", (GROUP,)),
    "editor": ("editor", ()),
    "admin": ("admin", ()),
}


def make_home(samples: Path, home: Path, *, with_limited: bool = True) -> set[str]:
    """Make `home` one like `samples`, every third document limited to `GROUP` or taken out; the ids of these."""
    shutil.copytree(samples, home)
    with Store(home) as store:
        ids = {document.id for document in store.documents()[::3]}
        for one in ids:
            store.limit(one, [GROUP]) if with_limited else store.remove(one)
        Searcher(store).refresh()
    return ids


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
