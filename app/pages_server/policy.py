"""What browsers may load for the pages: the Content Security Policy."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit

from app.framing import SETTING, ancestors
from app.outer.headers import hashes


def policy() -> str:
    """The Content Security Policy of the pages: nothing of other hosts, no script but Streamlit's, the components' and those in our own files.

    Streamlit makes modules of the components' scripts (blob:), draws the map by WebAssembly, and sets styles from scripts.
    """
    index = Path(streamlit.__file__).with_name("static") / "index.html"
    ours = (Path(__file__).parents[1] / "web").glob("*.html")
    scripts = hashes("".join(path.read_text("utf-8") for path in (index, *ours)))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' blob: 'wasm-unsafe-eval' {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "object-src 'none'",
            "form-action 'self'",
            " ".join(("frame-ancestors 'self'", *ancestors(os.environ.get(SETTING, "")))),
        )
    )
