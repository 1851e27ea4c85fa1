"""How a question is read before it is searched for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.errors import InvalidQueryError
from corpus.language.text import fold, nfc, syllables
from search.question.abbreviations import Abbreviations, Expansion, written_out
from search.question.diacritics import Restorer
from search.question.english import is_english, translated
from search.question.spelling import Speller

#: Characters; a longer text is a document, not a question.
MAX_LENGTH = 2000


Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Correction:
    """A word as it was typed, and the one that was meant."""

    typed: str
    corrected: str


@dataclass(frozen=True, slots=True)
class Reference:
    """What a question names: documents and clauses, the likeliest first; `number` and `title` are of the first document.

    `whole` where it names no clause: `clause_ids` then begin the document. A document that is only in the catalogue is not `stored`.
    """

    document_ids: tuple[str, ...]
    clause_ids: tuple[str, ...]
    number: str | None
    title: str | None
    stored: bool
    whole: bool = True


@dataclass(frozen=True, slots=True)
class QueryAnalysis:
    """A question as it was typed, and `text`: cleaned, its spelling mended, its diacritics put back (`restored` says whether any were).

    `corrections` are the words of `text` that were misspelt, `expansions` its abbreviations; `written_out` is `text` with these replaced,
    once for each meaning. `language` is that of the question; `text` is in Vietnamese whatever it is. `literal`: it was asked to be taken as typed.
    """

    typed: str
    text: str
    restored: bool
    corrections: tuple[Correction, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    written_out: tuple[str, ...] = ()
    language: Language = "vi"
    literal: bool = False
    reference: Reference | None = None

    @property
    def changed(self) -> bool:
        """Whether anything else than the words as they are typed is searched for."""
        return self.restored or bool(self.corrections or self.expansions) or self.language == "en"

    @property
    def readings(self) -> tuple[str, ...]:
        """What the question may say, all alike: `text`, then `written_out`."""
        return (self.text, *self.written_out)

    @property
    def likeliest(self) -> str:
        """The reading that says most: the first one that is written out, else `text`."""
        return self.readings[:2][-1]

    @property
    def encoded(self) -> str:
        """What the encoder reads: the likeliest reading, behind the question itself where that is in English."""
        return f"{' '.join(self.typed.split())} {self.likeliest}" if self.language == "en" else self.likeliest


def as_typed(text: str) -> QueryAnalysis:
    """`text` to be searched for as it stands: nothing restored, nothing added."""
    return QueryAnalysis(text, text, False)


@dataclass(frozen=True, slots=True)
class Reader:
    """What the indexed texts say about the words of a question."""

    restorer: Restorer
    speller: Speller
    abbreviations: Abbreviations


def analyse(question: str, reader: Reader | None = None, *, literal: bool = False) -> QueryAnalysis:
    """Clean `question`; with a `reader`, mend its spelling, put back its diacritics and write out its abbreviations.

    `literal` leaves it as it is typed.

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
    if literal or reader is None:
        return QueryAnalysis(question, clean, False, literal=literal)
    return _read(question, clean, reader)


def _read(typed: str, clean: str, reader: Reader) -> QueryAnalysis:
    usual = reader.restorer.usual
    if is_english(clean):
        return QueryAnalysis(typed, translated(clean) or clean, False, language="en")
    fixed = {item.typed for _, _, item in reader.abbreviations.in_question(clean, usual)}
    first = syllables(clean)[0]

    def proposals(word: str) -> list[str]:
        if word in fixed:
            return []
        return reader.speller.proposals(word.lower() if word == first and word.istitle() else word)

    text = reader.restorer.restore(clean, proposals)
    words = [(a, b) for a, b in zip(syllables(clean), syllables(text), strict=True) if a != b]
    found = reader.abbreviations.in_question(text, usual)
    return QueryAnalysis(
        typed=typed,
        text=text,
        restored=any(fold(a) == fold(b) for a, b in words),
        corrections=tuple(Correction(a, b) for a, b in words if fold(a) != fold(b)),
        expansions=tuple(item for _, _, item in found),
        written_out=tuple(written_out(text, found)),
    )
