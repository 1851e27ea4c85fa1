"""What all visitors share: one store and one searcher for the process, in the pages and in what they fetch."""

from __future__ import annotations

import gc
import os
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path

import platformdirs

from corpus.errors import DieukhoanError
from corpus.store import Store
from corpus.workspace import Workspace
from search import Searcher
from search.suggestions import Suggestion, Suggestions

_OPENING = threading.Lock()
#: So many documents are loaded at the start; the others when they are asked for.
_LOADED = 200
#: So many letters are read of what is being typed.
_TYPED = 200


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
    return store, Searcher(store, os.environ.get("DIEUKHOAN_MODEL"), backend=os.environ.get("DIEUKHOAN_BACKEND"))


def workspace() -> Workspace:
    """What the visitors made, in the same folder as the store.

    Raises:
        StoreError: it cannot be used.
    """
    store, _ = store_and_searcher()
    with _OPENING:
        return _workspace(store.home)


@cache
def _workspace(home: Path) -> Workspace:
    return Workspace(home)


def warm_up() -> None:
    """Load what the first question would wait for: the model, the index, the documents.

    Streamlit collects garbage after each run of a page; what is loaded here and stays is taken out of its sight, or a run would cost a
    tenth of a second more for nothing. A home that cannot be used is said by the pages.
    """
    with suppress(DieukhoanError):
        store, searcher = store_and_searcher()
        if store.count():
            searcher.refresh()
            for summary in store.documents()[:_LOADED]:
                store.document(summary.id)
    gc.collect()
    gc.freeze()


def offered(typed: str) -> list[Suggestion]:
    """The questions that may be meant by `typed`, of which only the beginning counts."""
    typed = typed[:_TYPED]
    return _suggestions().offered(typed, workspace().asked(typed))


@cache
def _suggestions() -> Suggestions:
    return Suggestions(store_and_searcher()[0])
