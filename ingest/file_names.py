"""Names of files as they are kept and shown: one line of letters that can be seen, never a path."""

from __future__ import annotations

import re
import unicodedata

#: Longer names are shown and kept with their beginning and their end.
_LONGEST = 200
#: What has no shape of its own, or turns the letters around it: controls, marks of direction, halves of characters, line ends.
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def safe_name(name: str) -> str:
    r"""The last part of `name`, with � for each character that would not be seen where it stands.

    >>> safe_name("../a\u202excod.txt")
    'a�xcod.txt'
    """
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join("�" if unicodedata.category(char) in _UNSEEN else char for char in last).strip(". ")
    if len(seen) > _LONGEST:
        seen = f"{seen[: _LONGEST - 31]}…{seen[-30:]}"
    return seen or "van-ban"
