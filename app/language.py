"""The language of the pages: Vietnamese, as they are written, or English by the catalogue beside this file.

Words for the screen are written in Vietnamese as `_("Tìm kiếm")`, or `N_("Tìm kiếm")` in a table, here and in the scripts of `app/web`.
The visitor's choice is a cookie.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st
from babel.messages.pofile import read_po

COOKIE = "dieukhoan-language"
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
_CATALOGUE = Path(__file__).with_name("english.po")


def _(text: str) -> str:
    """`text`, Vietnamese, in the visitor's language; itself where the catalogue has no translation."""
    return translated(text, st.context.cookies.get(COOKIE))


def N_(text: str) -> str:  # noqa: N802  the name that extractors know
    """`text` as it is: a word for the screen that stands in a table and is translated where it is shown."""
    return text


def translated(text: str, language: str | None) -> str:
    """`text`, Vietnamese, in `language`, a key of `LANGUAGES`; as it is in any other."""
    return words(language).get(text, text)


def words(language: str | None) -> dict[str, str]:
    """The translations into `language` by the Vietnamese words; none into Vietnamese."""
    return english() if language == "en" else {}


@cache
def english() -> dict[str, str]:
    """The translations of the catalogue, by the Vietnamese words."""
    with _CATALOGUE.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id and message.string}
