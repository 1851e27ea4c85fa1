"""What may be meant while a question is typed: questions asked before, documents by number and title, headings of clauses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from corpus.language.casing import name_case
from corpus.language.text import fold
from corpus.store import Store

#: Longer headings are sentences, which nobody would ask for.
_LONGEST = 120

Kind = Literal["question", "document", "heading"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that is offered, and what it comes from."""

    text: str
    kind: Kind


class Suggestions:
    """Offers questions from what a store holds; made anew when its documents change. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._made: tuple[str, list[tuple[str, Suggestion]]] = ("", [])

    def offered(self, typed: str, questions: Iterable[str] = (), most: int = 8) -> list[Suggestion]:
        """At most `most` that hold each word of `typed` as the beginning of one of theirs, marks apart.

        `questions`, asked before, come first, then documents, then headings, the more frequent before the rarer ones.
        """
        words = [f" {word}" for word in fold(typed).split()]
        if not words:
            return []
        asked = [(_spaced(question), Suggestion(question, "question")) for question in questions]
        found: dict[str, Suggestion] = {}
        for form, suggestion in (*asked, *self._known()):
            if all(word in form for word in words) and form != _spaced(typed):
                found.setdefault(form, suggestion)
                if len(found) == most:
                    break
        return list(found.values())

    def _known(self) -> list[tuple[str, Suggestion]]:
        current = self._store.corpus_hash()
        if self._made[0] != current:
            documents = [
                Suggestion(" ".join(filter(None, (d.type, d.number or d.title))), "document")
                for d in self._store.documents()
                if d.number or d.title
            ]
            headings = [
                Suggestion(name_case(heading), "heading")
                for heading in self._store.headings()
                if len(heading) <= _LONGEST
            ]
            self._made = current, [(_spaced(one.text), one) for one in (*documents, *headings)]
        return self._made[1]


def _spaced(text: str) -> str:
    """`text` without marks, each word behind a blank."""
    return " " + " ".join(fold(text).split())
