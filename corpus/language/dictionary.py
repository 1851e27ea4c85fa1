"""The words of the Vietnamese language."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from corpus.language.text import match_form


@cache
def dictionary() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """The syllables and the words of two syllables of the list that underthesea ships, as `match_form`; empty without it."""
    syllables: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    # Read from the package's folder: importing underthesea loads its models.
    package = find_spec("underthesea")
    for folder in (package.submodule_search_locations or ()) if package else ():
        for line in (Path(folder) / "corpus" / "data" / "Viet74K.txt").read_text("utf-8").splitlines():
            forms = [match_form(part) for part in re.split(r"[\s-]+", line.strip())]
            syllables.update(forms)
            if len(forms) == 2:
                pairs.add((forms[0], forms[1]))
    return frozenset(syllables), frozenset(pairs)
