"""How a question is read before it is searched for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.errors import InvalidQueryError
from corpus.text import nfc, syllables
from search.diacritics import Restorer

#: Characters; a longer text is a document, not a question.
MAX_LENGTH = 2000


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
    """A question as it was typed, cleaned, and with its diacritics put back; `restored` says whether they were."""

    typed: str
    text: str
    restored: bool
    reference: Reference | None = None


def as_typed(text: str) -> QueryAnalysis:
    """`text` to be searched for as it stands: nothing restored, nothing added."""
    return QueryAnalysis(text, text, False)


def analyse(question: str, restorer: Restorer | None = None) -> QueryAnalysis:
    """Clean `question` and put back its diacritics.

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
    return QueryAnalysis(question, text, text != clean)
