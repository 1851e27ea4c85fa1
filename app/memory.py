"""How the C library hands out memory to a server's threads."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_ARENA_MAX = -8  # M_ARENA_MAX of <malloc.h>


def share_heaps() -> None:
    """Let all threads share two heaps of glibc, where that is the C library.

    Each thread would otherwise fill one of its own, which keeps what its largest answers took: a hundred megabytes more for the API, and
    half an hour of growth until all threads have had theirs (tests/faults/README.md).
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_ARENA_MAX, 2)
