"""Who asks now, and what they may see and do; one answer for pages, API and assistants.

Where no log-in is asked for, whoever reaches the program may do all. Where one is, nobody may do anything until a door says who asks: the
API and MCP by a token (`bearer.py`), the pages by the log-in of Streamlit (`pages.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, get_args

from app.access.settings import is_required
from corpus.errors import AccessError, LoginError

Role = Literal["reader", "editor", "admin"]
#: From the least to the most: each may do what those before it may.
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: a name, empty where it is not known, what they may do (None: nothing), and the groups that they belong to."""

    name: str
    role: Role | None
    groups: frozenset[str] = frozenset()

    def may(self, role: Role) -> bool:
        """Whether they may do what `role` may."""
        return self.role is not None and ROLES.index(self.role) >= ROLES.index(role)

    @property
    def sees(self) -> frozenset[str] | None:
        """The groups whose documents they see beside those for everyone; None: all documents."""
        return None if self.role == "admin" else self.groups


#: Whoever reaches a program that asks for no log-in.
ANYONE = Viewer("", "admin")
#: Who has not logged in.
NOBODY = Viewer("", None)

_asking: ContextVar[Viewer] = ContextVar("viewer")
#: How a door that cannot set the viewer beforehand finds who asks: the pages, whose runs Streamlit starts.
_finders: list[Callable[[], Viewer | None]] = []


def viewer() -> Viewer:
    """Who asks now; `NOBODY` where a log-in is required and nobody has."""
    if not is_required():
        return ANYONE
    known = _asking.get(None)
    if known is not None:
        return known
    return next((found for find in _finders if (found := find()) is not None), NOBODY)


@contextmanager
def asking(who: Viewer) -> Iterator[Viewer]:
    """Within, `who` asks: also in what is called in other threads with a copy of the context."""
    before = _asking.set(who)
    try:
        yield who
    finally:
        _asking.reset(before)


def find_with(find: Callable[[], Viewer | None]) -> None:
    """Ask `find` who asks where nobody said so beforehand; None where it does not know."""
    if find not in _finders:
        _finders.append(find)


def require(role: Role) -> Viewer:
    """Who asks, if they may do what `role` may.

    Raises:
        LoginError: nobody has logged in.
        AccessError: they may not.
    """
    who = viewer()
    if who.role is None:
        raise LoginError("Log in first: these documents are for known people only.")
    if not who.may(role):
        raise AccessError(f"Only the role {role} may do this and you have the role {who.role}; ask the administrator.")
    return who
