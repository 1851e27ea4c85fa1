"""Waiting for something that takes long, with a bar that says how far it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from app.language import _
from search import Searcher

Result = TypeVar("Result")
#: Seconds that pass before a bar is shown, and between two looks at how far it is.
_PATIENCE, _STEP = 0.4, 0.3


def waited(work: Callable[[], Result], far: Callable[[], tuple[int, int]], said: str) -> Result:
    """What `work` returns or raises, done in a thread of its own; `far` gives how much is done, of how much (0 while unknown).

    `said` is shown in front of the figures. When the visitor leaves, the work goes on.
    """
    results: list[Result] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            results.append(work())
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(_PATIENCE)
    place = st.empty()
    while thread.is_alive():
        done, total = far()
        place.progress(done / total if total else 0.0, f"{said} {done}/{total}" if total else f"{said} …")
        thread.join(_STEP)
    place.empty()
    if errors:
        raise errors[0]
    return results[0]


def wait_for_index(searcher: Searcher) -> None:
    """Return when a search would answer at once, saying meanwhile how far the index is.

    Raises:
        ModelError: the encoder cannot be loaded.
    """
    if not searcher.is_current:
        waited(searcher.refresh, lambda: searcher.encoding or (0, 0), _("Đang lập chỉ mục"))
