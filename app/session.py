"""What all visitors share: one store and one searcher for the process, in the pages and in what they fetch."""

from __future__ import annotations

import os
import threading
from functools import cache
from pathlib import Path

import platformdirs

from corpus.store import Store
from search import Searcher
from search.suggestions import Suggestions

_OPENING = threading.Lock()


def store_and_searcher() -> tuple[Store, Searcher]:
    """The store in `DIEUKHOAN_HOME` and the searcher over it.

    Raises:
        StoreError: the home folder cannot be used.
    """
    with _OPENING:  # two first visitors at once open one store
        return _opened()


@cache
def _opened() -> tuple[Store, Searcher]:
    home = Path(os.environ.get("DIEUKHOAN_HOME") or platformdirs.user_data_path("dieukhoan"))
    store = Store(home)
    return store, Searcher(store, os.environ.get("DIEUKHOAN_MODEL"))


@cache
def suggestions() -> Suggestions:
    """What is offered while a question is typed."""
    return Suggestions(store_and_searcher()[0])
