"""What visitors ask: the store and the searcher of what they may see, and what they made themselves.

All share one store and one model. Whoever does not see all documents (`app/access/`) asks a store that shows no others, and a searcher over
that; a door that forgets to look has nothing else to show.
"""

from __future__ import annotations

import gc
import os
import threading
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

import platformdirs

from app.access.viewer import require
from app.memory import share_heaps
from corpus.errors import DieukhoanError
from corpus.store import Store
from corpus.store.workspace import Workspace
from search import Searcher
from search.question.suggestions import Suggestion, Suggestions

_OPENING = threading.Lock()
#: So many documents are loaded at the start; the others when they are asked for.
_LOADED = 200
#: So many letters are read of what is being typed.
_TYPED = 200


def store_and_searcher() -> tuple[Store, Searcher]:
    """The store in `DIEUKHOAN_HOME` as who asks may see it, and the searcher over that.

    Raises:
        AccessError: nobody has logged in.
        StoreError: the home folder cannot be used.
    """
    sees = require("reader").sees
    with _OPENING:  # two first visitors at once open one store
        store, searcher = _opened()
        return (store, searcher) if sees is None else _seen_by(sees & store.groups())


@cache
def _seen_by(groups: frozenset[str]) -> tuple[Store, Searcher]:
    """For members of `groups`, which are some of those that documents are limited to."""
    whole, searcher = _opened()
    store = Store(whole.home, groups)
    return store, searcher.over(store)


def home_folder() -> Path:
    """The folder with the documents and the index."""
    return Path(os.environ.get("DIEUKHOAN_HOME") or platformdirs.user_data_path("dieukhoan"))


@cache
def _opened() -> tuple[Store, Searcher]:
    store = Store(home_folder())
    return store, Searcher(store, os.environ.get("DIEUKHOAN_MODEL"), backend=os.environ.get("DIEUKHOAN_BACKEND"))


def is_ready() -> bool:
    """Whether a search would be answered at once.

    Raises:
        StoreError: the home folder cannot be used.
    """
    with _OPENING:
        return _opened()[1].is_current


def workspace() -> Workspace:
    """What the visitors made, in the same folder as the store; of those who log in each has their own.

    Raises:
        AccessError: nobody has logged in.
        StoreError: it cannot be used.
    """
    who = require("reader")
    with _OPENING:
        return _workspace(_opened()[0].home, who.name)


@lru_cache(maxsize=100)  # of many people, those who were here last
def _workspace(home: Path, owner: str) -> Workspace:
    return Workspace(home, owner, lambda document_id: store_and_searcher()[0].hides(document_id))


def warm_up() -> None:
    """Load what the first question would wait for: the model, the index, the documents.

    Streamlit collects garbage after each run of a page; what is loaded here and stays is taken out of its sight, or a run would cost a
    tenth of a second more for nothing. A home that cannot be used is said by the pages.
    """
    share_heaps()
    with suppress(DieukhoanError):
        with _OPENING:
            store, searcher = _opened()
        if store.count():
            searcher.refresh()
            for summary in store.documents()[:_LOADED]:
                store.document(summary.id)
    gc.collect()
    gc.freeze()


def offered(typed: str) -> list[Suggestion]:
    """The questions that may be meant by `typed`, of which only the beginning counts."""
    typed = typed[:_TYPED]
    return _suggestions(store_and_searcher()[0]).offered(typed, workspace().asked(typed))


@cache
def _suggestions(store: Store) -> Suggestions:
    return Suggestions(store)
