"""What comes from outside: the locks in `requirements`, known vulnerabilities, licences."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
REQUIREMENTS = ROOT / "requirements"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?: ; ([^\\\n]+?))?(?: \\)?$", re.MULTILINE)


def pinned(lock: str) -> dict[str, tuple[str, str | None]]:
    """The packages of a lock by their names: the version, and the marker of where it is installed, None for everywhere."""
    found = _PINNED.findall((REQUIREMENTS / lock).read_text("utf-8"))
    return {name: (version, marker or None) for name, version, marker in found}
