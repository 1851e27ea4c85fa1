"""How a question is read before it is searched for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.errors import InvalidQueryError
from corpus.text import nfc, syllables
from search.abbreviations import Abbreviations, Expansion, written_out
from search.diacritics import Restorer

#: Characters; a longer text is a document, not a question.
MAX_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class QueryAnalysis:
    """A question as it was typed, and `text`: cleaned, with its diacritics put back (`restored` says whether they were).

    `expansions` are the abbreviations in `text`, `written_out` is `text` with these replaced, once for each meaning.
    """

    typed: str
    text: str
    restored: bool
    expansions: tuple[Expansion, ...] = ()
    written_out: tuple[str, ...] = ()

    @property
    def readings(self) -> tuple[str, ...]:
        """What the question may say, all alike: `text`, then `written_out`."""
        return (self.text, *self.written_out)

    @property
    def likeliest(self) -> str:
        """The reading that says most: the first one that is written out, else `text`."""
        return self.readings[:2][-1]


def as_typed(text: str) -> QueryAnalysis:
    """`text` to be searched for as it stands: nothing restored, nothing added."""
    return QueryAnalysis(text, text, False)


def analyse(
    question: str, restorer: Restorer | None = None, abbreviations: Abbreviations | None = None
) -> QueryAnalysis:
    """Clean `question`, put back its diacritics and write out its abbreviations.

    Raises:
        InvalidQueryError: it holds no letter or digit, or more than 2,000 characters.
    """
    if len(question) > MAX_LENGTH:
        raise InvalidQueryError(
            f"The question has {len(question):,} characters, more than {MAX_LENGTH:,}; ask in one sentence, or ingest a long text as a document."
        )
    # Half of a surrogate pair, as a broken paste leaves it, cannot be encoded.
    clean = re.sub(r"\s+", " ", nfc(question.encode("utf-8", "replace").decode("utf-8"))).strip()
    if not syllables(clean):
        raise InvalidQueryError(
            "The question is empty; ask in a few words, such as: ai chủ trì phát triển nhà ở xã hội."
        )
    text = restorer.restore(clean) if restorer else clean
    found = abbreviations.in_question(text, restorer.usual if restorer else _never) if abbreviations else []
    return QueryAnalysis(
        typed=question,
        text=text,
        restored=text != clean,
        expansions=tuple(item for _, _, item in found),
        written_out=tuple(written_out(text, found)),
    )


def _never(_: str) -> bool:
    return False
