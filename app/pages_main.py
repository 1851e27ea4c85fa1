"""The pages. `?clause=<id>` opens the document page at that clause; without it the search page is shown."""

from __future__ import annotations

import streamlit as st

from app import document_page, search_page
from app.session import store_and_searcher
from corpus.errors import DieukhoanError

st.set_page_config(page_title="Điều khoản", page_icon="§", layout="wide")
try:
    store, searcher = store_and_searcher()
    if clause_id := st.query_params.get("clause"):
        document_page.show(store, clause_id)
    else:
        search_page.show(store, searcher)
except DieukhoanError as error:
    st.error(str(error))
