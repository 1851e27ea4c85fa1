"""What all visitors of the pages share: one store and one searcher for the process."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import streamlit as st

from corpus.store import Store
from search import Searcher


@st.cache_resource(show_spinner="Đang mở kho văn bản …")
def store_and_searcher() -> tuple[Store, Searcher]:
    """The store in `DIEUKHOAN_HOME` and the searcher over it.

    Raises:
        StoreError: the home folder cannot be used.
    """
    home = Path(os.environ.get("DIEUKHOAN_HOME") or platformdirs.user_data_path("dieukhoan"))
    store = Store(home)
    return store, Searcher(store, os.environ.get("DIEUKHOAN_MODEL"))
