"""The tree of errors: drawn as it is, and every kind known to whoever answers with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.api.problem_kinds import KINDS
from app.api.problems import _ERRORS
from corpus import errors
from corpus.errors import DieukhoanError


def below(kind: type[Exception], depth: int = 0) -> Iterator[tuple[int, str]]:
    """The classes of the tree in order, each with its depth."""
    yield depth, kind.__name__
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from below(child, depth + 1)


def test_the_tree_is_drawn_as_it_is() -> None:
    drawn = re.findall(r"^    ([│ ├└─]*)(\w+)", errors.__doc__ or "", re.MULTILINE)
    assert [(len(branch) // 4, name) for branch, name in drawn] == list(below(DieukhoanError))


def test_every_error_has_a_kind_of_problem() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and kind is not DieukhoanError]
    assert len(kinds) > 10
    for kind in kinds:
        assert issubclass(kind, DieukhoanError)
        assert next((name for known, name in _ERRORS.items() if issubclass(kind, known)), None) in KINDS, kind
