"""The server of the pages: Streamlit with the routes that the pages fetch from. `app/server.py` starts it."""

from __future__ import annotations

import threading
from pathlib import Path

import streamlit as st

from app.routes import ROUTES
from app.session import warm_up

threading.Thread(target=warm_up, daemon=True).start()
app = st.App(Path(__file__).with_name("pages_main.py"), routes=ROUTES)
