"""The pages' own components: HTML, CSS and JavaScript beside this file, mounted by name.

Documents reach the scripts as data and are set as text, never as markup: nothing in a document runs in the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from app.language import COOKIE, words

_FOLDER = Path(__file__).parent


@cache
def _mount(name: str) -> Any:
    shared = (_FOLDER / "shared.css").read_text("utf-8")
    return st.components.v2.component(
        f"dieukhoan_{name}",
        html='<div class="root"></div>',
        css=shared + (_FOLDER / f"{name}.css").read_text("utf-8"),
        js="".join(path.read_text("utf-8") for path in _scripts(name)),
    )


def _scripts(name: str) -> list[Path]:
    """What all components share, the parts of this one (`name.part.js`), and its own script."""
    return [_FOLDER / "shared.js", *sorted(_FOLDER.glob(f"{name}.*.js")), _FOLDER / f"{name}.js"]


def show_component(name: str, data: Mapping[str, Any], **events: Callable[[], None]) -> Any:
    """Show the component `name` (the name of its files here) with `data` (JSON); what it says back, by the names of its states.

    `events`, as `on_NAME_change`, are called when the component sets the state or trigger NAME.
    """
    translations = words(st.context.cookies.get(COOKIE))
    return _mount(name)(data={**data, "words": translations}, key=name, **events)


def show_style(name: str) -> None:
    """Let the style sheet and the script of `name`, which hold no words of documents, act on the whole page."""
    with st.container(key=f"style-{name}"):
        st.html(_FOLDER / f"{name}.html", unsafe_allow_javascript=True)


def plain(text: str) -> str:
    """`text` with Markdown's marks made harmless, for Streamlit's elements that read Markdown."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]()#+-=.!|<>$~:&" else char for char in text)
