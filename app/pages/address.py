"""The state of a page is its address, so that a view can be sent to a colleague.

A widget takes its first value from the address and writes its changes there; its key holds the value that it was made with, so
that going back, which changes the address alone, makes it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

Value = TypeVar("Value")


def asked(name: str) -> str:
    """What the address says under `name`, "" where it says nothing."""
    return st.query_params.get(name, "")


def keep(**choices: object) -> None:
    """Write `choices` into the address, without empty ones; what else stands there stays."""
    for name, value in choices.items():
        values = [str(one) for one in (value if isinstance(value, list) else [value]) if one]
        if values:
            st.query_params[name] = values
        elif name in st.query_params:
            del st.query_params[name]


def place(values: Sequence[str], wanted: str) -> int | None:
    """Where `wanted` stands among `values`; None where it does not."""
    return values.index(wanted) if wanted in values else None


def select(label: str, values: Sequence[str], name: str, shown: Callable[[str], str], placeholder: str) -> str | None:
    """A choice of one of `values`, or of none, kept in the address as `name`."""
    key = f"{name}={asked(name)}"

    def chosen() -> None:
        keep(**{name: st.session_state[key]})

    return st.selectbox(
        label, values, place(values, asked(name)), key=key, format_func=shown, placeholder=placeholder, on_change=chosen
    )
