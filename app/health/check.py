"""One check: what was looked at, whether it is as it should be, and what to do where it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.errors import DieukhoanError

Status = Literal["ok", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class Check:
    """`detail` says what was found, `advice` the next step; it is None where there is nothing to do.

    A `problem` keeps the program from working, a `warning` some part of it.
    """

    check: str
    status: Status
    detail: str
    advice: str | None = None


def guarded(name: str, look: Callable[[], Iterator[Check]]) -> Iterator[Check]:
    """What `look` finds; an error is a problem of the check `name`: whatever is broken, the other checks are made."""
    try:
        yield from look()
    except DieukhoanError as error:  # its sentence is made of what is wrong and what to do
        detail, _, advice = str(error).partition("; ")
        yield Check(name, "problem", detail, advice.rstrip(".") or None)
    except ImportError as error:
        yield Check(name, "problem", f"{error.name or error} is not installed", "install dieukhoan again with pip")
    except Exception as error:
        yield Check(
            name, "problem", f"{type(error).__name__}: {error}".splitlines()[0], "report this line to the maintainers"
        )
