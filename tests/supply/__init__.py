"""What comes from outside: the locks in `requirements`, known vulnerabilities, licences."""

from __future__ import annotations

import re
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).parent.parent.parent
REQUIREMENTS = ROOT / "requirements"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?: ; ([^\\\n]+?))?(?: \\)?$", re.MULTILINE)


def pinned(lock: str) -> dict[str, tuple[str, str | None]]:
    """The packages of a lock by their names: the version, and the marker of where it is installed, None for everywhere.

    Where Pythons get different versions, it is the one for this Python.
    """
    found: dict[str, tuple[str, str | None]] = {}
    for name, version, marker in _PINNED.findall((REQUIREMENTS / lock).read_text("utf-8")):
        if name not in found or Marker(marker).evaluate():
            found[name] = version, marker or None
    return found
